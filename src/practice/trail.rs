//! The trail: what CloudTrail would have recorded of each call that changes something, or was refused such a change.
//!
//! Reads are left out unless they are denied, or give out a session of a role: a waiting check would bury everything
//! else under its polling. So are data events, which AWS's event history does not have. It keeps 90 days.

use super::change::Change;
use super::ids::Seed;
use super::model::Model;
use super::principal::Principal;
use super::refusal::Refusal;
use super::registry;
use super::world::World;
use crate::api::Protocol;
use crate::port::Request;
use crate::value;
use crate::value::Value;

/// How long the event history goes back.
pub(super) const DAYS: i64 = 90;

/// Where calls come from: an address of documentation's (RFC 5737).
pub(super) const SOURCE: &str = "198.51.100.7";
/// What calls say made them.
pub(super) const AGENT: &str = "runbook-practice";

/// Codes of denials, as the protocols have them.
const DENIED: &[&str] = &["AccessDenied", "AccessDeniedException", "UnauthorizedOperation"];

/// Records a call; gives the id of its request. A read gets an id and leaves no trace, and so does what CloudTrail
/// counts as a data event.
pub(super) fn record(
    world: &mut World,
    model: Model,
    request: &Request,
    principal: &Principal,
    region: &str,
    done: Result<&Value, &Refusal>,
) -> String {
    let refusal = done.err();
    let mutates = model.operation.class.mutates();
    let is_data = registry::service(&request.service)
        .is_some_and(|service| service.data.contains(&request.operation.as_str()));
    let denied = refusal.is_some_and(|refusal| DENIED.contains(&refusal.code.as_str()));
    let told = mutates || denied || model.operation.name == "AssumeRole";
    if !told || is_data {
        let ordinal = u64::try_from(world.trail.len()).unwrap_or(u64::MAX);
        return Seed::new(world.seed, &request.operation, "practice:read", ordinal).uuid();
    }
    let ordinal = world.count("practice:request");
    let request_id = Seed::new(world.seed, "request", &request.operation, ordinal).uuid();
    let event_id = Seed::new(world.seed, "event", &request.operation, ordinal).uuid();
    let mut event = value!({
        "userIdentity": (principal.identity()),
        "eventTime": (world.now),
        "eventSource": (format!("{}.amazonaws.com", model.service.endpoint_prefix)),
        "eventName": (&request.operation),
        "awsRegion": region,
        "requestParameters": (model.shown(&request.input)),
        "responseElements": (done.ok().filter(|_| mutates).map_or(Value::Null, |answer| model.answered(answer))),
        "requestID": (&request_id),
        "eventID": event_id,
        "readOnly": (!mutates),
        "recipientAccountId": (&principal.account),
        "_name": (&principal.name),
    });
    if let Some(refusal) = refusal {
        // EC2 says whose fault it was (AWS: "CloudTrail record contents").
        let client = if model.service.protocol == Protocol::Ec2 {
            "Client."
        } else {
            ""
        };
        event.set("errorCode", format!("{client}{}", refusal.code));
        event.set("errorMessage", refusal.message.as_str());
    }
    world.change(Change::Trail(event));
    request_id
}

/// The event as CloudTrail's JSON text.
pub(super) fn text(event: &Value) -> String {
    fn plain(value: &Value) -> serde_json::Value {
        match value {
            Value::Map(members) => members
                .iter()
                .filter(|(name, _)| !name.starts_with('_'))
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect(),
            Value::List(items) => items.iter().map(plain).collect(),
            Value::Time(time) => time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into(),
            other => other.to_json(),
        }
    }
    let mut told = same_of_all();
    if let serde_json::Value::Object(own) = plain(event) {
        told.extend(own);
    }
    serde_json::Value::Object(told).to_string()
}

/// What is the same of every event, and is not kept with each.
fn same_of_all() -> serde_json::Map<String, serde_json::Value> {
    let texts = [
        ("eventVersion", "1.11"),
        ("sourceIPAddress", SOURCE),
        ("userAgent", AGENT),
        ("eventType", "AwsApiCall"),
        ("eventCategory", "Management"),
    ];
    texts
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text.into()))
        .chain([("managementEvent".to_owned(), true.into())])
        .collect()
}
