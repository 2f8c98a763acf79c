//! The events of several runs, by time.

use super::JournalError;
use crate::event::Event;

/// What all runs of one place did.
#[derive(Debug, Default)]
pub struct History {
    /// The events, by time as far as their stamps tell: for [`crate::event::Ledger`].
    pub events: Vec<Event>,
    /// Journals that could not be read. What they owned is not known.
    pub unread: Vec<JournalError>,
}
