//! Reading objects: whole, in part, on conditions, their heads and attributes.

use super::bucket::headless;
use super::object::{bare, extend, precondition, version_of};
use super::stored::{self, OBJECT};
use super::{bucket_of, checksum};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use std::ops::Range;

/// Reading.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("GetObject", Move::Do(get)),
        ("GetObjectAttributes", Move::Do(attributes)),
        ("HeadObject", Move::Do(head)),
    ],
    ..Family::NONE
};

/// What a caller may want said otherwise, and the header that says it.
const RESPONSES: &[(&str, &str)] = &[
    ("ResponseCacheControl", "CacheControl"),
    ("ResponseContentDisposition", "ContentDisposition"),
    ("ResponseContentEncoding", "ContentEncoding"),
    ("ResponseContentLanguage", "ContentLanguage"),
    ("ResponseContentType", "ContentType"),
    ("ResponseExpires", "Expires"),
];

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (mut answer, id, range) = found(call, given)?;
    answer.set("Body", stored::body(call, &id)?[range].to_vec());
    Ok(answer)
}

fn head(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (answer, _, _) = found(call, given).map_err(headless)?;
    Ok(answer)
}

/// Everything about an object but its body; its id, and which part of it is asked for.
fn found(call: &Call<'_>, given: &Given<'_>) -> Result<(Value, String, Range<usize>), Refusal> {
    let bucket = bucket_of(call, given)?;
    let (id, version) = version_of(call, given, bucket)?;
    let object = call.get(&OBJECT, &id)?;
    conditions(given, object)?;
    let size = object
        .get("Size")
        .as_int()
        .and_then(|size| usize::try_from(size).ok())
        .unwrap_or(0);
    let parts: Vec<usize> = object
        .get("_parts")
        .items()
        .iter()
        .filter_map(|part| usize::try_from(part.as_int()?).ok())
        .collect();
    let asked = match given.int("PartNumber") {
        Some(number) => Some(part(&parts, size, number)?),
        None => given
            .opt("Range")
            .map(|range| within(range, size))
            .transpose()?
            .flatten(),
    };
    let range = asked.clone().unwrap_or(0..size);
    let mut answer = value!({
        "AcceptRanges": "bytes",
        "LastModified": (object.get("LastModified")),
        "ContentLength": (range.len()),
        "ETag": (object.get("ETag")),
        "VersionId": version,
        "Metadata": {},
    });
    extend(&mut answer, object.get("_headers"));
    for (asked, member) in RESPONSES {
        let value = given.value(asked);
        if !value.is_null() {
            answer.set(member, value);
        }
    }
    let class = object.get("StorageClass").text();
    if class != "STANDARD" {
        answer.set("StorageClass", class);
    }
    let tags = object.get("_tags").items().len();
    if tags > 0 {
        answer.set("TagCount", tags);
    }
    if asked.is_some() {
        let last = range.end.saturating_sub(1);
        answer.set("ContentRange", format!("bytes {}-{last}/{size}", range.start));
    }
    if given.has("PartNumber") && !parts.is_empty() {
        answer.set("PartsCount", parts.len());
    }
    if given.opt("ChecksumMode") == Some("ENABLED") && asked.is_none() {
        extend(&mut answer, object.get("_sums"));
        answer.set("ChecksumType", "FULL_OBJECT");
    }
    Ok((answer, id, range))
}

fn conditions(given: &Given<'_>, object: &Value) -> Result<(), Refusal> {
    let same = |tag: &str| tag == "*" || bare(tag) == bare(object.get("ETag").text());
    let changed = object.get("LastModified").as_time();
    let (with, without) = (given.opt("IfMatch"), given.opt("IfNoneMatch"));
    let (since, until) = (given.time("IfModifiedSince"), given.time("IfUnmodifiedSince"));
    if with.is_some_and(|tag| !same(tag)) {
        return Err(precondition());
    }
    if with.is_none() && until.is_some() && changed > until {
        return Err(precondition());
    }
    let unchanged = match without {
        Some(tag) => same(tag),
        None => since.is_some() && changed <= since,
    };
    if unchanged {
        return Err(Refusal::new("304", "Not Modified").status(304));
    }
    Ok(())
}

/// The bytes of a `Range` header; none where it cannot be read, which is as if it were not there (RFC 9110, 14.2).
fn within(range: &str, size: usize) -> Result<Option<Range<usize>>, Refusal> {
    let Some((first, last)) = range
        .strip_prefix("bytes=")
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Ok(None);
    };
    let range = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.is_empty() => first..size,
        (Err(_), Ok(count)) if first.is_empty() => size.saturating_sub(count)..size,
        _ => return Ok(None),
    };
    if range.start >= size {
        let message = "The requested range is not satisfiable";
        return Err(Refusal::new("InvalidRange", message).status(416));
    }
    Ok(Some(range))
}

/// The bytes of a part; an object that was put at once has one.
fn part(parts: &[usize], size: usize, number: i64) -> Result<Range<usize>, Refusal> {
    let sizes = if parts.is_empty() { &[size][..] } else { parts };
    let at = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1));
    match at.filter(|at| *at < sizes.len()) {
        Some(at) => {
            let start: usize = sizes[..at].iter().sum();
            Ok(start..start + sizes[at])
        }
        None => {
            let message = "The requested partnumber is not satisfiable";
            Err(Refusal::new("InvalidPartNumber", message).status(416))
        }
    }
}

fn attributes(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let (id, version) = version_of(call, given, bucket)?;
    let object = call.get(&OBJECT, &id)?;
    let mut answer = value!({ "LastModified": (object.get("LastModified")), "VersionId": version });
    for attribute in given.texts("ObjectAttributes") {
        match attribute {
            "ETag" => answer.set("ETag", bare(object.get("ETag").text())),
            "ObjectSize" => answer.set("ObjectSize", object.get("Size")),
            "StorageClass" => answer.set("StorageClass", object.get("StorageClass")),
            "Checksum" => {
                let mut sums = object.get("_sums").clone();
                sums.set("ChecksumType", "FULL_OBJECT");
                answer.set("Checksum", sums);
            }
            "ObjectParts" => {
                let parts = object.get("_parts").items().len();
                if parts > 0 {
                    answer.set("ObjectParts", value!({ "TotalPartsCount": parts }));
                }
            }
            other => return Err(Refusal::unmodelled(&format!("the attribute `{other}` of S3"))),
        }
    }
    Ok(answer)
}

/// What a list says of a version's checksums.
pub(super) fn summed(object: &Value, shown: &mut Value) {
    shown.set("ChecksumAlgorithm", checksum::algorithms(object.get("_sums")));
    shown.set("ChecksumType", "FULL_OBJECT");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_says() {
        for (range, expected) in [
            ("bytes=0-3", Some(0..4)),
            ("bytes=2-", Some(2..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=5-99", Some(5..10)),
            ("bytes=-99", Some(0..10)),
            ("bytes=4-2", None),
            ("bytes=0-1,4-5", None),
            ("lines=1-2", None),
        ] {
            assert_eq!(within(range, 10), Ok(expected), "{range}");
        }
        assert_eq!(within("bytes=10-", 10).unwrap_err().code, "InvalidRange");
        assert_eq!(part(&[4, 6], 10, 2), Ok(4..10));
        assert_eq!(part(&[], 10, 1), Ok(0..10));
        assert_eq!(part(&[4, 6], 10, 3).unwrap_err().status, Some(416));
    }
}
