//! Whether a runbook is still the one that a run began with.

use crate::document::Runbook;
use indexmap::IndexMap;

/// The digest of each step's text, by id: what a journal keeps.
#[must_use]
pub fn digests(runbook: &Runbook) -> IndexMap<String, String> {
    runbook
        .steps
        .iter()
        .map(|step| (step.id.clone(), step.digest(&runbook.source)))
        .collect()
}

/// The steps that were changed, added or taken away since a journal kept these digests, by id.
#[must_use]
pub fn changed(runbook: &Runbook, kept: &IndexMap<String, String>) -> Vec<String> {
    let now = digests(runbook);
    let new = now.iter().filter(|(id, digest)| kept.get(*id) != Some(digest));
    let gone = kept.keys().filter(|id| !now.contains_key(*id));
    new.map(|(id, _)| id).chain(gone).cloned().collect()
}
