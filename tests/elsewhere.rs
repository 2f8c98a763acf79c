//! Other accounts and roles from a runbook, in practice and where the command line binds them.

use crate::support::{Lab, Loopback};

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

#[test]
fn a_partner_is_there_in_practice_and_a_role_that_nobody_made_is_refused_in_words() {
    let lab = Lab::new().file("book.md", BOOK);
    lab.run(&["lint", "book.md"]).code(0);
    let ran = lab
        .run(&["replay", "--fresh", "--keep-going", "--output", "json", "book.md"])
        .code(4);
    let events = ran.events();
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
        failure.contains(
            "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Lab"
        ) && failure.contains("two sides must allow it"),
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

/// Says of each key whose account it is.
fn accounts() -> Loopback {
    Loopback::new(|_, request| {
        let of = |key: &str| request.contains(&format!("Credential={key}/"));
        let account = match () {
            () if of("AKIAPARTNER") => "222233334444",
            () if of("AKIASTRANGER") => "555566667777",
            () => "111122223333",
        };
        let who = format!(
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/ada</Arn>\
             <UserId>A</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        );
        (200, who)
    })
}

fn class(aws: &Loopback, book: &str) -> Lab {
    let keys = |profile: &str, key: &str| {
        format!("[{profile}]\naws_access_key_id = {key}\naws_secret_access_key = s\n")
    };
    let all = [
        keys("default", "AKIAOWN"),
        keys("class-b", "AKIAPARTNER"),
        keys("class-c", "AKIASTRANGER"),
    ];
    Lab::new()
        .file("book.md", book)
        .file(".aws/credentials", all.concat())
        .variable("AWS_REGION", "us-east-1")
        .variable("AWS_ENDPOINT_URL", &aws.url)
}

#[cfg(unix)]
#[test]
fn the_question_shows_every_account() {
    let aws = accounts();
    let lab = class(&aws, BOOK);
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

#[cfg(unix)]
#[test]
fn a_run_goes_on_in_the_accounts_that_it_was_begun_in() {
    let aws = accounts();
    let book = "---\naccounts: [partner]\n---\n# B\n\n## S\n\n```rhai solve\nsts::get_caller_identity();\n```\n\n\
                ```rhai check\ncheck(\"never\", false);\n```\n";
    let lab = class(&aws, book);
    let live = ["--account", "111122223333"];
    let words = ["run", "--live", "--trust", "--bind", "partner=class-b", "book.md"];
    let mut terminal = lab.at_terminal(&[&words[..], &live].concat());
    terminal.exp_string("[Enter]").expect("the menu");
    terminal.send_control('c').expect("a key");
    terminal.exp_string("runbook resume").expect("the end");
    terminal.exp_eof().expect("the end");

    for bind in [&[][..], &["--bind", "partner=class-c"]] {
        let mut terminal = lab.at_terminal(&[&["resume"], &live[..], bind].concat());
        terminal
            .exp_string("was begun with account 2222-3333-4444 as `partner`")
            .expect("the refusal");
        terminal.exp_string("--bind partner=PROFILE").expect("the advice");
        terminal.exp_eof().expect("the end");
    }
    let mut terminal = lab.at_terminal(&[&["resume"], &live[..], &["--bind", "partner=class-b"]].concat());
    terminal.exp_string("Going on with the run").expect("it goes on");
    terminal.exp_string("[Enter]").expect("the menu");
    terminal.send_control('c').expect("a key");
    terminal.exp_eof().expect("the end");
}

#[test]
fn what_a_run_changed_is_undone_in_the_accounts_that_it_worked_in() {
    let aws = accounts();
    let book = "---\naccounts: [partner]\n---\n# B\n\n## S\n\n```rhai solve\nsts::get_caller_identity();\n```\n\n\
                ```rhai check\nremember(\"iam:group\", \"readers\", #{ was: 1 });\ncheck(\"never\", false);\n```\n\n\
                ```rhai cleanup\nsts::get_caller_identity();\n```\n";
    let lab = class(&aws, book);
    let ran = |command: &str, more: &[&str]| {
        let words = [
            command,
            "--live",
            "--trust",
            "--account",
            "111122223333",
            "book.md",
        ];
        lab.run(&[&words, more].concat())
    };
    let (b, c) = (["--bind", "partner=class-b"], ["--bind", "partner=class-c"]);
    ran("replay", &b).code(1);
    let held = lab.run(&["runs"]).code(0).stdout();
    for bind in [&[][..], &c] {
        let refused = ran("cleanup", &[bind, &["--yes"]].concat()).code(3).stderr();
        assert!(
            refused.contains("was begun with account 2222-3333-4444 as `partner`")
                && refused.contains("--bind partner=PROFILE"),
            "{refused}"
        );
    }
    assert_eq!(lab.run(&["runs"]).code(0).stdout(), held, "no cleanup began");
    ran("cleanup", &[&b[..], &["--yes"]].concat()).code(0);
    // Nothing is held any more.
    ran("cleanup", &[&c[..], &["--yes"]].concat()).code(0);
}
