//! Day 1, the very file that practice runs, against moto's server: `--live` with `AWS_ENDPOINT_URL`.

use super::moto::Moto;
use crate::support::{Lab, Ran};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// What moto cannot serve, by name: it has GuardDuty's detectors and none of its findings. Of these the replay meets
/// the first, and stops the step there.
const NOT_SERVED: &[&str] = &[
    "guardduty:ListFindings",
    "guardduty:CreateSampleFindings",
    "guardduty:GetFindings",
    "guardduty:ArchiveFindings",
];

fn day1(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    let words = [
        command,
        DAY1,
        "--live",
        "--account",
        "123456789012",
        "--region",
        "us-east-1",
        "--set",
        "name=alice",
        "--output",
        "json",
    ];
    lab.run(&[&words, more].concat())
}

fn events(ran: &Ran) -> Vec<Json> {
    let lines = ran.stdout();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn told<'a>(events: &'a [Json], event: &str) -> Vec<&'a Json> {
    events.iter().filter(|one| one["event"] == event).collect()
}

fn verdicts(events: &[Json]) -> BTreeMap<&str, &str> {
    let finished = told(events, "step-finished");
    finished
        .iter()
        .map(|one| (one["step"].as_str().unwrap(), one["verdict"].as_str().unwrap()))
        .collect()
}

/// The operations that were refused as unknown or unserved: what AWS itself says no to has a code of its own.
fn unserved(events: &[Json]) -> BTreeSet<String> {
    told(events, "call-answered")
        .into_iter()
        .filter(|call| call["outcome"]["result"] == "refused" && call["outcome"]["code"] != "NoSuchEntity")
        .map(|call| {
            format!(
                "{}:{}",
                call["service"].as_str().unwrap(),
                call["operation"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn day1_replays_against_moto_as_far_as_moto_goes() {
    let moto = Moto::start();
    let lab = Lab::new().against(&moto.url, "us-east-1");

    let replayed = events(&day1(&lab, "replay", &["--keep-going"]).code(4));
    let expected = BTreeMap::from([
        ("confirm-your-region", "passed"),
        ("enable-guardduty", "errored"),
        ("read-only-user", "passed"),
        ("name-default-vpc", "passed"),
        ("what-you-have-now", "passed"),
    ]);
    assert_eq!(verdicts(&replayed), expected);
    assert_eq!(unserved(&replayed), BTreeSet::from([NOT_SERVED[0].to_owned()]));

    for (name, words) in NOT_SERVED.iter().zip([
        &["list-findings"][..],
        &["create-sample-findings"],
        &["get-findings", "--finding-ids", "a"],
        &["archive-findings", "--finding-ids", "a"],
    ]) {
        let call = [
            "aws",
            "--live",
            "--account",
            "123456789012",
            "--region",
            "us-east-1",
            "guardduty",
        ];
        let refused = lab
            .run(&[&call[..], words, &["--detector-id", "0123456789abcdef"]].concat())
            .code(4);
        let said = refused.stderr();
        let operation = name.split(':').nth(1).unwrap();
        assert!(said.contains("404") && said.contains(operation), "{name}: {said}");
    }

    // The detector itself is made, looked at and claimed; only the findings are out of reach.
    let again = events(&day1(&lab, "verify", &[]).code(1));
    let checks = told(&again, "checked");
    let on = checks
        .iter()
        .find(|one| one["check"]["text"] == "GuardDuty is on in us-east-1")
        .unwrap();
    assert_eq!(on["check"]["state"], "passed");
    let holding = checks
        .iter()
        .filter(|one| one["check"]["state"] == "passed")
        .count();
    assert_eq!(holding, 12, "all checks but the one about sample findings");

    let cleaned = events(&day1(&lab, "cleanup", &["--yes"]).code(0));
    assert_eq!(told(&cleaned, "left-over"), Vec::<&Json>::new());
    let gone: BTreeSet<&str> = told(&cleaned, "released")
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    let owned = [
        "guardduty:detector",
        "iam:group",
        "iam:group-policy",
        "iam:login-profile",
        "iam:membership",
        "iam:user",
    ];
    assert_eq!(gone, BTreeSet::from(owned));
    assert_eq!(
        verdicts(&events(&day1(&lab, "verify", &[])))["name-default-vpc"],
        "failed"
    );
}
