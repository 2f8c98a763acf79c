//! Other accounts and roles from a runbook, in practice and where the command line binds them.

use crate::support::{Lab, Loopback};
use serde_json::Value as Json;

const BOOK: &str = r#"---
accounts: [partner]
---
# Elsewhere

## Partner

```rhai solve
as_account("partner", || iam::create_group(#{ GroupName: "readers" }));
```

```rhai check
let groups = || iam::list_groups().Groups.filter(|g| g.GroupName == "readers").len;
check_eq("it is there", as_account("partner", groups), 1);
check_eq("it is not here", groups.call(), 0);
```

## Role

```rhai solve
assume("arn:aws:iam::222222222222:role/Lab", || iam::create_group(#{ GroupName: "writers" }));
```
"#;

fn events(lines: &str) -> Vec<Json> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("an event"))
        .collect()
}

#[test]
fn a_partner_is_there_in_practice_and_a_role_is_refused_in_words() {
    let lab = Lab::new().file("book.md", BOOK);
    lab.run(&["lint", "book.md"]).code(0);
    let ran = lab
        .run(&["replay", "--fresh", "--keep-going", "--output", "json", "book.md"])
        .code(4);
    let events = events(&ran.stdout());
    let made: Vec<&str> = events
        .iter()
        .filter(|event| event["event"] == "call-answered" && event["operation"] == "CreateGroup")
        .filter_map(|event| event["account"].as_str())
        .collect();
    // The partner's account by its id, the role's by its ARN.
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made[0].len() == 12 && made[0] != "111122223333", "{made:?}");
    assert_eq!(made[1], "222222222222");
    let failure = events
        .iter()
        .find_map(|event| event["failure"].as_str())
        .expect("a failure");
    assert!(
        failure.contains("practice does not model assuming a role (sts:AssumeRole)")
            && failure.contains("--live"),
        "{failure}"
    );
}

#[test]
fn what_is_bound_wrongly_is_told_before_anything_is_asked() {
    let lab = Lab::new().file("book.md", BOOK);
    let said = |words: &[&str]| {
        let all = [&["replay", "book.md"], words].concat();
        lab.run(&all).code(2).stderr()
    };
    assert!(said(&["--bind", "partner=a"]).contains("--live"));
    assert!(said(&["--live", "--bind", "partnr=a"]).contains("did you mean `partner`?"));
    assert!(said(&["--live", "--bind", "partner"]).contains("--bind NAME=ROLE_ARN"));
}

#[cfg(unix)]
#[test]
fn the_question_shows_every_account() {
    let aws = Loopback::new(|_, request| {
        let key = if request.contains("Credential=AKIAPARTNER/") {
            "222233334444"
        } else {
            "111122223333"
        };
        let who = format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{key}:user/ada</Arn><UserId>A</UserId>\
             <Account>{key}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        );
        (200, who)
    });
    let keys = "[default]\naws_access_key_id = AKIAOWN\naws_secret_access_key = s\n[class-b]\naws_access_key_id = AKIAPARTNER\n\
                aws_secret_access_key = s\n";
    let lab = Lab::new()
        .file("book.md", BOOK)
        .file(".aws/credentials", keys)
        .variable("AWS_REGION", "us-east-1")
        .variable("AWS_ENDPOINT_URL", &aws.url);
    let mut terminal = lab.at_terminal(&["run", "--live", "--bind", "partner=class-b", "book.md"]);
    terminal.exp_string("1111-2222-3333").expect("the own account");
    terminal
        .exp_string("partner  2222-3333-4444, by profile class-b")
        .expect("the partner");
    terminal
        .exp_string("Work in these accounts?")
        .expect("the question");
    terminal.send("n").expect("a key");
    terminal.flush().expect("a key");
    terminal.exp_string("not agreed to").expect("the end");
    terminal.exp_eof().expect("the end");
}
