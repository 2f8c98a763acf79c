//! The bucket that flow logs are written to: CreateFlowLogs itself lets the delivery service in, where the caller owns
//! the bucket (AWS: *Amazon S3 bucket permissions for flow logs*, VPC user guide).

use crate::practice::call::Call;
use crate::practice::refusal::Refusal;
use crate::practice::s3::BUCKET;
use serde_json::{Value as Json, json};

/// Who writes the files.
const DELIVERY: &str = "delivery.logs.amazonaws.com";

/// Bucket and folder of a destination: `arn:aws:s3:::bucket/folder/`.
pub(super) fn parts(arn: &str) -> Option<(&str, &str)> {
    let path = arn.strip_prefix("arn:aws:s3:::")?;
    let (bucket, folder) = path.split_once('/').unwrap_or((path, ""));
    let folder = folder.trim_matches('/');
    (!bucket.is_empty() && folder != "AWSLogs").then_some((bucket, folder))
}

/// Lets the delivery service write into a bucket; gives why that cannot be, in AWS's words.
pub(super) fn open(call: &mut Call<'_>, bucket: &str, folder: &str) -> Result<Option<String>, Refusal> {
    match call.owner_of(&BUCKET, bucket) {
        None => return Ok(Some(format!("LogDestination: {bucket} does not exist."))),
        Some(owner) if owner != call.account => return Ok(None),
        Some(_) => {}
    }
    let text = call.get(&BUCKET, bucket)?.get("_Policy").text();
    if text.contains(DELIVERY) {
        return Ok(None);
    }
    let mut policy: Json = serde_json::from_str(text).unwrap_or_else(
        |_| json!({ "Version": "2012-10-17", "Id": "AWSLogDeliveryWrite20150319", "Statement": [] }),
    );
    let statements = match policy["Statement"].take() {
        Json::Array(statements) => statements,
        one => vec![one],
    };
    let added = statements_for(&call.account, &call.region, bucket, folder);
    policy["Statement"] = statements.into_iter().chain(added).collect();
    call.edit(&BUCKET, bucket, |record| {
        record.set("_Policy", policy.to_string());
    })?;
    Ok(None)
}

/// What the delivery service must be allowed.
fn statements_for(account: &str, region: &str, bucket: &str, folder: &str) -> [Json; 2] {
    let arn = format!("arn:aws:s3:::{bucket}");
    let stem = if folder.is_empty() {
        arn.clone()
    } else {
        format!("{arn}/{folder}")
    };
    let source = json!({ "aws:SourceArn": format!("arn:aws:logs:{region}:{account}:*") });
    let write = json!({
        "Sid": "AWSLogDeliveryWrite",
        "Effect": "Allow",
        "Principal": { "Service": DELIVERY },
        "Action": "s3:PutObject",
        "Resource": format!("{stem}/AWSLogs/{account}/*"),
        "Condition": {
            "StringEquals": { "aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control" },
            "ArnLike": source,
        },
    });
    let look = json!({
        "Sid": "AWSLogDeliveryAclCheck",
        "Effect": "Allow",
        "Principal": { "Service": DELIVERY },
        "Action": "s3:GetBucketAcl",
        "Resource": arn,
        "Condition": { "StringEquals": { "aws:SourceAccount": account }, "ArnLike": source },
    });
    [write, look]
}
