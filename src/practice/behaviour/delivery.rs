//! What VPC flow logs deliver: lines of traffic into streams of CloudWatch Logs, files of them into buckets.
//!
//! AWS delivers every few minutes. Here it happens when somebody looks, or is about to change what the traffic depends
//! on: whole intervals since the last time, by the networks as they are at that moment. Of a long time nobody looked at,
//! only the end is told in full; the rest is one `SKIPDATA` line an interface, AWS's own word for records that it left
//! out (AWS: *Flow log records*). Where a flow log stands is kept under `practice:delivery`, which no comparison of
//! worlds sees; what it delivered is deleted with its log group or by emptying the bucket.

mod destination;
mod format;
mod line;

use super::traffic::{self, Network};
use crate::practice::change::Change;
use crate::practice::world::{GLOBAL, World};
use crate::value;
use crate::value::Value;
use destination::Batch;
use format::Format;
use line::Line;

/// Where flow logs stand.
const CURSOR: &str = "practice:delivery";

/// The records of flow logs.
const FLOW_LOG: &str = "ec2:vpc-flow-log";

/// How much of the past is told in full, in seconds.
const DETAIL: i64 = 6 * 3600;

/// Files are written every five minutes (AWS: *Flow log files*).
const FILE: i64 = 300;

/// Delivers what is due of every flow log.
pub(super) fn due(world: &mut World) {
    let places: Vec<String> = world
        .places
        .iter()
        .filter(|(_, shelves)| shelves.contains_key(FLOW_LOG) || shelves.contains_key(CURSOR))
        .map(|(place, _)| place.clone())
        .collect();
    for place in places {
        forget(world, &place);
        let logs = world.shelf(&place, FLOW_LOG).into_iter().flatten();
        let logs: Vec<(String, Value)> = logs.map(|(id, log)| (id.clone(), log.clone())).collect();
        for (id, log) in logs {
            deliver(world, &place, &id, &log);
        }
    }
}

/// Drops where flow logs stood that are deleted.
fn forget(world: &mut World, place: &str) {
    let cursors = world
        .shelf(place, CURSOR)
        .into_iter()
        .flat_map(indexmap::IndexMap::keys);
    let gone: Vec<String> = cursors
        .filter(|id| world.record(place, FLOW_LOG, id).is_none())
        .cloned()
        .collect();
    for id in gone {
        world.change(Change::Take {
            place: place.to_owned(),
            kind: CURSOR.to_owned(),
            id,
        });
    }
}

fn put(world: &mut World, place: &str, kind: &str, id: &str, record: Value) {
    world.change(Change::Put {
        place: place.to_owned(),
        kind: kind.to_owned(),
        id: id.to_owned(),
        record,
        at: None,
    });
}

/// The seconds from one delivery to the next.
fn step(log: &Value) -> i64 {
    let interval = log.get("MaxAggregationInterval").as_int().unwrap_or(600);
    if log.get("LogDestinationType").text() == "s3" {
        interval.max(FILE)
    } else {
        interval
    }
}

/// Delivers what is due of one flow log.
fn deliver(world: &mut World, place: &str, id: &str, log: &Value) {
    let Some((account, region)) = place.split_once('/').filter(|(_, region)| *region != GLOBAL) else {
        return;
    };
    let step = step(log);
    let floor = |second: i64| second - second.rem_euclid(step);
    let made = log.get("CreationTime").as_time().unwrap_or(world.now).as_second();
    let stood = world
        .record(place, CURSOR, id)
        .and_then(|cursor| cursor.get("_to").as_int());
    if stood.is_none() {
        destination::prepare(world, account, region, log);
    }
    let from = stood.unwrap_or_else(|| floor(made));
    let to = floor(world.now.as_second());
    if to <= from && stood.is_some() {
        return;
    }
    put(world, place, CURSOR, id, value!({ "_to": (to.max(from)) }));
    if to <= from {
        return;
    }
    let fault = destination::fault(world, account, region, log);
    if fault.is_none() {
        let batches = batches(world, place, log, (from, to));
        destination::write(world, account, region, (id, log), batches);
    }
    tell(world, place, id, fault);
}

/// Says in the flow log's record how its delivery goes.
fn tell(world: &mut World, place: &str, id: &str, fault: Option<&str>) {
    let Some(log) = world.record(place, FLOW_LOG, id) else {
        return;
    };
    let mut told = log.clone();
    if let Some(members) = told.as_map_mut() {
        members.shift_remove("DeliverLogsErrorMessage");
    }
    told.set(
        "DeliverLogsStatus",
        if fault.is_some() { "FAILED" } else { "SUCCESS" },
    );
    if let Some(fault) = fault {
        told.set("DeliverLogsErrorMessage", fault);
    }
    if told != *log {
        put(world, place, FLOW_LOG, id, told);
    }
}

/// The lines of a flow log between two instants, an interface and a step at a time.
fn batches(world: &World, place: &str, log: &Value, (from, to): (i64, i64)) -> Vec<Batch> {
    let format = Format::of(log.get("LogFormat").text());
    let interval = log.get("MaxAggregationInterval").as_int().unwrap_or(600).max(60);
    let traffic = log.get("TrafficType").text();
    let network = Network::of(world, place);
    let told = from.max(to - DETAIL);
    let step = step(log);
    let mut batches = Vec::new();
    for interface in network.watched(log.get("ResourceId").text()) {
        let line = |start, end| Line {
            place,
            interface: &interface,
            start,
            end,
        };
        let born = interface.record.at("Attachment.AttachTime").as_time();
        let born = born.map_or(i64::MIN, jiff::Timestamp::as_second);
        let mut batch = |end: i64, lines: Vec<(i64, String)>| {
            batches.push(Batch {
                interface: interface.id.to_owned(),
                end,
                lines,
            });
        };
        if told > from && born < told {
            let start = from.max(born);
            batch(
                told,
                vec![(start, format.write(&line(start, told), &line::Said::Skipped))],
            );
        }
        for end in (told + step..=to).step_by(usize::try_from(step).unwrap_or(600)) {
            let mut lines = Vec::new();
            for start in (end - step..end).step_by(usize::try_from(interval).unwrap_or(600)) {
                if born >= start + interval {
                    continue;
                }
                let flows = traffic::flows(&network, &interface, world.seed, start, interval);
                let line = line(start, start + interval);
                let quiet = flows.is_empty();
                lines.extend(
                    flows
                        .iter()
                        .filter(|flow| match traffic {
                            "ACCEPT" => flow.accepted,
                            "REJECT" => !flow.accepted,
                            _ => true,
                        })
                        .map(|flow| (start, format.write(&line, &line::Said::Flow(*flow)))),
                );
                if quiet {
                    lines.push((start, format.write(&line, &line::Said::Nothing)));
                }
            }
            if !lines.is_empty() {
                batch(end, lines);
            }
        }
    }
    batches
}

#[cfg(test)]
mod tests;
