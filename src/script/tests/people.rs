//! Questions and remarks.

use crate::event::{Event, Remark, Role};
use crate::port::{PromptKind, Stop};
use crate::script::Cause;
use crate::script::testing::{Bench, checks, shown};
use crate::value::Value;

#[test]
fn questions_are_asked_once_in_a_run_and_secrets_are_kept_back() {
    let text = "# Lab\n\n## S\n\n```rhai setup\nlet name = ask(\"name\", \"Your name?\", #{ \"default\": \"ana\", pattern: \"[a-z]+\", help: \"short\" });\n\
        let size = choose(\"size\", \"Which?\", [\"small\", #{ value: \"l\", label: \"Large\" }]);\nlet sure = confirm(\"sure\", \"Sure?\");\n\
        let key = secret(\"key\", \"The key?\");\n```\n\n```rhai check\ncheck(`${name} ${size} ${sure} ${key}`, true);\n```\n";
    let bench = Bench::new(text).told(["bo".into(), "l".into(), true.into(), "hunter22".into()]);
    let mut host = bench.host().unwrap();
    let report = bench.run_in(&mut host, 0, Role::Check);
    assert_eq!(checks(&report), ["13 Passed bo l true ********:"]);
    let again = bench.run_in(&mut host, 0, Role::Check);
    assert!(again.failure.is_none());
    let prompts = bench.prompter.prompts();
    assert_eq!(prompts.len(), 4);
    assert_eq!(prompts[0].default, Some(Value::from("ana")));
    assert_eq!(
        prompts[0].kind,
        PromptKind::Text {
            pattern: Some("[a-z]+".to_owned())
        }
    );
    let answered: Vec<(String, Value, bool)> = bench
        .sink
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::Answered {
                name, value, secret, ..
            } => Some((name, value, secret)),
            _ => None,
        })
        .collect();
    assert_eq!(answered[1], ("size".to_owned(), "l".into(), false));
    assert_eq!(answered[3], ("key".to_owned(), Value::Null, true));
}

#[test]
fn a_question_without_an_answer_ends_the_block_also_where_it_is_caught() {
    let setup = |code: &str| {
        Bench::new(&format!(
            "# Lab\n\n## S\n\n```rhai setup\n{code}\n```\n\n```rhai check\ncheck(\"x\", true);\n```\n"
        ))
    };
    struct Nobody;
    impl crate::port::Prompter for Nobody {
        fn ask(&self, prompt: &crate::port::Prompt) -> Result<crate::port::Answer, crate::port::PromptError> {
            Err(crate::port::PromptError::Unanswered {
                name: prompt.name.clone(),
            })
        }
    }
    let bench = setup("let x = 1; try { x = [1].map(|n| ask(\"vpc\", \"Which?\")); } catch { }");
    let mut doors = bench.doors();
    doors.prompter = std::sync::Arc::new(Nobody);
    let failure = bench.run_with(doors, Role::Check).failure.unwrap();
    assert!(matches!(failure.cause, Cause::Prompt));
    insta::assert_snapshot!(crate::script::testing::failed(&failure), @r#"
    error[unanswered]: there is no terminal to ask for `vpc`, and it has no answer and no default
     --> lab.md:6:34
      |
    6 | let x = 1; try { x = [1].map(|n| ask("vpc", "Which?")); } catch { }
      |                                  ^^^
      |
      = help: answer it with `--set vpc=...`, or in a file with `--answers FILE`
    "#);
    let gone = setup("ask(\"x\", \"X?\");").run(Role::Check).failure.unwrap();
    assert!(matches!(gone.cause, Cause::Stopped(Stop::Interrupted)));
    insta::assert_snapshot!(setup("ask(\"x\", \"X?\", #{ defualt: 1 });").wrong(Role::Check), @r#"
    error[unknown-option]: a question has no option `defualt`
     --> lab.md:6:1
      |
    6 | ask("x", "X?", #{ defualt: 1 });
      | ^^^
      |
      = help: did you mean `default`?
    "#);
}

#[test]
fn remarks_are_told_as_what_they_are() {
    let bench = Bench::block(
        "hint",
        "say(\"look \\x1b[31mthere\");\nnote(5);\nprint(\"p\");\nsay([1, \"a\"]);",
    );
    let report = bench.run(Role::Hint);
    assert!(report.failure.is_none(), "{:?}", report.failure);
    let told: Vec<(Remark, String)> = bench
        .sink
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::Said { remark, text, .. } => Some((remark, text)),
            _ => None,
        })
        .collect();
    assert_eq!(told[0], (Remark::Hint, "look [31mthere".to_owned()));
    assert_eq!(told[1], (Remark::Note, "5".to_owned()));
    assert_eq!(told[2], (Remark::Say, "p".to_owned()));
    assert_eq!(told[3].1, "[1,\"a\"]");
}

#[test]
fn helpers_read_tags_json_and_time() {
    let code = "\
let vpc = #{ Tags: [#{ Key: \"Name\", Value: \"Default\" }] };
check_eq(\"tag\", tag(vpc, \"Name\"), \"Default\");
check_eq(\"no tag\", tag(#{}, \"Name\") ?? \"none\", \"none\");
check_eq(\"tags\", tags(#{ Name: \"x\" }), [#{ Key: \"Name\", Value: \"x\" }]);
check_eq(\"json\", to_json(#{ a: [1, ()], t: moment(0) }), `{\"a\":[1,null],\"t\":\"1970-01-01T00:00:00Z\"}`);
check_eq(\"parsed\", parse_json(`{\"a\": [1, 2.5, \"x\", null]}`).a[1], 2.5);
check_eq(\"find\", [1, 2, 3].find(|n| n > 1), 2);
check_eq(\"since\", seconds_since(now() - 60), 60);
check_eq(\"password\", password(#{ MinimumPasswordLength: 30 }).len, 30);";
    let report = Bench::block("check", code).run(Role::Check);
    let wrong: Vec<String> = checks(&report)
        .into_iter()
        .filter(|line| !line.contains("Passed"))
        .collect();
    assert!(
        wrong.is_empty() && report.failure.is_none() && report.checks.len() == 8,
        "{wrong:?} {}",
        report.failure.map_or(String::new(), |f| shown(&[*f.diagnostic]))
    );
}
