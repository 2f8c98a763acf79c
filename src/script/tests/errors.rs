//! What an author reads when a script is wrong.

use crate::event::Role;
use crate::port::Fault;
use crate::script::Cause;
use crate::script::testing::{Bench, refused};

fn wrong(code: &str) -> String {
    Bench::block("solve", code).wrong(Role::Solve)
}

#[test]
fn what_does_not_compile_is_told_at_its_place() {
    insta::assert_snapshot!(wrong("let x = [1, 2;\n"), @"");
    insta::assert_snapshot!(wrong("say(\"open);"), @"");
    insta::assert_snapshot!(wrong("ec22::describe_vpcs();"), @"");
    insta::assert_snapshot!(wrong("ec2::describe_vpcz(#{});\nlet f = || ec2::describe_subnets(1, 2);"), @"");
}

#[test]
fn what_fails_at_run_time_is_told_with_the_call_and_advice() {
    insta::assert_snapshot!(wrong("let v = #{ VpcId: 1 };\nsay(v.VpcID);"), @"");
    insta::assert_snapshot!(wrong("sya(\"x\");"), @"");
    insta::assert_snapshot!(wrong("claim(\"ec2:vpc\");"), @"");
    insta::assert_snapshot!(wrong("let v = ();\nsay(v.VpcId);"), @"");
    insta::assert_snapshot!(wrong("let l = [];\nsay(l[0]);"), @"");
    insta::assert_snapshot!(wrong("throw \"not today\";"), @"");
    insta::assert_snapshot!(wrong("if 1 { }"), @"");
    insta::assert_snapshot!(wrong("ec2::describe_vpcs(\"vpc-1\");"), @"");
}

#[test]
fn an_aws_error_keeps_all_it_knows() {
    let bench =
        Bench::block("solve", "let x = 1;\nec2::describe_vpcs(#{ VpcIds: [\"v\"] });").answering([refused(
            Fault::Service,
            "InvalidVpcID.NotFound",
            "The vpc ID 'v' does not exist",
        )
        .map_err(|e| e.advice("look in another region"))]);
    let failure = bench.run(Role::Solve).failure.unwrap();
    assert!(matches!(&failure.cause, Cause::Cloud(error) if error.code == "InvalidVpcID.NotFound"));
    insta::assert_snapshot!(crate::script::testing::failed(&failure), @"");
}

#[test]
fn an_aws_error_can_be_caught_read_and_thrown_on() {
    let code = "try { ec2::describe_vpcs(); } catch (e) { say(`${e.code}: ${e.message} ${e.status}`); if e.code != \"A\" { throw e; } }\n\
                try { ec2::describe_vpcs(); } catch (e) { throw e; }";
    let bench = Bench::block("solve", code).answering([
        refused(Fault::Service, "A", "first"),
        refused(Fault::Service, "B", "second"),
    ]);
    let failure = bench.run(Role::Solve).failure.unwrap();
    assert_eq!(bench.said(), ["A: first "]);
    assert!(matches!(&failure.cause, Cause::Cloud(error) if error.code == "B"));
    assert_eq!(failure.diagnostic.place().line, 7);
}

#[test]
fn trap_a_nested_error_is_told_where_it_arose() {
    insta::assert_snapshot!(wrong("fn f(x) {\n  x.nothing\n}\nlet l = [1];\nl.map(|y| f(#{ a: y }));"), @"");
    insta::assert_snapshot!(wrong("let l = [1];\nl.for_each(|| this.x);"), @"");
}

#[test]
fn trap_an_error_in_a_module_names_both_places() {
    let module = "fn deep(x) {\n  x.Missing\n}\nfn each(l, f) {\n  l.map(|x| f.call(x))\n}";
    insta::assert_snapshot!(Bench::block("solve", "let a = 1;\nlab::m::deep(#{ Mising: 1 });").module("m", module).wrong(Role::Solve), @"");
    let closure = Bench::block("solve", "let a = 1;\nlab::m::each([1],\n  |x| x.oops);").module("m", module);
    insta::assert_snapshot!(closure.wrong(Role::Solve), @"");
    let broken = Bench::block("solve", "lab::m::f();").module("m", "fn f() {\n  let x = ;\n}");
    insta::assert_snapshot!(broken.wrong(Role::Solve), @"");
    let called = Bench::block("solve", "lab::m::f();").module("m", "fn f() { ec2::describe_vpcc() }");
    insta::assert_snapshot!(called.wrong(Role::Solve), @"");
}

#[test]
fn trap_positions_hold_inside_a_quote_and_after_many_blocks() {
    let text = "# Lab\n\n## S\n\n> - text\n>\n>   ```rhai solve\n>   let é = 1;\n>   nope(é);\n>   ```\n";
    insta::assert_snapshot!(Bench::new(text).wrong(Role::Solve), @"");
}
