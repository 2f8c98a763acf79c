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
        on_a_thread_for_scripts(|| Bench::block("solve", &code).run(Role::Solve).failure.is_none())
    };
    assert!(deep(60));
    assert!(!deep(70));
    let nested = |levels: usize| {
        let code = format!("let x = {}1{};", "(".repeat(levels), ")".repeat(levels));
        on_a_thread_for_scripts(|| Bench::block("solve", &code).host().is_ok())
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

/// Runs on a thread as the program has them.
fn on_a_thread_for_scripts<T: Send>(work: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| crate::script::spawn(scope, &work).unwrap().join().unwrap())
}

fn stopped_by(code: &str) -> String {
    on_a_thread_for_scripts(|| {
        let report = Bench::block("solve", code).run(Role::Solve);
        let failure = report.failure.unwrap_or_else(|| panic!("{code} passed"));
        match &failure.cause {
            Cause::Stopped(Stop::Limit(why)) => why.clone(),
            cause => panic!("{code}: {cause:?}: {}", failed(&failure)),
        }
    })
}

#[test]
fn functions_that_capture_each_other_meet_the_limit_of_memory() {
    let code = "let f = []; loop { let g = f; f = [[[[[[[[[[|| g]]]]]]]]]]; }";
    assert_eq!(stopped_by(code), "the block holds more than 128 MB");
}

/// What is written at once is stopped by its length, what ends in a chain by the block's memory; what fails while a
/// chain is written has Rhai write it in a way of its own.
#[test]
fn chains_of_functions_are_written_compared_and_thrown_without_harm() {
    let chain = "let f = || 1; for i in 0..20000 { let g = f; f = || g.call(); }";
    for use_of_it in [
        "let a = [f]; say(`${a}`.len() > 0); say(a.to_string().len() > 0);",
        "say(to_debug(f).len() > 0); say(type_of(f)); let m = #{ f: f }; say(m.to_string().len() > 0);",
        "let a = [f]; try { a == a } catch { } try { a.contains(f) } catch { } try { a.index_of(f) } catch { }",
        "let a = [f]; try { to_json(a) } catch { } try { switch a { 1 => 2 } } catch { }",
        "let a = [f, f]; let b = a; b += a; a = (); b = (); f = ();",
    ] {
        let code = format!("{chain}\n{use_of_it}");
        let failure = on_a_thread_for_scripts(|| Bench::block("solve", &code).run(Role::Solve).failure);
        let said = failure.map_or(String::new(), |failure| failed(&failure));
        assert!(
            said.is_empty() || said.contains("thousands of levels"),
            "{code}: {said}"
        );
    }
    for (end, said) in [
        ("throw [f];", "Fn*"),
        ("f.call();", "functions call each other too deeply"),
        ("let a = [f]; loop { `${a}` }", "operations"),
        ("let a = [f]; loop { `${a}${a}${a}${a}` }", "operations"),
    ] {
        let code = format!("{chain}\n{end}");
        let failure = on_a_thread_for_scripts(|| {
            let bench = Bench::block("solve", &code);
            let mut host = bench.host().unwrap();
            host.limit(300_000);
            let report = bench.run_in(&mut host, 0, Role::Solve);
            failed(&report.failure.unwrap())
        });
        assert!(
            failure.contains(said) && failure.len() < 10_000,
            "{code}: {failure:.2000}"
        );
    }
}

#[test]
fn values_that_nest_ever_deeper_are_stopped_soon() {
    for code in [
        "let a = []; loop { a = [a]; }",
        "let m = #{}; loop { m = #{ a: m }; }",
        "let a = []; loop { let b = []; b.push(a); a = b; }",
        "let f = Fn(\"x\"); loop { f = Fn(\"x\").curry(f); }",
        "let a = [[]]; loop { a = a.map(|x| [x]); let b = a; }",
    ] {
        assert!(
            stopped_by(code).contains("nest thousands of levels deep"),
            "{code}"
        );
    }
}

#[test]
fn many_middling_values_meet_the_limit_of_memory() {
    for code in [
        "let l = []; let s = \"\"; s.pad(200000, 'x'); for i in 0..1000 { let c = s + i; l.push(|| c); }",
        "let a = []; a.pad(900000, 0); let f = []; let n = 0; loop { let b = a; b[0] = n; f = [|| b, f, n]; n += 1; }",
        "let b = blob(900000, 1); let l = #{}; let n = 0; loop { let c = b; let d = || c; l.set(n.to_string(), d); n += 1; }",
        "fn f(n) { let s = \"\"; s.pad(4000000, 'x'); s + f(n + 1) }\nf(0);",
    ] {
        assert_eq!(stopped_by(code), "the block holds more than 128 MB", "{code}");
    }
}

#[test]
fn each_block_may_hold_as_much_as_the_one_before() {
    let code =
        "let l = []; let b = \"\"; b.pad(1000000, 'x'); for i in 0..50 { let s = b + i; l.push(|| s); }";
    let bench = Bench::block("solve", code);
    on_a_thread_for_scripts(|| {
        let mut host = bench.host().unwrap();
        for _ in 0..4 {
            let report = bench.run_in(&mut host, 0, Role::Solve);
            assert!(
                report.failure.is_none(),
                "{:?}",
                report.failure.map(|f| failed(&f))
            );
        }
    });
}

/// What the setups left counts in every block, for each has a copy.
#[test]
fn what_the_setups_hold_is_memory_of_the_block() {
    let lots =
        "let a = #{}; let s = \"\"; s.pad(1000000, 'x'); for i in 0..20 { a.set(i.to_string(), s + i); }";
    let text = format!(
        "# Lab\n\n```rhai setup\n{lots}\n```\n\n## Step\n\n```rhai solve\nlet l = []; for i in 0..30 {{ let c = s + i; \
         l.push(|| c); }}\n```\n"
    );
    let bench = Bench::new(&text);
    let failure = on_a_thread_for_scripts(|| bench.run(Role::Solve).failure);
    assert!(
        failure.is_none(),
        "texts are shared: {:?}",
        failure.map(|f| failed(&f))
    );
    let lists = text.replace("s + i);", "[0, s]); a[i.to_string()].pad(9000, #{ a: 1 });");
    let bench = Bench::new(&lists);
    let failure = on_a_thread_for_scripts(|| bench.run(Role::Solve).failure).unwrap();
    assert!(
        failed(&failure).contains("holds more than 128 MB"),
        "{}",
        failed(&failure)
    );
}

#[test]
fn one_word_makes_no_more_than_a_limit() {
    for code in [
        "let s = \"\"; s.pad(9000000, 'x'); s.to_chars();",
        "let s = \"\"; s.pad(9000000, ' '); s.split(' ');",
        "let s = \"\"; s.pad(9000000, ' '); s.split(\" \", 5);",
        "let s = \"\"; s.pad(9000000, ' '); s.split_rev(\"\");",
        "let s = \"\"; s.pad(9000000, ' '); s.split();",
        "let s = \"\"; s.pad(9000000, '1'); parse_json(s);",
    ] {
        let before = crate::meter::held();
        let failure = Bench::block("solve", code).run(Role::Solve).failure.unwrap();
        assert!(
            failed(&failure).contains("a text over 8 MB is not taken apart"),
            "{code}"
        );
        drop(failure);
        assert!(crate::meter::held() - before < 1 << 20, "{code}");
    }
    for code in [
        "blob(1000000000);",
        "blob(1000000000, 7);",
        "let b = blob(); b.pad(1000000000, 7);",
    ] {
        let failure = Bench::block("solve", code).run(Role::Solve).failure.unwrap();
        assert!(
            failed(&failure).contains("over the limit"),
            "{code}: {}",
            failed(&failure)
        );
    }
}

#[test]
fn texts_are_taken_apart_as_rhai_does_it() {
    let plain = rhai::Engine::new();
    let ours = crate::script::testing::engine();
    for code in [
        "\"a b  c\".split()",
        "\"a,b,,c\".split(\",\")",
        "\"a,b,,c\".split(',')",
        "\"a,b,,c\".split(\",\", 2)",
        "\"a,b,,c\".split(',', 0)",
        "\"a,b,,c\".split(',', -3)",
        "\"abc\".split(\"\")",
        "\"\".split(\"\")",
        "\"\".split(\",\")",
        "\"abc\".split(\",\")",
        "\"abcde\".split(2)",
        "\"a,b,,c\".split_rev(\",\")",
        "\"a,b,,c\".split_rev(',', 2)",
        "\"a,b,,c\".split_rev(\",\", -1)",
        "\"äb\".to_chars()",
    ] {
        let text = |engine: &rhai::Engine| engine.eval::<rhai::Dynamic>(code).unwrap().to_string();
        assert_eq!(text(&ours), text(&plain), "{code}");
    }
}

/// What the script does not hold is not its memory: answers of AWS that it forgot, what listeners keep.
#[test]
fn answers_are_memory_while_the_script_has_them() {
    let map = |name: &str, value| Value::Map([(name.to_owned(), value)].into_iter().collect());
    let parameter = map("Parameter", map("Value", Value::from("x".repeat(4_000_000))));
    let answers = |count| (0..count).map(|_| Ok(parameter.clone()));
    let ask = "ssm::get_parameter(#{ Name: \"x\" })";
    let forgets = format!("for i in 0..60 {{ {ask}; }}");
    let bench = Bench::block("solve", &forgets).answering(answers(60));
    assert!(bench.run(Role::Solve).failure.is_none());
    assert_eq!(bench.cloud.requests().len(), 60);
}

#[test]
fn what_a_block_says_is_bounded() {
    for code in [
        "let s = \"\"; s.pad(1000, 'x'); loop { say(s); }",
        "let s = \"\"; s.pad(1000, 'x'); loop { print(s); }",
        "let s = \"\"; s.pad(1000, 'x'); loop { try { note(s); } catch { } }",
        "let s = \"\"; s.pad(2000000, 'x'); say(s);",
    ] {
        assert_eq!(stopped_by(code), "the block said more than 1 MB", "{code}");
    }
    let text = "# Lab\n\n## Step\n\n```rhai setup\nlet s = \"\"; s.pad(200000, 'x');\n```\n\n{{ s }} {{ s }} {{ s }} {{ s }} \
                {{ s }} {{ s }}\n";
    let bench = Bench::new(text);
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    host.enter(bench.step(0)).unwrap();
    insta::assert_snapshot!(failed(&host.prose(Some(bench.step(0))).unwrap_err()), @r"
    error[unwritable-value]: the values in this text are longer than 1 MB
     --> lab.md:9:3
      |
    9 | {{ s }} {{ s }} {{ s }} {{ s }} {{ s }} {{ s }}
      |   ^^^
    ");
}

#[test]
fn text_of_many_levels_is_no_json_and_leaves_no_script() {
    let code = "let s = \"\"; s.pad(100000, '['); parse_json(s);";
    insta::assert_snapshot!(Bench::block("solve", code).wrong(Role::Solve), @r#"
    error[no-json]: this is no JSON: recursion limit exceeded at line 1 column 128
     --> lab.md:6:33
      |
    6 | let s = ""; s.pad(100000, '['); parse_json(s);
      |                                 ^^^^^^^^^^
    "#);
    let code = "let a = []; for i in 0..130 { a = [a]; }\nto_json(a);";
    insta::assert_snapshot!(Bench::block("solve", code).wrong(Role::Solve), @r"
    error[no-json]: the value nests more than 128 levels
     --> lab.md:7:1
      |
    7 | to_json(a);
      | ^^^^^^^
    ");
    let code = "let s = \"\"; s.pad(120, '['); let t = \"\"; t.pad(120, ']'); to_json(parse_json(s + t));";
    assert!(Bench::block("solve", code).run(Role::Solve).failure.is_none());
}
