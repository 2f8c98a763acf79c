//! The operations of each step.

use crate::api::Catalogue;
use crate::document::{Runbook, Step};
use crate::event::{Class, Role};
use crate::script::{BlockSurvey, Survey};

/// What a runbook may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What the document setup names, at the start of every command.
    pub setup: Vec<Mention>,
    /// The steps in order, those that are only read among them.
    pub steps: Vec<StepOutlook>,
}

/// What a step may do, and what the author expects of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepOutlook {
    /// The step's id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// True where there is nothing to run.
    pub reading: bool,
    /// `minutes=`.
    pub minutes: Option<u32>,
    /// `cost=`.
    pub cost: Option<String>,
    /// The operations it names: each once for each role, in the order of the document.
    pub operations: Vec<Mention>,
}

/// One operation that a block names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// boto3's service name.
    pub service: String,
    /// AWS's name of the operation.
    pub operation: String,
    /// What it does to the account.
    pub class: Class,
    /// What the block is for; none for prose and texts.
    pub role: Option<Role>,
    /// The line of the document that names it first, from 1: the call, or the call of the function that makes it.
    pub line: usize,
}

impl Outlook {
    /// Every mention, of the setup and of all steps.
    pub fn all(&self) -> impl Iterator<Item = &Mention> {
        self.setup
            .iter()
            .chain(self.steps.iter().flat_map(|step| &step.operations))
    }
}

/// Puts the survey of a runbook's scripts and the models together. An operation that the models do not know is left
/// out; the survey has a diagnostic about it.
#[must_use]
pub fn outlook(runbook: &Runbook, survey: &Survey) -> Outlook {
    Outlook {
        setup: mentions(runbook, survey.of(None)),
        steps: runbook
            .steps
            .iter()
            .map(|step| of_step(runbook, survey, step))
            .collect(),
    }
}

fn of_step(runbook: &Runbook, survey: &Survey, step: &Step) -> StepOutlook {
    StepOutlook {
        id: step.id.clone(),
        title: step.title.clone(),
        reading: step.is_reading(),
        minutes: step.attributes.minutes,
        cost: step.attributes.cost.clone(),
        operations: mentions(runbook, survey.of(Some(&step.id))),
    }
}

fn mentions<'a>(runbook: &Runbook, blocks: impl Iterator<Item = &'a BlockSurvey>) -> Vec<Mention> {
    let catalogue = Catalogue::embedded();
    let mut mentions: Vec<Mention> = Vec::new();
    for block in blocks {
        for called in &block.calls {
            let known = mentions.iter().any(|mention| {
                mention.role == block.role
                    && mention.service == called.service
                    && mention.operation == called.operation
            });
            if known {
                continue;
            }
            if let Ok((_, operation)) = catalogue.find(&called.service, &called.operation) {
                mentions.push(Mention {
                    service: called.service.clone(),
                    operation: operation.name.clone(),
                    class: operation.class,
                    role: block.role,
                    line: runbook.source.place(called.span.start).line,
                });
            }
        }
    }
    mentions
}
