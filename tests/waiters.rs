//! Waiters in the practice account, from a runbook as it is run.

use crate::support::Lab;
use serde_json::Value as Json;

const BOOK: &str = "\
# Waiting

## Network

```rhai solve
let vpc = ec2::create_vpc(#{ CidrBlock: \"10.9.0.0/16\", TagSpecifications: [#{ ResourceType: \"vpc\", Tags: tags(#{ Name: \"waited\" }) }] }).Vpc;
say(`made ${vpc.State}`);
let there = ec2::wait_until_vpc_available(#{ VpcIds: [vpc.VpcId], WaiterConfig: #{ Delay: 1 } });
say(`now ${there.Vpcs[0].State}`);
```

```rhai check
let vpcs = ec2::describe_vpcs(#{ Filters: [#{ Name: \"tag:Name\", Values: [\"waited\"] }] }).Vpcs;
check_eq(\"it is there\", vpcs.len, 1);
for vpc in vpcs { claim(\"ec2:vpc\", vpc.VpcId); }
```

## Gone

```rhai solve
try {
    ec2::wait_until_vpc_exists(#{ VpcIds: [\"vpc-0123456789abcdef0\"], WaiterConfig: #{ MaxAttempts: 2 } });
} catch (err) {
    say(err.message);
}
```

## User

```rhai solve
iam::create_user(#{ UserName: \"ada\" });
```

```rhai check
check_eq(\"ada is there\", iam::wait_until_user_exists(#{ UserName: \"ada\", WaiterConfig: #{ MaxAttempts: 2 } }).User.UserName, \"ada\");
```

## Nobody

```rhai solve
iam::wait_until_user_exists(#{ UserName: \"bob\", WaiterConfig: #{ Delay: 3000, MaxAttempts: 3 } });
```
";

#[test]
fn a_waiter_waits_on_the_practice_clock_and_gives_up_in_words() {
    let lab = Lab::new().file("book.md", BOOK);
    lab.run(&["lint", "book.md"]).code(0);
    let ran = lab
        .run(&["replay", "--fresh", "book.md", "--output", "json", "--keep-going"])
        .code(4);
    let events = ran.events();
    let of = |kind: &str| -> Vec<&Json> { events.iter().filter(|event| event["event"] == kind).collect() };
    let said: Vec<&str> = of("said")
        .iter()
        .filter_map(|event| event["text"].as_str())
        .collect();
    assert!(
        said.contains(&"made pending") && said.contains(&"now available"),
        "{said:?}"
    );
    assert!(
        said.iter().any(|text| text.starts_with(
            "ec2 vpc_exists of vpc-0123456789abcdef0 did not come to be: last seen InvalidVpcID.NotFound"
        )),
        "{said:?}"
    );
    let verdicts: Vec<&str> = of("step-finished")
        .iter()
        .filter_map(|event| event["verdict"].as_str())
        .collect();
    assert_eq!(verdicts, ["passed", "passed", "passed", "errored"]);

    // Three tries, fifty minutes of the practice clock between them; the check of ada waited before ada was there.
    let waited: Vec<(&str, &str, u64, u64)> = of("waited")
        .iter()
        .filter_map(|event| {
            Some((
                event["step"].as_str()?,
                event["text"].as_str()?.rsplit_once(" of ")?.0,
                event["elapsed"].as_u64()?,
                event["limit"].as_u64()?,
            ))
        })
        .collect();
    assert!(
        waited.contains(&("network", "ec2 vpc_available", 0, 39)),
        "{waited:?}"
    );
    assert!(waited.contains(&("user", "iam user_exists", 0, 1)), "{waited:?}");
    let nobody: Vec<(u64, u64)> = waited
        .iter()
        .filter(|(step, ..)| *step == "nobody")
        .map(|(_, _, elapsed, limit)| (*elapsed, *limit))
        .collect();
    assert_eq!(nobody, [(0, 6000), (3000, 6000)]);
    let failure = of("block-finished")
        .iter()
        .find_map(|event| event["failure"].as_str())
        .expect("a failure");
    assert!(
        failure.contains("iam user_exists of bob did not come to be: last seen NoSuchEntity")
            && failure.contains("after 3 tries in 6000 s")
            && failure.contains("MaxAttempts: 6"),
        "{failure}"
    );
}

#[test]
fn a_plan_shows_the_operation_that_a_waiter_asks() {
    let lab = Lab::new().file("book.md", BOOK);
    let plan = lab.run(&["plan", "book.md"]).code(0).stdout();
    let user = plan.split("Nobody").nth(1).expect("the last step");
    assert!(user.contains("GetUser"), "{plan}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_wait_at_once_and_at_the_menu_the_run() {
    let lab = Lab::new().file("book.md", BOOK);
    let mut terminal = lab.at_terminal(&["run", "--fresh", "--only", "nobody", "book.md"]);
    terminal.exp_string("[Enter]").expect("the menu");
    terminal.send("d").expect("a key");
    terminal.flush().expect("a key");
    // Fifty minutes at thirty times the wall's speed are a hundred seconds: longer than this test would wait.
    terminal
        .exp_string("~ iam user_exists of bob  up to 1:40:00")
        .expect("what is waited for");
    terminal.send_control('c').expect("a key");
    terminal.exp_string("Nothing is lost").expect("the wait ends");
    terminal.exp_string("[Enter]").expect("the menu");
    terminal.send_control('c').expect("a key");
    terminal.exp_string("runbook resume").expect("how to go on");
    terminal.exp_eof().expect("the end");
    let ended = terminal.process().wait().expect("the program ends");
    assert!(
        matches!(ended, rexpect::process::WaitStatus::Exited(_, 130)),
        "{ended:?}"
    );
}
