//! Reports: a passed, a failed and an interrupted run of a small runbook in every format; hostile journals; fleets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::support::Lab;
use serde_json::{Value as Json, json};

pub(crate) const LAB: &str = r##"# Roles

## Make a role

```rhai solve
let trust = #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] };
iam::create_role(#{ RoleName: "web", AssumeRolePolicyDocument: to_json(trust) });
```

```rhai check
let roles = iam::list_roles().Roles.filter(|r| r.RoleName == "web");
check("the role is there", roles.len() == 1);
for role in roles { claim("iam:role", role.RoleName); }
table([#{ Port: 22, Count: 12 }, #{ Port: 443, Count: 3 }]);
chart([#{ Port: 22, Count: 12 }, #{ Port: 443, Count: 3 }], #{ x: "Port", y: "Count", title: "Ports" });
```

```rhai cleanup
for name in owned("iam:role") { iam::delete_role(#{ RoleName: name }); }
```

## Look at it

```rhai solve
say("nothing to do");
```

```rhai check
should("it is tagged", false);
check("the end is reached", END);
```
"##;

/// A lab with the journal of a replay of the small runbook, times and ids made even.
fn journal(end: &str, cut: Option<usize>) -> (Lab, String) {
    let lab = Lab::new().file("lab.md", LAB.replace("END", end));
    let world = ["--world", "./world", "--seed", "7"];
    let code = i32::from(end == "false");
    lab.run(&[&["replay", "lab.md"], &world[..]].concat()).code(code);
    let folder = lab.path(".state/runbook/runs");
    let path = std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let kept = &lines[..lines.len() - cut.unwrap_or(0)];
    let even: Vec<String> = kept.iter().enumerate().map(|(at, line)| even(at, line)).collect();
    let text = even.join("\n") + "\n";
    std::fs::write(lab.path("run.jsonl"), &text).unwrap();
    (lab, text)
}

fn even(at: usize, line: &str) -> String {
    let mut json: Json = serde_json::from_str(line).unwrap();
    let stamp = format!("2026-11-24T10:{:02}:00Z", at % 60);
    for name in ["at", "started"] {
        if json.get(name).is_some() {
            json[name] = json!(stamp);
        }
    }
    for (name, value) in [
        ("milliseconds", json!(7)),
        ("request-id", json!("request-1")),
        ("tool", json!("0.1.0")),
        ("digest", json!("digest")),
    ] {
        if json.get(name).is_some() {
            json[name] = value;
        }
    }
    if json.get("place").is_some() {
        json["id"] = json!("run1");
        json["place"]["runbook"] = json!("/runbooks/lab.md");
        json["place"]["target"] = json!("practice world");
    }
    json.to_string()
}

fn report(lab: &Lab, format: &str) -> String {
    lab.run(&["report", "run.jsonl", "--format", format])
        .code(0)
        .stdout()
}

/// The numbers of the report as JSON, as every other format words them.
fn agree(lab: &Lab) -> Json {
    let json: Json = serde_json::from_str(&report(lab, "json")).unwrap();
    let (html, md, junit) = (report(lab, "html"), report(lab, "md"), report(lab, "junit"));
    let counts = &json["runs"][0]["counts"];
    assert_eq!(&json["counts"], counts, "one run is all runs");
    for (noun, number) in [
        ("step", &counts["steps"]["all"]),
        ("check", &counts["checks"]["all"]),
        ("call", &counts["calls"]["all"]),
    ] {
        let number = number.as_u64().unwrap();
        let words = format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
        for text in [&html, &md, &junit] {
            assert!(text.contains(&words), "{words} in:\n{text}");
        }
    }
    let read = quick_junit::Report::deserialize_from_str(&junit).unwrap();
    let steps = &counts["steps"];
    let of = |name: &str| usize::try_from(steps[name].as_u64().unwrap()).unwrap();
    // What ends a run outside its steps is a case of its own.
    let cases = read.test_suites.iter().flat_map(|suite| &suite.test_cases);
    let outside = cases.filter(|case| case.name.as_str() == "the run").count();
    assert_eq!(read.tests, of("all") + outside);
    assert_eq!(read.failures, of("failed"));
    assert_eq!(
        read.errors,
        of("errored") + of("stopped") + of("unfinished") + outside
    );
    let sum: usize = [
        "passed",
        "warned",
        "skipped",
        "failed",
        "errored",
        "stopped",
        "unfinished",
        "not-taken",
    ]
    .iter()
    .map(|name| of(name))
    .sum();
    assert_eq!(sum, of("all"));
    json
}

fn snapshots(name: &str, lab: &Lab) {
    for format in ["md", "junit", "json", "html"] {
        insta::assert_snapshot!(format!("{name}_{format}"), report(lab, format));
    }
}

#[test]
fn a_run_that_passed() {
    let (lab, _) = journal("true", None);
    let json = agree(&lab);
    assert_eq!(json["runs"][0]["verdict"], "warned");
    assert_eq!(json["counts"]["owned"], 1);
    snapshots("passed", &lab);
}

#[test]
fn a_run_that_failed() {
    let (lab, _) = journal("false", None);
    let json = agree(&lab);
    assert_eq!(json["runs"][0]["verdict"], "failed");
    snapshots("failed", &lab);
}

#[test]
fn a_run_that_was_cut_off() {
    let (lab, _) = journal("true", Some(3));
    let json = agree(&lab);
    assert_eq!(json["runs"][0]["verdict"], Json::Null);
    assert_eq!(json["counts"]["steps"]["unfinished"], 1);
    snapshots("interrupted", &lab);
}

#[test]
fn a_journal_of_an_older_shape_is_reported_at_any_length() {
    let old = include_str!("report/older.jsonl");
    let lines: Vec<&str> = old.lines().collect();
    for length in 1..=lines.len() {
        let lab = Lab::new().file("run.jsonl", lines[..length].join("\n") + "\n");
        agree(&lab);
    }
}

#[test]
fn what_is_hostile_stays_inert() {
    let (_, text) = journal("false", None);
    let evil = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}2J\u{202e} ]]> --> | `x` [l](javascript:alert(1)) &amp;";
    let soaked: Vec<String> = text
        .lines()
        .map(|line| {
            let mut json: Json = serde_json::from_str(line).unwrap();
            soak(&mut json, evil);
            json.to_string()
        })
        .collect();
    let lab = Lab::new().file("run.jsonl", soaked.join("\n") + "\n");
    for format in ["html", "junit", "md", "json"] {
        let text = report(&lab, format);
        assert!(
            !text.contains(['\u{1b}', '\u{9b}', '\u{7}', '\u{202e}']),
            "{format}"
        );
        if format != "json" {
            assert!(
                !text.contains("<script") && !text.contains("<img"),
                "{format}:\n{text}"
            );
            assert!(text.contains("&lt;script"), "{format}");
        }
    }
    let html = report(&lab, "html");
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(!html.contains("href=\"javascript:"));
    let md = report(&lab, "md");
    let parser = pulldown_cmark::Parser::new_ext(&md, pulldown_cmark::Options::all());
    for event in parser {
        use pulldown_cmark::{Event, Tag};
        let live = matches!(
            event,
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. } | Tag::Image { .. })
        );
        assert!(!live, "{event:?}");
    }
    quick_junit::Report::deserialize_from_str(&report(&lab, "junit")).unwrap();
}

/// Puts a text behind every text that is not the format's own.
fn soak(json: &mut Json, evil: &str) {
    const WORDS: [&str; 16] = [
        "event", "role", "command", "verdict", "class", "access", "remark", "at", "started", "result",
        "state", "kind", "step", "id", "$time", "region",
    ];
    match json {
        Json::String(text) => text.push_str(evil),
        Json::Array(items) => items.iter_mut().for_each(|item| soak(item, evil)),
        Json::Object(members) => {
            for (name, value) in members {
                if !WORDS.contains(&name.as_str()) {
                    soak(value, evil);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn several_runs_are_joined_and_what_is_asked_wrong_is_told() {
    let (lab, text) = journal("true", None);
    let other = text.replacen("\"id\":\"run1\"", "\"id\":\"run2\"", 1).replacen(
        "\"region\":\"us-east-1\"",
        "\"region\":\"eu-west-1\"",
        1,
    );
    let lab = lab.file("other.jsonl", other);
    let merge = |format: &str| {
        lab.run(&[
            "report",
            "--merge",
            "run.jsonl",
            "other.jsonl",
            "run.jsonl",
            "--format",
            format,
        ])
        .code(0)
        .stdout()
    };
    let json: Json = serde_json::from_str(&merge("json")).unwrap();
    assert_eq!(json["runs"].as_array().unwrap().len(), 2);
    let one = json["runs"][0]["counts"]["calls"]["all"].as_u64().unwrap();
    assert_eq!(json["counts"]["calls"]["all"], 2 * one);
    let html = merge("html");
    assert!(html.contains("The runs") && html.contains("href=\"#run-2\"") && html.contains("eu-west-1"));
    assert!(merge("md").contains("| run2 |"));
    let junit = quick_junit::Report::deserialize_from_str(&merge("junit")).unwrap();
    assert_eq!(junit.test_suites.len(), 2);

    let wrong = |words: &[&str]| lab.run(words).code(2).stderr();
    assert!(wrong(&["report", "run.jsonl", "other.jsonl"]).contains("--merge"));
    assert!(wrong(&["report", "nowhere"]).contains("no run and no journal"));
    assert!(wrong(&["report", "lab.md"]).contains("cannot be read as a journal"));
    assert!(wrong(&["report", "run.jsonl", "--to", "run.jsonl", "--format", "md"]).contains("made from"));
    assert!(wrong(&["report", "run.jsonl", "--to", "out"]).contains("--format"));
    lab.run(&["report", "--to", "out.html"]).code(0);
    let page = std::fs::read_to_string(lab.path("out.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"));
}
