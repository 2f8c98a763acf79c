//! Running a step's checks: trying again, judging claims, telling what was found.

use super::action::{Look, Outcome};
use super::deferral::usually;
use super::driver::{Driver, Ended, rendered};
use super::{EngineError, Trouble};
use crate::document::{Block, Step, Task, Waiting};
use crate::estate::{self, Presence};
use crate::event::{CheckState, Command, Event, Thing, Verdict};
use crate::port::{Fault, Stop};
use crate::script::{Cause, Claim, Memory, Report};
use crate::value::Value;

impl Driver<'_> {
    /// Runs every check block of a step, the later ones too when an earlier one does not hold; but then nothing
    /// further is waited for.
    pub(super) fn check(&mut self, leg: usize, step: &Step, look: Look) -> Result<Outcome, EngineError> {
        let mut worst = Verdict::Passed;
        let mut under_way = false;
        let mut put_off: Vec<(&Block, Waiting, String)> = Vec::new();
        let mut trouble: Option<Trouble> = None;
        for block in &step.blocks {
            let Task::Check(waiting) = &block.task else {
                continue;
            };
            self.started(step, block)?;
            let waiting = waiting.filter(|_| worst.is_good());
            let defers = waiting.filter(|waiting| match look {
                Look::Later => true,
                Look::Patient | Look::Eager => waiting.defer && self.command != Command::Verify,
                Look::Before | Look::Once => false,
            });
            let mut report = self.tries(step, block, look, waiting.filter(|_| defers.is_none()))?;
            under_way |= passes(&report);
            if let Some(waiting) = defers
                && (under_way || look != Look::Eager)
                && !holds(&report)
                && may_change(&report)
            {
                put_off.push((block, waiting, awaited(&report)));
                // What does not hold yet is not told as if it were wrong; what holds is.
                report.checks.retain(|check| check.state == CheckState::Passed);
                report.failure = None;
            }
            let ended = self.ended(report.failure.as_ref())?;
            self.tell_found(step, look, &report)?;
            let quiet = look == Look::Before && is_answer(&report);
            let failure = report.failure.as_ref().filter(|_| !quiet).map(rendered);
            self.finished(step, block, failure)?;
            let verdict = match ended {
                Ended::Interrupted => return Ok(Outcome::Interrupted),
                Ended::Well => verdict(&report),
                // AWS's own "no" in a check is that check's failure and not a crash; but the check broke off.
                Ended::Badly(_) if is_answer(&report) => {
                    trouble = trouble.max(Some(Trouble::Script));
                    Verdict::Failed
                }
                Ended::Badly(why) => {
                    trouble = trouble.max(Some(why));
                    Verdict::Errored
                }
            };
            worst = worst.max(verdict);
        }
        if worst.is_good() && !put_off.is_empty() {
            self.defer(leg, step, &put_off)?;
            return Ok(Outcome::Deferred);
        }
        Ok(Outcome::Judged {
            verdict: worst,
            trouble,
        })
    }

    /// Runs the checks once more, quietly: what the step owned must not be claimed any more, nor be found by its id; what
    /// it remembered of adopted things must be so again.
    pub(super) fn prove(&mut self, step: &Step) -> Result<Outcome, EngineError> {
        let (mut claims, mut memories) = (Vec::new(), Vec::new());
        for block in &step.blocks {
            if !matches!(block.task, Task::Check(_)) {
                continue;
            }
            self.started(step, block)?;
            let report = self.fresh(step, block);
            self.finished(step, block, report.failure.as_ref().map(rendered))?;
            match self.ended(report.failure.as_ref())? {
                Ended::Well => {
                    claims.extend(report.claims);
                    memories.extend(report.memories);
                }
                // A check that breaks off proves nothing: what it would have claimed may be there.
                ended @ (Ended::Badly(_) | Ended::Interrupted) => return Ok(ended.outcome()),
            }
        }
        let mut still = false;
        let owned: Vec<_> = self
            .books
            .ledger()
            .owned()
            .filter(|thing| thing.step == step.id)
            .collect();
        for thing in owned {
            let claimed = claims
                .iter()
                .any(|claim| claim.kind == thing.kind && claim.id == thing.id);
            // What lost its name is not claimed any more, and still costs.
            let found = || {
                let cloud = self.ground.cloud.as_ref();
                cloud.is_some_and(|cloud| {
                    estate::presence(&**cloud, &thing.kind, &thing.id) == Presence::There
                })
            };
            if claimed || found() {
                still = true;
                self.not_undone(&thing, false)?;
            } else {
                self.tell(&Event::Released {
                    step: thing.step,
                    kind: thing.kind,
                    id: thing.id,
                })?;
            }
        }
        let changed: Vec<Thing> = {
            let ledger = self.books.ledger();
            let differs = |thing: &Thing, value: &Value| {
                memories.iter().any(|memory| {
                    memory.thing.kind == thing.kind && memory.thing.id == thing.id && memory.value != *value
                })
            };
            ledger
                .memories()
                .filter(|(thing, value)| thing.step == step.id && differs(thing, value))
                .map(|(thing, _)| thing.clone())
                .collect()
        };
        for thing in changed {
            still = true;
            self.not_undone(&thing, true)?;
        }
        Ok(Outcome::Proved { still })
    }

    fn not_undone(&self, thing: &Thing, changed: bool) -> Result<(), EngineError> {
        self.tell(&Event::NotUndone {
            step: thing.step.clone(),
            kind: thing.kind.clone(),
            id: thing.id.clone(),
            changed,
            link: self.link(&thing.kind, &thing.id),
        })
    }

    /// Runs a check block until it holds, as long as looking in this way waits.
    fn tries(
        &mut self,
        step: &Step,
        block: &Block,
        look: Look,
        waiting: Option<Waiting>,
    ) -> Result<Report, EngineError> {
        let began = self.clock.now();
        loop {
            let report = self.fresh(step, block);
            let worth = match look {
                Look::Before | Look::Once => false,
                Look::Patient | Look::Later => true,
                Look::Eager => passes(&report),
            };
            let Some(waiting) = waiting.filter(|_| worth && !holds(&report) && may_change(&report)) else {
                return Ok(report);
            };
            let elapsed = self.clock.now().duration_since(began).unsigned_abs();
            let pause = waiting.every.min(waiting.within.saturating_sub(elapsed));
            if self.latch.get().is_some() || pause.is_zero() {
                return Ok(report);
            }
            self.tell(&Event::Waited {
                step: Some(step.id.clone()),
                text: awaited(&report),
                elapsed: elapsed.as_secs(),
                limit: waiting.within.as_secs(),
                usually: usually(&waiting),
            })?;
            self.stale = true;
            if let Err(Stop::Broken(reason)) = self.clock.wait(pause, self.latch) {
                return Err(EngineError::Broken(reason));
            }
            // Any other stop stands on the latch: the last report is told, and the stop decides.
            if self.latch.get().is_some() {
                return Ok(report);
            }
        }
    }

    pub(super) fn tell_found(&self, step: &Step, look: Look, report: &Report) -> Result<(), EngineError> {
        for check in &report.checks {
            self.tell(&Event::Checked {
                step: step.id.clone(),
                before: look == Look::Before,
                check: check.clone(),
            })?;
        }
        for claim in &report.claims {
            self.claim(step, look, claim)?;
        }
        if look == Look::Before {
            for memory in &report.memories {
                self.remember(step, memory)?;
            }
        }
        Ok(())
    }

    fn claim(&self, step: &Step, look: Look, claim: &Claim) -> Result<(), EngineError> {
        let (settled, owned) = {
            let ledger = self.books.ledger();
            (
                ledger.settled(&claim.kind, &claim.id),
                ledger.judge(&step.id, &claim.kind, &claim.id),
            )
        };
        // `verify` looks at an account that it knows nothing of: it adopts nothing.
        let tells = match look {
            Look::Once => owned,
            Look::Before | Look::Patient | Look::Eager | Look::Later => true,
        };
        if settled.is_some() || !tells {
            return Ok(());
        }
        self.tell(&Event::Claimed {
            step: step.id.clone(),
            kind: claim.kind.clone(),
            id: claim.id.clone(),
            owned,
        })
    }

    fn remember(&self, step: &Step, memory: &Memory) -> Result<(), EngineError> {
        let Claim { kind, id } = &memory.thing;
        let known = {
            let ledger = self.books.ledger();
            ledger.remembers(kind, id) || ledger.settled(kind, id) == Some(true)
        };
        if known {
            return Ok(());
        }
        self.tell(&Event::Remembered {
            step: step.id.clone(),
            kind: kind.clone(),
            id: id.clone(),
            value: memory.value.clone(),
        })
    }
}

/// Something holds already.
fn passes(report: &Report) -> bool {
    report
        .checks
        .iter()
        .any(|check| check.state == CheckState::Passed)
}

/// The verdict of a block that ran to its end.
pub(super) fn verdict(report: &Report) -> Verdict {
    let of = |state: CheckState| match state {
        CheckState::Passed => Verdict::Passed,
        CheckState::Warned => Verdict::Warned,
        // An AWS error inside a claim is that claim's failure.
        CheckState::Failed | CheckState::Errored => Verdict::Failed,
    };
    report
        .checks
        .iter()
        .map(|check| of(check.state))
        .max()
        .unwrap_or(Verdict::Passed)
}

pub(super) fn holds(report: &Report) -> bool {
    report.failure.is_none() && verdict(report).is_good()
}

/// True where the block ended early because AWS answered with an error, as it does for things that are not there.
pub(super) fn is_answer(report: &Report) -> bool {
    matches!(
        report.failure.as_ref().map(|failure| &failure.cause),
        Some(Cause::Cloud(error)) if error.fault == Fault::Service
    )
}

/// A typo stays a typo; only what AWS says may be otherwise next time.
pub(super) fn may_change(report: &Report) -> bool {
    report.failure.is_none() || is_answer(report)
}

/// The claim that is waited for: the first that does not hold.
pub(super) fn awaited(report: &Report) -> String {
    report
        .checks
        .iter()
        .find(|check| matches!(check.state, CheckState::Failed | CheckState::Errored))
        .map_or_else(|| "an answer of AWS".to_owned(), |check| check.text.clone())
}
