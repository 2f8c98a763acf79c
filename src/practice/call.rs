//! What a handler may do to the world: few words, each of which can be rolled back.

use super::change::{Change, Due, Then};
use super::given::Given;
use super::ids::Seed;
use super::page::Window;
use super::principal::Principal;
use super::refusal::Refusal;
use super::registry;
use super::resource::Resource;
use super::world::{GLOBAL, World};
use crate::value::{Map, Value};
use jiff::Timestamp;
use std::time::Duration;

/// One running call.
#[derive(Debug)]
pub(crate) struct Call<'w> {
    world: &'w mut World,
    /// Who calls.
    pub(crate) principal: Principal,
    /// boto3's service name.
    pub(crate) service: &'static str,
    /// The operation.
    pub(crate) operation: String,
    /// The account that is called.
    pub(crate) account: String,
    /// The region that is called; for a global service the one that was asked all the same.
    pub(crate) region: String,
    regional: String,
    global: String,
    pub(super) window: Window,
    /// How many changes were pending when the call began.
    start: usize,
}

impl<'w> Call<'w> {
    /// A call by `principal`.
    pub(crate) fn new(
        world: &'w mut World,
        principal: Principal,
        service: &'static str,
        operation: &str,
        account: &str,
        region: &str,
    ) -> Call<'w> {
        Call {
            start: world.mark(),
            world,
            principal,
            service,
            operation: operation.to_owned(),
            account: account.to_owned(),
            region: region.to_owned(),
            regional: format!("{account}/{region}"),
            global: format!("{account}/{GLOBAL}"),
            window: Window::default(),
        }
    }

    /// The instant of this call.
    pub(crate) fn now(&self) -> Timestamp {
        self.world.now
    }

    /// When the account was opened: the instant of what a fresh account holds.
    pub(crate) fn born(&self) -> Timestamp {
        self.world.born
    }

    /// The CloudTrail events so far.
    pub(crate) fn trail(&self) -> &[Value] {
        &self.world.trail
    }

    /// The place of a kind of thing.
    fn place(&self, of: &Resource) -> &str {
        if of.global { &self.global } else { &self.regional }
    }

    /// The world as it is now.
    pub(super) fn world(&self) -> &World {
        self.world
    }

    // --- reading

    /// All records of a kind, in the order of their making.
    pub(crate) fn all(&self, of: &Resource) -> impl Iterator<Item = &Value> {
        self.world
            .shelf(self.place(of), of.kind)
            .into_iter()
            .flat_map(indexmap::IndexMap::values)
    }

    /// A record, if there is one.
    pub(crate) fn found(&self, of: &Resource, id: &str) -> Option<&Value> {
        self.world.record(self.place(of), of.kind, id)
    }

    /// A record.
    ///
    /// # Errors
    /// AWS's refusal of an id that is not there.
    pub(crate) fn get(&self, of: &Resource, id: &str) -> Result<&Value, Refusal> {
        self.found(of, id).ok_or_else(|| of.is_absent(id))
    }

    /// The account that has a record of a kind that belongs to no region, whichever account that is: the names of some
    /// things are taken for all.
    pub(crate) fn owner_of(&self, of: &Resource, id: &str) -> Option<&str> {
        self.world.anywhere(of.kind, id).map(|(account, _)| account)
    }

    /// The ids of the records whose member at `path` is `text`.
    pub(crate) fn with(&self, of: &Resource, path: &str, text: &str) -> Vec<String> {
        self.world.holders(self.place(of), of.kind, path, text)
    }

    /// Kind and id of everything that refers to a thing: what keeps it from going. Ghosts refer to nothing.
    pub(crate) fn users_of(&self, of: &Resource, id: &str) -> Vec<(&'static Resource, String)> {
        registry::SERVICES
            .iter()
            .flat_map(|service| service.resources())
            .flat_map(|other| {
                let paths: Vec<_> = other
                    .refs
                    .iter()
                    .filter(|(_, kind)| *kind == of.kind)
                    .map(|(path, _)| *path)
                    .collect();
                let shelf = if paths.is_empty() {
                    None
                } else {
                    self.world.shelf(self.place(other), other.kind)
                };
                shelf
                    .into_iter()
                    .flatten()
                    .filter(move |(_, record)| {
                        !other.is_ghost(record)
                            && paths.iter().any(|path| super::filter::holds(record, path, id))
                    })
                    .map(move |(user, _)| (other, user.clone()))
            })
            .collect()
    }

    /// That nothing refers to a thing.
    ///
    /// # Errors
    /// AWS's refusal of a thing that is in use.
    pub(crate) fn unused(&self, of: &Resource, id: &str) -> Result<(), Refusal> {
        if self.users_of(of, id).is_empty() {
            Ok(())
        } else {
            Err(of.is_in_use(id))
        }
    }

    /// What is said in another account: of a thing that a call reads there.
    pub(crate) fn elsewhere<R>(&mut self, account: &str, work: impl FnOnce(&mut Self) -> R) -> R {
        let here = std::mem::replace(&mut self.account, account.to_owned());
        let regional = std::mem::replace(&mut self.regional, format!("{account}/{}", self.region));
        let global = std::mem::replace(&mut self.global, format!("{account}/{GLOBAL}"));
        let done = work(self);
        (self.account, self.regional, self.global) = (here, regional, global);
        done
    }

    // --- writing

    /// Puts a fresh account's things of another service in place before they are looked at or added to. What is written
    /// by the words below is preceded by it; a handler that only *reads* another service's things calls it first.
    pub(crate) fn visit(&mut self, of: &Resource) {
        if of.service() != self.service
            && let Some(service) = registry::service(of.service())
        {
            super::pass::seed(self.world, service, &self.account, &self.region);
        }
    }

    /// Bytes for a new id, or for anything else that should look random and be the same in every such world.
    pub(crate) fn mint(&mut self, of: &Resource) -> Seed {
        self.visit(of);
        let place = self.place(of).to_owned();
        self.world.mint(&place, of.kind)
    }

    /// Bytes that look random, under a word of the handler's own.
    pub(crate) fn random(&mut self, word: &str) -> Seed {
        let place = self.regional.clone();
        self.world.mint(&place, word)
    }

    /// Stores a new record under a new id, which its key member receives; gives the record.
    pub(crate) fn make(&mut self, of: &Resource, mut record: Value) -> Value {
        let id = self.mint(of).id(of.prefix, of.form);
        record.set(of.key, id.as_str());
        self.keep(of, &id, record.clone());
        record
    }

    /// Stores a record under an id of the caller's, replacing what was there.
    pub(crate) fn keep(&mut self, of: &Resource, id: &str, record: Value) {
        self.visit(of);
        let place = self.place(of).to_owned();
        self.world.change(Change::Put {
            place,
            kind: of.kind.to_owned(),
            id: id.to_owned(),
            record,
            at: None,
        });
    }

    /// Keeps a session of an account, which may be another than the call's; those that ended a day ago go.
    pub(super) fn keep_session(&mut self, account: &str, key: &str, session: Value) {
        let place = format!("{account}/{GLOBAL}");
        let kind = super::credential::SESSION.kind;
        let over = |session: &Value| {
            let end = session.get("_expires").as_time();
            end.is_none_or(|end| end + jiff::SignedDuration::from_hours(24) < self.world.now)
        };
        let sessions = self.world.shelf(&place, kind).into_iter().flatten();
        let old: Vec<String> = sessions
            .filter(|(_, session)| over(session))
            .map(|(key, _)| key.clone())
            .collect();
        for id in old {
            self.world.change(Change::Take {
                place: place.clone(),
                kind: kind.to_owned(),
                id,
            });
        }
        self.world.change(Change::Put {
            place,
            kind: kind.to_owned(),
            id: key.to_owned(),
            record: session,
            at: None,
        });
    }

    /// Changes a record; gives it as it is then.
    ///
    /// # Errors
    /// AWS's refusal of an id that is not there.
    pub(crate) fn edit(
        &mut self,
        of: &Resource,
        id: &str,
        change: impl FnOnce(&mut Value),
    ) -> Result<Value, Refusal> {
        self.visit(of);
        let before = self.get(of, id)?;
        let mut record = before.clone();
        change(&mut record);
        if record != *before {
            self.keep(of, id, record.clone());
        }
        Ok(record)
    }

    /// Changes a record that may be gone by now, as when its time comes: then nothing is changed.
    pub(crate) fn amend(&mut self, of: &Resource, id: &str, change: impl FnOnce(&mut Value)) {
        let Some(before) = self.found(of, id) else { return };
        let mut record = before.clone();
        change(&mut record);
        if record != *before {
            self.keep(of, id, record);
        }
    }

    /// Takes a record away, whether or not something refers to it; gives it.
    ///
    /// # Errors
    /// AWS's refusal of an id that is not there.
    pub(crate) fn remove(&mut self, of: &Resource, id: &str) -> Result<Value, Refusal> {
        let record = self.get(of, id)?.clone();
        let place = self.place(of).to_owned();
        self.world.change(Change::Take {
            place,
            kind: of.kind.to_owned(),
            id: id.to_owned(),
        });
        Ok(record)
    }

    /// Takes a record away unless something refers to it.
    ///
    /// # Errors
    /// AWS's refusal of an id that is not there, or in use.
    pub(crate) fn drop_unused(&mut self, of: &Resource, id: &str) -> Result<Value, Refusal> {
        self.get(of, id)?;
        self.unused(of, id)?;
        self.remove(of, id)
    }

    /// Puts something off until `span` has passed on the world's clock.
    pub(crate) fn later(&mut self, span: Duration, of: &Resource, id: &str, then: Then) {
        let due = Due {
            at: self.world.now + span,
            place: self.place(of).to_owned(),
            kind: of.kind.to_owned(),
            id: id.to_owned(),
            then,
        };
        self.world.change(Change::Due(due));
    }

    /// Puts a change of members off until `span` has passed: `[("State", "available")]`.
    pub(crate) fn later_set(&mut self, span: Duration, of: &Resource, id: &str, members: &[(&str, &str)]) {
        let patch: Map = members
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Value::from(*text)))
            .collect();
        self.later(span, of, id, Then::Set(patch));
    }

    // --- for client tokens

    /// Place, kind and id of every record that this call stored so far.
    pub(super) fn made(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.world.pending()[self.start..]
            .iter()
            .filter_map(|change| match change {
                Change::Put { place, kind, id, .. } => Some((place.as_str(), kind.as_str(), id.as_str())),
                _ => None,
            })
    }

    /// True where a record is there.
    pub(super) fn holds(&self, place: &str, kind: &str, id: &str) -> bool {
        self.world.record(place, kind, id).is_some()
    }

    // --- pages

    /// The part of `items` that this page holds. The pass puts the token of the next one into the answer.
    ///
    /// # Errors
    /// A token that no page gave.
    pub(crate) fn cut<T>(&mut self, given: &Given<'_>, mut items: Vec<T>) -> Result<Vec<T>, Refusal> {
        let range = self.window.range(given, items.len())?;
        items.truncate(range.end);
        items.drain(..range.start);
        Ok(items)
    }
}
