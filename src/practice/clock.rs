//! The world's clock: it jumps when waited on, or runs at a multiple of the wall's; between processes it stands still.

use super::agenda;
use super::session::{Inner, lock, turn};
use super::store::StoreError;
use crate::port::{Clock, Latch, Stop, WallClock};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockMode {
    /// Only a wait moves it, at once, and each mutating call by a second: for `replay`, `verify` and `test`.
    Jump,
    /// This many times as fast as the wall's clock: for `run`, where a person waits, 30; served, 1.
    Speed(u32),
}

/// Where the world's time stands against the wall's.
#[derive(Debug)]
pub(super) struct Pace {
    mode: ClockMode,
    world: Timestamp,
    wall: Timestamp,
}

impl Pace {
    /// A clock that starts at the world's instant.
    pub(super) fn new(mode: ClockMode, world: Timestamp) -> Pace {
        Pace {
            mode,
            world,
            wall: WallClock.now(),
        }
    }

    /// Starts anew at an instant, also an earlier one.
    pub(super) fn restart(&mut self, world: Timestamp) {
        *self = Pace::new(self.mode, world);
    }

    /// The instant now, for a world that stands at `world`.
    pub(super) fn now(&self, world: Timestamp) -> Timestamp {
        match self.mode {
            ClockMode::Jump => world,
            ClockMode::Speed(times) => {
                let passed = WallClock
                    .now()
                    .duration_since(self.wall)
                    .max(SignedDuration::ZERO);
                let passed = passed
                    .checked_mul(i32::try_from(times).unwrap_or(i32::MAX))
                    .unwrap_or(passed);
                self.world.checked_add(passed).unwrap_or(self.world).max(world)
            }
        }
    }

    /// The instant of the next call. A world whose clock jumps would do everything at one instant: there, each call
    /// that changes something takes a second.
    pub(super) fn next(&mut self, world: Timestamp, mutates: bool) -> Timestamp {
        let now = match self.mode {
            ClockMode::Jump if mutates => world.checked_add(SignedDuration::from_secs(1)).unwrap_or(world),
            ClockMode::Jump | ClockMode::Speed(_) => self.now(world),
        };
        self.restart_at(now);
        now
    }

    fn restart_at(&mut self, now: Timestamp) {
        if self.mode != ClockMode::Jump {
            *self = Pace::new(self.mode, now);
        }
    }
}

/// The clock of one handle on a world.
#[derive(Clone, Debug)]
pub struct PracticeClock {
    inner: Arc<Mutex<Inner>>,
}

impl PracticeClock {
    pub(super) fn new(inner: Arc<Mutex<Inner>>) -> PracticeClock {
        PracticeClock { inner }
    }

    /// How many times as fast as the wall's it goes; 0 for one that jumps.
    #[must_use]
    pub fn speed(&self) -> u32 {
        match lock(&self.inner).pace.mode {
            ClockMode::Jump => 0,
            ClockMode::Speed(times) => times,
        }
    }

    /// Puts it forward by `span`, at once, also where it runs.
    ///
    /// # Errors
    /// The world cannot be kept.
    pub fn skip(&self, span: Duration) -> Result<(), StoreError> {
        turn(&self.inner, false, |inner| {
            let now = inner.pace.now(inner.world.now);
            let to = now.checked_add(span).unwrap_or(now);
            agenda::advance(&mut inner.world, to);
            inner.pace.restart(to);
        })
    }
}

impl Clock for PracticeClock {
    fn now(&self) -> Timestamp {
        let inner = lock(&self.inner);
        inner.pace.now(inner.world.now)
    }

    fn wait(&self, span: Duration, latch: &Latch) -> Result<(), Stop> {
        if let Some(stop) = latch.get() {
            return Err(stop);
        }
        let mode = lock(&self.inner).pace.mode;
        match mode {
            ClockMode::Speed(times) => WallClock.wait(span / times.max(1), latch),
            ClockMode::Jump => self.skip(span).map_err(|error| Stop::Broken(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::{Options, Practice};

    #[test]
    fn a_jumping_clock_moves_by_what_is_waited_and_no_further() {
        let practice = Practice::in_memory(&Options::new("us-east-1"));
        let clock = practice.clock();
        let before = clock.now();
        clock.wait(Duration::from_secs(3600), &Latch::default()).unwrap();
        assert_eq!(clock.now().duration_since(before), SignedDuration::from_hours(1));
        assert_eq!(clock.now(), practice.world().now());
    }

    #[test]
    fn a_running_clock_passes_thirty_times_as_fast_and_obeys_the_latch() {
        let practice = Practice::in_memory(&Options::new("us-east-1").clock(ClockMode::Speed(30)));
        let clock = practice.clock();
        let before = clock.now();
        clock.wait(Duration::from_secs(3), &Latch::default()).unwrap();
        let passed = clock.now().duration_since(before);
        assert!(
            passed >= SignedDuration::from_secs(3) && passed < SignedDuration::from_secs(60),
            "{passed:?}"
        );
        let latch = Latch::default();
        latch.set(Stop::Interrupted);
        assert_eq!(
            clock.wait(Duration::from_secs(36_000), &latch),
            Err(Stop::Interrupted)
        );
    }
}
