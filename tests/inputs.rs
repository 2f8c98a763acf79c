//! Answers and secrets: what is missing is told at once, what is secret lasts only where it was asked for.

use crate::support::Lab;

const LAB: &str = r#"---
title: Inputs
inputs:
  name: { ask: Your name, pattern: "[a-z]+" }
  count: { ask: How many, type: int }
  colour: { ask: Which, type: choice, choices: [red, green], default: red }
  password: { type: secret, generate: true }
---
# Inputs

## Show

```rhai check
check("the password is " + password, password.len() == 20, password);
```
"#;

#[test]
fn all_that_is_missing_or_unfit_is_told_at_once_with_its_place() {
    let lab = Lab::new().file("lab.md", LAB);
    let ran = lab
        .run(&[
            "replay",
            "lab.md",
            "--fresh",
            "--set",
            "colour=blue",
            "--set",
            "count=many",
        ])
        .code(2);
    let said = ran.stderr();
    for expected in [
        "`name`, and it has no answer and no default",
        "`many` cannot be the answer for `count`",
        "`blue` cannot be the answer for `colour`",
        "lab.md:4",
        "lab.md:5",
        "lab.md:6",
        "--set name=...",
        "RUNBOOK_INPUT_COUNT",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert!(
        lab.run(&["runs"]).code(0).stdout().is_empty(),
        "nothing was begun"
    );
}

#[cfg(unix)]
#[test]
fn a_secrets_file_is_for_its_owner_and_a_second_run_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let lab = Lab::new().file("lab.md", LAB);
    let words = [
        "replay",
        "lab.md",
        "--set",
        "name=ada",
        "--set",
        "count=1",
        "--secrets-file",
        "kept.json",
    ];
    let kept = || std::fs::read_to_string(lab.path("kept.json")).unwrap();
    let ran = lab.run(&words).code(0);
    let first = kept();
    let password: serde_json::Value = serde_json::from_str(&first).unwrap();
    let password = password["practice default 111122223333"]["password"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(password.len(), 20);
    let mode = std::fs::metadata(lab.path("kept.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    lab.run(&words).code(0);
    assert_eq!(kept(), first, "the second run took it from there");

    // It is nowhere else.
    for said in [ran.stdout(), ran.stderr()] {
        assert!(!said.contains(&password), "{said}");
    }
    for journal in std::fs::read_dir(lab.path(".state/runbook/runs")).unwrap() {
        let text = std::fs::read_to_string(journal.unwrap().path()).unwrap();
        assert!(
            !text.contains(&password) && text.contains("the password is ********"),
            "{text}"
        );
    }
    // What is given on the command line comes first.
    lab.run(&[&words[..], &["--set", "password=Given-by-hand-123456"]].concat())
        .code(0);
    assert!(kept().contains("Given-by-hand-123456"));

    std::fs::set_permissions(lab.path("kept.json"), std::fs::Permissions::from_mode(0o640)).unwrap();
    let said = lab.run(&words).code(3).stderr();
    assert!(
        said.contains("others may read or write the secrets file `kept.json`") && said.contains("chmod 600"),
        "{said}"
    );
    std::fs::set_permissions(lab.path("kept.json"), std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(lab.path("kept.json"), "hunter22 [").unwrap();
    let said = lab.run(&words).code(4).stderr();
    assert!(
        said.contains("not a map of targets") && !said.contains("hunter22"),
        "{said}"
    );
}

/// A mark of the secret, which is none itself.
#[cfg(unix)]
const MARKED: &str = r#"---
inputs:
  password: { type: secret, generate: true }
---
# Marked

## Show

```rhai setup
let bytes = password.to_blob();
let mark = 0;
for at in 0..bytes.len() { mark = (mark * 31 + bytes[at]) % 1000000007; }
note(`mark ${mark}.`);
```

```rhai check
check("never", false);
```
"#;

#[cfg(unix)]
#[test]
fn a_run_that_goes_on_has_its_secret_from_the_file_or_a_new_one() {
    let lab = Lab::new().file("lab.md", MARKED);
    let walked = |words: &[&str]| {
        let mut terminal = lab.at_terminal(words);
        let (_, mark) = terminal.exp_regex("mark [0-9]+\\.").expect("the mark");
        terminal.exp_string("[Enter]").expect("the menu");
        terminal.send_control('c').expect("a key");
        terminal.exp_string("runbook resume").expect("the end");
        terminal.exp_eof().expect("the end");
        mark
    };
    let first = walked(&["run", "lab.md", "--secrets-file", "kept.json"]);
    let kept = std::fs::read_to_string(lab.path("kept.json")).unwrap();
    assert_eq!(walked(&["resume", "--secrets-file", "kept.json"]), first);
    let lost = walked(&["resume"]);
    assert_ne!(lost, first, "what nobody kept is made anew");
    assert_ne!(walked(&["resume"]), lost, "and kept nowhere");
    assert_eq!(walked(&["resume", "--secrets-file", "kept.json"]), first);
    assert_eq!(std::fs::read_to_string(lab.path("kept.json")).unwrap(), kept);
    let runs = lab.run(&["runs"]).code(0).stdout();
    assert_eq!(runs.lines().count(), 1, "it was one run: {runs}");
}
