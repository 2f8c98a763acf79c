//! The events of several runs, by time.

use super::{JournalError, Record};
use crate::event::Event;

/// What all runs of one place did.
#[derive(Debug, Default)]
pub struct History {
    /// The events, by time as far as their stamps tell: for [`crate::event::Ledger`].
    pub events: Vec<Event>,
    /// Journals that could not be read. What they owned is not known.
    pub unread: Vec<JournalError>,
}

/// The events of the records in one row. A run that was interrupted and went on later has others in between: an event
/// counts from the last stamp before it.
pub(super) fn merged(mut records: Vec<Record>) -> Vec<Event> {
    records.sort_by_key(|record| record.header.started);
    let mut stamped = Vec::new();
    for record in records {
        let mut stamp = record.header.started;
        for event in record.events {
            stamp = event.at().map_or(stamp, |at| at.max(stamp));
            stamped.push((stamp, event));
        }
    }
    stamped.sort_by_key(|(stamp, _)| *stamp);
    stamped.into_iter().map(|(_, event)| event).collect()
}
