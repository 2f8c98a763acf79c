//! Requests equal botocore's.

use super::canonical;
use super::oracle;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runbook::api::{self, EndpointParams, Operation, Protocol, Service};
use runbook::value::Value;
use runbook::wire;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

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

/// Headers that say nothing of the operation: signature, transport, tooling, and the integrity checks that each
/// client chooses for itself.
const IGNORED: &[&str] = &[
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
    let equal = Mutex::new(BTreeSet::new());
    oracle::compare("requests", "oracle.py", 99.8, |line, tally| {
        let Some((service, operation)) = oracle::found(line) else {
            return tally.note(line, Err("the models here do not have it".to_owned()));
        };
        let result = match line["skipped"].as_str() {
            Some("a stream of events") => refused(service, operation),
            Some(reason) => Err(reason.to_owned()),
            None => compare(service, operation, line),
        };
        if result.is_ok() {
            let pair = (service.name.as_str(), operation.name.as_str());
            equal.lock().unwrap().insert(pair);
        }
        tally.note(line, result);
    });
    let (equal, services) = (equal.into_inner().unwrap(), oracle::services());
    for (service, operations) in USED.iter().filter(|(service, _)| services.contains(service)) {
        for operation in *operations {
            let found = equal.contains(&(*service, *operation));
            assert!(found, "{service} {operation} is used, and was not found equal");
        }
    }
}

/// A stream of events has to be refused, which is the difference to name.
fn refused(service: &'static Service, operation: &'static Operation) -> Result<(), String> {
    match wire::request(service, operation, &Value::map()) {
        Ok(_) => Ok(()),
        Err(why) => Err(why),
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
    let uri = match bucket_path(service, operation, &input)? {
        path if path.is_empty() => ours.uri,
        path => format!(
            "{path}{}",
            ours.uri
                .strip_prefix('/')
                .filter(|uri| uri.starts_with('?'))
                .unwrap_or(&ours.uri)
        ),
    };
    let url = oracle::text(theirs, "url");
    let sent = url
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|slash| &rest[slash..]));
    differ(
        "uri",
        &canonical::uri(&uri),
        &canonical::uri(sent.unwrap_or_default()),
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

/// What the endpoint puts before a path: S3's bucket, where it cannot be a host name or must not be one.
fn bucket_path(service: &Service, operation: &Operation, input: &Value) -> Result<String, String> {
    if service.name != "s3" {
        return Ok(String::new());
    }
    let params = EndpointParams {
        region: Some("us-east-1".to_owned()),
        context: api::context(service, operation, input),
        ..EndpointParams::default()
    };
    let url = service.endpoint(&params).map_err(|e| e.to_string())?.url;
    let path = url.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
    Ok(path.unwrap_or_default())
}

/// The headers that matter. A content type does where the protocol prescribes it.
fn headers<'h>(
    protocol: Protocol,
    all: impl Iterator<Item = (&'h str, &'h str)>,
) -> BTreeMap<String, Vec<String>> {
    let typed = !matches!(protocol, Protocol::RestJson | Protocol::RestXml);
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
