//! Whether a runbook is still the one that a run began with.

use crate::document::Runbook;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Digests of a runbook's text, whole and step by step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    /// Of the whole text.
    pub whole: String,
    /// Of each step's text, by id; the text before the first step under the empty id.
    pub steps: IndexMap<String, String>,
}

impl Digests {
    /// The digests of a runbook.
    #[must_use]
    pub fn of(runbook: &Runbook) -> Digests {
        let text = runbook.source.text();
        let head = runbook.steps.first().map_or(text.len(), |step| step.span.start);
        let mut steps = IndexMap::from([(String::new(), hex(text.get(..head).unwrap_or_default()))]);
        steps.extend(
            runbook
                .steps
                .iter()
                .map(|step| (step.id.clone(), hex(runbook.source.slice(step.span)))),
        );
        Digests {
            whole: hex(text),
            steps,
        }
    }

    /// The steps of `self` that were changed, added or taken away against what a journal kept, by id.
    #[must_use]
    pub fn changed(&self, kept: &IndexMap<String, String>) -> Vec<String> {
        let now = self
            .steps
            .iter()
            .filter(|(id, digest)| kept.get(*id) != Some(digest));
        let gone = kept.keys().filter(|id| !self.steps.contains_key(*id));
        now.map(|(id, _)| id).chain(gone).cloned().collect()
    }
}

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        if write!(hex, "{byte:02x}").is_err() {
            hex.clear();
        }
        hex
    })
}
