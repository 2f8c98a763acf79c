//! Putting objects.

use super::policy::admits;
use super::stored::{self, OBJECT};
use super::{acl, bucket_of, checksum, tagging, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::s3::stored::{BODY, PART, UPLOAD};
use crate::value;
use crate::value::Value;

/// Objects.
pub(super) static FAMILY: Family = Family {
    resources: &[&OBJECT, &BODY, &UPLOAD, &PART],
    moves: &[("PutObject", Move::Do(put))],
    ..Family::NONE
};

/// What goes with an object and comes back with it.
const HEADERS: &[&str] = &[
    "CacheControl",
    "ContentDisposition",
    "ContentEncoding",
    "ContentLanguage",
    "ContentType",
    "Expires",
    "Metadata",
    "WebsiteRedirectLocation",
];

/// The largest body of one PutObject, and of one part.
const LARGEST: usize = 5 * 1024 * 1024 * 1024;

/// The bytes of a body.
pub(super) fn bytes(given: &Given<'_>) -> Result<Vec<u8>, Refusal> {
    let bytes = match given.value("Body") {
        Value::Blob(bytes) => bytes.clone(),
        body => body.text().as_bytes().to_vec(),
    };
    let said = given.int("ContentLength");
    if said.is_some_and(|said| usize::try_from(said).ok() != Some(bytes.len())) {
        let message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
        return Err(Refusal::new("IncompleteBody", message).status(400));
    }
    if bytes.len() > LARGEST {
        let message = "Your proposed upload exceeds the maximum allowed size";
        return Err(Refusal::new("EntityTooLarge", message).status(400));
    }
    Ok(bytes)
}

/// The key that a call names.
pub(super) fn key<'a>(given: &Given<'a>) -> Result<&'a str, Refusal> {
    let key = given.text("Key");
    if key.len() > 1024 {
        return Err(Refusal::new("KeyTooLongError", "Your key is too long").status(400));
    }
    Ok(key)
}

/// What a new object says of itself: its headers, storage class and tags.
pub(super) fn described(call: &Call<'_>, given: &Given<'_>, bucket: &str) -> Result<Value, Refusal> {
    acl::canned(call, bucket, given.opt("ACL"))?;
    let mut headers = Value::map();
    for member in HEADERS {
        let value = given.value(member);
        if !value.is_null() {
            headers.set(member, value);
        }
    }
    if headers.get("ContentType").is_null() {
        headers.set("ContentType", "binary/octet-stream");
    }
    let spoken: usize = headers
        .get("Metadata")
        .as_map()
        .into_iter()
        .flatten()
        .map(|(name, value)| name.len() + value.text().len())
        .sum();
    if spoken > 2048 {
        let message = "Your metadata headers exceed the maximum allowed metadata size";
        return Err(Refusal::new("MetadataTooLarge", message).status(400));
    }
    match given.opt("ServerSideEncryption").unwrap_or("AES256") {
        "AES256" => headers.set("ServerSideEncryption", "AES256"),
        other => {
            return Err(Refusal::unmodelled(&format!(
                "ServerSideEncryption={other} of S3"
            )));
        }
    }
    let mut record = value!({ "_headers": headers });
    if let Some(class) = given.opt("StorageClass") {
        record.set("StorageClass", class);
    }
    if let Some(tags) = given.opt("Tagging") {
        record.set("_tags", tagging::parse(tags)?);
    }
    Ok(record)
}

/// That what is there now is what the caller says: `IfNoneMatch` and `IfMatch` of a write.
pub(super) fn unchanged(call: &Call<'_>, given: &Given<'_>, bucket: &str, key: &str) -> Result<(), Refusal> {
    let there = stored::youngest(call, bucket, key).filter(|object| object.get("_marker").is_null());
    match given.opt("IfNoneMatch") {
        None => {}
        Some("*") if there.is_none() => {}
        Some("*") => return Err(precondition()),
        Some(_) => return Err(unfit("If-None-Match takes '*' alone in a conditional write")),
    }
    if let Some(tag) = given.opt("IfMatch") {
        let there = there.ok_or_else(|| OBJECT.is_absent(key).status(404))?;
        if bare(there.get("ETag").text()) != bare(tag) {
            return Err(precondition());
        }
    }
    Ok(())
}

/// The refusal of a condition that does not hold.
pub(super) fn precondition() -> Refusal {
    let message = "At least one of the pre-conditions you specified did not hold";
    Refusal::new("PreconditionFailed", message).status(412)
}

/// An ETag without its quotes.
pub(super) fn bare(tag: &str) -> &str {
    tag.trim_matches('"')
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let key = key(given)?;
    let bytes = bytes(given)?;
    unchanged(call, given, bucket, key)?;
    let mut record = described(call, given, bucket)?;
    record.set("ETag", format!("\"{}\"", checksum::md5(&bytes)));
    record.set("_sums", checksum::of(given, &bytes)?);
    let made = stored::put(call, bucket, key, record, Some(bytes))?;
    let mut answer = value!({
        "ETag": (made.get("ETag")),
        "ServerSideEncryption": "AES256",
        "ChecksumType": "FULL_OBJECT",
        "VersionId": (shown(call, bucket, &made)),
    });
    extend(&mut answer, made.get("_sums"));
    Ok(answer)
}

/// Adds the members of one structure to another.
pub(super) fn extend(answer: &mut Value, members: &Value) {
    for (name, value) in members.as_map().into_iter().flatten() {
        answer.set(name, value);
    }
}

/// The version of an object as answers show it: where the bucket never kept versions, not at all.
pub(super) fn shown(call: &Call<'_>, bucket: &str, object: &Value) -> Value {
    if stored::versioning(call, bucket).is_empty() {
        Value::Null
    } else {
        object.get("VersionId").clone()
    }
}

/// The id of the version that a call names by `Key` and `VersionId`, and the version as an answer shows it.
///
/// # Errors
/// No such key or version; a delete marker.
pub(super) fn version_of(
    call: &Call<'_>,
    given: &Given<'_>,
    bucket: &str,
) -> Result<(String, Value), Refusal> {
    find(call, bucket, key(given)?, given.opt("VersionId"))
}

/// The same, by its parts.
pub(super) fn find(
    call: &Call<'_>,
    bucket: &str,
    key: &str,
    version: Option<&str>,
) -> Result<(String, Value), Refusal> {
    let found = match version {
        Some(version) => {
            let found = call.found(&OBJECT, &stored::id(bucket, key, version));
            let found = found.ok_or_else(|| {
                Refusal::new("NoSuchVersion", "The specified version does not exist.").status(404)
            })?;
            if !found.get("_marker").is_null() {
                let message = "The specified method is not allowed against this resource.";
                return Err(Refusal::new("MethodNotAllowed", message).status(405));
            }
            found
        }
        None => {
            let found = stored::youngest(call, bucket, key).filter(|object| object.get("_marker").is_null());
            match found {
                Some(found) => found,
                None => {
                    // Who may not list the bucket is not told what is in it (S3 API reference, GetObject).
                    admits(call, bucket, "s3:ListBucket", &format!("arn:aws:s3:::{bucket}"))?;
                    return Err(OBJECT.is_absent(key).status(404));
                }
            }
        }
    };
    let id = stored::id(bucket, key, found.get("VersionId").text());
    Ok((id, shown(call, bucket, found)))
}
