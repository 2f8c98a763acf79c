//! Queries of CloudWatch Logs Insights: started, waited for, read.
//!
//! A query is kept under `practice:logs-query`: an account keeps none for long, and no comparison of worlds counts it.

use super::batch::{self, Event};
use super::group::{self, GROUP};
use super::insights::{Query, Row, Table};
use super::{ABSENT, constraint, limited, millis, stream, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// Queries.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeQueries", Move::Do(describe)),
        ("GetQueryResults", Move::Do(results)),
        ("StartQuery", Move::Do(start)),
        ("StopQuery", Move::Do(stop)),
    ],
    ..Family::NONE
};

static QUERY: Resource = Resource {
    kind: "practice:logs-query",
    shape: "QueryInfo",
    key: "queryId",
    absent: (ABSENT, "The specified query '{}' does not exist."),
    ..Resource::NONE
};

/// How long a query runs. Illustrative.
const RUNNING: Duration = Duration::from_secs(2);

fn start(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    if given
        .opt("queryLanguage")
        .is_some_and(|language| language != "CWLI")
    {
        return Err(Refusal::unmodelled(
            "query languages other than CWLI of logs:StartQuery",
        ));
    }
    let single: Vec<&str> = given.opt("logGroupName").into_iter().collect();
    let (names, identifiers) = (given.texts("logGroupNames"), given.texts("logGroupIdentifiers"));
    let ways = [&single, &names, &identifiers];
    if ways.iter().filter(|way| !way.is_empty()).count() != 1 {
        return Err(unfit(
            "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.",
        ));
    }
    let mut groups: Vec<Value> = Vec::new();
    for name in ways.into_iter().flatten() {
        let name = group::name_of(call, name)?;
        call.get(&GROUP, name)?;
        groups.push(name.into());
    }
    let text = given.text("queryString");
    Query::read(text)?;
    let (from, to) = (given.int("startTime"), given.int("endTime"));
    if from > to {
        return Err(Refusal::new(
            "MalformedQueryException",
            "Query's end date and time is before its start date and time",
        ));
    }
    let limit = given.int("limit");
    if limit.is_some_and(|limit| !(1..=10_000).contains(&limit)) {
        let limit = limit.unwrap_or_default().to_string();
        return Err(constraint(&limit, "limit", "have value between 1 and 10000"));
    }
    let id = call.random("logs:query").uuid();
    let query = value!({
        "queryLanguage": "CWLI",
        "queryId": (&id),
        "queryString": text,
        "status": "Running",
        "createTime": (millis(call.now())),
        "logGroupName": (groups.first().cloned()),
        "_groups": groups,
        "_from": from,
        "_to": to,
        "_limit": limit,
    });
    call.keep(&QUERY, &id, query);
    call.later_set(RUNNING, &QUERY, &id, &[("status", "Complete")]);
    Ok(value!({ "queryId": id }))
}

fn stop(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("queryId");
    if call.get(&QUERY, id)?.get("status").text() == "Complete" {
        return Err(unfit("Query is already ended with Complete status"));
    }
    call.remove(&QUERY, id)?;
    Ok(value!({ "success": true }))
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "maxResults", 1000)?;
    let (group, status) = (given.opt("logGroupName"), given.opt("status"));
    given.opt("queryLanguage");
    let mut queries: Vec<Value> = call
        .all(&QUERY)
        .filter(|query| group.is_none_or(|group| query.get("logGroupName").text() == group))
        .filter(|query| status.is_none_or(|status| query.get("status").text() == status))
        .cloned()
        .collect();
    queries.reverse();
    let queries = call.cut(given, queries)?;
    Ok(value!({ "queries": queries }))
}

/// `GetQueryResults`: nothing while the query runs.
fn results(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let query = call.get(&QUERY, given.text("queryId"))?;
    let status = query.get("status").text();
    if status != "Complete" {
        return Ok(value!({ "queryLanguage": "CWLI", "results": [], "statistics": {}, "status": status }));
    }
    let read = Query::read(query.get("queryString").text())?;
    let second = |member: &str| query.get(member).as_int().unwrap_or_default();
    // Both ends belong to the time asked for (AWS: *StartQuery*); they are seconds.
    let (from, to) = (second("_from") * 1000, second("_to") * 1000 + 999);
    let (mut scanned, mut bytes) = (0_usize, 0_usize);
    let mut rows = Vec::new();
    for group in query.get("_groups").items().iter().map(Value::text) {
        for stream in stream::of(call, group).map(|stream| stream.get("logStreamName").text()) {
            let events = batch::events(call, group, stream);
            for event in events.iter().filter(|event| (from..=to).contains(&event.at)) {
                scanned += 1;
                bytes += event.message.len();
                rows.push(row(call, group, event));
            }
        }
    }
    let limit = query
        .get("_limit")
        .as_int()
        .and_then(|limit| usize::try_from(limit).ok());
    let table = read.run(rows, limit);
    Ok(value!({
        "queryLanguage": "CWLI",
        "results": (listed(&table)),
        "statistics": {
            "recordsMatched": (float(table.matched)),
            "recordsScanned": (float(scanned)),
            "estimatedRecordsSkipped": 0.0,
            "bytesScanned": (float(bytes)),
            "estimatedBytesSkipped": 0.0,
            "logGroupsScanned": (float(query.get("_groups").items().len())),
        },
        "status": status,
    }))
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn row<'e>(call: &Call<'_>, group: &str, event: &Event<'e>) -> Row<'e> {
    Row::of(event, format!("{}:{group}", call.account), event.id(group))
}

fn listed(table: &Table) -> Value {
    table
        .rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|(field, value)| value!({ "field": field, "value": value }))
                .collect::<Value>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    fn lab() -> (Lab, i64) {
        let aws = Lab::new("logs");
        aws.ok("CreateLogGroup", value!({ "logGroupName": "flows" }));
        aws.ok(
            "CreateLogStream",
            value!({ "logGroupName": "flows", "logStreamName": "eni-1-all" }),
        );
        let now = aws.world().now();
        let lines = [
            ("203.0.113.9", 22, "REJECT"),
            ("203.0.113.9", 23, "REJECT"),
            ("192.0.2.4", 22, "REJECT"),
            ("192.0.2.4", 80, "ACCEPT"),
        ];
        let events: Value = lines
            .iter()
            .map(|(source, port, action)| {
                let line =
                    format!("2 111122223333 eni-1 {source} 10.0.1.5 40000 {port} 6 1 44 1 61 {action} OK");
                value!({ "timestamp": (now.as_millisecond()), "message": line })
            })
            .collect();
        aws.ok(
            "PutLogEvents",
            value!({ "logGroupName": "flows", "logStreamName": "eni-1-all", "logEvents": events }),
        );
        (aws, now.as_second())
    }

    fn started(aws: &Lab, now: i64, query: &str) -> Value {
        aws.ok(
            "StartQuery",
            value!({ "logGroupName": "flows", "startTime": (now - 60), "endTime": (now + 60), "queryString": query }),
        )
    }

    fn asked(query: &str) -> Vec<Vec<String>> {
        let (aws, now) = lab();
        let id = started(&aws, now, query);
        aws.pass(3);
        let answer = aws.ok("GetQueryResults", id);
        assert_eq!(answer.get("status").text(), "Complete");
        let rows = answer.get("results").items();
        rows.iter()
            .map(|row| {
                let fields = row
                    .items()
                    .iter()
                    .filter(|field| field.get("field").text() != "@ptr");
                fields.map(|field| field.get("value").text().to_owned()).collect()
            })
            .collect()
    }

    #[test]
    fn a_query_runs_a_while_and_then_has_results() {
        let (aws, now) = lab();
        let before = aws.world();
        let id = started(&aws, now, "fields @timestamp, @message | limit 2");
        assert_eq!(
            aws.ok("GetQueryResults", id.clone()).get("status").text(),
            "Running"
        );
        assert_eq!(
            aws.ok("DescribeQueries", value!({})).at("queries.0.queryId"),
            id.get("queryId")
        );
        aws.pass(3);
        let answer = aws.ok("GetQueryResults", id.clone());
        assert_eq!(answer.get("results").items().len(), 2);
        assert_eq!(answer.at("results.0.0.value").text(), "2026-01-05 09:00:02.000");
        assert_eq!(answer.at("results.0.2.field").text(), "@ptr");
        assert_eq!(answer.at("statistics.recordsScanned"), &Value::Float(4.0));
        assert_eq!(aws.no("StopQuery", id).0, "InvalidParameterException");
        let other = started(&aws, now, "fields @message");
        assert_eq!(aws.ok("StopQuery", other).get("success").as_bool(), Some(true));
        assert_eq!(
            aws.no("GetQueryResults", value!({ "queryId": "none" })).0,
            "ResourceNotFoundException"
        );
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }

    #[test]
    fn flow_logs_are_counted_filtered_and_sorted() {
        let query = "filter action = 'REJECT' | stats count(*) as knocks by srcAddr | sort knocks desc";
        assert_eq!(asked(query), [["203.0.113.9", "2"], ["192.0.2.4", "1"]]);
        assert_eq!(
            asked("stats count(*), max(dstPort), sum(bytes) by action | sort action asc"),
            [["ACCEPT", "1", "80", "44"], ["REJECT", "3", "23", "132"],]
        );
        assert_eq!(
            asked(
                "fields srcAddr, dstPort | filter dstPort in [22, 80] and not (srcAddr like /^203/) | sort dstPort desc"
            ),
            [["192.0.2.4", "80"], ["192.0.2.4", "22"],]
        );
        let parsed = "parse @message '* * * * *' as v, account, eni, source, rest | filter rest like '80 6' | display eni, source";
        assert_eq!(asked(parsed), [["eni-1", "192.0.2.4"]]);
        assert_eq!(
            asked("parse @message /eni-1 (?<who>[0-9.]+) / | stats count_distinct(who) as n"),
            [["2"]]
        );
        assert_eq!(
            asked("fields dstPort | dedup dstPort | sort dstPort asc | limit 1"),
            [["22"]]
        );
        assert_eq!(asked("filter ispresent(nothing)"), Vec::<Vec<String>>::new());
        assert_eq!(
            asked("# all of them\nstats count(*) by bin(5m) as slot"),
            [["2026-01-05 09:00:00.000", "4"]]
        );
    }

    #[test]
    fn what_is_no_query_is_malformed_and_what_practice_cannot_is_named() {
        let (aws, now) = lab();
        let refused = |query: &str| {
            let input =
                value!({ "logGroupName": "flows", "startTime": now, "endTime": now, "queryString": query });
            aws.no("StartQuery", input).0
        };
        for query in [
            "feilds @message",
            "filter",
            "filter a =",
            "stats",
            "sort",
            "limit many",
            "fields @message | ",
            "filter a like /(/",
        ] {
            assert_eq!(refused(query), "MalformedQueryException", "{query}");
        }
        for query in [
            "pattern @message",
            "fields strlen(@message)",
            "stats pct(bytes, 95)",
        ] {
            assert_eq!(refused(query), "NotModelled", "{query}");
        }
        let absent = value!({ "logGroupName": "none", "startTime": now, "endTime": now, "queryString": "fields @message" });
        assert_eq!(aws.no("StartQuery", absent).0, "ResourceNotFoundException");
        let backwards = value!({ "logGroupName": "flows", "startTime": now, "endTime": (now - 1), "queryString": "fields @message" });
        assert_eq!(aws.no("StartQuery", backwards).0, "MalformedQueryException");
    }
}
