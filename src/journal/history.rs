//! The events of several runs, by time.

use super::{Header, JournalError, Record};
use crate::event::{Event, Ledger};
use jiff::Timestamp;
use std::collections::HashMap;

/// What all runs of one place did.
#[derive(Debug, Default)]
pub struct History {
    /// The events, by time as far as their stamps tell: for [`crate::event::Ledger`].
    pub events: Vec<Event>,
    /// The runs that first held what is still to be undone, the oldest first.
    pub holders: Vec<Header>,
    /// When the first of the runs began.
    pub began: Option<Timestamp>,
    /// Journals that could not be read. What they owned is not known.
    pub unread: Vec<JournalError>,
}

impl History {
    pub(super) fn of(mut records: Vec<Record>, unread: Vec<JournalError>) -> History {
        records.sort_by_key(|record| record.header.started);
        let began = records.first().map(|record| record.header.started);
        let events = merged(&records);
        let holders = holders(records, &Ledger::of(&events));
        History {
            events,
            holders,
            began,
            unread,
        }
    }
}

/// The events of the records in one row. A run that was interrupted and went on later has others in between: an event
/// counts from the last stamp before it.
fn merged(records: &[Record]) -> Vec<Event> {
    let mut stamped = Vec::new();
    for record in records {
        let mut stamp = record.header.started;
        for event in &record.events {
            stamp = event.at().map_or(stamp, |at| at.max(stamp));
            stamped.push((stamp, event.clone()));
        }
    }
    stamped.sort_by_key(|(stamp, _)| *stamp);
    stamped.into_iter().map(|(_, event)| event).collect()
}

/// The runs that claimed or remembered what the ledger holds. A thing that was released and is held again is the later
/// run's.
fn holders(records: Vec<Record>, ledger: &Ledger) -> Vec<Header> {
    let mut of: HashMap<(&str, &str), usize> = HashMap::new();
    for (index, record) in records.iter().enumerate() {
        for event in &record.events {
            let (Event::Claimed { kind, id, .. } | Event::Remembered { kind, id, .. }) = event else {
                continue;
            };
            of.insert((kind, id), index);
        }
    }
    let remembered = ledger.memories().map(|(thing, _)| thing.clone());
    let held: Vec<usize> = ledger
        .owned()
        .chain(remembered)
        .filter_map(|thing| of.get(&(thing.kind.as_str(), thing.id.as_str())).copied())
        .collect();
    let headers = records.into_iter().map(|record| record.header).enumerate();
    headers
        .filter(|(index, _)| held.contains(index))
        .map(|(_, header)| header)
        .collect()
}
