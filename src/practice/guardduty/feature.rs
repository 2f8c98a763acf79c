//! What a detector watches: its features, and the data sources that older callers know them by.

use super::{rejected, unfit};
use crate::practice::given::Given;
use crate::practice::refusal::Refusal;
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// The sources that are always on (GuardDuty user guide, "foundational data sources").
const FOUNDATION: [&str; 3] = ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"];

/// The optional features, whether a new detector has them on, and their parts (CreateDetector, API reference: all but
/// runtime monitoring are).
const OPTIONAL: [(&str, bool, &[&str]); 9] = [
    ("S3_DATA_EVENTS", true, &[]),
    ("EKS_AUDIT_LOGS", true, &[]),
    ("EBS_MALWARE_PROTECTION", true, &[]),
    ("RDS_LOGIN_EVENTS", true, &[]),
    ("LAMBDA_NETWORK_LOGS", true, &[]),
    ("EKS_RUNTIME_MONITORING", false, &["EKS_ADDON_MANAGEMENT"]),
    (
        "RUNTIME_MONITORING",
        false,
        &[
            "EKS_ADDON_MANAGEMENT",
            "ECS_FARGATE_AGENT_MANAGEMENT",
            "EC2_AGENT_MANAGEMENT",
        ],
    ),
    ("AI_PROTECTION", true, &[]),
    ("AI_ANALYST", true, &[]),
];

/// The features of a new detector.
pub(super) fn fresh(now: Timestamp) -> Value {
    let feature = |name: &str, on: bool, parts: &[&str]| {
        let mut feature = value!({ "Name": name, "Status": (status(on)), "UpdatedAt": now });
        let part = |name: &&str| value!({ "Name": (*name), "Status": "DISABLED", "UpdatedAt": now });
        if !parts.is_empty() {
            feature.set(
                "AdditionalConfiguration",
                parts.iter().map(part).collect::<Value>(),
            );
        }
        feature
    };
    let foundation = FOUNDATION.iter().map(|name| feature(name, true, &[]));
    foundation
        .chain(OPTIONAL.iter().map(|(name, on, parts)| feature(name, *on, parts)))
        .collect()
}

/// Changes features as the input says, by features or by data sources.
///
/// # Errors
/// Both ways at once, both kinds of runtime monitoring at once, or a part that the feature does not have.
pub(super) fn change(features: &mut Value, given: &Given<'_>, now: Timestamp) -> Result<(), Refusal> {
    if given.has("Features") && given.has("DataSources") {
        return Err(unfit());
    }
    for wanted in given.list("Features") {
        let name = wanted.text("Name");
        let feature = named(features, name).ok_or_else(unfit)?;
        switch(feature, wanted.text("Status"), now);
        for part in wanted.list("AdditionalConfiguration") {
            let parts = feature
                .as_map_mut()
                .and_then(|feature| feature.get_mut("AdditionalConfiguration"));
            let part_name = part.text("Name");
            let found = parts
                .and_then(|parts| named(parts, part_name))
                .ok_or_else(unfit)?;
            switch(found, part.text("Status"), now);
        }
    }
    let sources = given.get("DataSources");
    let s3 = sources.get("S3Logs").flag("Enable");
    let kubernetes = sources.get("Kubernetes").get("AuditLogs").flag("Enable");
    let malware = sources
        .get("MalwareProtection")
        .get("ScanEc2InstanceWithFindings")
        .flag("EbsVolumes");
    for (name, on) in [
        ("S3_DATA_EVENTS", s3),
        ("EKS_AUDIT_LOGS", kubernetes),
        ("EBS_MALWARE_PROTECTION", malware),
    ] {
        if let (Some(on), Some(feature)) = (on, named(features, name)) {
            switch(feature, status(on), now);
        }
    }
    if is_on(features, "EKS_RUNTIME_MONITORING") && is_on(features, "RUNTIME_MONITORING") {
        return Err(rejected(
            "only one of EKS_RUNTIME_MONITORING and RUNTIME_MONITORING can be enabled.",
        ));
    }
    Ok(())
}

/// True where a detector has a feature on.
pub(super) fn is_on(features: &Value, name: &str) -> bool {
    features
        .items()
        .iter()
        .any(|feature| feature.get("Name").text() == name && feature.get("Status").text() == "ENABLED")
}

/// The same, as the data sources that GuardDuty showed before it had features.
pub(super) fn data_sources(features: &Value, service_role: &str) -> Value {
    let status = |name| status(is_on(features, name));
    value!({
        "CloudTrail": { "Status": "ENABLED" },
        "DNSLogs": { "Status": "ENABLED" },
        "FlowLogs": { "Status": "ENABLED" },
        "S3Logs": { "Status": (status("S3_DATA_EVENTS")) },
        "Kubernetes": { "AuditLogs": { "Status": (status("EKS_AUDIT_LOGS")) } },
        "MalwareProtection": {
            "ScanEc2InstanceWithFindings": { "EbsVolumes": { "Status": (status("EBS_MALWARE_PROTECTION")) } },
            "ServiceRole": service_role,
        },
    })
}

fn named<'v>(list: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    list.as_list_mut()?
        .iter_mut()
        .find(|item| item.get("Name").text() == name)
}

fn switch(feature: &mut Value, status: &str, now: Timestamp) {
    if !status.is_empty() && feature.get("Status").text() != status {
        feature.set("Status", status);
        feature.set("UpdatedAt", now);
    }
}

fn status(on: bool) -> &'static str {
    if on { "ENABLED" } else { "DISABLED" }
}
