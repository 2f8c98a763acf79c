//! Requests in a form in which equal meaning is equal: bodies, URIs, headers.

use ciborium::Value as Cbor;
use runbook::api::Protocol;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Headers that say nothing of the operation: signature, transport, tooling, and the integrity checks that each
/// client chooses for itself.
const IGNORED: &[&str] = &[
    "accept-encoding",
    "authorization",
    "content-length",
    "content-md5",
    "expect",
    "host",
    "user-agent",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-user-agent",
    "transfer-encoding",
    "content-encoding",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-trailer",
    "x-amz-decoded-content-length",
    "x-amz-security-token",
];

/// A body as its protocol means it.
#[derive(Debug, PartialEq)]
pub(crate) enum Body {
    /// Form parameters, sorted.
    Form(Vec<(String, String)>),
    /// JSON.
    Json(Json),
    /// CBOR, as a text in which maps are sorted.
    Cbor(String),
    /// An XML element.
    Xml(Element),
    /// Anything else.
    Bytes(String),
}

/// An XML element; attributes sorted, children in order.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<String>,
    text: String,
    children: Vec<Element>,
}

/// The meaning of a body.
pub(crate) fn body(protocol: Protocol, bytes: &[u8]) -> Body {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let read = match protocol {
        Protocol::Query | Protocol::Ec2 => Some(Body::Form(form(&text))),
        Protocol::Json | Protocol::RestJson => serde_json::from_str(&text).ok().map(Body::Json),
        Protocol::Cbor => ciborium::from_reader(bytes)
            .ok()
            .map(|read| Body::Cbor(cbor(&read))),
        Protocol::RestXml => element(&text).map(Body::Xml),
    };
    read.unwrap_or(Body::Bytes(text))
}

fn cbor(read: &Cbor) -> String {
    match read {
        Cbor::Array(items) => format!("[{}]", items.iter().map(cbor).collect::<Vec<_>>().join(", ")),
        Cbor::Map(entries) => {
            let entry = |(key, value): &(Cbor, Cbor)| format!("{}: {}", cbor(key), cbor(value));
            let mut entries: Vec<_> = entries.iter().map(entry).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        // Seconds of an instant: a whole number of them may be written either way.
        Cbor::Tag(1, value) => format!("at {:?}", value.as_float().or_else(|| whole(value))),
        Cbor::Tag(tag, value) => format!("{tag}({})", cbor(value)),
        plain => format!("{plain:?}"),
    }
}

fn whole(value: &Cbor) -> Option<f64> {
    i32::try_from(i128::from(value.as_integer()?)).ok().map(f64::from)
}

/// A path, and the parameters of its query string, sorted.
pub(crate) fn uri(uri: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    (if path.is_empty() { "/" } else { path }.to_owned(), form(query))
}

/// The headers that matter; one that is given twice is one with two values. A content type does where the protocol
/// prescribes it.
pub(crate) fn headers<'h>(
    protocol: Protocol,
    all: impl Iterator<Item = (&'h str, &'h str)>,
) -> BTreeMap<String, Vec<String>> {
    let typed = !matches!(protocol, Protocol::RestJson | Protocol::RestXml);
    let mut headers = BTreeMap::<String, Vec<String>>::new();
    for (name, value) in all {
        let name = name.to_ascii_lowercase();
        let integrity = name.starts_with("x-amz-checksum-") && name != "x-amz-checksum-algorithm";
        let ignored = IGNORED.contains(&name.as_str()) || name.starts_with("amz-sdk-") || integrity;
        if ignored || (name == "content-type" && !typed) {
            continue;
        }
        let value = match name.as_str() {
            "content-type" => value.split(';').next().unwrap_or(value),
            _ => value,
        };
        let parts = value.split(',').map(|part| part.trim().to_owned());
        headers.entry(name).or_default().extend(parts);
    }
    headers
}

/// Says where two forms of the same thing part.
pub(crate) fn differ<T: PartialEq + std::fmt::Debug>(what: &str, ours: &T, theirs: &T) -> Result<(), String> {
    if ours == theirs {
        return Ok(());
    }
    let (ours, theirs) = (format!("{ours:?}"), format!("{theirs:?}"));
    let same = ours
        .chars()
        .zip(theirs.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let from = same.saturating_sub(60);
    let cut = |text: &str| text.chars().skip(from).take(220).collect::<String>();
    Err(format!(
        "{what}: ours ...{} and theirs ...{}",
        cut(&ours),
        cut(&theirs)
    ))
}

fn form(text: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    pairs.sort();
    pairs
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'+' => plain.push(b' '),
            b'%' => {
                plain.push(u8::from_str_radix(&text[at + 1..at + 3], 16).expect("two digits"));
                at += 2;
            }
            byte => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Reads the XML that serializers write: no comments, no CDATA, no blanks in attribute values.
fn element(text: &str) -> Option<Element> {
    let mut open = vec![Element::default()];
    for piece in text.split('<').skip(1) {
        let (tag, text) = piece.split_once('>')?;
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let mut closed = open.pop()?;
            if closed.name != name {
                return None;
            }
            if !closed.children.is_empty() {
                closed.text.clear();
            }
            open.last_mut()?.children.push(closed);
            continue;
        }
        let alone = tag.ends_with('/');
        let mut words = tag.trim_end_matches('/').split_whitespace().map(str::to_owned);
        let name = words.next()?;
        let mut attributes: Vec<_> = words.collect();
        attributes.sort();
        let plain = ["&lt;", "&gt;", "&quot;", "&#xD;", "&#xA;", "&amp;"]
            .iter()
            .zip(["<", ">", "\"", "\r", "\n", "&"])
            .fold(text.to_owned(), |text, (entity, plain)| {
                text.replace(entity, plain)
            });
        let element = Element {
            name,
            attributes,
            text: plain,
            children: Vec::new(),
        };
        if alone {
            open.last_mut()?.children.push(element);
        } else {
            open.push(element);
        }
    }
    open.pop()?.children.pop().filter(|_| open.is_empty())
}
