//! The ledger while it is written.

use crate::event::{Event, Ledger};
use crate::port::{Sink, SinkError};
use crate::script::Holdings;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The ledger, listening. It stands among the sinks of a run right behind the journal, for it must hear the calls of
/// the cloud and the claims of the engine alike.
#[derive(Clone, Debug, Default)]
pub struct Books(Arc<Mutex<Ledger>>);

impl Books {
    /// Books that go on from the fold of all earlier runs.
    #[must_use]
    pub fn new(ledger: Ledger) -> Books {
        Books(Arc::new(Mutex::new(ledger)))
    }

    /// The ledger as it stands.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What scripts see of it.
    #[must_use]
    pub fn holdings(&self) -> Holdings {
        let ledger = self.ledger();
        let mut holdings = Holdings::default();
        for thing in ledger.owned() {
            holdings.owned.entry(thing.kind).or_default().push(thing.id);
        }
        for (thing, value) in ledger.memories() {
            holdings
                .remembered
                .entry(thing.kind.clone())
                .or_default()
                .insert(thing.id.clone(), value.clone());
        }
        holdings
    }
}

impl Sink for Books {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        self.ledger().add(event);
        Ok(())
    }
}
