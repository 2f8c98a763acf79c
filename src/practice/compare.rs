//! When two worlds are equal, and what differs where they are not.
//!
//! Clock, agenda, trail and counters are ignored, as are ghosts (things already deleted) and service-linked roles,
//! which AWS makes and keeps by itself; with the clock goes when a thing was last touched. So are the insides of machines,
//! the hashes of passwords, and the logs that AWS delivers meanwhile into groups and buckets that are there.

use super::pass::{self, SEEDED};
use super::registry;
use super::world::World;
use crate::value::Value;
use std::collections::BTreeSet;

/// The mark of what AWS delivers by itself.
const DELIVERED: &str = "_delivered";

/// Marks a record as delivered by AWS, without a call of anybody.
pub(super) fn mark_delivered(record: &mut Value) {
    record.set(DELIVERED, true);
}

/// True for what AWS delivered.
pub(super) fn is_delivered(record: &Value) -> bool {
    record.get(DELIVERED).as_bool() == Some(true)
}

impl World {
    /// What is different in `after`, each thing in words with its place, kind, id and member; nothing for worlds that
    /// are equal. A place that only one of them has touched is as a fresh account has it in the other.
    #[must_use]
    pub fn differences(&self, after: &World) -> Vec<String> {
        let (mut before, mut after) = (self.clone(), after.clone());
        let places: BTreeSet<(String, String)> = seeded(&before).chain(seeded(&after)).collect();
        for (place, service) in places {
            if let (Some((account, region)), Some(service)) =
                (place.split_once('/'), registry::service(&service))
            {
                pass::seed(&mut before, service, account, region);
                pass::seed(&mut after, service, account, region);
            }
        }
        let things: BTreeSet<(&str, &str, &str)> = things(&before).chain(things(&after)).collect();
        things
            .into_iter()
            .filter_map(|(place, kind, id)| {
                let told = |what: String| Some(format!("{kind} {id} in {place} {what}"));
                match (alive(&before, place, kind, id), alive(&after, place, kind, id)) {
                    (None, Some(_)) => told("is left over".to_owned()),
                    (Some(_), None) => told("is gone".to_owned()),
                    (Some(was), Some(is)) => changed(was, is).and_then(told),
                    (None, None) => None,
                }
            })
            .collect()
    }
}

fn seeded(world: &World) -> impl Iterator<Item = (String, String)> {
    world.places.iter().flat_map(|(place, shelves)| {
        shelves
            .get(SEEDED)
            .into_iter()
            .flat_map(indexmap::IndexMap::keys)
            .map(move |service| (place.clone(), service.clone()))
    })
}

fn things(world: &World) -> impl Iterator<Item = (&str, &str, &str)> {
    world.places.iter().flat_map(|(place, shelves)| {
        shelves
            .iter()
            .filter(|(kind, _)| !kind.starts_with("practice:"))
            .flat_map(move |(kind, shelf)| {
                shelf
                    .keys()
                    .map(move |id| (place.as_str(), kind.as_str(), id.as_str()))
            })
    })
}

fn alive<'w>(world: &'w World, place: &str, kind: &str, id: &str) -> Option<&'w Value> {
    let record = world.record(place, kind, id)?;
    let ghost = registry::resource(kind).is_some_and(|resource| resource.is_ghost(record));
    let linked = kind == "iam:role" && record.get("Path").text().starts_with("/aws-service-role/");
    (!ghost && !linked && !is_delivered(record)).then_some(record)
}

/// The members that differ, in words.
fn changed(was: &Value, is: &Value) -> Option<String> {
    let members: BTreeSet<&String> = [was, is]
        .iter()
        .filter_map(|record| record.as_map())
        .flat_map(|members| members.keys())
        .collect();
    let told: Vec<String> = members
        .into_iter()
        .filter(|member| !same(member, was.get(member), is.get(member)))
        .map(|member| {
            format!(
                "{member} was {} and is {}",
                was.get(member).to_json(),
                is.get(member).to_json()
            )
        })
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// Members that say when a thing was last touched: they go with the clock, and a switch that is put back is as it was. And
/// what is not the account's to see: the inside of a machine, whose logs go on by themselves, and how a password is kept.
const PASSED_OVER: [&str; 5] = ["UpdatedAt", "UpdateDate", "_Machine", "_hash", "_salt"];

/// Whether a member is the same in both, all the way down. Tags in a list have no order, and none is the same as an
/// empty list of them.
fn same(member: &str, was: &Value, is: &Value) -> bool {
    if PASSED_OVER.contains(&member) {
        return true;
    }
    match (was, is) {
        (Value::Map(_), Value::Map(_)) => changed(was, is).is_none(),
        (Value::List(_) | Value::Null, Value::List(_) | Value::Null) if member.starts_with("Tag") => {
            let sorted = |tags: &Value| {
                let mut texts: Vec<String> =
                    tags.items().iter().map(|tag| tag.to_json().to_string()).collect();
                texts.sort();
                texts
            };
            sorted(was) == sorted(is)
        }
        (Value::List(was), Value::List(is)) => {
            was.len() == is.len() && was.iter().zip(is).all(|(was, is)| same("", was, is))
        }
        (was, is) => was == is,
    }
}
