//! Objects as they are kept: one record a version, its body in another.

use super::bucket::whole;
use super::{BUCKET, checksum};
use crate::practice::call::Call;
use crate::practice::compare::mark_delivered;
use crate::practice::refusal::Refusal;
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// A version of an object, or a delete marker (`_marker`). Bucket, headers, checksums, tags and the sizes of its parts
/// are hidden in `_bucket`, `_headers`, `_sums`, `_tags` and `_parts`. The order of the shelf is that of age.
pub(super) static OBJECT: Resource = Resource {
    kind: "s3:object",
    shape: "ObjectVersion",
    absent: ("NoSuchKey", "The specified key does not exist."),
    global: true,
    ..Resource::NONE
};

/// The content of a version, or of a part, under the same id.
pub(super) static BODY: Resource = Resource {
    kind: "s3:body",
    absent: ("InternalError", "The body of '{}' is lost."),
    global: true,
    ..Resource::NONE
};

/// A multipart upload that is going on.
pub(super) static UPLOAD: Resource = Resource {
    kind: "s3:upload",
    shape: "MultipartUpload",
    key: "UploadId",
    absent: (
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or \
         completed.",
    ),
    global: true,
    ..Resource::NONE
};

/// A part of an upload, under the upload's id and its number.
pub(super) static PART: Resource = Resource {
    kind: "s3:part",
    shape: "Part",
    absent: (
        "InvalidPart",
        "One or more of the specified parts could not be found.",
    ),
    global: true,
    ..Resource::NONE
};

/// The largest body that practice keeps: worlds are read whole.
const LARGEST: usize = 256 * 1024 * 1024;

/// The version that an object has where versions are not kept.
pub(super) const NULL: &str = "null";

/// Versions hold no question mark, so that the last one parts them from the key.
pub(super) fn id(bucket: &str, key: &str, version: &str) -> String {
    format!("{bucket}/{key}?versionId={version}")
}

/// Whether a bucket keeps versions: `Enabled`, `Suspended`, or nothing.
pub(super) fn versioning<'c>(call: &'c Call<'_>, bucket: &str) -> &'c str {
    call.found(&BUCKET, bucket)
        .map_or("", |bucket| bucket.at("_VersioningConfiguration.Status").text())
}

/// All versions in a bucket, the older before the younger.
pub(super) fn all<'c>(call: &'c Call<'_>, bucket: &str) -> impl Iterator<Item = (&'c str, &'c Value)> {
    call.all(&OBJECT)
        .filter(move |object| object.get("_bucket").text() == bucket)
        .map(|object| (object.get("Key").text(), object))
}

/// The youngest version of a key, which may be a delete marker.
pub(super) fn youngest<'c>(call: &'c Call<'_>, bucket: &str, key: &str) -> Option<&'c Value> {
    if versioning(call, bucket).is_empty() {
        return call.found(&OBJECT, &id(bucket, key, NULL));
    }
    all(call, bucket)
        .filter(|(known, _)| *known == key)
        .last()
        .map(|(_, object)| object)
}

/// The bytes of a body.
///
/// # Errors
/// One that the world should hold and does not.
pub(super) fn body<'c>(call: &'c Call<'_>, id: &str) -> Result<&'c [u8], Refusal> {
    match call.get(&BODY, id)?.get("_bytes") {
        Value::Blob(bytes) => Ok(bytes),
        _ => Ok(&[]),
    }
}

/// Keeps a body.
///
/// # Errors
/// One that is larger than practice keeps.
pub(super) fn keep_body(call: &mut Call<'_>, id: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::unmodelled("an object of more than 256 MiB"));
    }
    call.keep(&BODY, id, value!({ "_bytes": bytes }));
    Ok(())
}

/// Puts a new version in place: a further one where the bucket keeps versions, else instead of what is there. The
/// version's own members are filled in; gives the version.
pub(super) fn put(
    call: &mut Call<'_>,
    bucket: &str,
    key: &str,
    mut record: Value,
    bytes: Option<Vec<u8>>,
) -> Result<Value, Refusal> {
    let version = match versioning(call, bucket) {
        "Enabled" => call.mint(&OBJECT).hex(32),
        _ => NULL.to_owned(),
    };
    let id = id(bucket, key, &version);
    remove(call, &id)?;
    record.set("Key", key);
    record.set("VersionId", version);
    record.set("LastModified", whole(call.now()));
    record.set("_bucket", bucket);
    if let Some(bytes) = bytes {
        record.set("Size", bytes.len());
        record.set(
            "StorageClass",
            record
                .get("StorageClass")
                .as_text()
                .unwrap_or("STANDARD")
                .to_owned(),
        );
        keep_body(call, &id, bytes)?;
    }
    call.keep(&OBJECT, &id, record.clone());
    Ok(record)
}

/// Takes a version away with its body, if it is there.
pub(super) fn remove(call: &mut Call<'_>, id: &str) -> Result<Option<Value>, Refusal> {
    if call.found(&OBJECT, id).is_none() {
        return Ok(None);
    }
    if call.found(&BODY, id).is_some() {
        call.remove(&BODY, id)?;
    }
    call.remove(&OBJECT, id).map(Some)
}

/// An object that a service of AWS puts into the account's bucket.
///
/// # Errors
/// There is no such bucket.
pub(in crate::practice) fn deliver(
    call: &mut Call<'_>,
    bucket: &str,
    key: &str,
    kind: &str,
    bytes: Vec<u8>,
) -> Result<(), Refusal> {
    call.get(&BUCKET, bucket)?;
    let mut record = value!({
        "ETag": (format!("\"{}\"", checksum::md5(&bytes))),
        "_headers": { "ContentType": kind, "ServerSideEncryption": "AES256" },
        "_sums": (checksum::own(&bytes)),
    });
    mark_delivered(&mut record);
    let record = put(call, bucket, key, record, Some(bytes))?;
    let id = id(bucket, key, record.get("VersionId").text());
    call.amend(&BODY, &id, mark_delivered);
    Ok(())
}
