//! What is set on buckets: documents that are put, read as they were put, and taken away.

use super::{BUCKET, bucket_of, transfer};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Settings.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DeleteBucketCors", Move::Do(delete)),
        ("DeleteBucketEncryption", Move::Do(delete)),
        ("DeleteBucketLifecycle", Move::Do(delete)),
        ("DeleteBucketOwnershipControls", Move::Do(delete)),
        ("DeleteBucketTagging", Move::Do(delete)),
        ("DeleteBucketWebsite", Move::Do(delete)),
        ("DeletePublicAccessBlock", Move::Do(delete)),
        ("GetBucketAccelerateConfiguration", Move::Do(get)),
        ("GetBucketCors", Move::Do(get)),
        ("GetBucketEncryption", Move::Do(get)),
        ("GetBucketLifecycleConfiguration", Move::Do(get)),
        ("GetBucketLogging", Move::Do(get)),
        ("GetBucketNotificationConfiguration", Move::Do(get)),
        ("GetBucketOwnershipControls", Move::Do(get)),
        ("GetBucketReplication", Move::Do(get)),
        ("GetBucketRequestPayment", Move::Do(get)),
        ("GetBucketTagging", Move::Do(get)),
        ("GetBucketVersioning", Move::Do(get)),
        ("GetBucketWebsite", Move::Do(get)),
        ("GetObjectLockConfiguration", Move::Do(get)),
        ("GetPublicAccessBlock", Move::Do(get)),
        ("PutBucketAccelerateConfiguration", Move::Do(put)),
        ("PutBucketCors", Move::Do(put)),
        ("PutBucketEncryption", Move::Do(put)),
        ("PutBucketLifecycleConfiguration", Move::Do(put)),
        ("PutBucketLogging", Move::Do(put)),
        ("PutBucketNotificationConfiguration", Move::Do(put)),
        ("PutBucketOwnershipControls", Move::Do(put)),
        ("PutBucketRequestPayment", Move::Do(put)),
        ("PutBucketTagging", Move::Do(put)),
        ("PutBucketVersioning", Move::Do(put)),
        ("PutBucketWebsite", Move::Do(put)),
        ("PutPublicAccessBlock", Move::Do(put)),
    ],
    ..Family::NONE
};

/// One setting.
struct Setting {
    /// What its operations are called after Put, Get and Delete.
    noun: &'static str,
    /// The input member that holds it; kept under the same name with `_`.
    member: &'static str,
    /// The answer has it under that member too; else the answer is the setting itself.
    wrapped: bool,
    /// Code and message where it is not set; none where that is answered with nothing.
    absent: Option<(&'static str, &'static str)>,
}

const fn flat(noun: &'static str, member: &'static str) -> Setting {
    Setting {
        noun,
        member,
        wrapped: false,
        absent: None,
    }
}

static SETTINGS: &[Setting] = &[
    flat("BucketAccelerateConfiguration", "AccelerateConfiguration"),
    flat("BucketLogging", "BucketLoggingStatus"),
    flat("BucketNotificationConfiguration", "NotificationConfiguration"),
    flat("BucketRequestPayment", "RequestPaymentConfiguration"),
    flat("BucketVersioning", "VersioningConfiguration"),
    Setting {
        absent: Some(("NoSuchCORSConfiguration", "The CORS configuration does not exist")),
        ..flat("BucketCors", "CORSConfiguration")
    },
    Setting {
        wrapped: true,
        ..flat("BucketEncryption", "ServerSideEncryptionConfiguration")
    },
    Setting {
        absent: Some((
            "NoSuchLifecycleConfiguration",
            "The lifecycle configuration does not exist",
        )),
        ..flat("BucketLifecycleConfiguration", "LifecycleConfiguration")
    },
    Setting {
        wrapped: true,
        absent: Some((
            "OwnershipControlsNotFoundError",
            "The bucket ownership controls were not found",
        )),
        ..flat("BucketOwnershipControls", "OwnershipControls")
    },
    Setting {
        wrapped: true,
        absent: Some((
            "ReplicationConfigurationNotFoundError",
            "The replication configuration was not found",
        )),
        ..flat("BucketReplication", "ReplicationConfiguration")
    },
    Setting {
        absent: Some(("NoSuchTagSet", "The TagSet does not exist")),
        ..flat("BucketTagging", "Tagging")
    },
    Setting {
        absent: Some((
            "NoSuchWebsiteConfiguration",
            "The specified bucket does not have a website configuration",
        )),
        ..flat("BucketWebsite", "WebsiteConfiguration")
    },
    Setting {
        wrapped: true,
        absent: Some((
            "ObjectLockConfigurationNotFoundError",
            "Object Lock configuration does not exist for this bucket",
        )),
        ..flat("ObjectLockConfiguration", "ObjectLockConfiguration")
    },
    Setting {
        wrapped: true,
        absent: Some((
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        )),
        ..flat("PublicAccessBlock", "PublicAccessBlockConfiguration")
    },
];

/// The setting that an operation is about.
fn of(operation: &str) -> Result<&'static Setting, Refusal> {
    let noun = operation
        .trim_start_matches("Delete")
        .trim_start_matches("Get")
        .trim_start_matches("Put");
    let noun = if noun == "BucketLifecycle" {
        "BucketLifecycleConfiguration"
    } else {
        noun
    };
    SETTINGS
        .iter()
        .find(|setting| setting.noun == noun)
        .ok_or_else(|| Refusal::unmodelled(operation))
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let setting = of(&call.operation)?;
    let bucket = bucket_of(call, given)?;
    transfer(given);
    let document = given.value(setting.member);
    let mut answer = Value::map();
    match setting.noun {
        "BucketVersioning" if document.get("MFADelete").text() == "Enabled" || given.has("MFA") => {
            return Err(Refusal::unmodelled("MFA delete of s3:PutBucketVersioning"));
        }
        "BucketTagging" => super::tagging::check(document)?,
        "BucketLifecycleConfiguration" => {
            let least = given.opt("TransitionDefaultMinimumObjectSize");
            let least = least.unwrap_or("all_storage_classes_128K");
            answer.set("TransitionDefaultMinimumObjectSize", least);
        }
        "BucketNotificationConfiguration" => {
            given.flag("SkipDestinationValidation");
        }
        "BucketLogging" => {
            let target = document.at("LoggingEnabled.TargetBucket").text();
            if !target.is_empty() && call.found(&BUCKET, target).is_none() {
                let message = "The target bucket for logging does not exist";
                return Err(Refusal::new("InvalidTargetBucketForLogging", message).status(400));
            }
        }
        _ => {}
    }
    // Rules get names where the caller gives none.
    let mut document = document.clone();
    if let Some(rules) = document
        .as_map_mut()
        .and_then(|document| document.get_mut("Rules"))
        && setting.noun == "BucketLifecycleConfiguration"
    {
        for rule in rules.as_list_mut().into_iter().flatten() {
            if rule.get("ID").is_null() {
                rule.set("ID", call.random("s3:rule").uuid());
            }
        }
    }
    for (name, value) in answer.as_map().into_iter().flatten() {
        document.set(name, value);
    }
    call.edit(&BUCKET, bucket, |record| {
        record.set(&format!("_{}", setting.member), document);
    })?;
    Ok(answer)
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let setting = of(&call.operation)?;
    let bucket = bucket_of(call, given)?;
    let record = call.get(&BUCKET, bucket)?;
    let document = match (record.get(&format!("_{}", setting.member)), setting.absent) {
        (Value::Null, Some((code, message))) => return Err(Refusal::new(code, message).status(404)),
        (Value::Null, None) => default(setting.noun),
        (document, _) => document.clone(),
    };
    let mut answer = document;
    if setting.wrapped {
        let inner = std::mem::take(&mut answer);
        answer.set(setting.member, inner);
    }
    Ok(answer)
}

/// What a bucket has where nothing was set: S3 encrypts with its own keys, and owners pay.
fn default(noun: &str) -> Value {
    match noun {
        "BucketEncryption" => value!({
            "Rules": [{
                "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" },
                "BucketKeyEnabled": false,
            }],
        }),
        "BucketRequestPayment" => value!({ "Payer": "BucketOwner" }),
        _ => Value::map(),
    }
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let setting = of(&call.operation)?;
    let bucket = bucket_of(call, given)?;
    call.edit(&BUCKET, bucket, |record| {
        if let Some(members) = record.as_map_mut() {
            members.shift_remove(&format!("_{}", setting.member));
        }
    })?;
    Ok(Value::map())
}
