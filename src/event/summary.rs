//! What the last lines of a run say: a fold of its events.

use super::{CallOutcome, CheckState, Event, Ledger, Tally, Verdict};
use jiff::{SignedDuration, Timestamp};

/// The counts of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// The verdict of each step.
    pub tally: Tally,
    /// What is owned now, as far as this run's events tell.
    pub ledger: Ledger,
    /// Steps that the run takes.
    pub steps: usize,
    /// Steps whose first check already held.
    pub already: usize,
    /// Claims that were judged after the work: those that hold and those that do not.
    pub checks: (usize, usize),
    /// Calls that read, and calls that changed something.
    pub calls: (usize, usize),
    /// Things that nothing claims and that seem to be there still.
    pub leftovers: usize,
    /// The verdict of the run, once it ended.
    pub verdict: Option<Verdict>,
    spent: SignedDuration,
    since: Option<Timestamp>,
    entered: Option<Timestamp>,
    last: Option<(String, SignedDuration)>,
}

impl Summary {
    /// The summary of these events.
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Summary {
        let mut summary = Summary::default();
        events.into_iter().for_each(|event| summary.add(event));
        summary
    }

    /// Takes in one event.
    pub fn add(&mut self, event: &Event) {
        self.tally.add(event);
        self.ledger.add(event);
        match event {
            Event::RunStarted { steps, at, .. } => {
                self.steps = steps.len();
                self.since = Some(*at);
            }
            Event::RunResumed { at, .. } => {
                self.since = Some(*at);
                self.verdict = None;
            }
            Event::StepStarted { at, .. } => self.entered = Some(*at),
            Event::StepFinished {
                step, already, at, ..
            } => {
                self.already += usize::from(*already);
                if let Some(entered) = self.entered.take() {
                    self.last = Some((step.clone(), at.duration_since(entered)));
                }
            }
            Event::Checked {
                before: false, check, ..
            } => match check.state {
                CheckState::Passed | CheckState::Warned => self.checks.0 += 1,
                CheckState::Failed | CheckState::Errored => self.checks.1 += 1,
            },
            Event::CallAnswered {
                class,
                outcome: CallOutcome::Answered,
                ..
            } => {
                if class.mutates() {
                    self.calls.1 += 1;
                } else {
                    self.calls.0 += 1;
                }
            }
            Event::LeftOver { .. } => self.leftovers += 1,
            Event::RunFinished { verdict, at } => {
                self.verdict = Some(*verdict);
                if let Some(since) = self.since.take() {
                    self.spent += at.duration_since(since);
                }
            }
            Event::Checked { before: true, .. }
            | Event::CallAnswered {
                outcome: CallOutcome::Refused { .. },
                ..
            }
            | Event::StepLooked { .. }
            | Event::ProseShown { .. }
            | Event::BlockStarted { .. }
            | Event::BlockFinished { .. }
            | Event::Answered { .. }
            | Event::Said { .. }
            | Event::SecretShown { .. }
            | Event::CallIntended { .. }
            | Event::Waited { .. }
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::Released { .. }
            | Event::HoldingsListed { .. } => {}
        }
    }

    /// Time between starts and ends on the wall; what lies between an end and a resume is not counted.
    #[must_use]
    pub fn duration(&self) -> SignedDuration {
        self.spent
    }

    /// The step that ended last and how long it took.
    #[must_use]
    pub fn last_step(&self) -> Option<(&str, SignedDuration)> {
        self.last.as_ref().map(|(step, span)| (step.as_str(), *span))
    }
}
