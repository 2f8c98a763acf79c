//! The numbers that every format shows.

use super::{Call, Result, Standing, Step};
use crate::event::{Check, CheckState, Class, Verdict};
use serde::Serialize;

/// How the steps ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Steps {
    /// All of them.
    pub all: usize,
    /// Every check holds.
    pub passed: usize,
    /// The same, with a warning.
    pub warned: usize,
    /// Gone past.
    pub skipped: usize,
    /// A check does not hold.
    pub failed: usize,
    /// Could not be done.
    pub errored: usize,
    /// Left before its end.
    pub stopped: usize,
    /// Begun when the run was cut off.
    pub unfinished: usize,
    /// Never begun.
    pub not_taken: usize,
    /// Of those that passed, how many were so already.
    pub already: usize,
}

/// What the last look at each step found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Checks {
    /// All of them.
    pub all: usize,
    /// It is so.
    pub passed: usize,
    /// Not so, and only a warning.
    pub warned: usize,
    /// Not so.
    pub failed: usize,
    /// Could not be judged.
    pub errored: usize,
}

/// The calls to AWS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Calls {
    /// All of them.
    pub all: usize,
    /// Looked only.
    pub read: usize,
    /// Created or changed something.
    pub mutate: usize,
    /// Deleted or ended something.
    pub destroy: usize,
    /// Of all these, how many were refused.
    pub refused: usize,
    /// Of all these, how many have no answer: the run was cut off.
    pub unanswered: usize,
    /// The time that they took together.
    pub milliseconds: u64,
}

/// All numbers of a run, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// The steps.
    pub steps: Steps,
    /// Their checks.
    pub checks: Checks,
    /// The calls.
    pub calls: Calls,
    /// What is owned at the end.
    pub owned: usize,
    /// What was there before.
    pub adopted: usize,
    /// What nothing claims and seems to be there still.
    pub left_over: usize,
    /// The time of the runs, without the breaks between an interruption and a resumption.
    pub milliseconds: u64,
}

impl Counts {
    /// Adds another run's.
    pub(super) fn add(&mut self, other: &Counts) {
        let (s, o) = (&mut self.steps, &other.steps);
        s.all += o.all;
        s.passed += o.passed;
        s.warned += o.warned;
        s.skipped += o.skipped;
        s.failed += o.failed;
        s.errored += o.errored;
        s.stopped += o.stopped;
        s.unfinished += o.unfinished;
        s.not_taken += o.not_taken;
        s.already += o.already;
        let (s, o) = (&mut self.checks, &other.checks);
        s.all += o.all;
        s.passed += o.passed;
        s.warned += o.warned;
        s.failed += o.failed;
        s.errored += o.errored;
        let (s, o) = (&mut self.calls, &other.calls);
        s.all += o.all;
        s.read += o.read;
        s.mutate += o.mutate;
        s.destroy += o.destroy;
        s.refused += o.refused;
        s.unanswered += o.unanswered;
        s.milliseconds += o.milliseconds;
        self.owned += other.owned;
        self.adopted += other.adopted;
        self.left_over += other.left_over;
        self.milliseconds += other.milliseconds;
    }
}

impl Steps {
    pub(super) fn of(steps: &[Step]) -> Steps {
        let mut counts = Steps {
            all: steps.len(),
            already: steps.iter().filter(|step| step.already).count(),
            ..Steps::default()
        };
        for step in steps {
            let slot = match step.standing {
                Standing::Ended(Verdict::Passed) => &mut counts.passed,
                Standing::Ended(Verdict::Warned) => &mut counts.warned,
                Standing::Ended(Verdict::Skipped) => &mut counts.skipped,
                Standing::Ended(Verdict::Failed) => &mut counts.failed,
                Standing::Ended(Verdict::Errored) => &mut counts.errored,
                Standing::Ended(Verdict::Stopped) => &mut counts.stopped,
                Standing::Unfinished => &mut counts.unfinished,
                Standing::NotTaken => &mut counts.not_taken,
            };
            *slot += 1;
        }
        counts
    }
}

impl Checks {
    pub(super) fn of<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Checks {
        let mut counts = Checks::default();
        for check in checks {
            counts.all += 1;
            let slot = match check.state {
                CheckState::Passed => &mut counts.passed,
                CheckState::Warned => &mut counts.warned,
                CheckState::Failed => &mut counts.failed,
                CheckState::Errored => &mut counts.errored,
            };
            *slot += 1;
        }
        counts
    }
}

impl Calls {
    pub(super) fn of<'a>(calls: impl IntoIterator<Item = &'a Call>) -> Calls {
        let mut counts = Calls::default();
        for call in calls {
            counts.all += 1;
            let slot = match call.class {
                Class::List | Class::Read => &mut counts.read,
                Class::Write | Class::Tag | Class::Permissions => &mut counts.mutate,
                Class::Destroy => &mut counts.destroy,
            };
            *slot += 1;
            counts.refused += usize::from(call.result == Result::Refused);
            counts.unanswered += usize::from(call.result == Result::Unanswered);
            counts.milliseconds += call.milliseconds.unwrap_or_default();
        }
        counts
    }
}
