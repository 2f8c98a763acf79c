//! Starting, stopping, rebooting and terminating: states over time.
//!
//! AWS: *Amazon EC2 instance state changes* (a stop gives the public address away, a start gets another; a terminated
//! instance is seen for about an hour), *StateReason*. Durations are illustrative.

use super::launch::PENDING;
use super::{INSTANCE, RUNNING, ids, refresh, refresh_volumes, state};
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::ec2::network_interface::{self, NETWORK_INTERFACE};
use crate::practice::ec2::volume;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// The timer at which a stopping instance is stopped.
pub(super) const STOPPED: &str = "instance-stopped";
/// The timer at which an instance that shuts down is terminated.
pub(super) const TERMINATED: &str = "instance-terminated";

const STOPPING: Duration = Duration::from_secs(30);
const SHUTTING_DOWN: Duration = Duration::from_secs(30);
/// How long a terminated instance can be seen.
const SEEN: Duration = Duration::from_secs(3600);

/// `RunInstances` and `StartInstances`, at their end.
pub(super) fn running(call: &mut Call<'_>, id: &str) {
    let now = call.now();
    settle(call, id, "pending", |record| {
        record.set("State", state("running"));
        record.set("_BootedAt", now);
        let mut options = record.get("MetadataOptions").clone();
        options.set("State", "applied");
        record.set("MetadataOptions", options);
    });
}

/// `StopInstances`, at its end.
pub(super) fn stopped(call: &mut Call<'_>, id: &str) {
    let moved = settle(call, id, "stopping", |record| {
        record.set("State", state("stopped"));
    });
    if moved {
        for interface in call.with(&NETWORK_INTERFACE, "Attachment.InstanceId", id) {
            if let Err(refusal) = network_interface::unpublish(call, &interface) {
                unreachable!("the interface was found: {refusal:?}");
            }
        }
        if let Err(refusal) = refresh(call, id) {
            unreachable!("the instance was found: {refusal:?}");
        }
    }
}

/// `TerminateInstances`, at its end.
pub(super) fn terminated(call: &mut Call<'_>, id: &str) {
    if let Err(refusal) = end(call, id) {
        unreachable!("what an instance has is there: {refusal:?}");
    }
}

fn end(call: &mut Call<'_>, id: &str) -> Result<(), Refusal> {
    if !settle(call, id, "shutting-down", |record| {
        record.set("State", state("terminated"));
    }) {
        return Ok(());
    }
    for interface in call.with(&NETWORK_INTERFACE, "Attachment.InstanceId", id) {
        let record = call.get(&NETWORK_INTERFACE, &interface)?;
        if record.at("Attachment.DeleteOnTermination").as_bool() == Some(true) {
            network_interface::drop_it(call, &interface)?;
        } else {
            call.edit(&NETWORK_INTERFACE, &interface, |record| {
                record.set("Status", "available");
                record.set("Attachment", Value::Null);
            })?;
        }
    }
    volume::let_go(call, id)?;
    refresh(call, id)?;
    refresh_volumes(call, id)?;
    call.edit(&INSTANCE, id, |record| {
        record.set("PrivateDnsName", "");
        if let Some(members) = record.as_map_mut() {
            members.shift_remove("IamInstanceProfile");
            members.shift_remove("_ProfileAssociation");
        }
    })?;
    call.later(SEEN, &INSTANCE, id, Then::Gone);
    Ok(())
}

/// Changes an instance that is still in the state it is expected in; says whether it was.
fn settle(call: &mut Call<'_>, id: &str, expected: &str, change: impl FnOnce(&mut Value)) -> bool {
    let as_expected = call
        .found(&INSTANCE, id)
        .is_some_and(|record| record.at("State.Name").text() == expected);
    as_expected && call.edit(&INSTANCE, id, change).is_ok()
}

/// The refusal of an instance whose state does not allow it.
fn unfit(id: &str, done: &str) -> Refusal {
    let message = format!("The instance '{id}' is not in a state from which it can be {done}.");
    Refusal::new("IncorrectInstanceState", message)
}

/// What became of the states of instances, as the three operations answer.
fn changed(id: &str, before: &Value, after: &Value) -> Value {
    value!({ "CurrentState": after, "InstanceId": id, "PreviousState": before })
}

/// `StartInstances`: those that run already stay as they are.
pub(super) fn start(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    // AWS keeps it for itself.
    given.text("AdditionalInfo");
    let mut told = Vec::new();
    for id in ids(call, given)? {
        let before = call.get(&INSTANCE, &id)?.get("State").clone();
        match before.get("Name").text() {
            "pending" | "running" => {
                told.push(changed(&id, &before, &before));
                continue;
            }
            "stopped" => {}
            _ => return Err(unfit(&id, "started")),
        }
        for interface in call.with(&NETWORK_INTERFACE, "Attachment.InstanceId", &id) {
            let record = call.get(&NETWORK_INTERFACE, &interface)?;
            if record.get("_Public").as_bool() == Some(true) && record.get("Association").is_null() {
                network_interface::publish(call, &interface)?;
            }
        }
        refresh(call, &id)?;
        let now = call.now();
        call.edit(&INSTANCE, &id, |record| {
            record.set("State", state("pending"));
            record.set("LaunchTime", now);
            record.set("StateTransitionReason", "");
            if let Some(members) = record.as_map_mut() {
                members.shift_remove("StateReason");
            }
        })?;
        call.later(PENDING, &INSTANCE, &id, Then::Do(RUNNING.to_owned()));
        told.push(changed(&id, &before, &state("pending")));
    }
    Ok(value!({ "StartingInstances": told }))
}

/// `StopInstances`: those that are stopped already stay as they are.
pub(super) fn stop(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    // A practice instance always shuts down: there is nothing to force or to skip.
    given.flag("Force");
    given.flag("SkipOsShutdown");
    if given.flag("Hibernate") == Some(true) {
        let message = "Hibernation is not enabled for the instance; it can be enabled only at launch.";
        return Err(Refusal::new("UnsupportedHibernationConfiguration", message));
    }
    let mut told = Vec::new();
    for id in ids(call, given)? {
        let record = call.get(&INSTANCE, &id)?;
        let before = record.get("State").clone();
        match before.get("Name").text() {
            "stopping" | "stopped" => {
                told.push(changed(&id, &before, &before));
                continue;
            }
            "running" => {}
            _ => return Err(unfit(&id, "stopped")),
        }
        if record.get("_DisableApiStop").as_bool() == Some(true) {
            let message = format!(
                "The instance '{id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again."
            );
            return Err(Refusal::new("OperationNotPermitted", message));
        }
        leave(call, &id, "stopping")?;
        call.later(STOPPING, &INSTANCE, &id, Then::Do(STOPPED.to_owned()));
        told.push(changed(&id, &before, &state("stopping")));
    }
    Ok(value!({ "StoppingInstances": told }))
}

/// `TerminateInstances`: unless it is protected; one that is gone already is told as such.
pub(super) fn terminate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    given.flag("Force");
    given.flag("SkipOsShutdown");
    let mut told = Vec::new();
    for id in ids(call, given)? {
        let record = call.get(&INSTANCE, &id)?;
        let before = record.get("State").clone();
        if record.get("_DisableApiTermination").as_bool() == Some(true) {
            let message = format!(
                "The instance '{id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and \
                 try again."
            );
            return Err(Refusal::new("OperationNotPermitted", message));
        }
        if ["shutting-down", "terminated"].contains(&before.get("Name").text()) {
            told.push(changed(&id, &before, &before));
            continue;
        }
        leave(call, &id, "shutting-down")?;
        call.later(SHUTTING_DOWN, &INSTANCE, &id, Then::Do(TERMINATED.to_owned()));
        told.push(changed(&id, &before, &state("shutting-down")));
    }
    Ok(value!({ "TerminatingInstances": told }))
}

/// An instance that its user takes out of running.
fn leave(call: &mut Call<'_>, id: &str, next: &str) -> Answer {
    let when = call.now().strftime("%Y-%m-%d %H:%M:%S").to_string();
    call.edit(&INSTANCE, id, |record| {
        record.set("State", state(next));
        record.set("StateTransitionReason", format!("User initiated ({when} GMT)"));
        record.set(
            "StateReason",
            value!({
                "Code": "Client.UserInitiatedShutdown",
                "Message": "Client.UserInitiatedShutdown: User initiated shutdown",
            }),
        );
        if let Some(members) = record.as_map_mut() {
            members.shift_remove("_BootedAt");
        }
    })
}

/// `RebootInstances`: asked for, and done in a moment; the state stays `running`.
pub(super) fn reboot(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let now = call.now();
    for id in ids(call, given)? {
        if call.get(&INSTANCE, &id)?.at("State.Name").text() != "running" {
            return Err(unfit(&id, "rebooted"));
        }
        call.edit(&INSTANCE, &id, |record| record.set("_BootedAt", now))?;
    }
    Ok(Value::map())
}
