//! Fleets of accounts that are reached as real ones are: by profiles and by roles, here of practice accounts that are
//! served on loopback.

use super::accounts;
use crate::support::{Lab, serving::Serving};
use serde_json::Value as Json;

const BOOK: &str = r#"---
title: A class
regions: [us-east-1]
trust: { services: [iam], mutating: true }
---
# A class

## Make a group

```rhai solve
if !iam::list_groups().Groups.some(|g| g.GroupName == "readers") { iam::create_group(#{ GroupName: "readers" }); }
```

```rhai check
let there = iam::list_groups().Groups.some(|g| g.GroupName == "readers");
check("there is a group", there);
if there { claim("iam:group", "readers"); }
```

```rhai cleanup
for group in owned("iam:group") { iam::delete_group(#{ GroupName: group }); }
```
"#;

/// A lab whose account and its neighbour are served, with the profiles `practice` and `practice-partner`, and a role in
/// the neighbour's that the own account may assume.
struct Class {
    lab: Lab,
    serving: Serving,
    own: String,
    partner: String,
}

fn class() -> Class {
    let lab = Lab::new().file("class.md", BOOK);
    let serving = lab.serve(&["--account", "partner"]);
    let text = |facts: &Json| facts.as_str().expect("a text").to_owned();
    let (config, credentials) = (
        text(&serving.facts["config"]),
        text(&serving.facts["credentials"]),
    );
    let lab = lab
        .variable("AWS_CONFIG_FILE", &config)
        .variable("AWS_SHARED_CREDENTIALS_FILE", &credentials)
        .variable("AWS_ENDPOINT_URL", serving.url())
        // Whose credentials assume the roles of the list.
        .variable("AWS_PROFILE", "practice");
    let id = |profile: &str| -> String {
        let all = serving.facts["profiles"].as_array().expect("profiles");
        let known = all.iter().find(|known| known["name"] == profile);
        text(&known.expect("the profile")["account"])
    };
    let (own, partner) = (id("practice"), id("practice-partner"));
    assert_ne!(own, partner);
    Class {
        own,
        partner,
        lab,
        serving,
    }
}

impl Class {
    /// With a role in the neighbour's account that has a policy.
    fn with_role(self, policy: &str) -> Class {
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{}:root"}},"Action":"sts:AssumeRole"}}]}}"#,
            self.own
        );
        let partner = [
            "aws",
            "--live",
            "--account",
            &self.partner,
            "--profile",
            "practice-partner",
            "iam",
        ];
        let make = [
            "create-role",
            "--role-name",
            "Lab",
            "--assume-role-policy-document",
            &trust,
        ];
        let put = [
            "put-role-policy",
            "--role-name",
            "Lab",
            "--policy-name",
            "own",
            "--policy-document",
            policy,
        ];
        self.lab.run(&[&partner[..], &make].concat()).code(0);
        self.lab.run(&[&partner[..], &put].concat()).code(0);
        self
    }

    /// A list: the own account by its profile, the neighbour's by its role.
    fn list(&self) -> String {
        format!(
            "- {{ name: own, profile: practice, account: \"{}\" }}\n- {{ name: neighbour, role_arn: \"arn:aws:iam::{}:role/Lab\" }}\n",
            self.own, self.partner
        )
    }

    fn run(&self, command: &str, more: &[&str], code: i32) -> Vec<Json> {
        let words = [
            &[
                "--output",
                "json",
                command,
                "class.md",
                "--live",
                "--accounts",
                "class.yaml",
            ],
            more,
        ];
        accounts(&self.lab.run(&words.concat()).code(code).stdout())
    }
}

fn policy(actions: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{actions},"Resource":"*"}}]}}"#
    )
}

#[test]
fn a_class_is_looked_at_done_graded_and_undone_in_real_accounts() {
    let mut class = class().with_role(&policy("\"*\""));
    let list = class.list();
    class.lab = class.lab.file("class.yaml", list);
    let asked = class.serving.asked().len();
    let told = class.run("preflight", &[], 0);
    let ids = |told: &[Json]| -> Vec<String> {
        told.iter()
            .map(|account| account["account"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(ids(&told), [class.own.clone(), class.partner.clone()]);
    let who = told[1]["findings"][0]["evidence"].as_str().expect("who");
    assert!(
        who.contains(&format!("{}:assumed-role/Lab/", class.partner)),
        "{who}"
    );
    // A look changes nothing: everything that was sent only asks.
    let reads = ["Describe", "Get", "List", "Simulate", "BatchGet", "AssumeRole"];
    for call in &class.serving.asked()[asked..] {
        let (_, operation) = call.split_once(':').expect("service and operation");
        assert!(reads.iter().any(|read| operation.starts_with(read)), "{call}");
    }
    let told = class.run("replay", &["--trust", "--jobs", "2"], 0);
    assert_eq!(ids(&told), [class.own.clone(), class.partner.clone()]);
    class.run("verify", &["--trust"], 0);
    let told = class.run("cleanup", &["--trust", "--yes", "--shard", "2/2"], 0);
    assert_eq!(ids(&told), [class.partner.clone()]);
    let told = class.run("verify", &["--trust"], 1);
    assert_eq!(
        (&told[0]["exit"], &told[1]["exit"]),
        (&Json::from(0), &Json::from(1))
    );
}

#[test]
fn one_account_that_is_not_ready_is_named_and_one_that_cannot_be_reached_stops_no_other() {
    let mut class = class().with_role(&policy(
        r#"["iam:List*","iam:Get*","iam:Simulate*","ec2:Describe*"]"#,
    ));
    let list = format!(
        "{}- {{ name: stranger, role_arn: \"arn:aws:iam::{}:role/Nobody\" }}\n- {{ name: swapped, profile: practice-partner, account: \"{}\" }}\n",
        class.list(),
        class.partner,
        class.own
    );
    class.lab = class.lab.file("class.yaml", list);
    let told = class.run("preflight", &[], 4);
    let exits: Vec<&Json> = told.iter().map(|account| &account["exit"]).collect();
    assert_eq!(exits, [0, 1, 4, 1]);
    assert_eq!(told[1]["failed"], serde_json::json!(["iam"]));
    let denied = told[1]["findings"].to_string();
    assert!(
        denied.contains("iam:CreateGroup") && denied.contains("make-a-group"),
        "{denied}"
    );
    let swapped = told[3]["findings"][0].to_string();
    assert!(
        swapped.contains("blocked") && swapped.contains("--profile"),
        "{swapped}"
    );
    let table = class
        .lab
        .run(&[
            "preflight",
            "class.md",
            "--live",
            "--accounts",
            "class.yaml",
            "--jobs",
            "1",
        ])
        .code(4)
        .stdout();
    assert!(
        table.contains("CHECKS") && table.contains("REGION") && table.contains("1 of 4 accounts passed."),
        "{table}"
    );
}

/// A runbook of two accounts: what is bound to the second, by a profile or a role, is asked who it is.
#[test]
fn a_further_account_is_reached_by_what_is_bound_to_it() {
    const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
    let class = class().with_role(&policy("\"*\""));
    let partner = |bind: &[&str]| -> (String, String) {
        let words = [&["--output", "json", "preflight", DAY1, "--live"], bind].concat();
        let told: Json = serde_json::from_str(&class.lab.run(&words).code(0).stdout()).expect("JSON");
        let all = told["findings"].as_array().expect("findings");
        let found = all
            .iter()
            .find(|finding| finding["subject"] == "further account `partner`")
            .expect("a finding about the partner");
        let text = |member: &str| found[member].as_str().expect("a text").to_owned();
        (text("verdict"), text("evidence"))
    };
    let (verdict, told) = partner(&[]);
    assert!(
        verdict == "attention" && told.contains("nothing is bound to it"),
        "{told}"
    );
    let (verdict, told) = partner(&["--bind", "partner=practice-partner"]);
    assert!(verdict == "ready" && told.starts_with(&class.partner), "{told}");
    let role = format!("partner=arn:aws:iam::{}:role/Lab", class.partner);
    let (verdict, told) = partner(&["--bind", &role]);
    assert!(verdict == "ready" && told.contains("assumed-role/Lab/"), "{told}");
    let (verdict, told) = partner(&["--bind", "partner=practice"]);
    assert!(
        verdict == "attention" && told.contains("is the account itself"),
        "{told}"
    );
}
