//! The stop that a script cannot swallow: set once, read by everything that runs long.

use std::sync::Arc;
use std::sync::Mutex;

/// Why everything stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// The guard refused a call: wrong account or region, or a block that may only read.
    Refused(String),
    /// A limit on time or memory was reached.
    Limit(String),
    /// The journal or another sink failed; going on would lose the record.
    Broken(String),
}

/// Shared between the signal handler, the guard, the script host and the waits.
#[derive(Clone, Debug, Default)]
pub struct Latch(Arc<Mutex<Option<Stop>>>);

impl Latch {
    /// Sets the stop; the first one stays.
    pub fn set(&self, stop: Stop) {
        self.lock().get_or_insert(stop);
    }

    /// The stop, if one is set.
    #[must_use]
    pub fn get(&self) -> Option<Stop> {
        self.lock().clone()
    }

    /// Takes the stop away: a refused block fails its step, and the run goes on with the next. An interruption stays.
    pub fn clear(&self) -> Option<Stop> {
        let mut stop = self.lock();
        if *stop == Some(Stop::Interrupted) {
            stop.clone()
        } else {
            stop.take()
        }
    }

    /// Takes any stop away, an interruption too: for the few questions that end a run. It is to be set again after.
    pub fn lift(&self) -> Option<Stop> {
        self.lock().take()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Stop>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
