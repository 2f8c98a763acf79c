//! A step as a person sees it in the list of steps.

use super::Verdict;

/// Where a step stands in a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The id.
    pub id: String,
    /// The heading.
    pub title: String,
    /// Minutes that the author expects.
    pub minutes: Option<u32>,
    /// How it ended last, where it did.
    pub verdict: Option<Verdict>,
    /// A check of it was put off.
    pub deferred: bool,
    /// The person is at it.
    pub here: bool,
    /// Seconds that the run has spent at it.
    pub seconds: u64,
}
