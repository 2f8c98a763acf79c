//! # A runbook has a title and a step
//!
//! No block of the document has a role in a step, or nothing gives the document a title.
//!
//! **Why.** Such a document can be read and not be walked; mostly the blocks lost their roles, or the headings are
//! one level too high.
//!
//! **Instead.** Write a `#` heading, `##` headings for the steps, and give their blocks roles: `rhai check`.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::document::Step;
use crate::source::Span;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let runbook = subject.runbook;
    let start = Span::new(runbook.preface.start, runbook.preface.start);
    if runbook.steps.iter().all(Step::is_reading) {
        found.push(
            Diagnostic::warning(
                "no-steps",
                &runbook.source,
                start,
                "there is nothing to do in this document",
            )
            .label("no step in it")
            .help("give a block under a `##` heading a role, as in `rhai check`"),
        );
    }
    if runbook.title == runbook.source.name() {
        found.push(
            Diagnostic::warning("no-title", &runbook.source, start, "the document has no title")
                .label("no `#` heading, no `title:`")
                .help("begin with `# Title`"),
        );
    }
}
