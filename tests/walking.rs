//! Whole sessions of a person at a terminal, as the screen shows them: wide, at 80 columns, narrow, without colour, and
//! without a terminal. What changes from run to run is replaced by as many characters.

use crate::support::Lab;
use crate::support::screen::Screen;

const LAB: &str = r#"# A small lab

Two groups, and what they are for.

## Make a group
<!-- step: id=group minutes=2 cost="free" -->

A group gives its members what they may do. Make the group `readers`.

```rhai setup
let found = iam::list_groups().Groups.filter(|group| group.GroupName == "readers");
```

<details><summary>Stuck?</summary>

Groups are in **IAM**, *User groups*.

</details>

<details><summary>Solution</summary>

```rhai solve
iam::create_group(#{ GroupName: "readers" });
```

```rhai check
check("there is a group `readers`", found.len() == 1, if found.is_empty() { "none" } else { found[0].GroupName });
if found.len() == 1 { claim("iam:group", "readers"); }
```

```rhai cleanup
for name in owned("iam:group") { iam::delete_group(#{ GroupName: name }); }
```

</details>

## Read why
<!-- step: id=why -->

People change, groups stay.

## A detector
<!-- step: id=detector minutes=5 -->

Enable GuardDuty, and let it make sample findings.

```rhai setup
let ids = guardduty::list_detectors().DetectorIds;
```

```rhai solve
if ids.is_empty() { guardduty::create_detector(#{ Enable: true }); }
```

```rhai check within=5m every=10s usually=1m..3m defer=true
check("GuardDuty is on", ids.len() == 1);
check("an hour has begun", now().to_string() >= "2000", "yes");
if ids.len() == 1 { claim("guardduty:detector", ids[0]); }
```

```rhai cleanup
for id in owned("guardduty:detector") { guardduty::delete_detector(#{ DetectorId: id }); }
```
"#;

/// The id of a run is replaced; all else is the same in a practice account of the same seed.
fn stable(text: &str) -> String {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = match line.split_once(" was interrupted in ") {
            Some((_, rest)) => &format!("Run ########## was interrupted in {rest}"),
            None => line,
        };
        match line.split_once("runbook resume ") {
            Some((before, id)) => {
                let (id, rest) = id.split_once(' ').unwrap_or((id, ""));
                let rest = if rest.is_empty() {
                    String::new()
                } else {
                    format!(" {rest}")
                };
                out.push(format!("{before}runbook resume {}{rest}", "#".repeat(id.len())));
            }
            None => out.push(line.to_owned()),
        }
    }
    let times = regex::Regex::new(r"\b\d:\d\d\b").expect("an expression");
    let text = times.replace_all(&out.join("\n"), "#:##").into_owned();
    // What is left of the spinner's line where a Ctrl-C stopped it, as far as anything is.
    let spinner = regex::Regex::new(r"(?m)^.*(Stopped\. Nothing is lost)").expect("an expression");
    spinner.replace_all(&text, "$1").into_owned()
}

/// Walks the small lab: everything that a person can ask for.
fn walk(lab: &Lab, columns: u16) -> Screen {
    let mut screen = lab.at_screen(columns, &["run", "--seed", "7", "lab.md"]);
    screen.at_menu("\r").until("there is a group `readers`");
    screen.at_menu("h").until("User groups");
    screen.at_menu("e").until("free");
    screen.at_menu(">").until("An expression");
    screen.press("found.len() + 1\r").until("2");
    screen.press("found.lenn()\r").until("there is no");
    screen
        .press("iam::create_group(#{ GroupName: \"x\" })\r")
        .until("was not sent");
    screen.press("\r");
    screen.at_menu("l").until("So far");
    screen.at_menu("s").until("Step 2 of 3");
    screen.at_menu("b").until("Step 1 of 3");
    screen.at_menu("d").until("Passed");
    screen.at_menu("j").until("Go to which step?");
    screen.press("\r").until("Step 2 of 3");
    screen.at_menu("\r").until("Step 3 of 3");
    screen.at_menu("q").until("runbook resume");
    assert_eq!(screen.code(), 130);
    screen
}

fn lab() -> Lab {
    Lab::new().file("lab.md", LAB)
}

#[test]
fn a_walk_at_120_columns_in_colour() {
    let lab = lab().variable("NO_COLOR", "");
    let screen = walk(&lab, 120);
    insta::assert_snapshot!(stable(&screen.shown()));
    assert!(screen.is_coloured());
    assert_eq!(screen.colour("x there is a group"), vt100::Color::Idx(1));
    assert_eq!(screen.colour("+ there is a group"), vt100::Color::Idx(2));
}

#[test]
fn a_walk_at_80_columns_without_colour_says_the_same() {
    let screen = walk(&lab(), 80);
    insta::assert_snapshot!(stable(&screen.shown()));
    assert!(!screen.is_coloured());
}

#[test]
fn a_walk_at_40_columns() {
    let screen = walk(&lab(), 40);
    insta::assert_snapshot!(stable(&screen.shown()));
}

#[test]
fn without_a_terminal_run_says_so_and_replay_tells_the_same_in_lines() {
    let lab = lab();
    let refused = lab.run(&["run", "--seed", "7", "lab.md"]).code(2);
    insta::assert_snapshot!(refused.stderr(), @r"
    error: `run` walks with a person, and there is no terminal
    hint: without one, `runbook replay` does every step
    ");
    let replayed = lab.run(&["replay", "--seed", "7", "lab.md"]).code(0);
    insta::assert_snapshot!(stable(&replayed.stdout()));
}

#[test]
fn day_1_is_walked_left_and_gone_on_with() {
    let lab = Lab::new().file("day1.md", include_str!("../runbooks/day1.md"));
    let words = ["run", "--seed", "7", "--set", "name=alice", "day1.md"];
    let mut screen = lab.at_screen(80, &words);
    screen.at_menu("\r").until("GuardDuty is on");
    screen.at_menu("h");
    screen.at_menu("d").until("Passed");
    screen.at_menu("l").until("So far");
    screen.at_menu("s").until("Step 4");
    screen.at_menu("q").until("runbook resume");
    assert_eq!(screen.code(), 130);
    let mut screen = lab.at_screen(80, &words);
    screen.until("Go on with it?").press("y");
    screen.until("Step 4").at_menu("\u{3}").until("runbook resume");
    assert_eq!(screen.code(), 130);
    insta::assert_snapshot!(stable(&screen.shown()));
}

/// A check that never holds is put off, is not lost by Ctrl-C, and fails the step at the end.
#[test]
fn what_is_put_off_is_told_when_it_comes_and_ctrl_c_stops_a_wait_only() {
    const LATER: &str = "# Later\n\n## Group\n<!-- step: id=group -->\n\n```rhai setup\nlet groups = iam::list_groups().Groups.map(|group| group.GroupName);\n```\n\n```rhai solve\nif !groups.contains(\"one\") { iam::create_group(#{ GroupName: \"one\" }); }\n```\n\n```rhai check within=20h every=1m usually=1m..2h defer=true\ncheck(\"one is there\", groups.contains(\"one\"));\ncheck(\"two is there\", groups.contains(\"two\"));\n```\n\n## Next\n<!-- step: id=next -->\n\nRead.\n\n## Needs it\n<!-- step: id=needs needs=group -->\n\n```rhai check\ncheck(\"it holds\", true);\n```\n";
    let lab = Lab::new().file("later.md", LATER);
    let mut screen = lab.at_screen(80, &["run", "--seed", "7", "later.md"]);
    screen
        .at_menu("d")
        .until("two is there  not yet; usually 1 min to 2 h");
    screen.until("Step 2 of 3").at_menu("\r").until("Step 3 of 3");
    // The gate waits; Ctrl-C stops the waiting.
    screen
        .until("~ two is there")
        .press("\u{3}")
        .until("Nothing is lost");
    screen.until("wait for it");
    // Made in a second terminal, it is told at the menu, by itself.
    lab.run(&["aws", "iam", "create-group", "--group-name", "two"])
        .code(0);
    screen.until("+ two is there").until("Group: Passed");
    screen.at_menu("\r").until("Already so");
    assert_eq!(screen.code(), 0);
    insta::assert_snapshot!(stable(&screen.shown()));
}
