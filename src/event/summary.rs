//! What the last lines of a run say: a fold of its events.

use super::{CallOutcome, CheckState, Event, Ledger, Tally, Verdict};
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
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::Released { .. }
            | Event::HoldingsListed { .. }
            | Event::NotUndone { .. } => {}
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
    }
}
