//! What differs when a run goes on: the runbook and its modules, and answers that are given anew.

use super::play::Play;
use crate::analysis::{setup_names, touched};
use crate::cli::exit::Exit;
use crate::cli::live;
use crate::cli::trouble::Trouble;
use crate::engine::{self, changed};
use crate::event::{Change, How, Part};
use crate::journal::Record;
use crate::plan::{self, Standing};
use crate::script::{Survey, survey};
use crate::value::Value;

/// What differs from when a run began.
#[derive(Default)]
pub(super) struct Changes {
    /// Each thing.
    pub(super) changes: Vec<Change>,
    /// The steps that are looked at again because of it, by id.
    pub(super) steps: Vec<String>,
    /// The inputs and questions with another answer.
    pub(super) anew: Vec<String>,
}

impl Changes {
    fn add(&mut self, part: Part, name: String, how: How, steps: Vec<String>) {
        let touches = match part {
            Part::Step => vec![name.clone()],
            Part::Setup | Part::Front | Part::Module | Part::Answer => steps.clone(),
        };
        for step in touches {
            if !self.steps.contains(&step) {
                self.steps.push(step);
            }
        }
        self.changes.push(Change {
            part,
            name,
            how,
            steps,
        });
    }
}

impl Play {
    /// Compares the run as it was begun with what it would go on with. Answers that change are put to the person, where
    /// there is one.
    pub(super) fn changes(&self, record: &Record) -> Result<Changes, Trouble> {
        let (header, runbook) = (&record.header, &self.runbook);
        let mut found = Changes::default();
        for (step, how) in changed(&engine::digests(runbook), &header.steps) {
            found.add(Part::Step, step, how, Vec::new());
        }
        // Journals of older versions kept no more than the steps.
        let (mut parts, mut modules) = (Vec::new(), Vec::new());
        if !header.parts.is_empty() {
            parts = changed(&runbook.parts(), &header.parts);
            modules = changed(&engine::module_digests(runbook, &self.library), &header.modules);
        }
        let answers = self.given_anew(record);
        if parts.is_empty() && modules.is_empty() && answers.is_empty() {
            return Ok(found);
        }
        let survey = survey(runbook, &self.library);
        for (part, how) in parts {
            if part.is_empty() {
                let names = setup_names(runbook, &survey);
                let steps = touched(runbook, &survey, &names, &[]);
                found.add(Part::Setup, part, how, steps);
            } else {
                found.add(Part::Front, part, how, Vec::new());
            }
        }
        for (module, how) in modules {
            let steps = touched(runbook, &survey, &[], std::slice::from_ref(&module));
            found.add(Part::Module, module, how, steps);
        }
        for (name, before, now) in answers {
            let hanging = self.hanging_on(&name, &survey);
            let names: Vec<String> = hanging.iter().chain([&name]).cloned().collect();
            let steps = touched(runbook, &survey, &names, &[]);
            self.agree(record, &name, [&before, &now], &steps)?;
            found.add(Part::Answer, name.clone(), How::Changed, steps);
            found.anew.extend(names);
        }
        Ok(found)
    }

    /// The answers that the command line or a file gives otherwise than the run was given them: name, before, now.
    fn given_anew(&self, record: &Record) -> Vec<(String, Value, Value)> {
        let differs = |(name, before): (String, Value)| {
            let now = self.given.get(&name)?;
            let input = self.runbook.front.inputs.iter().find(|input| input.name == name);
            let now = match input.map(|input| input.accept(now)) {
                Some(Ok(value)) => value,
                // What does not fit is told when it is asked for.
                Some(Err(_)) | None => now.clone(),
            };
            (plain(&now) != plain(&before)).then_some((name, before, now))
        };
        plan::answers(&record.events)
            .into_iter()
            .filter_map(differs)
            .collect()
    }

    /// The inputs whose choices are computed from this one: they are answered anew with it.
    fn hanging_on(&self, name: &str, survey: &Survey) -> Vec<String> {
        let mut hanging: Vec<String> = Vec::new();
        for input in &self.runbook.front.inputs {
            let reads = survey
                .of(None)
                .filter(|block| Some(block.fence) == input.computed)
                .flat_map(|block| &block.reads);
            if reads
                .into_iter()
                .any(|read| read == name || hanging.contains(read))
            {
                hanging.push(input.name.clone());
            }
        }
        hanging
    }

    fn agree(
        &self,
        record: &Record,
        name: &str,
        [before, now]: [&Value; 2],
        steps: &[String],
    ) -> Result<(), Trouble> {
        let Some(person) = &self.person else {
            return Ok(());
        };
        let standings = plan::standings(&record.events);
        let passed = |step: &&String| match standings.get(step.as_str()) {
            Some(Standing::Finished(verdict)) => verdict.is_good(),
            Some(Standing::Due | Standing::Interrupted) | None => false,
        };
        let passed: Vec<&str> = steps.iter().filter(passed).map(String::as_str).collect();
        let touches = match steps {
            [] => "no step uses it".to_owned(),
            steps => format!("it is used in {}", steps.join(", ")),
        };
        let again = match &passed[..] {
            [] => String::new(),
            passed => format!(
                " Done already, to be looked at again: {}. What they made stays yours until cleanup.",
                passed.join(", ")
            ),
        };
        let (before, now) = (plain(before), plain(now));
        let text = format!("`{name}` was `{before}` and is to be `{now}`; {touches}.{again} Change it?");
        if live::yes(person.as_ref(), "change", &self.secrets.mask(&text), true)? {
            return Ok(());
        }
        Err(
            Trouble::new(Exit::Refused, format!("the answer for `{name}` stays as it was")).hint(format!(
                "go on without giving another one: `runbook resume {}`",
                record.header.id
            )),
        )
    }
}

/// An answer as a person would write it.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.to_json().to_string(),
    }
}
