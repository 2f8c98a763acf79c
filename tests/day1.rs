//! Day 1 as it is shipped: replayed, graded and cleaned up in a practice account, with what classes trip over.

use crate::kill::counts;
use crate::support::{Lab, Ran};
use runbook::practice::World;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// Runs a command on day 1 in the lab's own world.
fn day1(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    let words = [command, DAY1, "--world", "./world", "--set", "name=alice"];
    lab.run(&[&words, more].concat())
}

/// One call by hand, and its answer.
fn aws(lab: &Lab, words: &[&str]) -> serde_json::Value {
    let stdout = lab
        .run(&[&["aws", "--world", "./world"], words].concat())
        .code(0)
        .stdout();
    serde_json::from_str(&stdout).unwrap_or(serde_json::Value::Null)
}

/// The steps that make things by single calls, far enough for trouble to hit some of each kind.
const EARLY: [&str; 2] = ["--until", "name-default-vpc"];

/// The first steps of day 1, in trouble or calm.
fn early(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    day1(lab, command, &[&EARLY, more].concat())
}

fn world(lab: &Lab) -> World {
    World::load(&lab.path("world")).expect("the lab's world")
}

fn assert_equal(before: &World, after: &World) {
    let differences = before.differences(after);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The same things are there, made at other times and with other passwords.
fn assert_same_things(one: &World, other: &World) {
    let differences = one.differences(other);
    let things: Vec<String> = differences
        .into_iter()
        .filter(|told| told.ends_with("is left over") || told.ends_with("is gone"))
        .collect();
    assert!(things.is_empty(), "{}", things.join("\n"));
}

#[test]
fn replay_is_idempotent_verify_tells_and_cleanup_restores_the_world() {
    let lab = Lab::new();
    let before = day1(&lab, "verify", &[]).code(1).stdout();
    for claim in [
        "x GuardDuty is on in us-east-1",
        "x there is a group alice-RO-GROUP",
        "x the user can sign in to the console",
        "x its name is Default-VPC",
    ] {
        assert!(before.contains(claim), "{claim} in\n{before}");
    }
    let start = world(&lab);

    let first = day1(&lab, "replay", &[]).code(0).stdout();
    assert!(first.contains("+ the user is in the group"), "{first}");
    assert!(!start.differences(&world(&lab)).is_empty(), "replay made nothing");

    // Flow logs go on arriving, so the worlds are not equal: that nothing is asked to change is what counts.
    for command in ["replay", "verify"] {
        let again = day1(&lab, command, &["--output", "json"]).code(0).events();
        let changes = again.iter().filter(|event| event["event"] == "call-intended");
        assert_eq!(changes.count(), 0, "{command}");
        let already = again
            .iter()
            .filter(|event| event["event"] == "step-finished" && event["already"] == true);
        assert!(command == "verify" || already.count() >= 19);
    }

    // The name is known from the runs before.
    let cleanup = lab
        .run(&["cleanup", DAY1, "--world", "./world", "--yes"])
        .code(0)
        .stdout();
    assert!(cleanup.contains("alice-RO-GROUP"), "{cleanup}");
    assert_equal(&start, &world(&lab));
    day1(&lab, "verify", &[]).code(1);
}

#[test]
fn a_replay_in_trouble_completes_and_makes_nothing_twice() {
    let (calm, lab) = (Lab::new(), Lab::new());
    early(&calm, "replay", &[]).code(0);
    early(&lab, "verify", &[]).code(1);
    let start = world(&lab);

    let trouble = ["--trouble", "throttle 20%", "--trouble", "seed 1"];
    let first = early(&lab, "replay", &trouble).code(0).stdout();
    assert!(first.contains("TROUBLE throttle 20%"), "{first}");
    assert_same_things(&world(&calm), &world(&lab));

    let second = early(&lab, "replay", &trouble).code(0).stdout();
    assert_eq!(second.matches("Already so").count(), 6, "{second}");
    let rest = [&["--yes"], &trouble[..]].concat();
    early(&lab, "cleanup", &rest).code(0);
    assert_equal(&start, &world(&lab));
}

/// One call was asked to slow down as often as it was tried: the step says so, and the next replay completes it.
#[test]
fn a_replay_that_trouble_stopped_says_why_and_is_completed_by_the_next() {
    let (calm, lab) = (Lab::new(), Lab::new());
    early(&calm, "replay", &[]).code(0);

    let stopped = early(&lab, "replay", &["--trouble", "throttle iam:CreateGroup"])
        .code(4)
        .stdout();
    assert!(
        stopped.contains("failed with Throttling: Rate exceeded (a rehearsal)")
            && stopped.contains("help: AWS asks to slow down: wait a minute and run the step again"),
        "{stopped}"
    );
    assert_eq!(stopped.matches("looking again in").count(), 4, "{stopped}");
    early(&lab, "replay", &["--new"]).code(0);
    assert_same_things(&world(&calm), &world(&lab));
}

/// Half of the answers that a reset loses are those of calls that were carried out.
#[test]
fn calls_whose_answer_was_lost_make_nothing_twice() {
    let (calm, lab) = (Lab::new(), Lab::new());
    early(&calm, "replay", &[]).code(0);
    early(
        &lab,
        "replay",
        &["--trouble", "reset 15%", "--trouble", "seed 11"],
    )
    .code(0);
    assert_same_things(&world(&calm), &world(&lab));
}

/// A bad day: one request in five is asked to slow down, of one in twenty the connection is reset, half of those after
/// AWS did what was asked.
#[test]
fn a_whole_day_of_throttling_and_resets_completes_and_makes_nothing_twice() {
    let (calm, lab) = (Lab::new(), Lab::new());
    day1(&calm, "replay", &[]).code(0);
    let trouble = ["throttle *:* 20%", "reset 5%", "seed 5"].map(|rule| ["--trouble", rule]);
    day1(&lab, "replay", &trouble.concat()).code(0);
    let (calm, troubled) = (world(&calm), world(&lab));
    assert_eq!(counts(&calm), counts(&troubled));
    day1(&lab, "verify", &[]).code(0);
}

#[test]
fn cleanup_without_leave_deletes_nothing() {
    let lab = Lab::new();
    day1(&lab, "replay", &[]).code(0);
    let done = world(&lab);
    let refused = day1(&lab, "cleanup", &[]).stderr();
    assert!(refused.contains("--yes"), "{refused}");
    assert_equal(&done, &world(&lab));
}

#[test]
fn a_detector_that_was_there_stays_as_it_was() {
    for enabled in [true, false] {
        let lab = Lab::new();
        let flag = if enabled { "--enable" } else { "--no-enable" };
        let made = aws(
            &lab,
            &[
                "guardduty",
                "create-detector",
                flag,
                "--finding-publishing-frequency",
                "ONE_HOUR",
            ],
        );
        let id = made["DetectorId"].as_str().expect("a detector");
        let look = || aws(&lab, &["guardduty", "get-detector", "--detector-id", id]);
        let before = look();
        assert_eq!(before["Status"], if enabled { "ENABLED" } else { "DISABLED" });

        day1(&lab, "replay", &[]).code(0);
        assert_eq!(look()["Status"], "ENABLED");
        day1(&lab, "cleanup", &["--yes"]).code(0);

        let mut after = look();
        after["UpdatedAt"] = before["UpdatedAt"].clone();
        assert_eq!(after, before);
    }
}

#[test]
fn what_was_half_done_by_hand_is_completed_and_only_that_is_taken_away() {
    let lab = Lab::new();
    aws(&lab, &["iam", "create-group", "--group-name", "alice-RO-GROUP"]);
    let start = world(&lab);
    day1(&lab, "replay", &[]).code(0);
    day1(&lab, "cleanup", &["--yes"]).code(0);
    assert_equal(&start, &world(&lab));
    aws(&lab, &["iam", "get-group", "--group-name", "alice-RO-GROUP"]);
}

#[test]
fn the_wrong_region_is_told_and_nothing_is_changed_there() {
    let lab = Lab::new();
    let told = day1(&lab, "replay", &["--region", "us-west-2"]).code(1).stdout();
    assert!(
        told.contains("x this run works in US East (N. Virginia)"),
        "{told}"
    );
    assert!(told.contains("us-west-2"), "{told}");

    let start = world(&lab);
    let refused = day1(&lab, "replay", &["--region", "us-west-2", "--keep-going"])
        .code(3)
        .stdout();
    assert!(refused.contains("guardduty:CreateDetector"), "{refused}");
    assert_equal(&start, &world(&lab));
}

#[test]
fn the_console_password_is_shown_once_and_kept_nowhere() {
    let lab = Lab::new();
    aws(
        &lab,
        &[
            "iam",
            "update-account-password-policy",
            "--minimum-password-length",
            "30",
            "--require-symbols",
        ],
    );
    let told = day1(&lab, "replay", &[]).code(0).stdout();
    let shown = told
        .lines()
        .find(|line| line.contains("Console password"))
        .expect("a line about it");
    let at = told.find(shown).expect("the line");
    let secret = told[at..]
        .split_whitespace()
        .find(|word| word.chars().count() >= 30 && !word.contains("://"))
        .unwrap_or_else(|| panic!("no password in\n{told}"));
    assert_eq!(told.matches(secret).count(), 1, "{told}");
    for file in files(lab.path(".state")) {
        let text = std::fs::read(&file).expect("a file of the state");
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains(secret), "the password is in {}", file.display());
    }
    day1(&lab, "cleanup", &["--yes"]).code(0);
}

#[test]
fn a_name_that_is_taken_is_told() {
    let lab = Lab::new();
    aws(&lab, &["iam", "create-user", "--user-name", "ALICE-RO"]);
    let told = day1(&lab, "replay", &["--only", "read-only-user"]).stdout();
    assert!(told.contains("--set name=ANOTHER"), "{told}");
}

#[test]
fn every_step_is_sound_as_a_lab() {
    let told = Lab::new()
        .run(&["test", DAY1, "--set", "name=alice"])
        .code(0)
        .stdout();
    assert!(
        told.contains("Sound: 20 steps, and the account is as it was."),
        "{told}"
    );
}

#[test]
fn the_shipped_runbook_is_sound() {
    let lab = Lab::new();
    let told = lab.run(&["lint", DAY1]).code(0).stderr();
    assert!(told.contains("0 errors, 0 warnings"), "{told}");
}

fn files(folder: std::path::PathBuf) -> Vec<std::path::PathBuf> {
    let mut left = vec![folder];
    let mut found = Vec::new();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(
                std::fs::read_dir(path)
                    .expect("a folder")
                    .map(|entry| entry.expect("an entry").path()),
            );
        } else {
            found.push(path);
        }
    }
    assert!(!found.is_empty(), "no state was written");
    found
}

#[test]
fn the_read_only_user_is_told_which_step_needs_what() {
    let lab = Lab::new();
    day1(&lab, "replay", &[]).code(0);
    let identity = aws(&lab, &["--as", "user/alice-RO", "sts", "get-caller-identity"]);
    assert_eq!(identity["Arn"], "arn:aws:iam::111122223333:user/alice-RO");
    // What is done is seen by who may only look.
    day1(&lab, "verify", &["--as", "user/alice-RO"]).code(0);
    let denied = lab.run(&[
        "aws",
        "--world",
        "./world",
        "--as",
        "user/alice-RO",
        "iam",
        "create-user",
        "--user-name",
        "bob",
    ]);
    let denied = denied.code(4).stderr();
    assert!(
        denied.contains("(AccessDenied)")
            && denied.contains("because no identity-based policy allows the iam:CreateUser action"),
        "{denied}"
    );
    let other = lab
        .run(&[
            "replay",
            DAY1,
            "--world",
            "./world",
            "--set",
            "name=bob",
            "--as",
            "user/alice-RO",
            "--keep-going",
        ])
        .stdout();
    assert!(
        other.contains("Denied:") && other.contains("needs iam:CreateGroup"),
        "{other}"
    );
    let nobody = day1(&lab, "verify", &["--as", "user/nobody"]).code(2).stderr();
    assert!(nobody.contains("no principal `user/nobody`"), "{nobody}");
}
