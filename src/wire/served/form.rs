//! Forms into values: the requests of the Query protocol and of ec2.

use super::super::dialect::Dialect;
use super::super::read::understand;
use super::super::schema::{Field, Fixed, Graph, Node, NodeKind};
use crate::value::{Map, Value};
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::base64;
use indexmap::IndexMap;

/// How deep a name may go. Values of AWS's go a dozen deep.
const DEEPEST: usize = 100;

/// A parameter, and those whose names go on from it: `Tags.1.Key`.
#[derive(Debug, Default)]
pub(super) struct Form<'f> {
    text: Option<&'f str>,
    parts: IndexMap<&'f str, Form<'f>>,
}

impl<'f> Form<'f> {
    /// The parameters as a tree.
    pub(super) fn of(parameters: &'f [(String, String)]) -> Result<Form<'f>, SerdeError> {
        let mut root = Form::default();
        for (name, value) in parameters {
            if name.matches('.').count() > DEEPEST {
                return Err(SerdeError::invalid_input("a parameter's name goes too deep"));
            }
            let place = name
                .split('.')
                .fold(&mut root, |form, part| form.parts.entry(part).or_default());
            place.text = Some(value);
        }
        Ok(root)
    }

    /// The members of a structure.
    pub(super) fn structure(
        &self,
        graph: &'static Graph,
        fields: &'static [Field],
    ) -> Result<Map, SerdeError> {
        let mut members = Map::new();
        for field in fields {
            let name = field
                .schema
                .xml_name()
                .map(|name| name.value())
                .or(field.schema.member_name());
            if let Some(form) = self.parts.get(name.unwrap_or(field.name)) {
                let value = form.value(graph, field.schema, graph.follow(&field.link));
                members.insert(
                    field.name.to_owned(),
                    value.map_err(|e| SerdeError::invalid_input(format!("{}: {e}", field.name)))?,
                );
            }
        }
        Ok(members)
    }

    fn value(&self, graph: &'static Graph, schema: Fixed, node: &'static Node) -> Result<Value, SerdeError> {
        match &node.kind {
            NodeKind::Structure(fields) => self.structure(graph, fields).map(Value::Map),
            NodeKind::List(link) => {
                let item = graph.follow(link);
                let flat = schema.xml_flattened() || graph.dialect == Dialect::Ec2Request;
                let name = schema.member().and_then(name_of).unwrap_or("member");
                let items = self.numbered(if flat { None } else { Some(name) });
                items.map(|form| form.value(graph, item.schema, item)).collect()
            }
            NodeKind::Map(link) => {
                let item = graph.follow(link);
                let key = schema.key().and_then(name_of).unwrap_or("key");
                let value = schema.member().and_then(name_of).unwrap_or("value");
                let mut entries = Map::new();
                for entry in self.numbered((!schema.xml_flattened()).then_some("entry")) {
                    let key = entry
                        .parts
                        .get(key)
                        .and_then(|form| form.text)
                        .unwrap_or_default();
                    if let Some(form) = entry.parts.get(value) {
                        entries.insert(key.to_owned(), form.value(graph, item.schema, item)?);
                    }
                }
                Ok(Value::Map(entries))
            }
            kind => scalar(kind, self.text.unwrap_or_default()),
        }
    }

    /// The items of a list in the order of their numbers, which need not be without gaps.
    fn numbered(&self, wrapper: Option<&str>) -> impl Iterator<Item = &Form<'f>> {
        let holder = match wrapper {
            Some(name) => self.parts.get(name),
            None => Some(self),
        };
        let parts = holder.map(|form| &form.parts).into_iter().flatten();
        let mut items: Vec<(u64, &Form<'f>)> = parts
            .filter_map(|(number, form)| Some((number.parse().ok()?, form)))
            .collect();
        items.sort_by_key(|(number, _)| *number);
        items.into_iter().map(|(_, form)| form)
    }
}

fn name_of(schema: &aws_smithy_schema::Schema<'static>) -> Option<&'static str> {
    schema
        .xml_name()
        .map(|name| name.value())
        .or(schema.member_name())
}

/// A scalar out of a form, a label or a query string.
pub(super) fn scalar(kind: &NodeKind, text: &str) -> Result<Value, SerdeError> {
    match kind {
        NodeKind::Text => Ok(Value::from(text)),
        NodeKind::Blob => base64::decode(text)
            .map(Value::Blob)
            .map_err(|e| SerdeError::invalid_input(format!("not base64: {e}"))),
        kind => understand(kind, text),
    }
}
