//! Who hears of events.

use crate::event::Event;
use std::sync::{Arc, Mutex, PoisonError};

/// A listener that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SinkError(pub String);

/// Hears every event, in order. An error stops the run: what cannot be recorded is not done.
pub trait Sink: Send + Sync {
    /// Takes in one event before the next thing happens.
    ///
    /// # Errors
    /// The event could not be kept.
    fn emit(&self, event: &Event) -> Result<(), SinkError>;
}

impl<S: Sink + ?Sized> Sink for Arc<S> {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        (**self).emit(event)
    }
}

/// Several listeners, told in order: the journal first, so that nothing is shown that is not kept.
pub struct Tee(pub Vec<Arc<dyn Sink>>);

impl Sink for Tee {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        self.0.iter().try_for_each(|sink| sink.emit(event))
    }
}

/// Keeps what it hears: for tests, and for commands that look back.
#[derive(Debug, Default)]
pub struct Memory(Mutex<Vec<Event>>);

impl Memory {
    /// The events so far.
    #[must_use]
    pub fn events(&self) -> Vec<Event> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Sink for Memory {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(event.clone());
        Ok(())
    }
}
