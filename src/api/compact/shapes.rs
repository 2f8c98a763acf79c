//! The shapes of a service.

use super::model::{Location, Member, Model, Shape, TimeFormat, Type};
use super::writer::Writer;
use super::{Fault, Numbers, unknown};
use serde_json::Number;
use std::collections::BTreeSet;

/// A pattern longer than this is a whole grammar (ARNs of every partition): too large for what it tells.
const LONGEST_PATTERN: usize = 64;

/// The shapes that a call can meet, and every error.
pub(super) fn reachable(model: &Model) -> Result<BTreeSet<&str>, Fault> {
    let errors = model.shapes.iter().filter(|(_, shape)| shape.exception);
    let mut todo: Vec<&str> = errors.map(|(name, _)| name.as_str()).collect();
    for operation in model.operations.values() {
        let roots = operation
            .input
            .iter()
            .chain(&operation.output)
            .chain(&operation.errors);
        todo.extend(roots.map(|root| root.shape.as_str()));
    }
    let mut found = BTreeSet::new();
    while let Some(name) = todo.pop() {
        if !found.insert(name) {
            continue;
        }
        let shape = model.shapes.get(name).ok_or_else(|| unknown(name))?;
        let parts = shape.member.iter().chain(&shape.key).chain(&shape.value);
        for (member, part) in parts.map(|part| ("", part)).chain(members(shape)) {
            if !model.shapes.contains_key(&part.shape) {
                let fault = unknown(&part.shape);
                let fault = if member.is_empty() {
                    fault
                } else {
                    fault.within("the member", member)
                };
                return Err(fault.within("the shape", name));
            }
            todo.push(&part.shape);
        }
    }
    Ok(found)
}

fn members(shape: &Shape) -> impl Iterator<Item = (&str, &Member)> {
    shape.members.iter().map(|(name, member)| (name.as_str(), member))
}

/// Writes one shape.
pub(super) fn write(
    out: &mut Writer<'_>,
    name: &str,
    shape: &Shape,
    model: &Model,
    numbers: &Numbers<'_>,
) -> Result<(), Fault> {
    let (low, high) = (shape.min.is_some(), shape.max.is_some());
    let flattened = shape.flattened.unwrap_or_default();
    out.text(Some(name));
    match shape.kind {
        Type::Structure if shape.document => {
            out.number(10);
            out.flags(&[shape.sensitive]);
        }
        Type::Structure => {
            out.number(0);
            structure(out, shape, model, numbers)?;
        }
        Type::List => {
            let member = part(shape.member.as_ref(), "member")?;
            let location = member.location_name.as_deref();
            out.number(1);
            out.flags(&[
                shape.sensitive,
                low,
                high,
                flattened,
                shape.sparse,
                location.is_some(),
            ]);
            span(out, shape);
            out.text_if(location);
            out.number(numbers.of(&member.shape)?);
        }
        Type::Map => {
            let (key, value) = (
                part(shape.key.as_ref(), "key")?,
                part(shape.value.as_ref(), "value")?,
            );
            let names = [key, value].map(|part| part.location_name.as_deref());
            out.number(2);
            out.flags(&[
                shape.sensitive,
                low,
                high,
                flattened,
                names[0].is_some(),
                names[1].is_some(),
            ]);
            span(out, shape);
            names.iter().for_each(|name| out.text_if(*name));
            out.number(numbers.of(&key.shape)?);
            out.number(numbers.of(&value.shape)?);
        }
        Type::String => {
            let telling = |pattern: &&str| {
                pattern.chars().count() <= LONGEST_PATTERN
                    && ![".*", "^.*$", "[\\s\\S]*", ""].contains(pattern)
            };
            let pattern = shape.pattern.as_deref().filter(telling);
            out.number(3);
            out.flags(&[
                shape.sensitive,
                low,
                high,
                pattern.is_some(),
                !shape.values.is_empty(),
            ]);
            span(out, shape);
            out.text_if(pattern);
            if !shape.values.is_empty() {
                out.texts(shape.values.iter().map(String::as_str));
            }
        }
        Type::Integer | Type::Long => {
            out.number(4);
            out.flags(&[shape.sensitive, low, high, shape.kind == Type::Long]);
            span(out, shape);
        }
        Type::Float => {
            out.number(5);
            out.flags(&[shape.sensitive, low, high]);
            for bound in [&shape.min, &shape.max].into_iter().flatten() {
                out.text(Some(&format!("{:?}", bound.as_f64().unwrap_or_default())));
            }
        }
        Type::Boolean => {
            out.number(6);
            out.flags(&[shape.sensitive]);
        }
        Type::Timestamp => {
            out.number(7);
            out.flags(&[shape.sensitive]);
            time_format(out, shape.timestamp_format);
        }
        Type::Blob => {
            out.number(8);
            out.flags(&[shape.sensitive, low, high, shape.streaming.unwrap_or_default()]);
            span(out, shape);
        }
    }
    Ok(())
}

fn part<'m>(part: Option<&'m Member>, what: &str) -> Result<&'m Member, Fault> {
    part.ok_or_else(|| Fault(format!("it lacks its `{what}`")))
}

fn structure(out: &mut Writer<'_>, shape: &Shape, model: &Model, numbers: &Numbers<'_>) -> Result<(), Fault> {
    let payload = shape.payload.as_deref();
    let is_error = shape.exception || shape.error.is_some();
    out.flags(&[
        shape.sensitive,
        shape.union,
        shape.eventstream,
        payload.is_some(),
        is_error,
    ]);
    out.text_if(payload);
    if is_error {
        let error = shape.error.as_ref();
        let fault = if shape.fault { 500 } else { 0 };
        let status = error.and_then(|error| error.http_status_code).unwrap_or(fault);
        out.text(error.and_then(|error| error.code.as_deref()));
        out.number(status.into());
        out.flags(&[
            error.is_some_and(|error| error.sender_fault),
            shape.retryable.is_some(),
        ]);
    }
    out.count(shape.members.len());
    for (name, member) in members(shape) {
        let required = shape.required.iter().any(|required| required == name);
        self::member(out, name, member, required, model, numbers)
            .map_err(|fault| fault.within("the member", name))?;
    }
    Ok(())
}

/// A member; what its shape says of itself as a member is taken over, as botocore does.
fn member(
    out: &mut Writer<'_>,
    name: &str,
    member: &Member,
    required: bool,
    model: &Model,
    numbers: &Numbers<'_>,
) -> Result<(), Fault> {
    let shape = model
        .shapes
        .get(&member.shape)
        .ok_or_else(|| unknown(&member.shape))?;
    let wire = member.location_name.as_ref().or(shape.location_name.as_ref());
    let wire = wire.filter(|wire| *wire != name).map(String::as_str);
    if matches!(member.location, Some(Location::Header | Location::Headers)) {
        header(wire.unwrap_or(name))?;
    }
    let lowered = wire.is_some_and(|wire| lowers(wire, name));
    let renamed = wire.filter(|_| !lowered);
    let namespace = member.xml_namespace.as_ref().or(shape.xml_namespace.as_ref());
    let format = member.timestamp_format.or(shape.timestamp_format);
    out.text(Some(name));
    out.number(numbers.of(&member.shape)?);
    out.flags(&[
        required,
        lowered,
        renamed.is_some(),
        member.location.is_some(),
        member.query_name.is_some(),
        member.xml_attribute,
        namespace.is_some(),
        member.idempotency_token,
        format.is_some(),
        member.flattened.or(shape.flattened).unwrap_or_default(),
        member.streaming.or(shape.streaming).unwrap_or_default(),
        // In a body it is a text like any other, to botocore too.
        member.jsonvalue && member.location == Some(Location::Header),
        member.host_label,
        member.context_param.is_some(),
        member.eventpayload,
        member.deprecated,
    ]);
    out.text_if(renamed);
    if let Some(location) = member.location {
        out.number(location as u64);
    }
    out.text_if(member.query_name.as_deref());
    if let Some(namespace) = namespace {
        out.text(namespace.prefix.as_deref());
        out.text(Some(&namespace.uri));
    }
    if format.is_some() {
        time_format(out, format);
    }
    out.text_if(member.context_param.as_ref().map(|param| param.name.as_str()));
    Ok(())
}

/// True where a name on the wire is the member's with a small first letter, as most are.
fn lowers(wire: &str, name: &str) -> bool {
    let mut lowered = name.to_owned();
    if let Some(first) = lowered.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    lowered == wire
}

/// A name that a header can have, or begin with.
fn header(name: &str) -> Result<(), Fault> {
    let fit = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.chars().all(fit) {
        Ok(())
    } else {
        Err(Fault(format!("`{name}` cannot be the name of a header")))
    }
}

fn time_format(out: &mut Writer<'_>, format: Option<TimeFormat>) {
    out.number(format.map_or(0, |format| format as u64 + 1));
}

fn span(out: &mut Writer<'_>, shape: &Shape) {
    for bound in [&shape.min, &shape.max].into_iter().flatten() {
        out.signed(whole(bound));
    }
}

/// The whole number of a bound; what is beyond 64 bits bounds nothing.
#[expect(clippy::cast_possible_truncation, reason = "a cast from a float saturates")]
fn whole(bound: &Number) -> i64 {
    bound
        .as_i64()
        .unwrap_or_else(|| bound.as_f64().unwrap_or_default() as i64)
}
