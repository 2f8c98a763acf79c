//! One handle on a practice world: the [`Cloud`] that a run works in.

use super::clock::{ClockMode, Pace, PracticeClock};
use super::credential::Credentials;
use super::pass::Home;
use super::principal::Principal;
use super::registry;
use super::store::{Pledge, Store, StoreError};
use super::world::World;
use super::{agenda, change::Change, credential, model::Model, pass};
use crate::port::{Cloud, CloudError, Fault, Request};
use crate::value::Value;
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How a world is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// What the ids of a fresh world derive from. The same for everybody, so that documentation can show ids.
    pub seed: u64,
    /// When a fresh account was opened; its clock starts there.
    pub born: Timestamp,
    /// The region of calls that name none.
    pub region: String,
    /// How time passes.
    pub clock: ClockMode,
}

impl Options {
    /// The default world's seed and birth, with a clock that jumps.
    #[must_use]
    pub fn new(region: &str) -> Options {
        Options {
            seed: 3,
            // 2026-01-05T09:00:00Z, a Monday.
            born: Timestamp::constant(1_767_603_600, 0),
            region: region.to_owned(),
            clock: ClockMode::Jump,
        }
    }

    /// With another clock.
    #[must_use]
    pub fn clock(mut self, clock: ClockMode) -> Options {
        self.clock = clock;
        self
    }

    /// With another seed.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Options {
        self.seed = seed;
        self
    }
}

/// A practice account. Clones share the handle; several handles, also of several processes, may share a folder: each
/// call takes the folder's lock for itself alone and first takes in what the others have committed.
#[derive(Clone, Debug)]
pub struct Practice {
    inner: Arc<Mutex<Inner>>,
    home: Home,
}

/// What a handle and its clock share.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) world: World,
    pub(super) pace: Pace,
    store: Option<Store>,
    /// The clock moved without a line in the log.
    drifted: bool,
}

impl Practice {
    /// Opens the world in a folder, or makes a fresh one there.
    ///
    /// # Errors
    /// A folder that cannot be read or written, a world of an unknown format, a damaged one.
    pub fn open(folder: &Path, options: &Options) -> Result<Practice, StoreError> {
        let (store, world) = Store::open(folder, || World::new(options.seed, options.born))?;
        Ok(Practice::with(world, Some(store), options))
    }

    /// A fresh world that nothing keeps.
    #[must_use]
    pub fn in_memory(options: &Options) -> Practice {
        Practice::with(World::new(options.seed, options.born), None, options)
    }

    /// A world as it is, that nothing keeps: for what would happen if.
    #[must_use]
    pub fn of(world: World, options: &Options) -> Practice {
        Practice::with(world, None, options)
    }

    fn with(world: World, store: Option<Store>, options: &Options) -> Practice {
        let pace = Pace::new(options.clock, world.now);
        let inner = Inner {
            world,
            pace,
            store,
            drifted: false,
        };
        Practice {
            inner: Arc::new(Mutex::new(inner)),
            home: Home {
                region: options.region.clone(),
                caller: None,
            },
        }
    }

    /// The same world, called as a principal of it: `user/NAME` or `role/NAME` of the run's own account. Calls that
    /// bring a key, or name another account, are what they were.
    #[must_use]
    pub fn acting(mut self, principal: &str) -> Practice {
        self.home.caller = Some(principal.to_owned());
        self
    }

    /// True where the world has a principal of that name, `user/NAME` or `role/NAME`.
    #[must_use]
    pub fn has_principal(&self, name: &str) -> bool {
        let world = &lock(&self.inner).world;
        Principal::named(world, world.account(), name).is_some()
    }

    /// The credentials of the learner's session in an account, given as its id or a name of the front matter.
    #[must_use]
    pub fn credentials(&self, account: &str) -> Credentials {
        let world = &lock(&self.inner).world;
        credential::learner(world, &pass::account_of(world, Some(account)))
    }

    /// The secret behind an access key, and the token of a session's: what a server checks signatures with. A key that
    /// is known but may not call (inactive, of a session that is over) has one too; the call is refused.
    #[must_use]
    pub fn secret_of(&self, access_key: &str) -> Option<(String, Option<String>)> {
        let found = credential::of_key(&lock(&self.inner).world, access_key)?;
        Some((found.secret, found.token))
    }

    /// The world's clock.
    #[must_use]
    pub fn clock(&self) -> PracticeClock {
        PracticeClock::new(Arc::clone(&self.inner))
    }

    /// The world as this handle last saw it.
    #[must_use]
    pub fn world(&self) -> World {
        lock(&self.inner).world.clone()
    }

    /// The id of the account that a call works in: the world's own, or the one that the front matter calls `name`.
    #[must_use]
    pub fn account(&self, name: Option<&str>) -> String {
        pass::account_of(&lock(&self.inner).world, name)
    }

    /// Puts another file in the place of the log: to see what happens when it cannot be written.
    #[cfg(test)]
    pub(super) fn swap_log(&self, log: std::fs::File) {
        lock(&self.inner).store.as_mut().unwrap().swap_log(log);
    }

    /// The region of calls that name none.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.home.region
    }
}

pub(super) fn lock(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Cloud for Practice {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let machine = |e: StoreError| {
            let advice = e.advice();
            CloudError::new(request, Fault::Machine, "WorldNotKept", e.to_string()).advice(advice)
        };
        let mutates = registry::service(&request.service)
            .and_then(|service| Model::of(service.name, &request.operation))
            .is_some_and(|model| model.operation.class.mutates());
        turn(&self.inner, mutates, |inner| {
            let now = inner.pace.next(inner.world.now, mutates);
            agenda::advance(&mut inner.world, now);
            pass::take(&mut inner.world, &self.home, request)
        })
        .map_err(machine)?
    }
}

/// One turn: takes in what others committed, does `work`, commits what it changed. Changes that a person may rely on are
/// `durable`: on the disk before the answer is given. The disk is waited for after the world is let go, so that turns
/// which come at the same time share one wait.
pub(super) fn turn<T>(
    inner: &Mutex<Inner>,
    durable: bool,
    work: impl FnOnce(&mut Inner) -> T,
) -> Result<T, StoreError> {
    let (done, pledge) = lock(inner).turn(work)?;
    if let Some(pledge) = pledge.filter(|_| durable) {
        pledge.keep()?;
    }
    Ok(done)
}

impl Inner {
    /// A turn under the folder's lock, and what brings it to the disk.
    fn turn<T>(&mut self, work: impl FnOnce(&mut Inner) -> T) -> Result<(T, Option<Pledge>), StoreError> {
        let held = match &mut self.store {
            Some(store) => {
                let seen = self.world.now;
                let (held, fresh) = store.enter(&mut self.world)?;
                if fresh {
                    self.pace.restart(self.world.now);
                } else if self.world.now < seen {
                    self.world.now = seen;
                }
                Some(held)
            }
            None => None,
        };
        let done = work(self);
        let pledge = self.commit()?;
        drop(held);
        Ok((done, pledge))
    }

    /// Commits what is pending. A mere step of the clock is not written for itself: it would be a line for every read.
    fn commit(&mut self) -> Result<Option<Pledge>, StoreError> {
        let pending = self.world.pending();
        let mere_clock = pending.iter().all(|change| matches!(change, Change::Now(_)));
        let mut pledge = None;
        if let Some(store) = &mut self.store
            && !mere_clock
        {
            match store.append(&self.world.redo()) {
                Ok(appended) => pledge = Some(appended),
                Err(error) => {
                    self.world.roll_back(0);
                    return Err(error);
                }
            }
            self.drifted = false;
        } else {
            self.drifted |= !pending.is_empty();
        }
        self.world.commit();
        Ok(pledge)
    }
}

impl Drop for Inner {
    /// Leaves the clock's instant behind and folds a long log into the snapshot. The log alone already holds
    /// everything that was answered, so that a failure here loses nothing but the clock's last steps.
    fn drop(&mut self) {
        if let Some(store) = &mut self.store {
            store.close(&mut self.world, self.drifted).unwrap_or_default();
        }
        self.world.retire();
    }
}
