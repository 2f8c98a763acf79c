//! Copying objects.

use super::object::{described, extend, find, key, shown, unchanged};
use super::policy::admits;
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

/// What is copied.
pub(super) struct Source {
    /// The id of the version.
    pub(super) id: String,
    /// The version as an answer shows it.
    pub(super) version: Value,
    /// The version's record.
    pub(super) object: Value,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// The source of a copy, which may be another account's: the caller must be allowed to read it.
pub(super) fn read(call: &mut Call<'_>, given: &Given<'_>) -> Result<Source, Refusal> {
    let (bucket, key, version) = source(given)?;
    let owner = call.owner_of(&super::BUCKET, &bucket).map(str::to_owned);
    let owner = owner
        .ok_or_else(|| Refusal::new("NoSuchBucket", "The specified bucket does not exist").status(404))?;
    let action = match version {
        Some(_) => "s3:GetObjectVersion",
        None => "s3:GetObject",
    };
    admits(call, &bucket, action, &format!("arn:aws:s3:::{bucket}/{key}"))?;
    call.elsewhere(&owner, |call| {
        let (id, version) = find(call, &bucket, &key, version.as_deref())?;
        Ok(Source {
            version,
            object: call.get(&OBJECT, &id)?.clone(),
            bytes: stored::body(call, &id)?.to_vec(),
            id,
        })
    })
}

fn copy(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let key = key(given)?;
    let Source {
        id: from,
        version: from_version,
        object: was,
        bytes,
    } = read(call, given)?;
    unchanged(call, given, bucket, key)?;
    let anew = given.opt("MetadataDirective") == Some("REPLACE");
    let tagged_anew = given.opt("TaggingDirective") == Some("REPLACE");
    let itself = from == stored::id(bucket, key, was.get("VersionId").text());
    if itself && !anew && !given.has("StorageClass") && !given.has("ServerSideEncryption") {
        let message = "This copy request is illegal because it is trying to copy an object to itself without changing \
            the object's metadata, storage class, website redirect location or encryption attributes.";
        return Err(Refusal::new("InvalidRequest", message).status(400));
    }
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
