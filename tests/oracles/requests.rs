//! Requests equal botocore's.

use super::oracle;
use crate::support::canonical::{self, differ, headers};
use crate::support::workshop;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runbook::api::{self, EndpointParams, Operation, Service};
use runbook::value::Value;
use runbook::wire;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// What the runbooks call of other services than those of [`workshop::operations`]: it too must be among the equal ones.
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
    let used = USED
        .iter()
        .flat_map(|(service, operations)| operations.iter().map(move |name| (*service, *name)));
    let used = used.chain(workshop::operations());
    for (service, operation) in used.filter(|(service, _)| services.contains(service)) {
        let found = equal.contains(&(service, operation));
        assert!(found, "{service} {operation} is used, and was not found equal");
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
