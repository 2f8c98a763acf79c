//! Whether a runbook is still the one that a run began with.

use crate::document::{Runbook, digest};
use crate::event::How;
use crate::script::Library;
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

/// The digest of each shared module that the runbook names, by name.
#[must_use]
pub fn module_digests(runbook: &Runbook, library: &Library) -> IndexMap<String, String> {
    library
        .named(runbook.source.text())
        .into_iter()
        .map(|(name, source)| (name, digest(source.text())))
        .collect()
}

/// What was changed, added or taken away since a journal kept its digests, by name.
#[must_use]
pub fn changed(now: &IndexMap<String, String>, kept: &IndexMap<String, String>) -> Vec<(String, How)> {
    let differs = now.iter().filter_map(|(name, digest)| match kept.get(name) {
        None => Some((name, How::New)),
        Some(before) if before != digest => Some((name, How::Changed)),
        Some(_) => None,
    });
    let gone = kept.keys().filter(|name| !now.contains_key(*name));
    differs
        .chain(gone.map(|name| (name, How::Gone)))
        .map(|(name, how)| (name.clone(), how))
        .collect()
}
