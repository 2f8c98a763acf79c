//! `preflight`: an account that is ready, and one that lacks each thing in turn.

use crate::support::{Lab, Loopback, Ran};
use runbook::document::{Amount, parse};
use runbook::source::Source;
use serde_json::Value as Json;
use std::collections::BTreeMap;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
const WORLD: [&str; 2] = ["--world", "./world"];

/// A runbook that makes a VPC, whose front matter has these lines more.
fn book(front: &str, solve: &str) -> String {
    format!(
        "---\ntitle: Needs\nregions: [us-east-1]\n{front}---\n# Needs\n\n## Make it\n\n```rhai solve\n{solve}\n```\n\n```rhai check\ncheck(\"made\", true);\n```\n"
    )
}

fn aws(lab: &Lab, words: &[&str]) {
    lab.run(&[&["aws"], &WORLD[..], words].concat()).code(0);
}

/// Looks at the lab's account.
fn look(lab: &Lab, file: &str, more: &[&str]) -> Ran {
    let words = ["--output", "json", "preflight", file];
    lab.run(&[&words, &WORLD[..], more].concat())
}

/// The findings about a topic: subject, verdict and the whole.
fn of(ran: &Ran, topic: &str) -> Vec<(String, String, Json)> {
    let told: Json = serde_json::from_str(&ran.stdout()).expect("JSON");
    let text = |finding: &Json, member: &str| finding[member].as_str().unwrap_or_default().to_owned();
    told["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["topic"] == topic)
        .map(|finding| {
            (
                text(finding, "subject"),
                text(finding, "verdict"),
                finding.clone(),
            )
        })
        .collect()
}

/// The verdict on one subject, and the finding as text.
fn one(ran: &Ran, topic: &str, subject: &str) -> (String, String) {
    let found = of(ran, topic);
    let (_, verdict, finding) = found
        .iter()
        .find(|(of, ..)| of == subject)
        .unwrap_or_else(|| panic!("nothing about {subject}: {found:?}"));
    (verdict.clone(), finding.to_string())
}

#[test]
fn a_fresh_account_is_ready_for_day_1_and_stays_as_it_is() {
    let lab = Lab::new();
    let ran = look(&lab, DAY1, &[]).code(0);
    let told: Json = serde_json::from_str(&ran.stdout()).expect("JSON");
    assert_eq!(
        (&told["ready"], &told["exit"]),
        (&Json::from(true), &Json::from(0))
    );
    for topic in [
        "identity",
        "region",
        "permissions",
        "quotas",
        "instance-types",
        "services",
    ] {
        let found = of(&ran, topic);
        assert!(
            !found.is_empty() && found.iter().all(|(_, verdict, _)| verdict == "ready"),
            "{topic}: {found:?}"
        );
    }
    let shown = lab
        .run(&["practice", "show", "--world", "./world"])
        .code(0)
        .stdout();
    assert!(!shown.contains("ec2:"), "{shown}");
    let text = lab.run(&["preflight", DAY1, "--fresh"]).code(0).stdout();
    assert!(
        text.contains("PRACTICE") && text.contains("The account is ready."),
        "{text}"
    );
}

/// The front matter of day 1 states what it needs; a replay in practice needs no more, and no less.
#[test]
fn what_day_1_states_is_what_a_replay_really_uses() {
    let lab = Lab::new();
    let words = ["--output", "json", "replay", DAY1, "--set", "name=alice"];
    let events = lab.run(&[&words, &WORLD[..]].concat()).code(0).events();
    let counted = [
        (Amount::ElasticIps, "AllocateAddress", "ReleaseAddress"),
        (Amount::Vpcs, "CreateVpc", "DeleteVpc"),
        (
            Amount::InternetGateways,
            "CreateInternetGateway",
            "DeleteInternetGateway",
        ),
    ];
    let text = std::fs::read_to_string(DAY1).expect("the runbook");
    let (runbook, _) = parse(&Source::new(DAY1, &text));
    let stated = &runbook.front.preflight.amounts;
    for (amount, more, less) in counted {
        let (mut now, mut most) = (0_u32, 0_u32);
        for event in events.iter().filter(|event| event["event"] == "call-answered") {
            if event["operation"] == more {
                now += 1;
            } else if event["operation"] == less {
                now -= 1;
            }
            most = most.max(now);
        }
        assert_eq!(stated.get(&amount), Some(&most), "{amount:?}");
    }
    let listed = |operation: &str| -> Json {
        let words = [&["aws"], &WORLD[..], &["ec2", operation]].concat();
        serde_json::from_str(&lab.run(&words).code(0).stdout()).expect("JSON")
    };
    let subnets = listed("describe-subnets");
    let mut zones: BTreeMap<String, u32> = BTreeMap::new();
    for gateway in listed("describe-nat-gateways")["NatGateways"]
        .as_array()
        .expect("gateways")
    {
        let subnet = subnets["Subnets"]
            .as_array()
            .expect("subnets")
            .iter()
            .find(|subnet| subnet["SubnetId"] == gateway["SubnetId"])
            .expect("its subnet");
        *zones.entry(subnet["AvailabilityZone"].to_string()).or_default() += 1;
    }
    assert_eq!(
        stated.get(&Amount::NatGatewaysPerZone),
        zones.values().max(),
        "{zones:?}"
    );
    let letters: Vec<String> = zones
        .keys()
        .map(|zone| zone.trim_matches('"').trim_start_matches("us-east-1").to_owned())
        .collect();
    assert_eq!(runbook.front.preflight.zones, letters);
    let instances = listed("describe-instances");
    let instances: Vec<&Json> = instances["Reservations"]
        .as_array()
        .expect("reservations")
        .iter()
        .flat_map(|reservation| reservation["Instances"].as_array().expect("instances"))
        .collect();
    for instance in &instances {
        let kind = instance["InstanceType"].as_str().expect("a type").to_owned();
        assert!(runbook.front.preflight.instance_types.contains(&kind), "{kind}");
    }
    // The larger of the two types that it may choose has two.
    let vcpus = u32::try_from(2 * instances.len()).expect("few");
    assert_eq!(stated.get(&Amount::Vcpus), Some(&vcpus));

    // What its own run made is not counted against it again.
    let ran = look(&lab, DAY1, &[]).code(0);
    let (verdict, told) = one(&ran, "quotas", "elastic IP addresses");
    assert!(verdict == "ready" && told.contains("0 of 5 in use"), "{told}");
    let (_, told) = one(&ran, "services", "GuardDuty");
    assert!(told.contains("by a run of this runbook"), "{told}");
}

/// A user of the lab's account with an inline policy.
fn user(lab: &Lab, name: &str, policy: &str) {
    aws(lab, &["iam", "create-user", "--user-name", name]);
    aws(
        lab,
        &[
            "iam",
            "put-user-policy",
            "--user-name",
            name,
            "--policy-name",
            "own",
            "--policy-document",
            policy,
        ],
    );
}

const EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

#[test]
fn what_is_not_allowed_is_told_with_its_steps_and_who_denies() {
    let front = "preflight: { vpcs: 1 }\n";
    let solve = "ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" });";
    let lab = Lab::new().file("book.md", book(front, solve));
    user(&lab, "ann", EVERYTHING);
    let deny = EVERYTHING.replace(
        "\"Statement\":[",
        "\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ec2:CreateVpc\",\"Resource\":\"*\"},",
    );
    user(&lab, "bob", &deny);
    user(&lab, "carol", EVERYTHING);
    let reader = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    aws(
        &lab,
        &[
            "iam",
            "put-user-permissions-boundary",
            "--user-name",
            "carol",
            "--permissions-boundary",
            reader,
        ],
    );
    aws(&lab, &["iam", "create-user", "--user-name", "dan"]);
    aws(
        &lab,
        &[
            "iam",
            "attach-user-policy",
            "--user-name",
            "dan",
            "--policy-arn",
            reader,
        ],
    );
    aws(&lab, &["iam", "create-user", "--user-name", "eve"]);

    look(&lab, "book.md", &["--as", "user/ann"]).code(0);
    for (name, why, fix) in [
        ("bob", "a policy denies it to arn:", "taken from the policies"),
        ("carol", ":user/carol does not allow it", "widened"),
        (
            "dan",
            ":user/dan, or not on every resource",
            "runbook policy book.md",
        ),
    ] {
        let ran = look(&lab, "book.md", &["--as", &format!("user/{name}")]).code(1);
        let (verdict, told) = one(&ran, "permissions", "ec2");
        assert_eq!(verdict, "blocked");
        assert!(told.contains(why) && told.contains(fix), "{name}: {told}");
        assert!(
            told.contains("\"name\":\"ec2:CreateVpc\",\"steps\":[\"make-it\"]"),
            "{name}: {told}"
        );
    }
    // Who may not even ask: no pass, and no crash.
    let ran = look(&lab, "book.md", &["--as", "user/eve"]).code(1);
    let (verdict, told) = one(&ran, "permissions", "what policies allow");
    assert_eq!(verdict, "could-not-be-told");
    assert!(told.contains("iam:SimulatePrincipalPolicy"), "{told}");
    let (verdict, _) = one(&ran, "quotas", "VPCs per Region");
    assert_eq!(verdict, "could-not-be-told");
    let text = lab
        .run(&[&["preflight", "book.md", "--as", "user/dan"], &WORLD[..]].concat())
        .code(1)
        .stdout();
    assert!(
        text.contains("CreateVpc (make-it)") && text.contains("The account is not ready."),
        "{text}"
    );
}

/// A policy that wants a second factor allows nothing to a simulation, which has none: no denial, and no pass.
#[test]
fn what_depends_on_more_than_the_call_could_not_be_told() {
    let solve = "ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" });";
    let lab = Lab::new().file("book.md", book("preflight: { vpcs: 1 }\n", solve));
    let factor = EVERYTHING.replace(
        "\"Statement\":[",
        "\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ec2:Create*\",\"Resource\":\"*\",\
         \"Condition\":{\"BoolIfExists\":{\"aws:MultiFactorAuthPresent\":\"false\"}}},",
    );
    user(&lab, "ann", &factor);
    let ran = look(&lab, "book.md", &["--as", "user/ann"]).code(1);
    let (verdict, told) = one(&ran, "permissions", "ec2");
    assert!(
        verdict == "could-not-be-told" && told.contains("second factor") && told.contains("CreateVpc"),
        "{told}"
    );
}

/// The policy that `policy` prints is enough, under the conditions that it has.
#[test]
fn the_runbooks_own_policy_passes() {
    let lab = Lab::new();
    let policy = lab.run(&["policy", DAY1]).code(0).stdout();
    user(&lab, "ann", &policy);
    let look_only = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:SimulatePrincipalPolicy","servicequotas:GetServiceQuota","ec2:Describe*"],"Resource":"*"}]}"#;
    aws(
        &lab,
        &[
            "iam",
            "put-user-policy",
            "--user-name",
            "ann",
            "--policy-name",
            "look",
            "--policy-document",
            look_only,
        ],
    );
    let ran = look(&lab, DAY1, &["--as", "user/ann"]).code(0);
    let (verdict, told) = one(&ran, "permissions", "what policies allow");
    assert_eq!(verdict, "ready", "{told}");
}

#[test]
fn a_quota_that_is_used_up_is_told_with_a_command_that_works() {
    let front = "preflight: { vpcs: 1, elastic-ips: 3 }\n";
    let lab = Lab::new().file("book.md", book(front, "let nothing = 1;"));
    for _ in 0..4 {
        aws(&lab, &["ec2", "create-vpc", "--cidr-block", "10.0.0.0/16"]);
    }
    for _ in 0..3 {
        aws(&lab, &["ec2", "allocate-address"]);
    }
    let ran = look(&lab, "book.md", &[]).code(1);
    let (verdict, told) = one(&ran, "quotas", "VPCs per Region");
    assert!(
        verdict == "blocked" && told.contains("the runbook needs 1; 5 of 5 in use"),
        "{told}"
    );
    let (verdict, told) = one(&ran, "quotas", "elastic IP addresses");
    assert!(verdict == "blocked" && told.contains("make room for 1"), "{told}");
    let (_, _, finding) = &of(&ran, "quotas")[0];
    let command = finding["fix"]["command"].as_str().expect("a command");
    let words: Vec<&str> = command
        .strip_prefix("runbook ")
        .expect("practice is reached by the program")
        .split(' ')
        .collect();
    let asked = lab.run(&words).code(0).stdout();
    assert!(
        asked.contains("PENDING") && asked.contains("L-F678F1CE"),
        "{asked}"
    );
}

#[test]
fn amounts_and_types_that_nobody_states_are_worth_a_look() {
    let solve = "let id = ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" }).Vpc.VpcId;\n\
        let kind = \"t3.micro\";\n\
        ec2::run_instances(#{ MinCount: 1, MaxCount: 1, InstanceType: kind });";
    let lab = Lab::new().file("book.md", book("", solve));
    let ran = look(&lab, "book.md", &[]).code(0);
    let (verdict, told) = one(&ran, "quotas", "VPCs per Region");
    assert!(
        verdict == "attention" && told.contains("needs at least 1"),
        "{told}"
    );
    let (verdict, told) = one(&ran, "instance-types", "a type that is not written out");
    assert!(
        verdict == "attention" && told.contains("instance-types"),
        "{told}"
    );
}

#[test]
fn a_type_that_is_not_offered_in_a_zone_is_told() {
    let solve = "ec2::run_instances(#{ MinCount: 1, MaxCount: 1, InstanceType: \"t3.micro\" });";
    let with = |zones: &str| book(&format!("preflight: {{ vcpus: 2, zones: {zones} }}\n"), solve);
    let lab = Lab::new().file("book.md", with("[a]"));
    look(&lab, "book.md", &[]).code(0);
    let lab = lab.file("book.md", with("[a, e]"));
    let ran = look(&lab, "book.md", &[]).code(1);
    let (verdict, told) = one(&ran, "instance-types", "t3.micro");
    assert!(
        verdict == "blocked" && told.contains("not offered in us-east-1e"),
        "{told}"
    );
    let lab = lab.file("book.md", with("[a]").replace("t3.micro", "t9.micro"));
    let ran = look(&lab, "book.md", &[]).code(1);
    assert_eq!(one(&ran, "instance-types", "t9.micro").0, "blocked");
}

#[test]
fn another_region_and_one_that_is_not_opted_in_to_are_told() {
    let lab = Lab::new().file("book.md", book("", "let nothing = 1;"));
    let ran = look(&lab, "book.md", &["--region", "eu-west-1"]).code(1);
    let (verdict, told) = one(&ran, "region", "eu-west-1");
    assert!(
        verdict == "blocked" && told.contains("--region us-east-1"),
        "{told}"
    );
    let lab = lab.file(
        "book.md",
        book("", "let nothing = 1;").replace("us-east-1", "us-east-1, af-south-1, xx-north-1"),
    );
    let ran = look(&lab, "book.md", &[]).code(1);
    let (verdict, told) = one(&ran, "region", "af-south-1");
    assert!(
        verdict == "blocked" && told.contains("account enable-region"),
        "{told}"
    );
    let (verdict, told) = one(&ran, "region", "xx-north-1");
    assert!(verdict == "blocked" && told.contains("no such region"), "{told}");
}

#[test]
fn a_service_that_is_on_already_is_adopted_and_no_hindrance() {
    let lab = Lab::new();
    aws(&lab, &["guardduty", "create-detector", "--enable"]);
    aws(&lab, &["inspector2", "enable", "--resource-types", "EC2"]);
    let ran = look(&lab, DAY1, &[]).code(0);
    let (verdict, told) = one(&ran, "services", "GuardDuty");
    assert!(
        verdict == "attention" && told.contains("on already: detector") && told.contains("adopts"),
        "{told}"
    );
    assert_eq!(one(&ran, "services", "Amazon Inspector").0, "attention");
}

#[test]
fn what_practice_does_not_answer_could_not_be_told() {
    let front = "trust: { services: [athena, securityhub], mutating: true }\n";
    let solve = "securityhub::enable_security_hub();\n```\n\n```sql athena\nSELECT 1";
    let lab = Lab::new().file("book.md", book(front, solve));
    let ran = look(&lab, "book.md", &[]).code(1);
    for (topic, subject) in [("services", "Security Hub CSPM"), ("athena", "workgroup primary")] {
        let (verdict, told) = one(&ran, topic, subject);
        assert!(
            verdict == "could-not-be-told" && told.contains("--live"),
            "{told}"
        );
    }
}

/// A role that is handed on is needed by the steps that hand it on.
#[test]
fn what_a_call_needs_besides_is_told_with_its_steps() {
    let lab = Lab::new();
    user(&lab, "ann", EVERYTHING);
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["iam:PassRole","ec2:CreateVpc"],"Resource":"*"}]}"#;
    let put = [
        "iam",
        "put-user-policy",
        "--user-name",
        "ann",
        "--policy-name",
        "deny",
        "--policy-document",
        deny,
    ];
    aws(&lab, &put);
    let ran = look(&lab, DAY1, &["--as", "user/ann"]).code(1);
    let (_, told) = one(&ran, "permissions", "iam");
    for step in ["first-webserver", "flow-logs-cloudwatch", "windows"] {
        assert!(told.contains(&format!("\"{step}\"")), "{told}");
    }
    assert!(!told.contains("\"subnets\""), "{told}");
    let text = lab
        .run(&[&["preflight", DAY1, "--as", "user/ann"], &WORLD[..]].concat())
        .code(1)
        .stdout();
    // Two services, one way to mend both.
    assert_eq!(text.matches("taken from the policies").count(), 1, "{text}");
}

/// Ctrl-C while AWS does not answer: what was seen so far is told.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_look() {
    const WHO: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
        <UserId>A</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
    let server = Loopback::new(|_, request| {
        if request.contains("GetCallerIdentity") {
            (200, WHO.to_owned())
        } else if request.contains("DescribeRegions") {
            (0, String::new())
        } else {
            (403, String::new())
        }
    });
    let lab = Lab::new().against(&server.url, "us-east-1");
    let child = lab
        .command(std::path::Path::new(env!("CARGO_BIN_EXE_runbook")))
        .args(["preflight", DAY1, "--live"])
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    for _ in 0..400 {
        if !server.asked_with("DescribeRegions").is_empty() {
            break;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(50));
    }
    let pid = child.id().to_string();
    let killed = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(killed.expect("kill").success());
    let ended = child.wait_with_output().expect("it ends");
    let text = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(ended.status.code(), Some(130), "{text}");
    assert!(
        text.contains("LIVE 1111-2222-3333") && text.contains("the rest was not looked at"),
        "{text}"
    );
}

#[test]
fn narrow_terminals_bad_books_and_bad_words_are_told() {
    let lab = Lab::new().file("bad.md", "---\ntitle: [\n---\n# Bad\n");
    lab.run(&["preflight", "bad.md", "--fresh"]).code(2);
    lab.run(&["preflight", "none.md", "--fresh"]).code(2);
    let told = lab
        .run(&["preflight", DAY1, "--bind", "partner=a"])
        .code(2)
        .stderr();
    assert!(told.contains("--live"), "{told}");
    let lab = Lab::new().variable("COLUMNS", "40");
    let text = lab.run(&["preflight", DAY1, "--fresh"]).code(0).stdout();
    assert!(text.contains("The account is ready."), "{text}");
    let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 40).collect();
    // A name that no line holds is not broken.
    assert!(long.iter().all(|line| line.contains("arn:")), "{long:?}");
}
