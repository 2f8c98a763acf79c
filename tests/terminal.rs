//! The prompts at a real pseudo-terminal: keys, Ctrl-C, a secret that is not echoed.

use crate::support::Lab;
use rexpect::process::WaitStatus;
use rexpect::session::PtySession;

const WALK: &str = r#"# A walk

## Make a group

```rhai setup
let groups = iam::list_groups().Groups.filter(|g| g.GroupName == "readers");
```

<details><summary>Stuck?</summary>

Groups are in **IAM**.

</details>

<details><summary>Solution</summary>

```rhai solve
iam::create_group(#{ GroupName: "readers" });
```

```rhai check
let found = iam::list_groups().Groups.filter(|g| g.GroupName == "readers");
check("there is a group `readers`", found.len() == 1);
if found.len() == 1 { claim("iam:group", "readers"); }
```

```rhai cleanup
for name in owned("iam:group") { iam::delete_group(#{ GroupName: name }); }
```

</details>
"#;

fn ended(terminal: &PtySession) -> i32 {
    match terminal.process().wait().expect("the program ends") {
        WaitStatus::Exited(_, code) => code,
        other => panic!("it ended by {other:?}"),
    }
}

#[test]
fn a_step_is_checked_hinted_done_and_cleaned_up_by_keys() {
    let lab = Lab::new().file("walk.md", WALK);
    let mut terminal = lab.at_terminal(&["run", "walk.md"]);
    terminal.exp_string("PRACTICE").unwrap();
    terminal.exp_string("[Enter] check my work").unwrap();
    terminal.send("\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("x there is a group `readers`").unwrap();
    terminal.exp_string("[Enter]").unwrap();
    terminal.send("?").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("quit, and go on later").unwrap();
    terminal.exp_string("[Enter]").unwrap();
    terminal.send("xh").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("Groups are in IAM.").unwrap();
    terminal.exp_string("[Enter]").unwrap();
    terminal.send("d").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("+ there is a group `readers`").unwrap();
    terminal.exp_string("Yours, for cleanup: 1 group").unwrap();
    terminal.exp_string("runbook cleanup walk.md").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 0);

    let mut terminal = lab.at_terminal(&["cleanup", "walk.md"]);
    terminal.exp_string("- group readers").unwrap();
    terminal.exp_string("Delete 1 thing?").unwrap();
    terminal.send("y").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("gone: group readers").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 0);
    assert!(
        !lab.run(&["practice", "show"])
            .code(0)
            .stdout()
            .contains("readers")
    );
}

#[test]
fn ctrl_c_at_the_prompt_leaves_a_run_that_goes_on() {
    let lab = Lab::new().file("walk.md", WALK);
    let mut terminal = lab.at_terminal(&["run", "walk.md"]);
    terminal.exp_string("[Enter]").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string("runbook resume").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 130);

    // By hand, in a second terminal of the class.
    let made = lab
        .run(&["aws", "iam", "create-group", "--group-name", "readers"])
        .code(0);
    assert!(made.stdout().contains("\"GroupName\": \"readers\""));
    let mut terminal = lab.at_terminal(&["run", "walk.md"]);
    terminal
        .exp_string("was interrupted in \"Make a group\". Go on with it?")
        .unwrap();
    terminal.send("y").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("Going on").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 0);
}

#[test]
fn a_secret_is_not_echoed_and_is_masked_and_ctrl_c_leaves_its_prompt() {
    let runbook = r#"---
inputs:
  token: { ask: The token, type: secret }
  who: { ask: Who are you, pattern: "[a-z]+" }
---
# Secrets

## Step

```rhai setup
say(`the token is ${token} of ${who}`);
```

```rhai check
check("it is long", token.len() == 8);
```
"#;
    let lab = Lab::new().file("secret.md", runbook);
    let mut terminal = lab.at_terminal(&["run", "secret.md"]);
    terminal.exp_string("The token").unwrap();
    terminal.send("hunter2\x7f22\r").unwrap();
    terminal.flush().unwrap();
    let before = terminal.exp_string("Who are you").unwrap();
    assert!(!before.contains("hunter"), "{before}");
    terminal.send("Ada\r").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("does not match the pattern").unwrap();
    terminal.send("\x7f\x7f\x7fada\r").unwrap();
    terminal.flush().unwrap();
    let said = terminal.exp_string("of ada").unwrap();
    assert!(
        said.contains("the token is ********") && !said.contains("hunter"),
        "{said}"
    );
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 0);
    let kept = std::fs::read_dir(lab.path(".state/runbook/runs")).unwrap();
    for file in kept {
        assert!(
            !std::fs::read_to_string(file.unwrap().path())
                .unwrap()
                .contains("hunter")
        );
    }

    let mut terminal = lab.at_terminal(&["run", "secret.md"]);
    terminal.exp_string("The token").unwrap();
    terminal.send("abc").unwrap();
    terminal.flush().unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 130);
}

/// Wrong work at day 1 itself: a group without its policy, made by hand in a second terminal.
#[test]
fn day_1_catches_a_group_without_its_policy_and_the_hint_explains() {
    let lab = Lab::new().file("day1.md", include_str!("../runbooks/day1.md"));
    lab.run(&["aws", "iam", "create-group", "--group-name", "alice-RO-GROUP"])
        .code(0);
    let walk = [
        "run",
        "day1.md",
        "--only",
        "read-only-user",
        "--set",
        "name=alice",
    ];
    let mut terminal = lab.at_terminal(&walk);
    terminal.exp_string("[Enter] check my work").unwrap();
    terminal.send("\r").unwrap();
    terminal.flush().unwrap();
    terminal
        .exp_string("x the group has the policy ReadOnlyAccess  not attached")
        .unwrap();
    terminal.exp_string("[Enter]").unwrap();
    terminal.send("h").unwrap();
    terminal.flush().unwrap();
    terminal
        .exp_string("alice-RO-GROUP has no policy, so its members may do nothing")
        .unwrap();
    terminal.exp_string("[Enter]").unwrap();
    terminal.send("d").unwrap();
    terminal.flush().unwrap();
    terminal.exp_string("Console password of alice-RO").unwrap();
    terminal.exp_string("+ the user is in the group").unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(ended(&terminal), 0);
}
