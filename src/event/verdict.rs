//! The one outcome type.

use serde::{Deserialize, Serialize};

/// How a step, or a run, ended. Ordered from best to worst, so that a run's verdict is the worst of its steps'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every check holds, or there was nothing to check.
    Passed,
    /// Every check holds; a `should` does not.
    Warned,
    /// The person went past it, or the selection left it out.
    Skipped,
    /// A check does not hold.
    Failed,
    /// The script, AWS or the machine failed.
    Errored,
    /// Interrupted or left; the run can be resumed.
    Stopped,
}

impl Verdict {
    /// True where the checks hold.
    #[must_use]
    pub fn is_good(self) -> bool {
        match self {
            Verdict::Passed | Verdict::Warned => true,
            Verdict::Skipped | Verdict::Failed | Verdict::Errored | Verdict::Stopped => false,
        }
    }
}
