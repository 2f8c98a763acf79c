//! What goes wrong on the way, and what comes of it: faults x protocols, on a server of raw TCP. No fault panics, none is
//! taken for an answer, and each is tried as often as the official clients would.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod connections;
mod retries;
mod trouble;

use crate::support::account::settings;
use crate::support::server::{Reply, Server};
use runbook::cloud::{Live, Settings};
use runbook::port::{Cloud, CloudError, Fault, Latch, Request};
use runbook::value;
use runbook::value::Value;
use std::fmt::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// One operation of a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wire {
    Json,
    RestJson,
    S3,
    Query,
    Ec2,
}

use Wire::{Ec2, Json, Query, RestJson, S3};

const ALL: [Wire; 5] = [Json, RestJson, S3, Query, Ec2];

impl Wire {
    fn json(self) -> bool {
        matches!(self, Json | RestJson)
    }

    fn request(self) -> Request {
        match self {
            Json => Request::new("ssm", "GetParameter", value!({ "Name": "/a" })),
            RestJson => Request::new("guardduty", "GetDetector", value!({ "DetectorId": "d" })),
            S3 => Request::new("s3", "ListObjectsV2", value!({ "Bucket": "bucket" })),
            Query => Request::new("iam", "GetAccountSummary", Value::map()),
            Ec2 => Request::new("ec2", "DescribeVolumes", Value::map()),
        }
    }

    /// An answer with a text and a number in it.
    fn good(self, text: &str, number: &str) -> String {
        match self {
            Json => format!(r#"{{"Parameter":{{"Name":"{text}","Version":{number}}}}}"#),
            RestJson => format!(r#"{{"serviceRole":"{text}","features":[{{"updatedAt":{number}}}]}}"#),
            S3 => {
                format!("<ListBucketResult><Name>{text}</Name><MaxKeys>{number}</MaxKeys></ListBucketResult>")
            }
            Query => format!(
                "<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap><entry><key>{text}</key>\
                 <value>{number}</value></entry></SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>"
            ),
            Ec2 => format!(
                "<DescribeVolumesResponse><volumeSet><item><volumeId>{text}</volumeId><size>{number}</size></item>\
                 </volumeSet></DescribeVolumesResponse>"
            ),
        }
    }

    /// The text of a good answer.
    fn text(self, answer: &Value) -> String {
        match self {
            Json => answer.at("Parameter.Name").text().to_owned(),
            RestJson => answer.get("ServiceRole").text().to_owned(),
            S3 => answer.get("Name").text().to_owned(),
            Query => answer
                .get("SummaryMap")
                .as_map()
                .and_then(|map| map.keys().next().cloned())
                .unwrap_or_default(),
            Ec2 => answer.at("Volumes.0.VolumeId").text().to_owned(),
        }
    }

    fn error(self, code: &str) -> String {
        match self {
            Json | RestJson => format!(r#"{{"__type":"{code}","message":"why"}}"#),
            S3 => format!("<Error><Code>{code}</Code><Message>why</Message></Error>"),
            Query => format!(
                "<ErrorResponse><Error><Code>{code}</Code><Message>why</Message></Error></ErrorResponse>"
            ),
            Ec2 => format!(
                "<Response><Errors><Error><Code>{code}</Code><Message>why</Message></Error></Errors></Response>"
            ),
        }
    }

    /// A body nested so deep that whoever recurses falls over.
    fn deep(self) -> String {
        const DEPTH: usize = 100_000;
        if self.json() {
            format!(
                r#"{{"Deep":{}{}}}"#,
                r#"{"a":["#.repeat(DEPTH),
                "]}".repeat(DEPTH)
            )
        } else {
            let good = self.good("a", "1");
            let at = good.find('>').unwrap() + 1;
            format!(
                "{}{}{}{}",
                &good[..at],
                "<deep>".repeat(DEPTH),
                "</deep>".repeat(DEPTH),
                &good[at..]
            )
        }
    }
}

/// What is expected of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Outcome {
    /// `ok`, or the fault.
    fault: &'static str,
    /// The code.
    code: String,
    /// How often the server was asked.
    tries: usize,
    /// A part of the advice; empty for none.
    advice: &'static str,
}

const OK: &str = "ok";
const CHECK: &str = "check the connection";
const SIDE: &str = "on AWS's side";

fn outcome(fault: &'static str, code: &str, tries: usize, advice: &'static str) -> Outcome {
    Outcome {
        fault,
        code: code.to_owned(),
        tries,
        advice,
    }
}

fn ok(tries: usize) -> Outcome {
    outcome(OK, "", tries, "")
}

fn lost(tries: usize) -> Outcome {
    outcome("Transport", "Unreachable", tries, CHECK)
}

fn unreadable(tries: usize) -> Outcome {
    outcome("Transport", "UnreadableAnswer", tries, CHECK)
}

/// A fault: its name, what the server does, and what comes of it.
struct Case {
    name: &'static str,
    replies: Box<dyn Fn(Wire) -> Vec<Reply> + Sync>,
    expected: Box<dyn Fn(Wire) -> Outcome + Sync>,
}

fn case(
    name: &'static str,
    replies: impl Fn(Wire) -> Vec<Reply> + Sync + 'static,
    expected: impl Fn(Wire) -> Outcome + Sync + 'static,
) -> Case {
    Case {
        name,
        replies: Box::new(replies),
        expected: Box::new(expected),
    }
}

fn fine(wire: Wire) -> Reply {
    Reply::new(200, wire.good("text", "1"))
}

/// The connection.
fn connections() -> Vec<Case> {
    let half = |wire: Wire| {
        let body = wire.good("text", "1");
        format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
            body.len(),
            &body[..body.len() / 2]
        )
    };
    let chunked = |wire: Wire, end: &str| {
        let body = wire.good("text", "1");
        format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n{end}",
            body.len()
        )
    };
    vec![
        case("nothing is wrong", |wire| vec![fine(wire)], |_| ok(1)),
        case(
            "in chunks",
            move |wire| vec![Reply::Raw(chunked(wire, "0\r\n\r\n").into())],
            |_| ok(1),
        ),
        case(
            "reset before the head",
            |_| vec![Reply::Reset(Vec::new())],
            |_| lost(3),
        ),
        case(
            "reset once",
            |wire| vec![Reply::Reset(Vec::new()), fine(wire)],
            |_| ok(2),
        ),
        case(
            "reset in the head",
            |_| vec![Reply::Reset(b"HTTP/1.1 200 OK\r\nserv".to_vec())],
            |_| lost(3),
        ),
        case(
            "reset in the body",
            move |wire| vec![Reply::Reset(half(wire).into())],
            |_| unreadable(3),
        ),
        case(
            "closed before the head",
            |_| vec![Reply::Cut(Vec::new())],
            |_| lost(3),
        ),
        case(
            "shorter than its length",
            move |wire| vec![Reply::Cut(half(wire).into())],
            |_| unreadable(3),
        ),
        case(
            "shorter once",
            move |wire| vec![Reply::Cut(half(wire).into()), fine(wire)],
            |_| ok(2),
        ),
        case(
            "chunks without end",
            move |wire| vec![Reply::Cut(chunked(wire, "").into())],
            |_| unreadable(3),
        ),
        case(
            "a chunk of no length",
            move |wire| vec![Reply::Cut(chunked(wire, "zz\r\n").into())],
            |_| unreadable(3),
        ),
        case(
            "no HTTP",
            |_| vec![Reply::Cut(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())],
            |_| lost(1),
        ),
        case(
            "silence",
            |_| vec![Reply::Silence],
            |_| outcome("Transport", "Timeout", 2, CHECK),
        ),
        case("silence once", |wire| vec![Reply::Silence, fine(wire)], |_| ok(2)),
        case(
            "silence in the body",
            move |wire| vec![Reply::Raw(half(wire).into())],
            |_| outcome("Transport", "Timeout", 1, CHECK),
        ),
        case(
            "100 Continue first",
            |wire| {
                let body = wire.good("text", "1");
                let head = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n";
                vec![Reply::Raw(
                    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into(),
                )]
            },
            |_| ok(1),
        ),
        case(
            "a header of a megabyte",
            |wire| vec![fine(wire).header("x-huge", &"a".repeat(1 << 20))],
            |_| lost(1),
        ),
    ]
}

/// Answers that are none.
fn bodies() -> Vec<Case> {
    let page = "<html><head><title>Sign in</title></head><body><p>to the <b>hotel</b></p></body></html>";
    vec![
        case(
            "not the format",
            |wire| vec![Reply::new(200, if wire.json() { "no json" } else { "no xml" })],
            |_| unreadable(1),
        ),
        case(
            "the page of a proxy",
            move |_| vec![Reply::new(200, page).header("content-type", "text/html")],
            |_| unreadable(1),
        ),
        case(
            "the page of a proxy, 502",
            move |_| vec![Reply::new(502, page).header("content-type", "text/html")],
            |_| outcome("Service", "502", 3, SIDE),
        ),
        case(
            "cut in the middle, with the length of the cut",
            |wire| {
                let good = wire.good("text", "1");
                vec![Reply::new(200, &good[..good.len() * 2 / 3])]
            },
            |_| unreadable(1),
        ),
        case(
            "nothing where something is due",
            |_| vec![Reply::new(200, "")],
            |wire| {
                // An absent body reads as an empty document, as boto3 reads it.
                match wire {
                    Json | RestJson => ok(1),
                    S3 | Query | Ec2 => unreadable(1),
                }
            },
        ),
        case(
            "a wrong type",
            |wire| {
                let good = wire.good("text", "1");
                let wrong = match wire {
                    Json => good.replace("\"text\"", "[1]"),
                    RestJson => good.replace("\"text\"", "{}"),
                    _ => wire.good("text", "many"),
                };
                vec![Reply::new(200, wrong)]
            },
            |_| unreadable(1),
        ),
        case(
            "a number out of range",
            |wire| {
                let number = if wire == RestJson {
                    "1e300"
                } else {
                    "99999999999999999999"
                };
                vec![Reply::new(200, wire.good("text", number))]
            },
            |_| unreadable(1),
        ),
        case(
            "no UTF-8",
            |wire| {
                let mut body = wire.good("text", "1").into_bytes();
                let at = body.windows(4).position(|part| part == b"text").unwrap();
                body[at] = 0xff;
                vec![Reply::new(200, body)]
            },
            |_| unreadable(1),
        ),
        case(
            "nested deep",
            |wire| vec![Reply::new(200, wire.deep())],
            |wire| {
                if wire.json() { unreadable(1) } else { ok(1) }
            },
        ),
        case(
            "nested deep, in an error",
            |wire| vec![Reply::new(400, wire.deep())],
            |_| outcome("Service", "400", 1, ""),
        ),
        case(
            "a text of ten megabytes",
            |wire| vec![Reply::new(200, wire.good(&"a".repeat(10 << 20), "1"))],
            |_| ok(1),
        ),
        case(
            "another content type",
            |wire| vec![fine(wire).header("content-type", "text/plain")],
            |_| ok(1),
        ),
        case(
            "an empty object",
            |_| vec![Reply::new(200, "{}")],
            |wire| if wire.json() { ok(1) } else { unreadable(1) },
        ),
    ]
}

/// Errors by status and code.
fn statuses() -> Vec<Case> {
    let status = |status: u16| move |_| vec![Reply::new(status, "")];
    let coded =
        |status: u16, code: &'static str| move |wire: Wire| vec![Reply::new(status, wire.error(code))];
    vec![
        case(
            "301",
            |_| vec![Reply::new(301, "").header("location", "http://127.0.0.1:1/")],
            |_| outcome("Service", "301", 1, ""),
        ),
        case(
            "a bucket elsewhere",
            |wire| {
                vec![
                    Reply::new(301, wire.error("PermanentRedirect"))
                        .header("x-amz-bucket-region", "eu-west-1"),
                ]
            },
            |_| outcome("Service", "PermanentRedirect", 1, "eu-west-1"),
        ),
        case("403 without a body", status(403), |_| {
            outcome("Service", "403", 1, "permission")
        }),
        case("404 without a body", status(404), |_| {
            outcome("Service", "404", 1, "")
        }),
        case(
            "418 with a page",
            |_| vec![Reply::new(418, "<p>teapot")],
            |_| outcome("Service", "418", 1, ""),
        ),
        case("429 without a body", status(429), |_| {
            outcome("Service", "429", 1, "slow down")
        }),
        case("500", status(500), |_| outcome("Service", "500", 3, SIDE)),
        case(
            "503 once",
            |wire| vec![Reply::new(503, ""), fine(wire)],
            |_| ok(2),
        ),
        case("throttled", coded(400, "ThrottlingException"), |_| {
            outcome("Service", "ThrottlingException", 3, "slow down")
        }),
        case(
            "throttled once",
            |wire| vec![Reply::new(503, wire.error("SlowDown")), fine(wire)],
            |_| ok(2),
        ),
        case("denied", coded(403, "AccessDenied"), |_| {
            outcome("Service", "AccessDenied", 1, "permission")
        }),
        case("expired", coded(400, "ExpiredToken"), |_| {
            outcome("Credentials", "ExpiredToken", 1, "aws login")
        }),
        case("refused", coded(400, "NoSuchThing"), |_| {
            outcome("Service", "NoSuchThing", 1, "")
        }),
        case(
            "a clock that is wrong",
            coded(403, "RequestTimeTooSkewed"),
            |_| outcome("Service", "RequestTimeTooSkewed", 1, "date -u"),
        ),
        case(
            "a clock that is wrong, and the server's",
            |wire| {
                let late = Reply::new(403, wire.error("RequestTimeTooSkewed"));
                vec![late.header("date", "Tue, 04 Mar 2031 12:00:00 GMT"), fine(wire)]
            },
            |_| ok(2),
        ),
    ]
}

#[test]
fn every_fault_of_the_connection_has_its_outcome() {
    hold(&connections());
}

#[test]
fn every_body_that_is_no_answer_has_its_outcome() {
    hold(&bodies());
}

#[test]
fn every_status_has_its_outcome() {
    hold(&statuses());
}

#[test]
fn nobody_listens() {
    let mut wrong = String::new();
    for wire in ALL {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let error = call(&format!("http://{free}"), wire).unwrap_err();
        if (error.fault, error.code.as_str()) != (Fault::Transport, "Unreachable") {
            writeln!(wrong, "{wire:?}: {error:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Holds every case in every protocol, all at once: most of the time is waiting.
fn hold(cases: &[Case]) {
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = cases
            .iter()
            .flat_map(|case| ALL.map(|wire| scope.spawn(move || differs(case, wire))))
            .collect();
        running
            .into_iter()
            .filter_map(|thread| thread.join().expect("no fault panics"))
            .collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn differs(case: &Case, wire: Wire) -> Option<String> {
    let server = Server::new((case.replies)(wire));
    let answer = call(&server.url, wire);
    let expected = (case.expected)(wire);
    let (mut seen, said) = match &answer {
        Ok(_) => (ok(0), String::new()),
        Err(error) => (
            Outcome {
                fault: name(error.fault),
                code: error.code.clone(),
                tries: 0,
                advice: "",
            },
            error.to_string().chars().take(400).collect(),
        ),
    };
    seen.tries = server.asked().len();
    let advice = answer.as_ref().err().and_then(|error| error.advice.clone());
    let advised = advice.as_deref().unwrap_or_default();
    if advised.contains(expected.advice) && advised.is_empty() == expected.advice.is_empty() {
        seen.advice = expected.advice;
    }
    if matches!(
        case.name,
        "nothing is wrong" | "another content type" | "in chunks"
    ) {
        assert_eq!(
            answer.as_ref().map(|answer| wire.text(answer)),
            Ok("text".to_owned())
        );
    }
    (seen != expected).then(|| {
        format!(
            "{wire:?}, {}: expected {expected:?}, not {seen:?} advice {advised:?}: {said}",
            case.name
        )
    })
}

fn call(url: &str, wire: Wire) -> Result<Value, CloudError> {
    // The runtime keeps its store of tries and its pace by service and region, for all of the process.
    static REGION: AtomicUsize = AtomicUsize::new(1);
    let (_folder, settings) = settings(url, &Latch::default());
    let live = Live::connect(Settings {
        region: Some(format!("eu-test-{}", REGION.fetch_add(1, Ordering::Relaxed))),
        limit: Duration::from_secs(8),
        ..settings
    })
    .unwrap();
    live.call(&wire.request())
}

fn name(fault: Fault) -> &'static str {
    match fault {
        Fault::Service => "Service",
        Fault::Invalid => "Invalid",
        Fault::Guard => "Guard",
        Fault::Unmodelled => "Unmodelled",
        Fault::Credentials => "Credentials",
        Fault::Transport => "Transport",
        Fault::Machine => "Machine",
    }
}
