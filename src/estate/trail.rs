//! What CloudTrail tells of: what the same principal made, in the console, by the AWS CLI, by anything.
//!
//! It is a help and not the proof. An event arrives some minutes after its call (AWS: "How CloudTrail works", within
//! about five minutes on average), and the event history has no data events.

use crate::event::{Creation, made};
use crate::port::{Cloud, CloudError, Request};
use crate::value;
use crate::value::{Map, Value};
use jiff::Timestamp;
use serde_json::Value as Json;

/// What was told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Whose calls were asked for, as CloudTrail names them.
    pub who: String,
    /// What they made and did not delete again, the oldest first.
    pub creations: Vec<Creation>,
}

/// boto3's name of a service, where its source's is another.
const SOURCES: [(&str, &str); 3] = [
    ("elasticloadbalancing", "elbv2"),
    ("email", "ses"),
    ("monitoring", "cloudwatch"),
];

/// Where CloudTrail has the events of services that belong to no region.
const GLOBAL: &str = "us-east-1";

/// Asks for what the principal behind the cloud made since an instant, in a region and among the global services.
///
/// # Errors
/// What AWS refused: many principals may not look into the history.
pub fn told(cloud: &dyn Cloud, region: &str, since: Option<Timestamp>) -> Result<Told, CloudError> {
    let identity = cloud.call(&Request::new("sts", "GetCallerIdentity", Value::map()))?;
    let who = name(identity.get("Arn").text()).to_owned();
    let mut regions = vec![region];
    if region != GLOBAL {
        regions.push(GLOBAL);
    }
    let mut creations = Vec::new();
    for place in regions {
        let mut input = value!({ "LookupAttributes": [{ "AttributeKey": "Username", "AttributeValue": (who.as_str()) }] });
        if let Some(since) = since {
            input.set("StartTime", Value::Time(since));
        }
        let mut request = Request::new("cloudtrail", "LookupEvents", input);
        request.region = Some(place.to_owned());
        let answer = cloud.call(&request)?;
        let of_region = |event: &Json| place == region || is_global(event);
        creations.extend(left(answer.get("Events").items(), of_region));
    }
    Ok(Told { who, creations })
}

/// A principal as the history names it: a user's name, a session's name, `root`.
fn name(arn: &str) -> &str {
    arn.rsplit(['/', ':']).next().unwrap_or(arn)
}

/// Elsewhere than in the run's region only what belongs to no region is looked for.
fn is_global(event: &Json) -> bool {
    event["eventSource"] == "iam.amazonaws.com"
}

/// What these events made, the newest first, and did not delete again.
fn left(events: &[Value], wanted: impl Fn(&Json) -> bool) -> Vec<Creation> {
    let mut creations: Vec<Creation> = Vec::new();
    for event in events.iter().rev() {
        let Ok(event) = serde_json::from_str::<Json>(event.get("CloudTrailEvent").text()) else {
            continue;
        };
        let failed = !event["errorCode"].is_null();
        // What a service made in somebody's name, a role of its own, stays with the service.
        let by_service = !event["userIdentity"]["invokedBy"].is_null();
        if failed || by_service || event["readOnly"] == true || !wanted(&event) {
            continue;
        }
        let text = |member: &str| event[member].as_str().unwrap_or_default();
        let operation = text("eventName");
        let asked = flat(&event["requestParameters"]);
        let ended = ["Delete", "Terminate", "Release", "Deregister", "Schedule"];
        if ended.iter().any(|verb| operation.starts_with(verb)) {
            creations.retain(|creation| {
                !asked
                    .values()
                    .filter_map(Value::as_text)
                    .any(|id| creation.made(id))
            });
            continue;
        }
        let source = text("eventSource").split('.').next().unwrap_or_default();
        let service = SOURCES
            .iter()
            .find(|(known, _)| *known == source)
            .map_or(source, |(_, service)| service);
        let answered = flat(&event["responseElements"]);
        creations.extend(made(service, operation, text("awsRegion"), &answered, &asked));
    }
    creations
}

/// The texts of an event's part, by their paths.
fn flat(json: &Json) -> Map {
    fn walk(json: &Json, path: &str, into: &mut Map) {
        let at = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        match json {
            Json::String(text) => {
                into.insert(path.to_owned(), Value::from(text.as_str()));
            }
            Json::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, item)| walk(item, &at(&index.to_string()), into)),
            Json::Object(members) => members
                .iter()
                .for_each(|(name, member)| walk(member, &at(name), into)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }
    let mut map = Map::new();
    walk(json, "", &mut map);
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakeCloud, Fault};
    use serde_json::json;

    fn event(name: &str, source: &str, asked: &Json, answered: &Json) -> Value {
        let event = json!({
            "eventName": name, "eventSource": format!("{source}.amazonaws.com"), "awsRegion": "us-east-1",
            "readOnly": false, "requestParameters": asked, "responseElements": answered,
        });
        value!({ "CloudTrailEvent": (event.to_string()) })
    }

    fn refused() -> Value {
        let event = json!({ "eventName": "CreateVpc", "errorCode": "Client.UnauthorizedOperation",
            "eventSource": "ec2.amazonaws.com", "responseElements": { "vpc": { "vpcId": "vpc-9" } } });
        value!({ "CloudTrailEvent": (event.to_string()) })
    }

    #[test]
    fn what_was_made_and_not_deleted_again_is_told_as_cloudtrail_writes_it() {
        let none = Json::Null;
        // The newest first, and spelled as each service spells its events.
        let events = [
            event(
                "DeleteVpc",
                "ec2",
                &json!({ "vpcId": "vpc-1" }),
                &json!({ "_return": true }),
            ),
            refused(),
            event("CreateBucket", "s3", &json!({ "bucketName": "logs-1" }), &none),
            event(
                "CreateUser",
                "iam",
                &json!({ "userName": "ann" }),
                &json!({ "user": { "userName": "ann" } }),
            ),
            event(
                "AddUserToGroup",
                "iam",
                &json!({ "userName": "ann", "groupName": "g" }),
                &none,
            ),
            event(
                "RunInstances",
                "ec2",
                &json!({ "instancesSet": { "items": [{ "imageId": "ami-1" }] } }),
                &json!({ "instancesSet": { "items": [{ "instanceId": "i-1", "vpcId": "vpc-2" }, { "instanceId": "i-2" }] } }),
            ),
            event(
                "AllocateAddress",
                "ec2",
                &none,
                &json!({ "publicIp": "192.0.2.1", "allocationId": "eipalloc-1" }),
            ),
            event(
                "CreateVpc",
                "ec2",
                &json!({ "cidrBlock": "10.0.0.0/16" }),
                &json!({ "vpc": { "vpcId": "vpc-1" } }),
            ),
            value!({ "CloudTrailEvent": "no JSON" }),
        ];
        let identity = Ok(value!({ "Arn": "arn:aws:sts::1:assumed-role/Lab/ann@example.com" }));
        let cloud =
            FakeCloud::answering([identity, Ok(value!({ "Events": (Value::List(events.to_vec())) }))]);
        let told = told(&cloud, "us-east-1", Some(Timestamp::UNIX_EPOCH)).unwrap();
        let found: Vec<String> = told
            .creations
            .iter()
            .map(|one| format!("{}:{} {}", one.service, one.operation, one.ids.join(" ")))
            .collect();
        assert_eq!(
            found,
            [
                "ec2:AllocateAddress eipalloc-1",
                "ec2:RunInstances i-1 i-2",
                "iam:CreateUser ann",
                "s3:CreateBucket logs-1"
            ]
        );
        let asked = &cloud.requests()[1];
        assert_eq!(
            asked.input.at("LookupAttributes.0.AttributeValue").text(),
            "ann@example.com"
        );
        assert_eq!(asked.input.get("StartTime"), &Value::Time(Timestamp::UNIX_EPOCH));
    }

    #[test]
    fn elsewhere_the_global_services_are_asked_in_their_region() {
        let events = [
            event(
                "CreateVpc",
                "ec2",
                &Json::Null,
                &json!({ "vpc": { "vpcId": "vpc-1" } }),
            ),
            event("CreateGroup", "iam", &json!({ "groupName": "g" }), &Json::Null),
        ];
        let identity = Ok(value!({ "Arn": "arn:aws:iam::1:user/ann" }));
        let cloud = FakeCloud::answering([
            identity,
            Ok(value!({ "Events": [] })),
            Ok(value!({ "Events": (Value::List(events.to_vec())) })),
        ]);
        let told = told(&cloud, "eu-west-1", None).unwrap();
        assert_eq!(told.creations.len(), 1);
        let regions: Vec<_> = cloud
            .requests()
            .iter()
            .map(|request| request.region.clone())
            .collect();
        assert_eq!(
            regions[1..],
            [Some("eu-west-1".to_owned()), Some("us-east-1".to_owned())]
        );
    }

    #[test]
    fn a_refusal_is_handed_on() {
        let request = Request::new("cloudtrail", "LookupEvents", Value::map());
        let denied = CloudError::new(&request, Fault::Service, "AccessDeniedException", "no");
        let identity = Ok(value!({ "Arn": "arn:aws:iam::1:user/ann" }));
        let cloud = FakeCloud::answering([identity, Err(denied.clone())]);
        assert_eq!(told(&cloud, "us-east-1", None), Err(denied));
    }
}
