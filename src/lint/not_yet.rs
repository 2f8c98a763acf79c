//! # The program does what the runbook asks for
//!
//! The runbook has something that this version reads and does not act on: `requires:`, or a query.
//!
//! **Why.** What is read and quietly passed over is taken for done: a runbook whose `requires:` nobody verified
//! would pass on the wrong ground.
//!
//! **Instead.** Check what is required in a step of its own; let the learner run the query by hand.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::document::Task;
use crate::source::Span;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let runbook = subject.runbook;
    let mut tell = |span: Span, what: &str, help: &str| {
        let message = format!("{what} by this version");
        found.push(Diagnostic::warning("not-yet", &runbook.source, span, message).help(help));
    };
    let top = runbook.source.line(1);
    if !runbook.front.requires.is_empty() {
        let help = "check what is required in a step of its own";
        tell(top, "`requires` is read and not verified", help);
    }
    for block in runbook.steps.iter().flat_map(|step| &step.blocks) {
        let what = match block.task {
            Task::Query(_) => "queries are not run",
            Task::Command(_)
            | Task::Setup
            | Task::Solve
            | Task::Check(_)
            | Task::Hint
            | Task::Cleanup
            | Task::Text { .. } => {
                continue;
            }
        };
        tell(
            block.info,
            what,
            "leave out the role: it is shown, and the learner runs it by hand",
        );
    }
}
