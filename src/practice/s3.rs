//! S3: buckets, what is set on them, and objects.
//!
//! Buckets have no region in the world: their names are taken for all accounts, and a call finds its bucket wherever it
//! was sent, as a client that follows S3's redirects would. A body is a record of its own (`s3:body`), so that tagging
//! an object does not write its content into the log again. Wording, statuses and limits are AWS's (S3 API reference,
//! "Error responses", "Bucket naming rules", read 2026-11-24).

mod acl;
mod bucket;
mod checksum;
mod copy;
mod delete;
mod list;
mod multipart;
mod name;
mod object;
mod policy;
mod read;
mod setting;
mod stored;
mod tagging;

use super::call::Call;
use super::given::Given;
use super::refusal::Refusal;
use super::registry::Service;
use crate::value;
use crate::value::Value;
use sha2::{Digest, Sha256};

pub(super) use bucket::BUCKET;

pub(super) use policy::{owned, welcome, welcomes};
pub(super) use stored::deliver;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "s3",
    families: &[
        &acl::FAMILY,
        &bucket::FAMILY,
        &copy::FAMILY,
        &delete::FAMILY,
        &list::FAMILY,
        &multipart::FAMILY,
        &object::FAMILY,
        &policy::FAMILY,
        &read::FAMILY,
        &setting::FAMILY,
        &tagging::FAMILY,
    ],
    data: DATA,
    owned: Some(owned),
    ..Service::NONE
};

/// What is done to objects (AWS: *Amazon S3 CloudTrail events*).
const DATA: &[&str] = &[
    "AbortMultipartUpload",
    "CompleteMultipartUpload",
    "CopyObject",
    "CreateMultipartUpload",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjects",
    "PutObject",
    "PutObjectAcl",
    "PutObjectTagging",
    "UploadPart",
    "UploadPartCopy",
];

/// The name of the bucket that a call is about, which belongs to whom the caller expects. The call works in its owner's
/// account by now, and was admitted there.
fn bucket_of<'a>(call: &Call<'_>, given: &Given<'a>) -> Result<&'a str, Refusal> {
    let name = given.text("Bucket");
    let expected = given.opt("ExpectedBucketOwner");
    // Who pays does not matter here.
    given.opt("RequestPayer");
    let owner = call.owner_of(&BUCKET, name);
    if expected.is_some_and(|expected| owner.is_some_and(|owner| owner != expected)) {
        return Err(denied());
    }
    match owner {
        Some(_) => Ok(name),
        None => Err(Refusal::new("NoSuchBucket", "The specified bucket does not exist").status(404)),
    }
}

/// What a front door that knows nothing of policies says.
fn denied() -> Refusal {
    Refusal::new("AccessDenied", "Access Denied").status(403)
}

/// The refusal of an argument.
fn unfit(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidArgument", message)
}

/// The canonical id of an account, 64 hexadecimal digits.
fn canonical(account: &str) -> String {
    let digest = Sha256::digest(format!("canonical user of {account}"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An account as owner.
fn owner(account: &str) -> Value {
    value!({ "ID": (canonical(account)) })
}

/// The MD5 of a request's body is the wire's matter: by the time an input is here, there is no body to hash.
fn transfer(given: &Given<'_>) {
    given.opt("ContentMD5");
    given.opt("ChecksumAlgorithm");
}

#[cfg(test)]
mod tests;
