//! Searching the events of a group.

use super::batch::{self, Event};
use super::pattern::Pattern;
use super::{event, group, limited, stream, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::{Map, Value};

/// Searches.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("FilterLogEvents", Move::Do(filter)),
        ("TestMetricFilter", Move::Do(test)),
    ],
    ..Family::NONE
};

/// `FilterLogEvents`: of all streams, some, or those of a prefix, in the order of time.
fn filter(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 10_000)?;
    let group = group::identified(call, given)?;
    let (names, prefix) = (given.texts("logStreamNames"), given.opt("logStreamNamePrefix"));
    if !names.is_empty() && prefix.is_some() {
        let message = "LogStreamNames and LogStreamNamePrefix are mutually exclusive parameters.";
        return Err(unfit(message));
    }
    for name in &names {
        call.get(&stream::STREAM, &stream::key(group, name))?;
    }
    let pattern = Pattern::read(given.text("filterPattern"))?;
    // Answers are interleaved today whatever is asked (AWS: *FilterLogEvents*); nothing here is masked.
    given.flag("interleaved");
    given.flag("unmask");
    let newest_first = given.flag("startFromHead") == Some(false);
    let inside = event::span(given);
    let mut window = std::mem::take(&mut call.window);
    let mut found: Vec<Event<'_>> = stream::of(call, group)
        .map(|stream| stream.get("logStreamName").text())
        .filter(|name| names.is_empty() || names.contains(name))
        .filter(|name| prefix.is_none_or(|prefix| name.starts_with(prefix)))
        .flat_map(|name| batch::events(call, group, name))
        .filter(|event| inside(event.at) && pattern.admits(event.message))
        .collect();
    found.sort_by_key(|event| event.at);
    if newest_first {
        found.reverse();
    }
    let range = window.range(given, found.len())?;
    let events: Value = found[range]
        .iter()
        .map(|event| {
            value!({
                "logStreamName": (event.stream),
                "timestamp": (event.at),
                "message": (event.message),
                "ingestionTime": (event.ingested),
                "eventId": (event.id(group)),
            })
        })
        .collect();
    call.window = window;
    Ok(value!({ "events": events, "searchedLogStreams": [] }))
}

/// `TestMetricFilter`: a pattern against messages of the caller's.
fn test(_: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let pattern = Pattern::read(given.text("filterPattern"))?;
    let matches: Vec<Value> = given
        .texts("logEventMessages")
        .into_iter()
        .enumerate()
        .filter(|(_, message)| pattern.admits(message))
        .map(|(at, message)| {
            let extracted: Map = pattern
                .extracted(message)
                .into_iter()
                .map(|(name, text)| (name, Value::from(text)))
                .collect();
            value!({ "eventNumber": (at + 1), "eventMessage": message, "extractedValues": extracted })
        })
        .collect();
    Ok::<Value, Refusal>(value!({ "matches": matches }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    #[test]
    fn events_of_all_streams_are_found_in_the_order_of_time_a_page_at_a_time() {
        let aws = Lab::new("logs");
        aws.ok("CreateLogGroup", value!({ "logGroupName": "g" }));
        let now = aws.world().now().as_millisecond();
        for (stream, offset) in [("eni-a-all", 0), ("eni-b-all", 1)] {
            aws.ok(
                "CreateLogStream",
                value!({ "logGroupName": "g", "logStreamName": stream }),
            );
            let events: Value = (0..3)
                .map(|n: i64| {
                    let action = if n == 1 { "REJECT" } else { "ACCEPT" };
                    value!({ "timestamp": (now - 100 + 10 * n + offset), "message": (format!("{stream} {n} {action}")) })
                })
                .collect();
            aws.ok(
                "PutLogEvents",
                value!({ "logGroupName": "g", "logStreamName": stream, "logEvents": events }),
            );
        }
        let find = |more: Value| {
            let mut input = value!({ "logGroupName": "g" });
            for (name, value) in more.as_map().unwrap() {
                input.set(name, value);
            }
            aws.ok("FilterLogEvents", input)
        };
        let texts = |answer: &Value| -> Vec<String> {
            let events = answer.get("events").items();
            events
                .iter()
                .map(|e| e.get("message").text().to_owned())
                .collect()
        };
        let rejected = find(value!({ "filterPattern": "[stream, n, action = REJECT]" }));
        assert_eq!(texts(&rejected), ["eni-a-all 1 REJECT", "eni-b-all 1 REJECT"]);
        assert_eq!(rejected.at("events.0.eventId").text().len(), 56);
        let first = find(value!({ "limit": 4 }));
        assert_eq!(texts(&first).len(), 4);
        let rest = find(value!({ "limit": 4, "nextToken": (first.get("nextToken")) }));
        assert_eq!(texts(&rest), ["eni-a-all 2 ACCEPT", "eni-b-all 2 ACCEPT"]);
        let one = find(value!({ "logStreamNames": ["eni-b-all"], "startTime": (now - 85) }));
        assert_eq!(texts(&one), ["eni-b-all 2 ACCEPT"]);
        assert_eq!(texts(&find(value!({ "logStreamNamePrefix": "eni-b" }))).len(), 3);
        assert_eq!(
            texts(&find(value!({ "startFromHead": false })))[0],
            "eni-b-all 2 ACCEPT"
        );
        for (input, code) in [
            (value!({ "logGroupName": "h" }), "ResourceNotFoundException"),
            (
                value!({ "logGroupName": "g", "logStreamNames": ["c"] }),
                "ResourceNotFoundException",
            ),
            (
                value!({ "logGroupName": "g", "filterPattern": "[a" }),
                "InvalidParameterException",
            ),
            (
                value!({ "logGroupName": "g", "filterPattern": "{ $.a[*] = 1 }" }),
                "NotModelled",
            ),
            (value!({}), "InvalidParameterException"),
        ] {
            assert_eq!(aws.no("FilterLogEvents", input).0, code);
        }
    }

    #[test]
    fn a_pattern_is_tried_on_messages() {
        let aws = Lab::new("logs");
        let input = value!({ "filterPattern": "[ip, code = 4*]", "logEventMessages": ["a 200", "b 404"] });
        let expected = value!([{ "eventNumber": 2, "eventMessage": "b 404", "extractedValues": { "$ip": "b", "$code": "404" } }]);
        assert_eq!(aws.ok("TestMetricFilter", input).get("matches"), &expected);
        let input = value!({ "filterPattern": "\"open", "logEventMessages": ["a"] });
        assert_eq!(aws.no("TestMetricFilter", input).0, "InvalidParameterException");
    }
}
