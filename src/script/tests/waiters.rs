//! Waiters.

use crate::event::{Access, Event, Role};
use crate::port::{Clock, FakeClock, Fault, Latch, Stop};
use crate::script::testing::{Bench, checks, refused};
use crate::value;
use crate::value::Value;
use std::sync::Arc;
use std::time::Duration;

const WAIT: &str = "let last = ec2::wait_until_vpc_available(#{ VpcIds: [\"vpc-1\"], WaiterConfig: #{ Delay: 5, MaxAttempts: 3 } });\nsay(last.Vpcs[0].VpcId);";

fn vpc(state: &str) -> Result<Value, crate::port::CloudError> {
    Ok(value!({ "Vpcs": [{ "VpcId": "vpc-1", "State": state }] }))
}

fn waits(bench: &Bench) -> Vec<(String, u64, u64)> {
    let of = |event: &Event| match event {
        Event::Waited {
            text, elapsed, limit, ..
        } => Some((text.clone(), *elapsed, *limit)),
        _ => None,
    };
    bench.sink.events().iter().filter_map(of).collect()
}

#[test]
fn a_waiter_asks_until_it_is_so_and_gives_the_last_answer() {
    let bench = Bench::block("setup", WAIT).answering([vpc("pending"), vpc("pending"), vpc("available")]);
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    host.enter(bench.step(0)).unwrap();
    assert_eq!(bench.said(), ["vpc-1"]);
    let requests = bench.cloud.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| {
        request.operation == "DescribeVpcs"
            && request.access == Access::Read
            && request.input == value!({ "VpcIds": ["vpc-1"] })
    }));
    let text = "ec2 vpc_available of vpc-1".to_owned();
    assert_eq!(waits(&bench), [(text.clone(), 0, 10), (text, 5, 10)]);
}

#[test]
fn what_is_so_at_once_is_not_waited_for() {
    let bench = Bench::block(
        "check",
        "check(\"is there\", iam::wait_until_user_exists(#{ UserName: \"ada\" }).User.UserName == \"ada\");",
    )
    .answering([Ok(value!({ "User": { "UserName": "ada" } }))]);
    assert_eq!(checks(&bench.run(Role::Check)), ["6 Passed is there: \"ada\""]);
    assert!(waits(&bench).is_empty());
}

#[test]
fn tries_run_out_and_a_state_that_does_not_pass_ends_the_wait() {
    let bench = Bench::block("solve", WAIT).answering([vpc("pending"), vpc("pending"), vpc("pending")]);
    insta::assert_snapshot!(bench.wrong(Role::Solve), @r#"
    error[aws]: ec2:wait_until_vpc_available failed with WaiterTimedOut: ec2 vpc_available of vpc-1 did not come to be: last seen pending, after 3 tries in 10 s
     --> lab.md:6:12
      |
    6 | let last = ec2::wait_until_vpc_available(#{ VpcIds: ["vpc-1"], WaiterConfig: #{ Delay: 5, MaxAttempts: 3 } });
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: wait longer with `WaiterConfig: #{ Delay: 5, MaxAttempts: 6 }`, or look at what holds it up
    "#);
    assert_eq!(bench.cloud.requests().len(), 3);

    let gone = || Ok(value!({ "Reservations": [{ "Instances": [{ "State": { "Name": "terminated" } }] }] }));
    let bench = Bench::block(
        "solve",
        "ec2::wait_until_instance_running(#{ InstanceIds: [\"i-1\"] });",
    )
    .answering([gone()]);
    insta::assert_snapshot!(bench.wrong(Role::Solve), @r#"
    error[aws]: ec2:wait_until_instance_running failed with WaiterFailed: ec2 instance_running of i-1 will not come to be: last seen terminated, after 1 try in 0 s
     --> lab.md:6:1
      |
    6 | ec2::wait_until_instance_running(#{ InstanceIds: ["i-1"] });
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: look at the thing itself, and what AWS says of it there: this state does not pass by waiting
    "#);
}

#[test]
fn an_error_that_a_rule_names_is_waited_out_and_any_other_surfaces() {
    let absent = || refused(Fault::Service, "NoSuchEntity", "there is no ada");
    let code = "try { iam::wait_until_user_exists(#{ UserName: \"ada\", WaiterConfig: #{ MaxAttempts: 2 } }) } catch (err) { say(err.code); say(err.message); }";
    let bench = Bench::block("solve", code).answering([absent(), absent()]);
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(
        bench.said(),
        [
            "WaiterTimedOut",
            "iam user_exists of ada did not come to be: last seen NoSuchEntity (there is no ada), after 2 tries in 1 s"
        ]
    );

    for (fault, error) in [
        (Fault::Service, "AccessDenied"),
        (Fault::Transport, "Unreachable"),
        (Fault::Credentials, "ExpiredToken"),
    ] {
        let bench = Bench::block("solve", code).answering([absent(), refused(fault, error, "no")]);
        assert!(bench.run(Role::Solve).failure.is_none());
        assert_eq!(bench.said(), [error, "no"]);
    }
}

#[test]
fn an_error_may_be_what_is_waited_for() {
    let code =
        "let last = ec2::wait_until_instance_terminated(#{ InstanceIds: [\"i-1\"] });\nsay(`${last == ()}`);";
    let gone = value!({ "Reservations": [{ "Instances": [{ "State": { "Name": "terminated" } }] }] });
    let bench = Bench::block("solve", code).answering([Ok(gone)]);
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(bench.said(), ["false"]);
    let code = code
        .replace("instance_terminated", "vpc_peering_connection_deleted")
        .replace("InstanceIds", "VpcPeeringConnectionIds");
    let bench = Bench::block("solve", &code).answering([refused(
        Fault::Service,
        "InvalidVpcPeeringConnectionID.NotFound",
        "gone",
    )]);
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(bench.said(), ["true"]);
}

/// Ctrl-C comes while it waits.
struct Interrupting(FakeClock);

impl Clock for Interrupting {
    fn now(&self) -> jiff::Timestamp {
        self.0.now()
    }

    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop> {
        latch.set(Stop::Interrupted);
        self.0.wait(span, latch)
    }
}

#[test]
fn an_interruption_ends_the_wait_and_no_script_can_catch_it() {
    let code = format!("try {{ {WAIT} }} catch {{ say(\"caught\"); }}\nec2::describe_vpcs();");
    let bench = Bench::block("solve", &code).answering([vpc("pending"), vpc("available")]);
    let clock = Interrupting(FakeClock::at("2026-11-24T05:00:00Z".parse().unwrap()));
    let doors = crate::script::Doors {
        clock: Arc::new(clock),
        ..bench.doors()
    };
    let report = bench.run_with(doors, Role::Solve);
    let cause = report.failure.unwrap().cause;
    assert!(
        matches!(cause, crate::script::Cause::Stopped(Stop::Interrupted)),
        "{cause:?}"
    );
    assert_eq!(bench.cloud.requests().len(), 1);
    assert!(bench.said().is_empty());
}

#[test]
fn what_is_written_wrong_is_told_at_its_place() {
    let wrong = |code: &str| Bench::block("check", code).wrong(Role::Check);
    let told: Vec<String> = [
        "ec2::wait_until_instance_runing(#{});",
        "ec2::instance_running(#{});",
        "let f = || ec2::wait_until_the_cows_come_home(#{});",
        "sts::wait_until_user_exists(#{});",
        "ec2::wait_until_vpc_available();",
        "ec2::wait_until_vpc_available(#{ WaiterConfig: #{ Retries: 5 } });",
        "ec2::wait_until_vpc_available([1]);",
    ]
    .iter()
    .map(|code| {
        let text = wrong(code);
        let lines = text
            .lines()
            .filter(|line| line.starts_with("error") || line.contains("--> ") || line.contains("= help"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    })
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    error[unknown-operation]: `ec2` has no waiter `wait_until_instance_runing` --> lab.md:6:1 = help: did you mean `ec2::wait_until_instance_running`?
    error[unknown-operation]: `ec2` has no operation `instance_running` --> lab.md:6:1 = help: did you mean `ec2::wait_until_instance_running`?
    error[unknown-operation]: `ec2` has no waiter `wait_until_the_cows_come_home` --> lab.md:6:12 = help: it has `wait_until_bundle_task_complete`, `wait_until_conversion_task_cancelled`, `wait_until_conversion_task_completed`, `wait_until_conversion_task_deleted`, `wait_until_customer_gateway_available`, `wait_until_export_task_cancelled`, `wait_until_export_task_completed`, `wait_until_image_available` and 35 more
    error[unknown-operation]: `sts` has no waiter `wait_until_user_exists` --> lab.md:6:1 = help: `sts` has no waiters
    error[wrong-parameters]: `ec2::wait_until_vpc_available` takes one map of parameters --> lab.md:6:1 = help: write what it shall look at: `#{ Member: value }`
    error[wrong-parameters]: `WaiterConfig` takes `Delay` and `MaxAttempts`, not `Retries` (of `ec2::wait_until_vpc_available`) --> lab.md:6:1
    error[wrong-parameters]: `ec2::wait_until_vpc_available` takes one map of parameters, not a list --> lab.md:6:1 = help: write `ec2::wait_until_vpc_available(#{ Member: value })`
    ");
}

#[test]
fn a_survey_sees_the_operation_that_is_asked() {
    let survey = Bench::block("check", WAIT).survey();
    let call = &survey.blocks[0].calls[0];
    assert_eq!(
        (
            call.operation.as_str(),
            call.method.as_str(),
            call.waiter.as_deref()
        ),
        ("DescribeVpcs", "wait_until_vpc_available", Some("VpcAvailable"))
    );
}
