//! The world: one serialisable value, and how changes are applied to it, committed or rolled back.

use super::change::{Change, Due, Redo};
use super::credential::{Credentials, Learners};
use super::ids;
use super::lookup::Lookups;
use crate::value::Value;
use indexmap::IndexMap;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::{mem, thread};

/// Records of one kind in one place, in the order of their making.
pub(crate) type Shelf = IndexMap<String, Value>;

/// The account that a fresh world has, for everybody alike, so that documentation can show ids. It is the number that
/// AWS's documentation uses in examples.
pub(crate) const ACCOUNT: &str = "111122223333";

/// The region part of a place that belongs to no region.
pub(crate) const GLOBAL: &str = "aws-global";

/// Records from which freeing an account is felt.
const LARGE: usize = 10_000;

/// Everything that a practice account is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    pub(crate) seed: u64,
    pub(crate) account: String,
    /// When the account was opened: the instant of everything that a fresh account holds.
    pub(crate) born: Timestamp,
    pub(crate) now: Timestamp,
    pub(crate) places: IndexMap<String, IndexMap<String, Shelf>>,
    pub(crate) agenda: Vec<Due>,
    pub(crate) trail: Vec<Value>,
    pub(crate) counters: IndexMap<String, u64>,
    #[serde(skip)]
    pending: Pending,
    #[serde(skip)]
    lookups: Lookups,
    #[serde(skip)]
    pub(super) learners: Learners,
}

/// What the running call changed so far.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pending {
    /// In outline: records and events are where the world holds them.
    redo: Vec<Change>,
    undo: Vec<Change>,
}

impl World {
    /// A fresh account, opened at `born`.
    #[must_use]
    pub fn new(seed: u64, born: Timestamp) -> World {
        World {
            seed,
            account: ACCOUNT.to_owned(),
            born,
            now: born,
            places: IndexMap::new(),
            agenda: Vec::new(),
            trail: Vec::new(),
            counters: IndexMap::new(),
            pending: Pending::default(),
            lookups: Lookups::default(),
            learners: Learners::default(),
        }
    }

    /// Frees what a large account holds on a thread of its own: that takes as long as writing it, and nobody waits for it.
    pub(super) fn retire(&mut self) {
        let held = (mem::take(&mut self.places), mem::take(&mut self.trail));
        let records = held.0.values().flat_map(IndexMap::values).map(IndexMap::len);
        if records.sum::<usize>() + held.1.len() > LARGE {
            // Without a thread it is freed here.
            drop(thread::Builder::new().spawn(move || drop(held)));
        }
    }

    /// The account's id.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The id of the account that a call works in: the world's own, or the one that the front matter calls `name`.
    #[must_use]
    pub fn account_of(&self, name: Option<&str>) -> String {
        super::pass::account_of(self, name)
    }

    /// The credentials of the learner's session in an account, given as its id.
    #[must_use]
    pub fn credentials(&self, account: &str) -> Credentials {
        super::credential::learner(self, account)
    }

    /// The instant at which this world stands.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The records of a kind in a place.
    pub(crate) fn shelf(&self, place: &str, kind: &str) -> Option<&Shelf> {
        self.places.get(place)?.get(kind)
    }

    /// One record.
    pub(crate) fn record(&self, place: &str, kind: &str, id: &str) -> Option<&Value> {
        self.shelf(place, kind)?.get(id)
    }

    /// The ids of the records of a kind in a place that hold a text at a path, in the order of their making.
    pub(crate) fn holders(&self, place: &str, kind: &str, path: &str, text: &str) -> Vec<String> {
        self.shelf(place, kind).map_or_else(Vec::new, |shelf| {
            self.lookups.ids(shelf, (place, kind), path, text)
        })
    }

    /// A record of a kind that belongs to no region, and the account that has it, whichever that is.
    pub(crate) fn anywhere(&self, kind: &str, id: &str) -> Option<(&str, &Value)> {
        self.places.iter().find_map(|(place, shelves)| {
            let account = place.strip_suffix(GLOBAL)?.strip_suffix('/')?;
            Some((account, shelves.get(kind)?.get(id)?))
        })
    }

    /// Makes a change that can be rolled back until it is committed.
    pub(crate) fn change(&mut self, change: Change) {
        let outline = change.outline();
        if let Some(inverse) = self.apply(change) {
            self.pending.undo.push(inverse);
            self.pending.redo.push(outline);
        }
    }

    /// The changes since the last commit are final.
    pub(crate) fn commit(&mut self) {
        self.pending.undo.clear();
        self.pending.redo.clear();
    }

    /// The changes since the last commit, in outline.
    pub(crate) fn pending(&self) -> &[Change] {
        &self.pending.redo
    }

    /// The changes since the last commit, to be made again elsewhere. A record that was put more than once is as it is
    /// now each time; one that is gone by now is empty until it goes.
    pub(crate) fn redo(&self) -> Vec<Redo<'_>> {
        let redo = &self.pending.redo;
        let events = redo.iter().filter(|change| matches!(change, Change::Trail(_)));
        let mut trail = self.trail[self.trail.len().saturating_sub(events.count())..].iter();
        let whole = redo.iter().map(|change| match change {
            Change::Put {
                place, kind, id, at, ..
            } => Redo::Put {
                place,
                kind,
                id,
                record: self.record(place, kind, id).unwrap_or(&Value::Null),
                at: *at,
            },
            Change::Trail(event) => Redo::Trail(trail.next().unwrap_or(event)),
            other => Redo::Other(other),
        });
        whole.collect()
    }

    /// How many changes are pending: a point to roll back to.
    pub(crate) fn mark(&self) -> usize {
        self.pending.undo.len()
    }

    /// Takes every pending change after `mark` back.
    pub(crate) fn roll_back(&mut self, mark: usize) {
        let undone = self.pending.undo.split_off(mark.min(self.pending.undo.len()));
        self.pending.redo.truncate(mark);
        for inverse in undone.into_iter().rev() {
            self.apply(inverse);
        }
    }

    /// Drops the events that AWS's history would not show any more.
    pub(crate) fn forget_old_events(&mut self) {
        if let Ok(oldest) = self
            .now
            .checked_sub(SignedDuration::from_hours(24 * super::trail::DAYS))
        {
            self.trail
                .retain(|event| event.get("eventTime").as_time().is_none_or(|time| time >= oldest));
        }
    }

    /// The next number of a counter, from 1.
    pub(crate) fn count(&mut self, name: &str) -> u64 {
        let value = self.counters.get(name).copied().unwrap_or(0) + 1;
        self.change(Change::Count {
            name: name.to_owned(),
            value,
        });
        value
    }

    /// Bytes for the next id of a kind in a place: they depend on nothing but seed, place, kind and ordinal, so that
    /// unrelated calls do not shift them.
    pub(crate) fn mint(&mut self, place: &str, kind: &str) -> ids::Seed {
        let ordinal = self.count(&format!("{place} {kind}"));
        ids::Seed::new(self.seed, place, kind, ordinal)
    }

    /// Applies a change; gives its inverse, or nothing where it changed nothing.
    pub(crate) fn apply(&mut self, change: Change) -> Option<Change> {
        match change {
            Change::Put {
                place,
                kind,
                id,
                record,
                at,
            } => {
                let shelf = self
                    .places
                    .entry(place.clone())
                    .or_default()
                    .entry(kind.clone())
                    .or_default();
                if let Some(slot) = shelf.get_mut(&id) {
                    let record = mem::replace(slot, record);
                    self.lookups
                        .follow((&place, &kind), &id, Some(&record), Some(slot));
                    return Some(Change::Put {
                        place,
                        kind,
                        id,
                        record,
                        at: None,
                    });
                }
                let at = at.map_or(shelf.len(), |at| at.min(shelf.len()));
                self.lookups.follow((&place, &kind), &id, None, Some(&record));
                shelf.shift_insert(at, id.clone(), record);
                Some(Change::Take { place, kind, id })
            }
            Change::Take { place, kind, id } => {
                let shelves = self.places.get_mut(&place)?;
                let shelf = shelves.get_mut(&kind)?;
                let (at, id, record) = shelf.shift_remove_full(&id)?;
                self.lookups.follow((&place, &kind), &id, Some(&record), None);
                if shelf.is_empty() {
                    shelves.shift_remove(&kind);
                }
                if shelves.is_empty() {
                    self.places.shift_remove(&place);
                }
                Some(Change::Put {
                    place,
                    kind,
                    id,
                    record,
                    at: Some(at),
                })
            }
            Change::Due(due) => {
                let at = self.agenda.partition_point(|other| other.at <= due.at);
                self.agenda.insert(at, due.clone());
                Some(Change::Done(due))
            }
            Change::Done(due) => {
                let at = self.agenda.iter().position(|other| *other == due)?;
                Some(Change::Due(self.agenda.remove(at)))
            }
            Change::Now(now) => Some(Change::Now(mem::replace(&mut self.now, now))),
            Change::Trail(event) => {
                self.trail.push(event);
                Some(Change::Untrail)
            }
            Change::Untrail => self.trail.pop().map(Change::Trail),
            Change::Count { name, value } => {
                let before = if value == 0 {
                    self.counters.shift_remove(&name)
                } else {
                    self.counters.insert(name.clone(), value)
                };
                let before = before.unwrap_or(0);
                Some(Change::Count { name, value: before })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::change::Then;
    use crate::value;

    fn put(id: &str, note: &str) -> Change {
        Change::Put {
            place: "1/r".into(),
            kind: "ec2:vpc".into(),
            id: id.into(),
            record: value!({ "Note": note }),
            at: None,
        }
    }

    fn take(id: &str) -> Change {
        Change::Take {
            place: "1/r".into(),
            kind: "ec2:vpc".into(),
            id: id.into(),
        }
    }

    #[test]
    fn a_roll_back_restores_records_their_order_clock_agenda_trail_and_counters() {
        let mut world = World::new(7, Timestamp::UNIX_EPOCH);
        for id in ["a", "b", "c"] {
            world.change(put(id, "first"));
        }
        world.count("x");
        world.commit();
        let before = world.clone();
        let later = Timestamp::from_second(60).unwrap();
        let due = Due {
            at: later,
            place: "1/r".into(),
            kind: "ec2:vpc".into(),
            id: "a".into(),
            then: Then::Gone,
        };
        for change in [
            take("b"),
            put("a", "second"),
            put("d", "new"),
            Change::Now(later),
            Change::Due(due),
            Change::Trail(Value::Null),
            take("absent"),
        ] {
            world.change(change);
        }
        world.count("x");
        world.roll_back(0);
        assert_eq!(world, before);
        let order: Vec<_> = world.shelf("1/r", "ec2:vpc").unwrap().keys().collect();
        assert_eq!(order, ["a", "b", "c"]);
    }

    #[test]
    fn replaying_what_was_committed_gives_the_same_world() {
        let mut world = World::new(7, Timestamp::UNIX_EPOCH);
        let mut copy = world.clone();
        world.change(put("a", "first"));
        world.change(put("b", "first"));
        let kept = world.mark();
        world.change(take("a"));
        world.roll_back(kept);
        world.change(put("b", "second"));
        for id in ["c", "d", "c"] {
            world.change(put(id, "third"));
        }
        world.change(take("d"));
        world.change(Change::Now(Timestamp::from_second(60).unwrap()));
        for event in ["one", "two"] {
            world.change(Change::Trail(event.into()));
        }
        world.count("x");
        for change in world.redo() {
            let text = serde_json::to_string(&change).unwrap();
            copy.apply(serde_json::from_str(&text).unwrap());
        }
        world.commit();
        assert_eq!(world, copy);
        assert_eq!(copy.trail, ["one".into(), "two".into()]);
    }

    #[test]
    fn ids_depend_on_place_kind_and_ordinal_alone() {
        let mut one = World::new(7, Timestamp::UNIX_EPOCH);
        let mut two = World::new(7, Timestamp::UNIX_EPOCH);
        two.mint("1/r", "ec2:subnet");
        two.mint("1/other", "ec2:vpc");
        let first = one.mint("1/r", "ec2:vpc").hex(17);
        assert_eq!(first, two.mint("1/r", "ec2:vpc").hex(17));
        assert_ne!(first, one.mint("1/r", "ec2:vpc").hex(17));
        assert_ne!(
            first,
            World::new(8, Timestamp::UNIX_EPOCH)
                .mint("1/r", "ec2:vpc")
                .hex(17)
        );
    }
}
