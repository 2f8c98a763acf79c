//! What a check block leaves behind.

use crate::event::Role;
use crate::port::{CloudError, Fault};
use crate::script::testing::{Bench, checks, refused};
use crate::value::Value;

fn report(code: &str, answers: Vec<Result<Value, CloudError>>) -> String {
    let report = Bench::block("check", code).answering(answers).run(Role::Check);
    let mut lines = checks(&report);
    lines.extend(
        report
            .failure
            .map(|failure| format!("failed: {}", failure.diagnostic.message)),
    );
    lines.join("\n")
}

#[test]
fn every_check_is_kept_with_its_line_and_evidence() {
    let code = "\
let list = [1, 2];
check(\"a comparison shows both sides\", list.len() == 3);
check(\"and the value when it holds\", list.len() > 1);
check(\"nothing\", () != ());
check(\"there is one\", \"vpc-1\" != ());
check(\"plain\", list.contains(2));
check(\"said\", false, `only ${list.len()}`);
check(\"said when so\", true, list);
should(\"be tagged\", false);
check_eq(\"texts\", \"a\", \"b\");
check_eq(\"lists\", [1, #{ a: 1 }], [1, #{ a: 1 }]);
fail(\"by hand\");
if !check(\"a check is its truth\", false) { check(\"so it can be asked\", true); }";
    insta::assert_snapshot!(report(code, vec![]), @r#"
    7 Failed a comparison shows both sides: 2 is not 3
    8 Passed and the value when it holds: 2
    9 Failed nothing: nothing
    10 Passed there is one: "vpc-1"
    11 Passed plain:
    12 Failed said: only 2
    13 Passed said when so: [1,2]
    14 Warned be tagged:
    15 Failed texts: "a" is not "b"
    16 Passed lists: [1,{"a":1}]
    17 Failed by hand:
    18 Failed a check is its truth:
    18 Passed so it can be asked:
    "#);
}

#[test]
fn trap_one_is_not_one_point_nought() {
    insta::assert_snapshot!(report("check_eq(\"kinds\", 1, 1.0);\ncheck(\"rhai's own\", 1 == 1.0);", vec![]), @r"
    6 Failed kinds: 1 is an integer, 1.0 is a number
    7 Passed rhai's own: 1
    ");
}

#[test]
fn trap_an_aws_error_in_a_check_does_not_end_the_block() {
    let code = "\
check(\"the group is there\", iam::get_group(#{ GroupName: \"G\" }).Group != ());
check(\"it may be read\", iam::get_group(#{ GroupName: \"G\" }).Group != ());
check(\"in a closure\", [1].map(|x| iam::get_group(#{ GroupName: \"G\" })).len() == 1);
check(\"the next one is reached\", true);";
    let answers = vec![
        refused(
            Fault::Service,
            "NoSuchEntity",
            "The group with name G cannot be found.",
        ),
        refused(Fault::Service, "AccessDenied", "not authorised"),
        refused(Fault::Service, "Throttling", "slow down"),
    ];
    insta::assert_snapshot!(report(code, answers), @r"
    6 Failed the group is there: NoSuchEntity: The group with name G cannot be found.
    7 Errored it may be read: AccessDenied: not authorised
    8 Errored in a closure: Throttling: slow down
    9 Passed the next one is reached:
    ");
}

#[test]
fn a_value_that_is_not_there_makes_its_check_errored_and_a_wrong_condition_ends_the_block() {
    insta::assert_snapshot!(report("let vpc = ();\ncheck(\"is default\", vpc.IsDefault);\ncheck(\"typo\", #{ VpcId: 1 }.VpcID == 1);\ncheck(\"next\", true);", vec![]), @r"
    7 Errored is default: nothing has no member `IsDefault`
    8 Errored typo: there is no member `VpcID`
    9 Passed next:
    ");
    insta::assert_snapshot!(Bench::block("check", "check(\"first\", true);\ncheck(\"a map\", #{ a: 1 });").wrong(Role::Check), @r#"
    error[no-condition]: `check` needs true or false, not a map
     --> lab.md:7:16
      |
    7 | check("a map", #{ a: 1 });
      |                ^
      |
      = help: compare it, as in `check("...", value != ())`
    "#);
}

#[test]
fn checks_before_a_failure_are_kept() {
    insta::assert_snapshot!(report("check(\"reached\", true);\nthrow \"no more\";\ncheck(\"not reached\", true);", vec![]), @r"
    6 Passed reached:
    failed: no more
    ");
}

#[test]
fn words_in_the_wrong_block_are_refused_with_advice() {
    insta::assert_snapshot!(Bench::block("solve", "check(\"x\", true);").wrong(Role::Solve), @r#"
    error[check-outside]: `check` stands outside a check block
     --> lab.md:6:7
      |
    6 | check("x", true);
      |       ^^^
      |
      = help: move it into a `rhai check` block
    "#);
    insta::assert_snapshot!(Bench::block("solve", "claim(\"ec2:vpc\", \"v\");").wrong(Role::Solve), @r#"
    error[word-outside]: `claim` stands in the wrong block
     --> lab.md:6:1
      |
    6 | claim("ec2:vpc", "v");
      | ^^^^^
      |
      = help: move it into a `rhai check` block
    "#);
    insta::assert_snapshot!(Bench::block("check", "claim(\"ec2:vpc\", ());").wrong(Role::Check), @r#"
    error[no-id]: the id of a `ec2:vpc` is text, not nothing
     --> lab.md:6:1
      |
    6 | claim("ec2:vpc", ());
      | ^^^^^
      |
      = help: name it only when it is found: `if vpc != () { claim("ec2:vpc", vpc.VpcId) }`
    "#);
    insta::assert_snapshot!(Bench::block("check", "ask(\"x\", \"X?\");").wrong(Role::Check), @r#"
    error[ask-outside-setup]: `ask` stands outside a setup block
     --> lab.md:6:1
      |
    6 | ask("x", "X?");
      | ^^^
      |
      = help: ask in a `rhai setup` block: what it answers is seen by the step's other blocks
    "#);
    insta::assert_snapshot!(Bench::block("check", "sleep(1);").wrong(Role::Check), @r"
    error[sleep-outside]: `sleep` stands outside a solve or cleanup block
     --> lab.md:6:1
      |
    6 | sleep(1);
      | ^^^^^
      |
      = help: a check is tried again by itself with `within=5m every=10s` on its fence
    ");
    insta::assert_snapshot!(Bench::block("check", "check(\"x\");").wrong(Role::Check), @r#"
    error[syntax]: expecting ',' for 'check' expression
     --> lab.md:6:10
      |
    6 | check("x");
      |          ^
    "#);
}

#[test]
fn a_check_in_a_module_is_told_at_its_block() {
    let bench = Bench::block("check", "\n\nlab::c::all(#{ a: 1 });")
        .module("c", "fn all(x) {\n  check(\"in the module\", x.a == 1);\n}");
    assert_eq!(checks(&bench.run(Role::Check)), ["5 Passed in the module: 1"]);
}

#[test]
fn secrets_are_masked_in_texts_and_evidence() {
    let bench = Bench::block(
        "check",
        "let p = password();\ncheck(`the ${p}`, p == \"x\");\nreveal(\"console password\", p);",
    );
    let report = bench.run(Role::Check);
    assert_eq!(
        checks(&report),
        [r#"7 Failed the ********: "********" is not "x""#]
    );
    let shown = bench.sink.events();
    assert!(
        matches!(&shown[..], [crate::event::Event::SecretShown { label, value, .. }] if label == "console password" && value.len() == 20)
    );
}
