use super::*;
use crate::event::{
    Access, CallOutcome, Change, Charge, Chart, ChartKind, Check, CheckState, Class, Command, Event, How,
    Part, Point, Prose, Remark, Role, StepName, Table, Thing, Verdict,
};
use crate::port::{MASK, Secrets, Sink};
use crate::value::{Map, Value};
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::fs::{self, OpenOptions};
use std::io::Write;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn header(id: &str, started: i64) -> Header {
    Header {
        format: FORMAT,
        tool: "0.1.0".to_owned(),
        id: id.to_owned(),
        command: Command::Replay,
        title: "Lab".to_owned(),
        place: Place {
            runbook: "/labs/day1.md".to_owned(),
            target: "practice".to_owned(),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
        },
        accounts: IndexMap::new(),
        digest: "d".to_owned(),
        steps: IndexMap::from([("a".to_owned(), "1".to_owned())]),
        parts: IndexMap::new(),
        modules: IndexMap::new(),
        models: Vec::new(),
        started: at(started),
    }
}

fn started(second: i64) -> Event {
    Event::RunStarted {
        command: Command::Replay,
        steps: vec![StepName {
            id: "a".to_owned(),
            title: "A".to_owned(),
        }],
        at: at(second),
    }
}

fn finished(verdict: Verdict, second: i64) -> Event {
    Event::RunFinished {
        verdict,
        at: at(second),
    }
}

fn said(text: &str) -> Event {
    Event::Said {
        step: None,
        remark: Remark::Note,
        text: text.to_owned(),
    }
}

struct Bench {
    folder: tempfile::TempDir,
    store: Store,
    secrets: Secrets,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        Bench {
            store: Store::new(folder.path().join("state/runs")),
            folder,
            secrets: Secrets::default(),
        }
    }

    fn run(&self, id: &str, started: i64, events: &[Event]) {
        let journal = self.store.create(&header(id, started), &self.secrets).unwrap();
        events.iter().for_each(|event| journal.emit(event).unwrap());
    }

    fn path(&self, id: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("state/runs/{id}.jsonl"))
    }

    fn append(&self, id: &str, bytes: &[u8]) {
        let mut file = OpenOptions::new().append(true).open(self.path(id)).unwrap();
        file.write_all(bytes).unwrap();
    }
}

#[test]
fn what_is_written_is_read() {
    let bench = Bench::new();
    let events = [started(1), said("hello"), finished(Verdict::Passed, 2)];
    bench.run("aa", 1, &events);
    let record = bench.store.open("aa").unwrap();
    assert_eq!(record.header, header("aa", 1));
    assert_eq!((&record.events[..], record.torn), (&events[..], false));
    assert_eq!(
        (record.verdict(), record.can_resume()),
        (Some(Verdict::Passed), false)
    );
    assert_eq!(fs::read_to_string(bench.path("aa")).unwrap().lines().count(), 4);
}

#[cfg(unix)]
#[test]
fn only_the_person_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    bench.run("aa", 1, &[]);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&bench.path("aa")), 0o600);
    assert_eq!(mode(bench.path("aa").parent().unwrap()), 0o700);
}

#[test]
fn a_torn_last_line_is_dropped_and_cut_off_on_going_on() {
    let torn: [&[u8]; 4] = [
        b"{\"event\":\"said\",\"st",
        b"\"\xe2\x82",
        b"\0\0\0\n",
        b"{\"event\":\"run-",
    ];
    for tail in torn {
        let bench = Bench::new();
        bench.run("aa", 1, &[started(1), said("kept")]);
        bench.append("aa", tail);
        let record = bench.store.open("aa").unwrap();
        assert_eq!((record.events.len(), record.torn), (2, true), "{tail:?}");
        assert!(record.can_resume());
        let (journal, record) = bench.store.resume("aa", &bench.secrets).unwrap();
        assert!(record.torn);
        journal.emit(&said("later")).unwrap();
        drop(journal);
        let record = bench.store.open("aa").unwrap();
        assert_eq!((record.events.len(), record.torn), (3, false), "{tail:?}");
    }
}

#[test]
fn a_journal_cut_anywhere_is_read_up_to_there() {
    let bench = Bench::new();
    bench.run("aa", 1, &[started(1), said("ü"), finished(Verdict::Stopped, 2)]);
    let whole = fs::read(bench.path("aa")).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for cut in first..whole.len() {
        fs::write(bench.path("aa"), &whole[..cut]).unwrap();
        let record = bench.store.open("aa").unwrap();
        let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(record.events.len(), lines - 1, "cut at {cut}");
        assert_eq!(record.torn, whole[cut - 1] != b'\n', "cut at {cut}");
    }
    for cut in [0, first - 1] {
        fs::write(bench.path("aa"), &whole[..cut]).unwrap();
        assert!(matches!(
            bench.store.open("aa"),
            Err(JournalError::Damaged { line: 1, .. })
        ));
    }
}

#[test]
fn another_format_and_damage_are_told_and_stop_nothing_else() {
    let bench = Bench::new();
    bench.run("aa", 1, &[started(1)]);
    bench.run("bb", 2, &[started(2)]);
    bench.run("cc", 3, &[started(3)]);
    fs::write(bench.path("aa"), "{\"format\":7,\"other\":1}\n").unwrap();
    bench.append("bb", b"nonsense\n");
    bench.append(
        "bb",
        b"{\"event\":\"said\",\"step\":null,\"remark\":\"note\",\"text\":\"x\"}\n",
    );
    let list = bench.store.list().unwrap();
    let told: Vec<String> = list
        .iter()
        .map(|run| match run {
            Ok(record) => record.header.id.clone(),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(told[0], "cc");
    assert!(told[1].contains("bb.jsonl:3 is damaged"), "{}", told[1]);
    assert!(told[2].ends_with("aa.jsonl is a journal of format 7, and this program reads format 1"));
    let history = bench.store.history(&header("", 0).place).unwrap();
    assert_eq!((history.events.len(), history.unread.len()), (1, 2));
    assert_eq!(bench.store.forget("aa").unwrap(), "aa");
    assert_eq!(bench.store.list().unwrap().len(), 2);
}

#[test]
fn one_process_holds_a_run() {
    let bench = Bench::new();
    let journal = bench.store.create(&header("aa", 1), &bench.secrets).unwrap();
    journal.emit(&started(1)).unwrap();
    assert!(matches!(
        bench.store.resume("aa", &bench.secrets),
        Err(JournalError::Held { .. })
    ));
    assert!(matches!(bench.store.forget("aa"), Err(JournalError::Held { .. })));
    assert!(bench.store.create(&header("aa", 1), &bench.secrets).is_err());
    assert_eq!(bench.store.open("aa").unwrap().events.len(), 1, "it can be read");
    drop(journal);
    assert!(bench.store.resume("aa", &bench.secrets).is_ok());
}

#[test]
fn runs_are_found_by_the_beginning_of_their_id() {
    let bench = Bench::new();
    assert!(bench.store.list().unwrap().is_empty(), "no folder yet");
    bench.run("0abc1", 1, &[started(1), finished(Verdict::Passed, 2)]);
    bench.run("0abd2", 2, &[started(3)]);
    bench.run("0abd3", 4, &[started(4), finished(Verdict::Stopped, 5)]);
    assert_eq!(bench.store.open("0abc").unwrap().header.id, "0abc1");
    assert!(
        matches!(bench.store.open("0abd"), Err(JournalError::Ambiguous { candidates, .. }) if candidates.len() == 2)
    );
    assert!(matches!(bench.store.open("9"), Err(JournalError::Unknown { .. })));
    assert!(matches!(bench.store.open(""), Err(JournalError::Unknown { .. })));
    let place = header("", 0).place;
    let newest = bench.store.unfinished(&place, Command::Replay).unwrap().unwrap();
    assert_eq!(newest.header.id, "0abd3");
    assert!(bench.store.unfinished(&place, Command::Run).unwrap().is_none());
    let elsewhere = Place {
        region: "eu-west-1".to_owned(),
        ..place
    };
    assert!(
        bench
            .store
            .unfinished(&elsewhere, Command::Replay)
            .unwrap()
            .is_none()
    );
}

#[test]
fn ids_are_sorted_by_time() {
    let (early, late) = (
        Store::new_id(at(1_800_000_000)).unwrap(),
        Store::new_id(at(1_800_000_001)).unwrap(),
    );
    assert_eq!((early.len(), early[..7] < late[..7]), (10, true));
    assert_ne!(
        Store::new_id(at(5)).unwrap(),
        Store::new_id(at(5)).unwrap(),
        "one in 32,768"
    );
}

#[test]
fn history_is_in_the_order_of_time() {
    let bench = Bench::new();
    // The first run was interrupted, the second came between, then the first went on.
    let resumed = Event::RunResumed {
        changed: Vec::new(),
        changes: Vec::new(),
        at: at(30),
    };
    bench.run("aa", 10, &[started(10), said("1"), resumed, said("3")]);
    bench.run("bb", 20, &[started(20), said("2")]);
    let events = bench.store.history(&header("", 0).place).unwrap().events;
    let told: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            Event::Said { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(told, ["1", "2", "3"]);
}

#[test]
fn secrets_never_reach_the_file() {
    let bench = Bench::new();
    // One that JSON escapes, one that reads like the format's own words, one within a value.
    let secrets = ["pa\"ss\\wörd\n", "passed", "hunter22"];
    secrets.iter().for_each(|secret| bench.secrets.add(secret));
    let events = [
        started(1),
        said("it is pa\"ss\\wörd\n, or passed"),
        Event::Checked {
            step: "a".to_owned(),
            before: false,
            check: Check {
                text: "hunter22 works".to_owned(),
                state: CheckState::Passed,
                evidence: "\"passed\" is not \"hunter22\"".to_owned(),
                line: 1,
            },
        },
        Event::Answered {
            step: None,
            name: "role".to_owned(),
            value: Value::Map(Map::from([("role".to_owned(), Value::from("hunter22"))])),
            secret: false,
        },
        Event::SecretShown {
            step: None,
            label: "password".to_owned(),
            value: "hunter22".to_owned(),
        },
        Event::ProseShown {
            step: None,
            prose: Prose {
                markdown: "It is \u{e000}0\u{e001}.".to_owned(),
                values: vec!["hunter22".to_owned()],
            },
        },
        Event::TableShown {
            step: None,
            table: Table {
                columns: vec!["hunter22".to_owned()],
                rows: vec![vec![Value::from("hunter22")]],
                more: 0,
            },
        },
        Event::ChartShown {
            step: None,
            chart: Chart {
                title: Some("hunter22".to_owned()),
                ..Chart::default()
            },
        },
        finished(Verdict::Passed, 2),
    ];
    bench.run("aa", 1, &events);
    let text = fs::read_to_string(bench.path("aa")).unwrap();
    assert!(!text.contains("hunter22") && !text.contains("wörd"), "{text}");
    let record = bench.store.open("aa").unwrap();
    assert_eq!(record.events.len(), 8);
    assert_eq!(record.verdict(), Some(Verdict::Passed));
    assert_eq!(record.events[1], said(&format!("it is {MASK}, or {MASK}")));
}

#[test]
fn a_run_that_went_on_before_changes_were_named_is_read() {
    let line = r#"{"event":"run-resumed","changed":["a"],"at":"1970-01-01T00:00:03Z"}"#;
    let event: Event = serde_json::from_str(line).unwrap();
    let expected = Event::RunResumed {
        changed: vec!["a".to_owned()],
        changes: Vec::new(),
        at: at(3),
    };
    assert_eq!(event, expected);
}

#[test]
fn what_can_go_on() {
    let resumed = Event::RunResumed {
        changed: Vec::new(),
        changes: Vec::new(),
        at: at(3),
    };
    let undone = || Event::RunUndone {
        by: "bb".to_owned(),
        at: at(4),
    };
    let table = [
        (Command::Replay, vec![], true),
        (Command::Replay, vec![started(1)], true),
        (
            Command::Run,
            vec![started(1), finished(Verdict::Stopped, 2)],
            true,
        ),
        (
            Command::Run,
            vec![started(1), finished(Verdict::Failed, 2)],
            false,
        ),
        (
            Command::Run,
            vec![started(1), finished(Verdict::Stopped, 2), resumed.clone()],
            true,
        ),
        (
            Command::Replay,
            vec![started(1), finished(Verdict::Stopped, 2), undone()],
            false,
        ),
        (
            Command::Replay,
            vec![started(1), finished(Verdict::Stopped, 2), undone(), resumed],
            true,
        ),
        (Command::Verify, vec![started(1)], false),
        (Command::Cleanup, vec![started(1)], false),
    ];
    for (command, events, can) in table {
        let record = Record {
            header: Header {
                command,
                ..header("aa", 1)
            },
            events,
            torn: false,
        };
        assert_eq!(record.can_resume(), can, "{record:?}");
    }
}

fn text() -> impl Strategy<Value = String> {
    "[a-zé\"\\\\\n{}$]{0,6}"
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::Int),
        text().prop_map(Value::Text),
        any::<Vec<u8>>().prop_map(Value::Blob),
        prop::collection::vec((text(), any::<bool>()), 0..3).prop_map(|members| {
            Value::Map(
                members
                    .into_iter()
                    .map(|(name, flag)| (name, flag.into()))
                    .collect(),
            )
        }),
    ]
}

fn intended_token(call: u64) -> Option<String> {
    call.is_multiple_of(2).then(|| format!("token {call}"))
}

fn calls() -> impl Strategy<Value = Event> {
    let classes = prop::sample::select(vec![Class::List, Class::Write, Class::Destroy]);
    let outcomes = prop_oneof![
        Just(CallOutcome::Answered),
        (text(), text()).prop_map(|(code, message)| CallOutcome::Refused { code, message }),
    ];
    (any::<u64>(), classes, outcomes, text(), values(), any::<bool>()).prop_map(
        |(call, class, outcome, name, value, intended)| {
            let parameters = Map::from([(name.clone(), value)]);
            let (step, service, operation) = (Some(name.clone()), name.clone(), name.clone());
            let (account, region) = (name.clone(), name);
            if intended {
                let access = Access::Mutate;
                Event::CallIntended {
                    call,
                    step,
                    service,
                    operation,
                    class,
                    access,
                    account,
                    region,
                    parameters,
                    token: intended_token(call),
                }
            } else {
                Event::CallAnswered {
                    call,
                    step,
                    service,
                    operation,
                    class,
                    account,
                    region,
                    outcome,
                    identifiers: parameters,
                    request_id: None,
                    milliseconds: call,
                }
            }
        },
    )
}

fn events() -> impl Strategy<Value = Event> {
    let verdicts = prop::sample::select(vec![Verdict::Passed, Verdict::Errored, Verdict::Stopped]);
    let states = prop::sample::select(vec![CheckState::Passed, CheckState::Warned, CheckState::Errored]);
    let roles = prop::sample::select(vec![Role::Setup, Role::Solve, Role::Query]);
    let times = (0..4_000_000_000_i64).prop_map(|second| at(second) + SignedDuration::from_nanos(second));
    let things = || (text(), text(), text()).prop_map(|(kind, id, step)| Thing { kind, id, step });
    prop_oneof![
        (text(), times.clone()).prop_map(|(id, at)| Event::RunStarted {
            command: Command::Cleanup,
            steps: vec![StepName {
                title: id.clone(),
                id
            }],
            at
        }),
        (text(), times.clone()).prop_map(|(id, at)| Event::RunResumed {
            changes: vec![Change {
                part: Part::Module,
                name: id.clone(),
                how: How::New,
                steps: vec![id.clone()],
            }],
            changed: vec![id],
            at
        }),
        (text(), times.clone()).prop_map(|(by, at)| Event::RunUndone { by, at }),
        (text(), any::<Option<u32>>(), times.clone()).prop_map(|(step, minutes, at)| Event::StepStarted {
            title: step.clone(),
            cost: minutes.map(|_| step.clone()),
            step,
            number: 1,
            of: 2,
            minutes,
            at
        }),
        (text(), verdicts.clone()).prop_map(|(step, verdict)| Event::StepLooked { step, verdict }),
        (text(), roles.clone(), any::<bool>()).prop_map(|(code, role, document)| Event::BlockStarted {
            step: (!document).then(|| code.clone()),
            role,
            line: 3,
            code
        }),
        (text(), roles).prop_map(|(failure, role)| Event::BlockFinished {
            step: None,
            role,
            failure: Some(failure)
        }),
        (text(), values()).prop_map(|(name, value)| Event::Answered {
            step: None,
            name,
            value,
            secret: false
        }),
        text().prop_map(|text| said(&text)),
        calls(),
        (text(), states, any::<bool>()).prop_map(|(text, state, before)| Event::Checked {
            step: text.clone(),
            before,
            check: Check {
                evidence: text.clone(),
                text,
                state,
                line: 9
            }
        }),
        (text(), any::<u64>()).prop_map(|(text, elapsed)| Event::Waited {
            step: Some(text.clone()),
            text,
            elapsed,
            limit: 60,
            usually: (elapsed % 2 == 0).then_some((elapsed, 60)),
        }),
        (text(), any::<Option<(u64, u64)>>(), times.clone()).prop_map(|(text, usually, at)| {
            Event::Deferred {
                step: text.clone(),
                text,
                limit: 60,
                usually,
                at,
            }
        }),
        (text(), text(), any::<bool>()).prop_map(|(kind, id, owned)| Event::Claimed {
            step: kind.clone(),
            kind,
            id,
            owned
        }),
        (text(), values()).prop_map(|(id, value)| Event::Remembered {
            step: id.clone(),
            kind: id.clone(),
            id,
            value
        }),
        text().prop_map(|id| Event::Released {
            step: id.clone(),
            kind: id.clone(),
            id
        }),
        (things(), any::<bool>()).prop_map(|(thing, owned)| Event::HoldingsListed {
            owned: owned.then(|| thing.clone()).into_iter().collect(),
            links: owned.then(|| thing.id.clone()).into_iter().collect(),
            adopted: vec![thing]
        }),
        (text(), text()).prop_map(|(markdown, value)| Event::ProseShown {
            step: Some(value.clone()),
            prose: Prose {
                markdown,
                values: vec![value],
            },
        }),
        (text(), values(), any::<u8>()).prop_map(|(name, value, more)| Event::TableShown {
            step: Some(name.clone()),
            table: Table {
                columns: vec![name],
                rows: vec![vec![value]],
                more: more.into(),
            },
        }),
        (text(), -1e9..1e9_f64, any::<bool>()).prop_map(|(x, y, bars)| Event::ChartShown {
            step: None,
            chart: Chart {
                title: bars.then(|| x.clone()),
                kind: if bars { ChartKind::Bar } else { ChartKind::Line },
                points: vec![Point { x: x.clone(), y }],
                x,
                ..Chart::default()
            },
        }),
        (text(), any::<bool>()).prop_map(|(id, changed)| Event::NotUndone {
            step: id.clone(),
            kind: id.clone(),
            link: changed.then(|| id.clone()),
            id,
            changed
        }),
        (things(), any::<u32>()).prop_map(|(thing, micros)| Event::CostTold {
            charges: vec![Charge {
                what: thing.id.clone(),
                thing: thing.clone(),
                micros: micros.into()
            }],
            micros: micros.into(),
            by_use: vec![thing.clone()],
            prices: thing.id.clone(),
            unpriced: vec![thing]
        }),
        (text(), values()).prop_map(|(id, value)| Event::LeftOver {
            trail: false,
            step: None,
            service: id.clone(),
            operation: id.clone(),
            link: Some(id.clone()),
            identifiers: Map::from([(id, value)])
        }),
        (text(), verdicts.clone(), any::<bool>(), times.clone()).prop_map(|(step, verdict, already, at)| {
            Event::StepFinished {
                step,
                verdict,
                already,
                at,
            }
        }),
        (verdicts, times).prop_map(|(verdict, at)| Event::RunFinished { verdict, at }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_file_loses_nothing(events in prop::collection::vec(events(), 0..12)) {
        let bench = Bench::new();
        bench.run("aa", 1, &events);
        let record = bench.store.open("aa").unwrap();
        prop_assert_eq!(record.events, events);
    }
}
