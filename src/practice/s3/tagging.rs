//! Tags of objects, and what tags may be.

use super::object::version_of;
use super::stored::OBJECT;
use super::{bucket_of, transfer};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Tags of objects.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DeleteObjectTagging", Move::Do(delete)),
        ("GetObjectTagging", Move::Do(get)),
        ("PutObjectTagging", Move::Do(put)),
    ],
    ..Family::NONE
};

/// That a tag set keeps AWS's rules (AWS: *Tagging your objects*, *Using cost allocation S3 bucket tags*).
pub(super) fn check(tagging: &Value) -> Result<(), Refusal> {
    let refused = |message: &str| Err(Refusal::new("InvalidTag", message).status(400));
    let tags = tagging.get("TagSet").items();
    for (at, tag) in tags.iter().enumerate() {
        let key = tag.get("Key").text();
        if key.starts_with("aws:") {
            return refused("System tags cannot be added/updated by requester");
        }
        if key.is_empty() || key.chars().count() > 128 {
            return refused("The TagKey you have provided is invalid");
        }
        if tag.get("Value").text().chars().count() > 256 {
            return refused("The TagValue you have provided is invalid");
        }
        if tags[..at].iter().any(|other| other.get("Key").text() == key) {
            return refused("Cannot provide multiple Tags with the same key");
        }
    }
    Ok(())
}

/// Tags of an object as its header writes them: `a=1&b=2`.
pub(super) fn parse(text: &str) -> Result<Value, Refusal> {
    let tags: Value = form_urlencoded::parse(text.as_bytes())
        .map(|(key, value)| value!({ "Key": (key.into_owned()), "Value": (value.into_owned()) }))
        .collect();
    of_object(&value!({ "TagSet": (&tags) }))?;
    Ok(tags)
}

fn of_object(tagging: &Value) -> Result<(), Refusal> {
    check(tagging)?;
    if tagging.get("TagSet").items().len() > 10 {
        return Err(Refusal::new("BadRequest", "Object tags cannot be greater than 10").status(400));
    }
    Ok(())
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    transfer(given);
    let tagging = given.value("Tagging");
    of_object(tagging)?;
    set(call, given, tagging.get("TagSet").clone())
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    set(call, given, Value::Null)
}

fn set(call: &mut Call<'_>, given: &Given<'_>, tags: Value) -> Answer {
    let bucket = bucket_of(call, given)?;
    let (id, shown) = version_of(call, given, bucket)?;
    call.edit(&OBJECT, &id, |object| object.set("_tags", tags))?;
    Ok(value!({ "VersionId": shown }))
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let (id, shown) = version_of(call, given, bucket)?;
    let tags = call.get(&OBJECT, &id)?.get("_tags").items().to_vec();
    Ok(value!({ "VersionId": shown, "TagSet": tags }))
}
