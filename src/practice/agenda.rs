//! What happens by itself when the clock moves.

use super::call::Call;
use super::change::{Change, Then};
use super::principal::Principal;
use super::registry;
use super::world::World;
use crate::value::Value;
use jiff::Timestamp;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Moves the clock to `to`, never back; whatever is due by then happens in order, each thing at its own instant.
pub(super) fn advance(world: &mut World, to: Timestamp) {
    // What happens may put further things off: the agenda is looked at anew each time. A timer that puts itself off
    // by no time at all would never end, hence the limit.
    for _ in 0..100_000 {
        let Some(due) = world.agenda.first().filter(|due| due.at <= to).cloned() else {
            break;
        };
        if due.at > world.now {
            world.change(Change::Now(due.at));
        }
        world.change(Change::Done(due.clone()));
        let (place, kind, id) = (due.place.clone(), due.kind.clone(), due.id.clone());
        match due.then {
            Then::Set(patch) => {
                if let Some(mut record) = world.record(&place, &kind, &id).cloned() {
                    for (path, value) in patch {
                        set_at(&mut record, &path, value);
                    }
                    world.change(Change::Put {
                        place,
                        kind,
                        id,
                        record,
                        at: None,
                    });
                }
            }
            Then::Gone => world.change(Change::Take { place, kind, id }),
            Then::Do(name) => timer(world, &place, &kind, &id, &name),
        }
    }
    if to > world.now {
        world.change(Change::Now(to));
    }
}

fn timer(world: &mut World, place: &str, kind: &str, id: &str, name: &str) {
    let Some((account, region)) = place.split_once('/') else {
        return;
    };
    let Some(service) = kind
        .split_once(':')
        .and_then(|(service, _)| registry::service(service))
    else {
        return;
    };
    let Some(run) = service.timer(name) else {
        return;
    };
    let principal = Principal::learner(world, account);
    let mark = world.mark();
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let mut call = Call::new(world, principal, service.name, name, account, region);
        run(&mut call, id);
    }));
    if ran.is_err() {
        world.roll_back(mark);
    }
}

fn set_at(record: &mut Value, path: &str, value: Value) {
    match path.split_once('.') {
        None => record.set(path, value),
        Some((member, rest)) => {
            let mut inner = record.get(member).clone();
            set_at(&mut inner, rest, value);
            record.set(member, inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Options;
    use crate::practice::change::Due;
    use crate::value;

    #[test]
    fn what_was_put_off_happens_in_order_at_its_own_instant() {
        let options = Options::new("us-east-1");
        let mut world = World::new(options.seed, options.born);
        let place = "111122223333/us-east-1";
        let at = |seconds: i64| Timestamp::from_second(options.born.as_second() + seconds).unwrap();
        let put = Change::Put {
            place: place.into(),
            kind: "ec2:thing".into(),
            id: "thing-1".into(),
            record: value!({ "State": { "Name": "pending" } }),
            at: None,
        };
        world.change(put);
        let due = |seconds, then| {
            let (place, kind, id) = (place.to_owned(), "ec2:thing".to_owned(), "thing-1".to_owned());
            Change::Due(Due {
                at: at(seconds),
                place,
                kind,
                id,
                then,
            })
        };
        world.change(due(20, Then::Gone));
        let patch = [("State.Name".to_owned(), Value::from("available"))]
            .into_iter()
            .collect();
        world.change(due(10, Then::Set(patch)));
        advance(&mut world, at(9));
        assert_eq!(
            world
                .record(place, "ec2:thing", "thing-1")
                .unwrap()
                .at("State.Name")
                .text(),
            "pending"
        );
        advance(&mut world, at(19));
        assert_eq!(
            world
                .record(place, "ec2:thing", "thing-1")
                .unwrap()
                .at("State.Name")
                .text(),
            "available"
        );
        advance(&mut world, at(20));
        assert_eq!(world.record(place, "ec2:thing", "thing-1"), None);
        advance(&mut world, at(5));
        assert_eq!(world.now, at(20), "never back");
    }
}
