//! The actions that operations need, as policies name them.
//!
//! Mostly an action is its operation's name behind the service's prefix. Source of the differences: AWS's "Service
//! Authorization Reference", read 2026-11-24.

use crate::practice::model::Model;
use crate::value::Value;

/// Prefixes that are not the name a service signs with.
const PREFIXES: &[(&str, &str)] = &[
    ("monitoring", "cloudwatch"),
    ("email", "ses"),
    ("awsssoportal", "sso"),
    ("awsssooidc", "sso-oauth"),
];

/// S3's operations whose action has another name.
const S3: &[(&str, &str)] = &[
    ("CompleteMultipartUpload", "PutObject"),
    ("CopyObject", "PutObject"),
    ("CreateMultipartUpload", "PutObject"),
    ("DeleteBucketCors", "PutBucketCORS"),
    ("DeleteBucketEncryption", "PutEncryptionConfiguration"),
    ("DeleteBucketLifecycle", "PutLifecycleConfiguration"),
    ("DeleteBucketOwnershipControls", "PutBucketOwnershipControls"),
    ("DeleteBucketReplication", "PutReplicationConfiguration"),
    ("DeleteBucketTagging", "PutBucketTagging"),
    ("DeleteObjects", "DeleteObject"),
    ("DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("GetBucketAccelerateConfiguration", "GetAccelerateConfiguration"),
    ("GetBucketCors", "GetBucketCORS"),
    ("GetBucketEncryption", "GetEncryptionConfiguration"),
    ("GetBucketLifecycleConfiguration", "GetLifecycleConfiguration"),
    ("GetBucketNotificationConfiguration", "GetBucketNotification"),
    ("GetBucketReplication", "GetReplicationConfiguration"),
    ("GetObjectLockConfiguration", "GetBucketObjectLockConfiguration"),
    ("GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
    ("HeadBucket", "ListBucket"),
    ("HeadObject", "GetObject"),
    ("ListBuckets", "ListAllMyBuckets"),
    ("ListMultipartUploads", "ListBucketMultipartUploads"),
    ("ListObjectVersions", "ListBucketVersions"),
    ("ListObjects", "ListBucket"),
    ("ListObjectsV2", "ListBucket"),
    ("ListParts", "ListMultipartUploadParts"),
    ("PutBucketAccelerateConfiguration", "PutAccelerateConfiguration"),
    ("PutBucketCors", "PutBucketCORS"),
    ("PutBucketEncryption", "PutEncryptionConfiguration"),
    ("PutBucketLifecycleConfiguration", "PutLifecycleConfiguration"),
    ("PutBucketNotificationConfiguration", "PutBucketNotification"),
    ("PutBucketReplication", "PutReplicationConfiguration"),
    ("PutObjectLockConfiguration", "PutBucketObjectLockConfiguration"),
    ("PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("UploadPart", "PutObject"),
    ("UploadPartCopy", "PutObject"),
];

/// Operations that need no permission, and that no policy can deny (AWS STS API reference); and the one that is
/// evaluated with the policy of the role.
const FREE: &[&str] = &["sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRole"];

/// S3's actions that have another name where a version is meant.
const VERSIONED: &[(&str, &str)] = &[
    ("DeleteObject", "DeleteObjectVersion"),
    ("DeleteObjectTagging", "DeleteObjectVersionTagging"),
    ("GetObject", "GetObjectVersion"),
    ("GetObjectAcl", "GetObjectVersionAcl"),
    ("GetObjectAttributes", "GetObjectVersionAttributes"),
    ("GetObjectTagging", "GetObjectVersionTagging"),
    ("PutObjectAcl", "PutObjectVersionAcl"),
    ("PutObjectTagging", "PutObjectVersionTagging"),
];

/// The one that is allowed or denied object by object.
const EACH: (&str, &str) = ("s3", "DeleteObjects");

/// The action of a call: `s3:ListBucket`.
pub(super) fn of(model: Model, input: &Value) -> String {
    let signs = model.service.signing_name.as_str();
    let prefix = PREFIXES
        .iter()
        .find(|(name, _)| *name == signs)
        .map_or(signs, |(_, prefix)| prefix);
    let operation = model.operation.name.as_str();
    let name = match prefix {
        "s3" => S3
            .iter()
            .find(|(name, _)| *name == operation)
            .map(|(_, action)| *action),
        "lambda" if operation == "Invoke" => Some("InvokeFunction"),
        _ => None,
    };
    let mut name = name.unwrap_or(operation);
    if prefix == "s3" && !input.get("VersionId").is_null() {
        let versioned = VERSIONED.iter().find(|(plain, _)| *plain == name);
        name = versioned.map_or(name, |(_, action)| action);
    }
    format!("{prefix}:{name}")
}

/// True where everybody may, or the handler asks.
pub(super) fn is_free(model: Model, action: &str) -> bool {
    let (service, operation) = (model.service.name.as_str(), model.operation.name.as_str());
    FREE.contains(&action) || (service, operation) == EACH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;

    #[test]
    fn actions_are_named_as_policies_name_them() {
        for (service, operation, action) in [
            ("ec2", "RunInstances", "ec2:RunInstances"),
            ("s3", "ListObjectsV2", "s3:ListBucket"),
            ("logs", "CreateLogGroup", "logs:CreateLogGroup"),
            ("cloudwatch", "PutMetricAlarm", "cloudwatch:PutMetricAlarm"),
            ("inspector2", "Enable", "inspector2:Enable"),
            (
                "elbv2",
                "CreateLoadBalancer",
                "elasticloadbalancing:CreateLoadBalancer",
            ),
        ] {
            assert_eq!(of(Model::of(service, operation).unwrap(), &Value::map()), action);
        }
        let s3 = Catalogue::embedded().service("s3").unwrap();
        for (operation, _) in S3 {
            assert!(s3.operation(operation).is_some(), "{operation}");
        }
    }
}
