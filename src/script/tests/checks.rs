//! What a check block leaves behind.

use crate::event::Role;
use crate::port::Fault;
use crate::script::testing::{Bench, checks, refused};
use crate::value;

fn report(code: &str, answers: Vec<Result<crate::value::Value, crate::port::CloudError>>) -> String {
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
    insta::assert_snapshot!(report(code, vec![]), @"");
}

#[test]
fn trap_one_is_not_one_point_nought() {
    insta::assert_snapshot!(report("check_eq(\"kinds\", 1, 1.0);\ncheck(\"rhai's own\", 1 == 1.0);", vec![]), @"");
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
    insta::assert_snapshot!(report(code, answers), @"");
}

#[test]
fn a_value_that_is_not_there_makes_its_check_errored_and_a_wrong_condition_ends_the_block() {
    insta::assert_snapshot!(report("let vpc = ();\ncheck(\"is default\", vpc.IsDefault);\ncheck(\"typo\", #{ VpcId: 1 }.VpcID == 1);\ncheck(\"next\", true);", vec![]), @"");
    insta::assert_snapshot!(Bench::block("check", "check(\"first\", true);\ncheck(\"a map\", #{ a: 1 });").wrong(Role::Check), @"");
}

#[test]
fn checks_before_a_failure_are_kept() {
    insta::assert_snapshot!(report("check(\"reached\", true);\nthrow \"no more\";\ncheck(\"not reached\", true);", vec![]), @"");
}

#[test]
fn words_in_the_wrong_block_are_refused_with_advice() {
    insta::assert_snapshot!(Bench::block("solve", "check(\"x\", true);").wrong(Role::Solve), @"");
    insta::assert_snapshot!(Bench::block("solve", "claim(\"ec2:vpc\", \"v\");").wrong(Role::Solve), @"");
    insta::assert_snapshot!(Bench::block("check", "claim(\"ec2:vpc\", ());").wrong(Role::Check), @"");
    insta::assert_snapshot!(Bench::block("check", "ask(\"x\", \"X?\");").wrong(Role::Check), @"");
    insta::assert_snapshot!(Bench::block("check", "sleep(1);").wrong(Role::Check), @"");
    insta::assert_snapshot!(Bench::block("check", "check(\"x\");").wrong(Role::Check), @"");
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
    assert!(value!({ "a": 1 }).as_map().is_some());
}
