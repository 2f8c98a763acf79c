//! The runbook as it is written: `&Source -> (Runbook, Vec<Diagnostic>)`, pure, and it never fails.
//!
//! The room knows the format and no Rhai: what stands in a block, and whether `{{ }}` closes, is for `script` to say.

mod block;
mod code;
mod front;
mod passage;
mod runbook;

pub use block::{Block, CommandOptions, QueryOptions, Task, Waiting};
pub use code::Code;
pub use front::{AccountNeed, Front, Input, InputType, Timing, Trust};
pub use passage::{Details, Passage, Piece};
pub use runbook::{Attributes, Runbook, Step};

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// Reads a runbook. It is as complete as the text allows; with an error among the diagnostics it must not be run.
#[must_use]
pub fn parse(source: &Source) -> (Runbook, Vec<Diagnostic>) {
    todo!("{}", source.name())
}
