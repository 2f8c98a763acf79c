//! Invocations: a command on one instance, and what it printed there.

use super::command::{self, COMMAND};
use super::managed;
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::given::Given;
use crate::practice::machine::Script;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// An invocation, under `command/instance`. `_Plugin` is what it will have printed; history, as its command.
static INVOCATION: Resource = Resource {
    kind: "ssm:invocation",
    shape: "CommandInvocation",
    key: "CommandId",
    absent: ("InvocationDoesNotExist", ""),
    ghost: Some(("_past", "yes")),
    ..Resource::NONE
};

pub(super) static FAMILY: Family = Family {
    resources: &[&INVOCATION],
    moves: &[
        ("GetCommandInvocation", Move::Do(get)),
        ("ListCommandInvocations", Move::Do(list)),
    ],
    timers: &[(START, start), (END, end)],
};

/// The timer at which the agent takes a command up.
const START: &str = "invocation-start";

/// The timer at which its time has passed.
const END: &str = "invocation-end";

/// Characters that are given of an output: by GetCommandInvocation, by a list (API reference).
const SHOWN: usize = 24_000;
const LISTED: usize = 2_500;

/// What is to be run where.
pub(super) struct Order<'a> {
    pub(super) command: &'a Value,
    pub(super) instance: &'a str,
    pub(super) text: String,
    pub(super) folder: &'a str,
    pub(super) limit: Duration,
}

/// Hands a command to an instance; gives the time until it has ended there.
pub(super) fn begin(call: &mut Call<'_>, order: &Order<'_>) -> Result<Duration, Refusal> {
    let id = format!("{}/{}", order.command.get("CommandId").text(), order.instance);
    let name = managed::instance(call, order.instance)
        .map(|record| record.get("Tags").items().iter())
        .and_then(|mut tags| tags.find(|tag| tag.get("Key").text() == "Name"))
        .map_or("", |tag| tag.get("Value").text())
        .to_owned();
    let mut record = value!({
        "InstanceId": (order.instance),
        "InstanceName": name,
        "Status": "Pending",
        "StatusDetails": "Pending",
        "TraceOutput": "",
        "StandardOutputUrl": "",
        "StandardErrorUrl": "",
        "CommandPlugins": [],
        "_past": "yes",
    });
    for member in [
        "CommandId",
        "Comment",
        "DocumentName",
        "DocumentVersion",
        "RequestedDateTime",
        "ServiceRole",
        "NotificationConfig",
        "CloudWatchOutputConfig",
    ] {
        record.set(member, order.command.get(member));
    }
    // The agent takes it up after a second; what runs there runs at once, and is shown when its time has passed.
    let script = Script {
        text: &order.text,
        user: "root",
        folder: order.folder,
    };
    let outcome = managed::run(call, order.instance, script)?;
    let late = outcome.took > order.limit;
    let took = outcome.took.min(order.limit) + Duration::from_millis(200);
    let (status, details, code) = match outcome.code {
        _ if late => ("TimedOut", "ExecutionTimedOut", -1),
        0 => ("Success", "Success", 0),
        code => ("Failed", "Failed", code),
    };
    let mut errors = outcome.stderr;
    if code > 0 {
        errors.push_str(&format!("failed to run commands: exit status {code}"));
    }
    let begins = after(call.now(), Duration::from_secs(1));
    record.set(
        "_Plugin",
        value!({
            "Name": (plugin(order.command)),
            "Status": status,
            "StatusDetails": details,
            "ResponseCode": code,
            "ResponseStartDateTime": begins,
            "ResponseFinishDateTime": (after(begins, took)),
            "Out": (cut(&outcome.stdout, SHOWN)),
            "Err": (cut(&errors, SHOWN)),
            "Took": (i64::try_from(took.as_millis()).unwrap_or(i64::MAX)),
        }),
    );
    call.keep(&INVOCATION, &id, record);
    call.later(
        Duration::from_secs(1),
        &INVOCATION,
        &id,
        Then::Do(START.to_owned()),
    );
    Ok(Duration::from_secs(1) + took + Duration::from_millis(300))
}

fn after(at: Timestamp, span: Duration) -> Timestamp {
    SignedDuration::try_from(span)
        .ok()
        .and_then(|span| at.saturating_add(span).ok())
        .unwrap_or(at)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn plugin(command: &Value) -> &'static str {
    if command.get("DocumentName").text() == "AWS-RunShellScript" {
        "aws:runShellScript"
    } else {
        "aws:runPowerShellScript"
    }
}

/// It runs now; its end is known.
fn start(call: &mut Call<'_>, id: &str) {
    let Some(record) = call
        .found(&INVOCATION, id)
        .filter(|record| record.get("Status").text() == "Pending")
    else {
        return;
    };
    let took = u64::try_from(record.at("_Plugin.Took").as_int().unwrap_or(0)).unwrap_or(0);
    call.amend(&INVOCATION, id, |record| {
        record.set("Status", "InProgress");
        record.set("StatusDetails", "InProgress");
    });
    call.later(
        Duration::from_millis(took),
        &INVOCATION,
        id,
        Then::Do(END.to_owned()),
    );
}

/// It has ended, unless it was cancelled before.
fn end(call: &mut Call<'_>, id: &str) {
    let Some(record) = call
        .found(&INVOCATION, id)
        .filter(|record| record.get("Status").text() == "InProgress")
    else {
        return;
    };
    let plugin = record.get("_Plugin").clone();
    let shown = value!({
        "Name": (plugin.get("Name")),
        "Status": (plugin.get("Status")),
        "StatusDetails": (plugin.get("StatusDetails")),
        "ResponseCode": (plugin.get("ResponseCode")),
        "ResponseStartDateTime": (plugin.get("ResponseStartDateTime")),
        "ResponseFinishDateTime": (plugin.get("ResponseFinishDateTime")),
        "Output": (listed(&plugin)),
        "StandardOutputUrl": "",
        "StandardErrorUrl": "",
        "OutputS3Region": (call.region.as_str()),
        "OutputS3BucketName": "",
        "OutputS3KeyPrefix": "",
    });
    call.amend(&INVOCATION, id, |record| {
        record.set("Status", plugin.get("Status"));
        record.set("StatusDetails", plugin.get("StatusDetails"));
        record.set("CommandPlugins", Value::List(vec![shown]));
    });
}

/// A list joins both outputs, as the agent does.
fn listed(plugin: &Value) -> String {
    let (out, err) = (plugin.get("Out").text(), plugin.get("Err").text());
    let whole = if err.is_empty() {
        out.to_owned()
    } else {
        format!("{out}\n----------ERROR-------\n{err}")
    };
    cut(&whole, LISTED)
}

/// The invocations of a command.
pub(super) fn of<'c>(call: &'c Call<'_>, command: &str) -> Vec<&'c Value> {
    call.all(&INVOCATION)
        .filter(|record| record.get("CommandId").text() == command)
        .collect()
}

/// Cancels what has not ended; gives how many that were.
pub(super) fn cancel(call: &mut Call<'_>, command: &str, instances: &[&str]) -> usize {
    let open: Vec<String> = of(call, command)
        .iter()
        .filter(|record| ["Pending", "InProgress"].contains(&record.get("Status").text()))
        .map(|record| record.get("InstanceId").text())
        .filter(|id| instances.is_empty() || instances.contains(id))
        .map(|id| format!("{command}/{id}"))
        .collect();
    for id in &open {
        call.amend(&INVOCATION, id, |record| {
            record.set("Status", "Cancelled");
            record.set("StatusDetails", "Cancelled");
        });
    }
    open.len()
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (command, instance) = (given.text("CommandId"), given.text("InstanceId"));
    let record = call.get(&INVOCATION, &format!("{command}/{instance}"))?;
    let plugin = record.get("_Plugin");
    if given
        .opt("PluginName")
        .is_some_and(|name| name != plugin.get("Name").text())
    {
        return Err(Refusal::new("InvalidPluginName", "The plugin name is not valid."));
    }
    let ended = !record.get("CommandPlugins").items().is_empty();
    let text = |member: &str| {
        if ended {
            plugin.get(member).text().to_owned()
        } else {
            String::new()
        }
    };
    let stamp = |member: &str| match plugin.get(member).as_time() {
        Some(at) if ended => at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        _ => String::new(),
    };
    let took = plugin.get("Took").as_int().unwrap_or(0);
    let elapsed = if ended {
        format!("PT{}.{:03}S", took / 1_000, took % 1_000)
    } else {
        String::new()
    };
    Ok(value!({
        "CommandId": command,
        "InstanceId": instance,
        "Comment": (record.get("Comment")),
        "DocumentName": (record.get("DocumentName")),
        "DocumentVersion": (record.get("DocumentVersion")),
        "PluginName": (plugin.get("Name")),
        "ResponseCode": (if ended { plugin.get("ResponseCode").as_int().unwrap_or(-1) } else { -1 }),
        "ExecutionStartDateTime": (stamp("ResponseStartDateTime")),
        "ExecutionElapsedTime": elapsed,
        "ExecutionEndDateTime": (stamp("ResponseFinishDateTime")),
        "Status": (record.get("Status")),
        "StatusDetails": (record.get("StatusDetails")),
        "StandardOutputContent": (text("Out")),
        "StandardOutputUrl": "",
        "StandardErrorContent": (text("Err")),
        "StandardErrorUrl": "",
        "CloudWatchOutputConfig": { "CloudWatchLogGroupName": "", "CloudWatchOutputEnabled": false },
    }))
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let filters = command::filters(given)?;
    command::timely(&filters)?;
    let (command, instance) = (given.opt("CommandId"), given.opt("InstanceId"));
    if let Some(id) = command {
        call.get(&COMMAND, id)?;
    }
    let details = given.flag("Details") == Some(true);
    let mut found: Vec<Value> = call
        .all(&INVOCATION)
        .filter(|record| command.is_none_or(|id| record.get("CommandId").text() == id))
        .filter(|record| instance.is_none_or(|id| record.get("InstanceId").text() == id))
        .filter(|record| command::admits(record, &filters))
        .cloned()
        .collect();
    found.reverse();
    let mut found = call.cut(given, found)?;
    if !details {
        for record in &mut found {
            record.set("CommandPlugins", Value::List(Vec::new()));
        }
    }
    Ok(value!({ "CommandInvocations": found }))
}
