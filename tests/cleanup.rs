//! What is owned: what it costs, that it is undone when a replay is over, and what nobody claims.

use crate::support::{Lab, Ran};
use runbook::practice::World;
use serde_json::Value as Json;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// Two steps that make a VPC and a bucket, and a third that cannot hold.
const LAB: &str = r#"---
title: A lab
regions: [us-east-1]
---
# A lab

## Net
```rhai setup
let nets = ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: ["lab"] }] }).Vpcs;
```
```rhai solve
ec2::create_vpc(#{ CidrBlock: "10.1.0.0/16", TagSpecifications: [#{ ResourceType: "vpc", Tags: [#{ Key: "Name", Value: "lab" }] }] });
```
```rhai check
check("there is a VPC", !nets.is_empty());
for net in nets { claim("ec2:vpc", net.VpcId); }
```
```rhai cleanup
for id in owned("ec2:vpc") { ec2::delete_vpc(#{ VpcId: id }); }
```

## Logs
```rhai solve
logs::create_log_group(#{ logGroupName: "lab" });
```
```rhai check
let groups = logs::describe_log_groups(#{ logGroupNamePrefix: "lab" }).logGroups;
check("there is a log group", !groups.is_empty());
for group in groups { claim("logs:log-group", group.logGroupName); }
```
```rhai cleanup
for name in owned("logs:log-group") { logs::delete_log_group(#{ logGroupName: name }); }
```

## Never
```rhai check
check("pigs fly", false);
```
"#;

fn lab(text: &str) -> Lab {
    Lab::new().file("lab.md", text)
}

fn run(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    lab.run(&[&[command, "lab.md", "--world", "./world"], more].concat())
}

fn day1(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    let words = [command, DAY1, "--world", "./world", "--set", "name=alice"];
    lab.run(&[&words, more].concat())
}

fn aws(lab: &Lab, words: &[&str]) -> Json {
    let stdout = lab
        .run(&[&["aws", "--world", "./world"], words].concat())
        .code(0)
        .stdout();
    serde_json::from_str(&stdout).unwrap_or(Json::Null)
}

fn differences(lab: &Lab, before: &World) -> Vec<String> {
    before.differences(&World::load(&lab.path("world")).expect("the lab's world"))
}

/// The account as it is before anything is done in it.
fn start(lab: &Lab) -> World {
    run(lab, "verify", &[]).code(1);
    World::load(&lab.path("world")).expect("the lab's world")
}

#[test]
fn a_replay_that_failed_is_undone_where_that_is_wanted() {
    let table = [
        ("never", LAB, 1, false),
        ("passed", LAB, 1, false),
        ("always", LAB, 1, true),
        ("passed", "sound", 0, true),
    ];
    for (when, text, code, undone) in table {
        let sound = LAB.split("## Never").next().expect("the sound part");
        let lab = lab(if text == "sound" { sound } else { text });
        let before = start(&lab);
        run(&lab, "replay", &["--cleanup", when]).code(code);
        let left = differences(&lab, &before);
        assert_eq!(left.is_empty(), undone, "{when}: {left:?}");
        // The cleanup is a run of its own, and a later one finds nothing to do.
        let told = run(&lab, "cleanup", &["--yes"]).code(0).stdout();
        assert_eq!(told.contains("there is nothing to undo"), undone, "{told}");
        assert!(differences(&lab, &before).is_empty());
    }
}

#[test]
fn an_account_for_one_command_is_cleaned_in_the_same_command() {
    let lab = lab(LAB);
    let told = lab
        .run(&["replay", "lab.md", "--fresh", "--cleanup", "always"])
        .code(1)
        .stdout();
    assert!(
        told.contains("+ gone: VPC vpc-") && told.contains("Cleaned up"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn a_replay_that_is_interrupted_is_undone_too() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let lab = lab(LAB);
    let before = start(&lab);
    let mut command = lab.command(std::path::Path::new(env!("CARGO_BIN_EXE_runbook")));
    command
        .args([
            "replay",
            "lab.md",
            "--world",
            "./world",
            "--cleanup",
            "always",
            "--trouble",
            "latency 200ms",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut seen = |wanted: &str| lines.any(|line| line.expect("a line").contains(wanted));
    assert!(seen("Logs"), "the second step");
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
    assert!(seen("Cleaned up"), "the cleanup");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    let left = differences(&lab, &before);
    assert!(left.is_empty(), "{left:?}");
    // What was undone whole is nothing to go on with: nobody is sent back to it.
    let said = lab.run(&["resume"]).code(2).stderr();
    assert!(said.contains("no run was interrupted"), "{said}");
    let told = lab.run(&["runs"]).code(0).stdout();
    assert!(told.contains("replay   undone"), "{told}");
    let said = lab
        .run(&["replay", "lab.md", "--world", "./world"])
        .code(1)
        .stdout();
    assert!(!said.contains("Going on"), "{said}");
}

#[test]
fn what_is_yours_is_priced_at_the_end_before_cleanup_and_among_the_runs() {
    let lab = Lab::new();
    let events = day1(&lab, "replay", &["--output", "json"]).code(0).events();
    let bill = events
        .iter()
        .rfind(|event| event["event"] == "cost-told")
        .expect("a bill");
    let charges: Vec<&str> = bill["charges"]
        .as_array()
        .expect("charges")
        .iter()
        .map(|charge| charge["what"].as_str().expect("what is paid for"))
        .collect();
    let number = |what: &str| charges.iter().filter(|one| one.contains(what)).count();
    assert_eq!(number("a NAT gateway"), 3, "{charges:?}");
    // Three of the gateways, one of the web server.
    assert_eq!(number("a public IPv4 address"), 4, "{charges:?}");
    assert_eq!((number(", Linux"), number(", Windows")), (2, 1), "{charges:?}");
    assert_eq!(number(" GB gp"), 3, "{charges:?}");
    let micros = bill["micros"].as_u64().expect("a sum");
    assert!((190_000..230_000).contains(&micros), "{micros}");
    let by_use: Vec<&str> = bill["by-use"]
        .as_array()
        .expect("things")
        .iter()
        .map(|thing| thing["kind"].as_str().expect("a kind"))
        .collect();
    assert!(
        by_use.contains(&"guardduty:detector") && by_use.contains(&"s3:bucket"),
        "{by_use:?}"
    );

    let cost = "Running cost of what is yours";
    let again = day1(&lab, "replay", &[]).code(0).stdout();
    assert!(again.contains(&format!("{cost}: 0.2")), "{again}");
    let runs = lab.run(&["runs"]).code(0).stderr();
    assert!(runs.contains(&format!("{cost} in practice")), "{runs}");

    let cleanup = day1(&lab, "cleanup", &["--yes"]).code(0).stdout();
    let (listed, undone) = cleanup.split_once("Step 1").expect("steps");
    assert!(listed.contains(&format!("{cost}: 0.2")), "{listed}");
    assert!(listed.contains("- NAT gateway nat-"), "{listed}");
    assert!(!listed.contains("console.aws"), "none shows practice: {listed}");
    assert!(undone.contains(&format!("{cost}: 0.00 USD an hour")), "{undone}");
    let runs = lab.run(&["runs"]).code(0).stderr();
    assert!(!runs.contains(cost), "{runs}");
}

#[test]
fn what_was_made_by_hand_and_nobody_claims_is_found_in_cloudtrail() {
    let lab = lab(LAB);
    let before = start(&lab);
    run(&lab, "replay", &[]).code(1);
    let made = |block: &str| {
        let vpc = aws(&lab, &["ec2", "create-vpc", "--cidr-block", block]);
        vpc["Vpc"]["VpcId"].as_str().expect("an id").to_owned()
    };
    let (kept, dropped) = (made("10.8.0.0/16"), made("10.9.0.0/16"));
    aws(&lab, &["ec2", "delete-vpc", "--vpc-id", &dropped]);
    aws(&lab, &["iam", "create-user", "--user-name", "bob"]);

    let told = run(&lab, "cleanup", &["--yes"]).code(0).stdout();
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains(&format!("Vpc.VpcId {kept}, says CloudTrail")),
        "{flat}"
    );
    assert!(
        flat.contains("bob") && flat.contains("may not be in it yet"),
        "{flat}"
    );
    // What our own calls made is known, and gone.
    assert_eq!(flat.matches("says CloudTrail").count(), 2, "{flat}");
    assert!(!flat.contains(&dropped), "{flat}");
    let left = differences(&lab, &before);
    assert!(left.iter().any(|told| told.contains(&kept)), "{left:?}");
}

/// A principal that may not look into the history cleans up all the same.
#[test]
fn a_refusal_of_the_history_is_a_note() {
    let lab = lab(LAB);
    start(&lab);
    let allow = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:*","logs:*"],"Resource":"*"}]}"#;
    aws(&lab, &["iam", "create-user", "--user-name", "ann"]);
    aws(
        &lab,
        &[
            "iam",
            "put-user-policy",
            "--user-name",
            "ann",
            "--policy-name",
            "lab",
            "--policy-document",
            allow,
        ],
    );
    run(&lab, "replay", &["--as", "user/ann"]).code(1);
    let told = run(&lab, "cleanup", &["--yes", "--as", "user/ann"])
        .code(0)
        .stdout();
    let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        flat.contains("CloudTrail cannot be asked what else was made (AccessDeniedException)"),
        "{flat}"
    );
    assert!(
        !flat.contains("Denied:"),
        "a question of ours is no step's: {flat}"
    );
}

/// The name goes away with the tag, and the VPC stays: its check does not claim it any more, and it is still there.
#[test]
fn what_only_lost_its_name_is_not_gone() {
    let text = LAB.replace(
        "ec2::delete_vpc(#{ VpcId: id })",
        "ec2::delete_tags(#{ Resources: [id] })",
    );
    let lab = lab(&text);
    start(&lab);
    run(&lab, "replay", &[]).code(1);
    let told = run(&lab, "cleanup", &["--yes"]).code(1).stdout();
    assert!(told.contains("x still there: VPC vpc-"), "{told}");
    assert!(told.contains("Still there: 1 VPC"), "{told}");
}

/// Things of three kinds that were there before day 1, each of which its steps change.
#[test]
fn what_was_there_before_is_as_it_was_after() {
    let lab = Lab::new();
    let trust = r#"{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}],"Version":"2012-10-17"}"#;
    aws(&lab, &["guardduty", "create-detector", "--no-enable"]);
    aws(
        &lab,
        &[
            "iam",
            "create-role",
            "--role-name",
            "ROLE-AmazonEC2RoleforSSM",
            "--assume-role-policy-document",
            trust,
        ],
    );
    let vpcs = aws(&lab, &["ec2", "describe-vpcs"]);
    let vpc = vpcs["Vpcs"][0]["VpcId"]
        .as_str()
        .expect("the default VPC")
        .to_owned();
    aws(
        &lab,
        &[
            "ec2",
            "create-tags",
            "--resources",
            &vpc,
            "--tags",
            "Key=Name,Value=mine",
        ],
    );
    let before = World::load(&lab.path("world")).expect("the lab's world");

    day1(&lab, "replay", &[]).code(0);
    assert!(!differences(&lab, &before).is_empty());
    day1(&lab, "cleanup", &["--yes"]).code(0);
    let left = differences(&lab, &before);
    let left: Vec<&String> = left.iter().filter(|told| !told.contains("UpdatedAt")).collect();
    assert!(left.is_empty(), "{left:?}");
}
