//! One runbook's scripts, ready to run.

use super::{Failure, Holdings, Library, Report};
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

/// The stack that a thread needs which makes or uses a [`Host`]: scripts nest as deep as [`Host`] allows, in debug
/// builds too.
pub const STACK: usize = 8 << 20;

/// The engine of one run. It tells the sink what scripts say, show and are answered (`Said`, `SecretShown`,
/// `Answered`); that a block began and ended, and what its checks and claims were, is for its owner to tell.
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

    /// The text of a query, a command or an `as=` text with its `{{ }}` evaluated: in SQL each value a quoted literal, in
    /// shell and PowerShell a quoted word, elsewhere plain text.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    pub fn render(&mut self, step: &Step, block: &Block) -> Result<String, Failure> {
        todo!()
    }

    /// A name of the step's scope, for `target=`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        todo!()
    }

    /// Gives the step's scope a constant until the step ends, for `into=`.
    pub fn put(&mut self, name: &str, value: &Value) {
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
