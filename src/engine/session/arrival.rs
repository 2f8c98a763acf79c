//! Coming to a step: past those that need nothing, through what was put off, and to the end of the run.

use super::{Phase, Session};
use crate::engine::route::Leg;
use crate::event::{Command, Event, Verdict};
use jiff::Timestamp;

impl Session {
    /// What was put off came, or there is no more waiting for it: the next, or on.
    pub(super) fn awaited(&mut self, last: bool, now: Timestamp, told: &mut Vec<Event>) {
        match (self.phase.clone(), last) {
            (Phase::Over(_), _) => {}
            (_, true) => self.close(now, told),
            (_, false) => self.pass_gate(),
        }
    }

    /// Enters the step, or waits for what it needs.
    pub(super) fn pass_gate(&mut self) {
        (self.blocked, self.gated) = (false, false);
        let needs = &self.legs[self.at].needs;
        let missing = self
            .deferred
            .iter()
            .find(|leg| needs.contains(&self.legs[**leg].id));
        self.phase = match missing {
            Some(leg) => Phase::Awaiting {
                leg: *leg,
                last: false,
            },
            None => Phase::Entering,
        };
    }

    /// Ends the run, when nothing is waited for any more.
    pub(super) fn close(&mut self, now: Timestamp, told: &mut Vec<Event>) {
        match self.deferred.first() {
            Some(leg) => {
                self.phase = Phase::Awaiting {
                    leg: *leg,
                    last: true,
                };
            }
            None => {
                let verdict = self.tally.verdict();
                self.end(verdict, now, told);
            }
        }
    }

    /// Goes to a step, and past those that need nothing.
    pub(super) fn arrive(&mut self, at: usize, asked: bool, now: Timestamp, told: &mut Vec<Event>) {
        self.asked = asked;
        (self.blocked, self.carrying, self.waited, self.pending) = (false, false, false, None);
        (self.holds, self.gated) = (false, false);
        self.deferred.retain(|deferred| !asked || *deferred != at);
        self.phase = Phase::Entering;
        for at in at..self.legs.len() {
            self.at = at;
            let leg = self.legs[at].clone();
            told.push(Event::StepStarted {
                step: leg.id.clone(),
                title: leg.title.clone(),
                number: at + 1,
                of: self.legs.len(),
                minutes: leg.minutes,
                cost: leg.cost.clone(),
                at: now,
            });
            match self.passes(&leg).filter(|_| !asked) {
                Some((verdict, already)) => self.record(&leg.id, verdict, already, now, told),
                None => return self.pass_gate(),
            }
        }
        if self.command == Command::Cleanup {
            self.phase = Phase::Tidying;
        } else {
            self.close(now, told);
        }
    }

    /// How a step comes out that needs nothing: one that is only read, and what ended earlier in this run and cannot
    /// be checked.
    pub(super) fn passes(&self, leg: &Leg) -> Option<(Verdict, bool)> {
        match leg.finished {
            Some(Verdict::Skipped) => Some((Verdict::Skipped, false)),
            Some(verdict @ (Verdict::Passed | Verdict::Warned)) if !leg.checks => Some((verdict, true)),
            None
            | Some(
                Verdict::Passed | Verdict::Warned | Verdict::Failed | Verdict::Errored | Verdict::Stopped,
            ) => (leg.reading && self.command == Command::Replay).then_some((Verdict::Passed, false)),
        }
    }

    /// Leaves the step for another one. Steps that are jumped over and were not taken are skipped; one that is left
    /// backwards will be met again.
    pub(super) fn jump(&mut self, to: usize, now: Timestamp, told: &mut Vec<Event>) {
        let to = to.min(self.legs.len().saturating_sub(1));
        if to > self.at {
            for at in self.at..to {
                let id = self.legs[at].id.clone();
                let taken = !matches!(self.tally.step(&id), None | Some(Verdict::Stopped));
                if !taken && !self.deferred.contains(&at) {
                    self.record(&id, Verdict::Skipped, false, now, told);
                }
            }
        } else if to < self.at {
            let id = self.leg().id.clone();
            self.record(&id, Verdict::Stopped, false, now, told);
        }
        self.arrive(to, true, now, told);
    }
}
