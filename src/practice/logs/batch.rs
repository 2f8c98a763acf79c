//! Events as they are kept: each batch that arrived is one text.
//!
//! A line of it is the instant, the length of the message in bytes, the message: so that messages may hold line breaks,
//! and a batch of many thousands costs one record.

use super::stream::{self, STREAM};
use super::{group, millis};
use crate::practice::call::Call;
use crate::practice::compare::{is_delivered, mark_delivered};
use crate::practice::refusal::Refusal;
use crate::practice::resource::Resource;
use crate::value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A batch, under its stream's key and its number.
pub(in crate::practice) static BATCH: Resource = Resource {
    kind: "logs:batch",
    ..Resource::NONE
};

/// What AWS counts for an event besides its message.
pub(super) const OVERHEAD: usize = 26;

/// One event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Event<'a> {
    /// When it happened, in milliseconds.
    pub(super) at: i64,
    /// When it arrived.
    pub(super) ingested: i64,
    /// What it says.
    pub(super) message: &'a str,
    /// Its stream.
    pub(super) stream: &'a str,
    /// Its place among all events of the stream, in the order of arrival.
    pub(super) number: usize,
}

impl Event<'_> {
    /// AWS's ids of events are 56 digits that grow with time.
    pub(super) fn id(&self, group: &str) -> String {
        let digest = Sha256::digest(format!("{group}:{}:{}", self.stream, self.number));
        let tail = digest
            .iter()
            .take(15)
            .fold(0_u128, |tail, byte| tail << 8 | u128::from(*byte));
        format!("3{:017}{:038}", self.at, tail)
    }
}

/// Adds a batch to a stream: instants in milliseconds and messages, in any order.
///
/// # Errors
/// There is no such stream.
pub(in crate::practice) fn add(
    call: &mut Call<'_>,
    group: &str,
    stream: &str,
    events: &[(i64, &str)],
) -> Result<(), Refusal> {
    let (Some(first), Some(last)) = (
        events.iter().map(|(at, _)| *at).min(),
        events.iter().map(|(at, _)| *at).max(),
    ) else {
        return Ok(());
    };
    let mut text = String::with_capacity(events.iter().map(|(_, message)| message.len() + 20).sum());
    for (at, message) in events {
        // Writing into a string cannot fail.
        writeln!(text, "{at} {} {message}", message.len()).unwrap_or_default();
    }
    let key = stream::key(group, stream);
    let now = millis(call.now());
    let bytes: usize = events.iter().map(|(_, message)| message.len() + OVERHEAD).sum();
    let (mut number, mut delivered) = (0, false);
    call.edit(&STREAM, &key, |record| {
        let count = |member: &str| record.get(member).as_int().unwrap_or_default();
        number = count("_batches");
        delivered = is_delivered(record);
        let total = count("_bytes") + i64::try_from(bytes).unwrap_or(i64::MAX);
        let known = |member: &str| record.get(member).as_int();
        let first = known("firstEventTimestamp").map_or(first, |known| known.min(first));
        let last = known("lastEventTimestamp").map_or(last, |known| known.max(last));
        for (member, value) in [
            ("firstEventTimestamp", first),
            ("lastEventTimestamp", last),
            ("lastIngestionTime", now),
            ("_batches", number + 1),
            ("_bytes", total),
        ] {
            record.set(member, value);
        }
    })?;
    let mut record = value!({ "_at": now, "_text": text });
    if delivered {
        mark_delivered(&mut record);
    }
    call.keep(&BATCH, &format!("{key}:{number}"), record);
    Ok(())
}

/// The events of a stream that the group still keeps, by their instants.
pub(super) fn events<'c>(call: &'c Call<'_>, group: &str, stream: &'c str) -> Vec<Event<'c>> {
    let key = stream::key(group, stream);
    let batches = call
        .found(&STREAM, &key)
        .and_then(|stream| stream.get("_batches").as_int())
        .unwrap_or_default();
    let horizon = group::horizon(call, group).unwrap_or(i64::MIN);
    let mut events = Vec::new();
    let mut number = 0;
    for batch in (0..batches).filter_map(|n| call.found(&BATCH, &format!("{key}:{n}"))) {
        let ingested = batch.get("_at").as_int().unwrap_or_default();
        let mut rest = batch.get("_text").text();
        while let Some((at, message, after)) = next(rest) {
            if at >= horizon {
                events.push(Event {
                    at,
                    ingested,
                    message,
                    stream,
                    number,
                });
            }
            number += 1;
            rest = after;
        }
    }
    events.sort_by_key(|event| event.at);
    events
}

/// The first event of a batch's text, and what follows it.
fn next(text: &str) -> Option<(i64, &str, &str)> {
    let (at, rest) = text.split_once(' ')?;
    let (length, rest) = rest.split_once(' ')?;
    let length = length.parse().ok()?;
    let message = rest.get(..length)?;
    Some((
        at.parse().ok()?,
        message,
        rest.get(length + 1..).unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_read_back_whatever_its_messages_hold() {
        let text = "5 4 a\nb\n\n6 0 \n7 3 9 9\n";
        let first = next(text).unwrap();
        assert_eq!((first.0, first.1), (5, "a\nb\n"));
        let second = next(first.2).unwrap();
        assert_eq!((second.0, second.1), (6, ""));
        let third = next(second.2).unwrap();
        assert_eq!((third.0, third.1, third.2), (7, "9 9", ""));
        assert_eq!(next(third.2), None);
        assert_eq!(next("5 40 torn"), None);
    }

    #[test]
    fn ids_have_56_digits_and_differ() {
        let event = |number| Event {
            at: 1_767_603_600_000,
            ingested: 0,
            message: "",
            stream: "s",
            number,
        };
        let id = event(1).id("g");
        assert_eq!(id.len(), 56);
        assert!(id.bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(id, event(2).id("g"));
    }
}
