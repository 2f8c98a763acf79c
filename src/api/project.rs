//! The part of a value that a shape declares.

use super::{Kind, Service, ShapeId};
use crate::value::{Map, Value};

/// What to do with declared members that the value has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Leave them out, and those that are `Null`.
    Drop,
    /// Fill them in as `Null`, in every structure that is there.
    Null,
}

/// The declared members of a value, recursively, in the model's order. Kinds are left as they are.
#[must_use]
pub fn project(service: &Service, shape: ShapeId, value: &Value, absent: Absent) -> Value {
    match (&service.shape(shape).kind, value) {
        (Kind::Structure { members, .. }, Value::Map(given)) => {
            let mut kept = Map::with_capacity(members.len().min(given.len() + 4));
            for member in members {
                let value = given.get(&member.name).unwrap_or(&Value::Null);
                if !value.is_null() {
                    kept.insert(member.name.clone(), project(service, member.shape, value, absent));
                } else if absent == Absent::Null {
                    kept.insert(member.name.clone(), Value::Null);
                }
            }
            Value::Map(kept)
        }
        (Kind::List { member, .. }, Value::List(items)) => items
            .iter()
            .map(|item| project(service, *member, item, absent))
            .collect(),
        (Kind::Map { value: entry, .. }, Value::Map(entries)) => Value::Map(
            entries
                .iter()
                .map(|(name, value)| (name.clone(), project(service, *entry, value, absent)))
                .collect(),
        ),
        (_, value) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    #[test]
    fn hidden_members_go_and_absent_ones_come_as_asked() {
        let (ec2, describe) = Catalogue::embedded().find("ec2", "DescribeVpcs").unwrap();
        let record = value!({ "Vpcs": [{ "_state": 1_i64, "VpcId": "vpc-1", "Tags": [{ "Key": "Name", "_x": true }] }] });
        let dropped = project(ec2, describe.output.unwrap(), &record, Absent::Drop);
        assert_eq!(
            dropped,
            value!({ "Vpcs": [{ "VpcId": "vpc-1", "Tags": [{ "Key": "Name" }] }] })
        );

        let filled = project(ec2, describe.output.unwrap(), &record, Absent::Null);
        let vpc = filled.at("Vpcs.0").as_map().unwrap();
        assert!(vpc.get("IsDefault").is_some_and(Value::is_null) && !vpc.contains_key("_state"));
        assert!(filled.at("Vpcs.0.Tags.0").as_map().unwrap().contains_key("Value"));
        assert!(filled.as_map().unwrap().contains_key("NextToken"));
    }
}
