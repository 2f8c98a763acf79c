//! What can be said about a runbook without a cloud: everything that `document` and `script` find wrong, and the
//! rules of this room.
//!
//! A rule is a file of `lint/`: the comment at its top is its manual page, `check` is the rule. To add one, write the
//! file and add it to [`RULES`]; a test sees to it that none is left out and that each has its page.

mod rule;

mod mutating_look;
mod not_yet;
mod nothing_to_do;
mod parameters;
mod solve_without_check;
mod solve_without_cleanup;
mod unread_expression;
mod untold_trust;

pub use rule::{RULES, Rule};

use crate::analysis::{Outlook, outlook};
use crate::api::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::{Runbook, parse};
use crate::script::{Library, Survey, survey};
use crate::source::Source;

/// What a rule looks at.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The document.
    pub runbook: &'a Runbook,
    /// What its scripts name.
    pub survey: &'a Survey,
    /// What its steps may do.
    pub outlook: &'a Outlook,
    /// The services.
    pub catalogue: &'a Catalogue,
}

/// Everything that is wrong with a runbook, in the order of the document.
#[must_use]
pub fn lint(source: &Source, library: &Library) -> Vec<Diagnostic> {
    let (runbook, mut found) = parse(source);
    if found.iter().any(Diagnostic::is_error) {
        // What the scripts of a broken document name says little, and mostly the same again.
        return found;
    }
    let survey = survey(&runbook, library);
    let outlook = outlook(&runbook, &survey);
    found.extend(survey.diagnostics.iter().cloned());
    let subject = Subject {
        runbook: &runbook,
        survey: &survey,
        outlook: &outlook,
        catalogue: library.catalogue,
    };
    for rule in RULES {
        (rule.check)(&subject, &mut found);
    }
    // What is wrong in a module of `scripts/` comes after the document.
    found.sort_by_key(|d| {
        (
            d.source.name() != source.name(),
            d.source.name().to_owned(),
            d.span.start,
        )
    });
    found
}

#[cfg(test)]
mod tests;
