//! Sessions: they are opened, listed and ended. What opens a shell in one is the Session Manager plugin on the person's
//! machine, which talks to AWS by a web socket: there is none here, the answer's address leads nowhere.

use super::{command, document, managed};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// A session; one that ended is history.
static SESSION: Resource = Resource {
    kind: "ssm:session",
    shape: "Session",
    key: "SessionId",
    absent: ("DoesNotExistException", "Session does not exist"),
    ghost: Some(("Status", "Terminated")),
    ..Resource::NONE
};

pub(super) static FAMILY: Family = Family {
    resources: &[&SESSION],
    moves: &[
        ("StartSession", Move::Do(start)),
        ("ResumeSession", Move::Do(resume)),
        ("TerminateSession", Move::Do(terminate)),
        ("DescribeSessions", Move::Do(describe)),
    ],
    ..Family::NONE
};

fn start(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let target = given.text("Target");
    let name = given.opt("DocumentName").unwrap_or("SSM-SessionManagerRunShell");
    let document = document::named(name)?;
    if document.kind != "Session" {
        return Err(Refusal::new(
            "InvalidDocument",
            format!("Document type: Session is required, {name} is another."),
        ));
    }
    let parameters = given.value("Parameters");
    if document.name == "AWS-StartInteractiveCommand" && parameters.get("command").items().is_empty() {
        return Err(Refusal::new(
            "InvalidParameters",
            "Parameter command is required.",
        ));
    }
    let online = managed::instance(call, target).and_then(|record| managed::ping(call, record));
    if online.is_none_or(|(ping, _)| ping != "Online") {
        return Err(Refusal::new(
            "TargetNotConnected",
            format!("{target} is not connected."),
        ));
    }
    let who = call.principal.name.clone();
    let id = format!("{who}-{}", call.mint(&SESSION).hex(26));
    let mut record = value!({
        "SessionId": (&id),
        "Target": target,
        "Status": "Connected",
        "StartDate": (call.now()),
        "DocumentName": name,
        "Owner": (call.principal.arn.as_str()),
        "Details": "",
        "OutputUrl": {},
        "AccessType": "Standard",
    });
    if let Some(reason) = given.opt("Reason") {
        record.set("Reason", reason);
    }
    call.keep(&SESSION, &id, record);
    Ok(opened(call, &id))
}

fn opened(call: &mut Call<'_>, id: &str) -> Value {
    let token = call.random("ssm-session-token").id("", Form::Hex32);
    value!({
        "SessionId": id,
        "TokenValue": (format!("practice-{token}")),
        "StreamUrl": (format!("wss://ssmmessages.{}.amazonaws.com/v1/data-channel/{id}?role=publish_subscribe", call.region)),
    })
}

fn resume(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SessionId");
    if call.get(&SESSION, id)?.get("Status").text() == "Terminated" {
        return Err(SESSION.is_absent(id));
    }
    Ok(opened(call, id))
}

/// Only one's own sessions can be ended, and one that is not there ends as well (API reference).
fn terminate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SessionId");
    if call.found(&SESSION, id).is_some() {
        let now = call.now();
        call.edit(&SESSION, id, |record| {
            if record.get("Status").text() != "Terminated" {
                record.set("Status", "Terminated");
                record.set("EndDate", now);
            }
        })?;
    }
    Ok(value!({ "SessionId": id }))
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let history = given.text("State") == "History";
    let known = [
        "InvokedAfter",
        "InvokedBefore",
        "Target",
        "Owner",
        "Status",
        "SessionId",
        "AccessType",
    ];
    let filters: Vec<(&str, &str)> = given
        .list("Filters")
        .iter()
        .map(|filter| (filter.text("key"), filter.text("value")))
        .collect();
    if let Some((key, _)) = filters.iter().find(|(key, _)| !known.contains(key)) {
        return Err(Refusal::new(
            "InvalidFilterKey",
            format!("The specified filter key {key} is not valid."),
        ));
    }
    command::timely(&filters)?;
    let admits = |record: &Value| {
        let at = record.get("StartDate").as_time();
        filters.iter().all(|(key, value)| {
            let limit = value.parse::<jiff::Timestamp>().ok();
            match *key {
                "InvokedAfter" => at > limit,
                "InvokedBefore" => limit.is_some() && at < limit,
                key => record.get(key).text() == *value,
            }
        })
    };
    // A session whose instance is gone has ended.
    let live = |record: &Value| {
        record.get("Status").text() != "Terminated"
            && managed::instance(call, record.get("Target").text())
                .is_some_and(|instance| instance.at("State.Name").text() == "running")
    };
    let mut found: Vec<Value> = call
        .all(&SESSION)
        .filter(|record| live(record) != history)
        .map(|record| {
            let mut record = record.clone();
            if history && record.get("Status").text() != "Terminated" {
                record.set("Status", "Terminated");
            }
            record
        })
        .filter(admits)
        .collect();
    found.reverse();
    let found = call.cut(given, found)?;
    Ok(value!({ "Sessions": found }))
}
