//! Which records hold a text at a path, kept at hand: a thing's interfaces, volumes or keys are looked for at every
//! step, and a world of ten thousand is not to be read through each time.
//!
//! Nothing of it is stored. A table is made when a long shelf is first asked along a path, and follows the changes then.

use super::filter;
use super::world::Shelf;
use crate::value::Value;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A shelf of fewer records is read through.
const LONG: usize = 64;

/// The ids that hold a text.
type Table = HashMap<String, Vec<String>>;

/// The tables by place and kind, and then by path.
#[derive(Debug, Default)]
pub(super) struct Lookups(Mutex<HashMap<(String, String), HashMap<String, Table>>>);

impl Lookups {
    /// The ids of the records of a shelf that hold `text` at `path`, in the shelf's order.
    pub(super) fn ids(&self, shelf: &Shelf, of: (&str, &str), path: &str, text: &str) -> Vec<String> {
        if shelf.len() < LONG {
            let holders = shelf
                .iter()
                .filter(|(_, record)| filter::holds(record, path, text));
            return holders.map(|(id, _)| id.clone()).collect();
        }
        let mut tables = self.lock();
        let tables = tables.entry((of.0.to_owned(), of.1.to_owned())).or_default();
        let table = tables
            .entry(path.to_owned())
            .or_insert_with(|| table(shelf, path));
        let mut ids = table.get(text).cloned().unwrap_or_default();
        ids.sort_by_key(|id| shelf.get_index_of(id));
        ids
    }

    /// A record is another now; none: it is not there.
    pub(super) fn follow(
        &mut self,
        of: (&str, &str),
        id: &str,
        before: Option<&Value>,
        after: Option<&Value>,
    ) {
        let tables = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if tables.is_empty() {
            return;
        }
        let Some(tables) = tables.get_mut(&(of.0.to_owned(), of.1.to_owned())) else {
            return;
        };
        for (path, table) in tables {
            let held = |record: Option<&Value>| record.map_or_else(Vec::new, |record| texts(record, path));
            let (old, new) = (held(before), held(after));
            if old == new {
                continue;
            }
            for text in old {
                if let Some(ids) = table.get_mut(&text) {
                    ids.retain(|known| known != id);
                    if ids.is_empty() {
                        table.remove(&text);
                    }
                }
            }
            for text in new {
                put(table, text, id);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), HashMap<String, Table>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn table(shelf: &Shelf, path: &str) -> Table {
    let mut table = Table::new();
    for (id, record) in shelf {
        for text in texts(record, path) {
            put(&mut table, text, id);
        }
    }
    table
}

fn texts(record: &Value, path: &str) -> Vec<String> {
    let texts = filter::texts_at(record, path).into_iter();
    texts.map(Cow::into_owned).collect()
}

/// A record may hold a text twice, and is named once.
fn put(table: &mut Table, text: String, id: &str) {
    let ids = table.entry(text).or_default();
    if ids.last().is_none_or(|last| last != id) && !ids.iter().any(|known| known == id) {
        ids.push(id.to_owned());
    }
}

/// A copy of a world makes its own.
impl Clone for Lookups {
    fn clone(&self) -> Lookups {
        Lookups::default()
    }
}

/// What is at hand is no part of what a world is.
impl PartialEq for Lookups {
    fn eq(&self, _: &Lookups) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::Change;
    use super::super::world::World;
    use super::*;
    use crate::value;
    use jiff::Timestamp;

    fn put(id: usize, of: &str) -> Change {
        Change::Put {
            place: "1/r".into(),
            kind: "ec2:volume".into(),
            id: format!("v{id}"),
            record: value!({ "Attachments": [{ "InstanceId": of }, { "InstanceId": "all" }] }),
            at: None,
        }
    }

    /// Whatever is changed and taken back, the table says what reading through would say.
    #[test]
    fn a_table_says_what_the_shelf_says() {
        let mut world = World::new(7, Timestamp::UNIX_EPOCH);
        let found = |world: &World, text: &str| {
            let ids = world.holders("1/r", "ec2:volume", "Attachments.InstanceId", text);
            let read: Vec<String> = world
                .shelf("1/r", "ec2:volume")
                .into_iter()
                .flatten()
                .filter(|(_, record)| filter::holds(record, "Attachments.InstanceId", text))
                .map(|(id, _)| id.clone())
                .collect();
            assert_eq!(ids, read, "{text}");
            ids.len()
        };
        for id in 0..200 {
            world.change(put(id, &format!("i{}", id % 10)));
            assert_eq!(found(&world, "all"), id + 1);
        }
        assert_eq!(found(&world, "i3"), 20);
        world.commit();
        let mark = world.mark();
        for id in [3, 13, 23] {
            world.change(put(id, "i4"));
        }
        world.change(Change::Take {
            place: "1/r".into(),
            kind: "ec2:volume".into(),
            id: "v33".into(),
        });
        assert_eq!((found(&world, "i3"), found(&world, "i4")), (16, 23));
        assert_eq!(found(&world, "none"), 0);
        world.roll_back(mark);
        assert_eq!((found(&world, "i3"), found(&world, "i4")), (20, 20));
        assert_eq!(found(&world.clone(), "all"), 200);
    }
}
