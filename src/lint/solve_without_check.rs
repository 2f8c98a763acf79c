//! # What is solved must be checked
//!
//! A step has a `solve` block and no `check`.
//!
//! **Why.** Without a check nobody learns whether the work is right, `replay` solves it every time, and nothing is
//! claimed for cleanup.
//!
//! **Instead.** Add a `rhai check` that reads the result and claims what it found.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::document::Task;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for step in &subject.runbook.steps {
        let solve = step.blocks.iter().find(|block| block.task == Task::Solve);
        let checked = step
            .blocks
            .iter()
            .any(|block| matches!(block.task, Task::Check(_)));
        if let Some(solve) = solve.filter(|_| !checked) {
            found.push(
                Diagnostic::warning(
                    "solve-without-check",
                    &subject.runbook.source,
                    solve.info,
                    format!("nothing checks what the step `{}` solves", step.id),
                )
                .label("never verified")
                .help("add a `rhai check` block that reads the result and claims what it found"),
            );
        }
    }
}
