//! The format as a whole: what a good document becomes, what each malformed one is told.

use super::*;
use crate::diagnostic::Face;
use crate::event::Role;
use std::time::Duration;

const GOOD: &str = include_str!("good.md");

fn read(text: &str) -> (Runbook, String) {
    let (runbook, found) = parse(&Source::new("a.md", text));
    let mut told = String::new();
    for diagnostic in &found {
        assert!(
            !diagnostic.label.is_empty() && diagnostic.help.is_some(),
            "{}",
            diagnostic.code
        );
        told += &Face::Concise.render(std::slice::from_ref(diagnostic), false);
    }
    (runbook, told)
}

#[test]
fn a_good_document_is_read_whole() {
    let (runbook, told) = read(GOOD);
    assert_eq!(told, "");
    assert_eq!(runbook.title, "Day 0");
    assert_eq!(runbook.front.regions, ["us-east-1"]);
    assert_eq!(runbook.front.inputs.len(), 3);
    assert_eq!(runbook.front.timing.within, Some(Duration::from_secs(120)));
    assert_eq!(runbook.setup.len(), 2);
    let outline: Vec<_> = runbook
        .steps
        .iter()
        .map(|step| {
            (
                step.id.as_str(),
                step.level,
                step.section.as_deref(),
                step.is_reading(),
            )
        })
        .collect();
    assert_eq!(
        outline,
        [
            ("read-me-first", 2, None, true),
            ("detector", 2, None, false),
            (
                "look-at-the-findings",
                3,
                Some("Enable `GuardDuty`".replace('`', "").as_str()),
                false
            ),
            ("read-me-first-1", 2, None, true),
        ]
    );
    let step = runbook.step("detector").unwrap();
    assert_eq!(step.attributes.tags, ["detect", "day0"]);
    assert_eq!(step.attributes.minutes, Some(5));
    assert_eq!(step.attributes.cost.as_deref(), Some("30-day trial"));
    let tasks: Vec<_> = step.blocks.iter().map(|block| block.task.role()).collect();
    assert_eq!(
        tasks,
        [
            Some(Role::Setup),
            None,
            Some(Role::Solve),
            Some(Role::Check),
            Some(Role::Hint)
        ]
    );
    let Task::Check(Some(waiting)) = &step.blocks[3].task else {
        panic!()
    };
    assert_eq!((waiting.within.as_secs(), waiting.every.as_secs()), (300, 10));
    let step = runbook.step("look-at-the-findings").unwrap();
    let Task::Query(query) = &step.blocks[0].task else {
        panic!()
    };
    assert_eq!(
        (query.into.as_deref(), query.max_scan),
        (Some("rows"), Some(1_000_000_000))
    );
    let Task::Command(command) = &step.blocks[1].task else {
        panic!()
    };
    assert_eq!(
        (command.target.as_str(), command.within),
        ("instance", Some(Duration::from_secs(120)))
    );
    let Task::Check(Some(waiting)) = &step.blocks[2].task else {
        panic!()
    };
    assert_eq!(waiting.within.as_secs(), 120, "the document's default");
    assert_ne!(step.digest(&runbook.source), runbook.digest());
}

#[test]
fn what_is_read_is_told_apart_from_what_is_folded_away() {
    let (runbook, _) = read(GOOD);
    let source = &runbook.source;
    insta::assert_snapshot!(runbook.prose.text(source).trim(), @r#"
    Welcome, {{ name }}.


    ```json as=policy
    { "Version": "2012-10-17" }
    ```
    "#);
    let step = runbook.step("detector").unwrap();
    insta::assert_snapshot!(step.prose.text(source).trim(), @r#"
    Open it in `{{ run.region }}`.

    ```bash
    aws guardduty create-detector --enable # {{ literal }}
    ```


    > Paste this:
    >
    > ```text as=data
    > name={{ name }}
    >
    > end
    > ```



    1. One:


    2. Two.


    ### Notes

    Nothing runs here.
    "#);
    let literal: Vec<&str> = step
        .prose
        .pieces
        .iter()
        .filter(|piece| piece.literal)
        .map(|piece| source.slice(piece.span))
        .collect();
    assert_eq!(
        literal,
        ["```bash\naws guardduty create-detector --enable # {{ literal }}\n```"]
    );
    let [hint] = step.hints.as_slice() else {
        panic!("{:?}", step.hints)
    };
    assert_eq!(hint.summary, "Which region?");
    assert_eq!(
        hint.body.text(source).trim(),
        "Look at the *top right*: {{ run.region }}."
    );
    let solutions: Vec<&str> = step
        .solutions
        .iter()
        .map(|details| details.summary.as_str())
        .collect();
    assert_eq!(solutions, ["Solution", "Check"]);
    assert_eq!(step.solutions[0].body.text(source).trim(), "The whole of it.");
    // A section that is only read has nothing to hint at.
    let reading = runbook.step("read-me-first").unwrap();
    assert!(reading.hints.is_empty() && reading.prose.text(source).contains("Why?"));
}

#[test]
fn code_keeps_its_positions_in_quotes_and_lists() {
    let (runbook, _) = read(GOOD);
    let source = &runbook.source;
    for block in runbook
        .setup
        .iter()
        .chain(runbook.steps.iter().flat_map(|step| &step.blocks))
    {
        let text = block.code.text(source);
        assert!(
            !text
                .lines()
                .any(|line| line.starts_with(['>', ' ']) && !line.contains("true")),
            "{text}"
        );
        let tangled = Source::new("tangled", &block.code.tangled(source));
        for segment in &block.code.segments {
            let place = source.place(segment.start);
            let at = tangled.byte(place);
            assert_eq!(tangled.place(at), place);
            assert!(tangled.text()[at..].starts_with(source.slice(*segment)));
        }
    }
}

/// What is told of a malformed text, without the file's name.
#[test]
fn every_malformed_thing_is_told_at_its_place_with_advice() {
    let mut told = String::new();
    for (name, text) in CASES {
        told += &format!("{name}\n");
        told += &read(text).1.replace("a.md:", "  ");
    }
    insta::assert_snapshot!(told, @r#"
    unknown role
      2:9: error[unknown-role]: there is no role `chek`; did you mean `check`?
    unknown role of a language that is shown
      2:7: error[unknown-role]: there is no role `{1,3}`; a fence that is only shown has the language alone: `js`
    no role
      2:4: error[missing-role]: a `rhai` block has no role; write `rhai setup`, `rhai solve`, `rhai check`, `rhai hint` or `rhai cleanup`
    no role, an attribute
      2:4: error[missing-role]: a `rhai` block has no role; write `rhai setup`, `rhai solve`, `rhai check`, `rhai hint` or `rhai cleanup`
    no language
      2:4: error[missing-language]: the info string does not begin with a language; write `text as=x`
    two roles
      2:15: error[second-role]: `hint` is one word too many; write attributes as `key=value`, with quotes around a value of several words
    wrong language
      2:4: error[wrong-language]: the role `athena` does not go with `rhai`; write `sql athena`
    wrong language for rhai's roles
      2:4: error[wrong-language]: the role `solve` does not go with `bash`; write `rhai solve`
    unknown attribute
      2:15: error[unknown-attribute]: there is no attribute `withn` here; did you mean `within`?
    an attribute of another role
      2:15: error[unknown-attribute]: there is no attribute `max_scan` here; `max_scan=` belongs to `sql athena`
    an attribute of a role that takes none
      2:14: error[unknown-attribute]: there is no attribute `within` here; `within=` belongs to `rhai check`
    an attribute of other tools
      2:9: error[unknown-attribute]: there is no attribute `title` here; it can be `as` or `raw`
    repeated attribute
      2:25: error[repeated-attribute]: the attribute `within` is given twice; keep one of them
    duration
      2:22: error[invalid-attribute]: `5` cannot be the value of `within`; write a duration like `10s`, `5m` or `1h30m`
      2:30: error[invalid-attribute]: `10q` cannot be the value of `every`; write a duration like `10s`, `5m` or `1h30m`
    every alone
      2:15: error[missing-attribute]: `every=` says how often to try, and nothing says for how long; add `within=5m`, or whatever time it may take
    usually and defer alone
      2:15: error[missing-attribute]: `usually=` says how long it takes as a rule, and nothing says for how long; add `within=5m`, or whatever time it may take
      2:26: error[missing-attribute]: `defer=` says to go on meanwhile, and nothing says for how long; add `within=5m`, or whatever time it may take
    ranges and flags
      2:33: error[invalid-attribute]: `5m..1m` cannot be the value of `usually`; the shorter time comes first; write a range like `1m..5m`, or `5m` for anything up to it
      2:46: error[invalid-attribute]: `yes` cannot be the value of `defer`; it can be `true` or `false`
      5:33: error[invalid-attribute]: it usually takes longer than it is waited for; let `within=` be the longer one
    needs
      2:18: error[invalid-attribute]: `t,s-on,x,` cannot be the value of `needs`; write ids of steps with single commas between them: `needs=vpc,subnets`
      2:18: error[unknown-step]: `t` does not come before this step; name a step that stands above
      2:20: error[unknown-step]: there is no step `s-on`; no step stands before it
      2:25: error[unknown-step]: there is no step `x`; no step stands before it
      6:18: error[unknown-step]: there is no step `s-on`; did you mean `s-one`?
    deferred results
      4:4: error[deferred-results]: this check cannot be put off: what `into=` gives to its step is gone when the run goes on; leave `defer=true` out, or give the check a step of its own
    size
      2:24: error[invalid-attribute]: `1gig` cannot be the value of `max_scan`; write a size like `500MB` or `1GB`
    no target
      2:4: error[missing-attribute]: an instance command does not say which instance it runs on; add `target=NAME`, NAME being what the setup block calls the instance's id
    no value
      2:13: error[malformed-attribute]: the attribute `target` has no value; write `target=VALUE` without a blank, or leave it out
    open quote
      2:20: error[malformed-attribute]: the quote of an attribute does not close; end the value with `"` on the same line
    raw
      2:23: error[invalid-attribute]: `yes` cannot be the value of `raw`; it can be `true` or `false`
    name
      2:12: error[invalid-attribute]: `my-policy` cannot be the value of `as`; a name begins with a letter and goes on with letters, digits and `_`: write `as=my_policy`
    reserved name
      2:12: error[invalid-attribute]: `fn` cannot be the value of `as`; the scripts keep this word for themselves: write `as=fn_`
    same name twice
      4:12: error[duplicate-name]: the name `a` is given twice; choose another name
      8:27: error[duplicate-name]: the name `b` is given twice; choose another name
    unclosed fence
      2:1: error[unclosed-fence]: this fence is never closed, and takes in everything below it; close it with the line ```
    unclosed fence in a quote
      2:3: error[unclosed-fence]: this fence is never closed, and takes in everything below it; close it with the line ~~~
    fence in HTML
      3:1: error[fence-in-html]: this fence is part of the HTML above it, and no block; put a blank line before it
    indented fence
      3:5: warning[indented-fence]: this block is indented by four columns or more, so it is only shown; indent it by three blanks at most, or as deep as the text of the list item that it is in
    unclosed comment
      2:1: error[unclosed-comment]: this comment is never closed, and hides everything below it; close it with `-->`
    details: never closed
      2:1: warning[unclosed-details]: this `<details>` is never closed, and folds away everything below it; close it with `</details>` on a line of its own, a blank line before it
    details: never opened
      4:1: warning[stray-details]: this closes a `<details>` that was never opened; delete it, or add `<details>` where it begins
    role before the first section
      2:4: error[block-outside-step]: the block `rhai check` belongs to no step; before the first section only `rhai setup` and `as=` texts may stand
    role under a later title
      4:4: error[block-outside-step]: the block `rhai check` belongs to no step; a `#` heading is a title and no step: give the blocks a `##` heading
    role without any heading
      1:4: error[block-outside-step]: the block `rhai solve` belongs to no step; before the first section only `rhai setup` and `as=` texts may stand
    step comment: key
      2:12: error[unknown-attribute]: a step has no attribute `tag`; did you mean `tags`?
    step comment: word
      2:12: error[malformed-step-comment]: `guardduty` is not an attribute of a step; write `<!-- step: id=NAME tags=a,b minutes=5 cost="..." -->`, with quotes around several words
    step comment: values
      2:15: error[invalid-attribute]: `a/b` cannot be the value of `id`; an id is made of letters, digits, `-` and `_`
      2:24: error[invalid-attribute]: `a,,b` cannot be the value of `tags`; write tags with single commas between them: `tags=detect,day1`
      2:37: error[invalid-attribute]: `some` cannot be the value of `minutes`; write a whole number: `minutes=5`
    step comment: twice
      2:17: error[repeated-attribute]: the attribute `id` is given twice; keep one of them
    step comment: no colon
      2:1: error[malformed-step-comment]: this comment is nearly a step comment; write `<!-- step: id=NAME tags=a,b minutes=5 cost="..." -->`
    step comment: misplaced
      3:1: error[misplaced-step-comment]: a step comment stands right under its heading; move it to the line after the heading
    step comment: under a heading that is no step
      3:11: error[misplaced-step-comment]: `T` is not a step, so it has no attributes; put it under the heading of a section, or of the blocks that it is about
    step comment: before any heading
      1:1: error[misplaced-step-comment]: a step comment stands right under its heading; move it to the line after the heading
    same id twice
      4:15: error[duplicate-id]: two steps have the id `a`; choose another `id=`
    an id that is another's slug
      2:15: error[duplicate-id]: two steps have the id `t`; choose another `id=`
    no id
      1:1: error[missing-id]: this step has no id; add `<!-- step: id=NAME -->` under the heading
    YAML
      2:8: error[invalid-yaml]: the front matter cannot be read: unclosed bracket '['; write YAML between the `---` lines: `key: value`, texts with `:` or `#` in quotes
    YAML, tabs
      3:2: error[invalid-yaml]: the front matter cannot be read: tabs disallowed within this context (block indentation); write YAML between the `---` lines: `key: value`, texts with `:` or `#` in quotes
    YAML, a key twice
      3:1: error[invalid-yaml]: the front matter cannot be read: duplicate mapping key: title; write YAML between the `---` lines: `key: value`, texts with `:` or `#` in quotes
    front matter: unclosed
      1:1: error[unclosed-front-matter]: the front matter is never closed; close it with a line of `---`
    front matter: not a map
      2:1: error[invalid-value]: the front matter is not a map; write `key: value` lines, indented below it
    front matter: key
      2:1: error[unknown-key]: the front matter has no key `tittle`; did you mean `title`?
      3:1: error[unknown-key]: the front matter has no key `region`; did you mean `regions`?
    front matter: types
      2:8: error[invalid-value]: this cannot be the value of `title`; write one text
      3:10: error[invalid-value]: this cannot be the value of `regions`; write a list: `[one, another]`
      4:10: error[invalid-value]: this cannot be the value of `summary`; YAML reads this as true or false: write `"yes"` if it is a text
    front matter: timing
      2:18: error[invalid-value]: this cannot be the value of `within`; write a duration like `10s`, `5m` or `1h30m`
      2:29: error[unknown-key]: `timing` has no key `evry`; did you mean `every`?
    front matter: trust
      2:19: error[invalid-value]: this cannot be the value of `mutating`; write `true` or `false`
      2:26: error[unknown-key]: `trust` has no key `service`; did you mean `services`?
    front matter: account
      2:12: error[invalid-name]: `my partner` cannot be the name of an account; make it of letters, digits, `-` and `_`
    input: name
      3:3: error[invalid-name]: `user-name` cannot be the name of an input; a name begins with a letter and goes on with letters, digits and `_`: write `user_name`
      4:3: error[invalid-name]: `run` cannot be the name of an input; the scripts keep this word for themselves: write `run_`
    input: key
      3:7: error[unknown-key]: the input `a` has no key `aks`; did you mean `ask`?
    input: not a map
      3:6: error[invalid-value]: the input `a` is not a map; write `key: value` lines, indented below it
    input: type
      3:13: error[invalid-value]: this cannot be the value of `type`; did you mean `string`?
    input: pattern
      3:16: error[invalid-value]: this cannot be the value of `pattern`; the regular expression does not compile: unclosed character class
    input: pattern of an integer
      3:27: error[invalid-value]: this cannot be the value of `pattern`; only a `string`, a `list` or a `secret` has a pattern
    input: default
      3:27: error[invalid-value]: this cannot be the value of `default`; a whole number is needed
      4:53: error[invalid-value]: this cannot be the value of `default`; did you mean `green`?
      5:35: error[invalid-value]: this cannot be the value of `default`; it must match `[a-z]+`
      6:28: error[invalid-value]: this cannot be the value of `default`; the address has bits beyond /8: write `10.0.0.0/8`
    input: choice of nothing
      3:3: error[missing-key]: the input `a` is a choice of nothing; add `choices: [one, another]`
    input: generate
      3:17: error[invalid-value]: this cannot be the value of `generate`; only `type: secret` is generated
    input: secret default
      3:30: error[invalid-value]: this cannot be the value of `default`; a secret in a document is none: leave it out, or write `generate: true`
    "#);
}

const CASES: &[(&str, &str)] = &[
    ("unknown role", "## S\n```rhai chek\n```\n"),
    (
        "unknown role of a language that is shown",
        "## S\n```js {1,3}\n```\n",
    ),
    ("no role", "## S\n```rhai\n```\n"),
    ("no role, an attribute", "## S\n```rhai within=5m\n```\n"),
    ("no language", "## S\n```as=x\n```\n"),
    ("two roles", "## S\n```rhai check hint\n```\n"),
    ("wrong language", "## S\n```rhai athena\n```\n"),
    ("wrong language for rhai's roles", "## S\n```bash solve\n```\n"),
    ("unknown attribute", "## S\n```rhai check withn=5m\n```\n"),
    (
        "an attribute of another role",
        "## S\n```rhai check max_scan=1GB\n```\n",
    ),
    (
        "an attribute of a role that takes none",
        "## S\n```rhai hint within=5m\n```\n",
    ),
    ("an attribute of other tools", "## S\n```bash title=x\n```\n"),
    (
        "repeated attribute",
        "## S\n```rhai check within=5m within=6m\n```\n",
    ),
    ("duration", "## S\n```rhai check within=5 every=10q\n```\n"),
    ("every alone", "## S\n```rhai check every=10s\n```\n"),
    (
        "usually and defer alone",
        "## S\n```rhai check usually=5m defer=true\n```\n",
    ),
    (
        "ranges and flags",
        "## S\n```rhai check within=5m usually=5m..1m defer=yes\n```\n## T\n```rhai check within=1m usually=1m..2m\n```\n",
    ),
    (
        "needs",
        "## S one\n<!-- step: needs=t,s-on,x, -->\n```rhai setup\n```\n## T\n<!-- step: needs=s-on -->\n```rhai setup\n```\n",
    ),
    (
        "deferred results",
        "## S\n```bash ssm target=i into=x\n```\n```rhai check within=5m defer=true\n```\n",
    ),
    ("size", "## S\n```sql athena max_scan=1gig\n```\n"),
    ("no target", "## S\n```bash ssm\n```\n"),
    ("no value", "## S\n```bash ssm target=\n```\n"),
    ("open quote", "## S\n```bash ssm target=\"a\n```\n"),
    ("raw", "## S\n```json as=policy raw=yes\n```\n"),
    ("name", "## S\n```json as=my-policy\n```\n"),
    ("reserved name", "## S\n```json as=fn\n```\n"),
    (
        "same name twice",
        "```json as=a\n```\n## S\n```json as=a\n```\n```sql athena into=b\n```\n```bash ssm target=x into=b\n```\n",
    ),
    ("unclosed fence", "## S\n```rhai check\nlet x = 1;\n\n## T\n"),
    (
        "unclosed fence in a quote",
        "## S\n> ~~~rhai check\n> let x = 1;\n\nText\n",
    ),
    (
        "fence in HTML",
        "## S\n<details>\n```rhai check\n```\n</details>\n",
    ),
    ("indented fence", "## S\n\n    ```rhai check\n    ```\n"),
    (
        "unclosed comment",
        "## S\n<!-- step: id=a\n\n```rhai check\n```\n",
    ),
    (
        "details: never closed",
        "## S\n<details><summary>Hint</summary>\n\nText\n",
    ),
    ("details: never opened", "## S\nText\n\n</details>\n"),
    ("role before the first section", "# T\n```rhai check\n```\n## S\n"),
    ("role under a later title", "# T\n## S\n# U\n```rhai check\n```\n"),
    ("role without any heading", "```rhai solve\n```\n"),
    ("step comment: key", "## S\n<!-- step: tag=a -->\n"),
    ("step comment: word", "## S\n<!-- step: guardduty -->\n"),
    (
        "step comment: values",
        "## S\n<!-- step: id=a/b tags=a,,b minutes=some -->\n",
    ),
    ("step comment: twice", "## S\n<!-- step: id=a id=b -->\n"),
    ("step comment: no colon", "## S\n<!-- step id=a -->\n"),
    ("step comment: misplaced", "## S\ntext\n<!-- step: id=a -->\n"),
    (
        "step comment: under a heading that is no step",
        "## S\n### T\n<!-- step: id=a -->\n",
    ),
    ("step comment: before any heading", "<!-- step: id=a -->\n"),
    (
        "same id twice",
        "## S\n<!-- step: id=a -->\n## T\n<!-- step: id=a -->\n",
    ),
    (
        "an id that is another's slug",
        "## S\n<!-- step: id=t -->\n## T\n",
    ),
    ("no id", "## !\n```rhai check\n```\n"),
    ("YAML", "---\ntitle: [a\n---\n"),
    ("YAML, tabs", "---\ninputs:\n\tname: x\n---\n"),
    ("YAML, a key twice", "---\ntitle: a\ntitle: b\n---\n"),
    ("front matter: unclosed", "---\ntitle: a\n"),
    ("front matter: not a map", "---\n- a\n---\n"),
    ("front matter: key", "---\ntittle: a\nregion: b\n---\n"),
    (
        "front matter: types",
        "---\ntitle: [a]\nregions: {a: b}\nsummary: yes\n---\n",
    ),
    (
        "front matter: timing",
        "---\ntiming: {within: 5 minutes, evry: 1s}\n---\n",
    ),
    (
        "front matter: trust",
        "---\ntrust: {mutating: maybe, service: [ec2]}\n---\n",
    ),
    ("front matter: account", "---\naccounts: [my partner]\n---\n"),
    (
        "input: name",
        "---\ninputs:\n  user-name: {ask: Who}\n  run: {ask: What}\n---\n",
    ),
    ("input: key", "---\ninputs:\n  a: {aks: Who}\n---\n"),
    ("input: not a map", "---\ninputs:\n  a: Who\n---\n"),
    (
        "input: type",
        "---\ninputs:\n  a: {type: strng, choices: [a]}\n---\n",
    ),
    ("input: pattern", "---\ninputs:\n  a: {pattern: \"[a\"}\n---\n"),
    (
        "input: pattern of an integer",
        "---\ninputs:\n  a: {type: int, pattern: \"[0-9]\"}\n---\n",
    ),
    (
        "input: default",
        "---\ninputs:\n  a: {type: int, default: some}\n  b: {type: choice, choices: [red, green], default: gren}\n  c: {pattern: \"[a-z]+\", default: \"9\"}\n  d: {type: cidr, default: 10.0.0.1/8}\n---\n",
    ),
    (
        "input: choice of nothing",
        "---\ninputs:\n  a: {type: choice}\n---\n",
    ),
    ("input: generate", "---\ninputs:\n  a: {generate: true}\n---\n"),
    (
        "input: secret default",
        "---\ninputs:\n  a: {type: secret, default: hunter2}\n---\n",
    ),
];

#[test]
fn a_document_has_at_most_as_many_lines_as_positions_can_count() {
    let (_, told) = read(&"\n".repeat(LINES));
    insta::assert_snapshot!(told, @"a.md:65536:1: error[too-many-lines]: the document has more than 65535 lines; split it into several runbooks; `requires:` ties them together");
    assert_eq!(read(&"\n".repeat(LINES - 1)).1, "");
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(200))]

    #[test]
    fn no_text_makes_it_panic(text in "([-#`~>< \n\t{}=:!a-z\"é\u{1F600}]|```rhai check|<details>|<!--|-->|</summary>|- |1\\. |---\n){0,60}") {
        sound(&text);
    }

    #[test]
    fn no_mutation_of_a_good_document_makes_it_panic(cuts in proptest::collection::vec((0.0..1.0_f64, 0.0..0.05_f64, "[-`~><\n \t\"=:#]{0,4}"), 1..6)) {
        let mut chars: Vec<char> = GOOD.chars().collect();
        for (at, length, insert) in cuts {
            let from = (at * chars.len() as f64) as usize;
            let to = (from + (length * chars.len() as f64) as usize).min(chars.len());
            chars.splice(from..to, insert.chars());
        }
        sound(&chars.into_iter().collect::<String>());
    }
}

/// What holds for every text: spans lie in it and on characters, tangled code keeps its places, passages go forward.
fn sound(text: &str) {
    let source = Source::new("a.md", text);
    let (runbook, found) = parse(&source);
    for diagnostic in &found {
        assert!(
            source.text().get(diagnostic.span.range()).is_some(),
            "{diagnostic:?}"
        );
        for face in [Face::Full, Face::Concise, Face::Json, Face::Github] {
            assert!(!face.render(std::slice::from_ref(diagnostic), true).is_empty());
        }
    }
    let blocks = runbook
        .setup
        .iter()
        .chain(runbook.steps.iter().flat_map(|step| &step.blocks));
    for block in blocks {
        let tangled = Source::new("tangled", &block.code.tangled(&source));
        for segment in &block.code.segments {
            assert!(source.text().get(segment.range()).is_some());
            let place = source.place(segment.start);
            let at = tangled.byte(place);
            assert_eq!(tangled.place(at), place);
            assert!(tangled.text()[at..].starts_with(source.slice(*segment)));
        }
    }
    let passages = std::iter::once(&runbook.prose).chain(runbook.steps.iter().flat_map(|step| {
        std::iter::once(&step.prose).chain(
            step.hints
                .iter()
                .chain(&step.solutions)
                .map(|details| &details.body),
        )
    }));
    for passage in passages {
        let mut at = 0;
        for piece in &passage.pieces {
            assert!(piece.span.start >= at && source.text().get(piece.span.range()).is_some());
            at = piece.span.end;
        }
    }
}
