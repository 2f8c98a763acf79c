//! Which steps something touches: an input, a question's answer, a name of the document setup, a shared module.

use crate::document::{Block, Runbook, Task};
use crate::script::{BlockSurvey, Survey};

/// The steps, by id and in order, that read one of the names, whose answers they ask for or that they are given, or
/// that call one of the modules. A name that the document setup makes of such a thing counts as one of them.
#[must_use]
pub fn touched(runbook: &Runbook, survey: &Survey, names: &[String], modules: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    for block in survey.of(None) {
        if meets(block, &names, modules) {
            names.extend(made(runbook, block));
        }
    }
    let steps = runbook.steps.iter().filter(|step| {
        survey
            .of(Some(&step.id))
            .any(|block| meets(block, &names, modules))
            || step.blocks.iter().any(|block| aimed(block, &names))
    });
    steps.map(|step| step.id.clone()).collect()
}

/// The names that the blocks before the first step make.
#[must_use]
pub fn setup_names(runbook: &Runbook, survey: &Survey) -> Vec<String> {
    survey.of(None).flat_map(|block| made(runbook, block)).collect()
}

fn meets(block: &BlockSurvey, names: &[String], modules: &[String]) -> bool {
    block.reads.iter().any(|name| names.contains(name))
        || block.modules.iter().any(|module| modules.contains(module))
}

/// The names that a block before the first step makes.
fn made(runbook: &Runbook, block: &BlockSurvey) -> Vec<String> {
    let text = runbook.setup.iter().find(|known| known.fence == block.fence);
    match text.map(|block| &block.task) {
        Some(Task::Text { name }) => vec![name.clone()],
        _ => block.names.iter().map(|(name, _)| name.clone()).collect(),
    }
}

/// An instance command goes to the instance that a name tells.
fn aimed(block: &Block, names: &[String]) -> bool {
    matches!(&block.task, Task::Command(options) if names.contains(&options.target))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::script::{Library, survey};
    use crate::source::Source;

    #[test]
    fn a_step_is_touched_through_scripts_prose_texts_setup_and_modules() {
        let text = "---\ninputs:\n  prefix: { ask: P?, default: a }\n  other: { ask: O?, default: b }\n---\n\
            ```rhai setup\nlet name = prefix + \"-x\";\nlet apart = other;\nlet colour = ask(\"colour\", \"?\");\n```\n\
            ```rhai setup\nlet more = 1;\n```\n\
            ## Script\n```rhai check\ncheck(\"a\", prefix == \"a\");\n```\n\
            ## Closure\n```rhai check\ncheck(\"a\", [1].map(|x| `${prefix}`).len() == 1);\n```\n\
            ## Derived\n```rhai solve\nsay(name);\n```\n\
            ## Prose\nIt is {{ prefix }}.\n\
            ## Text\n```json as=policy\n{\"a\": \"{{ prefix }}\"}\n```\n\
            ## Asks\n```rhai setup\nlet size = ask(\"size\", \"?\");\n```\n\
            ## Module\n```rhai solve\nlab::tag::put(1);\n```\n\
            ## None\n```rhai check\ncheck(\"b\", apart == \"b\" && more == 1);\n```\n";
        let (runbook, found) = parse(&Source::new("a.md", text));
        assert!(found.is_empty(), "{found:?}");
        let modules = [
            ("tag", "fn put(x) { lab::deep::down(x) }"),
            ("deep", "fn down(x) { x }"),
        ];
        let library = Library {
            modules: modules
                .map(|(name, text)| (name.to_owned(), Source::new(name, text)))
                .into(),
            ..Library::default()
        };
        let survey = survey(&runbook, &library);
        assert!(survey.diagnostics.is_empty(), "{:?}", survey.diagnostics);
        let of = |names: &[&str], modules: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
            touched(&runbook, &survey, &owned(names), &owned(modules)).join(" ")
        };
        assert_eq!(
            of(&["prefix"], &[]),
            "script closure derived prose text none",
            "what a block of the setup makes is taken together"
        );
        assert_eq!(of(&["other"], &[]), "derived none");
        assert_eq!(of(&["size"], &[]), "asks");
        assert_eq!(of(&[], &["deep"]), "module");
        assert_eq!(of(&[], &["tag"]), "module");
        assert_eq!(of(&["nothing"], &["nothing"]), "");
        assert_eq!(
            setup_names(&runbook, &survey),
            ["name", "apart", "colour", "more"]
        );
    }
}
