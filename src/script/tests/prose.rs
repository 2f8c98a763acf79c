//! `{{ }}` in prose, texts and queries.

use crate::event::Role;
use crate::script::testing::{Bench, failed};
use crate::value;

const TEXT: &str = "\
# Lab

Hello {{ who }}.

```json as=policy
{ \"Name\": \"{{ who }}\", \"Raw\": \"\\{{ x }}\" }
```

## S

The id is `{{ id }}` and {{ [1, 2].map(|n| n + 1) }}, not \\{{ that }}.

```bash
aws ec2 describe-vpcs --vpc-ids {{ shown }}
```

```rhai setup
let id = \"vpc-1\";
let list = [\"a'b\", \"c\"];
```

```text as=doc raw=true
keep {{ this }}
```

```sql athena into=rows
SELECT * FROM {{ ident(\"my table\") }} WHERE id = {{ id }} AND n IN {{ list }}
```

```bash ssm target=id into=out
echo {{ list }} ${HOME}
```

```rhai check
check_eq(\"policy\", policy, `{ \"Name\": \"ana\", \"Raw\": \"{{ x }}\" }\n`);
check_eq(\"raw\", doc, \"keep {{ this }}\\n\");
check_eq(\"rows\", rows, ());
```
";

#[test]
fn expressions_become_text_literals_and_words() {
    let bench = Bench::new(TEXT).input("who", "ana");
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    let step = bench.step(0);
    host.enter(step).unwrap();
    assert_eq!(host.prose(None).unwrap().values, ["ana", "ana"]);
    let prose = host.prose(Some(step)).unwrap();
    assert_eq!(prose.values[..2], ["vpc-1", "[2,3]"]);
    assert!(
        prose
            .markdown
            .contains("The id is `\u{e000}0\u{e001}` and \u{e000}1\u{e001}, not {{ that }}."),
        "{}",
        prose.markdown
    );
    assert!(prose.markdown.contains("--vpc-ids {{ shown }}"));
    let rendered = |role| {
        let block = step
            .blocks
            .iter()
            .find(|block| block.task.role() == Some(role))
            .unwrap();
        let mut host = bench.host().unwrap();
        host.open().unwrap();
        host.enter(step).unwrap();
        host.render(step, block).unwrap()
    };
    assert_eq!(
        rendered(Role::Query),
        "SELECT * FROM \"my table\" WHERE id = 'vpc-1' AND n IN ('a''b', 'c')\n"
    );
    assert_eq!(rendered(Role::Command), "echo 'a'\\''b' 'c' ${HOME}\n");
    assert_eq!(host.get("id"), Some("vpc-1".into()));
    let block = step
        .blocks
        .iter()
        .find(|block| block.task.role() == Some(Role::Check))
        .unwrap();
    let report = host.run(step, block, &crate::script::Holdings::default());
    assert!(
        report.failure.is_none()
            && report
                .checks
                .iter()
                .all(|c| c.state == crate::event::CheckState::Passed),
        "{report:?}"
    );
    host.put("rows", &value!([{ "a": 1 }]));
    let report = host.run(step, block, &crate::script::Holdings::default());
    assert_eq!(report.checks[2].evidence, r#"[{"a":1}] is not nothing"#);
}

#[test]
fn trap_an_expression_cannot_change_what_it_shows() {
    let bench = Bench::new(
        "# Lab\n\n## S\n\n{{ list.push(1) }}\n\n```rhai setup\nlet list = [];\n```\n\n```rhai check\ncheck(\"x\", true);\n```\n",
    );
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    host.enter(bench.step(0)).unwrap();
    insta::assert_snapshot!(failed(&host.prose(Some(bench.step(0))).unwrap_err()), @r"
    error[constant]: `push` would change a constant
     --> lab.md:5:9
      |
    5 | {{ list.push(1) }}
      |         ^^^^
      |
      = help: change a copy: `let mine = it;`
    ");
    assert_eq!(host.get("list"), Some(value!([])));
}

#[test]
fn what_is_wrong_between_braces_is_told_at_its_place() {
    let bench = Bench::new(
        "# Lab\n\nA {{ nope }} and {{ }} and {{ open\n\n## S\n\nIt's {{ 1 + }}.\n\n```rhai check\ncheck(\"x\", true);\n```\n",
    );
    insta::assert_snapshot!(bench.wrong(Role::Check), @r"
    error[unknown-name]: there is no `nope` here
     --> lab.md:3:6
      |
    3 | A {{ nope }} and {{ }} and {{ open
      |      ^^^^
      |
      = help: define it in this block, or in a setup block of this step or of the document

    error[empty-expression]: there is nothing between `{{` and `}}`
     --> lab.md:3:20
      |
    3 | A {{ nope }} and {{ }} and {{ open
      |                    ^
      |
      = help: write an expression, or `\{{` for plain braces

    error[unclosed-expression]: `{{` is not closed
     --> lab.md:3:28
      |
    3 | A {{ nope }} and {{ }} and {{ open
      |                            ^^ opens here
      |
      = help: close it with `}}` in the same paragraph, or write `\{{` for plain braces

    error[syntax]: the script ends too early
     --> lab.md:7:13
      |
    7 | It's {{ 1 + }}.
      |             ^
    ");
}

#[test]
fn a_value_without_a_literal_is_refused() {
    let bench = Bench::new("# Lab\n\n## S\n\n```sql athena\nSELECT {{ #{ a: 1 } }}\n```\n");
    let mut host = bench.host().unwrap();
    host.open().unwrap();
    let step = bench.step(0);
    host.enter(step).unwrap();
    insta::assert_snapshot!(failed(&host.render(step, &step.blocks[0]).unwrap_err()), @r"
    error[unwritable-value]: a map has no place in SQL
     --> lab.md:6:10
      |
    6 | SELECT {{ #{ a: 1 } }}
      |          ^^^^^^^^^^^
    ");
}
