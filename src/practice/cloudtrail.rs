//! CloudTrail: the event history, which every account has without a trail.

use super::call::Call;
use super::given::Given;
use super::refusal::{Answer, Refusal};
use super::registry::{Family, Move, Service};
use super::trail;
use crate::value;
use crate::value::Value;
use jiff::SignedDuration;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "cloudtrail",
    families: &[&Family {
        moves: &[("LookupEvents", Move::Do(lookup_events))],
        ..Family::NONE
    }],
    ..Service::NONE
};

/// The most events of a page.
const MOST: i64 = 50;

/// Newest first, of this region and account, the last 90 days; one attribute at most (AWS: *LookupEvents*).
fn lookup_events(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let attributes: Vec<(&str, &str)> = given
        .list("LookupAttributes")
        .iter()
        .map(|attribute| (attribute.text("AttributeKey"), attribute.text("AttributeValue")))
        .collect();
    if attributes.len() > 1 {
        let message = "You can only specify one attribute key and value pair.";
        return Err(Refusal::new("InvalidLookupAttributesException", message));
    }
    let (start, end) = (given.time("StartTime"), given.time("EndTime"));
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(Refusal::new(
            "InvalidTimeRangeException",
            "The start time must be before the end time.",
        ));
    }
    if given
        .int("MaxResults")
        .is_some_and(|most| !(1..=MOST).contains(&most))
    {
        let message = format!("Max results must be between 1 and {MOST}.");
        return Err(Refusal::new("InvalidMaxResultsException", message));
    }
    let oldest = call
        .now()
        .checked_sub(SignedDuration::from_hours(24 * trail::DAYS))
        .unwrap_or(call.born());
    let events: Vec<Value> = call
        .trail()
        .iter()
        .rev()
        .filter(|event| event.get("awsRegion").text() == call.region)
        .filter(|event| event.get("recipientAccountId").text() == call.account)
        .filter(|event| {
            event.get("eventTime").as_time().is_some_and(|time| {
                time >= start.unwrap_or(oldest).max(oldest) && end.is_none_or(|end| time <= end)
            })
        })
        .filter(|event| attributes.iter().all(|(key, wanted)| has(event, key, wanted)))
        .map(shown)
        .collect();
    let events = call.cut(given, events)?;
    Ok(value!({ "Events": events }))
}

fn has(event: &Value, key: &str, wanted: &str) -> bool {
    match key {
        "EventId" => event.get("eventID").text() == wanted,
        "EventName" => event.get("eventName").text() == wanted,
        "EventSource" => event.get("eventSource").text() == wanted,
        "ReadOnly" => event.get("readOnly").as_bool().unwrap_or_default().to_string() == wanted,
        "Username" => event.get("_name").text() == wanted,
        "AccessKeyId" => event.at("userIdentity.accessKeyId").text() == wanted,
        // Events of practice name no resources.
        _ => false,
    }
}

fn shown(event: &Value) -> Value {
    value!({
        "EventId": (event.get("eventID")),
        "EventName": (event.get("eventName")),
        "ReadOnly": (event.get("readOnly").as_bool().unwrap_or_default().to_string()),
        "EventTime": (event.get("eventTime")),
        "EventSource": (event.get("eventSource")),
        "Username": (event.get("_name")),
        "AccessKeyId": (event.at("userIdentity.accessKeyId")),
        "Resources": [],
        "CloudTrailEvent": (trail::text(event)),
    })
}

#[cfg(test)]
mod tests {
    use crate::port::{Cloud, Request};
    use crate::practice::{Options, Practice};
    use crate::value;

    #[test]
    fn the_history_tells_who_made_what_newest_first() {
        let practice = Practice::in_memory(&Options::new("us-east-1"));
        for block in ["10.1.0.0/16", "10.2.0.0/16"] {
            let input = value!({ "CidrBlock": block });
            practice
                .call(&Request::new("ec2", "CreateVpc", input).mutating())
                .unwrap();
        }
        let input =
            value!({ "LookupAttributes": [{ "AttributeKey": "EventName", "AttributeValue": "CreateVpc" }] });
        let mut request = Request::new("cloudtrail", "LookupEvents", input);
        let found = practice.call(&request).unwrap();
        assert_eq!(found.get("Events").items().len(), 2);
        let newest = found.at("Events.0");
        assert_eq!(newest.get("Username").text(), "learner");
        let event: serde_json::Value = serde_json::from_str(newest.get("CloudTrailEvent").text()).unwrap();
        assert_eq!(event["requestParameters"]["CidrBlock"], "10.2.0.0/16");
        assert_eq!(event["eventTime"], "2026-01-05T09:00:02Z");
        assert!(event.get("_name").is_none());
        request.region = Some("us-west-2".to_owned());
        assert_eq!(practice.call(&request).unwrap().get("Events").items().len(), 0);
    }
}
