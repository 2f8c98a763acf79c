//! Reading the input of a request.

use super::super::dialect::Dialect;
use super::super::plan::{Plan, Side};
use super::super::schema::{Field, Link, NodeKind};
use super::super::{bag, custom, read, unspoken};
use super::form::{Form, scalar};
use super::meaning::Meant;
use crate::api::Location;
use crate::value::{Map, Value};
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_schema::serde::SerdeError;
use aws_smithy_types::body::SdkBody;

impl Meant<'_> {
    /// The input, as the caller gave it: customisations of the wire are undone.
    ///
    /// # Errors
    /// What cannot be read, with its place.
    pub fn input(&self) -> Result<Value, String> {
        let plan =
            Plan::of(self.service, self.operation).ok_or_else(|| unspoken(self.service, self.operation))?;
        let mut input = self.members(plan).map(Value::Map).map_err(|e| e.to_string())?;
        custom::received(self.service, self.operation, &mut input);
        Ok(input)
    }

    fn members(&self, plan: &Plan) -> Result<Map, SerdeError> {
        let Side { graph, fields, .. } = plan.input;
        if fields.is_empty() {
            return Ok(Map::new());
        }
        if matches!(graph.dialect, Dialect::Query | Dialect::Ec2Request) {
            return Form::of(&self.asked.form())?.structure(graph, fields);
        }
        let mut members = self.document(plan)?;
        for field in fields {
            let found = match field.location {
                Some(Location::Uri) => self.label(field, &graph.follow(&field.link).kind),
                Some(Location::Query) => self.parameters(plan, field),
                _ => continue,
            };
            match found.map_err(|e| SerdeError::invalid_input(format!("{}: {e}", field.name)))? {
                Value::Null => members.shift_remove(field.name),
                value => members.insert(field.name.to_owned(), value),
            };
        }
        tidy(plan, &mut members);
        Ok(members)
    }

    /// Headers, payload and body, which a request binds as an answer does.
    fn document(&self, plan: &Plan) -> Result<Map, SerdeError> {
        let Side {
            graph,
            schema,
            fields,
        } = plan.input;
        let unreadable = |e: String| SerdeError::invalid_input(e);
        let ok = StatusCode::try_from(200_u16).map_err(|e| unreadable(e.to_string()))?;
        let payload = fields.iter().any(|field| field.payload);
        // No XML at all is a document without members.
        let body = if graph.dialect == Dialect::RestXml && !payload && self.asked.body.is_empty() {
            b"<Nothing/>".to_vec()
        } else {
            self.asked.body.to_vec()
        };
        let mut response = Response::new(ok, SdkBody::from(body));
        for (name, value) in self.asked.headers.iter().chain(&self.asked.trailers) {
            response
                .headers_mut()
                .try_append(name.to_ascii_lowercase(), value.clone())
                .map_err(|e| unreadable(e.to_string()))?;
        }
        let cfg = bag(plan);
        let mut deserializer = plan.protocol.deserialize_response(&response, schema, &cfg)?;
        read::structure(graph, deserializer.as_mut(), schema, fields)
    }

    fn label(&self, field: &Field, kind: &NodeKind) -> Result<Value, SerdeError> {
        // A label's schema is called as the template calls it.
        let wire = field.schema.member_name();
        let found = self.labels.iter().find(|(name, _)| Some(name.as_str()) == wire);
        found.map_or(Ok(Value::Null), |(_, text)| scalar(kind, text))
    }

    fn parameters(&self, plan: &Plan, field: &Field) -> Result<Value, SerdeError> {
        let graph = plan.input.graph;
        let query = &self.asked.query;
        let wire = field.schema.http_query().map(|query| query.value());
        let NodeKind::Map(link) = &graph.follow(&field.link).kind else {
            return wire.map_or(Ok(Value::Null), |wire| {
                several(plan, &field.link, &values(query, wire))
            });
        };
        // A map takes the parameters that neither the template nor another member does.
        let template = self.operation.uri.split_once('?').map_or("", |(_, query)| query);
        let constants: Vec<_> = form_urlencoded::parse(template.as_bytes()).collect();
        let taken: Vec<&str> = plan
            .input
            .fields
            .iter()
            .filter_map(|field| field.schema.http_query().map(|query| query.value()))
            .chain(constants.iter().map(|(name, _)| name.as_ref()))
            .collect();
        let mut entries = Map::new();
        for (name, _) in query.iter().filter(|(name, _)| !taken.contains(&name.as_str())) {
            entries.insert(name.clone(), several(plan, link, &values(query, name))?);
        }
        Ok(if entries.is_empty() {
            Value::Null
        } else {
            Value::Map(entries)
        })
    }
}

/// What a parameter's texts are: a list, or the first of them.
fn several(plan: &Plan, link: &Link, texts: &[&str]) -> Result<Value, SerdeError> {
    let graph = plan.input.graph;
    match (&graph.follow(link).kind, texts) {
        (_, []) => Ok(Value::Null),
        (NodeKind::List(link), texts) => {
            let kind = &graph.follow(link).kind;
            texts.iter().map(|text| scalar(kind, text)).collect()
        }
        (kind, [first, ..]) => scalar(kind, first),
    }
}

fn values<'q>(query: &'q [(String, String)], name: &str) -> Vec<&'q str> {
    let named = query.iter().filter(|(known, _)| known == name);
    named.map(|(_, text)| text.as_str()).collect()
}

/// Takes out what the wire says and no caller did.
fn tidy(plan: &Plan, members: &mut Map) {
    let Side { graph, fields, .. } = plan.input;
    for field in fields {
        let Some(value) = members.get(field.name) else {
            continue;
        };
        let hollow = value.as_map().is_some_and(Map::is_empty);
        let header = field.schema.http_header().map(|header| header.value());
        let said = match field.location {
            // A prefix that no header has.
            Some(Location::Headers) => hollow,
            // Said by the body itself, and by its framing.
            Some(Location::Header) => match header {
                Some(name) if name.eq_ignore_ascii_case("content-length") => true,
                Some(name) if name.eq_ignore_ascii_case("content-encoding") => value.text() == "aws-chunked",
                _ => false,
            },
            // restJson sends an empty document for a structure that was left out.
            _ => field.payload && hollow && graph.dialect == Dialect::RestJson && !required(plan, field),
        };
        if said {
            members.shift_remove(field.name);
        }
    }
}

fn required(plan: &Plan, field: &Field) -> bool {
    let shape = plan.operation.input.map(|id| plan.service.shape(id));
    shape
        .and_then(|shape| shape.member(field.name))
        .is_some_and(|member| member.required)
}
