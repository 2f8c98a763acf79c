//! What a call made, read from what it asked for and what AWS answered.

use crate::value::{Map, Value};

/// A call of ours that brought something into being.
#[derive(Clone, Debug, PartialEq)]
pub struct Creation {
    /// The step whose block called.
    pub step: Option<String>,
    /// boto3's service name.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// Where.
    pub region: String,
    /// The ids of what is new.
    pub ids: Vec<String>,
    /// The same, under the names of the answer's members.
    pub identifiers: Map,
}

impl Creation {
    /// True when an id, or a name, is that of what was made: as AWS answered it, or at the end of the ARN that it answered.
    #[must_use]
    pub fn made(&self, id: &str) -> bool {
        self.ids.iter().any(|made| names(made, id))
    }
}

/// True when what was made, an id, a name or an ARN, is that of this id.
pub(super) fn names(made: &str, id: &str) -> bool {
    made == id
        || made
            .strip_suffix(id)
            .is_some_and(|head| head.starts_with("arn:") && (head.ends_with(':') || head.ends_with('/')))
}

/// What an answered call brought into being, if anything; `answered` are the identifiers of its answer, `asked` those of
/// its parameters. A log group is named in the call alone.
#[must_use]
pub fn made(service: &str, operation: &str, region: &str, answered: &Map, asked: &Map) -> Option<Creation> {
    let mut identifiers = own(operation, answered);
    if identifiers.is_empty() {
        identifiers = own(operation, asked);
    }
    let ids: Vec<String> = identifiers.values().flat_map(texts).collect();
    (!ids.is_empty()).then(|| Creation {
        step: None,
        service: service.to_owned(),
        operation: operation.to_owned(),
        region: region.to_owned(),
        ids,
        identifiers,
    })
}

/// The identifiers of what a call brought into being, told by AWS's verbs and by the member's name: `VpcId` of
/// `CreateVpc` is new, the `VpcId` that `CreateSubnet` answers is not.
pub(super) fn own(operation: &str, identifiers: &Map) -> Map {
    const VERBS: [&str; 7] = [
        "Create", "Run", "Allocate", "Import", "Register", "Copy", "Request",
    ];
    let Some(noun) = VERBS.iter().find_map(|verb| operation.strip_prefix(verb)) else {
        return Map::new();
    };
    let noun = noun
        .strip_suffix('s')
        .filter(|one| !one.ends_with('s'))
        .unwrap_or(noun);
    let is_its_own = |member: &str| {
        let stem = stem(member).to_lowercase();
        noun.to_lowercase().ends_with(&stem) || (noun, stem.as_str()) == ("Address", "allocation")
    };
    identifiers
        .iter()
        .filter(|(member, _)| is_its_own(member))
        .map(|(member, value)| (member.clone(), value.clone()))
        .collect()
}

/// What a member names: `Vpc` for `Vpcs.0.VpcId`, `Detector` for `DetectorIds`; nothing for a bare `Arn`.
pub(super) fn stem(member: &str) -> &str {
    let last = member
        .rsplit('.')
        .find(|part| part.parse::<usize>().is_err() && !["item", "items"].contains(part))
        .unwrap_or(member);
    ["Ids", "IdSet", "Id", "Names", "Name", "Arns", "Arn"]
        .iter()
        .find_map(|suffix| last.strip_suffix(suffix))
        .unwrap_or(last)
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Blob(_) | Value::Time(_) => {
            Vec::new()
        }
    }
}
