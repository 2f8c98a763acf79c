//! The exit codes.

use crate::engine::{Ending, Trouble};
use crate::event::Verdict;
use std::process::ExitCode;

/// How the program ends.
///
/// | code | meaning |
/// |---|---|
/// | 0 | passed |
/// | 1 | a check failed, the lab is unsound, or an account is not ready |
/// | 2 | wrong usage, a bad document or bad answers |
/// | 3 | refused: account, region, trust, a block that may only read, leave that nobody gave, another process |
/// | 4 | AWS or the machine failed |
/// | 130 | interrupted or left; it can be resumed |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything holds.
    Passed,
    /// A check failed, or the lab is unsound.
    Unsound,
    /// Wrong usage, a bad document, bad answers.
    Usage,
    /// Refused.
    Refused,
    /// AWS or the machine failed.
    Failed,
    /// Interrupted or left.
    Interrupted,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Passed => 0,
            Exit::Unsound => 1,
            Exit::Usage => 2,
            Exit::Refused => 3,
            Exit::Failed => 4,
            Exit::Interrupted => 130,
        }
    }

    /// What the end of a run means for the caller. An interruption says more than what was seen before it; what was
    /// behind a failure says more than the failure.
    #[must_use]
    pub fn of(ending: &Ending) -> Exit {
        if ending.interrupted || ending.verdict == Verdict::Stopped {
            return Exit::Interrupted;
        }
        match (ending.trouble, ending.verdict) {
            (Some(Trouble::Refused), _) => Exit::Refused,
            (Some(Trouble::Machine), _) => Exit::Failed,
            (Some(Trouble::Answer), _) => Exit::Usage,
            (Some(Trouble::Script), _) => Exit::Unsound,
            (None, Verdict::Passed | Verdict::Warned | Verdict::Skipped) => Exit::Passed,
            (None, Verdict::Failed | Verdict::Errored) => Exit::Unsound,
            (None, Verdict::Stopped) => Exit::Interrupted,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Tally;

    #[test]
    fn codes() {
        use Exit::{Failed, Interrupted, Passed, Refused, Unsound, Usage};
        let table: [(Verdict, Option<Trouble>, bool, Exit, u8); 12] = [
            (Verdict::Passed, None, false, Passed, 0),
            (Verdict::Warned, None, false, Passed, 0),
            (Verdict::Skipped, None, false, Passed, 0),
            (Verdict::Failed, None, false, Unsound, 1),
            (Verdict::Errored, None, false, Unsound, 1),
            (Verdict::Errored, Some(Trouble::Script), false, Unsound, 1),
            (Verdict::Errored, Some(Trouble::Answer), false, Usage, 2),
            (Verdict::Errored, Some(Trouble::Refused), false, Refused, 3),
            (Verdict::Failed, Some(Trouble::Machine), false, Failed, 4),
            (Verdict::Stopped, None, false, Interrupted, 130),
            (Verdict::Stopped, Some(Trouble::Machine), true, Interrupted, 130),
            (Verdict::Failed, None, true, Interrupted, 130),
        ];
        for (verdict, trouble, interrupted, exit, code) in table {
            let ending = Ending {
                verdict,
                tally: Tally::default(),
                trouble,
                interrupted,
            };
            assert_eq!((Exit::of(&ending), exit.code()), (exit, code), "{ending:?}");
        }
    }
}
