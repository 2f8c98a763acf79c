//! Answers into values.
//!
//! XML carries text alone, and servers other than AWS's differ in how they write it (`True`, a time without zone), so
//! its scalars are read as text and understood generously; what cannot be understood is an error, never a guess.

use super::schema::{Field, Fixed, Graph, Node, NodeKind};
use super::time;
use crate::api::Location;
use crate::value::{Map, Value};
use aws_smithy_schema::serde::{SerdeError, ShapeDeserializer};
use aws_smithy_types::{Document, Number};

/// Reads a structure whose schema may be an operation's own.
pub(super) fn structure(
    graph: &'static Graph,
    deserializer: &mut dyn ShapeDeserializer,
    schema: Fixed,
    fields: &'static [Field],
) -> Result<Map, SerdeError> {
    let mut members = Map::new();
    deserializer.read_struct(schema, &mut |member, deserializer| {
        let Some(field) = member.member_index().and_then(|index| fields.get(index)) else {
            return deserializer.skip_value();
        };
        if deserializer.is_null() {
            return deserializer.read_null();
        }
        let value = read_field(graph, deserializer, field);
        // A date in a header may be anything, as `Expires` is whatever an object's owner wrote.
        let dated = field.location == Some(Location::Header)
            && matches!(graph.follow(&field.link).kind, NodeKind::Time);
        if dated && value.is_err() {
            return Ok(());
        }
        let value = value.map_err(|e| SerdeError::invalid_input(format!("{}: {e}", field.name)))?;
        members.insert(field.name.to_owned(), value);
        Ok(())
    })?;
    Ok(members)
}

/// What an empty body is as a payload.
pub(super) fn empty(node: &Node) -> Option<Value> {
    match node.kind {
        NodeKind::Structure(_) => Some(Value::map()),
        NodeKind::Text => Some(Value::from("")),
        NodeKind::Blob => Some(Value::Blob(Vec::new())),
        _ => None,
    }
}

fn read_field(
    graph: &'static Graph,
    deserializer: &mut dyn ShapeDeserializer,
    field: &Field,
) -> Result<Value, SerdeError> {
    // JSON in a header is read; in a body it stays the text that it is, as boto3 has it.
    if field.json && field.location == Some(Location::Header) {
        let text = deserializer.read_string(field.schema)?;
        return Ok(serde_json::from_str(&text)
            .ok()
            .and_then(|json| Value::from_json(json).ok())
            .unwrap_or(Value::Text(text)));
    }
    if field.location == Some(Location::Status) {
        return deserializer
            .read_integer(field.schema)
            .map(|status| Value::Int(status.into()));
    }
    let as_text = graph.dialect.xml() && field.in_body();
    read(
        graph,
        deserializer,
        field.schema,
        graph.follow(&field.link),
        as_text,
    )
}

fn read(
    graph: &'static Graph,
    deserializer: &mut dyn ShapeDeserializer,
    schema: Fixed,
    node: &'static Node,
    as_text: bool,
) -> Result<Value, SerdeError> {
    match &node.kind {
        NodeKind::Structure(fields) => structure(graph, deserializer, node.schema, fields).map(Value::Map),
        NodeKind::List(link) => {
            let item = graph.follow(link);
            let mut items = Vec::new();
            deserializer.read_list(schema, &mut |deserializer| {
                items.push(read_item(graph, deserializer, item, as_text)?);
                Ok(())
            })?;
            Ok(Value::List(items))
        }
        NodeKind::Map(link) => {
            let item = graph.follow(link);
            let mut entries = Map::new();
            deserializer.read_map(schema, &mut |key, deserializer| {
                entries.insert(key, read_item(graph, deserializer, item, as_text)?);
                Ok(())
            })?;
            Ok(Value::Map(entries))
        }
        NodeKind::Text => deserializer.read_string(schema).map(Value::Text),
        NodeKind::Blob => deserializer
            .read_blob(schema)
            .map(|blob| Value::Blob(blob.into_inner())),
        NodeKind::Document => deserializer
            .read_document(schema)
            .and_then(|document| from_document(&document)),
        scalar if as_text => understand(scalar, &deserializer.read_string(schema)?),
        NodeKind::Int => deserializer.read_long(schema).map(Value::Int),
        NodeKind::Float => deserializer.read_double(schema).map(Value::Float),
        NodeKind::Bool => deserializer.read_boolean(schema).map(Value::Bool),
        NodeKind::Time => deserializer.read_timestamp(schema).and_then(|instant| {
            time::from_wire(&instant)
                .map(Value::Time)
                .ok_or_else(|| SerdeError::invalid_input("a time out of range"))
        }),
    }
}

fn read_item(
    graph: &'static Graph,
    deserializer: &mut dyn ShapeDeserializer,
    item: &'static Node,
    as_text: bool,
) -> Result<Value, SerdeError> {
    if deserializer.is_null() {
        deserializer.read_null()?;
        return Ok(Value::Null);
    }
    read(graph, deserializer, item.schema, item, as_text)
}

/// A scalar that travels as text.
pub(super) fn understand(kind: &NodeKind, text: &str) -> Result<Value, SerdeError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let value = match kind {
        NodeKind::Int => text.parse().ok().map(Value::Int),
        NodeKind::Float => match text {
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => text.parse().ok(),
        }
        .map(Value::Float),
        NodeKind::Bool if text.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
        NodeKind::Bool if text.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
        NodeKind::Time => time::from_text(text).map(Value::Time),
        _ => None,
    };
    value.ok_or_else(|| SerdeError::invalid_input(format!("`{text}` is not {kind}")))
}

fn from_document(document: &Document) -> Result<Value, SerdeError> {
    Ok(match document {
        Document::Null => Value::Null,
        Document::Bool(flag) => Value::Bool(*flag),
        Document::Number(Number::PosInt(number)) => {
            i64::try_from(*number).map_or_else(|_| Value::Text(number.to_string()), Value::Int)
        }
        Document::Number(Number::NegInt(number)) => Value::Int(*number),
        Document::Number(Number::Float(number)) => Value::Float(*number),
        Document::String(text) => Value::Text(text.clone()),
        Document::Array(items) => Value::List(items.iter().map(from_document).collect::<Result<_, _>>()?),
        Document::Object(members) => Value::Map(
            members
                .iter()
                .map(|(name, value)| Ok((name.clone(), from_document(value)?)))
                .collect::<Result<_, SerdeError>>()?,
        ),
    })
}
