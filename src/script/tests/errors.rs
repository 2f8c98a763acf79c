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
    insta::assert_snapshot!(wrong("let x = [1, 2;\n"), @r"
    error[syntax]: expecting ',' to separate the items of this array literal
     --> lab.md:6:14
      |
    6 | let x = [1, 2;
      |              ^
    ");
    insta::assert_snapshot!(wrong("say(\"open);"), @r#"
    error[unclosed-text]: the text is not closed
     --> lab.md:6:5
      |
    6 | say("open);
      |     ^
      |
      = help: close it with the quote that opens it
    "#);
    insta::assert_snapshot!(wrong("ec22::describe_vpcs();"), @r"
    error[unknown-service]: there is no AWS service `ec22`
     --> lab.md:6:1
      |
    6 | ec22::describe_vpcs();
      | ^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `ec2`?
    ");
    insta::assert_snapshot!(wrong("ec2::describe_vpcz(#{});\nlet f = || ec2::describe_subnets(1, 2);"), @r"
    error[unknown-operation]: `ec2` has no operation `describe_vpcz`
     --> lab.md:6:1
      |
    6 | ec2::describe_vpcz(#{});
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `ec2::describe_vpcs`?

    error[wrong-parameters]: `ec2::describe_subnets` takes one map of parameters
     --> lab.md:7:12
      |
    7 | let f = || ec2::describe_subnets(1, 2);
      |            ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: name each parameter: `#{ Member: value, Other: value }`
    ");
}

#[test]
fn what_fails_at_run_time_is_told_with_the_call_and_advice() {
    insta::assert_snapshot!(wrong("let v = #{ VpcId: 1 };\nsay(v.VpcID);"), @r"
    error[unknown-member]: there is no member `VpcID`
     --> lab.md:7:7
      |
    7 | say(v.VpcID);
      |       ^^^^^
      |
      = help: did you mean `VpcId`?
    ");
    insta::assert_snapshot!(wrong("sya(\"x\");"), @r#"
    error[unknown-function]: there is no function `sya`
     --> lab.md:6:1
      |
    6 | sya("x");
      | ^^^
      |
      = help: did you mean `say`?
    "#);
    insta::assert_snapshot!(wrong("claim(\"ec2:vpc\");"), @r#"
    error[unknown-function]: there is no `claim` that takes text
     --> lab.md:6:1
      |
    6 | claim("ec2:vpc");
      | ^^^^^
      |
      = help: it is written `claim(kind, id)`
    "#);
    insta::assert_snapshot!(wrong("let v = ();\nsay(v.VpcId);"), @r"
    error[no-members]: nothing has no member `VpcId`
     --> lab.md:7:7
      |
    7 | say(v.VpcId);
      |       ^^^^^
      |
      = help: where there may be nothing, write `?.VpcId` and `?? otherwise`
    ");
    insta::assert_snapshot!(wrong("let l = [];\nsay(l[0]);"), @r"
    error[script]: array index 0 out of bounds: array is empty
     --> lab.md:7:7
      |
    7 | say(l[0]);
      |       ^
    ");
    insta::assert_snapshot!(wrong("let l = [1];\nl.map(|x| l.len());"), @r"
    error[own-callback]: a list is used inside its own callback of `map`
     --> lab.md:5:1
      |
    5 | / ```rhai solve
    6 | | let l = [1];
    7 | | l.map(|x| l.len());
    8 | | ```
      | |___^
      |
      = help: let the callback read a copy: `let copy = it;`
    ");
    insta::assert_snapshot!(wrong("throw \"not today\";"), @r#"
    error[thrown]: not today
     --> lab.md:6:1
      |
    6 | throw "not today";
      | ^^^^^
    "#);
    insta::assert_snapshot!(wrong("if 1 { }"), @r"
    error[syntax]: expecting a boolean expression, not a number
     --> lab.md:6:4
      |
    6 | if 1 { }
      |    ^
    ");
    insta::assert_snapshot!(wrong("ec2::describe_vpcs(\"vpc-1\");"), @r#"
    error[wrong-parameters]: `ec2::describe_vpcs` takes one map of parameters, not text
     --> lab.md:6:1
      |
    6 | ec2::describe_vpcs("vpc-1");
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: write `ec2::describe_vpcs(#{ Member: value })`
    "#);
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
    insta::assert_snapshot!(crate::script::testing::failed(&failure), @r#"
    error[aws]: ec2:DescribeVpcs failed with InvalidVpcID.NotFound: The vpc ID 'v' does not exist
     --> lab.md:7:1
      |
    7 | ec2::describe_vpcs(#{ VpcIds: ["v"] });
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: look in another region
    "#);
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
    insta::assert_snapshot!(wrong("fn f(x) {\n  x.nothing\n}\nlet l = [1];\nl.map(|y| f(#{ a: y }));"), @r"
    error[unknown-member]: there is no member `nothing`
     --> lab.md:7:5
      |
    7 |   x.nothing
      |     ^^^^^^^
    ");
    insta::assert_snapshot!(wrong("let l = [1];\nl.for_each(|| this.x);"), @r"
    error[no-members]: an integer has no member `x`
     --> lab.md:7:20
      |
    7 | l.for_each(|| this.x);
      |                    ^
    ");
}

#[test]
fn trap_an_error_in_a_module_names_both_places() {
    let module = "fn deep(x) {\n  x.Missing\n}\nfn each(l, f) {\n  l.map(|x| f.call(x))\n}";
    insta::assert_snapshot!(Bench::block("solve", "let a = 1;\nlab::m::deep(#{ Mising: 1 });").module("m", module).wrong(Role::Solve), @r"
    error[unknown-member]: there is no member `Missing`
     --> lab.md:7:1
      |
    7 | lab::m::deep(#{ Mising: 1 });
      | ^^^^^^^^^^^^ through this, at scripts/m.rhai:2:5
      |
      = help: did you mean `Mising`?
    ");
    let closure = Bench::block("solve", "let a = 1;\nlab::m::each([1],\n  |x| x.oops);").module("m", module);
    insta::assert_snapshot!(closure.wrong(Role::Solve), @r"
    error[no-members]: an integer has no member `oops`
     --> lab.md:8:9
      |
    8 |   |x| x.oops);
      |         ^^^^
    ");
    let broken = Bench::block("solve", "lab::m::f();").module("m", "fn f() {\n  let x = ;\n}");
    insta::assert_snapshot!(broken.wrong(Role::Solve), @r"
    error[syntax]: unexpected ';'
     --> scripts/m.rhai:2:11
      |
    2 |   let x = ;
      |           ^
    ");
    let called = Bench::block("solve", "lab::m::f();").module("m", "fn f() { ec2::describe_vpcc() }");
    insta::assert_snapshot!(called.wrong(Role::Solve), @r"
    error[unknown-operation]: `ec2` has no operation `describe_vpcc`
     --> scripts/m.rhai:1:10
      |
    1 | fn f() { ec2::describe_vpcc() }
      |          ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `ec2::describe_vpcs`?
    ");
}

#[test]
fn trap_positions_hold_inside_a_quote_and_after_many_blocks() {
    let text = "# Lab\n\n## S\n\n> - text\n>\n>   ```rhai solve\n>   let e = \"é\";\n>   say(\"é\" + nope);\n>   ```\n";
    insta::assert_snapshot!(Bench::new(text).wrong(Role::Solve), @r#"
    error[unknown-name]: there is no `nope` here
     --> lab.md:9:15
      |
    9 | >   say("é" + nope);
      |               ^^^^
      |
      = help: define it in this block, or in a setup block of this step or of the document
    "#);
}

#[test]
fn an_account_that_the_front_matter_does_not_name_is_told_at_its_place() {
    let told = |code: &str| Bench::with_partner("check", code).wrong(Role::Check);
    insta::assert_snapshot!(told("as_account(\"partnr\", || ec2::describe_vpcs());"), @r#"
    error[unknown-account]: the front matter names no account `partnr`
     --> lab.md:9:1
      |
    9 | as_account("partnr", || ec2::describe_vpcs());
      | ^^^^^^^^^^
      |
      = help: did you mean `partner`?
    "#);
    assert!(told("as_account(\"auditor\", || 1);").contains("name it there: `accounts: [auditor]`"));
    assert_eq!(told("as_account(\"222233334444\", || 1);"), "nothing is wrong");
    assert_eq!(
        told("let name = \"any\"; as_account(name, || 1);"),
        "nothing is wrong"
    );
}
