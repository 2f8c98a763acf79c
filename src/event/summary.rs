//! What the last lines of a run say: a fold of its events.

use super::{CallOutcome, CheckState, Event, Ledger, Tally, Verdict};
use indexmap::{IndexMap, IndexSet};
use jiff::{SignedDuration, Timestamp};

/// The codes of what a principal may not do.
const DENIED: [&str; 4] = [
    "AccessDenied",
    "AccessDeniedException",
    "UnauthorizedOperation",
    "Client.UnauthorizedOperation",
];

/// The action that a denial names, else the operation.
fn needed(message: &str, service: &str, operation: &str) -> String {
    message
        .split_once("is not authorized to perform: ")
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .map_or_else(|| format!("{service}:{operation}"), str::to_owned)
}

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
    /// What the things that are owned cost, in millionths of a US dollar an hour, as it was told last.
    pub cost: Option<u64>,
    /// What was denied, by the step that needed it: the actions, each once.
    pub denied: Vec<(Option<String>, String)>,
    /// The verdict of the run, once it ended.
    pub verdict: Option<Verdict>,
    /// Steps whose check was put off and has not come, by id.
    pub deferred: IndexSet<String>,
    spent: SignedDuration,
    since: Option<Timestamp>,
    /// When each step was entered that has not ended.
    entered: IndexMap<String, Timestamp>,
    /// The step that the run is at, and since when.
    here: Option<(String, Timestamp)>,
    at_steps: IndexMap<String, SignedDuration>,
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
                // Where the run was cut off, nobody knows when.
                self.here = None;
                self.entered.clear();
                self.deferred.clear();
            }
            Event::StepStarted { step, at, .. } => {
                self.leave(*at);
                self.deferred.shift_remove(step);
                self.entered.insert(step.clone(), *at);
                self.here = Some((step.clone(), *at));
            }
            Event::Deferred { step, at, .. } => {
                self.leave(*at);
                self.deferred.insert(step.clone());
            }
            Event::StepFinished {
                step, already, at, ..
            } => {
                self.already += usize::from(*already);
                self.deferred.shift_remove(step);
                if self.here.as_ref().is_some_and(|(here, _)| here == step) {
                    self.leave(*at);
                }
                if let Some(entered) = self.entered.shift_remove(step) {
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
            Event::CallAnswered {
                step,
                service,
                operation,
                outcome: CallOutcome::Refused { code, message },
                ..
            } => {
                if DENIED.contains(&code.as_str()) {
                    let told = (step.clone(), needed(message, service, operation));
                    if !self.denied.contains(&told) {
                        self.denied.push(told);
                    }
                }
            }
            Event::LeftOver { .. } => self.leftovers += 1,
            Event::CostTold { micros, .. } => self.cost = Some(*micros),
            Event::RunFinished { verdict, at } => {
                self.verdict = Some(*verdict);
                self.leave(*at);
                if let Some(since) = self.since.take() {
                    self.spent += at.duration_since(since);
                }
            }
            Event::Checked { before: true, .. }
            | Event::StepLooked { .. }
            | Event::ProseShown { .. }
            | Event::BlockStarted { .. }
            | Event::BlockFinished { .. }
            | Event::Answered { .. }
            | Event::Said { .. }
            | Event::TableShown { .. }
            | Event::ChartShown { .. }
            | Event::SecretShown { .. }
            | Event::CallIntended { .. }
            | Event::Waited { .. }
            | Event::StepsListed { .. }
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::Released { .. }
            | Event::HoldingsListed { .. }
            | Event::NotUndone { .. }
            | Event::RunUndone { .. } => {}
        }
    }

    /// Time between starts and ends on the wall; what lies between an end and a resume is not counted.
    #[must_use]
    pub fn duration(&self) -> SignedDuration {
        self.spent
    }

    /// The same while the run goes on.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> SignedDuration {
        self.since
            .map_or(self.spent, |since| self.spent + now.duration_since(since))
    }

    /// The time that the run was at a step; what it waited for while the person was elsewhere is not counted.
    #[must_use]
    pub fn spent_at(&self, step: &str, now: Timestamp) -> SignedDuration {
        let here = self.here.as_ref().filter(|(here, _)| here == step);
        let before = self.at_steps.get(step).copied().unwrap_or_default();
        here.map_or(before, |(_, since)| before + now.duration_since(*since))
    }

    fn leave(&mut self, at: Timestamp) {
        if let Some((step, since)) = self.here.take() {
            *self.at_steps.entry(step).or_default() += at.duration_since(since);
        }
    }

    /// The step that ended last and how long it took.
    #[must_use]
    pub fn last_step(&self) -> Option<(&str, SignedDuration)> {
        self.last.as_ref().map(|(step, span)| (step.as_str(), *span))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Command, StepName};
    use super::*;

    #[test]
    fn only_the_time_of_the_run_counts() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let finished = |verdict, second| Event::RunFinished {
            verdict,
            at: at(second),
        };
        let step = |already, from, to| {
            [
                Event::StepStarted {
                    step: "a".to_owned(),
                    title: String::new(),
                    number: 1,
                    of: 1,
                    minutes: None,
                    cost: None,
                    at: at(from),
                },
                Event::StepFinished {
                    step: "a".to_owned(),
                    verdict: Verdict::Passed,
                    already,
                    at: at(to),
                },
            ]
        };
        let mut events = vec![Event::RunStarted {
            command: Command::Run,
            steps: vec![StepName {
                id: "a".to_owned(),
                title: String::new(),
            }],
            at: at(0),
        }];
        events.extend(step(false, 1, 4));
        events.push(finished(Verdict::Stopped, 10));
        let stopped = Summary::of(&events);
        assert_eq!(stopped.duration(), SignedDuration::from_secs(10));
        assert_eq!(stopped.last_step(), Some(("a", SignedDuration::from_secs(3))));
        events.push(Event::RunResumed {
            changed: Vec::new(),
            changes: Vec::new(),
            at: at(1000),
        });
        assert_eq!(Summary::of(&events).verdict, None, "it goes on");
        events.extend(step(true, 1000, 1001));
        events.push(finished(Verdict::Passed, 1005));
        let whole = Summary::of(&events);
        assert_eq!(whole.duration(), SignedDuration::from_secs(15));
        assert_eq!(
            (whole.steps, whole.already, whole.tally.count(Verdict::Passed)),
            (1, 1, 1)
        );
        assert_eq!(whole.verdict, Some(Verdict::Passed));
        assert_eq!(
            whole.spent_at("a", at(2000)),
            SignedDuration::from_secs(4),
            "both times"
        );
    }

    #[test]
    fn a_step_that_is_put_off_ends_while_the_run_is_elsewhere() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let started = |step: &str, second| Event::StepStarted {
            step: step.to_owned(),
            title: String::new(),
            number: 1,
            of: 2,
            minutes: None,
            cost: None,
            at: at(second),
        };
        let mut summary = Summary::default();
        summary.add(&started("a", 0));
        summary.add(&Event::Deferred {
            step: "a".to_owned(),
            text: "it is on".to_owned(),
            limit: 300,
            usually: None,
            at: at(10),
        });
        summary.add(&started("b", 12));
        assert!(summary.deferred.contains("a"));
        summary.add(&Event::StepFinished {
            step: "a".to_owned(),
            verdict: Verdict::Passed,
            already: false,
            at: at(72),
        });
        assert_eq!(summary.last_step(), Some(("a", SignedDuration::from_secs(72))));
        assert_eq!(
            [summary.spent_at("a", at(100)), summary.spent_at("b", at(100))],
            [10, 88].map(SignedDuration::from_secs)
        );
        assert!(summary.deferred.is_empty());
    }
}
