//! Findings counted by severity: of an account, an image, an instance, a package, a title; and what is known of single
//! findings beside what a list of them says.

use super::finding;
use crate::practice::call::Call;
use crate::practice::filter::texts_at;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What is counted by: the word of the input, the member of an answer, its own member that names the group, and where a
/// finding has it.
const KINDS: &[(&str, &str, &str, &str)] = &[
    ("ACCOUNT", "accountAggregation", "accountId", "awsAccountId"),
    (
        "AMI",
        "amiAggregation",
        "ami",
        "resources.details.awsEc2Instance.imageId",
    ),
    (
        "AWS_EC2_INSTANCE",
        "ec2InstanceAggregation",
        "instanceId",
        "resources.id",
    ),
    (
        "PACKAGE",
        "packageAggregation",
        "packageName",
        "packageVulnerabilityDetails.vulnerablePackages.name",
    ),
    ("TITLE", "titleAggregation", "title", "title"),
];

/// How many findings there are, and how many of each severity.
fn counts(findings: &[&Value]) -> Value {
    let mut counts = value!({ "all": (findings.len()) });
    for severity in ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNTRIAGED"] {
        let of = findings
            .iter()
            .filter(|one| one.get("severity").text() == severity);
        counts.set(&severity.to_ascii_lowercase(), of.count());
    }
    counts
}

/// `ListFindingAggregations`: those with most findings first.
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let by = given.text("aggregationType");
    let Some((_, member, name, path)) = KINDS.iter().find(|(word, ..)| *word == by) else {
        return Err(Refusal::unmodelled(&format!("findings counted by {by}")));
    };
    let all = finding::all(call);
    let mut groups: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for finding in &all {
        for text in texts_at(finding, path) {
            groups.entry(text.to_string()).or_default().push(finding);
        }
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, findings)| Reverse(findings.len()));
    let responses = groups
        .into_iter()
        .map(|(text, findings)| {
            let mut group =
                value!({ "accountId": (call.account.clone()), "severityCounts": (counts(&findings)) });
            group.set(name, text);
            let mut response = Value::map();
            response.set(member, group);
            response
        })
        .collect();
    let responses = call.cut(given, responses)?;
    Ok(value!({ "aggregationType": by, "responses": responses }))
}

/// `BatchGetFindingDetails`: of vulnerable packages alone.
pub(super) fn details(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let all = finding::all(call);
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    for arn in given.texts("findingArns") {
        let known = all.iter().find(|one| one.get("findingArn").text() == arn);
        match known.map(|one| one.at("packageVulnerabilityDetails.referenceUrls")) {
            Some(urls) if !urls.is_null() => {
                found.push(value!({ "findingArn": arn, "referenceUrls": urls }));
            }
            _ => errors.push(value!({
                "findingArn": arn,
                "errorCode": "FINDING_DETAILS_NOT_FOUND",
                "errorMessage": "Finding details not found.",
            })),
        }
    }
    Ok(value!({ "findingDetails": found, "errors": errors }))
}
