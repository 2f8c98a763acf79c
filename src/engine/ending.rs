//! How a command ended, with all that an exit code needs.

use crate::event::{Tally, Verdict};
use crate::port::{PromptError, SinkError};

/// The worst thing behind a step that could not be judged or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// The script itself: a typo, a type, a `throw`. The lab is unsound.
    Script,
    /// A question had no answer, or a wrong one.
    Answer,
    /// AWS, the network or the machine failed.
    Machine,
    /// The guard or the person refused: wrong account or region, a block that may only read, no leave to delete.
    Refused,
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// The verdict of the run, as `RunFinished` told it.
    pub verdict: Verdict,
    /// The verdict of each step.
    pub tally: Tally,
    /// The worst trouble, if there was any.
    pub trouble: Option<Trouble>,
    /// True for a Ctrl-C; false for a run that was left with `q`.
    pub interrupted: bool,
}

/// Why a command could not go on at all.
#[derive(Clone, Debug, thiserror::Error)]
pub enum EngineError {
    /// Something that must hear every event failed.
    #[error("the record of the run cannot be kept: {0}")]
    Sink(#[from] SinkError),
    /// An input has no answer, or one that does not fit.
    #[error(transparent)]
    Prompt(#[from] PromptError),
}
