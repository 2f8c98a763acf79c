//! Why a block ended early.

use crate::diagnostic::Diagnostic;
use crate::port::{CloudError, Stop};

/// A block that ended early, told at its place in the document.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The Markdown line, the call, and advice.
    pub diagnostic: Box<Diagnostic>,
    /// What was behind it.
    pub cause: Cause,
}

/// What was behind a failure.
#[derive(Clone, Debug)]
pub enum Cause {
    /// A call of AWS.
    Cloud(Box<CloudError>),
    /// The script itself: a typo, a type, a `throw`.
    Script,
    /// A question without an answer.
    Prompt,
    /// The latch.
    Stopped(Stop),
}
