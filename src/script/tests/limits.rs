//! Ends that a script cannot swallow.

use crate::event::Role;
use crate::port::{Fault, Stop};
use crate::script::testing::{Bench, failed, refused};
use crate::script::{Cause, Report};
use crate::value::Value;

fn guarded(code: &str) -> (Bench, Report) {
    let bench = Bench::block("solve", code).answering([
        refused(
            Fault::Guard,
            "WrongRegion",
            "this runbook may change us-east-1 only",
        ),
        Ok(Value::map()),
    ]);
    let report = bench.run(Role::Solve);
    (bench, report)
}

#[test]
fn trap_a_refusal_is_not_swallowed_by_try_or_callbacks() {
    let call = "ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" })";
    for code in [
        format!("try {{ {call}; }} catch {{ }}\nsay(\"went on\");"),
        format!("try {{ [1].map(|x| {call}); }} catch (e) {{ }}\nsay(\"went on\");"),
        format!("try {{ [1, 2].filter(|x| {{ {call}; true }}); }} catch {{ }}\nec2::create_vpc();"),
        format!("[3, 1, 2].sort(|a, b| {{ {call}; 0 }});\nsay(\"went on\");"),
        format!("[3, 1, 2].for_each(|x| {{ {call}; }});"),
        format!("let f = || {call};\nf.call();"),
    ] {
        let (bench, report) = guarded(&code);
        let failure = report.failure.unwrap_or_else(|| panic!("swallowed by {code}"));
        let stop = Stop::Refused("this runbook may change us-east-1 only".to_owned());
        assert!(
            matches!(&failure.cause, Cause::Stopped(why) if *why == stop),
            "{code}: {:?}",
            failure.cause
        );
        assert_eq!(bench.cloud.requests().len(), 1, "{code}");
        assert!(bench.said().is_empty(), "{code}");
        assert_eq!(failure.diagnostic.place().line, 6, "{code}");
    }
}

#[test]
fn a_refusal_is_told_at_its_call() {
    let (_, report) =
        guarded("let a = 1;\n[1].sort(|a, b| 1);\n[2, 1].sort(|a, b| { ec2::create_vpc(); 1 });");
    insta::assert_snapshot!(failed(&report.failure.unwrap()), @r"
    error[refused]: `ec2:DescribeVpcs` was not sent: this runbook may change us-east-1 only
     --> lab.md:8:22
      |
    8 | [2, 1].sort(|a, b| { ec2::create_vpc(); 1 });
      |                      ^^^^^^^^^^^^^^^
    ");
}

#[test]
fn trap_an_interruption_ends_an_endless_loop() {
    let bench = Bench::block("solve", "loop { try { loop { } } catch { } }");
    let latch = bench.latch.clone();
    let killer = std::thread::spawn(move || {
        latch.set(Stop::Interrupted);
    });
    let report = bench.run(Role::Solve);
    killer.join().unwrap();
    assert!(matches!(
        report.failure.unwrap().cause,
        Cause::Stopped(Stop::Interrupted)
    ));
}

#[test]
fn trap_operations_are_counted_in_callbacks_too() {
    let bench = Bench::block(
        "solve",
        "let l = []; l.pad(100, 0); let m = l;\nloop { try { l.map(|x| { m.map(|y| y) }); } catch { } }",
    );
    let mut host = bench.host().unwrap();
    host.limit(50_000);
    let report = bench.run_in(&mut host, 0, Role::Solve);
    assert!(matches!(
        report.failure.unwrap().cause,
        Cause::Stopped(Stop::Limit(_))
    ));
}

#[test]
fn trap_limits_are_the_same_in_debug_and_release() {
    let deep = |levels: usize| {
        let code = format!("fn f(n) {{ if n == 0 {{ 0 }} else {{ f(n - 1) }} }}\nf({levels});");
        let run = move || Bench::block("solve", &code).run(Role::Solve).failure.is_none();
        let thread = std::thread::Builder::new()
            .stack_size(crate::script::STACK)
            .spawn(run)
            .unwrap();
        thread.join().unwrap()
    };
    assert!(deep(60));
    assert!(!deep(70));
    let nested = |levels: usize| {
        let code = format!("let x = {}1{};", "(".repeat(levels), ")".repeat(levels));
        let run = move || Bench::block("solve", &code).host().is_ok();
        let thread = std::thread::Builder::new()
            .stack_size(crate::script::STACK)
            .spawn(run)
            .unwrap();
        thread.join().unwrap()
    };
    assert!(nested(20));
    assert!(!nested(80));
}

#[test]
fn trap_replace_cannot_abort_the_process() {
    let code = "let s = \"x\"; s.pad(1000000, 'x');\ns.replace(\"x\", s);";
    insta::assert_snapshot!(Bench::block("solve", code).wrong(Role::Solve), @r#"
    error[limit]: length of string is over the limit
     --> lab.md:7:3
      |
    7 | s.replace("x", s);
      |   ^^^^^^^
    "#);
    let works = "let s = \"a.b\"; s.replace('.', \"--\"); s.replace(\"a\", 'c'); say(s);";
    let bench = Bench::block("solve", works);
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(bench.said(), ["c--b"]);
}

#[test]
fn trap_words_of_rhai_that_reach_out_are_refused_with_advice() {
    insta::assert_snapshot!(Bench::block("solve", "import \"../secret\" as s;").wrong(Role::Solve), @r#"
    error[refused-word]: `import` is not for runbooks
     --> lab.md:6:1
      |
    6 | import "../secret" as s;
      | ^^^^^^
      |
      = help: the modules of `scripts/` are simply there: `lab::vpc::named(...)`
    "#);
    insta::assert_snapshot!(Bench::block("solve", "let x = 1;\neval(\"x\");").wrong(Role::Solve), @r#"
    error[refused-word]: `eval` is not for runbooks
     --> lab.md:7:1
      |
    7 | eval("x");
      | ^^^^
      |
      = help: write the code itself; what a block may do must be seen before it runs
    "#);
    insta::assert_snapshot!(Bench::block("solve", "let t = timestamp();").wrong(Role::Solve), @r"
    error[refused-word]: `timestamp` is not for runbooks
     --> lab.md:6:9
      |
    6 | let t = timestamp();
      |         ^^^^^^^^^
      |
      = help: `now()` is the target's time
    ");
    insta::assert_snapshot!(Bench::block("solve", "exit(3);").wrong(Role::Solve), @r#"
    error[refused-word]: `exit` is not for runbooks
     --> lab.md:6:1
      |
    6 | exit(3);
      | ^^^^
      |
      = help: `return` ends a block, `throw "why"` fails it
    "#);
}

#[test]
fn trap_sleep_goes_by_the_targets_clock_and_hears_the_latch() {
    let bench = Bench::block(
        "solve",
        "let a = now(); sleep(90); sleep(0.5); say(now() - a); sleep(100000);",
    );
    insta::assert_snapshot!(bench.wrong(Role::Solve), @r"
    error[wrong-type]: `sleep` takes seconds, from 0 to 3600
     --> lab.md:6:55
      |
    6 | let a = now(); sleep(90); sleep(0.5); say(now() - a); sleep(100000);
      |                                                       ^^^^^
    ");
    assert_eq!(bench.said(), ["90"]);
}

#[test]
fn a_sink_that_fails_stops_the_block() {
    struct Full;
    impl crate::port::Sink for Full {
        fn emit(&self, _: &crate::event::Event) -> Result<(), crate::port::SinkError> {
            Err(crate::port::SinkError("no space left".to_owned()))
        }
    }
    let bench = Bench::block("solve", "try { say(1); } catch { }\nec2::create_vpc();");
    let mut doors = bench.doors();
    doors.sink = std::sync::Arc::new(Full);
    let report = bench.run_with(doors, Role::Solve);
    assert!(matches!(
        report.failure.unwrap().cause,
        Cause::Stopped(Stop::Broken(_))
    ));
    assert!(bench.cloud.requests().is_empty());
}

#[test]
fn a_latch_that_is_set_already_runs_nothing() {
    let bench = Bench::block("solve", "say(1);");
    bench.latch.set(Stop::Interrupted);
    assert!(bench.run(Role::Solve).failure.is_some());
    assert!(bench.said().is_empty());
}
