//! One command on one runbook.

use super::driver::Driver;
use super::route::{Leg, names, route};
use super::session::Session;
use super::{Books, Ending, EngineError, blocks::Blocks};
use crate::document::Runbook;
use crate::event::{Change, Class, Command, Event, Remark, Summary, Verdict};
use crate::plan::Plan;
use crate::port::{Clock, Cloud};
use crate::script::{Doors, Host};
use indexmap::IndexMap;
use jiff::Timestamp;
use std::cell::RefCell;
use std::sync::Arc;

/// How a command goes about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `--keep-going`: `replay` takes later steps although one failed.
    pub keep_going: bool,
    /// `--wait`: `verify` waits for checks with `within=`.
    pub wait: bool,
    /// `--hints`: `replay` and `verify` give the hints of a step whose check does not hold.
    pub hints: bool,
    /// `test`: `replay` does the work of a step although its check holds already.
    pub anew: bool,
}

/// Where a run works, as far as the engine itself looks around: at what is owned, beside the runbook's own checks.
#[derive(Clone, Default)]
pub struct Ground {
    /// The region.
    pub region: String,
    /// What is asked what is still there, what it costs and what CloudTrail knows: these questions are no part of the
    /// run and not on its record. None for a recording, which could not answer.
    pub cloud: Option<Arc<dyn Cloud>>,
    /// True where AWS's console shows what is there: it does not show practice.
    pub console: bool,
    /// When the first of the runs began that may have left something, by the target's clock; none where that is not
    /// known, and then CloudTrail is asked as far back as it goes.
    pub since: Option<Timestamp>,
}

/// An operation that a step may call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `ec2:CreateVpc`.
    pub name: String,
    /// What it does to the account.
    pub class: Class,
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
    /// The steps that are looked at again because something of theirs changed since the run began, by id; for a
    /// resumed run.
    pub changed: Vec<String>,
    /// What changed since the run began; for a resumed run.
    pub changes: Vec<Change>,
    /// The inputs and questions that were answered in this run and are answered anew.
    pub anew: Vec<String>,
    /// What to tell at the start: a torn line of the journal, a journal that could not be read.
    pub notices: Vec<String>,
    /// The fold of all runs of the same runbook, account and region, this one's past included. The same books must
    /// stand among the sinks of the doors and of the cloud.
    pub books: Books,
    /// How to go about it.
    pub options: Options,
    /// The operations that each step may call, by its id: what `explain` tells.
    pub operations: IndexMap<String, Vec<Operation>>,
    /// The operations by which the work of each step may destroy something, by its id: it is not done without leave.
    pub destroys: IndexMap<String, Vec<String>>,
    /// Where it works.
    pub ground: Ground,
    /// The wall's clock, for the times in events; the doors have the target's.
    pub wall: Arc<dyn Clock>,
}

impl Job {
    fn legs(&self) -> Vec<Leg> {
        route(self.command, &self.runbook, &self.plan, &self.books.ledger())
    }
}

/// Tells that the run began or went on. Before [`super::inputs`] and the host, so that their events belong to it.
///
/// # Errors
/// The sink failed.
pub fn begin(job: &Job, doors: &Doors) -> Result<(), EngineError> {
    let at = job.wall.now();
    let event = if job.past.is_empty() {
        Event::RunStarted {
            command: job.command,
            steps: names(&job.legs()),
            at,
        }
    } else {
        Event::RunResumed {
            changed: job.changed.clone(),
            changes: job.changes.clone(),
            at,
        }
    };
    doors.sink.emit(&event)?;
    for notice in &job.notices {
        doors.sink.emit(&Event::Said {
            step: None,
            remark: Remark::Engine,
            text: notice.clone(),
        })?;
    }
    Ok(())
}

/// Takes the steps.
///
/// # Errors
/// The sink failed: what cannot be recorded is not done. Or a question of the engine's own has no answer: the menu
/// without a person, leave to clean up without `--yes`. All else is told by events and by the ending.
pub fn drive(job: &Job, host: &mut Host, doors: &Doors) -> Result<Ending, EngineError> {
    take(job, host, doors)
}

pub(super) fn take(job: &Job, blocks: &mut dyn Blocks, doors: &Doors) -> Result<Ending, EngineError> {
    let survey = job.command == Command::Cleanup && {
        let ledger = job.books.ledger();
        ledger.is_unsure() || ledger.unclaimed().next().is_some()
    };
    let mut session = Session::new(job.command, job.options, job.legs(), survey);
    let mut driver = Driver {
        runbook: Arc::clone(&job.runbook),
        blocks,
        prompter: &*doors.prompter,
        clock: &*doors.clock,
        wall: &*job.wall,
        sink: &*doors.sink,
        latch: &doors.latch,
        books: &job.books,
        ground: &job.ground,
        command: job.command,
        billed: false,
        preface: job.command == Command::Run && job.past.is_empty(),
        deferrals: Vec::new(),
        operations: &job.operations,
        destroys: &job.destroys,
        summary: RefCell::new(Summary::of(&job.past)),
        stale: false,
        passing: None,
    };
    driver.drive(&mut session)?;
    Ok(Ending {
        verdict: session.verdict().unwrap_or(Verdict::Stopped),
        tally: session.tally().clone(),
        trouble: session.trouble(),
        interrupted: session.interrupted(),
    })
}
