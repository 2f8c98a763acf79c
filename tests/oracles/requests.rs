//! Requests equal botocore's.

use super::canonical;
use super::oracle::{self, Tally};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runbook::api::{Operation, Protocol, Service};
use runbook::value::Value;
use runbook::wire;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// Every operation that the runbooks call, which must be among the equal ones.
const USED: &[(&str, &[&str])] = &[
    ("sts", &["GetCallerIdentity"]),
    (
        "guardduty",
        &[
            "CreateDetector",
            "GetDetector",
            "ListDetectors",
            "UpdateDetector",
            "DeleteDetector",
            "CreateSampleFindings",
            "ListFindings",
            "GetFindings",
            "ArchiveFindings",
            "UnarchiveFindings",
            "GetFindingsStatistics",
            "TagResource",
            "UntagResource",
            "ListTagsForResource",
        ],
    ),
    (
        "iam",
        &[
            "CreateGroup",
            "GetGroup",
            "ListGroups",
            "DeleteGroup",
            "AttachGroupPolicy",
            "DetachGroupPolicy",
            "ListAttachedGroupPolicies",
            "ListGroupPolicies",
            "CreateUser",
            "GetUser",
            "ListUsers",
            "DeleteUser",
            "AddUserToGroup",
            "RemoveUserFromGroup",
            "ListGroupsForUser",
            "CreateLoginProfile",
            "GetLoginProfile",
            "UpdateLoginProfile",
            "DeleteLoginProfile",
            "GetAccountPasswordPolicy",
            "UpdateAccountPasswordPolicy",
            "DeleteAccountPasswordPolicy",
            "GetPolicy",
            "GetPolicyVersion",
            "ListPolicies",
            "ListAccountAliases",
            "TagUser",
            "UntagUser",
            "ListUserTags",
            "GetAccountSummary",
            "ListAttachedUserPolicies",
            "ListAccessKeys",
            "ListMFADevices",
        ],
    ),
    (
        "ec2",
        &[
            "DescribeRegions",
            "DescribeAvailabilityZones",
            "DescribeVpcs",
            "DescribeVpcAttribute",
            "CreateVpc",
            "DeleteVpc",
            "ModifyVpcAttribute",
            "CreateTags",
            "DeleteTags",
            "DescribeTags",
            "DescribeSubnets",
            "DescribeInternetGateways",
            "DescribeRouteTables",
            "DescribeSecurityGroups",
            "DescribeNetworkAcls",
            "DescribeDhcpOptions",
            "DescribeInstances",
            "RunInstances",
        ],
    ),
];

/// Differences that are meant, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "lambda InvokeWithResponseStream full",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "lambda InvokeWithResponseStream required",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "logs GetLogObject full",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "logs GetLogObject required",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "logs StartLiveTail full",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "logs StartLiveTail required",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "s3 SelectObjectContent full",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "s3 SelectObjectContent required",
        "it answers a stream of events, which is not spoken here",
    ),
    (
        "dynamodb DescribeEndpoints full",
        "a header for endpoint discovery alone",
    ),
    (
        "dynamodb DescribeEndpoints required",
        "a header for endpoint discovery alone",
    ),
    (
        "ec2 CopySnapshot required",
        "botocore signs a second request into the first; AWS needs it no more",
    ),
    (
        "s3 GetBucketLocation full",
        "botocore addresses this one operation by path",
    ),
    (
        "s3 GetBucketLocation required",
        "botocore addresses this one operation by path",
    ),
    (
        "s3 ListObjectVersions required",
        "botocore asks for keys in URL encoding, and decodes them",
    ),
    (
        "s3 ListObjects required",
        "botocore asks for keys in URL encoding, and decodes them",
    ),
    (
        "s3 ListObjectsV2 required",
        "botocore asks for keys in URL encoding, and decodes them",
    ),
];

/// Headers that say nothing of the operation: signature, transport, tooling, and the integrity checks that each
/// client chooses for itself.
const IGNORED: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "content-length",
    "content-md5",
    "expect",
    "host",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-user-agent",
    "transfer-encoding",
    "content-encoding",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-trailer",
    "x-amz-decoded-content-length",
    "x-amz-security-token",
];

#[test]
fn requests_equal_botocores() {
    let mut tally = Tally::default();
    let mut equal = BTreeSet::new();
    for line in oracle::ask("requests") {
        let Some((service, operation)) = oracle::found(&line) else {
            tally.note(&line, Err("the models here do not have it".to_owned()));
            continue;
        };
        if line.get("skipped").is_some() {
            tally.skip(&line);
            continue;
        }
        let result = compare(service, operation, &line);
        if result.is_ok() {
            equal.insert((service.name.clone(), operation.name.clone()));
        }
        tally.note(&line, result);
    }
    tally.close("requests", EXCEPTIONS);
    for (service, operations) in USED {
        for operation in *operations {
            let pair = ((*service).to_owned(), (*operation).to_owned());
            assert!(
                equal.contains(&pair),
                "{service} {operation} is used, and was not found equal"
            );
        }
    }
}

fn compare(service: &'static Service, operation: &'static Operation, line: &Json) -> Result<(), String> {
    let input = Value::from_json(line["input"].clone())?;
    let ours = wire::request(service, operation, &input)?;
    let theirs = &line["request"];
    let body = STANDARD
        .decode(oracle::text(theirs, "body"))
        .map_err(|e| e.to_string())?;
    differ("method", &ours.method, &oracle::text(theirs, "method").to_owned())?;
    differ(
        "uri",
        &canonical::uri(&ours.uri),
        &canonical::uri(oracle::text(theirs, "uri")),
    )?;
    let protocol = service.protocol;
    differ(
        "body",
        &canonical::body(protocol, &ours.body),
        &canonical::body(protocol, &body),
    )?;
    let their_headers = theirs["headers"].as_object().into_iter().flatten();
    let theirs = headers(
        protocol,
        their_headers.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())),
    );
    let ours = headers(
        protocol,
        ours.headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    differ("headers", &ours, &theirs)
}

/// The headers that matter. A content type does where the protocol prescribes it.
fn headers<'h>(
    protocol: Protocol,
    all: impl Iterator<Item = (&'h str, &'h str)>,
) -> BTreeMap<String, Vec<String>> {
    let typed = matches!(protocol, Protocol::Json | Protocol::Query | Protocol::Ec2);
    all.map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| !IGNORED.contains(&name.as_str()) && !name.starts_with("amz-sdk-"))
        .filter(|(name, _)| !name.starts_with("x-amz-checksum-") || name == "x-amz-checksum-algorithm")
        .filter(|(name, _)| typed || name != "content-type")
        .map(|(name, value)| {
            let value = if name == "content-type" {
                value.split(';').next().unwrap_or(value)
            } else {
                value
            };
            (
                name,
                value.split(',').map(|part| part.trim().to_owned()).collect(),
            )
        })
        .collect()
}

fn differ<T: PartialEq + std::fmt::Debug>(what: &str, ours: &T, theirs: &T) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
    let same = ours
        .chars()
        .zip(theirs.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let from = same.saturating_sub(60);
    let cut = |text: &str| text.chars().skip(from).take(220).collect::<String>();
    Err(format!(
        "{what}: ours ...{} and botocore's ...{}",
        cut(&ours),
        cut(&theirs)
    ))
}
