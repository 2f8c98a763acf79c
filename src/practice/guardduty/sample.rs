//! A sample finding: what GuardDuty shows of a type, about a resource that does not exist.
//!
//! The placeholders (`i-99999999`, `GeneratedFindingUserName`, addresses of the documentation ranges) are those by which
//! AWS's own samples are known, so that tools which look for them find them. The sentences are ours.

mod action;
mod resource;

use super::catalogue::{Action, FindingType};
use super::stamp;
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// Where a finding is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The account's id.
    pub(super) account: &'a str,
    /// The region.
    pub(super) region: &'a str,
    /// The detector.
    pub(super) detector: &'a str,
}

/// A sample of a type, seen for the first time.
pub(super) fn finding(kind: &FindingType, place: &Place<'_>, id: &str, now: Timestamp) -> Value {
    let Place {
        account,
        region,
        detector,
    } = *place;
    let subject = subject(kind);
    let level = match kind.severity {
        severity if severity >= 9.0 => "critical",
        severity if severity >= 7.0 => "high",
        severity if severity >= 4.0 => "medium",
        _ => "low",
    };
    value!({
        "AccountId": account,
        "Arn": (format!("arn:aws:guardduty:{region}:{account}:detector/{detector}/finding/{id}")),
        "CreatedAt": (stamp(now)),
        "Description": (format!(
            "{subject} {}. This is a sample of the type {}, whose severity is {level}: the resource does not exist.",
            kind.happened, kind.name
        )),
        "Id": id,
        "Partition": "aws",
        "Region": region,
        "Resource": (resource::resource(kind, place)),
        "SchemaVersion": "2.0",
        "Service": (service(kind, place, now)),
        "Severity": (kind.severity),
        "Title": (format!("[SAMPLE] {subject} {}.", kind.happened)),
        "Type": (kind.name),
        "UpdatedAt": (stamp(now)),
        "_resource": (resource::id(kind)),
    })
}

/// Who did it, as the beginning of a sentence.
fn subject(kind: &FindingType) -> String {
    let word = match (kind.action, kind.resource) {
        (Action::Api, _) => "The API",
        (_, "Instance") => "The EC2 instance",
        (_, "Lambda") => "The Lambda function",
        (_, "RDSDBInstance") => "The database",
        (_, "EKSCluster") => "The EKS cluster",
        (_, "ECSCluster") => "The ECS cluster",
        (_, "Container") => "The container",
        (_, "S3Object") => "The S3 object",
        (_, "EC2Image") => "The image",
        (_, "EBSSnapshot") => "The snapshot",
        (_, "EC2RecoveryPoint" | "S3RecoveryPoint") => "The recovery point",
        _ => "A sequence of signals",
    };
    match (kind.action, resource::id(kind)) {
        (Action::Api, _) => format!("{word} GeneratedFindingAPIName"),
        (_, Some(id)) => format!("{word} {id}"),
        (_, None) => word.to_owned(),
    }
}

fn service(kind: &FindingType, place: &Place<'_>, now: Timestamp) -> Value {
    let mut additional = serde_json::json!({ "sample": true });
    if kind.name.ends_with(".Custom") {
        additional["threatListName"] = "GeneratedFindingCustomerListName".into();
    } else if kind.name.contains("MaliciousIPCaller") || kind.name.contains("C&CActivity") {
        additional["threatListName"] = "GeneratedFindingThreatListName".into();
    }
    let mut service = value!({
        "Archived": false,
        "Count": 1,
        "DetectorId": (place.detector),
        "EventFirstSeen": (stamp(now)),
        "EventLastSeen": (stamp(now)),
        "ResourceRole": (role(kind)),
        "ServiceName": "guardduty",
        "AdditionalInfo": { "Value": (additional.to_string()), "Type": "default" },
    });
    if let Some(list) = additional["threatListName"].as_str() {
        service.set(
            "Evidence",
            value!({ "ThreatIntelligenceDetails": [{
                "ThreatListName": list,
                "ThreatNames": ["GeneratedFindingThreatName"],
            }] }),
        );
    }
    action::describe(kind, place, now, &mut service);
    service
}

/// Whether the resource acted or was acted upon.
fn role(kind: &FindingType) -> &'static str {
    let actor = [
        "Backdoor:",
        "CryptoCurrency:",
        "Trojan:",
        "Impact:EC2",
        "Recon:EC2/Portscan",
        "Behavior:",
    ];
    let talks = [
        "UnauthorizedAccess:EC2/Tor",
        "UnauthorizedAccess:Lambda/",
        "DefenseEvasion:EC2/",
    ];
    if actor
        .iter()
        .chain(&talks)
        .any(|start| kind.name.starts_with(start))
    {
        "ACTOR"
    } else {
        "TARGET"
    }
}
