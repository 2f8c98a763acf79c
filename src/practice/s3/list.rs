//! Lists of objects and versions, cut by prefixes, delimiters and pages.
//!
//! A page begins after a key, not at a number: deleting what a page showed does not shift the next one.

use super::read::summed;
use super::{bucket_of, owner, stored, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;

/// Lists.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("ListObjectVersions", Move::Do(versions)),
        ("ListObjects", Move::Do(objects)),
        ("ListObjectsV2", Move::Do(objects_v2)),
    ],
    ..Family::NONE
};

/// The most that one page holds.
const MOST: usize = 1000;

/// What the encoding of keys in lists leaves alone.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'*')
    .remove(b'/');

/// How a list is to be cut.
#[derive(Debug)]
pub(super) struct Cut<'a> {
    prefix: &'a str,
    delimiter: &'a str,
    encoded: bool,
    /// The names are encoded as the answer is written: so it is where boto3 decodes them by itself.
    by_wire: bool,
    most: Option<usize>,
}

impl<'a> Cut<'a> {
    /// As the call says; `limit` is the member that limits a page.
    pub(super) fn read(given: &Given<'a>, limit: &str) -> Result<Cut<'a>, Refusal> {
        let most = match given.int(limit) {
            None => None,
            Some(most) => {
                let most = usize::try_from(most);
                Some(most.map_err(|_| {
                    unfit(format!(
                        "Argument {limit} must be an integer between 0 and 2147483647"
                    ))
                })?)
            }
        };
        Ok(Cut {
            prefix: given.text("Prefix"),
            delimiter: given.text("Delimiter"),
            encoded: given.opt("EncodingType") == Some("url"),
            by_wire: limit == "MaxKeys",
            most: most.map(|most| most.min(MOST)),
        })
    }

    /// A key as the list writes it.
    pub(super) fn write(&self, key: &str) -> String {
        if self.encoded && !self.by_wire {
            utf8_percent_encode(key, PLAIN).to_string()
        } else {
            key.to_owned()
        }
    }

    /// What a key is rolled up into, if it is: everything up to the delimiter after the prefix.
    fn group<'k>(&self, key: &'k str) -> Option<&'k str> {
        let at = key.get(self.prefix.len()..)?.find(self.delimiter)?;
        (!self.delimiter.is_empty()).then(|| &key[..self.prefix.len() + at + self.delimiter.len()])
    }

    /// The page after a key: items and groups in the order of keys, and whether more follows. `after` may be a group.
    pub(super) fn page<'k, T>(
        &self,
        items: impl IntoIterator<Item = (&'k str, T)>,
        skip: impl Fn(&str, &T) -> bool,
        after: &str,
    ) -> (Vec<Entry<'k, T>>, bool) {
        let after_group = !self.delimiter.is_empty() && after.ends_with(self.delimiter);
        let mut entries: Vec<Entry<'k, T>> = Vec::new();
        for (key, item) in items {
            if !key.starts_with(self.prefix)
                || skip(key, &item)
                || after_group && key.starts_with(after) && self.group(key) == Some(after)
            {
                continue;
            }
            let group = self.group(key);
            if let (Some(group), Some(Entry::Group(last))) = (group, entries.last())
                && group == *last
            {
                continue;
            }
            if self.most.is_some_and(|most| entries.len() >= most) {
                return (entries, self.most != Some(0));
            }
            entries.push(match group {
                Some(group) => Entry::Group(group),
                None => Entry::Item(key, item),
            });
        }
        (entries, false)
    }

    /// What every list says of itself.
    pub(super) fn described(&self, answer: &mut Value, limit: &str) {
        answer.set("Prefix", self.write(self.prefix));
        answer.set(limit, self.most.unwrap_or(MOST));
        if !self.delimiter.is_empty() {
            answer.set("Delimiter", self.write(self.delimiter));
        }
        if self.encoded {
            answer.set("EncodingType", "url");
        }
    }

    /// The groups of a page.
    pub(super) fn groups<T>(&self, entries: &[Entry<'_, T>]) -> Value {
        entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Group(group) => Some(value!({ "Prefix": (self.write(group)) })),
                Entry::Item(..) => None,
            })
            .collect()
    }
}

/// One entry of a page.
#[derive(Debug)]
pub(super) enum Entry<'k, T> {
    /// A thing under its key.
    Item(&'k str, T),
    /// A common prefix.
    Group(&'k str),
}

impl<'k, T> Entry<'k, T> {
    /// The key, or the prefix.
    pub(super) fn name(&self) -> &'k str {
        match self {
            Entry::Item(name, _) | Entry::Group(name) => name,
        }
    }
}

/// What is in a bucket now.
fn current<'c>(call: &'c Call<'_>, bucket: &str) -> impl Iterator<Item = (&'c str, &'c Value)> {
    // The youngest version of a key is the last: it stays.
    let youngest: BTreeMap<&str, &Value> = stored::all(call, bucket).collect();
    youngest
        .into_iter()
        .filter(|(_, object)| object.get("_marker").is_null())
}

fn listed(call: &Call<'_>, cut: &Cut<'_>, entries: &[Entry<'_, &Value>], owned: bool) -> Value {
    entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Item(key, object) => Some((key, object)),
            Entry::Group(_) => None,
        })
        .map(|(key, object)| {
            let mut shown = value!({
                "Key": (cut.write(key)),
                "LastModified": (object.get("LastModified")),
                "ETag": (object.get("ETag")),
                "Size": (object.get("Size")),
                "StorageClass": (object.get("StorageClass")),
            });
            summed(object, &mut shown);
            if owned {
                shown.set("Owner", owner(&call.account));
            }
            shown
        })
        .collect()
}

fn objects_v2(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.window.pages = None;
    let bucket = bucket_of(call, given)?;
    let cut = Cut::read(given, "MaxKeys")?;
    let (token, start) = (given.opt("ContinuationToken"), given.opt("StartAfter"));
    let after = match token {
        Some(token) => STANDARD
            .decode(token)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or_else(|| unfit("The continuation token provided is incorrect"))?,
        None => start.unwrap_or_default().to_owned(),
    };
    let owned = given.flag("FetchOwner").unwrap_or(false);
    let (entries, more) = cut.page(current(call, bucket), |key, _| key <= after.as_str(), &after);
    let next = more
        .then(|| entries.last().map(|entry| STANDARD.encode(entry.name())))
        .flatten();
    let mut answer = value!({
        "IsTruncated": more,
        "Name": bucket,
        "Contents": (listed(call, &cut, &entries, owned)),
        "CommonPrefixes": (cut.groups(&entries)),
        "KeyCount": (entries.len()),
        "ContinuationToken": token,
        "NextContinuationToken": next,
        "StartAfter": (start.map(|start| cut.write(start))),
    });
    cut.described(&mut answer, "MaxKeys");
    Ok(answer)
}

fn objects(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.window.pages = None;
    let bucket = bucket_of(call, given)?;
    let cut = Cut::read(given, "MaxKeys")?;
    let marker = given.text("Marker");
    let (entries, more) = cut.page(current(call, bucket), |key, _| key <= marker, marker);
    // The next marker is told with a delimiter alone (S3 API reference, ListObjects).
    let next = entries
        .last()
        .filter(|_| more && given.has("Delimiter"))
        .map(|entry| cut.write(entry.name()));
    let mut answer = value!({
        "IsTruncated": more,
        "Marker": (cut.write(marker)),
        "NextMarker": next,
        "Name": bucket,
        "Contents": (listed(call, &cut, &entries, true)),
        "CommonPrefixes": (cut.groups(&entries)),
    });
    cut.described(&mut answer, "MaxKeys");
    Ok(answer)
}

/// Versions come by key, the youngest first.
fn versions(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.window.pages = None;
    let bucket = bucket_of(call, given)?;
    let cut = Cut::read(given, "MaxKeys")?;
    let (marker, version) = (given.text("KeyMarker"), given.opt("VersionIdMarker"));
    if version.is_some() && marker.is_empty() {
        return Err(unfit(
            "A version-id marker cannot be specified without a key marker.",
        ));
    }
    let mut all: Vec<(&str, &Value)> = stored::all(call, bucket).collect();
    all.reverse();
    all.sort_by_key(|(key, _)| *key);
    let latest: Vec<bool> = (0..all.len())
        .map(|at| at == 0 || all[at - 1].0 != all[at].0)
        .collect();
    // Of the marker's key, those after the marker's version are left.
    let past = version.and_then(|version| {
        all.iter()
            .position(|(key, object)| *key == marker && object.get("VersionId").text() == version)
    });
    let items = all.iter().copied().zip(latest).enumerate();
    let items = items.map(|(at, ((key, object), latest))| (key, (at, object, latest)));
    let skip = |key: &str, item: &(usize, &Value, bool)| match past {
        Some(past) => item.0 <= past,
        None => key <= marker,
    };
    let (entries, more) = cut.page(items, skip, if past.is_some() { "" } else { marker });
    let shown = |marker: bool| -> Value {
        let wanted = entries.iter().filter_map(|entry| match entry {
            Entry::Item(key, (_, object, latest)) => Some((key, object, latest)),
            Entry::Group(_) => None,
        });
        wanted
            .filter(|(_, object, _)| object.get("_marker").is_null() != marker)
            .map(|(key, object, latest)| {
                let mut shown = value!({
                    "Key": (cut.write(key)),
                    "VersionId": (object.get("VersionId")),
                    "IsLatest": (*latest),
                    "LastModified": (object.get("LastModified")),
                    "Owner": (owner(&call.account)),
                });
                if !marker {
                    for member in ["ETag", "Size", "StorageClass"] {
                        shown.set(member, object.get(member));
                    }
                    summed(object, &mut shown);
                }
                shown
            })
            .collect()
    };
    let last = entries.last().filter(|_| more);
    let next_version = last.and_then(|entry| match entry {
        Entry::Item(_, (_, object, _)) => object.get("VersionId").as_text(),
        Entry::Group(_) => None,
    });
    let mut answer = value!({
        "IsTruncated": more,
        "KeyMarker": (cut.write(marker)),
        "VersionIdMarker": (version.unwrap_or_default()),
        "NextKeyMarker": (last.map(|entry| cut.write(entry.name()))),
        "NextVersionIdMarker": next_version,
        "Versions": (shown(false)),
        "DeleteMarkers": (shown(true)),
        "Name": bucket,
        "CommonPrefixes": (cut.groups(&entries)),
    });
    cut.described(&mut answer, "MaxKeys");
    Ok(answer)
}
