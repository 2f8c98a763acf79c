//! `practice serve`, and the commands that go through a server.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use crate::support::Lab;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

const DAY1: &str = include_str!("../runbooks/day1.md");

/// One request as it is, and the whole answer.
fn raw(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn commands_on_a_served_account_go_through_its_server() {
    let lab = Lab::new().file("day1.md", DAY1);
    let serving = lab.serve(&[]);
    lab.run(&["aws", "iam", "create-group", "--group-name", "readers"])
        .code(0);
    assert_eq!(serving.asked(), ["iam:CreateGroup"]);
    let absent = ["aws", "iam", "get-group", "--group-name", "writers"];
    let said = lab.run(&absent).code(4).stderr();
    assert!(said.contains("NoSuchEntity"), "{said}");
    // What practice does not model is told as it is without a server.
    let said = lab.run(&["aws", "sqs", "list-queues"]).code(3).stderr();
    assert!(said.contains("practice does not model sqs:ListQueues"), "{said}");

    // The other commands that would write to the account's folder see that it is taken.
    let said = lab.run(&["practice", "reset", "--yes"]).code(3).stderr();
    assert!(said.contains("is served at http://127.0.0.1:"), "{said}");
    let said = lab.run(&["practice", "serve", "--port", "0"]).code(3).stderr();
    assert!(said.contains("end that server first"), "{said}");

    assert_eq!(serving.end("INT").code(), Some(0));
    let shown = lab.run(&["practice", "show"]).code(0).stdout();
    assert!(shown.contains("iam:group readers"), "{shown}");
    // Without a server the folder is opened again, and a server that was killed is none.
    lab.run(&["aws", "iam", "delete-group", "--group-name", "readers"])
        .code(0);
    assert_eq!(lab.serve(&[]).end("KILL").code(), None);
    lab.run(&["aws", "iam", "list-groups"]).code(0);
}

#[test]
fn day_1_is_done_and_undone_through_a_server_and_counts_as_practice() {
    let lab = Lab::new().file("day1.md", DAY1);
    let serving = lab.serve(&[]);
    let told = lab
        .run(&["replay", "day1.md", "--set", "name=alice"])
        .code(0)
        .stdout();
    assert!(told.contains("PRACTICE") && !told.contains("LIVE"), "{told}");
    let asked = serving.asked();
    for call in [
        "guardduty:CreateSampleFindings",
        "iam:CreateLoginProfile",
        "ec2:CreateTags",
    ] {
        assert!(asked.iter().any(|one| one == call), "{call} is not in {asked:?}");
    }
    lab.run(&["verify", "day1.md", "--set", "name=alice"]).code(0);
    lab.run(&["cleanup", "day1.md", "--yes", "--set", "name=alice"])
        .code(0);
    assert_eq!(serving.end("TERM").code(), Some(0));
    let shown = lab.run(&["practice", "show"]).code(0).stdout();
    assert!(shown.contains("It is as a fresh account is."), "{shown}");
}

#[test]
fn strangers_are_not_answered() {
    let lab = Lab::new();
    let serving = lab.serve(&["--quiet"]);
    let get = |host: &str, path: &str, more: &str| {
        raw(
            serving.url(),
            &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n"),
        )
    };
    let refused = get("example.com", "/", "");
    assert!(
        refused.starts_with("HTTP/1.1 421 ") && refused.contains("example.com"),
        "{refused}"
    );
    let proxied = get("localhost", "http://169.254.169.254/latest/meta-data/", "");
    assert!(proxied.starts_with("HTTP/1.1 421 "), "{proxied}");
    assert!(get("localhost", "/_practice/health", "").contains("{\"status\":\"ok\"}"));
    for more in ["", "x-practice-token: guess\r\n"] {
        assert!(get("localhost", "/_practice/clock", more).starts_with("HTTP/1.1 403 "));
    }
    let form = "Action=ListUsers&Version=2010-05-08";
    let action = raw(
        serving.url(),
        &format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        ),
    );
    assert!(
        action.starts_with("HTTP/1.1 403 ") && action.contains("<Code>MissingAuthenticationToken</Code>"),
        "{action}"
    );
    // What is no HTTP ends the connection, and nothing else.
    raw(serving.url(), "\0\x01\x02 nonsense\r\n\r\n");
    assert!(get("127.0.0.1", "/_practice/health", "").starts_with("HTTP/1.1 200 "));
}

/// An account of `--fresh` is served as any other, is found by nobody, and leaves nothing.
#[test]
fn a_fresh_account_is_served_and_is_gone_with_its_server() {
    let lab = Lab::new();
    let serving = lab.serve(&["--fresh"]);
    assert!(serving.facts["world"].is_null(), "{}", serving.facts);
    let file = |name: &str| PathBuf::from(serving.facts[name].as_str().unwrap());
    let (config, credentials) = (file("config"), file("credentials"));
    let account = serving.facts["profiles"][0]["account"]
        .as_str()
        .unwrap()
        .to_owned();
    let aws = Lab::new()
        .variable("AWS_CONFIG_FILE", &config.to_string_lossy())
        .variable("AWS_SHARED_CREDENTIALS_FILE", &credentials.to_string_lossy())
        .variable("AWS_PROFILE", "practice");
    let words = ["iam", "create-group", "--group-name", "readers"];
    let live = ["aws", "--live", "--account", &account];
    aws.run(&[&live[..], &words].concat()).code(0);
    let asked = serving.asked();
    assert!(asked.contains(&"iam:CreateGroup".to_owned()), "{asked:?}");
    let shown = lab.run(&["practice", "show"]).stderr();
    assert!(shown.contains("there is no practice world"), "{shown}");
    assert_eq!(serving.end("INT").code(), Some(0));
    assert!(!config.exists() && !credentials.exists());
    assert!(!config.parent().unwrap().exists());

    let said = lab
        .run(&["practice", "serve", "--fresh", "--world", "x"])
        .code(2)
        .stderr();
    assert!(said.contains("--fresh"), "{said}");
}
