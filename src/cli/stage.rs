//! What commands on a runbook share: the person or their answers, the script modules, the selection.

use super::args::{BookArgs, StepArgs};
use super::file;
use super::settings::Settings;
use super::trouble::{Trouble, of_inputs};
use crate::analysis::{StepOutlook, outlook};
use crate::cloud;
use crate::diagnostic::suggest;
use crate::document::{Front, Runbook};
use crate::engine::{self, Job, Operation, Recall};
use crate::event::{Class, Role};
use crate::plan::{self, Selection};
use crate::port::Latch;
use crate::script::{Doors, Facts, Host, Library, survey};
use crate::ui::{Person, Spinner};
use crate::value::Value;
use indexmap::IndexMap;
use std::path::Path;
use std::sync::Arc;

/// The person at the terminal, where there is one.
pub(super) fn person(settings: &Settings, spinner: &Spinner, latch: &Latch) -> Option<Arc<Person>> {
    let face = crate::ui::Face {
        colour: settings.colour_of_stderr,
        ..settings.face
    };
    settings
        .attended
        .then(|| Arc::new(Person::new(face, spinner.clone(), latch.clone())))
}

/// The modules of `--scripts`, else of the folder `scripts` beside the runbook, over the built-in ones.
pub(super) fn library(
    runbook: &Path,
    scripts: Option<&Path>,
    settings: &Settings,
) -> Result<Library, Trouble> {
    let folder = match scripts {
        Some(folder) if folder.is_dir() => folder.to_owned(),
        Some(folder) => {
            return Err(
                Trouble::usage(format!("there is no folder `{}`", folder.display()))
                    .hint("--scripts takes the folder that the `.rhai` modules are in"),
            );
        }
        None => runbook.parent().unwrap_or(Path::new("")).join("scripts"),
    };
    let library = Library::builtin().with_services(settings.catalogue);
    library.with_folder(&folder).map_err(Trouble::document)
}

impl From<&StepArgs> for Selection {
    fn from(args: &StepArgs) -> Selection {
        Selection {
            from: args.from.clone(),
            until: args.until.clone(),
            only: args.only.clone(),
            tags: args.tag.clone(),
            skip: args.skip.clone(),
        }
    }
}

/// What each step may call, by its id and in the order of the names.
pub(super) fn operations(runbook: &Runbook, library: &Library) -> IndexMap<String, Vec<Operation>> {
    let outlook = outlook(runbook, &survey(runbook, library));
    let named = |step: StepOutlook| {
        let mut operations: Vec<Operation> = Vec::new();
        for mention in step.operations {
            let name = format!("{}:{}", mention.service, mention.operation);
            if !operations.iter().any(|known| known.name == name) {
                operations.push(Operation {
                    name,
                    class: mention.class,
                });
            }
        }
        operations.sort_by(|one, other| one.name.cmp(&other.name));
        (step.id, operations)
    };
    outlook.steps.into_iter().map(named).collect()
}

/// The operations by which the work of each step may destroy something, by its id.
pub(super) fn destroys(runbook: &Runbook, library: &Library) -> IndexMap<String, Vec<String>> {
    let works = |role| matches!(role, Some(Role::Solve | Role::Query | Role::Command));
    let named = |step: StepOutlook| {
        let destroying = step
            .operations
            .into_iter()
            .filter(|mention| mention.class == Class::Destroy && works(mention.role));
        let mut names: Vec<String> = destroying
            .map(|mention| format!("{}:{}", mention.service, mention.operation))
            .collect();
        names.sort();
        names.dedup();
        (step.id, names)
    };
    let outlook = outlook(runbook, &survey(runbook, library));
    let steps = outlook.steps.into_iter().map(named);
    steps.filter(|(_, names)| !names.is_empty()).collect()
}

/// What the front matter says that the runbook does.
pub(super) fn promise(front: &Front) -> Option<cloud::Promise> {
    front.trust.as_ref().map(|trust| cloud::Promise {
        services: trust.services.clone(),
        mutating: trust.mutating,
    })
}

/// Begins a command on a runbook, asks for the inputs and compiles the scripts. `earlier` are the answers of earlier runs.
pub(super) fn host(
    job: &Job,
    library: &Library,
    doors: &Doors,
    facts: Facts,
    earlier: &IndexMap<String, Value>,
) -> Result<Host, Trouble> {
    engine::begin(job, doors)?;
    let mut known = plan::answers(&job.past);
    known.retain(|name, _| !job.anew.contains(name));
    let front = &job.runbook.front;
    // Choices that a script computes need a host before the inputs have answers.
    let mut early = None;
    if front.inputs.iter().any(|input| input.computed.is_some()) {
        let (runbook, doors) = (Arc::clone(&job.runbook), doors.clone());
        let host = Host::new(runbook, library, doors, facts.clone(), IndexMap::new());
        early = Some(host.map_err(Trouble::document)?);
    }
    let mut choices = |input: &str, known: &IndexMap<String, Value>| match &mut early {
        Some(host) => host.choices(input, known),
        None => Ok(Vec::new()),
    };
    let inputs = engine::inputs(front, doors, &known, earlier, &mut choices)
        .map_err(|error| of_inputs(error, &job.runbook.source))?;
    let recalling = Doors {
        prompter: Arc::new(Recall::new(Arc::clone(&doors.prompter), known)),
        ..doors.clone()
    };
    Host::new(Arc::clone(&job.runbook), library, recalling, facts, inputs).map_err(Trouble::document)
}

/// The answers by name: `--set` over the answers file over the environment.
pub(super) fn answers(
    book: &BookArgs,
    front: &Front,
    text: &str,
    settings: &Settings,
) -> Result<IndexMap<String, Value>, Trouble> {
    let mut answers = ambient(front, settings);
    answers.extend(given(book, front, text)?);
    Ok(answers)
}

/// The answers of the environment.
pub(super) fn ambient(front: &Front, settings: &Settings) -> IndexMap<String, Value> {
    let mut answers = IndexMap::new();
    for (lower, value) in &settings.inputs {
        let declared = front
            .inputs
            .iter()
            .find(|input| input.name.to_lowercase() == *lower);
        let name = declared.map_or(lower, |input| &input.name);
        answers.insert(name.clone(), Value::Text(value.clone()));
    }
    answers
}

/// The answers that the command line gives: `--set` over the answers file.
pub(super) fn given(book: &BookArgs, front: &Front, text: &str) -> Result<IndexMap<String, Value>, Trouble> {
    let mut answers = IndexMap::new();
    if let Some(path) = &book.answers {
        answers.extend(answers_file(path)?);
    }
    for set in &book.set {
        let Some((name, value)) = set.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return Err(Trouble::usage(format!("`--set {set}` names no value"))
                .hint("write it as `--set NAME=VALUE`"));
        };
        let name = name.trim();
        // A question of a script names itself as a literal somewhere in the runbook.
        let asked =
            front.inputs.iter().any(|input| input.name == name) || text.contains(&format!("\"{name}\""));
        if !asked {
            let inputs: Vec<&str> = front.inputs.iter().map(|input| input.name.as_str()).collect();
            let trouble = Trouble::usage(format!("nothing in the runbook asks for `{name}`"));
            return Err(if inputs.is_empty() {
                trouble.hint("it has no inputs")
            } else {
                trouble.hint(suggest(name, &inputs))
            });
        }
        answers.insert(name.to_owned(), Value::Text(value.to_owned()));
    }
    Ok(answers)
}

fn answers_file(path: &Path) -> Result<IndexMap<String, Value>, Trouble> {
    let text = file::text(path, "answers file")?;
    let shown = path.display();
    if text.trim().is_empty() {
        return Ok(IndexMap::new());
    }
    let map: IndexMap<String, serde_json::Value> = serde_saphyr::from_str(&text).map_err(|error| {
        Trouble::usage(format!(
            "the answers file `{shown}` is not a YAML map of names and values: {error}"
        ))
        .hint("write one `name: value` a line")
    })?;
    map.into_iter()
        .map(|(name, json)| {
            let value = Value::from_json(json).map_err(|reason| {
                Trouble::usage(format!(
                    "the answer for `{name}` in `{shown}` cannot be read: {reason}"
                ))
            })?;
            Ok((name, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Input;
    use crate::value;

    fn front(names: &[&str]) -> Front {
        let input = |name: &&str| Input {
            name: (*name).to_owned(),
            span: crate::source::Span::default(),
            ask: None,
            kind: crate::document::InputType::String,
            pattern: None,
            choices: Vec::new(),
            computed: None,
            default: None,
            generate: false,
            help: None,
        };
        Front {
            inputs: names.iter().map(input).collect(),
            ..Front::default()
        }
    }

    #[test]
    fn set_over_file_over_environment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.yaml");
        std::fs::write(&file, "Prefix: from file\nother: 7\nnames: [a, b]\n").unwrap();
        let mut settings = Settings::for_tests();
        settings.inputs = [("prefix", "from environment"), ("third", "x")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let book = BookArgs {
            set: vec!["other=8".to_owned(), "asked=a=b".to_owned()],
            answers: Some(file),
            ..BookArgs::default()
        };
        let answers = answers(
            &book,
            &front(&["Prefix", "other"]),
            r#"ask("asked", "?")"#,
            &settings,
        )
        .unwrap();
        let expected = [
            ("Prefix", value!("from file")),
            ("third", value!("x")),
            ("other", value!("8")),
            ("names", value!(["a", "b"])),
            ("asked", value!("a=b")),
        ];
        assert_eq!(
            answers,
            expected.map(|(name, value)| (name.to_owned(), value)).into()
        );
    }

    #[test]
    fn a_bad_set_is_named_with_advice() {
        let table = [
            ("prefix", "names no value", "NAME=VALUE"),
            ("=x", "names no value", "NAME=VALUE"),
            ("prefx=x", "asks for `prefx`", "did you mean `prefix`?"),
        ];
        for (set, message, hint) in table {
            let book = BookArgs {
                set: vec![set.to_owned()],
                ..BookArgs::default()
            };
            let trouble = answers(&book, &front(&["prefix"]), "", &Settings::for_tests()).unwrap_err();
            let (_, said, advice) = trouble.parts();
            assert!(
                said.contains(message) && advice.unwrap().contains(hint),
                "{said} {advice:?}"
            );
        }
    }
}
