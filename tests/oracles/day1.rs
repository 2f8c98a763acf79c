//! Day 1, the very file that practice runs, against moto's server: `--live` with `AWS_ENDPOINT_URL`.

use super::moto::Moto;
use crate::support::{Lab, Ran};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// What moto cannot serve, by name, and the step that asks for it.
const NOT_SERVED: &[(&str, &[&str], &str)] = &[
    (
        "enable-guardduty",
        &["guardduty", "list-findings", "--detector-id", DETECTOR],
        "ListFindings",
    ),
    (
        "enable-guardduty",
        &["guardduty", "create-sample-findings", "--detector-id", DETECTOR],
        "CreateSampleFindings",
    ),
    (
        "enable-guardduty",
        &[
            "guardduty",
            "get-findings",
            "--detector-id",
            DETECTOR,
            "--finding-ids",
            "a",
        ],
        "GetFindings",
    ),
    (
        "enable-guardduty",
        &[
            "guardduty",
            "archive-findings",
            "--detector-id",
            DETECTOR,
            "--finding-ids",
            "a",
        ],
        "ArchiveFindings",
    ),
    (
        "cross-account-role",
        &[
            "iam",
            "simulate-principal-policy",
            "--policy-source-arn",
            "arn:aws:iam::123456789012:role/a",
            "--action-names",
            "ec2:RunInstances",
        ],
        "SimulatePrincipalPolicy",
    ),
    (
        "connect",
        &["ssm", "describe-instance-information"],
        "DescribeInstanceInformation",
    ),
    (
        "connect",
        &["ssm", "start-session", "--target", "i-0"],
        "StartSession",
    ),
    (
        "ubuntu",
        &[
            "ssm",
            "get-parameter",
            "--name",
            "/aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
        ],
        "GetParameter",
    ),
    (
        "windows",
        &[
            "ssm",
            "get-parameter",
            "--name",
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
        ],
        "GetParameter",
    ),
    (
        "inspector",
        &["inspector2", "enable", "--resource-types", "EC2"],
        "Enable",
    ),
];

const DETECTOR: &str = "0123456789abcdef";

/// The steps that moto serves whole. Of the others `NOT_SERVED` tells why, but for four: `review` looks at what the others
/// made, `flow-logs-cloudwatch` asks the simulator too, and moto's flow logs to S3 neither add a policy to the bucket nor
/// has a new bucket its public access blocked.
const SERVED: [&str; 13] = [
    "confirm-your-region",
    "read-only-user",
    "ssm-role",
    "name-default-vpc",
    "first-webserver",
    "new-vpc",
    "subnets",
    "route-tables",
    "internet-gateway",
    "nat-gateways",
    "default-routes",
    "next-we-will-look-at",
    "what-you-have-now",
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

#[test]
fn day1_replays_against_moto_as_far_as_moto_goes() {
    let moto = Moto::start();
    let lab = Lab::new().against(&moto.url, "us-east-1");
    let only: Vec<&str> = SERVED.iter().flat_map(|step| ["--only", step]).collect();

    let replayed = events(&day1(&lab, "replay", &only).code(0));
    let expected: BTreeMap<&str, &str> = SERVED.iter().map(|step| (*step, "passed")).collect();
    assert_eq!(verdicts(&replayed), expected);

    for (step, words, operation) in NOT_SERVED {
        assert!(!SERVED.contains(step));
        let call = [
            "aws",
            "--live",
            "--account",
            "123456789012",
            "--region",
            "us-east-1",
        ];
        let said = lab.run(&[&call[..], words].concat()).code(4).stderr();
        assert!(said.contains(operation), "{step}: {said}");
    }

    let cleaned = events(&day1(&lab, "cleanup", &[&["--yes"], &only[..]].concat()).code(0));
    assert_eq!(told(&cleaned, "left-over"), Vec::<&Json>::new());
    let gone: BTreeSet<&str> = told(&cleaned, "released")
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    let owned = [
        "ec2:elastic-ip",
        "ec2:instance",
        "ec2:internet-gateway",
        "ec2:nat-gateway",
        "ec2:route",
        "ec2:route-table",
        "ec2:security-group",
        "ec2:subnet",
        "ec2:vpc",
        "iam:group",
        "iam:group-policy",
        "iam:instance-profile",
        "iam:login-profile",
        "iam:membership",
        "iam:profile-role",
        "iam:role",
        "iam:role-policy",
        "iam:user",
    ];
    assert_eq!(gone, BTreeSet::from(owned));
    let again = events(&day1(&lab, "verify", &["--only", "new-vpc", "--only", "read-only-user"]).code(1));
    assert!(verdicts(&again).values().all(|verdict| *verdict == "failed"));
}
