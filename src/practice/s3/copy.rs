//! Copying objects.

use super::object::{described, extend, find, key, shown, unchanged};
use super::stored::{self, OBJECT};
use super::{bucket_of, checksum, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use percent_encoding::percent_decode_str;

/// Copying.
pub(super) static FAMILY: Family = Family {
    moves: &[("CopyObject", Move::Do(copy))],
    ..Family::NONE
};

/// The bucket, key and version that a `CopySource` names.
pub(super) fn source(given: &Given<'_>) -> Result<(String, String, Option<String>), Refusal> {
    let text = given.text("CopySource");
    let (path, version) = match text.split_once("?versionId=") {
        Some((path, version)) => (path, Some(version.to_owned())),
        None => (text, None),
    };
    let path = percent_decode_str(path).decode_utf8_lossy();
    let path = path.trim_start_matches('/');
    match path.split_once('/') {
        Some((bucket, key)) if !bucket.is_empty() && !key.is_empty() => {
            Ok((bucket.to_owned(), key.to_owned(), version))
        }
        _ => {
            let message = "Copy Source must mention the source bucket and key: sourcebucket/sourcekey";
            Err(unfit(message))
        }
    }
}

/// The id of the source of a copy, which must be the account's.
pub(super) fn source_id(call: &Call<'_>, given: &Given<'_>) -> Result<(String, Value), Refusal> {
    let (bucket, key, version) = source(given)?;
    match call.owner_of(&super::BUCKET, &bucket) {
        Some(owner) if owner == call.account => find(call, &bucket, &key, version.as_deref()),
        Some(_) => Err(super::denied()),
        None => Err(Refusal::new("NoSuchBucket", "The specified bucket does not exist").status(404)),
    }
}

fn copy(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let key = key(given)?;
    let (from, from_version) = source_id(call, given)?;
    unchanged(call, given, bucket, key)?;
    let anew = given.opt("MetadataDirective") == Some("REPLACE");
    let tagged_anew = given.opt("TaggingDirective") == Some("REPLACE");
    let itself = from == stored::id(bucket, key, call.get(&OBJECT, &from)?.get("VersionId").text());
    if itself && !anew && !given.has("StorageClass") && !given.has("ServerSideEncryption") {
        let message = "This copy request is illegal because it is trying to copy an object to itself without changing \
            the object's metadata, storage class, website redirect location or encryption attributes.";
        return Err(Refusal::new("InvalidRequest", message).status(400));
    }
    let bytes = stored::body(call, &from)?.to_vec();
    let was = call.get(&OBJECT, &from)?.clone();
    let mut record = described(call, given, bucket)?;
    if !anew {
        record.set("_headers", was.get("_headers"));
    }
    if !tagged_anew {
        record.set("_tags", was.get("_tags"));
    }
    record.set("ETag", format!("\"{}\"", checksum::md5(&bytes)));
    // A copy has the checksum of its source, or another that is asked for.
    let sums = match given.opt("ChecksumAlgorithm") {
        Some(_) => checksum::of(given, &bytes)?,
        None => was.get("_sums").clone(),
    };
    record.set("_sums", sums);
    let made = stored::put(call, bucket, key, record, Some(bytes))?;
    let mut result = value!({
        "ETag": (made.get("ETag")),
        "LastModified": (made.get("LastModified")),
        "ChecksumType": "FULL_OBJECT",
    });
    extend(&mut result, made.get("_sums"));
    Ok(value!({
        "CopyObjectResult": result,
        "CopySourceVersionId": from_version,
        "VersionId": (shown(call, bucket, &made)),
        "ServerSideEncryption": "AES256",
    }))
}
