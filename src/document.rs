//! The runbook as it is written: `&Source -> (Runbook, Vec<Diagnostic>)`, pure, and it never fails.
//!
//! The room knows the format and no Rhai: what stands in a block, and whether `{{ }}` closes, is for `script` to say.
//!
//! The way of a text: `front` reads the YAML, `scan` walks the Markdown once and keeps headings, fences and HTML,
//! `fence` and `comment` read what stands on a block and under a heading, `strays` looks for blocks that would be
//! lost, `fold` tells what is for reading from what is folded away, `assemble` makes steps of it, `scope` compares
//! names, `needs` the steps that others need. Each logs what it finds wrong and goes on.
//!
//! To add a block's role: a line in the table of `fence` with its languages and attributes, a variant of [`Task`], and
//! its malformed forms in the table of the tests.

mod amount;
mod assemble;
mod block;
mod code;
mod comment;
mod fence;
mod fold;
mod front;
mod log;
mod name;
mod needs;
mod part;
mod passage;
mod runbook;
mod scan;
mod scope;
mod slug;
mod strays;
mod tags;
mod words;

pub use amount::{duration, range, size};
pub use block::{Block, CommandOptions, QueryOptions, Task, Waiting};
pub use code::Code;
pub use front::{AccountNeed, Amount, Front, Input, InputType, Preflight, Timing, Trust};
pub use passage::{Details, Passage, Piece};
pub use runbook::{Attributes, Need, Runbook, Step, digest};

use crate::diagnostic::Diagnostic;
use crate::source::{Place, Source, Span};

/// The most lines that a script's positions can count.
const LINES: usize = 65_535;

/// Reads a runbook. It is as complete as the text allows; with an error among the diagnostics it must not be run.
#[must_use]
pub fn parse(source: &Source) -> (Runbook, Vec<Diagnostic>) {
    let mut log = log::Log::new(source);
    if source.lines() > LINES {
        let start = source.byte(Place {
            line: LINES + 1,
            column: 1,
        });
        log.error(
            "too-many-lines",
            Span::new(start, start),
            format!("the document has more than {LINES} lines"),
            "one line too many",
            "split it into several runbooks; `requires:` ties them together",
        );
    }
    let (front, start) = front::read(&mut log);
    let items = scan::scan(source, start);
    let runbook = assemble::assemble(&mut log, front, start, &items);
    scope::check(&mut log, &runbook);
    needs::check(&mut log, &runbook);
    (runbook, log.finish())
}

#[cfg(test)]
mod tests;
