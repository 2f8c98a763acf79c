//! Trouble by rule, around the client: each protocol meets the answer that AWS would send.

use super::{ALL, Ec2, Json, Query, RestJson, S3, Wire, fine};
use crate::support::Lab;
use crate::support::account::settings;
use crate::support::server::{Reply, Server};
use runbook::api::Catalogue;
use runbook::cloud::{Live, Rules, Settings, Trouble};
use runbook::port::{Cloud, CloudError, Fault, Latch};
use runbook::value::Value;

/// Each protocol on a thread of its own: most of the time is waiting.
fn each(hold: impl Fn(Wire) + Sync) {
    std::thread::scope(|scope| {
        for wire in ALL {
            let hold = &hold;
            scope.spawn(move || hold(wire));
        }
    });
}

/// A call in trouble, and how often the server was asked.
fn suffer(wire: Wire, rules: &[&str]) -> (Result<Value, CloudError>, usize) {
    let server = Server::new([fine(wire)]);
    let trouble = Trouble::new(Rules::parse(rules, Catalogue::embedded()).unwrap());
    let (_folder, settings) = settings(&server.url, &Latch::default());
    let live = Live::connect(Settings {
        region: Some(format!("eu-trouble-{}", rules.concat().len())),
        http: Some(trouble.around(None)),
        ..settings
    })
    .unwrap();
    live.call(&wire.request()).expect("no trouble before it begins");
    let before = server.asked().len();
    trouble.begin();
    (live.call(&wire.request()), server.asked().len() - before)
}

fn told(wire: Wire, rule: &str) -> (Fault, String, Option<u16>, usize) {
    let (answer, asked) = suffer(wire, &[rule]);
    let error = answer.unwrap_err();
    (error.fault, error.code, error.status, asked)
}

#[test]
fn a_refusal_is_what_the_protocol_has_for_it() {
    let said = |code: &str, status: u16| (Fault::Service, code.to_owned(), Some(status), 0);
    let expired = |code: &str, status: u16| (Fault::Credentials, code.to_owned(), Some(status), 0);
    for (wire, deny, expire, error) in [
        (
            Json,
            said("AccessDeniedException", 400),
            expired("ExpiredTokenException", 400),
            "InternalFailure",
        ),
        (
            RestJson,
            said("AccessDeniedException", 403),
            expired("ExpiredTokenException", 400),
            "InternalFailure",
        ),
        (
            S3,
            said("AccessDenied", 403),
            expired("ExpiredToken", 400),
            "InternalError",
        ),
        (
            Query,
            said("AccessDenied", 403),
            expired("ExpiredToken", 403),
            "InternalFailure",
        ),
        (
            Ec2,
            said("UnauthorizedOperation", 403),
            expired("RequestExpired", 400),
            "InternalError",
        ),
    ] {
        assert_eq!(told(wire, "deny"), deny);
        assert_eq!(told(wire, "expire"), expire);
        assert_eq!(told(wire, "error 500"), said(error, 500));
    }
}

#[test]
fn throttling_is_seen_as_throttling() {
    each(|wire| {
        let code = match wire {
            Json | RestJson => "ThrottlingException",
            S3 => "SlowDown",
            Query => "Throttling",
            Ec2 => "RequestLimitExceeded",
        };
        let (answer, asked) = suffer(wire, &["throttle"]);
        let error = answer.unwrap_err();
        assert_eq!((error.code.as_str(), asked), (code, 0));
        assert!(error.advice.unwrap().contains("slow down"));
    });
}

#[test]
fn what_is_lost_on_the_way_is_tried_again() {
    each(|wire| {
        let lost = |rule: &str| told(wire, rule);
        assert_eq!(
            lost("truncate"),
            (Fault::Transport, "UnreadableAnswer".to_owned(), Some(200), 3)
        );
        assert_eq!(
            lost("malformed"),
            (Fault::Transport, "UnreadableAnswer".to_owned(), Some(200), 1)
        );
        for rule in ["reset", "timeout"] {
            let (fault, code, status, asked) = lost(rule);
            assert_eq!(
                (fault, code.as_str(), status),
                (Fault::Transport, "Unreachable", None),
                "{rule}"
            );
            assert!(asked <= 3, "{asked}");
        }
    });
}

#[test]
fn trouble_now_and_then_is_overcome() {
    let (answer, asked) = suffer(Ec2, &["reset 40%", "latency 1ms", "seed 1"]);
    assert!(answer.is_ok() && asked >= 1, "{answer:?}");
    let (answer, asked) = suffer(Ec2, &["throttle iam:*"]);
    assert!(answer.is_ok() && asked == 1, "{answer:?}");
}

#[test]
fn the_program_says_that_it_rehearses() {
    let server = Server::by(|_, text| {
        if text.contains("Action=GetCallerIdentity") {
            Reply::new(200, super::retries::WHO)
        } else {
            Reply::new(200, Ec2.good("text", "1"))
        }
    });
    let book = "---\ntitle: Trouble\n---\n\n# Trouble\n\n## Volumes\n\n```rhai check\nlet volumes = ec2::describe_volumes(#{}).Volumes;\ncheck(\"there is one\", volumes.len() == 1);\n```\n";
    let lab = Lab::new()
        .file("book.md", book)
        .against(&server.url, "eu-rehearsal-1");
    let verify = |rule: &str| {
        lab.run(&[
            "verify",
            "book.md",
            "--trust",
            "--live",
            "--account",
            "111122223333",
            "--trouble",
            rule,
        ])
    };
    let fine = verify("latency ec2:* 1ms").code(0).stdout();
    assert!(
        fine.contains("eu-rehearsal-1 TROUBLE latency ec2:* 1ms"),
        "{fine}"
    );
    let denied = verify("deny ec2:DescribeVolumes").code(1).stdout();
    assert!(
        denied.contains("UnauthorizedOperation") && denied.contains("a rehearsal"),
        "{denied}"
    );

    let wrong = verify("dney ec2:*").code(2).stderr();
    assert!(
        wrong.contains("in word 1 of the rule `dney ec2:*`") && wrong.contains("did you mean `deny`?"),
        "{wrong}"
    );
    let by_hand = lab.run(&[
        "aws",
        "ec2",
        "describe-volumes",
        "--live",
        "--account",
        "111122223333",
        "--trouble",
        "deny",
    ]);
    assert!(by_hand.code(4).stderr().contains("TROUBLE deny"));
}

/// A practice account meets the same trouble, in the same words, and no time is lost by it.
#[test]
fn a_practice_account_has_trouble_too() {
    let lab = Lab::new();
    let aws = |words: &[&str]| lab.run(&[&["aws", "--world", "./world"], words].concat());
    let begun = std::time::Instant::now();
    let denied = aws(&["iam", "list-users", "--trouble", "deny iam:*"])
        .code(4)
        .stderr();
    assert!(
        denied.contains("TROUBLE deny iam:*")
            && denied
                .contains("(AccessDenied) when calling the ListUsers operation: Access Denied (a rehearsal)"),
        "{denied}"
    );
    let reset = aws(&["ec2", "describe-vpcs", "--trouble", "reset"])
        .code(4)
        .stderr();
    assert!(
        reset.contains("https://ec2.us-east-1.amazonaws.com cannot be reached")
            && reset.contains("a rehearsal: the connection was reset"),
        "{reset}"
    );
    aws(&["ec2", "describe-vpcs", "--trouble", "latency 200s"]).code(0);
    let throttled = aws(&["ec2", "describe-vpcs", "--trouble", "throttle ec2:*"])
        .code(4)
        .stderr();
    assert!(
        throttled.contains("(RequestLimitExceeded) when calling the DescribeVpcs operation: Request limit exceeded. (a rehearsal)"),
        "{throttled}"
    );
    assert!(
        begun.elapsed().as_secs() < 60,
        "the clock of the wall was waited for"
    );

    let wrong = aws(&["iam", "list-users", "--trouble", "throttle iam:ListUsr"])
        .code(2)
        .stderr();
    assert!(
        wrong.contains("in word 2 of the rule `throttle iam:ListUsr`"),
        "{wrong}"
    );
    assert!(wrong.contains("did you mean `ListUsers`?"), "{wrong}");
}

/// What no wire has words for is told as if there were none in between.
#[test]
fn what_practice_does_not_model_is_said_as_ever() {
    let lab = Lab::new();
    let call = |more: &[&str]| {
        let words = ["aws", "--fresh", "sagemaker", "list-models"];
        lab.run(&[&words, more].concat()).code(3).stderr()
    };
    let plain = call(&[]);
    assert!(plain.contains("hint: use --live"), "{plain}");
    let rehearsed = call(&["--trouble", "latency 1ms"]);
    assert_eq!(rehearsed.replacen("warning: TROUBLE latency 1ms\n", "", 1), plain);
}
