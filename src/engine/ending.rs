//! How a command ended, with all that an exit code needs.

use crate::event::{Tally, Verdict};
use crate::port::{CloudError, Fault, PromptError, SinkError, Stop};
use crate::script::{Cause, Failure};
use crate::source::Span;

/// What was behind a step that could not be judged or done, from the mildest to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// The script itself: a typo, a type, a `throw`, a limit. The lab is unsound.
    Script,
    /// A question had no answer, or a wrong one.
    Answer,
    /// AWS, the network or the machine failed.
    Machine,
    /// The guard or the person refused: wrong account or region, a block that may only read, no leave to delete.
    Refused,
}

impl Trouble {
    /// What was behind a failure; none for a Ctrl-C, which is no trouble.
    pub(super) fn of(cause: &Cause) -> Option<Trouble> {
        match cause {
            Cause::Cloud(error) => Some(Trouble::of_call(error)),
            Cause::Script => Some(Trouble::Script),
            Cause::Prompt => Some(Trouble::Answer),
            Cause::Stopped(stop) => Trouble::of_stop(stop),
        }
    }

    pub(super) fn of_stop(stop: &Stop) -> Option<Trouble> {
        match stop {
            Stop::Interrupted => None,
            Stop::Refused(_) => Some(Trouble::Refused),
            Stop::Limit(_) => Some(Trouble::Script),
            Stop::Broken(_) => Some(Trouble::Machine),
        }
    }

    fn of_call(error: &CloudError) -> Trouble {
        match error.fault {
            Fault::Invalid => Trouble::Script,
            Fault::Guard => Trouble::Refused,
            Fault::Service | Fault::Unmodelled | Fault::Credentials | Fault::Transport | Fault::Machine => {
                Trouble::Machine
            }
        }
    }
}

/// How a command ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// The verdict of the run, as `RunFinished` told it.
    pub verdict: Verdict,
    /// The verdict of each step.
    pub tally: Tally,
    /// The worst trouble behind steps that ended badly, or behind a run that could not begin.
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
    /// The record broke while a script ran.
    #[error("the run was broken off: {0}")]
    Broken(String),
    /// A question of the engine has no answer, or one that does not fit.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// What an input may be chosen from cannot be computed.
    #[error("what an input may be chosen from cannot be computed")]
    Choices(Failure),
    /// Inputs without an answer, or with one that does not fit, each with its place in the front matter.
    #[error("{} of the inputs have no answer that fits", .0.len())]
    Inputs(Vec<(Span, PromptError)>),
}
