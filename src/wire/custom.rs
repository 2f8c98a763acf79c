//! The customisations of the wire that the models do not say: what boto3 does by hand, in one table. A client goes
//! through it by [`prepare`], [`dress`] and [`finish`], a server the other way by [`received`] and [`answered`].
//!
//! IAM's policy documents come percent-encoded; they are handed on as their JSON text (boto3 parses them further, as it
//! does CloudFormation's templates).

mod quote;
mod table;
mod token;
mod tree;

use super::time;
use crate::api::{Kind, Operation, Service, ShapeId};
use crate::value::{Map, Value};
use aws_smithy_runtime_api::http::{Request, Response};
use aws_smithy_types::base64;
use aws_smithy_types::body::SdkBody;
use md5::{Digest, Md5};
use table::{OfInput, OfOutput, OfRequest, of_input, of_output, of_request};

/// The input as it is to be written: customised, idempotency tokens filled in.
pub(crate) fn prepare(service: &'static Service, operation: &'static Operation, input: &Value) -> Map {
    let mut input = input.as_map().cloned().unwrap_or_default();
    let members = operation.input.map_or(&[][..], |id| service.shape(id).members());
    let takes = |name: &str| members.iter().any(|known| known.name == name);
    for member in members.iter().filter(|member| member.idempotency_token) {
        if input.get(&member.name).is_none_or(Value::is_null) {
            input.insert(member.name.clone(), Value::Text(token::random()));
        }
    }
    for custom in of_input(service, operation) {
        match custom {
            OfInput::Encode(member) => {
                if let Some(bytes) = input.get(member).and_then(bytes) {
                    let encoded = base64::encode(bytes);
                    input.insert(member.to_owned(), Value::Text(encoded));
                }
            }
            OfInput::Default(member, value) => {
                if takes(member) && input.get(member).is_none_or(Value::is_null) {
                    input.insert(member.to_owned(), Value::from(value));
                }
            }
            OfInput::Unsent(member) => {
                input.shift_remove(member);
            }
            OfInput::LastSegment(shapes) => {
                for member in members
                    .iter()
                    .filter(|member| shapes.contains(&&*service.shape(member.shape).name))
                {
                    if let Some(Value::Text(text)) = input.get_mut(&member.name)
                        && let Some((_, last)) = text.rsplit_once('/')
                    {
                        *text = last.to_owned();
                    }
                }
            }
            OfInput::Source(member) => {
                if let Some(Value::Text(source)) = input.get_mut(member) {
                    *source = quote::source(source);
                }
            }
            OfInput::CustomerKey(member) => {
                let digest = format!("{member}MD5");
                if let Some(key) = input.get(member).and_then(bytes)
                    && takes(&digest)
                    && input.get(&digest).is_none_or(Value::is_null)
                {
                    let (encoded, sum) = (base64::encode(key), base64::encode(Md5::digest(key)));
                    input.insert(member.to_owned(), Value::Text(encoded));
                    input.insert(digest, Value::Text(sum));
                }
            }
        }
    }
    input
}

/// Customises a request that was written.
pub(super) fn dress(service: &Service, operation: &Operation, request: &mut Request) {
    for custom in of_request(service, operation) {
        match custom {
            OfRequest::Header(name, value) if request.headers().get(name).is_none() => {
                request.headers_mut().insert(name, value);
            }
            OfRequest::Version(name) => {
                request.headers_mut().insert(name, service.api_version.clone());
            }
            OfRequest::TreeHash(name) => {
                let hash = tree::hash(request.body().bytes().unwrap_or_default());
                if request.headers().get(name).is_none() {
                    request.headers_mut().insert(name, hash);
                }
            }
            OfRequest::Post => {
                let uri = request.uri().to_owned();
                if let Some((path, query)) = uri.split_once('?')
                    && request.set_uri(path).is_ok()
                    && request.set_method("POST").is_ok()
                {
                    *request.body_mut() = SdkBody::from(query);
                    let headers = request.headers_mut();
                    headers.insert("content-type", "application/x-www-form-urlencoded");
                    headers.insert("content-length", query.len().to_string());
                }
            }
            OfRequest::Header(..) => {}
        }
    }
}

/// Customises an output that was read.
pub(super) fn finish(
    service: &'static Service,
    operation: &'static Operation,
    response: &Response,
    output: &mut Value,
) {
    for custom in of_output(service, operation) {
        match custom {
            OfOutput::Decode(member) => {
                if let Some(text) = text_of(output, member)
                    && let Ok(bytes) = base64::decode(text.as_str())
                {
                    *text = String::from_utf8_lossy(&bytes).into_owned();
                }
            }
            OfOutput::Unquote(shape) => each(service, operation.output, output, shape, &quote::plain),
            OfOutput::Listing(members, lists) => {
                listed(output, members, lists, &quote::plain_of_form);
            }
            OfOutput::Nothing(member) => {
                if output.get(member).text().is_empty() {
                    output.set(member, Value::Null);
                }
            }
            OfOutput::Expires => {
                let has = operation
                    .output
                    .is_some_and(|id| service.shape(id).member("Expires").is_some());
                if let Some(expires) = response.headers().get("expires").filter(|_| has) {
                    output.set("ExpiresString", Value::from(expires));
                    if let (true, Some(instant)) = (output.get("Expires").is_null(), time::from_text(expires))
                    {
                        output.set("Expires", Value::Time(instant));
                    }
                }
            }
        }
    }
}

/// The input as it was before its client customised it.
pub(super) fn received(service: &'static Service, operation: &'static Operation, input: &mut Value) {
    for custom in of_input(service, operation) {
        match custom {
            OfInput::Encode(member) => {
                if let Some(bytes) =
                    text_of(input, member).and_then(|text| base64::decode(text.as_str()).ok())
                {
                    let plain = String::from_utf8(bytes);
                    input.set(
                        member,
                        plain.map_or_else(|e| Value::Blob(e.into_bytes()), Value::Text),
                    );
                }
            }
            OfInput::Source(member) => {
                if let Some(source) = text_of(input, member) {
                    *source = quote::plain(source);
                }
            }
            // A default, or what was never sent, cannot be told apart; of a path the last segment says as much; a key
            // comes with its digest.
            OfInput::Default(..) | OfInput::Unsent(_) | OfInput::LastSegment(_) | OfInput::CustomerKey(_) => {
            }
        }
    }
}

/// The output as its client expects it on the wire. A listing is encoded for who asked for that, and for nobody else.
pub(super) fn answered(
    service: &'static Service,
    operation: &'static Operation,
    input: &Value,
    output: &mut Value,
) {
    for custom in of_output(service, operation) {
        match custom {
            OfOutput::Decode(member) => {
                if let Some(text) = text_of(output, member) {
                    *text = base64::encode(text.as_bytes());
                }
            }
            OfOutput::Unquote(shape) => each(service, operation.output, output, shape, &quote::coded),
            OfOutput::Listing(members, lists) => {
                let asked = input.get(ENCODING).as_text();
                if asked != output.get(ENCODING).as_text() {
                    output.set(ENCODING, asked.map_or(Value::Null, Value::from));
                }
                listed(output, members, lists, &quote::coded);
            }
            OfOutput::Nothing(_) | OfOutput::Expires => {}
        }
    }
}

fn bytes(value: &Value) -> Option<&[u8]> {
    match value {
        Value::Text(text) => Some(text.as_bytes()),
        Value::Blob(bytes) => Some(bytes),
        _ => None,
    }
}

fn text_of<'v>(value: &'v mut Value, member: &str) -> Option<&'v mut String> {
    match value.as_map_mut()?.get_mut(member)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Changes every string of the shape `wanted`, at any depth.
fn each(
    service: &'static Service,
    id: Option<ShapeId>,
    value: &mut Value,
    wanted: &str,
    change: &dyn Fn(&str) -> String,
) {
    let Some(shape) = id.map(|id| service.shape(id)) else {
        return;
    };
    match (&shape.kind, value) {
        (Kind::Text { .. }, Value::Text(text)) if shape.name == wanted => *text = change(text),
        (Kind::Structure { members, .. }, Value::Map(values)) => {
            for member in members {
                if let Some(value) = values.get_mut(&member.name) {
                    each(service, Some(member.shape), value, wanted, change);
                }
            }
        }
        (Kind::List { member, .. }, Value::List(items)) => {
            for item in items {
                each(service, Some(*member), item, wanted, change);
            }
        }
        _ => {}
    }
}

/// The member that says how the names of a listing are encoded.
const ENCODING: &str = "EncodingType";

/// Changes the names in a listing that is encoded.
fn listed(output: &mut Value, members: &[&str], lists: &[(&str, &str)], change: &dyn Fn(&str) -> String) {
    if output.get(ENCODING).as_text() != Some("url") {
        return;
    }
    let recode = |value: &mut Value, member: &str| {
        if let Some(text) = text_of(value, member) {
            *text = change(text);
        }
    };
    for member in members {
        recode(output, member);
    }
    for (list, member) in lists {
        if let Some(Value::List(items)) = output.as_map_mut().and_then(|output| output.get_mut(*list)) {
            for item in items {
                recode(item, member);
            }
        }
    }
}
