//! Compacting botocore's JSON into the records that the room reads: the models in the binary are made so, and those
//! that are given by a folder when one of them is named.
//!
//! Only facts are taken over: names, types, bindings, required members, enumerations, ranges, errors, paginators,
//! waiters, and the *names* of the filters that the documentation lists. No documentation text is.
//!
//! A service is five tables behind each other: its strings, one record of facts about it, and its operations, shapes
//! and waiters, each sorted by name. `writer` is the grammar of a record, `reader` reads it.

mod filters;
mod model;
mod operations;
mod shapes;
mod waiters;
mod writer;

pub(super) use model::{Model, Paginators, Waiters};

use super::names;
use indexmap::IndexMap;
use model::Metadata;
use writer::{Record, Strings, Writer, framed};

/// The protocol that is preferred among those a service lists; CBOR only where there is nothing else.
const PROTOCOLS: [&str; 6] = [
    "json",
    "rest-json",
    "rest-xml",
    "query",
    "ec2",
    "smithy-rpc-v2-cbor",
];

/// What is wrong in a model that is JSON of the right form, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Fault(String);

/// The shapes that a call can meet, each with its number.
struct Numbers<'m>(IndexMap<&'m str, u64>);

impl Numbers<'_> {
    fn of(&self, shape: &str) -> Result<u64, Fault> {
        self.0.get(shape).copied().ok_or_else(|| unknown(shape))
    }
}

fn unknown(shape: &str) -> Fault {
    Fault(format!("there is no shape `{shape}`"))
}

impl Fault {
    /// With the place around it.
    fn within(self, what: &str, name: &str) -> Fault {
        Fault(format!("{what} `{name}`: {}", self.0))
    }
}

/// One service. `rules` is the number of its endpoint rule set, where it is one of many.
///
/// # Errors
/// What the model refers to and does not have, and what no client of ours could speak.
pub(super) fn service(
    model: &Model,
    paginators: &Paginators,
    waiters: &Waiters,
    rules: u64,
) -> Result<Vec<u8>, Fault> {
    let names = shapes::reachable(model)?;
    let numbers = Numbers(names.iter().copied().zip(0..).collect());
    let mut strings = Strings::default();
    let mut record = |write: &mut dyn FnMut(&mut Writer<'_>) -> Result<(), Fault>| {
        let mut writer = Writer::new(&mut strings);
        write(&mut writer).map(|()| writer.end())
    };

    let facts = record(&mut |out| metadata(out, &model.metadata, rules))?;
    let mut operations = Vec::with_capacity(model.operations.len());
    for (name, operation) in sorted(&model.operations) {
        let paginator = paginators.pagination.get(name);
        let written = record(&mut |out| operations::write(out, name, operation, model, paginator, &numbers));
        operations.push(written.map_err(|fault| fault.within("the operation", name))?);
    }
    let mut kinds = Vec::with_capacity(names.len());
    for name in names {
        let shape = model.shapes.get(name).ok_or_else(|| unknown(name))?;
        let written = record(&mut |out| shapes::write(out, name, shape, model, &numbers));
        kinds.push(written.map_err(|fault| fault.within("the shape", name))?);
    }
    let mut waits = Vec::with_capacity(waiters.waiters.len());
    for (name, waiter) in sorted(&waiters.waiters) {
        let written = record(&mut |out| waiters::write(out, name, waiter, model));
        waits.push(written.map_err(|fault| fault.within("the waiter", name))?);
    }

    let (table, places) = strings.table();
    let mut bytes = framed(&table);
    for records in [&[facts][..], &operations, &kinds, &waits] {
        let records: Vec<Vec<u8>> = records
            .iter()
            .map(|record: &Record| record.bytes(&places))
            .collect();
        bytes.extend(framed(&records));
    }
    Ok(bytes)
}

fn sorted<T>(map: &IndexMap<String, T>) -> impl Iterator<Item = (&str, &T)> {
    let mut items: Vec<(&str, &T)> = map.iter().map(|(name, item)| (name.as_str(), item)).collect();
    items.sort_unstable_by_key(|(name, _)| *name);
    items.into_iter()
}

fn metadata(out: &mut Writer<'_>, meta: &Metadata, rules: u64) -> Result<(), Fault> {
    let only = [meta.protocol.clone()];
    let listed = if meta.protocols.is_empty() {
        &only[..]
    } else {
        &meta.protocols
    };
    let spoken = PROTOCOLS.iter().zip(0..);
    let mut spoken = spoken.filter(|(protocol, _)| listed.iter().any(|listed| listed == *protocol));
    let (_, protocol) = spoken.next().ok_or_else(|| {
        Fault(format!(
            "the protocol `{}` is none of {}",
            listed.join("`, `"),
            PROTOCOLS.join(", ")
        ))
    })?;
    out.number(protocol);
    out.text(Some(&meta.api_version));
    out.text(meta.json_version.as_deref());
    out.text(meta.target_prefix.as_deref());
    out.text(Some(&meta.endpoint_prefix));
    out.text(meta.signing_name.as_deref().or(Some(&meta.endpoint_prefix)));
    out.text(Some(&meta.service_id));
    out.text(Some(&meta.service_full_name));
    out.text(meta.xml_namespace.as_deref());
    out.text(Some(&meta.signature_version));
    out.number(u64::from(meta.aws_query_compatible.is_some()));
    out.number(rules);
    Ok(())
}
