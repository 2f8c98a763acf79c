//! The class of each operation against the access level that AWS gives the action of that name: what AWS calls Write,
//! Permissions management or Tagging must mutate, what it calls List or Read must not.
//!
//! An operation and its action mostly share a name; where they do not, [`ACTIONS`] says so, and what has no action is
//! counted.

use super::oracle::{lines, script, text};
use runbook::api::{Catalogue, Operation, Service};
use std::collections::{BTreeMap, HashMap};

/// The services of the workshop, of which every operation must agree but for [`EXCEPTIONS`].
const WORKSHOP: &[&str] = &[
    "accessanalyzer",
    "acm",
    "athena",
    "autoscaling",
    "cloudformation",
    "cloudtrail",
    "cloudwatch",
    "config",
    "detective",
    "ec2",
    "elbv2",
    "events",
    "glue",
    "guardduty",
    "iam",
    "inspector2",
    "kms",
    "lambda",
    "logs",
    "macie2",
    "network-firewall",
    "organizations",
    "ram",
    "route53",
    "s3",
    "secretsmanager",
    "securityhub",
    "sns",
    "ssm",
    "sso-admin",
    "sts",
    "wafv2",
];

/// Operations of the workshop's services whose class is not AWS's level, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "athena:GetSessionEndpoint",
        "hands out an address and a token; the session was there before",
    ),
    (
        "cloudtrail:CancelQuery",
        "ends the reader's own query; nothing of the account changes",
    ),
    ("cloudtrail:StartQuery", "a query of the event store reads it"),
    (
        "config:DeliverConfigSnapshot",
        "puts a file into a bucket of the account",
    ),
    (
        "ec2:StartDeclarativePoliciesReport",
        "puts a report into a bucket of the account",
    ),
    (
        "glue:DescribeConnectionType",
        "describes; AWS files it with the permissions of the connectors",
    ),
    (
        "glue:DescribeEntity",
        "describes; AWS files it with the permissions of the connectors",
    ),
    (
        "glue:ListConnectionTypes",
        "lists; AWS files it with the permissions of the connectors",
    ),
    (
        "glue:ListEntities",
        "lists; AWS files it with the permissions of the connectors",
    ),
    ("kms:Decrypt", "computes with a key; the key stays as it is"),
    ("kms:Encrypt", "computes with a key; the key stays as it is"),
    (
        "kms:GenerateDataKey",
        "computes with a key; what it makes is kept nowhere",
    ),
    (
        "kms:GenerateDataKeyWithoutPlaintext",
        "computes with a key; what it makes is kept nowhere",
    ),
    ("kms:GenerateMac", "computes with a key; the key stays as it is"),
    ("kms:GenerateRandom", "random bytes; there is nothing to change"),
    ("kms:ReEncrypt", "computes with two keys; both stay as they are"),
    ("kms:Sign", "computes with a key; the key stays as it is"),
    ("kms:Verify", "computes with a key; the key stays as it is"),
    ("kms:VerifyMac", "computes with a key; the key stays as it is"),
    (
        "secretsmanager:ValidateResourcePolicy",
        "judges a policy without attaching it",
    ),
    (
        "sts:AssumeRole",
        "hands out credentials; the account stays as it is",
    ),
    (
        "sts:AssumeRoleWithSAML",
        "hands out credentials; the account stays as it is",
    ),
    (
        "sts:AssumeRoleWithWebIdentity",
        "hands out credentials; the account stays as it is",
    ),
    (
        "sts:AssumeRoot",
        "hands out credentials; the account stays as it is",
    ),
    ("sts:DecodeAuthorizationMessage", "decodes a text"),
    (
        "sts:GetDelegatedAccessToken",
        "hands out credentials; the account stays as it is",
    ),
    (
        "sts:GetWebIdentityToken",
        "hands out a token; the account stays as it is",
    ),
];

/// Services whose actions begin with another prefix than the name they sign with.
const PREFIXES: &[(&str, &str)] = &[("cloudwatch", "cloudwatch"), ("sso-admin", "sso")];

/// Operations whose action has another name: S3 names its actions by what is permitted, not by the call.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html>
const ACTIONS: &[(&str, &str, &str)] = &[
    ("kms", "ReEncrypt", "ReEncryptFrom"),
    ("lambda", "Invoke", "InvokeFunction"),
    ("lambda", "InvokeWithResponseStream", "InvokeFunction"),
    ("s3", "CompleteMultipartUpload", "PutObject"),
    ("s3", "CopyObject", "PutObject"),
    (
        "s3",
        "CreateBucketMetadataConfiguration",
        "CreateBucketMetadataTableConfiguration",
    ),
    ("s3", "CreateMultipartUpload", "PutObject"),
    (
        "s3",
        "DeleteBucketAnalyticsConfiguration",
        "PutAnalyticsConfiguration",
    ),
    ("s3", "DeleteBucketCors", "PutBucketCORS"),
    ("s3", "DeleteBucketEncryption", "PutEncryptionConfiguration"),
    (
        "s3",
        "DeleteBucketIntelligentTieringConfiguration",
        "PutIntelligentTieringConfiguration",
    ),
    (
        "s3",
        "DeleteBucketInventoryConfiguration",
        "PutInventoryConfiguration",
    ),
    ("s3", "DeleteBucketLifecycle", "PutLifecycleConfiguration"),
    (
        "s3",
        "DeleteBucketMetadataConfiguration",
        "DeleteBucketMetadataTableConfiguration",
    ),
    (
        "s3",
        "DeleteBucketMetricsConfiguration",
        "PutMetricsConfiguration",
    ),
    (
        "s3",
        "DeleteBucketOwnershipControls",
        "PutBucketOwnershipControls",
    ),
    ("s3", "DeleteBucketReplication", "PutReplicationConfiguration"),
    ("s3", "DeleteBucketTagging", "PutBucketTagging"),
    ("s3", "DeleteObjects", "DeleteObject"),
    ("s3", "DeletePublicAccessBlock", "PutBucketPublicAccessBlock"),
    (
        "s3",
        "GetBucketAccelerateConfiguration",
        "GetAccelerateConfiguration",
    ),
    (
        "s3",
        "GetBucketAnalyticsConfiguration",
        "GetAnalyticsConfiguration",
    ),
    ("s3", "GetBucketEncryption", "GetEncryptionConfiguration"),
    (
        "s3",
        "GetBucketIntelligentTieringConfiguration",
        "GetIntelligentTieringConfiguration",
    ),
    (
        "s3",
        "GetBucketInventoryConfiguration",
        "GetInventoryConfiguration",
    ),
    ("s3", "GetBucketLifecycle", "GetLifecycleConfiguration"),
    (
        "s3",
        "GetBucketLifecycleConfiguration",
        "GetLifecycleConfiguration",
    ),
    (
        "s3",
        "GetBucketMetadataConfiguration",
        "GetBucketMetadataTableConfiguration",
    ),
    ("s3", "GetBucketMetricsConfiguration", "GetMetricsConfiguration"),
    (
        "s3",
        "GetBucketNotificationConfiguration",
        "GetBucketNotification",
    ),
    ("s3", "GetBucketReplication", "GetReplicationConfiguration"),
    (
        "s3",
        "GetObjectLockConfiguration",
        "GetBucketObjectLockConfiguration",
    ),
    ("s3", "GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
    ("s3", "HeadBucket", "ListBucket"),
    ("s3", "HeadObject", "GetObject"),
    (
        "s3",
        "ListBucketAnalyticsConfigurations",
        "GetAnalyticsConfiguration",
    ),
    (
        "s3",
        "ListBucketIntelligentTieringConfigurations",
        "GetIntelligentTieringConfiguration",
    ),
    (
        "s3",
        "ListBucketInventoryConfigurations",
        "GetInventoryConfiguration",
    ),
    ("s3", "ListBucketMetricsConfigurations", "GetMetricsConfiguration"),
    ("s3", "ListBuckets", "ListAllMyBuckets"),
    ("s3", "ListMultipartUploads", "ListBucketMultipartUploads"),
    ("s3", "ListObjectVersions", "ListBucketVersions"),
    ("s3", "ListObjects", "ListBucket"),
    ("s3", "ListObjectsV2", "ListBucket"),
    ("s3", "ListParts", "ListMultipartUploadParts"),
    (
        "s3",
        "PutBucketAccelerateConfiguration",
        "PutAccelerateConfiguration",
    ),
    (
        "s3",
        "PutBucketAnalyticsConfiguration",
        "PutAnalyticsConfiguration",
    ),
    ("s3", "PutBucketEncryption", "PutEncryptionConfiguration"),
    (
        "s3",
        "PutBucketIntelligentTieringConfiguration",
        "PutIntelligentTieringConfiguration",
    ),
    (
        "s3",
        "PutBucketInventoryConfiguration",
        "PutInventoryConfiguration",
    ),
    ("s3", "PutBucketLifecycle", "PutLifecycleConfiguration"),
    (
        "s3",
        "PutBucketLifecycleConfiguration",
        "PutLifecycleConfiguration",
    ),
    ("s3", "PutBucketMetricsConfiguration", "PutMetricsConfiguration"),
    (
        "s3",
        "PutBucketNotificationConfiguration",
        "PutBucketNotification",
    ),
    ("s3", "PutBucketReplication", "PutReplicationConfiguration"),
    (
        "s3",
        "PutObjectLockConfiguration",
        "PutBucketObjectLockConfiguration",
    ),
    ("s3", "PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
    ("s3", "SelectObjectContent", "GetObject"),
    ("s3", "UploadPart", "PutObject"),
    ("s3", "UploadPartCopy", "PutObject"),
    ("sns", "PublishBatch", "Publish"),
];

/// At least so many of a hundred operations of all services agree, of those that have an action.
const FLOOR: f64 = 99.4;

/// The level of each action by prefix and name; names in lower case, for their spelling differs (`Cors`, `CORS`).
struct Levels(HashMap<String, HashMap<String, String>>);

impl Levels {
    fn ask() -> Levels {
        let mut levels: HashMap<String, HashMap<String, String>> = HashMap::new();
        lines(&mut script("access_levels.py"), |line| {
            let of_prefix = levels.entry(text(line, "prefix").to_owned()).or_default();
            of_prefix.insert(
                text(line, "action").to_lowercase(),
                text(line, "level").to_owned(),
            );
        });
        Levels(levels)
    }

    /// The actions of a service: those under the name that it signs with, as nearly all are.
    fn of(&self, service: &Service) -> Option<&HashMap<String, String>> {
        let by_hand = PREFIXES.iter().find(|(name, _)| *name == service.name);
        let id = service.service_id.to_lowercase();
        let names = [
            service.signing_name.clone(),
            service.endpoint_prefix.clone(),
            service.name.clone(),
            id.replace(' ', "-"),
            id.replace(' ', ""),
        ];
        let mut prefixes = by_hand
            .map(|(_, prefix)| *prefix)
            .into_iter()
            .chain(names.iter().map(String::as_str));
        prefixes.find_map(|prefix| self.0.get(prefix))
    }

    /// True where AWS says that an operation changes something; none where it says nothing.
    fn mutates(&self, service: &Service, operation: &Operation) -> Option<bool> {
        let by_hand = ACTIONS
            .iter()
            .find(|(of, name, _)| *of == service.name && *name == operation.name);
        let action = by_hand.map_or(operation.name.as_str(), |(_, _, action)| action);
        let level = self.of(service)?.get(&action.to_lowercase())?;
        Some(match level.as_str() {
            "List" | "Read" => false,
            "Write" | "Permissions management" | "Tagging" => true,
            other => panic!("there is a new level, {other}"),
        })
    }
}

#[test]
fn what_aws_calls_a_write_mutates_and_what_it_calls_a_read_does_not() {
    let levels = Levels::ask();
    let mut differing: BTreeMap<String, String> = BTreeMap::new();
    let (mut compared, mut without) = (0, BTreeMap::new());
    for name in Catalogue::embedded().names() {
        let service = Catalogue::embedded().service(name).unwrap();
        for operation in service.operations() {
            match levels.mutates(service, operation) {
                None => *without.entry(name).or_insert(0) += 1,
                Some(mutates) => {
                    compared += 1;
                    if mutates != operation.class.mutates() {
                        let told = format!(
                            "{:?} here, AWS says that it {}",
                            operation.class,
                            if mutates { "writes" } else { "reads" }
                        );
                        differing.insert(format!("{name}:{}", operation.name), told);
                    }
                }
            }
        }
    }
    for (at, told) in &differing {
        println!("  {at}: {told}");
    }
    let agreed = f64::from(compared - u32::try_from(differing.len()).unwrap()) / f64::from(compared) * 100.0;
    println!(
        "all services: {compared} operations with an action, {} differ, {agreed:.2} % agree; {} without an action: {without:?}",
        differing.len(),
        without.values().sum::<usize>()
    );
    let of_workshop = |at: &&String| {
        at.split_once(':')
            .is_some_and(|(service, _)| WORKSHOP.contains(&service))
    };
    let found: Vec<&String> = differing.keys().filter(of_workshop).collect();
    let excepted: Vec<&str> = EXCEPTIONS.iter().map(|(at, _)| *at).collect();
    assert_eq!(
        found, excepted,
        "operations of the workshop that differ, and those that are excepted by name"
    );
    assert!(agreed >= FLOOR, "{agreed:.2} % agree");
    for name in WORKSHOP {
        let operations = Catalogue::embedded().service(name).unwrap().operations().count();
        assert!(
            without.get(name).is_none_or(|missing| *missing < operations),
            "{name} has no actions"
        );
    }
    for (service, name, _) in ACTIONS {
        let service = Catalogue::embedded().service(service).unwrap();
        let operation = service.operation(name);
        assert!(
            operation.is_some_and(|operation| levels.mutates(service, operation).is_some()),
            "{name}"
        );
    }
}
