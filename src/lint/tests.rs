use super::*;
use crate::diagnostic::Face;
use std::collections::HashSet;

/// What lint says of a text, a line each; modules by name and text.
fn told(text: &str, modules: &[(&str, &str)]) -> String {
    let library = Library {
        modules: modules
            .iter()
            .map(|(name, text)| ((*name).to_owned(), Source::new(format!("{name}.rhai"), text)))
            .collect(),
        ..Library::default()
    };
    Face::Concise.render(&lint(&Source::new("a.md", text), &library), false)
}

/// A step with one block.
fn step(info: &str, code: &str) -> String {
    format!("# T\n## S\n```{info}\n{code}\n```\n")
}

#[test]
fn every_rule_has_a_page_and_every_file_is_a_rule() {
    let mut codes = HashSet::new();
    for rule in RULES {
        let manual = rule.manual();
        assert!(
            manual.starts_with("# ") && manual.contains("**Why.**"),
            "{manual}"
        );
        assert!(
            rule.codes.iter().all(|code| codes.insert(*code)),
            "{:?}",
            rule.codes
        );
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .filter(|file| {
            file.as_ref()
                .unwrap()
                .path()
                .extension()
                .is_some_and(|ext| ext == "rs")
        })
        .count();
    assert_eq!(
        files - 2,
        RULES.len(),
        "beside `rule.rs` and `tests.rs` each file is a rule"
    );
}

#[test]
fn a_sound_runbook_has_nothing_to_tell() {
    let text = "---\ntrust: {services: [guardduty], mutating: true}\n---\n# T\n## S\n\
        ```rhai setup\nlet found = guardduty::list_detectors().DetectorIds;\n```\n\
        ```rhai solve\nguardduty::create_detector(#{ Enable: true });\n```\n\
        ```rhai check\ncheck(\"it is on\", !found.is_empty());\n```\n\
        ```rhai cleanup\nfor id in owned(\"guardduty:detector\") { guardduty::delete_detector(#{ DetectorId: id }); }\n```\n";
    assert_eq!(told(text, &[]), "");
}

#[test]
fn what_is_read_and_not_acted_on_is_told() {
    let text = "---\nrequires: [b.md]\naccounts: [partner]\n---\n# T\n## S\n```sql athena\nselect 1\n```\n\
        ```bash ssm target=id\nuptime\n```\n";
    let told = told(text, &[]);
    assert_eq!(told.matches("warning[not-yet]").count(), 2, "{told}");
    assert!(told.contains("a.md:7:"), "{told}");
}

#[test]
fn a_block_that_looks_is_told_when_it_mutates_also_through_a_module() {
    insta::assert_snapshot!(told(&step("rhai check", "ec2::create_tags(#{ Resources: [\"r-1\"], Tags: [] });"), &[]), @"a.md:4:1: error[mutating-look]: a check only looks, and `ec2::create_tags` changes the account; do it in `solve`, and read here what came of it");
    let module = "fn touch(id) { ec2::delete_vpc(#{ VpcId: id }) }";
    insta::assert_snapshot!(told(&step("rhai hint", "lab::vpc::touch(\"vpc-1\");"), &[("vpc", module)]), @"a.md:4:1: error[mutating-look]: a hint only looks, and `ec2::delete_vpc` changes the account (at vpc.rhai:1); do it in `solve`, and read here what came of it");
}

#[test]
fn parameters_are_judged_where_they_are_literal() {
    let calls = "let name = \"x\";\n\
        ec2::describe_vpcs(#{ VpcIdz: [name] });\n\
        iam::get_group(#{});\n\
        sts::get_caller_identity(#{ Name: name });\n\
        ec2::describe_vpcs(#{ MaxResults: \"ten\" });\n\
        ec2::describe_vpcs(name);\n\
        ec2::wait_until_vpc_available(#{ VpcIdz: [name], WaiterConfig: #{ Delay: \"5\" } });\n\
        iam::wait_until_role_exists(#{ WaiterConfig: #{ Delay: 5, MaxAttempts: 2 } });\n\
        ec2::describe_vpcs(#{ WaiterConfig: #{} });";
    insta::assert_snapshot!(told(&step("rhai check", calls), &[]), @r#"
    a.md:5:23: error[unknown-parameter]: `ec2::describe_vpcs` has no parameter `VpcIdz`; did you mean `VpcIds`?
    a.md:6:1: error[missing-parameter]: `iam::get_group` needs `GroupName`; add `GroupName: ...` to the map
    a.md:7:29: error[unknown-parameter]: `sts::get_caller_identity` has no parameter `Name`; it takes no parameters
    a.md:8:23: error[unfit-parameter]: `MaxResults` must be an integer, not a string; see the operation's page in the AWS API reference
    a.md:10:34: error[unknown-parameter]: `ec2::wait_until_vpc_available` has no parameter `VpcIdz`; did you mean `VpcIds`?
    a.md:10:50: error[unfit-parameter]: `Delay` takes seconds, from 0 to 3600; write `WaiterConfig: #{ Delay: 5, MaxAttempts: 10 }`
    a.md:11:1: error[missing-parameter]: `iam::wait_until_role_exists` needs `RoleName`; add `RoleName: ...` to the map
    a.md:12:23: error[unknown-parameter]: `ec2::describe_vpcs` has no parameter `WaiterConfig`; it takes `Filters`, `VpcIds`, `NextToken`, `MaxResults`, `DryRun`
    "#);
}

#[test]
fn unknown_services_and_operations_are_told_with_what_was_meant() {
    insta::assert_snapshot!(told(&step("rhai check", "ec3::describe_vpcs();\n"), &[]), @"a.md:4:1: error[unknown-service]: there is no AWS service `ec3`; did you mean `ec2`?");
    insta::assert_snapshot!(told(&step("rhai check", "ec2::describe_vpc();\n"), &[]), @"a.md:4:1: error[unknown-operation]: `ec2` has no operation `describe_vpc`; did you mean `ec2::describe_vpcs`?");
}

#[test]
fn what_is_solved_is_checked_and_undone() {
    insta::assert_snapshot!(told(&step("rhai solve", "guardduty::create_detector(#{ Enable: true });"), &[]), @r#"
    a.md:3:4: warning[solve-without-check]: nothing checks what the step `s` solves; add a `rhai check` block that reads the result and claims what it found
    a.md:3:4: warning[solve-without-cleanup]: nothing undoes what the step `s` does; add a `rhai cleanup` block that deletes what is `owned` and puts back what was `remembered`
    "#);
}

#[test]
fn trust_tells_the_whole_truth() {
    let text = format!(
        "---\ntrust: {{services: [ec2]}}\n---\n{}",
        step(
            "rhai cleanup",
            "guardduty::list_detectors();\nec2::delete_vpc(#{ VpcId: \"vpc-1\" });"
        )
    );
    insta::assert_snapshot!(told(&text, &[]), @r#"
    a.md:7:1: error[untold-service]: `trust` does not list the service `guardduty`; add `guardduty` to `trust: services:`
    a.md:8:1: error[untold-mutation]: `trust` says that nothing is changed, and this changes the account; write `mutating: true` under `trust:`
    "#);
}

#[test]
fn a_document_without_a_step_or_a_title_is_told() {
    insta::assert_snapshot!(told("## S\nText.\n", &[]), @r#"
    a.md:1:1: warning[no-steps]: there is nothing to do in this document; give a block under a `##` heading a role, as in `rhai check`
    a.md:1:1: warning[no-title]: the document has no title; begin with `# Title`
    "#);
}

#[test]
fn an_expression_where_none_is_read_is_told() {
    let text = "# T\n## For {{ run.account }}\n\n<details><summary>See {{ run.region }}</summary>{{ run.id }}</details>\n\n\
        ```rhai check\ncheck(\"so\", true);\n```\n";
    insta::assert_snapshot!(told(text, &[]), @r#"
    a.md:2:1: warning[unread-expression]: an expression is not evaluated here; say it in the text below
    a.md:4:19: warning[unread-expression]: an expression is not evaluated here; say it in the text below
    "#);
}

#[test]
fn a_broken_document_is_told_as_such_and_no_more() {
    insta::assert_snapshot!(told(&step("rhai chek", "let = ;"), &[]), @"a.md:3:9: error[unknown-role]: there is no role `chek`; did you mean `check`?");
}

#[test]
fn the_runbooks_that_come_with_the_program_have_nothing_to_tell() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "md") {
            seen += 1;
            let source = Source::new(path.to_string_lossy(), &std::fs::read_to_string(&path).unwrap());
            let found = lint(&source, &Library::builtin());
            assert_eq!(Face::Full.render(&found, false), "");
        }
    }
    assert!(seen > 0);
}
