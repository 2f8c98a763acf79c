//! Choices that the front matter computes: of what the account has, when the input is asked for.

use crate::support::Lab;

const LAB: &str = r#"---
title: Choices
inputs:
  zone:
    ask: Which zone
    type: choice
    choices: "{{ ec2::describe_availability_zones().AvailabilityZones.map(|zone| zone.ZoneName) }}"
  pair:
    ask: Which pair
    type: choice
    choices: |
      {{
        [zone + "-left",
         zone + "-right"]
      }}
---
# Choices

## Show

```rhai check
check("it has a side", pair.len() > zone.len(), pair);
```

## Zone

It is {{ pair }}.

```rhai solve
say("in " + zone + ", " + pair);
```

```rhai check
check("nobody knows", false);
```
"#;

fn lab(from: &str, to: &str) -> Lab {
    assert!(LAB.contains(from), "{from}");
    Lab::new().file("lab.md", LAB.replace(from, to))
}

#[test]
fn they_are_computed_in_the_region_of_the_run_and_hold_every_answer() {
    let lab = lab("title", "title");
    let set =
        |zone: &'static str, pair: &'static str| ["replay", "lab.md", "--new", "--set", zone, "--set", pair];
    let said = lab
        .run(&set("zone=us-east-1b", "pair=us-east-1b-left"))
        .code(1)
        .stdout();
    assert!(said.contains("in us-east-1b, us-east-1b-left"), "{said}");
    let said = lab
        .run(&set("zone=us-east-1b", "pair=us-east-1c-left"))
        .code(2)
        .stderr();
    assert!(
        said.contains("`us-east-1c-left` cannot be the answer for `pair`"),
        "{said}"
    );
    assert!(said.contains("lab.md:8"), "{said}");
    let elsewhere = [&set("zone=us-east-1b", "pair=x")[..], &["--region", "eu-west-1"]].concat();
    let said = lab.run(&elsewhere).code(2).stderr();
    assert!(
        said.contains("`us-east-1b` cannot be the answer for `zone`"),
        "{said}"
    );
}

#[test]
fn what_they_call_counts_in_plan_and_policy() {
    let lab = lab("title", "title");
    let plan = lab.run(&["plan", "lab.md", "--output", "json"]).code(0).stdout();
    assert!(plan.contains("ec2:DescribeAvailabilityZones"), "{plan}");
    let policy = lab.run(&["policy", "lab.md"]).code(0).stdout();
    assert!(policy.contains("ec2:DescribeAvailabilityZones"), "{policy}");
    lab.run(&["lint", "lab.md"]).code(0);
}

#[test]
fn what_is_wrong_with_them_is_told_at_its_place() {
    let call = "ec2::describe_availability_zones().AvailabilityZones.map(|zone| zone.ZoneName)";
    let table = [
        (call, "ec2::describe_zones()", "describe_zones", "lab.md:7"),
        (call, "[pair]", "there is no `pair` here", "lab.md:7"),
        (call, "nothing", "nothing", "lab.md:7"),
        ("zone + \"-left\"", "zone +", "", "lab.md:1"),
    ];
    for (from, to, expected, place) in table {
        let lab = lab(from, to);
        let ran = lab.run(&["lint", "lab.md"]);
        let said = format!("{}{}", ran.stdout(), ran.stderr());
        assert_ne!(ran.exit(), Some(0), "{to}: {said}");
        assert!(said.contains(expected) && said.contains(place), "{to}: {said}");
    }
    let table = [
        ("[]", "the list is empty", 2),
        ("1", "are no list of texts", 2),
        ("[[1]]", "are no list of texts", 2),
        ("ec2::create_vpc(#{ CidrBlock: `10.0.0.0/16` })", "create_vpc", 3),
        ("ec2::describe_vpcs(#{ VpcIds: [`vpc-0`] }).Vpcs", "vpc-0", 4),
    ];
    for (to, expected, code) in table {
        let lab = lab(call, to);
        let ran = lab.run(&["replay", "lab.md", "--set", "zone=a", "--set", "pair=b"]);
        let said = format!("{}{}", ran.stdout(), ran.stderr());
        assert!(
            said.contains(expected) && said.contains("lab.md:7"),
            "{to}: {said}"
        );
        assert_eq!(ran.exit(), Some(code), "{to}: {said}");
        assert!(
            lab.run(&["runs"]).code(0).stdout().is_empty(),
            "nothing was begun"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_person_chooses_from_them() {
    let lab = lab("title", "title");
    let mut screen = lab.at_screen(80, &["run", "lab.md"]);
    screen
        .until("us-east-1a")
        .until("us-east-1c")
        .press("\u{1b}[B")
        .press("\r");
    screen.until("us-east-1b-left").press("\r");
    screen.until("It is us-east-1b-left.");
    screen.at_menu("q");
    screen.code();
}
