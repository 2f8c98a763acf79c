//! The actions that operations need, as policies name them.
//!
//! Mostly an action is its operation's name behind the service's prefix. Source of the differences: AWS's "Service
//! Authorization Reference", read 2026-11-24.

use super::Service;

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

/// Operations that need no permission, and that no policy can deny (AWS STS API reference).
const FREE: &[&str] = &["sts:GetCallerIdentity", "sts:GetSessionToken"];

/// S3's actions that have another name where a version is meant.
const VERSIONED: &[(&str, &str)] = &[
    ("s3:DeleteObject", "s3:DeleteObjectVersion"),
    ("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
    ("s3:GetObject", "s3:GetObjectVersion"),
    ("s3:GetObjectAcl", "s3:GetObjectVersionAcl"),
    ("s3:GetObjectAttributes", "s3:GetObjectVersionAttributes"),
    ("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
    ("s3:PutObjectAcl", "s3:PutObjectVersionAcl"),
    ("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
];

/// The action of an operation: `s3:ListBucket`.
#[must_use]
pub fn action(service: &Service, operation: &str) -> String {
    let signs = service.signing_name.as_str();
    let prefix = PREFIXES
        .iter()
        .find(|(name, _)| *name == signs)
        .map_or(signs, |(_, prefix)| prefix);
    let name = match prefix {
        "s3" => S3
            .iter()
            .find(|(name, _)| *name == operation)
            .map(|(_, action)| *action),
        "lambda" if operation == "Invoke" => Some("InvokeFunction"),
        _ => None,
    };
    format!("{prefix}:{}", name.unwrap_or(operation))
}

/// The same where a version of an object is meant.
#[must_use]
pub fn action_on_version(action: &str) -> &str {
    VERSIONED
        .iter()
        .find(|(plain, _)| *plain == action)
        .map_or(action, |(_, versioned)| versioned)
}

/// True for an action that needs no permission.
#[must_use]
pub fn is_free(action: &str) -> bool {
    FREE.contains(&action)
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
            let service = Catalogue::embedded().service(service).unwrap();
            assert_eq!(super::action(service, operation), action);
        }
        assert_eq!(action_on_version("s3:GetObject"), "s3:GetObjectVersion");
        assert_eq!(action_on_version("s3:PutObject"), "s3:PutObject");
        let s3 = Catalogue::embedded().service("s3").unwrap();
        for (operation, _) in S3 {
            assert!(s3.operation(operation).is_some(), "{operation}");
        }
    }
}
