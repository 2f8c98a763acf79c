//! How often and how fast: by the server's own record.

use super::{Ec2, Json, Wire};
use crate::support::Lab;
use crate::support::account::settings;
use crate::support::server::{Reply, Server};
use runbook::cloud::{Live, Settings};
use runbook::port::{Cloud, Latch};
use std::time::Duration;

pub(super) const WHO: &str = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
    <UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// A target in a region of its own: the runtime's pace is kept by service and region, for all of the process.
fn target(server: &Server, region: &str) -> Live {
    let (_folder, settings) = settings(&server.url, &Latch::default());
    Live::connect(Settings {
        region: Some(region.to_owned()),
        ..settings
    })
    .unwrap()
}

fn slow_down(wire: Wire) -> Reply {
    Reply::new(503, wire.error("RequestLimitExceeded"))
}

#[test]
fn a_throttled_server_recovers_and_later_calls_come_slower() {
    let server = Server::by(|nth, _| {
        if nth == 5 {
            slow_down(Ec2)
        } else {
            Reply::new(200, Ec2.good("text", "1"))
        }
    });
    let live = target(&server, "eu-pace-1");
    for _ in 0..5 {
        live.call(&Ec2.request()).unwrap();
    }
    let before = server.gaps().iter().sum::<Duration>();
    // Throttled once, tried again.
    live.call(&Ec2.request()).unwrap();
    assert_eq!(server.asked().len(), 7);
    for _ in 0..3 {
        live.call(&Ec2.request()).unwrap();
    }
    assert!(before < Duration::from_secs(1), "{before:?}");
    // Six calls in half a second at most were measured, and fewer may come from then on. From one arrival to the next: a
    // slow machine makes that longer.
    let gaps: Duration = server.gaps().iter().rev().take(3).sum();
    assert!(gaps > Duration::from_millis(250), "{gaps:?}");
}

#[test]
fn the_server_may_say_how_long_to_wait() {
    let wait = |milliseconds: &str| {
        let server = Server::new([
            Reply::new(500, "").header("x-amz-retry-after", milliseconds),
            Reply::new(200, Json.good("text", "1")),
        ]);
        target(&server, &format!("eu-wait-{milliseconds}"))
            .call(&Json.request())
            .unwrap();
        server.gaps()[0]
    };
    // Without the header, a first further try comes within 50 ms.
    assert!(wait("700") >= Duration::from_millis(700));
    assert!(wait("1") < Duration::from_millis(500));
}

/// Calls by the program, with the variables of the environment; the tries of the call itself.
fn tries(variables: &[(&str, &str)]) -> (Server, usize) {
    let server = Server::by(|_, text| {
        if text.contains("Action=GetCallerIdentity") {
            Reply::new(200, WHO)
        } else if text.contains("Action=DescribeVolumes") {
            Reply::new(500, "")
        } else {
            Reply::new(403, "")
        }
    });
    let lab = variables.iter().fold(
        Lab::new().against(&server.url, "eu-west-1"),
        |lab, (name, value)| lab.variable(name, value),
    );
    let ran = lab.run(&[
        "aws",
        "ec2",
        "describe-volumes",
        "--live",
        "--account",
        "111122223333",
    ]);
    let said = ran.stderr();
    assert!(!said.contains("panicked"), "{said}");
    let asked = server.asked();
    let count = asked
        .iter()
        .filter(|text| text.contains("Action=DescribeVolumes"))
        .count();
    if count == 0 {
        assert!(said.contains("AWS_RETRY_MODE"), "{said}");
        ran.code(2);
    } else {
        ran.code(4);
    }
    (server, count)
}

#[test]
fn the_environment_says_how_often() {
    assert_eq!(tries(&[]).1, 8);
    assert_eq!(tries(&[("AWS_MAX_ATTEMPTS", "1")]).1, 1);
    assert_eq!(tries(&[("AWS_RETRY_MODE", "eager")]).1, 0);
    assert_eq!(tries(&[("AWS_MAX_ATTEMPTS", "0")]).1, 0);
}

#[test]
fn each_further_try_may_wait_twice_as_long() {
    // The span is drawn between nothing and the limit, 50 ms doubled by each try: hold the limits, with room for a slow
    // machine.
    let (server, tries) = tries(&[("AWS_MAX_ATTEMPTS", "5")]);
    assert_eq!(tries, 5);
    let gaps = server.gaps();
    for (gap, limit) in gaps[gaps.len() - 4..].iter().zip([50, 100, 200, 400]) {
        assert!(*gap < Duration::from_millis(limit + 1000), "{gaps:?}");
    }
}
