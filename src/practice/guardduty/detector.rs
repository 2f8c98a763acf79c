//! Detectors: GuardDuty, switched on in a region. One a region.

use super::{DETECTOR, FILTER, FINDING, feature, paged, rejected, stamp, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::iam;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    if call.all(&DETECTOR).next().is_some() {
        return Err(rejected("a detector already exists for the current account."));
    }
    let now = call.now();
    let mut features = feature::fresh(now);
    feature::change(&mut features, given, now)?;
    let role = format!(
        "arn:aws:iam::{}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
        call.account
    );
    let id = call.mint(&DETECTOR).id(DETECTOR.prefix, DETECTOR.form);
    let mut record = value!({
        "CreatedAt": (stamp(now)),
        "UpdatedAt": (stamp(now)),
        "FindingPublishingFrequency": (given.opt("FindingPublishingFrequency").unwrap_or("SIX_HOURS")),
        "ServiceRole": role,
        "Status": (status(given.flag("Enable").unwrap_or(false))),
        "Features": (&features),
        "_id": (&id),
        "_born": now,
    });
    tags::keep(&mut record, given.value("Tags"));
    call.keep(&DETECTOR, &id, record);
    make_roles(call, &features);
    Ok(value!({ "DetectorId": id }))
}

/// The roles that GuardDuty makes for itself (user guide, "Using service-linked roles for GuardDuty").
fn make_roles(call: &mut Call<'_>, features: &Value) {
    iam::service_linked(
        call,
        "guardduty.amazonaws.com",
        "AWSServiceRoleForAmazonGuardDuty",
        "AmazonGuardDutyServiceRolePolicy",
        "A service-linked role required for Amazon GuardDuty to access your resources.",
    );
    if feature::is_on(features, "EBS_MALWARE_PROTECTION") {
        iam::service_linked(
            call,
            "malware-protection.guardduty.amazonaws.com",
            "AWSServiceRoleForAmazonGuardDutyMalwareProtection",
            "AmazonGuardDutyMalwareProtectionServiceRolePolicy",
            "A service-linked role required for Amazon GuardDuty Malware Scan to access your resources.",
        );
    }
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut record = call.get(&DETECTOR, given.text("DetectorId"))?.clone();
    let role = format!(
        "arn:aws:iam::{}:role/aws-service-role/malware-protection.guardduty.amazonaws.com/\
         AWSServiceRoleForAmazonGuardDutyMalwareProtection",
        call.account
    );
    record.set(
        "DataSources",
        feature::data_sources(record.get("Features"), &role),
    );
    Ok(record)
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    paged(given)?;
    let ids: Vec<Value> = call
        .all(&DETECTOR)
        .map(|detector| detector.get("_id").clone())
        .collect();
    let ids = call.cut(given, ids)?;
    Ok(value!({ "DetectorIds": ids }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("DetectorId");
    let mut record = call.get(&DETECTOR, id)?.clone();
    let now = call.now();
    if let Some(on) = given.flag("Enable") {
        record.set("Status", status(on));
    }
    if let Some(frequency) = given.opt("FindingPublishingFrequency") {
        record.set("FindingPublishingFrequency", frequency);
    }
    let mut features = record.get("Features").clone();
    feature::change(&mut features, given, now)?;
    record.set("Features", &features);
    record.set("UpdatedAt", stamp(now));
    call.keep(&DETECTOR, id, record);
    make_roles(call, &features);
    Ok(Value::map())
}

/// What the detector found, and the filters on it, go with it.
pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("DetectorId");
    call.remove(&DETECTOR, id)?;
    for finding in call.with(&FINDING, "Service.DetectorId", id) {
        call.remove(&FINDING, &finding)?;
    }
    for filter in call.with(&FILTER, "_detector", id) {
        call.remove(&FILTER, &filter)?;
    }
    Ok(Value::map())
}

fn status(on: bool) -> &'static str {
    if on { "ENABLED" } else { "DISABLED" }
}
