//! Values into requests.

use super::dialect::Dialect;
use super::schema::{Field, Fixed, Graph, Node, NodeKind};
use super::time;
use crate::value::{Map, Value};
use aws_smithy_schema::Schema;
use aws_smithy_schema::prelude::STRING;
use aws_smithy_schema::serde::{SerdeError, SerializableStruct, ShapeSerializer};
use aws_smithy_types::{Blob, Document, Number};

/// A structure about to be written.
pub(super) struct Structure<'v> {
    /// Its shapes.
    pub(super) graph: &'static Graph,
    /// Its schema: the operation's own for an input.
    pub(super) schema: Fixed,
    /// Its members.
    pub(super) fields: &'static [Field],
    /// Its values.
    pub(super) members: &'v Map,
}

impl SerializableStruct for Structure<'_> {
    fn schema(&self) -> &Schema<'_> {
        self.schema
    }

    fn serialize_members(&self, serializer: &mut dyn ShapeSerializer) -> Result<(), SerdeError> {
        for field in self.fields {
            match self.members.get(field.name) {
                None | Some(Value::Null) => {}
                Some(value) => self
                    .field(serializer, field, value)
                    .map_err(|e| within(field.name, &e))?,
            }
        }
        Ok(())
    }
}

impl Structure<'_> {
    fn field(
        &self,
        serializer: &mut dyn ShapeSerializer,
        field: &Field,
        value: &Value,
    ) -> Result<(), SerdeError> {
        let node = self.graph.follow(&field.link);
        if field.json {
            return match value.as_text() {
                Some(text) => serializer.write_string(field.schema, text),
                None => serializer.write_string(field.schema, &value.to_json().to_string()),
            };
        }
        // A JSON payload is the document itself; an XML one is an element with the member's name.
        let whole = field.payload && matches!(node.kind, NodeKind::Structure(_));
        let nameless = whole && self.graph.dialect == Dialect::RestJson;
        let schema = if nameless { node.schema } else { field.schema };
        write(self.graph, serializer, schema, node, value)
    }
}

fn write(
    graph: &'static Graph,
    serializer: &mut dyn ShapeSerializer,
    schema: Fixed,
    node: &'static Node,
    value: &Value,
) -> Result<(), SerdeError> {
    match (&node.kind, value) {
        (_, Value::Null) => serializer.write_null(schema),
        (NodeKind::Structure(fields), Value::Map(members)) => serializer.write_struct(
            schema,
            &Structure {
                graph,
                schema: node.schema,
                fields,
                members,
            },
        ),
        (NodeKind::List(link), Value::List(items)) => {
            if (!items.is_empty() || graph.dialect == Dialect::Ec2Request) && hollow(graph.dialect, value) {
                return Ok(());
            }
            let item = graph.follow(link);
            serializer.write_list_with_length(schema, items.len(), &|serializer| {
                items
                    .iter()
                    .try_for_each(|value| write(graph, serializer, item.schema, item, value))
            })
        }
        (NodeKind::Map(link), Value::Map(entries)) => {
            let item = graph.follow(link);
            serializer.write_map_with_length(schema, entries.len(), &|serializer| {
                entries.iter().try_for_each(|(key, value)| {
                    serializer.write_string(&STRING, key)?;
                    write(graph, serializer, item.schema, item, value)
                })
            })
        }
        (NodeKind::Text, Value::Text(text)) => serializer.write_string(schema, text),
        (NodeKind::Int, Value::Int(number)) => serializer.write_long(schema, *number),
        (NodeKind::Float, Value::Float(number)) => serializer.write_double(schema, *number),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number written without a fraction, where one is wanted"
        )]
        (NodeKind::Float, Value::Int(number)) => serializer.write_double(schema, *number as f64),
        (NodeKind::Bool, Value::Bool(flag)) => serializer.write_boolean(schema, *flag),
        (NodeKind::Time, Value::Time(instant)) => {
            serializer.write_timestamp(schema, &time::to_wire(*instant))
        }
        (NodeKind::Time, Value::Text(text)) => {
            let instant = time::from_text(text)
                .ok_or_else(|| SerdeError::invalid_input(format!("`{text}` is not a timestamp")))?;
            serializer.write_timestamp(schema, &time::to_wire(instant))
        }
        (NodeKind::Blob, Value::Blob(bytes)) => serializer.write_blob(schema, Blob::new(bytes.as_slice())),
        (NodeKind::Blob, Value::Text(text)) => serializer.write_blob(schema, Blob::new(text.as_bytes())),
        (NodeKind::Document, value) => serializer.write_document(schema, &document(value)),
        (kind, value) => Err(SerdeError::invalid_input(format!(
            "{} where {kind} is wanted",
            value.kind()
        ))),
    }
}

/// True for what leaves no parameter in a form. The Query protocol would write a list of such things as an empty one.
fn hollow(dialect: Dialect, value: &Value) -> bool {
    let form = matches!(dialect, Dialect::Query | Dialect::Ec2Request);
    form && match value {
        Value::Null => true,
        Value::List(items) => {
            (!items.is_empty() || dialect == Dialect::Ec2Request)
                && items.iter().all(|item| hollow(dialect, item))
        }
        Value::Map(members) => members.values().all(|value| hollow(dialect, value)),
        _ => false,
    }
}

fn within(name: &str, error: &SerdeError) -> SerdeError {
    SerdeError::invalid_input(format!("{name}: {error}"))
}

/// Any value as a document. Bytes become base64 and instants text, as JSON has no word for them.
pub(super) fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(flag) => Document::Bool(*flag),
        Value::Int(number) => {
            Document::Number(u64::try_from(*number).map_or(Number::NegInt(*number), Number::PosInt))
        }
        Value::Float(number) => Document::Number(Number::Float(*number)),
        Value::Text(text) => Document::String(text.clone()),
        Value::Blob(bytes) => Document::String(aws_smithy_types::base64::encode(bytes)),
        Value::Time(instant) => Document::String(instant.to_string()),
        Value::List(items) => Document::Array(items.iter().map(document).collect()),
        Value::Map(members) => Document::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), document(value)))
                .collect(),
        ),
    }
}

impl std::fmt::Display for NodeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NodeKind::Structure(_) => "a structure",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
            NodeKind::Text => "a string",
            NodeKind::Int => "an integer",
            NodeKind::Float => "a number",
            NodeKind::Bool => "a boolean",
            NodeKind::Time => "a timestamp",
            NodeKind::Blob => "a blob",
            NodeKind::Document => "any JSON",
        })
    }
}
