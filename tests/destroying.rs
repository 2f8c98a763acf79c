//! Work that may destroy something is done with leave alone.

use crate::support::Lab;

const LAB: &str = r#"---
title: Tidy
---
# Tidy

## Make

```rhai solve
if ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: ["old"] }] }).Vpcs.len() == 0 {
    let vpc = ec2::create_vpc(#{ CidrBlock: "10.9.0.0/16" }).Vpc;
    ec2::create_tags(#{ Resources: [vpc.VpcId], Tags: [#{ Key: "Name", Value: "old" }] });
}
```

```rhai check
check("there is an old VPC", ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: ["old"] }] }).Vpcs.len() == 1);
```

## Take away

```rhai solve
for vpc in ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: ["old"] }] }).Vpcs {
    ec2::delete_vpc(#{ VpcId: vpc.VpcId });
}
```

```rhai check
check("no old VPC is left", ec2::describe_vpcs(#{ Filters: [#{ Name: "tag:Name", Values: ["old"] }] }).Vpcs.len() == 0);
```
"#;

#[test]
fn without_a_person_it_is_refused_unless_it_is_stated() {
    let lab = Lab::new().file("lab.md", LAB);
    let said = lab.run(&["replay", "lab.md"]).code(3).stdout();
    for expected in [
        "may destroy things: ec2:DeleteVpc.",
        "nobody is there to agree",
        "--yes",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let said = lab
        .run(&["replay", "lab.md", "--new", "--from", "take-away", "--yes"])
        .code(0)
        .stdout();
    assert!(said.contains("no old VPC is left"), "{said}");
}

#[test]
fn what_holds_already_asks_nobody() {
    let lab = Lab::new().file("lab.md", LAB);
    let said = lab
        .run(&["replay", "lab.md", "--only", "take-away"])
        .code(0)
        .stdout();
    assert!(!said.contains("may destroy"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_person_is_shown_what_it_is_and_may_say_no() {
    let lab = Lab::new().file("lab.md", LAB);
    let mut screen = lab.at_screen(80, &["run", "lab.md", "--from", "make"]);
    screen.at_menu("d").until("there is an old VPC").at_menu("d");
    screen.until("ec2:DeleteVpc").until("Do it?").press("n\r");
    screen.until("everything is as it was").at_menu("d");
    screen.until("Do it?").press("y\r").until("no old VPC is left");
    assert_eq!(screen.code(), 0, "{}", screen.shown());
}
