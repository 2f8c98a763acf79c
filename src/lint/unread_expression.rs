//! # `{{ }}` is not read in headings and summaries
//!
//! A heading, or the `<summary>` of a `<details>`, holds `{{ ... }}`.
//!
//! **Why.** A heading names the step in lists, journals and ids, before anything is known that an expression could
//! say; a summary is shown as it is. Both would show the braces.
//!
//! **Instead.** Say it in the text below.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let source = &subject.runbook.source;
    for step in &subject.runbook.steps {
        let folded = step.hints.iter().chain(&step.solutions);
        let summary = folded
            .filter(|details| details.summary.contains("{{"))
            .find_map(|details| source.slice(step.span).find(&details.summary))
            .map(|at| step.span.start + at);
        let heading = step.title.contains("{{").then_some(step.heading.start);
        for start in heading.into_iter().chain(summary) {
            let line = source.line(source.place(start).line);
            found.push(
                Diagnostic::warning(
                    "unread-expression",
                    source,
                    Span::new(start, line.end),
                    "an expression is not evaluated here",
                )
                .label("shown with its braces")
                .help("say it in the text below"),
            );
        }
    }
}
