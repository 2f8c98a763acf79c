//! A class: a command in every account of a list, several at a time.

mod live;

use crate::support::Lab;
use serde_json::Value;

/// A group by the learner's name; `bob` cannot have it.
const LAB: &str = r#"---
title: A class
inputs:
  name: { ask: Your name, pattern: "[a-z0-9]+" }
  pin: { type: secret, generate: true }
---
# A class

## Make a group

```rhai setup
let groups = iam::list_groups().Groups.filter(|g| g.GroupName == name);
```

```rhai solve
iam::create_group(#{ GroupName: if name == "bob" { "not a name" } else { name } });
```

```rhai check
check("there is a group", groups.len() == 1);
if groups.len() == 1 { claim("iam:group", name); }
```

```rhai cleanup
for group in owned("iam:group") { iam::delete_group(#{ GroupName: group }); }
```
"#;

const CLASS: &str = "\
- { name: alice, answers: { name: alice } }
- { name: bob, answers: { name: bob } }
- { name: carol, practice: third, answers: { name: carol } }
- { name: dan }
";

fn lab() -> Lab {
    Lab::new().file("class.md", LAB).file("class.yaml", CLASS)
}

fn accounts(text: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(text).expect("JSON");
    all["accounts"].as_array().expect("accounts").clone()
}

#[test]
fn each_account_has_its_run_and_one_that_fails_stops_no_other() {
    let lab = lab();
    let ran = lab
        .run(&[
            "--output",
            "json",
            "replay",
            "class.md",
            "--accounts",
            "class.yaml",
            "--jobs",
            "3",
        ])
        .code(4);
    let all = accounts(&ran.stdout());
    let exits: Vec<i64> = all.iter().map(|one| one["exit"].as_i64().unwrap()).collect();
    assert_eq!(exits, [0, 4, 0, 2], "{all:#?}");
    assert!(
        all[3]["trouble"].as_str().unwrap().contains("`name`"),
        "{}",
        all[3]
    );
    let said = ran.stderr();
    assert!(said.contains("bob: \"Make a group\" could not be done"), "{said}");
    assert!(said.contains("alice: passed in"), "{said}");

    // Each has a journal, and a world of its own.
    let runs: Value = serde_json::from_str(&lab.run(&["--output", "json", "runs"]).code(0).stdout()).unwrap();
    assert_eq!(runs.as_array().unwrap().len(), 3);
    let groups = lab
        .run(&["aws", "--world", "third", "iam", "list-groups"])
        .code(0)
        .stdout();
    assert!(groups.contains("carol") && !groups.contains("alice"), "{groups}");

    // The table; what is so already is left alone; a part of the list is a part of it.
    let ran = lab
        .run(&["verify", "class.md", "--accounts", "class.yaml", "--shard", "1/2"])
        .code(0);
    let table = ran.stdout();
    assert!(
        table.contains("alice") && table.contains("carol") && !table.contains("bob"),
        "{table}"
    );
    assert!(table.contains("2 of 2 accounts passed."), "{table}");

    let ran = lab
        .run(&[
            "cleanup",
            "class.md",
            "--accounts",
            "class.yaml",
            "--shard",
            "1/2",
        ])
        .code(3);
    assert!(
        ran.stdout().contains("nobody is there to agree"),
        "{}",
        ran.stdout()
    );
    lab.run(&[
        "cleanup",
        "class.md",
        "--accounts",
        "class.yaml",
        "--shard",
        "1/2",
        "--yes",
    ])
    .code(0);
    let groups = lab
        .run(&["aws", "--world", "third", "iam", "list-groups"])
        .code(0)
        .stdout();
    assert!(!groups.contains("carol"), "{groups}");
}

#[test]
fn a_list_that_cannot_be_used_begins_nothing() {
    let lab = lab()
        .file("bad.yaml", "- { name: a, profil: x }\n- { name: a }\n")
        .file("real.yaml", "- { name: a, profile: x }\n");
    let said = lab
        .run(&["replay", "class.md", "--accounts", "bad.yaml"])
        .code(2)
        .stderr();
    assert!(
        said.contains("bad.yaml:1: an account has no `profil`: did you mean `profile`?"),
        "{said}"
    );
    assert!(said.contains("bad.yaml:2: `a` is listed twice"), "{said}");
    let said = lab
        .run(&["replay", "class.md", "--accounts", "real.yaml"])
        .code(2)
        .stderr();
    assert!(
        said.contains("`a` is a real account") && said.contains("--live"),
        "{said}"
    );
    let said = lab
        .run(&["replay", "class.md", "--accounts", "real.yaml", "--live"])
        .code(3)
        .stderr();
    assert!(
        said.contains("nobody is asked about the account of `a`"),
        "{said}"
    );
    let said = lab
        .run(&["replay", "class.md", "--accounts", "class.yaml", "--live"])
        .code(2)
        .stderr();
    assert!(said.contains("`alice` has no profile and no role"), "{said}");
    lab.run(&["replay", "class.md", "--shard", "1/2"]).code(2);
    lab.run(&["replay", "class.md", "--accounts", "class.yaml", "--shard", "3/2"])
        .code(2);
}

/// Ctrl-C stops every account; the same command goes on with each.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_all_and_the_same_command_goes_on() {
    use std::io::{BufRead, BufReader};
    let slow = "# Slow\n\n## One\n\n```rhai check\ncheck(\"one\", true);\n```\n\n## Two\n\n```rhai solve\nlet n = 0; while n < 40000000 { n += 1; }\n```\n\n```rhai check\ncheck(\"two\", run.account == \"\");\n```\n";
    let quick = slow
        .replace("40000000", "4")
        .replace("run.account == \"\"", "true");
    let list: String = (0..6)
        .map(|number| format!("- {{ name: a{number} }}\n"))
        .collect();
    let lab = Lab::new().file("lab.md", slow).file("class.yaml", list);
    let words = ["replay", "lab.md", "--accounts", "class.yaml", "--jobs", "2"];
    let mut child = lab
        .command(std::path::Path::new(env!("CARGO_BIN_EXE_runbook")))
        .args(words)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let runs = lab.path(".state/runbook/runs");
    for _ in 0..400 {
        let begun = std::fs::read_dir(&runs).map_or(0, Iterator::count);
        if begun >= 2 {
            break;
        }
        std::thread::park_timeout(std::time::Duration::from_millis(25));
    }
    let pid = child.id().to_string();
    let killed = std::process::Command::new("kill").args(["-INT", &pid]).status();
    assert!(killed.unwrap().success());
    let lines: Vec<String> = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{lines:?}");
    assert!(
        lines.iter().filter(|line| line.contains("interrupted")).count() == 6,
        "{lines:?}"
    );
    let lab = lab.file("lab.md", quick);
    let ran = lab.run(&words).code(0);
    assert!(
        ran.stdout().contains("6 of 6 accounts passed."),
        "{}",
        ran.stdout()
    );
}

#[test]
fn an_account_that_is_not_ready_is_named_in_a_practice_class() {
    let lab = lab();
    for _ in 0..4 {
        let words = [
            "aws",
            "--world",
            "third",
            "ec2",
            "create-vpc",
            "--cidr-block",
            "10.0.0.0/16",
        ];
        lab.run(&words).code(0);
    }
    let book = LAB.replacen("title: A class\n", "title: A class\npreflight: { vpcs: 1 }\n", 1);
    let lab = lab.file("class.md", book);
    let words = [
        "--output",
        "json",
        "preflight",
        "class.md",
        "--accounts",
        "class.yaml",
    ];
    let told = accounts(&lab.run(&words).code(1).stdout());
    let exits: Vec<&Value> = told.iter().map(|account| &account["exit"]).collect();
    assert_eq!(exits, [0, 0, 1, 0]);
    assert_eq!(told[2]["failed"], serde_json::json!(["VPCs per Region"]));
    let part = accounts(
        &lab.run(&[&words[..], &["--shard", "1/4"]].concat())
            .code(0)
            .stdout(),
    );
    assert_eq!(part.len(), 1);
    let table = lab.run(&words[2..]).code(1).stdout();
    assert!(table.contains("3 of 4 accounts passed."), "{table}");
    // What is in the way, and how to mend it.
    assert!(
        table.contains("blocked: in carol: the runbook needs 1; 5 of 5 in use")
            && table.contains("fix: make room for 1"),
        "{table}"
    );
    let both = [
        "replay",
        "class.md",
        "--accounts",
        "class.yaml",
        "--record",
        "a.jsonl",
    ];
    let said = lab.run(&both).code(2).stderr();
    assert!(
        said.contains("--record records the calls of one account"),
        "{said}"
    );
}

/// Long enough in its solve to be seen at it.
const SLOW: &str = "# Slow\n\n## One\n\n```rhai solve\nlet n = 0; while n < 300000 { n += 1; }\niam::create_group(#{ GroupName: \"one\" });\n```\n\n```rhai check\ncheck(\"one\", iam::list_groups().Groups.len() == 1);\n```\n";
const CLASS_OF_THREE: &str = "- { name: a0 }\n- { name: a1 }\n- { name: a2 }\n";

/// At a terminal the lines of the accounts move, and leave nothing behind.
#[cfg(unix)]
#[test]
fn at_a_terminal_each_account_has_a_line_until_it_is_done() {
    let lab = Lab::new().file("lab.md", SLOW).file("class.yaml", CLASS_OF_THREE);
    let mut screen = lab.at_screen(
        80,
        &["replay", "lab.md", "--accounts", "class.yaml", "--jobs", "3"],
    );
    screen.until("1/1  One").until("3 of 3 accounts passed.");
    assert_eq!(screen.code(), 0);
    let shown = screen.shown();
    assert!(!shown.contains("1/1  One"), "a line is left:\n{shown}");
    for name in ["a0", "a1", "a2"] {
        assert!(shown.contains(&format!("{name}: passed in")), "{shown}");
    }
}
