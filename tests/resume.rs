//! A run that goes on says what differs from when it began, and looks at what that touches again.

use crate::support::Lab;

const LAB: &str = r#"---
title: Going on
regions: [us-east-1]
inputs:
  name: { ask: Your name, default: ada }
  colour: { ask: Which, default: red }
---
# Going on

```rhai setup
let greeting = "Hello " + name;
```

## Greet

```rhai solve
say(greeting);
```

## Paint

```rhai solve
say("paint it " + colour);
```

## Tag

```rhai solve
say(lab::words::both("a", "b"));
```

## Stop

```rhai check
check("it is there", ec2::describe_vpcs().Vpcs.len() > 99);
```
"#;

const MODULE: &str = "fn both(a, b) { a + b }\n";

/// A replay that was cut off at its last step.
fn begun() -> Lab {
    let lab = Lab::new().file("lab.md", LAB).file("scripts/words.rhai", MODULE);
    lab.run(&["replay", "lab.md"]).code(1);
    let runs = lab.path(".state/runbook/runs");
    let journal = std::fs::read_dir(runs)
        .expect("a folder of journals")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .expect("a journal");
    let text = std::fs::read_to_string(&journal).expect("a journal");
    let kept = text
        .lines()
        .take_while(|line| !(line.contains("step-finished") && line.contains("\"stop\"")))
        .map(|line| format!("{line}\n"));
    std::fs::write(&journal, kept.collect::<String>()).expect("a shorter journal");
    lab
}

fn rewrite(lab: &Lab, file: &str, from: &str, to: &str) {
    let path = lab.path(file);
    let text = std::fs::read_to_string(&path).expect("a file");
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).expect("another text");
}

#[test]
fn a_run_that_nothing_touched_goes_on_where_it_was() {
    let lab = begun();
    let said = lab.run(&["resume"]).code(1).stdout();
    assert!(!said.contains("Since it began"), "{said}");
    assert!(
        !said.contains("Hello ada") && !said.contains("paint it red"),
        "{said}"
    );
    assert_eq!(said.matches("Already so.").count(), 3, "{said}");
}

#[test]
fn another_answer_names_the_steps_that_it_touches_and_they_are_looked_at_again() {
    let lab = begun();
    let said = lab.run(&["resume", "--set", "name=grace"]).code(1).stdout();
    assert!(
        said.contains("- the answer for `name` changed (for greet)"),
        "{said}"
    );
    assert!(said.contains("Looked at again: greet."), "{said}");
    assert!(said.contains("Hello grace"), "{said}");
    assert!(!said.contains("paint it red"), "{said}");
    // The same answer once more changes nothing, and one that does not fit is refused with its place.
    let said = lab
        .run(&["replay", "lab.md", "--new", "--until", "greet"])
        .code(0)
        .stdout();
    assert!(
        said.contains("Hello grace"),
        "what an earlier run was given: {said}"
    );
}

#[test]
fn the_same_answer_again_changes_nothing() {
    let lab = begun();
    let said = lab.run(&["resume", "--set", "name=ada"]).code(1).stdout();
    assert!(
        !said.contains("Since it began") && !said.contains("Hello"),
        "{said}"
    );
}

#[test]
fn what_the_author_changed_is_named_part_by_part() {
    let lab = begun();
    rewrite(&lab, "lab.md", "regions: [us-east-1]", "summary: New");
    rewrite(&lab, "lab.md", "\"Hello \"", "\"Good morning \"");
    rewrite(&lab, "lab.md", "paint it ", "colour it ");
    rewrite(&lab, "scripts/words.rhai", "a + b", "b + a");
    let said = lab.run(&["resume"]).code(1).stdout();
    for expected in [
        "- step `paint` changed",
        "- `summary` in the front matter is new",
        "- `regions` in the front matter is gone",
        "- the setup before the first step changed (for greet)",
        "- module `lab::words` changed (for tag)",
        "Looked at again: paint, greet and tag.",
        "Good morning ada",
        "colour it red",
        "ba",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let json = lab.run(&["report", "--format", "json"]).stdout();
    assert!(json.is_empty() || json.contains("lab::words"), "{json}");
}

#[test]
fn a_journal_of_an_older_version_names_the_steps() {
    let lab = begun();
    let runs = lab.path(".state/runbook/runs");
    let journal = std::fs::read_dir(runs).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&journal).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let mut header: serde_json::Value = serde_json::from_str(first).unwrap();
    let members = header.as_object_mut().unwrap();
    assert!(members.remove("parts").is_some() && members.remove("modules").is_some());
    std::fs::write(&journal, format!("{header}\n{rest}")).unwrap();
    rewrite(&lab, "lab.md", "\"Hello \"", "\"Good morning \"");
    rewrite(&lab, "lab.md", "paint it ", "colour it ");
    let said = lab.run(&["resume"]).code(1).stdout();
    assert!(said.contains("- step `paint` changed"), "{said}");
    assert!(!said.contains("setup before"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_person_is_asked_before_an_answer_is_changed() {
    let lab = begun();
    // `run` is for people; a replay that goes on at a terminal asks them too.
    let mut screen = lab.at_screen(80, &["resume", "--set", "name=grace"]);
    screen.until("Change it?").press("n\r");
    assert_eq!(screen.code(), 3, "{}", screen.shown());
    assert!(screen.shown().contains("stays as it was"), "{}", screen.shown());
    let mut screen = lab.at_screen(80, &["resume", "--set", "name=grace"]);
    screen.until("Change it?").press("y\r").until("Hello grace");
    screen.code();
}
