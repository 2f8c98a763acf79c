//! Other accounts and roles against moto's server, which keeps the things of each account apart.

use super::moto::Moto;
use crate::support::{Lab, Ran};
use serde_json::Value as Json;

const OWN: &str = "123456789012";

const BOOK: &str = r#"---
accounts:
  partner: the account of a neighbour
---
# Elsewhere

## As a role

```rhai setup
let role = "arn:aws:iam::222222222222:role/Lab";
```

```rhai solve
let who = assume(role, #{ RoleSessionName: "ada" }, || {
    ec2::create_vpc(#{ CidrBlock: "10.1.0.0/16", TagSpecifications: [#{ ResourceType: "vpc", Tags: tags(#{ Name: "by-role" }) }] });
    sts::get_caller_identity()
});
say(`inside ${who.Arn}`);
let chained = assume(role, || assume("arn:aws:iam::333333333333:role/Next", || sts::get_caller_identity()));
say(`chained ${chained.Arn}`);
say(`outside ${sts::get_caller_identity().Account}`);
```

```rhai check
let named = |name| ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: [name] }] }).Vpcs.len;
check_eq("it is there", assume(role, || named.call("by-role")), 1);
check_eq("it is not here", named.call("by-role"), 0);
```

## As a partner

```rhai solve
as_account("partner", || ec2::create_vpc(#{ CidrBlock: "10.2.0.0/16", TagSpecifications: [#{ ResourceType: "vpc", Tags: tags(#{ Name: "by-partner" }) }] }));
```

```rhai check
let named = |name| ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: [name] }] }).Vpcs.len;
check_eq("it is there", as_account("partner", || named.call("by-partner")), 1);
check_eq("it is not here", named.call("by-partner"), 0);
```
"#;

fn replay(moto: &Moto, bind: &[&str]) -> (Lab, Ran) {
    let config =
        "[profile neighbour]\nrole_arn = arn:aws:iam::444444444444:role/Neighbour\nsource_profile = keys\n";
    let keys = "[keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n";
    let lab = Lab::new()
        .file("book.md", BOOK)
        .file(".aws/config", config)
        .file(".aws/credentials", keys)
        .against(&moto.url, "us-east-1");
    let words = [
        "replay",
        "book.md",
        "--live",
        "--account",
        OWN,
        "--region",
        "us-east-1",
        "--trust",
        "--keep-going",
        "--output",
        "json",
    ];
    let ran = lab.run(&[&words, bind].concat());
    (lab, ran)
}

fn events(ran: &Ran) -> Vec<Json> {
    let lines = ran.stdout();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The accounts that VPCs were made in, as the events tell.
fn made_in(events: &[Json]) -> Vec<&str> {
    events
        .iter()
        .filter(|event| event["event"] == "call-intended" && event["operation"] == "CreateVpc")
        .filter_map(|event| event["account"].as_str())
        .collect()
}

#[test]
fn roles_and_bound_accounts_work_in_their_own_accounts() {
    let moto = Moto::start();
    let mut counts = Vec::new();
    for (bind, partner, through) in [
        ("partner=neighbour", "444444444444", "by profile neighbour"),
        (
            "partner=arn:aws:iam::555555555555:role/Neighbour",
            "555555555555",
            "by role arn:aws:iam::555555555555:role/Neighbour",
        ),
    ] {
        let (lab, ran) = replay(&moto, &["--bind", bind]);
        let ran = ran.code(0);
        let shown = runbook::ui::account_id(partner);
        let told = ran.stderr();
        assert!(told.contains(&format!("partner  {shown}, {through}")), "{told}");
        let events = events(&ran);
        let said: Vec<&str> = events.iter().filter_map(|event| event["text"].as_str()).collect();
        let made = made_in(&events);
        if made.len() == 2 {
            assert_eq!(made[0], "222222222222");
            assert!(
                said.contains(&"inside arn:aws:sts::222222222222:assumed-role/Lab/ada")
                    && said.contains(&"chained arn:aws:sts::333333333333:assumed-role/Next/runbook")
                    && said.contains(&"outside 123456789012"),
                "{said:?}"
            );
        }
        // The second time the first step is already so.
        assert_eq!(made.last(), Some(&partner), "{made:?}");
        counts.push(made.len());
        drop(lab);
    }
    assert_eq!(counts, [2, 1]);
}

#[test]
fn an_account_that_is_bound_to_nothing_names_the_option() {
    let moto = Moto::start();
    let (_lab, ran) = replay(&moto, &[]);
    let events = events(&ran.code(4));
    let failures: Vec<&str> = events
        .iter()
        .filter_map(|event| event["failure"].as_str())
        .collect();
    assert!(
        failures.iter().any(|failure| failure
            .contains("the account `partner` is bound to no profile and to no role")
            && failure.contains("--bind partner=PROFILE")),
        "{failures:?}"
    );
    assert_eq!(made_in(&events), ["222222222222", "partner"]);
}
