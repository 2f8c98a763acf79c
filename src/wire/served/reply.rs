//! Writing the answer of a call that succeeded.

use super::super::dialect::Dialect;
use super::super::plan::{self, Plan, Side};
use super::super::schema::Field;
use super::super::write::Structure;
use super::super::{bag, custom, unspoken};
use super::refusal::{leaf, stamped};
use crate::api::{Location, Operation, Service};
use crate::value::{Map, Value};
use crate::wire::WireAnswer;
use aws_smithy_schema::codec::{Codec, FinishSerializer};
use aws_smithy_schema::serde::{SerdeError, ShapeSerializer};
use aws_smithy_xml::codec::XmlCodec;

/// The answer that carries an output, to a call with this input.
///
/// # Errors
/// An output that does not fit the model, with its place.
pub fn reply(
    service: &'static Service,
    operation: &'static Operation,
    input: &Value,
    output: &Value,
    request_id: &str,
) -> Result<WireAnswer, String> {
    let plan = Plan::of(service, operation).ok_or_else(|| unspoken(service, operation))?;
    let mut output = output.clone();
    custom::answered(service, operation, input, &mut output);
    let Value::Map(mut members) = output else {
        return Err(format!("{} is no output of {}", output.kind(), operation.name));
    };
    let status = plan
        .output
        .fields
        .iter()
        .find(|field| field.location == Some(Location::Status));
    // S3's model has one status for a whole object and a part of it (RFC 9110, 15.3.7).
    let usual = if service.name == "s3" && members.contains_key("ContentRange") {
        206
    } else {
        operation.http_status
    };
    let status = status
        .and_then(|field| members.shift_remove(field.name)?.as_int())
        .and_then(|status| u16::try_from(status).ok())
        .unwrap_or(usual);
    let answer = match plan.output.graph.dialect {
        Dialect::QueryAnswer => query(plan, &members, request_id),
        Dialect::Ec2Answer => ec2(plan, &members, request_id),
        _ if plan::unwrapped(service, operation) => Ok(unwrapped(plan, &members)),
        _ => bound(plan, &members),
    };
    let answer = answer.map_err(|e| e.to_string())?;
    Ok(stamped(service, WireAnswer { status, ..answer }, request_id))
}

/// JSON, CBOR and the REST protocols: an answer binds its members as a request does.
fn bound(plan: &Plan, members: &Map) -> Result<WireAnswer, SerdeError> {
    let whole = structure(&plan.output, members);
    let request = plan
        .protocol
        .serialize_request(&whole, plan.output.schema, "", &bag(plan))?;
    // What is said of a request, or of its body by the protocol itself.
    let sized = |field: &Field| {
        let header = field.schema.http_header().map(|header| header.value());
        members.contains_key(field.name)
            && header.is_some_and(|name| name.eq_ignore_ascii_case("content-length"))
    };
    let sized = plan.output.fields.iter().any(sized);
    let of_the_request = |name: &str| {
        let known = if sized {
            &["accept", "x-amz-target"][..]
        } else {
            &["accept", "x-amz-target", "content-length"]
        };
        known.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    Ok(WireAnswer {
        status: 200,
        headers: request
            .headers()
            .iter()
            .filter(|(name, _)| !of_the_request(name))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: request.body().bytes().unwrap_or_default().to_vec(),
    })
}

/// The Query protocol: a `...Result` within a `...Response`.
fn query(plan: &Plan, members: &Map, request_id: &str) -> Result<WireAnswer, SerdeError> {
    let result = if plan.operation.output.is_none() {
        String::new()
    } else {
        element(&plan.output, members)?
    };
    let (name, namespace) = root(plan);
    let id = leaf("RequestId", request_id);
    Ok(xml(format!(
        "<{name}{namespace}>{result}<ResponseMetadata>{id}</ResponseMetadata></{name}>"
    )))
}

/// ec2: the members stand in the `...Response` itself, after the request's id.
fn ec2(plan: &Plan, members: &Map, request_id: &str) -> Result<WireAnswer, SerdeError> {
    let whole = element(&plan.output, members)?;
    let (name, namespace) = root(plan);
    let inner = whole.split_once('>').map_or("", |(_, inner)| inner);
    let id = leaf("requestId", request_id);
    Ok(xml(format!("<{name}{namespace}>{id}{inner}")))
}

/// The one answer whose root element is the member itself.
fn unwrapped(plan: &Plan, members: &Map) -> WireAnswer {
    let field: Option<&Field> = plan.output.fields.first();
    xml(field.map_or_else(String::new, |field| {
        leaf(
            field.name,
            members.get(field.name).map(Value::text).unwrap_or_default(),
        )
    }))
}

fn root(plan: &Plan) -> (String, String) {
    let namespace = match (&plan.service.xml_namespace, plan.output.graph.dialect) {
        (_, Dialect::Ec2Answer) => {
            let version = &plan.service.api_version;
            format!(" xmlns=\"http://ec2.amazonaws.com/doc/{version}/\"")
        }
        (Some(uri), _) => format!(" xmlns=\"{uri}\""),
        (None, _) => String::new(),
    };
    (format!("{}Response", plan.operation.name), namespace)
}

fn structure<'v>(side: &Side, members: &'v Map) -> Structure<'v> {
    Structure {
        graph: side.graph,
        schema: side.schema,
        fields: side.fields,
        members,
    }
}

fn element(side: &Side, members: &Map) -> Result<String, SerdeError> {
    let mut serializer = XmlCodec::default().create_serializer();
    serializer.write_struct(side.schema, &structure(side, members))?;
    String::from_utf8(serializer.finish()).map_err(|e| SerdeError::invalid_input(e.to_string()))
}

fn xml(body: String) -> WireAnswer {
    WireAnswer {
        status: 200,
        headers: vec![("content-type".to_owned(), "text/xml".to_owned())],
        body: body.into_bytes(),
    }
}
