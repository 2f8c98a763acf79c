//! Log streams.

use super::batch::BATCH;
use super::group::{self, GROUP};
use super::{ABSENT, EXISTS, arn, limited, millis, named, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Log streams.
pub(super) static FAMILY: Family = Family {
    resources: &[&STREAM, &BATCH],
    moves: &[
        ("CreateLogStream", Move::Do(create)),
        ("DeleteLogStream", Move::Do(delete)),
        ("DescribeLogStreams", Move::Do(describe)),
    ],
    ..Family::NONE
};

/// A log stream, under its group's name and its own. `_batches` counts what was written into it, `_bytes` how much.
pub(in crate::practice) static STREAM: Resource = Resource {
    kind: "logs:log-stream",
    shape: "LogStream",
    key: "logStreamName",
    absent: (ABSENT, "The specified log stream does not exist."),
    ..Resource::NONE
};

/// Neither a group's name nor a stream's holds a colon.
pub(in crate::practice) fn key(group: &str, stream: &str) -> String {
    format!("{group}:{stream}")
}

/// The streams of a group.
pub(super) fn of<'c>(call: &'c Call<'_>, group: &str) -> impl Iterator<Item = &'c Value> {
    call.all(&STREAM)
        .filter(move |stream| stream.get("_group").text() == group)
}

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (group, name) = (given.text("logGroupName"), given.text("logStreamName"));
    named(name, "logStreamName", |c| !matches!(c, ':' | '*'), "[^:*]*")?;
    call.get(&GROUP, group)?;
    if call.found(&STREAM, &key(group, name)).is_some() {
        return Err(Refusal::new(EXISTS, "The specified log stream already exists"));
    }
    make(call, group, name);
    Ok(Value::map())
}

/// A new stream, as anybody's call or a delivery makes it.
pub(in crate::practice) fn make(call: &mut Call<'_>, group: &str, name: &str) {
    let token = super::event::sequence_token(call);
    let stream = value!({
        "logStreamName": name,
        "creationTime": (millis(call.now())),
        "uploadSequenceToken": token,
        "arn": (arn(call, &format!("log-group:{group}:log-stream:{name}"))),
        "storedBytes": 0,
        "_group": group,
    });
    call.keep(&STREAM, &key(group, name), stream);
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let group = given.text("logGroupName");
    call.get(&GROUP, group)?;
    remove(call, group, given.text("logStreamName"))?;
    Ok(Value::map())
}

/// Takes a stream away with its events.
pub(super) fn remove(call: &mut Call<'_>, group: &str, name: &str) -> Result<(), Refusal> {
    let key = key(group, name);
    let stream = call.remove(&STREAM, &key)?;
    for n in 0..stream.get("_batches").as_int().unwrap_or_default() {
        call.remove(&BATCH, &format!("{key}:{n}"))?;
    }
    Ok(())
}

/// `DescribeLogStreams`: by name, or by the last event; a prefix goes with the name alone.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 50)?;
    let group = group::identified(call, given)?;
    let prefix = given.opt("logStreamNamePrefix");
    let by_time = given.opt("orderBy") == Some("LastEventTime");
    let descending = given.flag("descending").unwrap_or(false);
    if by_time && prefix.is_some() {
        return Err(unfit("Cannot order by LastEventTime with a logStreamNamePrefix."));
    }
    let mut streams: Vec<Value> = of(call, group)
        .filter(|stream| prefix.is_none_or(|prefix| stream.get("logStreamName").text().starts_with(prefix)))
        .cloned()
        .collect();
    streams.sort_by(|one, two| {
        one.get("logStreamName")
            .text()
            .cmp(two.get("logStreamName").text())
    });
    if by_time {
        streams.sort_by_key(|stream| stream.get("lastEventTimestamp").as_int());
    }
    if descending {
        streams.reverse();
    }
    let streams = call.cut(given, streams)?;
    Ok(value!({ "logStreams": streams }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn streams_are_made_ordered_and_deleted_with_their_events() {
        let aws = Lab::new("logs");
        let stream = |name: &str| value!({ "logGroupName": "g", "logStreamName": name });
        assert_eq!(
            aws.no("CreateLogStream", stream("a")).1,
            "The specified log group does not exist."
        );
        aws.ok("CreateLogGroup", value!({ "logGroupName": "g" }));
        let before = aws.world();
        for name in ["b", "a", "ab"] {
            aws.ok("CreateLogStream", stream(name));
        }
        assert_eq!(
            aws.no("CreateLogStream", stream("a")),
            (
                "ResourceAlreadyExistsException".to_owned(),
                "The specified log stream already exists".to_owned()
            )
        );
        assert_eq!(
            aws.no("CreateLogStream", stream("a:b")).0,
            "InvalidParameterException"
        );
        let now = aws.world().now().as_millisecond();
        for (name, at) in [("a", now), ("b", now - 1000)] {
            let mut input = stream(name);
            input.set("logEvents", value!([{ "timestamp": at, "message": "hello" }]));
            aws.ok("PutLogEvents", input);
        }
        let names = |input: value::Value| -> Vec<String> {
            let mut input = input;
            input.set("logGroupName", "g");
            let found = aws.ok("DescribeLogStreams", input);
            let streams = found.get("logStreams").items();
            streams
                .iter()
                .map(|s| s.get("logStreamName").text().to_owned())
                .collect()
        };
        assert_eq!(names(value!({})), ["a", "ab", "b"]);
        assert_eq!(names(value!({ "logStreamNamePrefix": "a" })), ["a", "ab"]);
        assert_eq!(
            names(value!({ "orderBy": "LastEventTime", "descending": true })),
            ["a", "b", "ab"]
        );
        let odd = value!({ "logGroupName": "g", "orderBy": "LastEventTime", "logStreamNamePrefix": "a" });
        assert_eq!(aws.no("DescribeLogStreams", odd).0, "InvalidParameterException");
        for name in ["a", "ab", "b"] {
            aws.ok("DeleteLogStream", stream(name));
        }
        assert_eq!(
            aws.no("DeleteLogStream", stream("a")).1,
            "The specified log stream does not exist."
        );
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
