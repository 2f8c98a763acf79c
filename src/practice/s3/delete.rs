//! Deleting objects: for good, or by a marker where the bucket keeps versions.

use super::object::{self, bare};
use super::policy::admits;
use super::stored::{self, NULL, OBJECT};
use super::{bucket_of, transfer};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Deleting.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DeleteObject", Move::Do(delete)),
        ("DeleteObjects", Move::Do(delete_many)),
    ],
    ..Family::NONE
};

/// What became of a deletion.
struct Done {
    /// The version that went, or the marker that came; nothing where no versions are kept.
    version: Value,
    /// It is a delete marker.
    marker: bool,
}

fn gone(call: &mut Call<'_>, bucket: &str, key: &str, version: Option<&str>) -> Result<Done, Refusal> {
    if let Some(version) = version {
        let was = stored::remove(call, &stored::id(bucket, key, version))?;
        return Ok(Done {
            version: Value::from(version),
            marker: was.is_some_and(|was| !was.get("_marker").is_null()),
        });
    }
    if stored::versioning(call, bucket).is_empty() {
        stored::remove(call, &stored::id(bucket, key, NULL))?;
        return Ok(Done {
            version: Value::Null,
            marker: false,
        });
    }
    let marker = stored::put(call, bucket, key, value!({ "_marker": true }), None)?;
    Ok(Done {
        version: marker.get("VersionId").clone(),
        marker: true,
    })
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let key = object::key(given)?;
    if let Some(tag) = given.opt("IfMatch") {
        let there = stored::youngest(call, bucket, key).filter(|object| object.get("_marker").is_null());
        let there = there.ok_or_else(|| OBJECT.is_absent(key).status(404))?;
        if tag != "*" && bare(tag) != bare(there.get("ETag").text()) {
            return Err(object::precondition());
        }
    }
    let done = gone(call, bucket, key, given.opt("VersionId"))?;
    let marker = done.marker.then_some(true);
    Ok(value!({ "DeleteMarker": marker, "VersionId": (done.version) }))
}

fn delete_many(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    transfer(given);
    let doomed = given.get("Delete");
    let quiet = doomed.flag("Quiet").unwrap_or(false);
    let objects = doomed.list("Objects");
    if objects.is_empty() || objects.len() > 1000 {
        let message =
            "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(Refusal::new("MalformedXML", message).status(400));
    }
    let (mut deleted, mut errors): (Vec<Value>, Vec<Value>) = Default::default();
    for one in objects {
        let (key, version) = (one.text("Key"), one.opt("VersionId"));
        let action = match version {
            Some(_) => "s3:DeleteObjectVersion",
            None => "s3:DeleteObject",
        };
        if let Err(refusal) = admits(call, bucket, action, &format!("arn:aws:s3:::{bucket}/{key}")) {
            errors.push(value!({
                "Key": key,
                "VersionId": version,
                "Code": (refusal.code),
                "Message": (refusal.message),
            }));
            continue;
        }
        let done = gone(call, bucket, key, version)?;
        let mut told = value!({ "Key": key, "VersionId": version });
        if done.marker {
            told.set("DeleteMarker", true);
            told.set("DeleteMarkerVersionId", done.version);
        }
        if !quiet {
            deleted.push(told);
        }
    }
    Ok(value!({ "Deleted": deleted, "Errors": errors }))
}
