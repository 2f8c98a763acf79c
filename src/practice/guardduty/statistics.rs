//! How many findings there are, by severity or by what they have in common.

use super::{findings, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;
use indexmap::IndexMap;
use jiff::Timestamp;

/// Groups that an answer holds where none is said.
const GROUPS: i64 = 25;

/// Findings that belong together.
#[derive(Debug, Default)]
struct Group {
    total: usize,
    last: Option<Timestamp>,
    /// The members that say what they have in common.
    common: Value,
}

/// Either the count by severity or a grouping is asked for, not both (API reference).
pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let types = given.texts("FindingStatisticTypes");
    let by = given.opt("GroupBy");
    let (order, limit) = (given.opt("OrderBy"), given.int("MaxResults"));
    let found = findings::admitted(call, given)?;
    let statistics = match (types.as_slice(), by) {
        (["COUNT_BY_SEVERITY"], None) if order.is_none() && limit.is_none() => {
            let mut counts = Value::map();
            for severity in found.iter().filter_map(|finding| severity(finding)) {
                let key = format!("{severity:.1}");
                counts.set(&key, counts.get(&key).as_int().unwrap_or(0) + 1);
            }
            value!({ "CountBySeverity": counts })
        }
        ([], Some(by)) => grouped(&found, by, order, limit.unwrap_or(GROUPS)).ok_or_else(unfit)?,
        _ => return Err(unfit()),
    };
    Ok(value!({ "FindingStatistics": statistics }))
}

fn severity(finding: &Value) -> Option<f64> {
    if let Value::Float(severity) = finding.get("Severity") {
        Some(*severity)
    } else {
        None
    }
}

fn grouped(found: &[&Value], by: &str, order: Option<&str>, limit: i64) -> Option<Value> {
    let (member, key): (&str, fn(&Value) -> Value) = match by {
        "ACCOUNT" => (
            "GroupedByAccount",
            |finding| value!({ "AccountId": (finding.get("AccountId")) }),
        ),
        "DATE" => (
            "GroupedByDate",
            |finding| value!({ "Date": (day(finding)), "Severity": (finding.get("Severity")) }),
        ),
        "FINDING_TYPE" => (
            "GroupedByFindingType",
            |finding| value!({ "FindingType": (finding.get("Type")) }),
        ),
        "RESOURCE" => ("GroupedByResource", |finding| {
            value!({
                "AccountId": (finding.get("AccountId")),
                "ResourceType": (finding.at("Resource.ResourceType")),
                "ResourceId": (finding.get("_resource")),
            })
        }),
        "SEVERITY" => (
            "GroupedBySeverity",
            |finding| value!({ "Severity": (finding.get("Severity")) }),
        ),
        _ => return None,
    };
    let mut groups: IndexMap<String, Group> = IndexMap::new();
    for finding in found {
        let common = key(finding);
        let group = groups.entry(common.to_json().to_string()).or_default();
        group.common = common;
        group.total += 1;
        group.last = group.last.max(finding.get("UpdatedAt").text().parse().ok());
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.total));
    if order == Some("ASC") {
        groups.reverse();
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let groups: Value = groups
        .into_iter()
        .take(limit)
        .map(|group| {
            let mut told = group.common;
            told.set("TotalFindings", group.total);
            told.set("LastGeneratedAt", group.last);
            told
        })
        .collect();
    let mut statistics = Value::map();
    statistics.set(member, groups);
    Some(statistics)
}

/// The day on which a finding was last seen, in UTC.
fn day(finding: &Value) -> Value {
    let seen: Option<Timestamp> = finding.get("UpdatedAt").text().parse().ok();
    let midnight = |seen: Timestamp| seen.as_second() - seen.as_second().rem_euclid(24 * 60 * 60);
    Value::from(seen.and_then(|seen| Timestamp::from_second(midnight(seen)).ok()))
}
