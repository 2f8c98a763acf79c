//! What a call was about, for the record: identifiers and names, no contents and no secrets.

use super::{Kind, Service, ShapeId};
use crate::value::{Map, Value};

/// So many items of a list are told: a record is not a copy.
const MOST_ITEMS: usize = 10;
/// A longer text is a content, whatever it is called.
const LONGEST: usize = 256;
/// Members that name a thing without saying so at their end.
const NAMING: &[&str] = &[
    "Bucket",
    "Id",
    "Name",
    "Arn",
    "ARN",
    "Resource",
    "Resources",
    "arn",
    "id",
    "name",
    "resourceArn",
];
const ENDS: &[&str] = &[
    "Id", "Ids", "ID", "IDs", "Arn", "Arns", "ARN", "ARNs", "Name", "Names",
];

/// The identifiers and names among the top two levels of a call's input or output: texts, and lists of texts, whose
/// member is called an id, ARN or name. A sensitive member never is. Nested ones come under a dotted path that
/// [`Value::at`] understands, `Vpc.VpcId`, `Instances.0.InstanceId`.
#[must_use]
pub fn identifiers(service: &Service, shape: Option<ShapeId>, value: &Value) -> Map {
    let mut found = Map::new();
    if let Some(shape) = shape {
        collect(service, shape, value, "", 2, &mut found);
    }
    found
}

fn collect(service: &Service, shape: ShapeId, value: &Value, path: &str, depth: usize, found: &mut Map) {
    let Some(given) = value.as_map() else {
        return;
    };
    for member in service.shape(shape).members() {
        let value = given.get(&member.name).unwrap_or(&Value::Null);
        let target = service.shape(member.shape);
        if value.is_null() || target.sensitive {
            continue;
        }
        let here = if path.is_empty() {
            member.name.clone()
        } else {
            format!("{path}.{}", member.name)
        };
        match (&target.kind, value) {
            (Kind::Text { .. }, Value::Text(text)) if identifies(&member.name) && text.len() <= LONGEST => {
                found.insert(here, value.clone());
            }
            (Kind::List { member: item, .. }, Value::List(items)) => {
                let kind = service.shape(*item);
                let first = items.iter().take(MOST_ITEMS);
                if !kind.sensitive && matches!(kind.kind, Kind::Text { .. }) && identifies(&member.name) {
                    let texts: Value = first
                        .filter(|item| item.text().len() <= LONGEST)
                        .cloned()
                        .collect();
                    found.insert(here, texts);
                } else if depth > 1 && !kind.sensitive {
                    for (i, value) in first.enumerate() {
                        collect(service, *item, value, &format!("{here}.{i}"), depth - 1, found);
                    }
                }
            }
            (Kind::Structure { .. }, _) if depth > 1 => {
                collect(service, member.shape, value, &here, depth - 1, found);
            }
            _ => {}
        }
    }
}

fn identifies(name: &str) -> bool {
    NAMING.contains(&name) || ENDS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn of(service: &str, operation: &str, input: bool, value: &Value) -> Map {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        identifiers(
            service,
            if input { operation.input } else { operation.output },
            value,
        )
    }

    #[test]
    fn identifiers_and_names_are_kept_and_secrets_are_not() {
        let login = value!({ "UserName": "alice", "Password": "hunter2", "PasswordResetRequired": true });
        assert_eq!(
            Value::Map(of("iam", "CreateLoginProfile", true, &login)),
            value!({ "UserName": "alice" })
        );

        let key = value!({ "AccessKey": { "UserName": "alice", "AccessKeyId": "AKIA1", "SecretAccessKey": "s3cret" } });
        assert_eq!(
            Value::Map(of("iam", "CreateAccessKey", false, &key)),
            value!({ "AccessKey.UserName": "alice", "AccessKey.AccessKeyId": "AKIA1" })
        );
    }

    #[test]
    fn items_of_lists_are_told_up_to_a_limit() {
        let instances: Value = (0..20)
            .map(|i| value!({ "InstanceId": (format!("i-{i}")) }))
            .collect();
        let found = of(
            "ec2",
            "RunInstances",
            false,
            &value!({ "ReservationId": "r-1", "Instances": instances }),
        );
        assert_eq!(found["ReservationId"].text(), "r-1");
        assert_eq!(found["Instances.9.InstanceId"].text(), "i-9");
        assert!(!found.contains_key("Instances.10.InstanceId"));

        let tags = value!({ "Resources": ["vpc-1"], "Tags": [{ "Key": "Name", "Value": "lab" }] });
        assert_eq!(
            Value::Map(of("ec2", "CreateTags", true, &tags)),
            value!({ "Resources": ["vpc-1"] })
        );
    }
}
