//! Multipart uploads.

use super::copy::{self, Source};
use super::list::{Cut, Entry};
use super::object::{bare, bytes, described, extend, key, shown, unchanged};
use super::stored::{self, BODY, PART, UPLOAD};
use super::{bucket_of, checksum, owner, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use md5::{Digest, Md5};

/// Multipart uploads.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("AbortMultipartUpload", Move::Do(abort)),
        ("CompleteMultipartUpload", Move::Do(complete)),
        ("CreateMultipartUpload", Move::Do(create)),
        ("ListMultipartUploads", Move::Do(list)),
        ("ListParts", Move::Do(list_parts)),
        ("UploadPart", Move::Do(upload)),
        ("UploadPartCopy", Move::Do(upload_copy)),
    ],
    ..Family::NONE
};

/// What every part but the last must have (AWS: *Amazon S3 multipart upload limits*).
const LEAST: i64 = 5 * 1024 * 1024;

fn part_id(upload: &str, number: i64) -> String {
    format!("{upload}/{number:05}")
}

/// The upload that a call names, which must be of that bucket and key.
fn upload_of<'a>(call: &Call<'_>, given: &Given<'a>) -> Result<(&'a str, &'a str, &'a str), Refusal> {
    let bucket = bucket_of(call, given)?;
    let (key, id) = (key(given)?, given.text("UploadId"));
    let absent = || UPLOAD.is_absent(id).status(404);
    let upload = call.found(&UPLOAD, id).ok_or_else(absent)?;
    if upload.get("_bucket").text() != bucket || upload.get("Key").text() != key {
        return Err(absent());
    }
    Ok((bucket, key, id))
}

/// The parts of an upload, by their numbers.
fn parts(call: &Call<'_>, upload: &str) -> Vec<Value> {
    let mut parts: Vec<Value> = call
        .all(&PART)
        .filter(|part| part.get("_upload").text() == upload)
        .cloned()
        .collect();
    parts.sort_by_key(|part| part.get("PartNumber").as_int());
    parts
}

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let bucket = bucket_of(call, given)?;
    let key = key(given)?;
    if given.opt("ChecksumType") == Some("COMPOSITE") {
        return Err(Refusal::unmodelled(
            "composite checksums of s3:CreateMultipartUpload",
        ));
    }
    let algorithm = given.opt("ChecksumAlgorithm");
    let mut upload = described(call, given, bucket)?;
    let id = format!(
        "{}{}",
        call.mint(&UPLOAD).hex(64),
        call.random("s3:upload").hex(64)
    );
    for (member, value) in [("UploadId", id.as_str()), ("Key", key), ("_bucket", bucket)] {
        upload.set(member, value);
    }
    upload.set("Initiated", super::bucket::whole(call.now()));
    if let Some(algorithm) = algorithm {
        upload.set("ChecksumAlgorithm", algorithm);
    }
    call.keep(&UPLOAD, &id, upload);
    Ok(value!({
        "Bucket": bucket,
        "Key": key,
        "UploadId": id,
        "ServerSideEncryption": "AES256",
        "ChecksumAlgorithm": algorithm,
    }))
}

/// Keeps a part; gives it.
fn keep(call: &mut Call<'_>, id: &str, number: i64, bytes: Vec<u8>, sums: &Value) -> Answer {
    if !(1..=10_000).contains(&number) {
        return Err(unfit(
            "Part number must be an integer between 1 and 10000, inclusive",
        ));
    }
    let mut part = value!({
        "PartNumber": number,
        "ETag": (format!("\"{}\"", checksum::md5(&bytes))),
        "Size": (bytes.len()),
        "LastModified": (super::bucket::whole(call.now())),
        "_upload": id,
    });
    extend(&mut part, sums);
    let key = part_id(id, number);
    stored::keep_body(call, &key, bytes)?;
    call.keep(&PART, &key, part.clone());
    Ok(part)
}

fn upload(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (_, _, id) = upload_of(call, given)?;
    let bytes = bytes(given)?;
    let sums = checksum::of(given, &bytes)?;
    let part = keep(
        call,
        id,
        given.int("PartNumber").unwrap_or_default(),
        bytes,
        &sums,
    )?;
    let mut answer = value!({ "ETag": (part.get("ETag")), "ServerSideEncryption": "AES256" });
    extend(&mut answer, &sums);
    Ok(answer)
}

fn upload_copy(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (_, _, id) = upload_of(call, given)?;
    let Source { version, bytes, .. } = copy::read(call, given)?;
    let bytes = match given.opt("CopySourceRange") {
        None => bytes,
        Some(range) => {
            let bounds = range
                .strip_prefix("bytes=")
                .and_then(|range| range.split_once('-'));
            let bounds = bounds.and_then(|(first, last)| {
                Some((
                    first.parse::<usize>().ok()?,
                    last.parse::<usize>().ok()?.checked_add(1)?,
                ))
            });
            let part = bounds.and_then(|(first, end)| bytes.get(first..end));
            part.ok_or_else(|| {
                unfit("The x-amz-copy-source-range value must be of the form bytes=first-last")
            })?
            .to_vec()
        }
    };
    let number = given.int("PartNumber").unwrap_or_default();
    let part = keep(call, id, number, bytes, &Value::Null)?;
    Ok(value!({
        "CopySourceVersionId": version,
        "CopyPartResult": { "ETag": (part.get("ETag")), "LastModified": (part.get("LastModified")) },
        "ServerSideEncryption": "AES256",
    }))
}

fn complete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (bucket, key, id) = upload_of(call, given)?;
    unchanged(call, given, bucket, key)?;
    given.opt("ChecksumType");
    let listed = given.get("MultipartUpload").list("Parts");
    if listed.is_empty() {
        let message =
            "The XML you provided was not well-formed or did not validate against our published schema";
        return Err(Refusal::new("MalformedXML", message).status(400));
    }
    let mut chosen: Vec<Value> = Vec::new();
    for one in &listed {
        let (number, tag) = (one.int("PartNumber").unwrap_or_default(), one.text("ETag"));
        // Sums of parts were checked when they came.
        for member in [
            "ChecksumCRC32",
            "ChecksumCRC32C",
            "ChecksumCRC64NVME",
            "ChecksumSHA1",
            "ChecksumSHA256",
        ] {
            one.opt(member);
        }
        let part = call
            .found(&PART, &part_id(id, number))
            .filter(|part| bare(part.get("ETag").text()) == bare(tag));
        let part = part.ok_or_else(|| {
            let message = "One or more of the specified parts could not be found.  The part may not have been \
                uploaded, or the specified entity tag may not match the part's entity tag.";
            Refusal::new("InvalidPart", message).status(400)
        })?;
        chosen.push(part.clone());
    }
    let number = |part: &Value| part.get("PartNumber").as_int().unwrap_or_default();
    if !chosen.is_sorted_by(|one, two| number(one) < number(two)) {
        let message = "The list of parts was not in ascending order. Parts must be ordered by part number.";
        return Err(Refusal::new("InvalidPartOrder", message).status(400));
    }
    let small = |part: &Value| part.get("Size").as_int().unwrap_or_default() < LEAST;
    if chosen[..chosen.len() - 1].iter().any(small) {
        let message = "Your proposed upload is smaller than the minimum allowed size";
        return Err(Refusal::new("EntityTooSmall", message).status(400));
    }
    let (mut whole, mut tags) = (Vec::new(), Md5::new());
    for part in &chosen {
        let body = stored::body(call, &part_id(id, number(part)))?;
        tags.update(Md5::digest(body));
        whole.extend_from_slice(body);
    }
    let mut record = call.get(&UPLOAD, id)?.clone();
    if let Some(members) = record.as_map_mut() {
        members.retain(|name, _| ["_headers", "_tags", "StorageClass"].contains(&name.as_str()));
    }
    record.set(
        "ETag",
        format!("\"{}-{}\"", checksum::hex(&tags.finalize()), chosen.len()),
    );
    record.set("_sums", checksum::own(&whole));
    record.set(
        "_parts",
        chosen
            .iter()
            .map(|part| part.get("Size").clone())
            .collect::<Value>(),
    );
    let made = stored::put(call, bucket, key, record, Some(whole))?;
    drop_upload(call, id)?;
    let region = call
        .get(&super::BUCKET, bucket)?
        .get("BucketRegion")
        .text()
        .to_owned();
    let mut answer = value!({
        "Location": (format!("https://{bucket}.s3.{region}.amazonaws.com/{key}")),
        "Bucket": bucket,
        "Key": key,
        "ETag": (made.get("ETag")),
        "VersionId": (shown(call, bucket, &made)),
        "ServerSideEncryption": "AES256",
        "ChecksumType": "FULL_OBJECT",
    });
    extend(&mut answer, made.get("_sums"));
    Ok(answer)
}

fn abort(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (_, _, id) = upload_of(call, given)?;
    drop_upload(call, id)?;
    Ok(Value::map())
}

/// Takes an upload away with its parts.
pub(super) fn drop_upload(call: &mut Call<'_>, id: &str) -> Result<(), Refusal> {
    for part in parts(call, id) {
        let key = part_id(id, part.get("PartNumber").as_int().unwrap_or_default());
        call.remove(&BODY, &key)?;
        call.remove(&PART, &key)?;
    }
    call.remove(&UPLOAD, id).map(|_| ())
}

fn list_parts(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.window.pages = None;
    let (bucket, key, id) = upload_of(call, given)?;
    let after = given.int("PartNumberMarker").unwrap_or_default();
    let most = given.int("MaxParts").unwrap_or(1000).clamp(0, 1000);
    let mut found = parts(call, id);
    found.retain(|part| part.get("PartNumber").as_int() > Some(after));
    let more = found.len() > usize::try_from(most).unwrap_or(0);
    found.truncate(usize::try_from(most).unwrap_or(0));
    let last = found
        .last()
        .map_or(Value::Null, |part| part.get("PartNumber").clone());
    let class = call
        .get(&UPLOAD, id)?
        .get("StorageClass")
        .as_text()
        .unwrap_or("STANDARD")
        .to_owned();
    Ok(value!({
        "Bucket": bucket,
        "Key": key,
        "UploadId": id,
        "PartNumberMarker": after,
        "NextPartNumberMarker": last,
        "MaxParts": most,
        "IsTruncated": more,
        "Parts": found,
        "Initiator": { "ID": (&call.principal.arn), "DisplayName": (&call.principal.name) },
        "Owner": (owner(&call.account)),
        "StorageClass": class,
    }))
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.window.pages = None;
    let bucket = bucket_of(call, given)?;
    let cut = Cut::read(given, "MaxUploads")?;
    let (marker, id_marker) = (given.text("KeyMarker"), given.text("UploadIdMarker"));
    let mut uploads: Vec<(&str, &str, &Value)> = call
        .all(&UPLOAD)
        .filter(|upload| upload.get("_bucket").text() == bucket)
        .map(|upload| (upload.get("Key").text(), upload.get("UploadId").text(), upload))
        .collect();
    uploads.sort_by_key(|(key, id, _)| (*key, *id));
    let skip = |key: &str, (id, _): &(&str, &Value)| {
        key < marker || key == marker && (id_marker.is_empty() || *id <= id_marker)
    };
    let items = uploads.iter().map(|(key, id, upload)| (*key, (*id, *upload)));
    let (entries, more) = cut.page(items, skip, marker);
    let shown: Value = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Item(key, (id, upload)) => Some(value!({
                "UploadId": (*id),
                "Key": (cut.write(key)),
                "Initiated": (upload.get("Initiated")),
                "StorageClass": (upload.get("StorageClass").as_text().unwrap_or("STANDARD")),
                "Owner": (owner(&call.account)),
                "Initiator": { "ID": (&call.principal.arn), "DisplayName": (&call.principal.name) },
                "ChecksumAlgorithm": (upload.get("ChecksumAlgorithm")),
            })),
            Entry::Group(_) => None,
        })
        .collect();
    let last = entries.last().filter(|_| more);
    let next_id = last.and_then(|entry| match entry {
        Entry::Item(_, (id, _)) => Some(*id),
        Entry::Group(_) => None,
    });
    let mut answer = value!({
        "Bucket": bucket,
        "KeyMarker": (cut.write(marker)),
        "UploadIdMarker": id_marker,
        "NextKeyMarker": (last.map(|entry| cut.write(entry.name()))),
        "NextUploadIdMarker": next_id,
        "IsTruncated": more,
        "Uploads": shown,
        "CommonPrefixes": (cut.groups(&entries)),
    });
    cut.described(&mut answer, "MaxUploads");
    Ok(answer)
}
