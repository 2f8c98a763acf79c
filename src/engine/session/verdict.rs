//! What a setup and a check say, and what follows from it.

use super::{Phase, Session};
use crate::engine::Trouble;
use crate::engine::action::Look;
use crate::event::{Command, Event, Verdict};
use jiff::Timestamp;

impl Session {
    /// A step that passed and does not hold any more has not passed.
    pub(super) fn unpass(&mut self, verdict: Verdict, now: Timestamp, told: &mut Vec<Event>) {
        let id = self.leg().id.clone();
        if self.tally.step(&id).is_some_and(Verdict::is_good) {
            self.record(&id, verdict, false, now, told);
        }
    }

    pub(super) fn entered(&mut self, now: Timestamp, told: &mut Vec<Event>) {
        self.blocked = false;
        let leg = self.leg();
        self.phase = match self.command {
            Command::Run if leg.checks => Phase::Looking,
            Command::Run => Phase::Showing,
            Command::Replay if leg.checks => Phase::Looking,
            Command::Replay if leg.works => Phase::Working,
            Command::Replay => return self.finish(Verdict::Passed, false, now, told),
            Command::Verify if self.options.wait => Phase::Checking(Look::Patient),
            Command::Verify => Phase::Checking(Look::Once),
            Command::Cleanup if leg.cleans => Phase::Cleaning,
            Command::Cleanup => Phase::Proving,
        };
    }

    pub(super) fn not_entered(&mut self, trouble: Trouble, now: Timestamp, told: &mut Vec<Event>) {
        self.pending = Some(trouble);
        match self.command {
            Command::Run => {
                self.blocked = true;
                self.phase = Phase::Showing;
            }
            // What its setup finds is gone, and so is all that it owned: an earlier cleanup did it.
            Command::Cleanup if !self.holding.contains(&self.leg().id) && trouble != Trouble::Refused => {
                self.pending = None;
                self.finish(Verdict::Passed, true, now, told);
            }
            Command::Replay | Command::Verify | Command::Cleanup => {
                self.finish(Verdict::Errored, false, now, told);
            }
        }
    }

    pub(super) fn looked(
        &mut self,
        verdict: Verdict,
        trouble: Option<Trouble>,
        now: Timestamp,
        told: &mut Vec<Event>,
    ) {
        if trouble.is_none() {
            told.push(Event::StepLooked {
                step: self.leg().id.clone(),
                verdict,
            });
        }
        let holds = verdict.is_good();
        match self.command {
            _ if holds && !self.asked && !self.options.anew => self.finish(verdict, true, now, told),
            Command::Run => {
                self.holds = holds;
                if !holds {
                    self.unpass(verdict, now, told);
                }
                self.phase = Phase::Showing;
            }
            // A check that broke off may do so because nothing is there yet; one that was refused, or that AWS did
            // not answer, will not be better after the work.
            Command::Replay | Command::Verify | Command::Cleanup
                if verdict == Verdict::Errored && trouble != Some(Trouble::Script) =>
            {
                self.pending = trouble;
                self.finish(Verdict::Errored, false, now, told);
            }
            Command::Replay | Command::Verify | Command::Cleanup => {
                self.phase = if self.leg().works {
                    Phase::Working
                } else {
                    Phase::Checking(Look::Patient)
                };
            }
        }
    }

    pub(super) fn checked(
        &mut self,
        verdict: Verdict,
        trouble: Option<Trouble>,
        now: Timestamp,
        told: &mut Vec<Event>,
    ) {
        self.pending = trouble;
        let holds = verdict.is_good();
        if !holds && self.options.hints && self.leg().hints && self.command != Command::Run {
            self.phase = Phase::Advising(verdict);
        } else if holds || self.command != Command::Run {
            self.finish(verdict, false, now, told);
        } else {
            self.unpass(verdict, now, told);
            self.holds = false;
            self.waited = self.leg().waits && trouble.is_none();
            self.phase = Phase::Choosing;
        }
    }
}
