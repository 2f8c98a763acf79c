//! The live target and what it must not do, the whole program against servers on loopback: the account is shown and
//! agreed to, a runbook is trusted by its digest, and what is refused is not sent.

use crate::support::server::{Reply, Server};
use crate::support::{Lab, Ran};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Two steps that each make a network.
const BOOK: &str = r#"---
regions: [us-east-1]
trust: { services: [ec2], mutating: true }
---
# Networks

## One

```rhai solve
ec2::create_vpc(#{ CidrBlock: "10.1.0.0/16" });
```

```rhai check
check("solved", ec2::describe_vpcs(#{ Filters: [#{ Name: "cidr", Values: ["10.*"] }] }).Vpcs.len() > 0);
```

## Two

```rhai solve
ec2::create_vpc(#{ CidrBlock: "10.2.0.0/16" });
```

```rhai check
check("solved", ec2::describe_vpcs(#{ Filters: [#{ Name: "cidr", Values: ["10.*"] }] }).Vpcs.len() > 1);
```
"#;

/// An account with no networks, which makes any; with each it may become another account's.
struct Aws {
    server: Server,
    moved: Arc<AtomicBool>,
}

impl Aws {
    fn new(moves: bool) -> Aws {
        let moved = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&moved);
        let made = AtomicUsize::new(0);
        let server = Server::by(move |_, request| {
            if request.contains("Action=GetCallerIdentity") {
                let account = if seen.load(Ordering::SeqCst) {
                    "555566667777"
                } else {
                    "111122223333"
                };
                return Reply::new(
                    200,
                    format!(
                        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/ada</Arn>\
                         <UserId>A</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                    ),
                );
            }
            if request.contains("Action=CreateVpc") {
                seen.store(moves, Ordering::SeqCst);
                made.fetch_add(1, Ordering::SeqCst);
                return Reply::new(
                    200,
                    "<CreateVpcResponse><vpc><vpcId>vpc-1</vpcId><state>available</state></vpc></CreateVpcResponse>",
                );
            }
            if request.contains("Action=DescribeVpcs") {
                let all = "<item><vpcId>vpc-1</vpcId></item>".repeat(made.load(Ordering::SeqCst));
                let body = format!("<DescribeVpcsResponse><vpcSet>{all}</vpcSet></DescribeVpcsResponse>");
                return Reply::new(200, body);
            }
            Reply::new(
                403,
                "<Response><Errors><Error><Code>AccessDenied</Code><Message>no</Message></Error></Errors></Response>",
            )
        });
        Aws { server, moved }
    }

    fn lab(&self, region: &str) -> Lab {
        Lab::new().file("book.md", BOOK).against(&self.server.url, region)
    }

    /// How many networks were asked for.
    fn created(&self) -> usize {
        let made = |request: &&String| request.contains("Action=CreateVpc");
        self.server.asked().iter().filter(made).count()
    }
}

fn replay(lab: &Lab, more: &[&str]) -> Ran {
    lab.run(&[&["replay", "--live", "book.md", "--new"], more].concat())
}

fn told(ran: &Ran) -> String {
    format!("{}{}", ran.stdout(), ran.stderr())
}

const AGREED: [&str; 3] = ["--trust", "--account", "111122223333"];

#[test]
fn nobody_works_in_an_account_that_nobody_agreed_to() {
    let aws = Aws::new(false);
    let lab = aws.lab("us-east-1");
    let said = replay(&lab, &["--trust"]).code(3).stderr();
    assert!(
        said.contains("account 1111-2222-3333 is real, and nobody is there to agree to it")
            && said.contains("--account 111122223333"),
        "{said}"
    );
    let said = replay(&lab, &["--trust", "--account", "999988887777"])
        .code(3)
        .stderr();
    assert!(
        said.contains("belong to account 1111-2222-3333, not to 999988887777"),
        "{said}"
    );
    // Whoever says yes to everything has not named the account.
    let said = lab
        .run(&["cleanup", "--live", "--trust", "book.md", "--yes"])
        .code(3)
        .stderr();
    assert!(said.contains("nobody is there to agree to it"), "{said}");
    assert_eq!(aws.created(), 0);
}

#[cfg(unix)]
#[test]
fn a_person_sees_account_and_region_before_anything_is_done() {
    let aws = Aws::new(false);
    let lab = aws.lab("us-east-1");
    let mut terminal = lab.at_terminal(&["run", "--live", "--trust", "book.md"]);
    for shown in [
        "this is a real account",
        "account  1111-2222-3333",
        "region   us-east-1",
        "arn:aws:iam::111122223333:user/ada",
        "Work in this account?",
    ] {
        terminal.exp_string(shown).expect(shown);
    }
    terminal.send("n").expect("a key");
    terminal.flush().expect("a key");
    terminal.exp_string("nothing was done").expect("the end");
    terminal.exp_eof().expect("the end");
    assert_eq!(aws.created(), 0);
}

#[test]
fn a_runbook_is_trusted_as_it_was_read() {
    let aws = Aws::new(false);
    let lab = aws.lab("us-east-1");
    let account = ["--account", "111122223333"];
    let said = replay(&lab, &account).code(3).stderr();
    assert!(
        said.contains("`book.md` is not trusted with a real account yet") && said.contains("ec2"),
        "{said}"
    );
    assert_eq!(aws.created(), 0);
    replay(&lab, &AGREED).code(0);
    assert_eq!(aws.created(), 2);
    // It is known now, until a word of it changes.
    replay(&lab, &account).code(0);
    let lab = lab.file("book.md", BOOK.replace("10.2.0.0", "10.3.0.0"));
    let said = replay(&lab, &account).code(3).stderr();
    assert!(said.contains("is not trusted with a real account yet"), "{said}");
    assert_eq!(aws.created(), 2);
}

#[test]
fn credentials_that_become_another_accounts_stop_the_run_before_the_next_change() {
    let aws = Aws::new(true);
    let lab = aws.lab("us-east-1");
    let ran = replay(&lab, &AGREED).code(3);
    let said = told(&ran);
    assert!(
        said.contains(
            "the credentials are now of account 555566667777, and the run was begun in 111122223333"
        ),
        "{said}"
    );
    assert!(
        said.contains("sign in to the account that the run was begun in"),
        "{said}"
    );
    assert_eq!(aws.created(), 1, "the second step sent nothing");

    // It is no account that was agreed to; in the right one what is done already is seen.
    let said = told(&replay(&lab, &AGREED).code(3));
    assert!(said.contains("belong to account 5555-6666-7777"), "{said}");
    assert_eq!(aws.created(), 1);
    aws.moved.store(false, Ordering::SeqCst);
    replay(&lab, &AGREED).code(0);
    assert_eq!(aws.created(), 2);
}

#[test]
fn nothing_is_changed_in_another_region() {
    let aws = Aws::new(false);
    let lab = aws.lab("eu-west-1");
    let said = told(&replay(&lab, &AGREED).code(3));
    assert!(
        said.contains("would change something in eu-west-1; this runbook works in us-east-1 only")
            && said.contains("--region us-east-1"),
        "{said}"
    );
    assert_eq!(aws.created(), 0);
    assert!(
        aws.server
            .asked()
            .iter()
            .any(|request| request.contains("Action=DescribeVpcs")),
        "looking is allowed anywhere"
    );
    replay(&lab, &[&AGREED[..], &["--region", "us-east-1"]].concat()).code(0);
    assert_eq!(aws.created(), 2);
}

#[test]
fn a_check_only_looks_in_a_real_account_too() {
    let aws = Aws::new(false);
    let book = BOOK.replace(
        "check(\"solved\"",
        "try { ec2::create_vpc(#{ CidrBlock: \"10.9.0.0/16\" }); } catch { }\ncheck(\"solved\"",
    );
    let lab = aws.lab("us-east-1").file("book.md", book);
    for command in ["verify", "replay"] {
        let said = told(
            &lab.run(&[&[command, "--live", "book.md"], &AGREED[..]].concat())
                .code(3),
        );
        assert!(said.contains("this block may only look"), "{said}");
    }
    assert_eq!(aws.created(), 0);
}

/// The same against the practice account as a server, which signs, judges and answers as AWS does.
#[cfg(unix)]
#[test]
fn a_served_account_is_guarded_as_a_real_one() {
    let lab = Lab::new().file("book.md", BOOK);
    let serving = lab.serve(&["--world", "./served"]);
    let path = |name: &str| serving.facts[name].as_str().unwrap_or_default().to_owned();
    let lab = lab
        .variable("AWS_ENDPOINT_URL", serving.url())
        .variable("AWS_CONFIG_FILE", &path("config"))
        .variable("AWS_SHARED_CREDENTIALS_FILE", &path("credentials"))
        .variable("AWS_PROFILE", "practice");
    let account = serving.facts["profiles"][0]["account"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let live = |command: &str, more: &[&str]| lab.run(&[&[command, "--live", "book.md"], more].concat());
    let said = live("replay", &["--trust"]).code(3).stderr();
    assert!(said.contains("nobody is there to agree to it"), "{said}");
    let said = live("replay", &["--account", &account]).code(3).stderr();
    assert!(said.contains("is not trusted"), "{said}");
    let changed = || {
        serving
            .asked()
            .iter()
            .filter(|call| *call == "ec2:CreateVpc")
            .count()
    };
    assert_eq!(changed(), 0);
    let said = live(
        "replay",
        &["--trust", "--account", &account, "--region", "eu-west-1"],
    )
    .code(3);
    assert!(told(&said).contains("works in us-east-1 only"), "{}", told(&said));
    assert_eq!(changed(), 0);
    live("replay", &["--trust", "--account", &account]).code(0);
    assert_eq!(changed(), 2);
    live("verify", &["--account", &account]).code(0);
}
