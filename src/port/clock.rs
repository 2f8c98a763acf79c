//! Time: the wall's for a live account, the world's in practice.

use super::{Latch, Stop};
use jiff::Timestamp;
use std::sync::Mutex;
use std::time::Duration;

/// Now, and waiting.
pub trait Clock: Send + Sync {
    /// The instant on the target's clock.
    fn now(&self) -> Timestamp;

    /// Waits until `span` has passed on the target's clock; a practice clock may jump there.
    ///
    /// # Errors
    /// The stop that ended the wait early.
    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop>;
}

/// The wall's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct WallClock;

impl Clock for WallClock {
    #[expect(clippy::disallowed_methods, reason = "the one adapter of the wall's time")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(clippy::disallowed_methods, reason = "the one adapter of the wall's time")]
    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop> {
        let mut left = span;
        while !left.is_zero() {
            if let Some(stop) = latch.get() {
                return Err(stop);
            }
            let slice = left.min(Duration::from_millis(50));
            std::thread::sleep(slice);
            left -= slice;
        }
        latch.get().map_or(Ok(()), Err)
    }
}

/// A clock that moves only when waited on.
#[derive(Debug)]
pub struct FakeClock(Mutex<Timestamp>);

impl FakeClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> FakeClock {
        FakeClock(Mutex::new(now))
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop> {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now += span;
        latch.get().map_or(Ok(()), Err)
    }
}
