//! What Inspector covers: instances, those that Systems Manager manages with their packages.

use super::criteria::{Criteria, Table};
use super::own;
use crate::practice::call::Call;
use crate::practice::ec2::instance::INSTANCE;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::practice::ssm::managed;
use crate::value;
use crate::value::Value;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// An instance that is managed has its inventory scanned; after that its findings are there.
pub(super) const SCANNED: SignedDuration = SignedDuration::from_secs(300);

const TEXTS: Table = &[
    ("accountId", "accountId"),
    ("resourceId", "resourceId"),
    ("resourceType", "resourceType"),
    ("scanMode", "scanMode"),
    ("scanStatusCode", "scanStatus.statusCode"),
    ("scanStatusReason", "scanStatus.reason"),
    ("scanType", "scanType"),
];

/// Since when an instance is scanned for packages: Inspector is on, and Systems Manager manages the instance.
pub(super) fn since(call: &Call<'_>, instance: &Value) -> Option<Timestamp> {
    let on = own(call)?.get("_since").as_time()?;
    let (_, managed) = managed::ping(call, instance)?;
    Some(managed.max(on))
}

/// The instances that are covered: Inspector is on for them, and they are there.
pub(super) fn instances(call: &Call<'_>) -> Vec<Value> {
    let on = own(call).is_some_and(|record| record.get("_ec2").text() == "ENABLED");
    call.all(&INSTANCE)
        .filter(|instance| {
            on && ["running", "stopped", "stopping"].contains(&instance.at("State.Name").text())
        })
        .cloned()
        .collect()
}

/// Tags as Inspector has them: a map.
pub(super) fn tags(instance: &Value) -> Value {
    let mut tags = Value::map();
    for tag in instance.get("Tags").items() {
        tags.set(tag.get("Key").text(), tag.get("Value"));
    }
    tags
}

/// One instance, as `ListCoverage` has it.
fn covered(call: &Call<'_>, instance: &Value) -> Value {
    let since = since(call, instance);
    let windows = instance.get("Platform").text().eq_ignore_ascii_case("windows");
    let scanned = since
        .and_then(|since| since.checked_add(SCANNED).ok())
        .filter(|at| *at <= call.now());
    let (code, reason) = match (instance.at("State.Name").text(), since, scanned) {
        ("running", Some(_), Some(_)) => ("ACTIVE", "SUCCESSFUL"),
        ("running", Some(_), None) => ("ACTIVE", "PENDING_INITIAL_SCAN"),
        ("running", None, _) => ("INACTIVE", "UNMANAGED_EC2_INSTANCE"),
        _ => ("INACTIVE", "EC2_INSTANCE_STOPPED"),
    };
    let mut found = value!({
        "resourceType": "AWS_EC2_INSTANCE",
        "resourceId": (instance.get("InstanceId")),
        "accountId": (call.account.clone()),
        "scanType": "PACKAGE",
        "scanStatus": { "statusCode": code, "reason": reason },
        "resourceMetadata": { "ec2": {
            "tags": (tags(instance)),
            "amiId": (instance.get("ImageId")),
            "platform": (if windows { "WINDOWS" } else { "LINUX" }),
        } },
        "scanMode": "EC2_SSM_AGENT_BASED",
    });
    if let Some(at) = scanned {
        found.set("lastScannedAt", at);
    }
    found
}

fn found(call: &Call<'_>, given: &Given<'_>) -> Vec<Value> {
    let criteria = Criteria::read(given, TEXTS, "ec2InstanceTags", "resourceMetadata.ec2.tags");
    instances(call)
        .iter()
        .map(|instance| covered(call, instance))
        .filter(|one| criteria.admit(one))
        .collect()
}

/// `ListCoverage`.
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let found = found(call, given);
    let covered = call.cut(given, found)?;
    Ok(value!({ "coveredResources": covered }))
}

/// `ListCoverageStatistics`: counted, by group where one is asked for.
pub(super) fn statistics(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let found = found(call, given);
    let mut answer = value!({ "totalCounts": (found.len()) });
    let path = match given.opt("groupBy") {
        None => return Ok(answer),
        Some("SCAN_STATUS_CODE") => "scanStatus.statusCode",
        Some("SCAN_STATUS_REASON") => "scanStatus.reason",
        Some("ACCOUNT_ID") => "accountId",
        Some(_) => "resourceType",
    };
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &found {
        *groups.entry(one.at(path).text()).or_default() += 1;
    }
    let groups: Vec<Value> = groups
        .into_iter()
        .map(|(key, count)| value!({ "count": count, "groupKey": key }))
        .collect();
    answer.set("countsByGroup", groups);
    Ok(answer)
}
