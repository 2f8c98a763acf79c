//! The customisations of the wire that the models do not say: what boto3 does by hand, in one table. A client goes
//! through it by [`prepare`] and [`finish`], a server the other way by [`received`] and [`answered`].
//!
//! IAM's policy documents come percent-encoded; they are handed on as their JSON text (boto3 parses them further).

use crate::api::{Kind, Operation, Service, ShapeId};
use crate::value::{Map, Value};
use aws_smithy_types::base64;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// One customisation.
enum Custom {
    /// The text of an input member travels as base64.
    EncodeInput(&'static str),
    /// An output member is base64 of a text.
    DecodeOutput(&'static str),
    /// An input member has this value where none is given.
    Default(&'static str, &'static str),
    /// Input members of these shapes may be paths, of which the last segment is meant: `/hostedzone/Z1`.
    LastSegment(&'static [&'static str]),
    /// Strings of this shape, anywhere in the output, are percent-encoded.
    Unquote(&'static str),
}

/// Service, operation (`*` for all), what.
const TABLE: &[(&str, &str, Custom)] = &[
    ("ec2", "RunInstances", Custom::EncodeInput("UserData")),
    (
        "autoscaling",
        "CreateLaunchConfiguration",
        Custom::EncodeInput("UserData"),
    ),
    ("ec2", "GetConsoleOutput", Custom::DecodeOutput("Output")),
    ("iam", "*", Custom::Unquote("policyDocumentType")),
    (
        "route53",
        "*",
        Custom::LastSegment(&["ResourceId", "DelegationSetId", "ChangeId"]),
    ),
    ("glacier", "*", Custom::Default("accountId", "-")),
];

fn customs(service: &Service, operation: &Operation) -> impl Iterator<Item = &'static Custom> {
    let (service, operation) = (service.name.clone(), operation.name.clone());
    TABLE
        .iter()
        .filter(move |(of, on, _)| *of == service && (*on == "*" || *on == operation))
        .map(|(_, _, custom)| custom)
}

/// The input as it is to be written: customised, idempotency tokens filled in.
pub(crate) fn prepare(service: &'static Service, operation: &'static Operation, input: &Value) -> Map {
    let mut input = input.as_map().cloned().unwrap_or_default();
    let members = operation.input.map_or(&[][..], |id| service.shape(id).members());
    for member in members.iter().filter(|member| member.idempotency_token) {
        if input.get(&member.name).is_none_or(Value::is_null) {
            input.insert(member.name.clone(), Value::Text(token()));
        }
    }
    for custom in customs(service, operation) {
        match custom {
            Custom::EncodeInput(member) => {
                let encoded = match input.get(*member) {
                    Some(Value::Text(text)) => base64::encode(text.as_bytes()),
                    Some(Value::Blob(bytes)) => base64::encode(bytes),
                    _ => continue,
                };
                input.insert((*member).to_owned(), Value::Text(encoded));
            }
            Custom::Default(member, value) => {
                let takes = members.iter().any(|known| known.name == *member);
                if takes && input.get(*member).is_none_or(Value::is_null) {
                    input.insert((*member).to_owned(), Value::from(*value));
                }
            }
            Custom::LastSegment(shapes) => {
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
            Custom::DecodeOutput(_) | Custom::Unquote(_) => {}
        }
    }
    input
}

/// Customises an output that was read.
pub(super) fn finish(service: &'static Service, operation: &'static Operation, output: &mut Value) {
    for custom in customs(service, operation) {
        match custom {
            Custom::DecodeOutput(member) => {
                if let Some(text) = text_of(output, member)
                    && let Ok(bytes) = base64::decode(text.as_str())
                {
                    *text = String::from_utf8_lossy(&bytes).into_owned();
                }
            }
            Custom::Unquote(shape) => each(service, operation.output, output, shape, &unquoted),
            Custom::EncodeInput(_) | Custom::Default(..) | Custom::LastSegment(_) => {}
        }
    }
}

/// The input as it was before its client customised it.
pub(super) fn received(service: &'static Service, operation: &'static Operation, input: &mut Value) {
    for custom in customs(service, operation) {
        match custom {
            Custom::EncodeInput(member) => {
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
            // What a default or a path was, its last segment says as well.
            Custom::Default(..) | Custom::LastSegment(_) => {}
            Custom::DecodeOutput(_) | Custom::Unquote(_) => {}
        }
    }
}

/// The output as its client expects it on the wire.
pub(super) fn answered(service: &'static Service, operation: &'static Operation, output: &mut Value) {
    for custom in customs(service, operation) {
        match custom {
            Custom::DecodeOutput(member) => {
                if let Some(text) = text_of(output, member) {
                    *text = base64::encode(text.as_bytes());
                }
            }
            Custom::Unquote(shape) => each(service, operation.output, output, shape, &quoted),
            Custom::EncodeInput(_) | Custom::Default(..) | Custom::LastSegment(_) => {}
        }
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

/// The text with its `%XX` resolved; anything else, also a stray `%`, stays as it is.
fn unquoted(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn quoted(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A random UUID.
fn token() -> String {
    let mut bytes = [0_u8; 16];
    if getrandom::fill(&mut bytes).is_err() {
        // Without randomness of the system, one that differs between calls of this process still serves.
        static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        bytes[..8].copy_from_slice(&count.to_be_bytes());
        bytes[8..12].copy_from_slice(&std::process::id().to_be_bytes());
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_resolved_and_strays_kept() {
        assert_eq!(unquoted("%7B%22a%22%3A%20%22100%25%22%7D"), r#"{"a": "100%"}"#);
        assert_eq!(unquoted("50% of %zz %"), "50% of %zz %");
        assert_eq!(unquoted("caf%C3%A9"), "café");
        assert_eq!(unquoted(&quoted("{\"é\": \"100%\"}")), "{\"é\": \"100%\"}");
    }

    #[test]
    fn tokens_are_version_four_and_differ() {
        let (one, two) = (token(), token());
        assert_ne!(one, two);
        assert_eq!((one.len(), one.as_bytes()[14]), (36, b'4'));
    }
}
