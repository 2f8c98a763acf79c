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
pub struct Latch(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    stop: Option<Stop>,
    /// A signal asked for it.
    signalled: bool,
}

impl Latch {
    /// Sets the stop; the first one stays.
    pub fn set(&self, stop: Stop) {
        self.lock().stop.get_or_insert(stop);
    }

    /// A signal asks to stop; true where that is the second time since the stop was last lifted.
    #[must_use]
    pub fn signal(&self) -> bool {
        let mut state = self.lock();
        if std::mem::replace(&mut state.signalled, true) {
            return true;
        }
        // A person's stop comes before that of one block.
        if !matches!(state.stop, Some(Stop::Broken(_))) {
            state.stop = Some(Stop::Interrupted);
        }
        false
    }

    /// The stop, if one is set.
    #[must_use]
    pub fn get(&self) -> Option<Stop> {
        self.lock().stop.clone()
    }

    /// Takes the stop away: a refused block fails its step, and the run goes on with the next. An interruption stays.
    pub fn clear(&self) -> Option<Stop> {
        let stop = &mut self.lock().stop;
        if *stop == Some(Stop::Interrupted) {
            stop.clone()
        } else {
            stop.take()
        }
    }

    /// Takes any stop away, an interruption too: for the few questions that end a run, and where a person comes back to
    /// the menu.
    pub fn lift(&self) -> Option<Stop> {
        std::mem::take(&mut *self.lock()).stop
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
