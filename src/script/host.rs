//! One runbook's scripts, ready to run.

use super::{Failure, Holdings, Report};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Runbook, Step};
use crate::event::Prose;
use crate::port::{Clock, Cloud, Latch, Prompter, Secrets, Sink};
use crate::source::Source;
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::Arc;

/// The doors that scripts reach the world through.
#[derive(Clone)]
pub struct Doors {
    /// AWS.
    pub cloud: Arc<dyn Cloud>,
    /// The person, or their answers.
    pub prompter: Arc<dyn Prompter>,
    /// The target's time.
    pub clock: Arc<dyn Clock>,
    /// Who hears of what happens.
    pub sink: Arc<dyn Sink>,
    /// The stop.
    pub latch: Latch,
    /// What must be masked.
    pub secrets: Secrets,
}

/// What scripts read as `run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The run's id.
    pub id: String,
    /// The account's id.
    pub account: String,
    /// The region.
    pub region: String,
    /// `practice` or `live`.
    pub target: String,
}

/// The modules of `scripts/`, as `lab::NAME`: those built into the binary, and those of an override folder.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Module name -> text.
    pub modules: IndexMap<String, Source>,
}

/// The engine of one run.
pub struct Host {}

impl Host {
    /// Compiles every block of the runbook and every module.
    ///
    /// # Errors
    /// Everything that does not compile.
    pub fn new(
        runbook: Arc<Runbook>,
        library: &Library,
        doors: Doors,
        facts: Facts,
        inputs: IndexMap<String, Value>,
    ) -> Result<Host, Vec<Diagnostic>> {
        todo!()
    }

    /// Runs the document setup; its names are seen by all steps.
    ///
    /// # Errors
    /// Why it ended early.
    pub fn open(&mut self) -> Result<(), Failure> {
        todo!()
    }

    /// Enters a step: forgets the last one's names and runs this one's setup blocks.
    ///
    /// # Errors
    /// Why a setup ended early.
    pub fn enter(&mut self, step: &Step) -> Result<(), Failure> {
        todo!()
    }

    /// Runs one solve, check, hint or cleanup block of the step that was entered.
    pub fn run(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        todo!()
    }

    /// The step's text with its `{{ }}` evaluated; without a step, the text before the first.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    pub fn prose(&mut self, step: Option<&Step>) -> Result<Prose, Failure> {
        todo!()
    }
}
