//! Who sees which names.

use crate::event::Role;
use crate::script::testing::{Bench, checks};
use crate::script::{Claim, Holdings, Host};

const TWO_STEPS: &str = "\
---
inputs:
  who: { ask: Who?, default: ana }
---
# Lab

```rhai setup
let common = [1];
let add = |n| n + common.len();
```

## One

```rhai setup
let own = #{ list: [1, 2] };
const FIXED = 7;
```

```rhai solve
own.list.push(3);
let gone = 1;
say(`${who} ${run.region} ${own.list.len()} ${common.len()}`);
```

```rhai check
check_eq(\"the solve's change is not seen\", own.list.len(), 2);
check_eq(\"functions see inputs and run\", f(), \"ana in us-east-1\");
check_eq(\"constants flow on\", FIXED, 7);
fn f() { who + \" in \" + run.region }
```

## Two

```rhai check
common.push(2);
check_eq(\"another step's names are not seen\", common.len(), 2);
```
";

#[test]
fn a_step_stands_alone() {
    let bench = Bench::new(TWO_STEPS).input("who", "ana");
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    let solved = bench.run_in(&mut host, 0, Role::Solve);
    assert!(solved.failure.is_none(), "{:?}", solved.failure);
    assert_eq!(bench.said(), ["ana us-east-1 3 1"]);
    let report = run_again(&bench, &mut host, 0);
    insta::assert_snapshot!(report, @r#"
    26 Passed the solve's change is not seen: 2
    27 Passed functions see inputs and run: "ana in us-east-1"
    28 Passed constants flow on: 7
    "#);
    insta::assert_snapshot!(run_again(&bench, &mut host, 1), @"36 Passed another step's names are not seen: 2");
    insta::assert_snapshot!(run_again(&bench, &mut host, 1), @"36 Failed another step's names are not seen: 3 is not 2");
}

fn run_again(bench: &Bench, host: &mut Host, step: usize) -> String {
    let report = bench.run_in(host, step, Role::Check);
    assert!(report.failure.is_none(), "{:?}", report.failure);
    checks(&report).join("\n")
}

#[test]
fn names_of_another_step_or_block_are_found_missing_before_anything_runs() {
    let text = TWO_STEPS.replace("common.push(2);", "own.list.push(2); gone");
    insta::assert_snapshot!(Bench::new(&text).wrong(Role::Check), @r"
    error[unknown-name]: there is no `own` here
      --> lab.md:35:1
       |
    35 | own.list.push(2); gone
       | ^^^
       |
       = help: define it in this block, or in a setup block of this step or of the document
    ");
    let near = TWO_STEPS.replace("let gone = 1;", "let gone = onw;");
    insta::assert_snapshot!(Bench::new(&near).wrong(Role::Check), @r"
    error[unknown-name]: there is no `onw` here
      --> lab.md:21:12
       |
    21 | let gone = onw;
       |            ^^^
       |
       = help: did you mean `own`?
    ");
}

#[test]
fn trap_a_constant_is_not_redefined_silently() {
    let text = TWO_STEPS.replace(
        "let gone = 1;",
        "let who = 1; const FIXED = 8; let run = 1; let own = 2; let x = || { let who = 1; };",
    );
    insta::assert_snapshot!(Bench::new(&text).wrong(Role::Solve), @r"
    error[constant-redefined]: `who` is a constant already
      --> lab.md:21:5
       |
    21 | let who = 1; const FIXED = 8; let run = 1; let own = 2; let x = || { let who = 1; };
       |     ^^^ defined again here
       |
       = help: take another name: inputs, `run`, `as=` texts and constants keep their value

    error[constant-redefined]: `FIXED` is a constant already
      --> lab.md:21:20
       |
    21 | let who = 1; const FIXED = 8; let run = 1; let own = 2; let x = || { let who = 1; };
       |                    ^^^^^ defined again here
       |
       = help: take another name: inputs, `run`, `as=` texts and constants keep their value

    error[constant-redefined]: `run` is a constant already
      --> lab.md:21:35
       |
    21 | let who = 1; const FIXED = 8; let run = 1; let own = 2; let x = || { let who = 1; };
       |                                   ^^^ defined again here
       |
       = help: take another name: inputs, `run`, `as=` texts and constants keep their value

    error[constant-redefined]: `who` is a constant already
      --> lab.md:21:74
       |
    21 | let who = 1; const FIXED = 8; let run = 1; let own = 2; let x = || { let who = 1; };
       |                                                                          ^^^ defined again here
       |
       = help: take another name: inputs, `run`, `as=` texts and constants keep their value
    ");
}

#[test]
fn trap_a_function_sees_nothing_of_its_block() {
    let bench = Bench::block("solve", "let x = 1;\nfn f() { x }\nf();");
    insta::assert_snapshot!(bench.wrong(Role::Solve), @r"
    error[unknown-name]: there is no `x` here
     --> lab.md:7:10
      |
    7 | fn f() { x }
      |          ^
      |
      = help: define it in this block, or in a setup block of this step or of the document
    ");
    let setup = Bench::new(
        "# Lab\n\n## S\n\n```rhai setup\nlet x = 1;\n```\n\n```rhai solve\nfn f() { x }\nf();\n```\n",
    );
    insta::assert_snapshot!(setup.wrong(Role::Solve), @r"
    error[unknown-name]: there is no `x` here
      --> lab.md:10:10
       |
    10 | fn f() { x }
       |          ^
       |
       = help: a function sees no names but its own: give it `x` as a parameter
    ");
}

#[test]
fn trap_a_scope_does_not_grow_from_block_to_block() {
    let blocks = "```rhai setup\nlet x = 1; let y = 2;\n```\n\n".repeat(50);
    let bench = Bench::new(&format!(
        "# Lab\n\n{blocks}## S\n\n```rhai check\ncheck_eq(\"x\", x + y, 3);\n```\n"
    ));
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    assert_eq!(host.scope_len(), 3);
}

#[test]
fn memories_of_a_setup_are_told_with_the_next_report() {
    let bench = Bench::new(
        "# Lab\n\n## S\n\n```rhai setup\nremember(\"ec2:vpc\", \"vpc-1\", #{ Name: \"old\" });\n```\n\n\
         ```rhai check\nclaim(\"ec2:vpc\", \"vpc-1\"); claim(\"ec2:vpc\", \"vpc-1\");\n```\n\n\
         ```rhai cleanup\nsay(owned(\"ec2:vpc\")); say(remembered(\"ec2:vpc\", \"vpc-1\").Name); \
         say(remembered(\"ec2:vpc\", \"no\") == ());\n```\n",
    );
    let mut host = bench.host().unwrap();
    let report = bench.run_in(&mut host, 0, Role::Check);
    assert_eq!(
        report.claims,
        [Claim {
            kind: "ec2:vpc".to_owned(),
            id: "vpc-1".to_owned()
        }]
    );
    assert_eq!(report.memories[0].value, crate::value!({ "Name": "old" }));
    let step = bench.step(0);
    let mut holdings = Holdings::default();
    holdings
        .owned
        .insert("ec2:vpc".to_owned(), vec!["vpc-2".to_owned()]);
    let state = crate::value!({ "Name": "old" });
    holdings.remembered.insert(
        "ec2:vpc".to_owned(),
        [("vpc-1".to_owned(), state)].into_iter().collect(),
    );
    host.enter(step).unwrap();
    let report = host.run(step, &step.blocks[2], &holdings);
    assert!(
        report.failure.is_none() && report.memories.len() == 1,
        "{report:?}"
    );
    assert_eq!(bench.said(), [r#"["vpc-2"]"#, "old", "true"]);
}

#[test]
fn modules_are_ambient_and_call_each_other() {
    let bench = Bench::block("check", "check_eq(\"through modules\", lab::a::twice(21), 42);\ncheck(\"f\", lab::a::filtered([1, 2, 3]) == [3]);")
        .module("a", "fn twice(n) { lab::b::double(n) + LOCAL() }\nfn LOCAL() { 0 }\nfn filtered(l) { let k = 2; l.filter(|x| x > k) }")
        .module("b", "const TWO = 2;\nfn double(n) { n * global::TWO }");
    let report = bench.run(Role::Check);
    assert!(report.failure.is_none(), "{:?}", report.failure);
    insta::assert_snapshot!(checks(&report).join("\n"), @r"
    6 Passed through modules: 42
    7 Passed f: [3]
    ");
    insta::assert_snapshot!(Bench::block("solve", "lab::aa::twice(1); lab::a::twise(1); lab::a::twice();").module("a", "fn twice(n) { n }").wrong(Role::Solve), @r"
    error[unknown-module]: there is no module `lab::aa`
     --> lab.md:6:1
      |
    6 | lab::aa::twice(1); lab::a::twise(1); lab::a::twice();
      | ^^^^^^^^^^^^^^
      |
      = help: did you mean `lab::a`?

    error[unknown-function]: `lab::a` has no function `twise`
     --> lab.md:6:20
      |
    6 | lab::aa::twice(1); lab::a::twise(1); lab::a::twice();
      |                    ^^^^^^^^^^^^^
      |
      = help: did you mean `lab::a::twice`?

    error[wrong-arguments]: `lab::a::twice` takes 1 arguments, not 0
     --> lab.md:6:38
      |
    6 | lab::aa::twice(1); lab::a::twise(1); lab::a::twice();
      |                                      ^^^^^^^^^^^^^
    ");
}
