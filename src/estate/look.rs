//! Whether a thing is still there, read back from AWS.

use super::kind::{Ask, Kind, Look};
use crate::event::Creation;
use crate::port::{Cloud, CloudError, Request};
use crate::value;
use crate::value::Value;

/// What AWS says of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there.
    There,
    /// It is not, or on its way out.
    Gone,
    /// Nobody can tell: a kind that is not looked up, or a question that was refused.
    Unknown,
}

/// Whether the thing of a claim is there, in the account and region that the cloud works in.
#[must_use]
pub fn presence(cloud: &dyn Cloud, kind: &str, id: &str) -> Presence {
    Kind::named(kind).map_or(Presence::Unknown, |kind| look(cloud, kind, id, None))
}

/// Whether something that was created is there: as long as one part of it may be.
#[must_use]
pub fn presence_of(cloud: &dyn Cloud, creation: &Creation) -> Presence {
    let Some(kind) = Kind::made_by(&creation.service, &creation.operation) else {
        return Presence::Unknown;
    };
    let ids: Vec<&str> = creation
        .ids
        .iter()
        .map(|id| plain(kind, id))
        .filter(|id| names(kind, id))
        .collect();
    let seen = ids.iter().map(|id| look(cloud, kind, id, Some(&creation.region)));
    let seen: Vec<Presence> = seen.collect();
    if seen.is_empty() || seen.contains(&Presence::Unknown) {
        Presence::Unknown
    } else if seen.contains(&Presence::There) {
        Presence::There
    } else {
        Presence::Gone
    }
}

/// What an ARN names, where the kind goes by its name.
fn plain<'a>(kind: &Kind, id: &'a str) -> &'a str {
    let by_arn = kind.look.id.ends_with("Arn");
    match id.strip_prefix("arn:") {
        Some(rest) if !by_arn => rest.rsplit(['/', ':']).next().unwrap_or(rest),
        Some(_) | None => id,
    }
}

/// IAM answers an id of its own (`AROA...`) beside the name, which nothing is looked up by.
fn names(kind: &Kind, id: &str) -> bool {
    let unique = |id: &str| {
        id.len() > 16
            && id.starts_with('A')
            && id
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    kind.service() != "iam" || !unique(id)
}

fn look(cloud: &dyn Cloud, kind: &Kind, id: &str, region: Option<&str>) -> Presence {
    match asked(cloud, kind.service(), &kind.look, &[id], region) {
        Ok(found) if found.is_empty() => Presence::Gone,
        Ok(_) => Presence::There,
        Err(error) if is_absence(&error) => Presence::Gone,
        Err(_) => Presence::Unknown,
    }
}

/// The words of AWS for what is not there, where the status does not say so already.
fn is_absence(error: &CloudError) -> bool {
    error.status == Some(404) || ["NoSuchEntity", "NoSuchBucket", "NotFound"].contains(&error.code.as_str())
}

/// The things of these ids that are there.
pub(super) fn asked(
    cloud: &dyn Cloud,
    service: &str,
    look: &Look,
    ids: &[&str],
    region: Option<&str>,
) -> Result<Vec<Value>, CloudError> {
    let mut input = Value::map();
    match look.ask {
        Ask::Filter(member, name) => {
            let values: Vec<Value> = ids.iter().map(|id| Value::from(*id)).collect();
            input.set(member, value!([{ "Name": name, "Values": values }]));
        }
        Ask::Member(member) => input.set(member, ids.first().copied().unwrap_or_default()),
        Ask::All => {}
    }
    let mut request = Request::new(service, look.operation, input);
    request.region = region.map(str::to_owned);
    let answer = cloud.call(&request)?;
    let mut items = vec![answer];
    for part in look.found.split('.').filter(|part| !part.is_empty()) {
        items = match part {
            "*" => items.iter().flat_map(|item| item.items().to_vec()).collect(),
            member => items.iter().map(|item| item.get(member).clone()).collect(),
        };
    }
    let (state, over) = look.over;
    let is_meant = |item: &Value| {
        let id = if look.id.is_empty() {
            item
        } else {
            item.get(look.id)
        };
        look.found.is_empty() || ids.contains(&id.text())
    };
    items.retain(|item| is_meant(item) && !over.contains(&item.at(state).text()));
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::super::kind::all;
    use super::*;
    use crate::port::{FakeCloud, Fault};
    use crate::value::Map;

    fn error(code: &str, status: u16) -> CloudError {
        let request = Request::new("iam", "GetRole", Value::map());
        let mut error = CloudError::new(&request, Fault::Service, code, "no");
        error.status = Some(status);
        error
    }

    #[test]
    fn what_is_ended_or_absent_is_gone_and_what_cannot_be_asked_is_unknown() {
        let instances = |state: &str| {
            Ok(
                value!({ "Reservations": [{ "Instances": [{ "InstanceId": "i-1", "State": { "Name": state } }] }] }),
            )
        };
        let table = [
            ("ec2:instance", "i-1", instances("running"), Presence::There),
            ("ec2:instance", "i-1", instances("terminated"), Presence::Gone),
            ("ec2:vpc", "vpc-1", Ok(value!({ "Vpcs": [] })), Presence::Gone),
            ("iam:role", "r", Err(error("NoSuchEntity", 404)), Presence::Gone),
            (
                "iam:role",
                "r",
                Err(error("AccessDenied", 403)),
                Presence::Unknown,
            ),
            ("iam:role", "r", Ok(value!({ "Role": {} })), Presence::There),
            (
                "logs:log-group",
                "flow",
                Ok(value!({ "logGroups": [{ "logGroupName": "flow-2" }] })),
                Presence::Gone,
            ),
            (
                "guardduty:detector",
                "d",
                Ok(value!({ "DetectorIds": ["d"] })),
                Presence::There,
            ),
        ];
        for (kind, id, answer, expected) in table {
            let cloud = FakeCloud::answering([answer]);
            assert_eq!(presence(&cloud, kind, id), expected, "{kind} {id}");
        }
        let cloud = FakeCloud::default();
        assert_eq!(presence(&cloud, "iam:membership", "ann"), Presence::Unknown);
        assert!(cloud.requests().is_empty());
    }

    #[test]
    fn a_creation_is_looked_up_by_its_name() {
        let cloud = FakeCloud::answering([Err(error("NoSuchEntity", 404)), Err(error("NoSuchEntity", 404))]);
        let ids = [
            "AROAEXAMPLEEXAMPLE123",
            "flow",
            "arn:aws:iam::1:role/service/flow",
        ];
        let creation = Creation {
            step: None,
            service: "iam".to_owned(),
            operation: "CreateRole".to_owned(),
            region: "us-east-1".to_owned(),
            ids: ids.map(str::to_owned).into(),
            identifiers: Map::new(),
        };
        assert_eq!(presence_of(&cloud, &creation), Presence::Gone);
        let asked: Vec<_> = cloud
            .requests()
            .iter()
            .map(|request| request.input.get("RoleName").text().to_owned())
            .collect();
        assert_eq!(asked, ["flow", "flow"]);
    }

    #[test]
    fn kinds_are_named_once_and_made_once() {
        for (at, kind) in all().iter().enumerate() {
            assert!(kind.name.contains(':'), "{}", kind.name);
            assert!(
                !all()[at + 1..]
                    .iter()
                    .any(|other| other.name == kind.name || other.made == kind.made)
            );
        }
    }
}
