//! The practice account, served: to boto3, and to the AWS CLI beside a run in another terminal.

use super::oracle;
use crate::support::{Lab, serving::Serving};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A program of the Python that has boto3 and the AWS CLI, with the profiles that a server wrote.
fn beside(serving: &Serving, program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("AWS_PROFILE", "practice")
        .env("AWS_CONFIG_FILE", serving.facts["config"].as_str().unwrap())
        .env(
            "AWS_SHARED_CREDENTIALS_FILE",
            serving.facts["credentials"].as_str().unwrap(),
        );
    command
}

/// The AWS CLI.
fn cli() -> PathBuf {
    oracle::python().with_file_name("aws")
}

fn aws(serving: &Serving, words: &[&str]) -> Output {
    beside(serving, &cli())
        .args(words)
        .output()
        .expect("the AWS CLI runs")
}

#[test]
fn boto3_finds_what_it_relies_on() {
    let lab = Lab::new();
    let serving = lab.serve(&["--account", "partner"]);
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tools/served_checks.py");
    let mut command = beside(&serving, &oracle::python());
    command.arg(script);
    let mut wrong = Vec::new();
    let mut count = 0;
    oracle::lines(&mut command, |line| {
        count += 1;
        if !line["why"].is_null() {
            wrong.push(line.to_string());
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 16, "{count} checks");
    println!("served: {count} checks with boto3, all right");
}

const GROUPS: &str = r#"# Groups

## Make a group

```rhai check
let found = iam::list_groups(#{}).Groups.filter(|group| group.GroupName == "readers");
check("there is a group `readers`", found.len() == 1);
```
"#;

#[test]
fn the_aws_cli_does_the_work_and_a_run_in_another_terminal_sees_it() {
    let lab = Lab::new().file("groups.md", GROUPS);
    let serving = lab.serve(&[]);
    lab.run(&["verify", "groups.md"]).code(1);
    let made = aws(&serving, &["iam", "create-group", "--group-name", "readers"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told: Json = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!(told["Group"]["GroupName"], "readers");
    lab.run(&["verify", "groups.md"]).code(0);
    let again = aws(&serving, &["iam", "create-group", "--group-name", "readers"]);
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(said.contains("EntityAlreadyExists"), "{said}");
    // Both came to the one server, in order.
    let asked = serving.asked();
    let calls: Vec<&str> = asked.iter().map(String::as_str).collect();
    assert_eq!(
        calls,
        [
            "iam:ListGroups",
            "iam:CreateGroup",
            "iam:ListGroups",
            "iam:CreateGroup"
        ]
    );
}

/// A whole day by a script that knows nothing of this program; then it is graded.
#[test]
fn the_aws_cli_does_day_1_by_hand() {
    let lab = Lab::new().file("day1.md", include_str!("../../runbooks/day1.md"));
    let serving = lab.serve(&["--account", "partner", "--speed", "60"]);
    lab.run(&["verify", "day1.md", "--set", "name=alice"]).code(1);
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/by_hand.sh");
    let tools = cli().parent().expect("a folder").display().to_string();
    let done = beside(&serving, Path::new("/bin/bash"))
        .arg(script)
        .env("PATH", format!("{tools}:/usr/bin:/bin"))
        .current_dir(lab.path("."))
        .output()
        .expect("bash runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &*String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let graded = lab.run(&["verify", "day1.md", "--set", "name=alice", "--hints"]);
    graded.code(0);
}

/// What is printed for a person is pasted into a shell, and the AWS CLI works there.
#[cfg(unix)]
#[test]
fn the_printed_line_works_when_it_is_pasted() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let lab = Lab::new();
    let mut server = lab.command(Path::new(env!("CARGO_BIN_EXE_runbook")));
    server
        .args(["practice", "serve", "--port", "0", "--quiet"])
        .stdout(Stdio::piped());
    let mut child = server.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let export = lines
        .map_while(Result::ok)
        .find(|line| line.starts_with("export AWS_CONFIG_FILE="))
        .expect("a line to paste");
    let mut shell = lab.command(Path::new("/bin/sh"));
    shell.args(["-c", "stty -echo cols 200; PS1='$ ' exec /bin/sh -i"]);
    let mut terminal = rexpect::session::spawn_command(shell, Some(60_000)).unwrap();
    terminal.exp_string("$ ").unwrap();
    terminal.send_line(&export).unwrap();
    terminal
        .send_line(&format!(
            "{} sts get-caller-identity --output text",
            cli().display()
        ))
        .unwrap();
    terminal
        .exp_string("assumed-role/WorkshopParticipant/learner")
        .unwrap();
    terminal.send_line("exit").unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}
