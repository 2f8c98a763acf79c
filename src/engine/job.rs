//! One command on one runbook.

use super::{Ending, EngineError};
use crate::document::Runbook;
use crate::event::{Command, Event, Ledger};
use crate::plan::Plan;
use crate::port::Clock;
use crate::script::{Doors, Host};
use std::sync::Arc;

/// How a command goes about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `--keep-going`: `replay` takes later steps although one failed.
    pub keep_going: bool,
    /// `--wait`: `verify` waits for checks with `within=`.
    pub wait: bool,
}

/// A command, its runbook, and what is known of earlier.
pub struct Job {
    /// The command.
    pub command: Command,
    /// The runbook.
    pub runbook: Arc<Runbook>,
    /// The steps to take.
    pub plan: Plan,
    /// The events of this run so far; empty for a new one.
    pub past: Vec<Event>,
    /// The steps that the runbook changed since the run began, by id; for a resumed run.
    pub changed: Vec<String>,
    /// The fold of all runs of the same runbook, account and region, this one's past included.
    pub ledger: Ledger,
    /// How to go about it.
    pub options: Options,
    /// The wall's clock, for the times in events; the doors have the target's.
    pub wall: Arc<dyn Clock>,
}

/// Tells that the run began or went on. Before [`super::inputs`] and the host, so that their events belong to it.
///
/// # Errors
/// The sink failed.
pub fn begin(job: &Job, doors: &Doors) -> Result<(), EngineError> {
    todo!()
}

/// Takes the steps.
///
/// # Errors
/// The sink failed: what cannot be recorded is not done. All else is told by events and by the ending.
pub fn drive(job: Job, host: &mut Host, doors: &Doors) -> Result<Ending, EngineError> {
    todo!()
}
