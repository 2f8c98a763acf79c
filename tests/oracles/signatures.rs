//! Our signed requests are what botocore's signers make of them: same host, same time, same headers signed.
//!
//! The live client sends through a client that keeps what it is given; botocore makes the same call up to its own
//! signature, which says where it sends it and whose signature it takes, and signs our request with that.

use super::oracle::script;
use crate::support::tally::Tally;
use aws_smithy_async::time::{SharedTimeSource, StaticTimeSource};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings};
use runbook::port::{Cloud, Latch, Request};
use runbook::value;
use runbook::value::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, UNIX_EPOCH};

const TIME: &str = "2026-11-24T05:30:00+00:00";
const SECONDS: u64 = 1_795_498_200;
const TOKEN: &str = "IQoJb3JpZ2luX2VjE+/w=";

/// Keeps the requests, and refuses them.
#[derive(Clone, Debug, Default)]
struct Keep(Arc<Mutex<Vec<Json>>>);

impl HttpConnector for Keep {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let headers = request.headers().iter();
        let headers: serde_json::Map<String, Json> = headers
            .map(|(name, value)| (name.to_owned(), Json::from(value)))
            .collect();
        self.0.lock().unwrap().push(json!({
            "method": request.method(),
            "url": request.uri(),
            "headers": headers,
            "body": STANDARD.encode(request.body().bytes().unwrap_or_default()),
        }));
        let status = StatusCode::try_from(400).unwrap();
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::empty())))
    }
}

/// Service, operation, input: each protocol, and what signatures trip over.
fn calls() -> Vec<(&'static str, &'static str, Value)> {
    let object = |key: &str| value!({ "Bucket": "lab-logs", "Key": key });
    let put = |key: &str, body: &str| value!({ "Bucket": "lab-logs", "Key": key, "Body": body });
    let account = "111122223333";
    vec![
        ("sts", "GetCallerIdentity", Value::map()),
        (
            "sts",
            "AssumeRole",
            value!({ "RoleArn": "arn:aws:iam::111122223333:role/r", "RoleSessionName": "é+ &=" }),
        ),
        (
            "sts",
            "AssumeRoleWithWebIdentity",
            value!({ "RoleArn": "r", "RoleSessionName": "s", "WebIdentityToken": "t" }),
        ),
        (
            "iam",
            "CreateUser",
            value!({ "UserName": "ada", "Tags": [{ "Key": "a b", "Value": "*~" }] }),
        ),
        (
            "ec2",
            "DescribeVpcs",
            value!({ "Filters": [{ "Name": "tag:Name", "Values": ["lab é"] }] }),
        ),
        (
            "ec2",
            "CopySnapshot",
            value!({ "SourceRegion": "us-west-2", "SourceSnapshotId": "snap-1", "Description": "a b+c" }),
        ),
        (
            "rds",
            "CopyDBSnapshot",
            value!({ "SourceRegion": "us-west-2", "SourceDBSnapshotIdentifier": "arn:aws:rds:us-west-2:111122223333:snapshot:s", "TargetDBSnapshotIdentifier": "t" }),
        ),
        ("ssm", "GetParameter", value!({ "Name": "/lab/ü" })),
        ("dynamodb", "ListTables", Value::map()),
        (
            "dynamodb",
            "GetItem",
            value!({ "TableName": "arn:aws:dynamodb:eu-west-1:111122223333:table/t", "Key": { "id": { "S": "1" } } }),
        ),
        (
            "kinesis",
            "PutRecord",
            value!({ "StreamName": "s", "PartitionKey": "p", "Data": (Value::Blob(vec![0, 255])) }),
        ),
        (
            "sqs",
            "SendMessage",
            value!({ "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/q", "MessageBody": "b" }),
        ),
        ("cloudwatch", "ListMetrics", Value::map()),
        (
            "logs",
            "DescribeLogGroups",
            value!({ "logGroupNamePrefix": "/aws/lambda" }),
        ),
        (
            "guardduty",
            "ListDetectors",
            value!({ "MaxResults": 5, "NextToken": "a/b+c=&d e" }),
        ),
        (
            "guardduty",
            "TagResource",
            value!({ "ResourceArn": "arn:aws:guardduty:eu-west-1:111122223333:detector/abc", "Tags": { "a": "b" } }),
        ),
        (
            "lambda",
            "Invoke",
            value!({ "FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST", "Payload": "{}" }),
        ),
        (
            "lambda",
            "GetFunction",
            value!({ "FunctionName": "a b", "Qualifier": "$LATEST" }),
        ),
        (
            "iot-data",
            "Publish",
            value!({ "topic": "a/b c/+/#", "payload": "x", "qos": 1 }),
        ),
        (
            "lex-runtime",
            "PostContent",
            value!({ "botName": "b", "botAlias": "a", "userId": "u", "contentType": "text/plain; charset=utf-8", "inputStream": "hello" }),
        ),
        (
            "mediastore-data",
            "PutObject",
            value!({ "Path": "a/b c", "Body": "x" }),
        ),
        ("apigateway", "GetRestApis", value!({ "limit": 3 })),
        ("cloudfront", "ListDistributions", value!({ "MaxItems": "5" })),
        ("route53", "ListHostedZones", Value::map()),
        (
            "route53",
            "ChangeTagsForResource",
            value!({ "ResourceType": "hostedzone", "ResourceId": "Z1", "AddTags": [{ "Key": "k", "Value": "v" }] }),
        ),
        (
            "glacier",
            "UploadArchive",
            value!({ "vaultName": "v", "body": "xyz" }),
        ),
        ("glacier", "ListVaults", Value::map()),
        ("cloudwatchomni", "ListAccessGrants", Value::map()),
        (
            "cognito-idp",
            "SignUp",
            value!({ "ClientId": "c", "Username": "u", "Password": "p" }),
        ),
        ("cognito-idp", "ListUserPools", value!({ "MaxResults": 3 })),
        ("deadline", "ListFarms", Value::map()),
        (
            "s3control",
            "GetPublicAccessBlock",
            value!({ "AccountId": (account) }),
        ),
        (
            "s3control",
            "GetAccessPoint",
            value!({ "AccountId": (account), "Name": "mine" }),
        ),
        (
            "s3control",
            "ListTagsForResource",
            value!({ "AccountId": (account), "ResourceArn": "arn:aws:s3:eu-west-1:111122223333:access-grants/default" }),
        ),
        ("s3", "ListBuckets", Value::map()),
        (
            "s3",
            "CreateBucket",
            value!({ "Bucket": "lab-logs", "CreateBucketConfiguration": { "LocationConstraint": "eu-west-1" } }),
        ),
        ("s3", "GetBucketLocation", value!({ "Bucket": "lab-logs" })),
        ("s3", "GetBucketPolicy", value!({ "Bucket": "lab.logs.example" })),
        (
            "s3",
            "ListObjectsV2",
            value!({ "Bucket": "lab-logs", "Prefix": "a b/ü+~", "Delimiter": "/", "StartAfter": "=&?" }),
        ),
        ("s3", "GetObject", object("plain.txt")),
        ("s3", "GetObject", object("a b/ü+~*'()!&=?#%41//c/../d")),
        ("s3", "GetObject", object("/leading//double/./dot/")),
        ("s3", "GetObject", object("日本/$@,;:.txt")),
        (
            "s3",
            "GetObject",
            value!({ "Bucket": "lab-logs", "Key": "k", "ResponseContentDisposition": "attachment; filename=\"a b.txt\"", "VersionId": "3/L4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY" }),
        ),
        (
            "s3",
            "HeadObject",
            value!({ "Bucket": "lab-logs", "Key": "k", "Range": "bytes=0-9" }),
        ),
        ("s3", "PutObject", put("a b.txt", "body é")),
        ("s3", "PutObject", put("empty", "")),
        (
            "s3",
            "PutObject",
            value!({ "Bucket": "lab-logs", "Key": "k", "Body": "x", "Metadata": { "owner": "ada  b" }, "ContentType": "text/plain" }),
        ),
        (
            "s3",
            "DeleteObjects",
            value!({ "Bucket": "lab-logs", "Delete": { "Objects": [{ "Key": "a<b>&" }] } }),
        ),
        (
            "s3",
            "CopyObject",
            value!({ "Bucket": "lab-logs", "Key": "to", "CopySource": "lab-logs/a b/ü?versionId=v1" }),
        ),
        (
            "s3",
            "PutBucketTagging",
            value!({ "Bucket": "lab-logs", "Tagging": { "TagSet": [{ "Key": "a", "Value": "é" }] } }),
        ),
        (
            "s3",
            "GetObject",
            value!({ "Bucket": "arn:aws:s3:eu-west-1:111122223333:accesspoint:mine", "Key": "a b" }),
        ),
        (
            "s3",
            "GetObject",
            value!({ "Bucket": "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/banner", "Key": "a b" }),
        ),
        (
            "s3",
            "GetObject",
            value!({ "Bucket": "Upper_Case", "Key": "a b" }),
        ),
        (
            "s3",
            "WriteGetObjectResponse",
            value!({ "RequestRoute": "route-1", "RequestToken": "t", "Body": "x" }),
        ),
    ]
}

#[test]
fn signatures_equal_botocores() {
    let began = Instant::now();
    let mut lines = Vec::new();
    for token in [None, Some(TOKEN)] {
        for region in ["eu-west-1", "us-east-1", "cn-north-1"] {
            let keep = Keep::default();
            let live = live(region, token, &keep);
            for (at, (service, operation, input)) in calls().into_iter().enumerate() {
                // There is no way from one partition to another.
                let abroad = |member: &str| input.get(member).text().starts_with("arn:aws:");
                let copied = !input.get("SourceRegion").is_null();
                if region.starts_with("cn-") && (copied || abroad("Bucket")) {
                    continue;
                }
                let error = live
                    .call(&Request::new(service, operation, input.clone()))
                    .unwrap_err();
                let request = keep.0.lock().unwrap().pop();
                let variant = format!(
                    "call-{at},{region},{}",
                    if token.is_some() { "token" } else { "keys" }
                );
                lines.push(json!({
                    "service": service,
                    "operation": operation,
                    "variant": variant,
                    "region": region,
                    "input": input.to_json(),
                    "credentials": { "key": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "token": token },
                    "time": TIME,
                    "request": request.unwrap_or_else(|| panic!("{service}:{operation} was not sent: {error}")),
                }));
            }
        }
    }
    let mut tally = Tally::default();
    for (line, theirs) in lines.iter().zip(signed(&lines)) {
        tally.note(line, compare(&line["request"], &theirs));
    }
    let services: BTreeSet<_> = lines.iter().filter_map(|line| line["service"].as_str()).collect();
    tally.close(
        "signatures",
        100.0,
        &services.into_iter().collect::<Vec<_>>(),
        began.elapsed(),
    );
}

fn live(region: &str, token: Option<&str>, keep: &Keep) -> Live {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("credentials");
    let token = token.map_or_else(String::new, |token| format!("aws_session_token = {token}\n"));
    std::fs::write(
        &keys,
        format!(
            "[class]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n{token}"
        ),
    )
    .unwrap();
    let connector = SharedHttpConnector::new(keep.clone());
    let time = StaticTimeSource::new(UNIX_EPOCH + Duration::from_secs(SECONDS));
    Live::connect(Settings {
        profile: Some("class".to_owned()),
        files: vec![keys],
        region: Some(region.to_owned()),
        http: Some(http_client_fn(move |_, _| connector.clone())),
        time: Some(SharedTimeSource::new(time)),
        ..Settings::new(Catalogue::embedded(), Latch::default())
    })
    .unwrap_or_else(|error| panic!("{error}"))
}

/// What botocore says of each line.
fn signed(lines: &[Json]) -> Vec<Json> {
    let mut child = script("oracle.py")
        .arg("signatures")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let mut stdin = child.stdin.take().unwrap();
    let asked: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let asking = std::thread::spawn(move || stdin.write_all(asked.as_bytes()));
    let output = child.wait_with_output().unwrap();
    asking.join().unwrap().unwrap();
    assert!(output.status.success(), "the oracle fails");
    let text = String::from_utf8(output.stdout).unwrap();
    let said: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said.len(), lines.len());
    said
}

fn compare(ours: &Json, theirs: &Json) -> Result<(), String> {
    let url = ours["url"].as_str().unwrap_or_default();
    let host = url.split('/').nth(2).unwrap_or_default();
    if theirs["host"] != host {
        return Err(format!("host: ours {host} and botocore's {}", theirs["host"]));
    }
    let signed = theirs["headers"].as_object().into_iter().flatten();
    for (name, value) in signed {
        if ours["headers"][name] != *value {
            return Err(format!(
                "{name}: ours {} and botocore's {value}",
                ours["headers"][name]
            ));
        }
    }
    if theirs["headers"].get("authorization").is_none() && !ours["headers"]["authorization"].is_null() {
        return Err("botocore does not sign it".to_owned());
    }
    let body = STANDARD
        .decode(ours["body"].as_str().unwrap_or_default())
        .map_err(|e| e.to_string())?;
    let form = crate::support::canonical::uri(&format!("/?{}", String::from_utf8_lossy(&body))).1;
    let of = |url: &str| {
        let (host, parameters) = url.split_once('?').unwrap_or((url, ""));
        (
            host.trim_end_matches('/').to_owned(),
            crate::support::canonical::uri(&format!("/?{parameters}")).1,
        )
    };
    let copy = form
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("PresignedUrl"));
    match (copy, theirs["copy"].as_str()) {
        (None, None) => Ok(()),
        (Some((_, ours)), Some(theirs)) if of(ours) == of(theirs) => Ok(()),
        (ours, theirs) => Err(format!(
            "URL of the copy: ours {ours:?} and botocore's {theirs:?}"
        )),
    }
}
