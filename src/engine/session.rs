//! The order of things, pure: `next` says what to do, `settle` takes in how it came out and tells what that means.
//!
//! | command | per step |
//! |---|---|
//! | `run` | enter, look; already so: go on. Else show, and the person's menu until a check holds or they go elsewhere |
//! | `replay` | enter, look; already so: go on. Else work, check patiently; stops at a failure unless told to keep going |
//! | `verify` | enter, check; never stops |
//! | `cleanup` | list and ask; backwards: enter, clean, enter, prove; at last the leftovers |
//!
//! It knows no script, no clock and no person; time comes with the outcome.

mod arrival;
mod cleanup;
mod interruption;
mod phase;
mod verdict;

use super::action::{Action, Look, Outcome};
use super::menu::{Key, Menu, Moment};
use super::route::Leg;
use super::{Options, Trouble};
use crate::event::{Command, Event, Tally, Verdict};
use jiff::Timestamp;
use phase::Phase;

/// One command on its way.
#[derive(Clone, Debug)]
pub struct Session {
    command: Command,
    options: Options,
    legs: Vec<Leg>,
    survey: bool,
    phase: Phase,
    at: usize,
    /// The person asked for this step: it is shown although it may be done already.
    asked: bool,
    /// The setup failed.
    blocked: bool,
    /// A query or an instance command left names behind.
    carrying: bool,
    /// A check that may be waited for does not hold.
    waited: bool,
    /// The step was asked for, and its check held when it was entered.
    holds: bool,
    /// What the step needs has not come, and nobody waited for it.
    gated: bool,
    /// Legs whose check was put off.
    deferred: Vec<usize>,
    holding: Vec<String>,
    pending: Option<Trouble>,
    trouble: Option<Trouble>,
    interrupted: bool,
    tally: Tally,
}

impl Session {
    /// A session before its first step. `survey`: something was created that no check has claimed yet.
    #[must_use]
    pub fn new(command: Command, options: Options, legs: Vec<Leg>, survey: bool) -> Session {
        Session {
            command,
            options,
            legs,
            survey,
            phase: Phase::Opening,
            at: 0,
            asked: false,
            blocked: false,
            carrying: false,
            waited: false,
            holds: false,
            gated: false,
            deferred: Vec::new(),
            holding: Vec::new(),
            pending: None,
            trouble: None,
            interrupted: false,
            tally: Tally::default(),
        }
    }

    /// What to do now.
    #[must_use]
    pub fn next(&self) -> Action {
        let at = self.at;
        match &self.phase {
            Phase::Opening => Action::Open,
            Phase::Surveying { entered: false } | Phase::Entering | Phase::Refreshing | Phase::Returning => {
                Action::Enter(at)
            }
            Phase::Surveying { entered: true } | Phase::Looking => Action::Check(at, Look::Before),
            Phase::Listing => Action::List,
            Phase::Showing => Action::Show(at),
            Phase::Choosing => Action::Ask(at, Menu::at(&self.legs[at], self.moment())),
            Phase::Jumping => Action::Jump(at),
            Phase::Working => Action::Work(at),
            Phase::Checking(look) => Action::Check(at, *look),
            Phase::Querying => Action::Query(at),
            Phase::Awaiting { leg, .. } => Action::Await(*leg),
            Phase::Telling(Key::Explain) => Action::Explain(at),
            Phase::Telling(Key::List) => Action::Steps(at),
            Phase::Telling(Key::Evaluate) => Action::Evaluate(at),
            Phase::Telling(_) | Phase::Advising(_) => Action::Hint(at),
            Phase::Cleaning => Action::Clean(at),
            Phase::Proving => Action::Prove(at),
            Phase::Tidying => Action::Tidy,
            Phase::Over(verdict) => Action::Finished(*verdict),
        }
    }

    /// The legs, in order.
    #[must_use]
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The legs whose check was put off and has not come.
    #[must_use]
    pub fn deferred(&self) -> &[usize] {
        &self.deferred
    }

    fn moment(&self) -> Moment {
        Moment {
            first: self.at == 0,
            blocked: self.blocked,
            waited: self.waited,
            gated: self.gated,
            holds: self.holds,
        }
    }

    /// Takes in that what a leg put off has come, or has not come in its time; gives what happened by it.
    pub fn arrived(
        &mut self,
        leg: usize,
        verdict: Verdict,
        trouble: Option<Trouble>,
        now: Timestamp,
    ) -> Vec<Event> {
        let mut told = Vec::new();
        self.deferred.retain(|deferred| *deferred != leg);
        let id = self.legs[leg].id.clone();
        self.record(&id, verdict, false, now, &mut told);
        if !verdict.is_good() {
            self.trouble = self.trouble.max(trouble);
            if self.command == Command::Replay && !self.options.keep_going {
                let verdict = self.tally.verdict();
                self.end(verdict, now, &mut told);
            }
        }
        told
    }

    /// How the run ended, once it has.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        if let Phase::Over(verdict) = self.phase {
            Some(verdict)
        } else {
            None
        }
    }

    /// The verdict of each step so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The worst trouble behind the verdicts so far.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// True after a Ctrl-C.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.interrupted
    }

    /// Takes in how the action came out, and gives what happened by it.
    pub fn settle(&mut self, outcome: Outcome, now: Timestamp) -> Vec<Event> {
        let mut told = Vec::new();
        let told = &mut told;
        match (self.phase.clone(), outcome) {
            (Phase::Over(_), _) => {}
            // A person who stops what goes on comes back to the menu; at the menu, the run is left.
            (_, Outcome::Interrupted) if self.command == Command::Run && self.comes_back(now, told) => {}
            (_, Outcome::Interrupted) => {
                self.interrupted = true;
                self.stop(now, told);
            }
            (Phase::Opening, Outcome::Done) => self.opened(now, told),
            (Phase::Opening, Outcome::Failed(trouble)) => {
                self.trouble = Some(trouble);
                self.end(Verdict::Errored, now, told);
            }
            (Phase::Surveying { entered: false }, Outcome::Done) => {
                self.phase = Phase::Surveying { entered: true };
            }
            (Phase::Surveying { .. }, Outcome::Judged { .. } | Outcome::Failed(_)) => {
                self.survey_from(self.at + 1);
            }
            (Phase::Listing, Outcome::Listed { holding, agreed }) => self.listed(holding, agreed, now, told),
            (Phase::Entering, Outcome::Done) => self.entered(now, told),
            (Phase::Entering, Outcome::Failed(trouble)) => self.not_entered(trouble, now, told),
            (Phase::Looking, Outcome::Judged { verdict, trouble }) => {
                self.looked(verdict, trouble, now, told);
            }
            (Phase::Showing, Outcome::Done | Outcome::Failed(_))
            | (Phase::Telling(_), Outcome::Done | Outcome::Failed(_))
            | (Phase::Jumping, Outcome::Jumped(None)) => self.phase = Phase::Choosing,
            (Phase::Advising(verdict), Outcome::Done) => self.finish(verdict, false, now, told),
            (Phase::Advising(verdict), Outcome::Failed(trouble)) => {
                // A hint that cannot be given is no news beside a check that does not hold; one that was refused is.
                if trouble == Trouble::Refused {
                    self.pending = Some(trouble);
                }
                self.finish(verdict, false, now, told);
            }
            (Phase::Choosing, Outcome::Chosen(key)) => self.chosen(key, now, told),
            (Phase::Jumping, Outcome::Jumped(Some(to))) => self.jump(to, now, told),
            (Phase::Refreshing, Outcome::Done) => self.phase = Phase::Checking(Look::Eager),
            (Phase::Refreshing, Outcome::Failed(trouble)) => {
                self.pending = Some(trouble);
                self.blocked = true;
                self.phase = Phase::Choosing;
            }
            (Phase::Working | Phase::Querying, Outcome::Done) => {
                self.carrying |= self.leg().carries;
                self.pending = None;
                if self.leg().checks {
                    self.phase = Phase::Checking(Look::Patient);
                } else {
                    self.finish(Verdict::Passed, false, now, told);
                }
            }
            (Phase::Working | Phase::Querying, Outcome::Failed(trouble)) => {
                self.pending = Some(trouble);
                match self.command {
                    Command::Run => self.phase = Phase::Choosing,
                    Command::Replay | Command::Verify | Command::Cleanup => {
                        self.finish(Verdict::Errored, false, now, told);
                    }
                }
            }
            (Phase::Working, Outcome::Declined) if self.command == Command::Run => {
                self.phase = Phase::Choosing;
            }
            (Phase::Working, Outcome::Declined) => {
                self.pending = Some(Trouble::Refused);
                self.finish(Verdict::Errored, false, now, told);
            }
            (Phase::Checking(_), Outcome::Judged { verdict, trouble }) => {
                self.checked(verdict, trouble, now, told);
            }
            (Phase::Checking(_), Outcome::Deferred) => {
                self.deferred.push(self.at);
                self.arrive(self.at + 1, false, now, told);
            }
            (Phase::Awaiting { leg, last }, Outcome::Judged { verdict, trouble }) => {
                told.extend(self.arrived(leg, verdict, trouble, now));
                if verdict.is_good() || self.command != Command::Run {
                    self.awaited(last, now, told);
                } else {
                    self.arrive(leg, true, now, told);
                }
            }
            (Phase::Cleaning, outcome @ (Outcome::Done | Outcome::Failed(_))) => {
                if let Outcome::Failed(trouble) = outcome {
                    self.pending = Some(trouble);
                }
                if self.leg().checks {
                    self.phase = Phase::Returning;
                } else {
                    self.cleaned(false, now, told);
                }
            }
            (Phase::Returning, Outcome::Done) => self.phase = Phase::Proving,
            (Phase::Returning | Phase::Proving, Outcome::Failed(trouble)) => {
                self.pending = self.pending.max(Some(trouble));
                self.cleaned(false, now, told);
            }
            (Phase::Proving, Outcome::Proved { still }) => self.cleaned(still, now, told),
            (Phase::Tidying, Outcome::Done | Outcome::Failed(_)) => {
                let verdict = self.tally.verdict();
                self.end(verdict, now, told);
            }
            // An outcome that does not answer the action: nothing can be said of the step any more.
            (phase, _) => {
                self.trouble = self.trouble.max(Some(Trouble::Machine));
                debug_assert!(false, "no such outcome of {phase:?}");
                self.end(Verdict::Errored, now, told);
            }
        }
        std::mem::take(told)
    }

    fn leg(&self) -> &Leg {
        &self.legs[self.at]
    }

    fn opened(&mut self, now: Timestamp, told: &mut Vec<Event>) {
        match self.command {
            Command::Run | Command::Replay | Command::Verify => self.arrive(0, false, now, told),
            Command::Cleanup if self.survey => self.survey_from(0),
            Command::Cleanup => self.phase = Phase::Listing,
        }
    }

    fn chosen(&mut self, key: Key, now: Timestamp, told: &mut Vec<Event>) {
        match key {
            Key::Check if self.blocked => self.pass_gate(),
            Key::Check if !self.leg().checks => self.finish(Verdict::Passed, false, now, told),
            Key::Check if self.carrying => self.phase = Phase::Checking(Look::Eager),
            Key::Check => self.phase = Phase::Refreshing,
            Key::Wait => self.phase = Phase::Checking(Look::Patient),
            Key::Later => self.phase = Phase::Checking(Look::Later),
            Key::Work => self.phase = Phase::Working,
            Key::Query => self.phase = Phase::Querying,
            Key::Hint | Key::Explain | Key::List | Key::Evaluate => self.phase = Phase::Telling(key),
            Key::Skip => self.finish(Verdict::Skipped, false, now, told),
            Key::Back => self.jump(self.at.saturating_sub(1), now, told),
            Key::Again => self.jump(self.at, now, told),
            Key::Jump => self.phase = Phase::Jumping,
            Key::Quit => self.stop(now, told),
        }
    }

    fn finish(&mut self, verdict: Verdict, already: bool, now: Timestamp, told: &mut Vec<Event>) {
        let id = self.leg().id.clone();
        self.record(&id, verdict, already, now, told);
        let failed = match verdict {
            Verdict::Passed | Verdict::Warned | Verdict::Skipped => false,
            Verdict::Failed | Verdict::Errored | Verdict::Stopped => true,
        };
        if failed {
            self.trouble = self.trouble.max(self.pending);
        }
        if failed && self.command == Command::Replay && !self.options.keep_going {
            let verdict = self.tally.verdict();
            self.end(verdict, now, told);
        } else {
            self.arrive(self.at + 1, false, now, told);
        }
    }

    fn record(&mut self, step: &str, verdict: Verdict, already: bool, at: Timestamp, told: &mut Vec<Event>) {
        let event = Event::StepFinished {
            step: step.to_owned(),
            verdict,
            already,
            at,
        };
        self.tally.add(&event);
        told.push(event);
    }

    fn end(&mut self, verdict: Verdict, at: Timestamp, told: &mut Vec<Event>) {
        told.push(Event::RunFinished { verdict, at });
        self.phase = Phase::Over(verdict);
    }
}

#[cfg(test)]
mod tests;
