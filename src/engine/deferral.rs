//! What was put off: looked at while the run is elsewhere, and waited for where something needs it.

use super::action::{Look, Outcome};
use super::check::{awaited, holds, is_answer, may_change, verdict};
use super::driver::{Driver, Ended, rendered};
use super::session::Session;
use super::{EngineError, Trouble};
use crate::document::{Block, Step, Task, Waiting};
use crate::event::{Event, Verdict};
use crate::port::Stop;
use crate::script::Report;
use jiff::Timestamp;
use std::time::Duration;

/// The checks that a step put off.
#[derive(Clone, Debug)]
pub(super) struct Deferral {
    /// The step, by its leg.
    leg: usize,
    /// The start of the fences of the blocks that do not hold yet.
    blocks: Vec<usize>,
    waiting: Waiting,
    since: Timestamp,
    /// When it is looked at again.
    due: Timestamp,
}

/// How a look at what was put off came out.
enum Seen {
    NotYet(String),
    Settled(Verdict, Option<Trouble>),
    Interrupted,
}

impl Driver<'_> {
    /// Puts off what blocks of a step wait for.
    pub(super) fn defer(
        &mut self,
        leg: usize,
        step: &Step,
        put_off: &[(&Block, Waiting, String)],
    ) -> Result<(), EngineError> {
        let Some(waiting) = longest(put_off) else {
            return Ok(());
        };
        let now = self.clock.now();
        self.deferrals.retain(|deferral| deferral.leg != leg);
        self.deferrals.push(Deferral {
            leg,
            blocks: put_off.iter().map(|(block, ..)| block.fence.start).collect(),
            waiting,
            since: now,
            due: later(now, waiting.every),
        });
        for (_, waiting, text) in put_off {
            self.tell(&Event::Deferred {
                step: step.id.clone(),
                text: text.clone(),
                limit: waiting.within.as_secs(),
                usually: usually(waiting),
                at: self.wall.now(),
            })?;
        }
        Ok(())
    }

    /// Looks at what was put off, as far as it is time to.
    pub(super) fn look_after(&mut self, session: &mut Session) -> Result<(), EngineError> {
        self.deferrals
            .retain(|deferral| session.deferred().contains(&deferral.leg));
        let now = self.clock.now();
        let due: Vec<Deferral> = self
            .deferrals
            .iter()
            .filter(|deferral| deferral.due <= now)
            .cloned()
            .collect();
        for deferral in due {
            let step = self.step_of(deferral.leg, session);
            match self.look(&deferral, &step)? {
                Seen::NotYet(_) => {
                    let due = later(self.clock.now(), deferral.waiting.every);
                    for kept in self.deferrals.iter_mut().filter(|kept| kept.leg == deferral.leg) {
                        kept.due = due;
                    }
                }
                Seen::Settled(verdict, trouble) => {
                    for event in session.arrived(deferral.leg, verdict, trouble, self.wall.now()) {
                        self.tell(&event)?;
                    }
                }
                Seen::Interrupted => return Ok(()),
            }
        }
        Ok(())
    }

    /// Waits for what a leg put off.
    pub(super) fn wait_for(&mut self, leg: usize, session: &Session) -> Result<Outcome, EngineError> {
        let found = self
            .deferrals
            .iter()
            .find(|deferral| deferral.leg == leg)
            .cloned();
        let Some(deferral) = found else {
            return Ok(Outcome::Failed(Trouble::Machine));
        };
        let step = self.step_of(leg, session);
        loop {
            match self.look(&deferral, &step)? {
                Seen::Interrupted => return Ok(Outcome::Interrupted),
                Seen::Settled(verdict, trouble) => return Ok(Outcome::Judged { verdict, trouble }),
                Seen::NotYet(text) => {
                    let elapsed = self.elapsed(&deferral);
                    self.tell(&Event::Waited {
                        step: Some(step.id.clone()),
                        text,
                        elapsed: elapsed.as_secs(),
                        limit: deferral.waiting.within.as_secs(),
                        usually: usually(&deferral.waiting),
                    })?;
                    let pause = deferral
                        .waiting
                        .every
                        .min(deferral.waiting.within.saturating_sub(elapsed));
                    self.stale = true;
                    if let Err(Stop::Broken(reason)) = self.clock.wait(pause, self.latch) {
                        return Err(EngineError::Broken(reason));
                    }
                }
            }
        }
    }

    fn step_of(&self, leg: usize, session: &Session) -> Step {
        self.runbook.steps[session.legs()[leg].index].clone()
    }

    fn elapsed(&self, deferral: &Deferral) -> Duration {
        self.clock.now().duration_since(deferral.since).unsigned_abs()
    }

    /// Runs the checks that did not hold. What they find is told when they are settled, and not before.
    fn look(&mut self, deferral: &Deferral, step: &Step) -> Result<Seen, EngineError> {
        let over = self.elapsed(deferral) >= deferral.waiting.within;
        let mut found: Vec<(&Block, Report)> = Vec::new();
        for block in &step.blocks {
            let waited = matches!(block.task, Task::Check(_)) && deferral.blocks.contains(&block.fence.start);
            if !waited {
                continue;
            }
            let holdings = self.books.holdings();
            let report = self.blocks.aside(step, block, &holdings);
            if self.latch.get() == Some(Stop::Interrupted) {
                return Ok(Seen::Interrupted);
            }
            if !over && !holds(&report) && may_change(&report) {
                return Ok(Seen::NotYet(awaited(&report)));
            }
            found.push((block, report));
        }
        let mut worst = Verdict::Passed;
        let mut trouble = None;
        for (block, report) in found {
            self.started(step, block)?;
            self.tell_found(step, Look::Patient, &report)?;
            self.finished(step, block, report.failure.as_ref().map(rendered))?;
            worst = worst.max(match self.ended(report.failure.as_ref())? {
                Ended::Interrupted => return Ok(Seen::Interrupted),
                Ended::Well => verdict(&report),
                Ended::Badly(why) => {
                    trouble = trouble.max(Some(why));
                    if is_answer(&report) {
                        Verdict::Failed
                    } else {
                        Verdict::Errored
                    }
                }
            });
        }
        Ok(Seen::Settled(worst, trouble))
    }
}

/// What the author says it usually takes, in seconds.
pub(super) fn usually(waiting: &Waiting) -> Option<(u64, u64)> {
    waiting
        .usually
        .map(|(least, most)| (least.as_secs(), most.as_secs()))
}

fn longest(put_off: &[(&Block, Waiting, String)]) -> Option<Waiting> {
    put_off
        .iter()
        .map(|(_, waiting, _)| *waiting)
        .max_by_key(|waiting| waiting.within)
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(now)
}
