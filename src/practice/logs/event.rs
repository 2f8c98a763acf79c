//! Events written and read, stream by stream.

use super::batch::{self, Event, OVERHEAD};
use super::group::{self, GROUP};
use super::stream::{self, STREAM};
use super::{limited, millis, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;
use std::ops::Range;

/// Events.
pub(super) static FAMILY: Family = Family {
    moves: &[("GetLogEvents", Move::Do(get)), ("PutLogEvents", Move::Do(put))],
    ..Family::NONE
};

/// What one call may write, and one answer hold (AWS: *PutLogEvents*, *GetLogEvents*).
const BATCH_BYTES: usize = 1_048_576;
const BATCH_EVENTS: usize = 10_000;
const HOUR: i64 = 3_600_000;

/// Tokens of sequence are given out and looked at no more (AWS: *PutLogEvents*).
pub(super) fn sequence_token(call: &mut Call<'_>) -> String {
    let seed = call.random("logs:sequence");
    format!(
        "49{:018}{:018}{:018}",
        seed.below(1_000_000_000_000_000_000),
        millis(call.now()),
        seed.below(999_999_999_999_999_989)
    )
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (group, name) = (given.text("logGroupName"), given.text("logStreamName"));
    given.opt("sequenceToken");
    call.get(&GROUP, group)?;
    call.get(&STREAM, &stream::key(group, name))?;
    let inputs = given.list("logEvents");
    let events: Vec<(i64, &str)> = inputs
        .iter()
        .map(|event| (event.int("timestamp").unwrap_or_default(), event.text("message")))
        .collect();
    fits(&events)?;
    let now = millis(call.now());
    let oldest = now - 14 * 24 * HOUR;
    let kept = group::horizon(call, group).unwrap_or(i64::MIN);
    let newest = now + 2 * HOUR;
    // The events are in order: those that are refused stand at the ends.
    let too_old = events.iter().filter(|(at, _)| *at < oldest).count();
    let expired = events.iter().filter(|(at, _)| *at < kept).count();
    let in_time = events.iter().filter(|(at, _)| *at <= newest).count();
    let first = too_old.max(expired);
    if first < in_time {
        batch::add(call, group, name, &events[first..in_time])?;
    }
    let mut rejected = Value::Null;
    for (member, index, is) in [
        ("tooNewLogEventStartIndex", in_time, in_time < events.len()),
        ("tooOldLogEventEndIndex", too_old, too_old > 0),
        ("expiredLogEventEndIndex", expired, expired > 0),
    ] {
        if is {
            rejected.set(member, index);
        }
    }
    let token = sequence_token(call);
    Ok(value!({ "nextSequenceToken": token, "rejectedLogEventsInfo": rejected }))
}

/// That a batch keeps AWS's limits.
fn fits(events: &[(i64, &str)]) -> Result<(), Refusal> {
    if events.is_empty() {
        return Err(super::constraint(
            "[]",
            "logEvents",
            "have length greater than or equal to 1",
        ));
    }
    if events.len() > BATCH_EVENTS {
        let rule = format!("have length less than or equal to {BATCH_EVENTS}");
        return Err(super::constraint("[...]", "logEvents", &rule));
    }
    if let Some((_, empty)) = events.iter().find(|(_, message)| message.is_empty()) {
        let rule = "have length greater than or equal to 1";
        return Err(super::constraint(empty, "logEvents.1.member.message", rule));
    }
    if !events.is_sorted_by_key(|(at, _)| *at) {
        let message = "Log events in a single PutLogEvents request must be in chronological order.";
        return Err(unfit(message));
    }
    let size: usize = events.iter().map(|(_, message)| message.len() + OVERHEAD).sum();
    if size > BATCH_BYTES {
        let message = format!("Upload too large: {size} bytes exceeds limit of {BATCH_BYTES}");
        return Err(unfit(message));
    }
    let span = events[events.len() - 1].0 - events[0].0;
    if span > 24 * HOUR {
        let message =
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.";
        return Err(unfit(message));
    }
    Ok(())
}

/// `GetLogEvents`: a window over the stream's events, the newest first unless asked from the head. A token says where
/// the next window begins or ends; at either end the same token comes back.
fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 10_000)?;
    let group = group::identified(call, given)?;
    let name = given.text("logStreamName");
    call.get(&STREAM, &stream::key(group, name))?;
    // There is no data protection here that would mask anything.
    given.flag("unmask");
    let inside = span(given);
    let events: Vec<Event<'_>> = batch::events(call, group, name)
        .into_iter()
        .filter(|event| inside(event.at))
        .collect();
    let limit = given
        .int("limit")
        .map_or(BATCH_EVENTS, |limit| usize::try_from(limit).unwrap_or(1));
    let from_head = given.flag("startFromHead").unwrap_or(false);
    let (range, ends) = match given.opt("nextToken") {
        Some(token) => {
            let (forward, at) =
                place_of(token).ok_or_else(|| unfit("The specified nextToken is invalid."))?;
            (window(&events, forward, at, limit), Some((forward, at)))
        }
        None if from_head => (window(&events, true, 0, limit), None),
        None => (window(&events, false, events.len(), limit), None),
    };
    // A window that holds nothing stands where its token said.
    let (start, end) = match ends {
        Some((_, at)) if range.is_empty() => (at, at),
        _ => (range.start, range.end),
    };
    let shown: Value = events[range]
        .iter()
        .map(|event| {
            value!({
                "timestamp": (event.at),
                "message": (event.message),
                "ingestionTime": (event.ingested),
            })
        })
        .collect();
    Ok(value!({
        "events": shown,
        "nextForwardToken": (format!("f/{end:056}/s")),
        "nextBackwardToken": (format!("b/{start:056}/s")),
    }))
}

/// The events from a place on, or up to it: no more than `limit`, nor than an answer may hold.
fn window(events: &[Event<'_>], forward: bool, at: usize, limit: usize) -> Range<usize> {
    let at = at.min(events.len());
    let mut room = BATCH_BYTES;
    let mut fits = |event: &&Event<'_>| {
        let cost = event.message.len() + OVERHEAD;
        let fits = cost <= room;
        room = room.saturating_sub(cost);
        fits
    };
    if forward {
        let count = events[at..].iter().take(limit).take_while(&mut fits).count();
        at..at + count
    } else {
        let count = events[..at]
            .iter()
            .rev()
            .take(limit)
            .take_while(&mut fits)
            .count();
        at - count..at
    }
}

fn place_of(token: &str) -> Option<(bool, usize)> {
    let (way, rest) = token.split_once('/')?;
    let digits = rest.strip_suffix("/s").filter(|digits| digits.len() == 56)?;
    match way {
        "f" => Some((true, digits.parse().ok()?)),
        "b" => Some((false, digits.parse().ok()?)),
        _ => None,
    }
}

/// Whether an instant is in the time asked for: from `startTime`, before `endTime`.
pub(super) fn span(given: &Given<'_>) -> impl Fn(i64) -> bool + use<> {
    let (start, end) = (given.int("startTime"), given.int("endTime"));
    move |at| start.is_none_or(|start| at >= start) && end.is_none_or(|end| at < end)
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    fn lab() -> (Lab, i64) {
        let aws = Lab::new("logs");
        aws.ok("CreateLogGroup", value!({ "logGroupName": "g" }));
        aws.ok(
            "CreateLogStream",
            value!({ "logGroupName": "g", "logStreamName": "s" }),
        );
        let now = aws.world().now().as_millisecond();
        (aws, now)
    }

    fn put(events: Value) -> Value {
        value!({ "logGroupName": "g", "logStreamName": "s", "logEvents": events })
    }

    fn messages(answer: &Value) -> Vec<&str> {
        answer
            .get("events")
            .items()
            .iter()
            .map(|e| e.get("message").text())
            .collect()
    }

    #[test]
    fn events_are_read_from_the_end_or_the_head_and_tokens_go_both_ways() {
        let (aws, now) = lab();
        let events: Value = (0..5)
            .map(|n: i64| value!({ "timestamp": (now - 1000 + n), "message": (format!("m{n}")) }))
            .collect();
        let answer = aws.ok("PutLogEvents", put(events));
        assert_eq!(answer.get("nextSequenceToken").text().len(), 56);
        assert!(answer.get("rejectedLogEventsInfo").is_null());
        let get = |more: Value| {
            let mut input = value!({ "logGroupName": "g", "logStreamName": "s", "limit": 2 });
            for (name, value) in more.as_map().unwrap() {
                input.set(name, value);
            }
            aws.ok("GetLogEvents", input)
        };
        let last = get(value!({}));
        assert_eq!(messages(&last), ["m3", "m4"]);
        let before = get(value!({ "nextToken": (last.get("nextBackwardToken")) }));
        assert_eq!(messages(&before), ["m1", "m2"]);
        let first = get(value!({ "startFromHead": true }));
        assert_eq!(messages(&first), ["m0", "m1"]);
        let second = get(value!({ "nextToken": (first.get("nextForwardToken")) }));
        assert_eq!(messages(&second), ["m2", "m3"]);
        let third = get(value!({ "nextToken": (second.get("nextForwardToken")) }));
        let none = get(value!({ "nextToken": (third.get("nextForwardToken")) }));
        assert_eq!(messages(&none), [""; 0]);
        assert_eq!(none.get("nextForwardToken"), third.get("nextForwardToken"));
        let some = get(value!({ "startTime": (now - 999), "endTime": (now - 997), "limit": 9 }));
        assert_eq!(messages(&some), ["m1", "m2"]);
        let odd = value!({ "logGroupName": "g", "logStreamName": "s", "nextToken": "mine" });
        assert_eq!(aws.no("GetLogEvents", odd).0, "InvalidParameterException");
        let absent = value!({ "logGroupName": "g", "logStreamName": "t" });
        assert_eq!(
            aws.no("GetLogEvents", absent).1,
            "The specified log stream does not exist."
        );
    }

    #[test]
    fn batches_are_held_to_amazons_limits() {
        let (aws, now) = lab();
        let event = |at: i64, message: &str| value!({ "timestamp": at, "message": message });
        for (events, word) in [
            (
                value!([(event(now, "a")), (event(now - 1, "b"))]),
                "chronological",
            ),
            (
                value!([(event(now - 90_000_000, "a")), (event(now, "b"))]),
                "24 hours",
            ),
            (value!([(event(now, &"x".repeat(1_048_576)))]), "Upload too large"),
        ] {
            let (code, message) = aws.no("PutLogEvents", put(events));
            assert_eq!(code, "InvalidParameterException");
            assert!(message.contains(word), "{message}");
        }
        let day = 86_400_000;
        let old = aws.ok("PutLogEvents", put(value!([(event(now - 20 * day, "a"))])));
        assert_eq!(
            old.at("rejectedLogEventsInfo.tooOldLogEventEndIndex").as_int(),
            Some(1)
        );
        let new = put(value!([(event(now, "a")), (event(now + day / 2, "b"))]));
        let new = aws.ok("PutLogEvents", new);
        assert_eq!(
            new.at("rejectedLogEventsInfo.tooNewLogEventStartIndex").as_int(),
            Some(1)
        );
        let kept = aws.ok(
            "GetLogEvents",
            value!({ "logGroupName": "g", "logStreamName": "s" }),
        );
        assert_eq!(messages(&kept), ["a"]);
    }

    #[test]
    fn what_is_older_than_the_retention_is_gone() {
        let (aws, now) = lab();
        aws.ok(
            "PutRetentionPolicy",
            value!({ "logGroupName": "g", "retentionInDays": 1 }),
        );
        aws.ok(
            "PutLogEvents",
            put(value!([{ "timestamp": now, "message": "a" }])),
        );
        let read = || {
            aws.ok(
                "GetLogEvents",
                value!({ "logGroupIdentifier": "g", "logStreamName": "s" }),
            )
        };
        assert_eq!(messages(&read()), ["a"]);
        aws.pass(86_500);
        assert_eq!(messages(&read()), [""; 0]);
    }
}
