//! `plan FILE`: every step with the AWS operations it may call, its minutes and cost, without running anything.

use super::args::PlanArgs;
use super::exit::Exit;
use super::output::{Format, Output};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{file, stage, walk};
use crate::analysis::{Mention, outlook};
use crate::document::{Runbook, Step};
use crate::event::Class;
use crate::plan;
use crate::script::survey;
use crate::ui::{Tone, clean, count};
use serde_json::json;
use std::collections::BTreeSet;

/// The operations of one step, as `service:Operation`.
#[derive(Default)]
struct Operations {
    read: BTreeSet<String>,
    mutate: BTreeSet<String>,
    destroy: BTreeSet<String>,
}

impl Operations {
    fn of(mentions: &[Mention]) -> Operations {
        let mut operations = Operations::default();
        for mention in mentions {
            let set = match mention.class {
                Class::List | Class::Read => &mut operations.read,
                Class::Write | Class::Tag | Class::Permissions => &mut operations.mutate,
                Class::Destroy => &mut operations.destroy,
            };
            set.insert(format!("{}:{}", mention.service, mention.operation));
        }
        operations
    }
}

pub(super) fn run(args: &PlanArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let runbook = file::sound_runbook(&args.file)?;
    let library = stage::library(&args.file, args.scripts.as_deref(), settings)?;
    let plan = plan::plan(&runbook, &(&args.steps).into(), &[])?;
    let survey = survey(&runbook, &library);
    walk::sound(&survey)?;
    let outlook = outlook(&runbook, &survey);
    let steps: Vec<(&Step, Operations)> = plan
        .steps
        .iter()
        .filter_map(|planned| {
            runbook
                .steps
                .get(planned.index)
                .zip(outlook.steps.get(planned.index))
        })
        .map(|(step, outlook)| (step, Operations::of(&outlook.operations)))
        .collect();
    let setup = Operations::of(&outlook.setup);
    match settings.format {
        Format::Json => output.json(&object(&runbook, &setup, &steps))?,
        Format::Human => output.data(&text(&runbook, &setup, &steps, output))?,
    }
    Ok(Exit::Passed)
}

fn object(runbook: &Runbook, setup: &Operations, steps: &[(&Step, Operations)]) -> serde_json::Value {
    let steps: Vec<_> = steps
        .iter()
        .map(|(step, operations)| {
            json!({
                "id": step.id,
                "title": step.title,
                "section": step.section,
                "tags": step.attributes.tags,
                "minutes": step.attributes.minutes,
                "cost": step.attributes.cost,
                "reading": step.is_reading(),
                "read": operations.read,
                "mutate": operations.mutate,
                "destroy": operations.destroy,
            })
        })
        .collect();
    json!({
        "title": runbook.title,
        "regions": runbook.front.regions,
        "setup": { "read": setup.read, "mutate": setup.mutate, "destroy": setup.destroy },
        "steps": steps,
    })
}

fn text(runbook: &Runbook, setup: &Operations, steps: &[(&Step, Operations)], output: &Output) -> String {
    let face = &output.face;
    let mut text = format!("{}\n", face.paint(Tone::Title, &clean(&runbook.title)));
    rows(&mut text, setup, output);
    for (number, (step, operations)) in steps.iter().enumerate() {
        let attributes = &step.attributes;
        let minutes = attributes.minutes.map(|minutes| format!("{minutes} min"));
        let tags = Some(attributes.tags.join(", ")).filter(|tags| !tags.is_empty());
        let about: Vec<String> = minutes
            .into_iter()
            .chain(attributes.cost.as_deref().map(clean))
            .chain(tags)
            .collect();
        let about = if about.is_empty() {
            String::new()
        } else {
            format!("  ({})", about.join("; "))
        };
        let title = face.paint(Tone::Strong, &clean(&step.title));
        let id = face.paint(Tone::Quiet, &step.id);
        text.push_str(&format!("\n{:>3}. {title}{about}\n     {id}\n", number + 1));
        rows(&mut text, operations, output);
    }
    let all = |set: fn(&Operations) -> &BTreeSet<String>| {
        steps
            .iter()
            .map(|(_, operations)| operations)
            .chain([setup])
            .flat_map(set)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let minutes: u32 = steps.iter().filter_map(|(step, _)| step.attributes.minutes).sum();
    text.push_str(&format!(
        "\n{}, {minutes} min; operations: {} read, {} change, {} destroy\n",
        count(steps.len(), "step"),
        all(|operations| &operations.read),
        all(|operations| &operations.mutate),
        all(|operations| &operations.destroy),
    ));
    text
}

fn rows(text: &mut String, operations: &Operations, output: &Output) {
    let rows = [
        ("read", Tone::Plain, &operations.read),
        ("change", Tone::Warning, &operations.mutate),
        ("destroy", Tone::Bad, &operations.destroy),
    ];
    for (word, tone, set) in rows {
        if set.is_empty() {
            continue;
        }
        let all: Vec<&str> = set.iter().map(String::as_str).collect();
        let options = textwrap::Options::new(output.face.width.saturating_sub(14).max(20))
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .break_words(false);
        let lines = textwrap::wrap(&all.join(" "), options).join("\n              ");
        text.push_str(&format!(
            "     {} {lines}\n",
            output.face.paint(tone, &format!("{word:<8}"))
        ));
    }
}
