//! Status checks and monitoring (AWS: *Status checks for Amazon EC2 instances*).

use super::{INSTANCE, chosen, ids};
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// How long the checks of an instance that has booted are `initializing`. Illustrative: some minutes.
const INITIALIZING: i64 = 120;

static STATUS: Resource = Resource {
    kind: "ec2:instance-status",
    shape: "InstanceStatus",
    key: "InstanceId",
    filters: &[
        "availability-zone",
        "availability-zone-id",
        "event.code=Events.Code",
        "event.description=Events.Description",
        "instance-state-code=InstanceState.Code",
        "instance-state-name=InstanceState.Name",
        "instance-status.reachability=InstanceStatus.Details.Status",
        "instance-status.status",
        "operator.managed",
        "system-status.reachability=SystemStatus.Details.Status",
        "system-status.status",
        "attached-ebs-status.status",
    ],
    ..Resource::NONE
};

/// The checks of an instance at an instant.
fn of(record: &Value, now: Timestamp) -> Value {
    let booted = record.get("_BootedAt").as_time();
    let running = record.at("State.Name").text() == "running";
    let ready = booted.is_some_and(|booted| now.as_second() - booted.as_second() >= INITIALIZING);
    let (status, detail) = match (running, ready) {
        (true, true) => ("ok", "passed"),
        (true, false) => ("initializing", "initializing"),
        (false, _) => ("not-applicable", ""),
    };
    let check = || {
        let mut check = value!({ "Status": status });
        if running {
            check.set("Details", value!([{ "Name": "reachability", "Status": detail }]));
        }
        check
    };
    value!({
        "AvailabilityZone": (record.at("Placement.AvailabilityZone")),
        "AvailabilityZoneId": (record.at("Placement.AvailabilityZoneId")),
        "Operator": { "Managed": false },
        "InstanceId": (record.get("InstanceId")),
        "InstanceState": (record.get("State")),
        "InstanceStatus": (check()),
        "SystemStatus": (check()),
        "AttachedEbsStatus": (check()),
    })
}

/// `DescribeInstanceStatus`: of running instances, unless all are asked for.
pub(super) fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let all = given.flag("IncludeAllInstances") == Some(true);
    given.flag("IncludeManagedResources");
    let filters = Filter::read(call, &STATUS, given)?;
    let ids = ids(call, given)?;
    let now = call.now();
    let found: Vec<Value> = call
        .all(&INSTANCE)
        .filter(|record| all || record.at("State.Name").text() == "running")
        .filter(|record| ids.is_empty() || ids.iter().any(|id| record.get("InstanceId").text() == id))
        .map(|record| of(record, now))
        .filter(|status| filters.iter().all(|filter| filter.admits(status)))
        .collect();
    let statuses = call.cut(given, found)?;
    Ok(value!({ "InstanceStatuses": statuses }))
}

/// `MonitorInstances` and `UnmonitorInstances`: detailed monitoring.
pub(super) fn monitor(call: &mut Call<'_>, given: &Given<'_>, on: bool) -> Answer {
    let (settled, answered) = if on {
        ("enabled", "pending")
    } else {
        ("disabled", "disabling")
    };
    let mut told = Vec::new();
    for id in chosen(call, given, &[])? {
        let record = call.get(&INSTANCE, &id)?;
        if record.at("State.Name").text() == "terminated" {
            let message = format!("The instance '{id}' is not in a state from which it can be monitored.");
            return Err(Refusal::new("IncorrectInstanceState", message));
        }
        let already = record.at("Monitoring.State").text() == settled;
        call.edit(&INSTANCE, &id, |record| {
            record.set("Monitoring", value!({ "State": settled }));
        })?;
        let state = if already { settled } else { answered };
        told.push(value!({ "InstanceId": id, "Monitoring": { "State": state } }));
    }
    Ok(value!({ "InstanceMonitorings": told }))
}
