//! # An input must not be hidden
//!
//! A block defines a name that is an input's.
//!
//! **Why.** From there on the block, or with a `setup` the whole step, reads its own value and no longer what the
//! learner answered.
//!
//! **Instead.** Choose another name.

use super::Subject;
use crate::diagnostic::Diagnostic;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let runbook = subject.runbook;
    for block in &subject.survey.blocks {
        for (name, span) in &block.names {
            let Some(input) = runbook.front.inputs.iter().find(|input| input.name == *name) else {
                continue;
            };
            let line = runbook.source.place(input.span.start).line;
            found.push(
                Diagnostic::warning(
                    "hidden-input",
                    &runbook.source,
                    *span,
                    format!("`{name}` hides the input of that name"),
                )
                .label(format!("the input is declared on line {line}"))
                .help("choose another name"),
            );
        }
    }
}
