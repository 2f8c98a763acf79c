//! # `trust:` tells the whole truth
//!
//! The front matter has `trust:`, and a block calls a service that it does not list, or changes the account though
//! `mutating` is not true.
//!
//! **Why.** A person who runs a foreign runbook decides by what it says. Without `trust:` the program works it out
//! itself.
//!
//! **Instead.** Add the service to `services`, or write `mutating: true`.

use super::Subject;
use crate::diagnostic::Diagnostic;
use std::collections::HashSet;

pub(super) fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let runbook = subject.runbook;
    let Some(trust) = &runbook.front.trust else { return };
    let mut told: HashSet<&str> = trust.services.iter().map(String::as_str).collect();
    let mut mutation_told = trust.mutating;
    for mention in subject.outlook.all() {
        let line = runbook.source.line(mention.line);
        if told.insert(&mention.service) {
            found.push(
                Diagnostic::error(
                    "untold-service",
                    &runbook.source,
                    line,
                    format!("`trust` does not list the service `{}`", mention.service),
                )
                .label(format!("calls {}:{}", mention.service, mention.operation))
                .help(format!("add `{}` to `trust: services:`", mention.service)),
            );
        }
        if mention.class.mutates() && !std::mem::replace(&mut mutation_told, true) {
            found.push(
                Diagnostic::error(
                    "untold-mutation",
                    &runbook.source,
                    line,
                    "`trust` says that nothing is changed, and this changes the account",
                )
                .label(format!("calls {}:{}", mention.service, mention.operation))
                .help("write `mutating: true` under `trust:`"),
            );
        }
    }
}
