//! The policy of a runbook is enough for it, and no action of it is too much.

use crate::support::{Lab, Ran};
use serde_json::Value as Json;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

fn aws(lab: &Lab, words: &[&str]) {
    lab.run(&[&["aws", "--world", "./world"], words].concat()).code(0);
}

fn day1(lab: &Lab, command: &str, more: &[&str]) -> Ran {
    let words = [
        command,
        DAY1,
        "--world",
        "./world",
        "--set",
        "name=alice",
        "--as",
        "role/Lab",
    ];
    lab.run(&[&words, more].concat())
}

fn policy(lab: &Lab) -> Json {
    let told = lab.run(&["policy", DAY1]).code(0).stdout();
    serde_json::from_str(&told).expect("a policy")
}

/// A lab with a role that has a policy.
fn lab(policy: &Json) -> Lab {
    let lab = Lab::new();
    aws(
        &lab,
        &[
            "iam",
            "create-role",
            "--role-name",
            "Lab",
            "--assume-role-policy-document",
            TRUST,
        ],
    );
    put(&lab, policy);
    lab
}

fn put(lab: &Lab, policy: &Json) {
    let text = policy.to_string();
    aws(
        lab,
        &[
            "iam",
            "put-role-policy",
            "--role-name",
            "Lab",
            "--policy-name",
            "day1",
            "--policy-document",
            &text,
        ],
    );
}

fn without(policy: &Json, action: &str) -> Json {
    let mut policy = policy.clone();
    for statement in policy["Statement"].as_array_mut().expect("statements") {
        let actions = statement["Action"].as_array_mut().expect("actions");
        actions.retain(|one| one != action);
    }
    let statements = policy["Statement"].as_array_mut().expect("statements");
    statements.retain(|one| one["Action"] != Json::Array(Vec::new()));
    policy
}

#[test]
fn a_role_with_the_policy_does_and_undoes_day_1() {
    let lab = lab(&policy(&Lab::new()));
    let told = day1(&lab, "replay", &[]).code(0).stdout();
    assert!(!told.contains("Denied:"), "{told}");
    let told = day1(&lab, "cleanup", &["--yes"]).code(0).stdout();
    assert!(
        told.contains("CloudTrail was asked") && !told.contains("Denied:"),
        "{told}"
    );
}

/// S3 refuses object by object, inside an answer: a loop that empties a bucket must see it.
#[test]
fn a_bucket_that_may_not_be_emptied_is_told() {
    let whole = policy(&Lab::new());
    let lab = lab(&whole);
    day1(&lab, "replay", &[]).code(0);
    put(&lab, &without(&whole, "s3:DeleteObjectVersion"));
    let told = day1(&lab, "cleanup", &["--yes"]).code(1).stdout();
    assert!(told.contains("cannot be emptied: AccessDenied"), "{told}");
    put(&lab, &whole);
    day1(&lab, "cleanup", &["--yes"]).code(0);
}

#[test]
fn without_one_action_the_step_fails_by_its_name() {
    let whole = policy(&Lab::new());
    for action in [
        "guardduty:CreateDetector",
        "iam:PassRole",
        "ec2:CreateTags",
        "ec2:DescribeFlowLogs",
        "s3:GetBucketPolicy",
        "inspector2:Enable",
    ] {
        let lab = lab(&without(&whole, action));
        let told = day1(&lab, "replay", &["--keep-going"]).stdout();
        let flat = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains(action) && flat.contains("Denied:"),
            "{action}: {flat}"
        );
    }
}

#[test]
fn a_policy_is_json_alone_and_says_where_it_is_too_long() {
    let lab = Lab::new().file(
        "lab.md",
        "# L\n## S\n```rhai check\ncheck(\"a\", ec2::describe_vpcs().Vpcs.is_empty());\n```\n",
    );
    let ran = lab.run(&["policy", "lab.md"]).code(0);
    let json: Json = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(
        json["Statement"][0]["Action"],
        serde_json::json!(["ec2:DescribeVpcs"])
    );
    assert_eq!(ran.stderr(), "");
    let broken = Lab::new().file("lab.md", "# L\n## S\n```rhai solve\nec2::no_such();\n```\n");
    let told = broken.run(&["policy", "lab.md"]).code(2).stderr();
    assert!(told.contains("no_such"), "{told}");
}
