//! Runs that are recorded and replayed offline, as the program does it.

use crate::support::{Lab, Loopback, Ran};

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

fn record(lab: &Lab, command: &str, file: &str) -> Ran {
    lab.run(&[
        command,
        DAY1,
        "--world",
        "./world",
        "--set",
        "name=alice",
        "--record",
        file,
    ])
}

fn replay(lab: &Lab, command: &str, book: &str, file: &str) -> Ran {
    lab.run(&[command, book, "--set", "name=alice", "--recorded", file])
}

fn text(lab: &Lab, file: &str) -> String {
    std::fs::read_to_string(lab.path(file)).expect("the recording")
}

/// What was found; the header of a step says where, which differs.
fn verdicts(stdout: &str) -> Vec<String> {
    let sign = |line: &&str| {
        let line = line.trim_start();
        ["+ ", "x ", "~ ", "- "].iter().any(|sign| line.starts_with(sign))
    };
    stdout
        .lines()
        .filter(sign)
        .map(|line| line.trim().to_owned())
        .collect()
}

#[test]
fn a_recorded_replay_has_the_same_verdicts_offline() {
    let lab = Lab::new();
    let real = record(&lab, "replay", "run.jsonl").code(0).stdout();
    let again = replay(&lab, "replay", DAY1, "run.jsonl").code(0).stdout();
    assert!(again.contains("RECORDED 1111-2222-3333 us-east-1"), "{again}");
    assert_eq!(verdicts(&real), verdicts(&again));
    assert!(verdicts(&again).len() > 10, "{again}");
    assert!(
        !again.contains("Undo it"),
        "there is nothing to undo in a recording\n{again}"
    );

    // A graded account, recorded and graded again.
    record(&lab, "verify", "grade.jsonl").code(0);
    replay(&lab, "verify", DAY1, "grade.jsonl").code(0);

    // No recorded run counts as one of an account.
    let runs = lab.run(&["runs"]).code(0).stdout();
    assert!(runs.contains("recorded"), "{runs}");
}

#[test]
fn nothing_secret_is_in_a_recording() {
    let lab = Lab::new();
    let said = record(&lab, "replay", "run.jsonl").code(0).stdout();
    let shown: Vec<&str> = said.lines().filter(|line| line.starts_with("  |   ")).collect();
    let password = shown
        .first()
        .map(|line| line.trim_matches(|c: char| c == '|' || c.is_whitespace()))
        .unwrap_or_else(|| panic!("no password is shown in\n{said}"));
    assert!(password.len() >= 8, "{password}");
    let file = text(&lab, "run.jsonl");
    assert!(!file.contains(password));
    assert!(file.contains(r#""Password":"********""#), "{file}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(lab.path("run.jsonl"))
            .expect("the file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let refused = record(&lab, "replay", "run.jsonl").code(2).stderr();
    assert!(refused.contains("is there already"), "{refused}");
    assert_eq!(text(&lab, "run.jsonl"), file);
}

#[test]
fn a_run_that_does_not_begin_leaves_no_recording() {
    let lab = Lab::new().file("book.md", "# Book\n\n## Step\n\n```rhai check\nnowhere();\n```\n");
    for _ in 0..2 {
        let said = lab
            .run(&["replay", "book.md", "--fresh", "--record", "run.jsonl"])
            .code(2)
            .stderr();
        assert!(said.contains("`nowhere`"), "{said}");
        assert!(!lab.path("run.jsonl").exists());
    }
}

#[test]
fn a_call_that_differs_fails_by_name_and_place() {
    let day1 = std::fs::read_to_string(DAY1).expect("day 1");
    let lab = Lab::new().file(
        "changed.md",
        day1.replacen("${name}-RO-GROUP", "${name}-RO-TEAM", 1),
    );
    record(&lab, "replay", "run.jsonl").code(0);
    let differs = replay(&lab, "replay", "changed.md", "run.jsonl").code(3).stdout();
    assert!(
        differs.contains("`GroupName` is `\"alice-RO-TEAM\"`, and was `\"alice-RO-GROUP\"` in the recording"),
        "{differs}"
    );
    assert!(
        differs.contains("changed.md:") && differs.contains("iam:"),
        "{differs}"
    );
}

#[test]
fn a_cut_recording_is_noticed_and_a_newer_one_refused() {
    let lab = Lab::new();
    record(&lab, "verify", "run.jsonl").code(1);
    let whole = text(&lab, "run.jsonl");
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let lab = lab
        .file("cut.jsonl", lines[..lines.len() - 1].concat())
        .file(
            "newer.jsonl",
            whole.replacen("\"cassette\":1", "\"cassette\":9", 1),
        )
        .file("none.jsonl", "# A runbook\n")
        .file("torn.jsonl", &whole[..lines[0].len() + lines[1].len() / 2]);
    let cut = replay(&lab, "verify", DAY1, "cut.jsonl").code(1).stderr();
    assert!(cut.contains("the end of the recording is missing"), "{cut}");
    let newer = replay(&lab, "verify", DAY1, "newer.jsonl").code(2).stderr();
    assert!(
        newer.contains("format 9") && newer.contains("format 1"),
        "{newer}"
    );
    let none = replay(&lab, "verify", DAY1, "none.jsonl").code(2).stderr();
    assert!(none.contains("it is no recording"), "{none}");
    let torn = replay(&lab, "verify", DAY1, "torn.jsonl").code(3);
    assert!(torn.stdout().contains("its end is missing"), "{}", torn.stdout());
    let live = lab
        .run(&["verify", DAY1, "--recorded", "run.jsonl", "--live"])
        .code(2)
        .stderr();
    assert!(live.contains("cannot be used with"), "{live}");
}

#[test]
fn a_recording_of_a_real_account_does_not_say_whose_it_is() {
    let server = Loopback::new(|_, text| {
        let who = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999988887777:user/me</Arn>\
                   <UserId>AIDA</UserId><Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
        let key = "<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>me</UserName>\
                   <AccessKeyId>AKIAABCDEFGHIJKLMNOP</AccessKeyId><Status>Active</Status><SecretAccessKey>very/secret/indeed</SecretAccessKey>\
                   </AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>";
        let users = "<ListUsersResponse><ListUsersResult><Users><member><UserName>of-partner</UserName>\
                     <Arn>arn:aws:iam::123412341234:user/of-partner</Arn></member></Users><IsTruncated>false</IsTruncated></ListUsersResult></ListUsersResponse>";
        let answers = [
            ("GetCallerIdentity", who),
            ("CreateAccessKey", key),
            ("ListUsers", users),
        ];
        let known = answers
            .iter()
            .find(|(action, _)| text.contains(&format!("Action={action}&")));
        known.map_or((403, String::new()), |(_, body)| (200, (*body).to_owned()))
    });
    let book = "---\ntitle: Whose\n---\n\n# Whose\n\n## Account\n\n```rhai solve\n\
        iam::create_access_key(#{ UserName: \"me\" });\n```\n\n```rhai check\nlet who = sts::get_caller_identity();\n\
        check_eq(\"it is the account of the run\", who.Account, run.account);\n\
        let user = iam::list_users().Users[0];\ncheck(\"a user of another account\", !user.Arn.contains(run.account));\n\
        check_eq(\"live\", run.target, \"live\");\n```\n";
    let lab = Lab::new()
        .file("book.md", book)
        .against(&server.url, "eu-west-1")
        .variable("AWS_ACCESS_KEY_ID", "AKIAQRSTUVWXYZABCDEF");
    lab.run(&[
        "verify",
        "book.md",
        "--trust",
        "--live",
        "--account",
        "999988887777",
        "--record",
        "run.jsonl",
    ])
    .code(0);
    let file = text(&lab, "run.jsonl");
    for private in ["999988887777", "123412341234", "AKIAQRST"] {
        assert!(!file.contains(private), "{private} in\n{file}");
    }
    assert!(file.contains("444455556666"), "{file}");
    let asked = server.asked().len();
    let again = lab
        .run(&["verify", "book.md", "--recorded", "run.jsonl"])
        .code(0)
        .stdout();
    assert!(again.contains("RECORDED 1111-2222-3333 eu-west-1"), "{again}");
    assert_eq!(server.asked().len(), asked, "it went out to AWS");
}
