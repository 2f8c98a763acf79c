//! # What is made must be undone
//!
//! A step's `solve` creates something, and the step has no `cleanup`.
//!
//! **Why.** What a lab leaves behind costs money and surprises the next class. A step that only starts, tags or sets
//! what another step makes and cleans up is not meant: it is enough that *some* step after or before names the same
//! kind of thing in its cleanup; this rule cannot see that, so it is a warning.
//!
//! **Instead.** Add a `rhai cleanup` that deletes what is `owned` and puts back what was `remembered`.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::document::Task;
use crate::event::Role;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (step, outlook) in subject.runbook.steps.iter().zip(&subject.outlook.steps) {
        let solve = step.blocks.iter().find(|block| block.task == Task::Solve);
        let cleaned = step.blocks.iter().any(|block| block.task == Task::Cleanup);
        let Some(solve) = solve.filter(|_| !cleaned) else {
            continue;
        };
        let mut changes = outlook
            .operations
            .iter()
            .filter(|mention| mention.role == Some(Role::Solve) && mention.class.mutates());
        if let Some(change) = changes.next() {
            found.push(
                Diagnostic::warning(
                    "solve-without-cleanup",
                    &subject.runbook.source,
                    solve.info,
                    format!("nothing undoes what the step `{}` does", step.id),
                )
                .label(format!("calls {}:{}", change.service, change.operation))
                .help("add a `rhai cleanup` block that deletes what is `owned` and puts back what was `remembered`"),
            );
        }
    }
}
