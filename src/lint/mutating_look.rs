//! # A block that looks must not change the account
//!
//! A `setup`, `check` or `hint` block names an operation that creates, changes or deletes something.
//!
//! **Why.** These blocks run as often as a learner likes, in `verify` too, and promise to look only. The call would be
//! refused before it is sent, in the middle of a class.
//!
//! **Example.**
//! ````markdown
//! ```rhai check
//! ec2::create_tags(#{ Resources: [id], Tags: tags });
//! ```
//! ````
//!
//! **Instead.** Do it in `solve`; let the check read what came of it.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::event::Role;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for block in &subject.survey.blocks {
        let what = match block.role {
            Some(Role::Setup) => "setup block",
            Some(Role::Check) => "check",
            Some(Role::Hint) => "hint",
            Some(Role::Query) | None => "text",
            Some(Role::Solve | Role::Command | Role::Cleanup) => continue,
        };
        for called in &block.calls {
            if !called.class.mutates() {
                continue;
            }
            let by_module = called
                .module
                .as_ref()
                .map(|(source, span)| format!(" (at {}:{})", source.name(), source.place(span.start).line));
            found.push(
                Diagnostic::error(
                    "mutating-look",
                    &subject.runbook.source,
                    called.span,
                    format!(
                        "a {what} only looks, and `{}::{}` changes the account{}",
                        called.service,
                        called.method,
                        by_module.unwrap_or_default()
                    ),
                )
                .label("refused before it is sent")
                .help("do it in `solve`, and read here what came of it"),
            );
        }
    }
}
