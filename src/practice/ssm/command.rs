//! Commands: documents that are run on managed instances.

use super::managed;
use super::{document, invocation, validation};
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::given::Given;
use crate::practice::machine;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// A command. It is history as soon as it is sent: nothing to clean up, hence always a ghost.
pub(super) static COMMAND: Resource = Resource {
    kind: "ssm:command",
    shape: "Command",
    key: "CommandId",
    absent: ("InvalidCommandId", ""),
    ghost: Some(("_past", "yes")),
    ..Resource::NONE
};

pub(super) static FAMILY: Family = Family {
    resources: &[&COMMAND],
    moves: &[
        ("SendCommand", Move::Do(send)),
        ("ListCommands", Move::Do(list)),
        ("CancelCommand", Move::Do(cancel)),
    ],
    timers: &[(FINISH, finish)],
};

/// The timer at which a command has run on all its instances.
const FINISH: &str = "command-finish";

/// Instances that a command may name one by one (API reference, "SendCommand").
const MOST: usize = 50;

fn send(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let document = document::named(given.text("DocumentName"))?;
    if document.kind != "Command" {
        let message = format!(
            "Document {} of type {} cannot be run by SendCommand.",
            document.name, document.kind
        );
        return Err(Refusal::new("InvalidDocument", message));
    }
    if !matches!(
        given.opt("DocumentVersion"),
        None | Some("1" | "$DEFAULT" | "$LATEST")
    ) {
        return Err(Refusal::new(
            "InvalidDocumentVersion",
            "The document version is not valid or does not exist.",
        ));
    }
    let parameters = given.value("Parameters");
    let known = ["commands", "workingDirectory", "executionTimeout"];
    let unknown = parameters
        .as_map()
        .and_then(|map| map.keys().find(|name| !known.contains(&name.as_str())));
    if let Some(name) = unknown {
        let message = format!("document '{}' does not have parameter '{name}'", document.name);
        return Err(Refusal::new("InvalidParameters", message));
    }
    let lines: Vec<&str> = parameters
        .get("commands")
        .items()
        .iter()
        .map(Value::text)
        .collect();
    if lines.is_empty() {
        let message = format!("document '{}' requires parameter 'commands'", document.name);
        return Err(Refusal::new("InvalidParameters", message));
    }
    let seconds = parameters.at("executionTimeout.0").as_text().unwrap_or("3600");
    let Some(seconds) = seconds
        .parse::<u64>()
        .ok()
        .filter(|span| (1..=172_800).contains(span))
    else {
        let message = "executionTimeout is not a number of seconds between 1 and 172800";
        return Err(Refusal::new("InvalidParameters", message));
    };
    let named = given.texts("InstanceIds");
    if named.len() > MOST {
        return Err(validation(format!(
            "'instanceIds' must have length less than or equal to {MOST}"
        )));
    }
    let mut seen = named.clone();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() != named.len() {
        return Err(Refusal::new("DuplicateInstanceId", ""));
    }
    let targets = targets(call, given)?;
    if named.is_empty() && targets.is_none() {
        return Err(validation("InstanceIds or Targets must be specified"));
    }
    for id in &named {
        let online = managed::instance(call, id).and_then(|record| managed::ping(call, record));
        if online.is_none_or(|(ping, _)| ping != "Online") {
            // The message in AWS's own words is as bare as this, with the ids in a list.
            let message = format!(
                "Instances [[{}]] not in a valid state for account {}",
                named.join(", "),
                call.account
            );
            return Err(Refusal::new("InvalidInstanceId", message));
        }
    }
    let ids: Vec<String> = match &targets {
        Some(found) => found.clone(),
        None => named.iter().map(|id| (*id).to_owned()).collect(),
    };
    let windows = |id: &String| {
        managed::instance(call, id)
            .is_some_and(|record| managed::platform(record) == machine::Platform::Windows)
    };
    if document.name == "AWS-RunShellScript" && ids.iter().any(windows) {
        return Err(Refusal::new(
            "UnsupportedPlatformType",
            "The document doesn't support the platform type of the given managed node IDs.",
        ));
    }
    let id = call.mint(&COMMAND).uuid();
    let comment = given.opt("Comment").unwrap_or_default();
    let wait = given.int("TimeoutSeconds").unwrap_or(3_600);
    let expires = call.now().saturating_add(jiff::SignedDuration::from_secs(
        wait + i64::try_from(seconds).unwrap_or(0),
    ));
    let record = value!({
        "CommandId": (&id),
        "DocumentName": (document.name),
        "DocumentVersion": (given.opt("DocumentVersion").unwrap_or("$DEFAULT")),
        "Comment": comment,
        "ExpiresAfter": (expires.unwrap_or_else(|_| call.now())),
        "Parameters": parameters,
        "InstanceIds": (named.iter().copied().map(Value::from).collect::<Value>()),
        "Targets": (given.value("Targets").items().to_vec()),
        "RequestedDateTime": (call.now()),
        "Status": "Pending",
        "StatusDetails": "Pending",
        "OutputS3Region": (call.region.as_str()),
        "OutputS3BucketName": "",
        "OutputS3KeyPrefix": "",
        "MaxConcurrency": (given.opt("MaxConcurrency").unwrap_or("50")),
        "MaxErrors": (given.opt("MaxErrors").unwrap_or("0")),
        "TargetCount": (ids.len()),
        "CompletedCount": 0,
        "ErrorCount": 0,
        "DeliveryTimedOutCount": 0,
        "ServiceRole": "",
        "NotificationConfig": { "NotificationArn": "", "NotificationEvents": [], "NotificationType": "" },
        "CloudWatchOutputConfig": { "CloudWatchLogGroupName": "", "CloudWatchOutputEnabled": false },
        "TimeoutSeconds": wait,
        "AlarmConfiguration": { "IgnorePollAlarmFailure": false, "Alarms": [] },
        "TriggeredAlarms": [],
        "_past": "yes",
    });
    call.keep(&COMMAND, &id, record.clone());
    let mut slowest = Duration::ZERO;
    for instance in &ids {
        let order = invocation::Order {
            command: &record,
            instance,
            text: lines.join("\n"),
            folder: parameters
                .at("workingDirectory.0")
                .as_text()
                .unwrap_or("/usr/bin"),
            limit: Duration::from_secs(seconds),
        };
        slowest = slowest.max(invocation::begin(call, &order)?);
    }
    call.later(slowest, &COMMAND, &id, Then::Do(FINISH.to_owned()));
    Ok(value!({ "Command": record }))
}

/// The instances that `Targets` stand for; of those, the ones that are online.
fn targets(call: &Call<'_>, given: &Given<'_>) -> Result<Option<Vec<String>>, Refusal> {
    let mut chosen: Option<Vec<String>> = None;
    for target in given.list("Targets") {
        let (key, values) = (target.text("Key"), target.texts("Values"));
        let found = match key.split_once(':') {
            Some(("tag", name)) => managed::tagged(call, name, &values),
            None if key.eq_ignore_ascii_case("InstanceIds") => {
                values.iter().map(|id| (*id).to_owned()).collect()
            }
            None if key == "tag-key" => values
                .iter()
                .flat_map(|name| managed::tagged(call, name, &[]))
                .collect(),
            _ => return Err(validation(format!("The target key {key} is not supported"))),
        };
        chosen = Some(match chosen {
            None => found,
            Some(before) => before.into_iter().filter(|id| found.contains(id)).collect(),
        });
    }
    Ok(chosen.map(|ids| {
        let online = |id: &String| {
            managed::instance(call, id)
                .and_then(|record| managed::ping(call, record))
                .is_some_and(|(ping, _)| ping == "Online")
        };
        ids.into_iter().filter(online).collect()
    }))
}

/// All invocations have ended: the command has a status of its own.
fn finish(call: &mut Call<'_>, id: &str) {
    let states: Vec<String> = invocation::of(call, id)
        .iter()
        .map(|record| record.get("Status").text().to_owned())
        .collect();
    let failed = states.iter().filter(|state| *state != "Success").count();
    let status = match states.iter().find(|state| *state != "Success") {
        None => "Success",
        Some(state) if state == "Cancelled" => "Cancelled",
        Some(state) if state == "TimedOut" => "TimedOut",
        Some(_) => "Failed",
    };
    let total = states.len();
    let details = if total == 0 { "NoInstancesInTag" } else { status };
    call.amend(&COMMAND, id, |record| {
        record.set("Status", status);
        record.set("StatusDetails", details);
        record.set("CompletedCount", total);
        record.set("ErrorCount", failed);
    });
}

/// That a record is one that a call's filters ask for.
///
/// # Errors
/// A filter that AWS does not know.
pub(super) fn filters<'a>(given: &Given<'a>) -> Result<Vec<(&'a str, &'a str)>, Refusal> {
    let known = [
        "InvokedAfter",
        "InvokedBefore",
        "Status",
        "ExecutionStage",
        "DocumentName",
    ];
    given
        .list("Filters")
        .iter()
        .map(|filter| {
            let (key, value) = (filter.text("key"), filter.text("value"));
            if known.contains(&key) {
                Ok((key, value))
            } else {
                Err(Refusal::new(
                    "InvalidFilterKey",
                    format!("The specified filter key {key} is not valid."),
                ))
            }
        })
        .collect()
}

/// That the instants among filters are instants: one that is none would let everything through.
///
/// # Errors
/// The first that is none.
pub(super) fn timely(filters: &[(&str, &str)]) -> Result<(), Refusal> {
    let odd = filters
        .iter()
        .find(|(key, value)| key.starts_with("Invoked") && value.parse::<jiff::Timestamp>().is_err());
    odd.map_or(Ok(()), |(key, value)| {
        let message =
            format!("The value {value} of the filter {key} is not an instant such as 2026-01-05T09:00:00Z.");
        Err(Refusal::new("ValidationException", message))
    })
}

/// True where filters let a command or an invocation through.
pub(super) fn admits(record: &Value, filters: &[(&str, &str)]) -> bool {
    let at = record.get("RequestedDateTime").as_time();
    filters.iter().all(|(key, value)| {
        let limit = value.parse::<jiff::Timestamp>().ok();
        match *key {
            "InvokedAfter" => at > limit,
            "InvokedBefore" => limit.is_some() && at < limit,
            "ExecutionStage" => {
                let running = ["Pending", "InProgress"].contains(&record.get("Status").text());
                (*value == "Executing") == running
            }
            key => record.get(key).text() == *value,
        }
    })
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let filters = filters(given)?;
    timely(&filters)?;
    let (id, instance) = (given.opt("CommandId"), given.opt("InstanceId"));
    if let Some(id) = id {
        call.get(&COMMAND, id)?;
    }
    let mut found: Vec<Value> = call
        .all(&COMMAND)
        .filter(|record| id.is_none_or(|id| record.get("CommandId").text() == id))
        .filter(|record| {
            instance.is_none_or(|id| {
                invocation::of(call, record.get("CommandId").text())
                    .iter()
                    .any(|record| record.get("InstanceId").text() == id)
            })
        })
        .filter(|record| admits(record, &filters))
        .cloned()
        .collect();
    found.reverse();
    let found = call.cut(given, found)?;
    Ok(value!({ "Commands": found }))
}

/// What has not ended is cancelled; a command that ended stays as it is.
fn cancel(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("CommandId");
    call.get(&COMMAND, id)?;
    let ids = given.texts("InstanceIds");
    if invocation::cancel(call, id, &ids) > 0 {
        finish(call, id);
    }
    Ok(Value::map())
}
