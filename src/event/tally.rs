//! The fold of step verdicts that summaries and exit codes are made of.

use super::{Event, Verdict};
use indexmap::IndexMap;

/// The last verdict of each step, in the order in which the steps were first settled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    steps: IndexMap<String, Verdict>,
}

impl Tally {
    /// Takes in one event; all but `StepFinished` leave it as it is.
    pub fn add(&mut self, event: &Event) {
        if let Event::StepFinished { step, verdict, .. } = event {
            self.steps.insert(step.clone(), *verdict);
        }
    }

    /// The tally of a whole run.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Tally {
        let mut tally = Tally::default();
        events.into_iter().for_each(|event| tally.add(event));
        tally
    }

    /// How many steps ended so.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.steps.values().filter(|v| **v == verdict).count()
    }

    /// The verdict of one step, if it has one.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<Verdict> {
        self.steps.get(id).copied()
    }

    /// The steps and their verdicts.
    pub fn steps(&self) -> impl Iterator<Item = (&str, Verdict)> {
        self.steps.iter().map(|(id, verdict)| (id.as_str(), *verdict))
    }

    /// The worst verdict; a run without steps passed.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.steps.values().copied().max().unwrap_or(Verdict::Passed)
    }
}
