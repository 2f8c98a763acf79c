//! A kind of thing, described once: what its records look like, how it is named, found, refused and related.

use super::ids::Form;
use super::refusal::Refusal;
use crate::value::Value;

/// A kind of thing. Declared as a static, with `..Resource::NONE` for what it does not have.
#[derive(Debug)]
pub(crate) struct Resource {
    /// boto3's service and a name: `ec2:vpc`. The same word that a runbook claims.
    pub(crate) kind: &'static str,
    /// The output structure that a record is: `Vpc`.
    pub(crate) shape: &'static str,
    /// The member that holds its id, also the input member that names it in a deletion.
    pub(crate) key: &'static str,
    /// The input member that lists ids in a description: `VpcIds`.
    pub(crate) ids: &'static str,
    /// What ids begin with: `vpc-`.
    pub(crate) prefix: &'static str,
    /// The form of ids after the prefix.
    pub(crate) form: Form,
    /// Code and message where there is none of that id, which stands for `{}`.
    pub(crate) absent: (&'static str, &'static str),
    /// Code and message where an id does not have the form; `absent` where none is said.
    pub(crate) malformed: Option<(&'static str, &'static str)>,
    /// Code and message where something refers to it.
    pub(crate) in_use: (&'static str, &'static str),
    /// EC2's filters: `vpc-id` stands for the member `VpcId`, `cidr=CidrBlock` names another, dots go down and through
    /// lists. `tag:KEY` and `tag-key` are written `tag`.
    pub(crate) filters: &'static [&'static str],
    /// The member that holds its tags: `Tags` nearly everywhere.
    pub(crate) tags: &'static str,
    /// What a record refers to: the path of the member, the kind that it names.
    pub(crate) refs: &'static [(&'static str, &'static str)],
    /// Member and value of the state that holds nothing any more, as a terminated instance.
    pub(crate) ghost: Option<(&'static str, &'static str)>,
    /// It belongs to no region.
    pub(crate) global: bool,
}

impl Resource {
    /// Nothing: what a description starts from.
    pub(crate) const NONE: Resource = Resource {
        kind: "",
        shape: "",
        key: "",
        ids: "",
        prefix: "",
        form: Form::Hex17,
        absent: ("ResourceNotFoundException", "There is no '{}'"),
        malformed: None,
        in_use: (
            "DependencyViolation",
            "The '{}' has dependencies and cannot be deleted.",
        ),
        filters: &[],
        tags: "Tags",
        refs: &[],
        ghost: None,
        global: false,
    };

    /// boto3's name of its service.
    pub(crate) fn service(&self) -> &'static str {
        self.kind
            .split_once(':')
            .map_or(self.kind, |(service, _)| service)
    }

    /// The refusal where there is none of that id.
    pub(crate) fn is_absent(&self, id: &str) -> Refusal {
        match self.malformed {
            Some((code, message)) if !self.is_id(id) => Refusal::new(code, message.replace("{}", id)),
            _ => Refusal::new(self.absent.0, self.absent.1.replace("{}", id)),
        }
    }

    /// True for what has the form of an id: the prefix and 8 or 17 hexadecimal digits.
    fn is_id(&self, id: &str) -> bool {
        id.strip_prefix(self.prefix).is_some_and(|digits| {
            [8, 17].contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        })
    }

    /// The refusal where something refers to it.
    pub(crate) fn is_in_use(&self, id: &str) -> Refusal {
        Refusal::new(self.in_use.0, self.in_use.1.replace("{}", id))
    }

    /// True for a record that holds nothing any more.
    pub(crate) fn is_ghost(&self, record: &Value) -> bool {
        self.ghost
            .is_some_and(|(path, state)| record.at(path).text() == state)
    }
}
