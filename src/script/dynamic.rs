//! Values between Rust and scripts.
//!
//! Plain serde would be unsafe here: it makes an array of a closure, nothing of NaN, and of a range its type's name.
//! What cannot cross is refused with its path.

use super::moment::Moment;
use crate::value::{Map, Value};
use rhai::{Dynamic, ImmutableString};
use serde_json::Value as Json;
use std::fmt::Write as _;

/// Levels of lists and maps in what leaves a script: as many as JSON is read with.
const LEVELS: usize = 128;

/// The value as scripts see it.
pub(crate) fn from_value(value: &Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(flag) => (*flag).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Blob(bytes) => Dynamic::from_blob(bytes.clone()),
        Value::Time(time) => Dynamic::from(Moment(*time)),
        Value::List(items) => Dynamic::from_array(items.iter().map(from_value).collect()),
        Value::Map(members) => Dynamic::from_map(
            members
                .iter()
                .map(|(name, value)| (name.as_str().into(), from_value(value)))
                .collect(),
        ),
    }
}

/// The value that a script made.
///
/// # Errors
/// What cannot leave a script, with its path: a closure, a range, Rhai's own clock, and what nests too deep.
pub(crate) fn to_value(value: &Dynamic) -> Result<Value, String> {
    convert(value, &mut String::new(), LEVELS)
}

fn convert(value: &Dynamic, path: &mut String, levels: usize) -> Result<Value, String> {
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if let Ok(number) = value.as_int() {
        return Ok(Value::Int(number));
    }
    if let Ok(number) = value.as_float() {
        return Ok(Value::Float(number));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        return Ok(Value::Text(text.to_string()));
    }
    if let Ok(letter) = value.as_char() {
        return Ok(Value::Text(letter.to_string()));
    }
    if let Ok(bytes) = value.as_blob_ref() {
        return Ok(Value::Blob(bytes.clone()));
    }
    if let Some(moment) = value.read_lock::<Moment>() {
        return Ok(Value::Time(moment.0));
    }
    let depth = path.len();
    if levels == 0 && (value.is_array() || value.is_map()) {
        return Err(format!("the value nests more than {LEVELS} levels"));
    }
    if let Ok(items) = value.as_array_ref() {
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            write!(path, "[{index}]").map_err(|e| e.to_string())?;
            list.push(convert(item, path, levels - 1)?);
            path.truncate(depth);
        }
        return Ok(Value::List(list));
    }
    if let Ok(members) = value.as_map_ref() {
        let mut map = Map::with_capacity(members.len());
        for (name, member) in members.iter() {
            if depth > 0 {
                path.push('.');
            }
            path.push_str(name);
            map.insert(name.to_string(), convert(member, path, levels - 1)?);
            path.truncate(depth);
        }
        return Ok(Value::Map(map));
    }
    let place = if path.is_empty() {
        "the value".to_owned()
    } else {
        format!("`{path}`")
    };
    Err(format!(
        "{place} is {}, which cannot leave the script",
        kind(value)
    ))
}

/// The word for this kind of value in messages.
pub(crate) fn kind(value: &Dynamic) -> &'static str {
    if value.is_unit() {
        "nothing"
    } else if value.is_bool() {
        "true or false"
    } else if value.is_int() {
        "an integer"
    } else if value.is_float() {
        "a number"
    } else if value.is_string() || value.is_char() {
        "text"
    } else if value.is_blob() {
        "a blob"
    } else if value.is_array() {
        "a list"
    } else if value.is_map() {
        "a map"
    } else if value.is_fnptr() {
        "a function"
    } else if value.is::<Moment>() {
        "a moment"
    } else {
        "something of Rhai's own"
    }
}

/// The value as plain text: a string as it is, nothing as nothing, the rest as JSON.
pub(crate) fn text(value: &Dynamic) -> String {
    match to_value(value) {
        Ok(Value::Null) => String::new(),
        Ok(Value::Text(text)) => text,
        Ok(Value::Time(time)) => time.to_string(),
        Ok(value) => plain_json(&value).to_string(),
        Err(_) => value.to_string(),
    }
}

/// The value in a few words, for evidence: strings quoted, long things counted or cut.
pub(crate) fn brief(value: &Dynamic) -> String {
    const LONGEST: usize = 100;
    let words = match to_value(value) {
        Ok(Value::Null) => "nothing".to_owned(),
        Ok(Value::Text(text)) => format!("\"{}\"", printable(&text)),
        Ok(Value::Time(time)) => time.to_string(),
        Ok(Value::Blob(bytes)) => format!("a blob of {} bytes", bytes.len()),
        Ok(Value::List(items)) if items.is_empty() => "an empty list".to_owned(),
        Ok(Value::List(items)) if items.len() > 6 => format!("a list of {}", items.len()),
        Ok(Value::Map(members)) if members.len() > 6 => format!("a map of {} members", members.len()),
        Ok(value) => plain_json(&value).to_string(),
        Err(_) => kind(value).to_owned(),
    };
    if words.chars().count() > LONGEST {
        words.chars().take(LONGEST - 1).chain(['…']).collect()
    } else {
        words
    }
}

/// The text without terminal escapes and other control characters; line ends and tabs stay.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e000}' | '\u{e001}'))
        .collect()
}

/// JSON for people and policies: a moment as its text, a blob as base64.
pub(crate) fn plain_json(value: &Value) -> Json {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    match value {
        Value::Blob(bytes) => STANDARD.encode(bytes).into(),
        Value::Time(time) => time.to_string().into(),
        Value::Float(number) => Json::from(*number),
        Value::List(items) => items.iter().map(plain_json).collect(),
        Value::Map(members) => Json::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), plain_json(value)))
                .collect(),
        ),
        other => other.to_json(),
    }
}

/// The value of JSON that someone else wrote: no tags, an integer past 64 bits stays text.
pub(crate) fn from_plain_json(json: Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => flag.into(),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => integer.into(),
            (None, Some(float)) if !number.is_u64() => float.into(),
            _ => number.to_string().into(),
        },
        Json::String(text) => text.into(),
        Json::Array(items) => items.into_iter().map(from_plain_json).collect(),
        Json::Object(members) => Value::Map(
            members
                .into_iter()
                .map(|(name, json)| (name, from_plain_json(json)))
                .collect(),
        ),
    }
}

/// The text of a script's string; none for another kind.
pub(crate) fn string(value: &Dynamic) -> Option<ImmutableString> {
    value.as_immutable_string_ref().ok().map(|text| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn every_kind_of_aws_value_comes_back_as_it_was() {
        let time: jiff::Timestamp = "2026-11-24T05:00:00Z".parse().unwrap();
        let value = value!({
            "Id": "vpc-1", "Big": (i64::MAX), "Half": 0.5, "On": true, "None": null,
            "Bytes": (vec![0_u8, 255]), "Time": time, "Tags": [{ "Key": "Name" }],
        });
        assert_eq!(to_value(&from_value(&value)), Ok(value));
    }

    #[test]
    fn trap_a_closure_or_a_range_does_not_become_an_array() {
        let engine = rhai::Engine::new();
        let closure: Dynamic = engine.eval("let x = 1; #{ a: [#{ b: || x }] }").unwrap();
        assert_eq!(
            to_value(&closure).unwrap_err(),
            "`a[0].b` is a function, which cannot leave the script"
        );
        let range: Dynamic = engine.eval("1..3").unwrap();
        assert!(to_value(&range).is_err());
    }

    #[test]
    fn trap_a_captured_variable_is_shared_and_still_crosses() {
        let engine = rhai::Engine::new();
        let value: Dynamic = engine.eval("let x = [1]; let f = || x; [x]").unwrap();
        assert_eq!(to_value(&value), Ok(value!([[1]])));
    }

    #[test]
    fn evidence_is_short_and_printable() {
        assert_eq!(brief(&"a\u{1b}[31mb".into()), "\"a[31mb\"");
        assert_eq!(brief(&Dynamic::from_array(vec![1_i64.into(); 9])), "a list of 9");
        assert_eq!(brief(&"x".repeat(500).into()).chars().count(), 100);
        assert_eq!(text(&Dynamic::UNIT), "");
    }
}
