//! Values as JSON without loss: what JSON has no word for travels as `{"$blob": base64}`, `{"$time": instant}` and,
//! for the floats that JSON refuses, `{"$float": text}`; a map that looks like one of these, as `{"$map": map}`.

use super::{Map, Value};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use std::fmt;

impl Value {
    /// The JSON of this value, tagged where JSON has no word for it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let tagged = |tag: &str, text: String| {
            Json::Object([(tag.to_owned(), Json::String(text))].into_iter().collect())
        };
        match self {
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Int(number) => Json::from(*number),
            Value::Float(number) => serde_json::Number::from_f64(*number)
                .map_or_else(|| tagged("$float", number.to_string()), Json::Number),
            Value::Text(text) => Json::String(text.clone()),
            Value::Blob(bytes) => tagged("$blob", STANDARD.encode(bytes)),
            Value::Time(time) => tagged("$time", time.to_string()),
            Value::List(items) => items.iter().map(Value::to_json).collect(),
            Value::Map(members) => {
                let object = Json::Object(
                    members
                        .iter()
                        .map(|(name, value)| (name.clone(), value.to_json()))
                        .collect(),
                );
                if looks_tagged(members) {
                    Json::Object([("$map".to_owned(), object)].into_iter().collect())
                } else {
                    object
                }
            }
        }
    }

    /// The value of a JSON text's tree, tags understood.
    ///
    /// # Errors
    /// A tag whose content cannot be read, in words.
    pub fn from_json(json: Json) -> Result<Value, String> {
        Ok(match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(flag),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Value::Int(integer),
                (None, Some(float)) if !number.is_u64() => Value::Float(float),
                _ => Value::Text(number.to_string()),
            },
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(
                items
                    .into_iter()
                    .map(Value::from_json)
                    .collect::<Result<_, _>>()?,
            ),
            Json::Object(mut members) => match tag(&members) {
                Some(("$map", _)) => match members.remove("$map") {
                    Some(Json::Object(inner)) => Value::Map(from_members(inner)?),
                    _ => return Err("$map: not a map".to_owned()),
                },
                Some(("$blob", text)) => {
                    Value::Blob(STANDARD.decode(text).map_err(|e| format!("$blob: {e}"))?)
                }
                Some(("$time", text)) => Value::Time(text.parse().map_err(|e| format!("$time: {e}"))?),
                Some(("$float", text)) => Value::Float(text.parse().map_err(|e| format!("$float: {e}"))?),
                _ => Value::Map(from_members(members)?),
            },
        })
    }
}

fn from_members(members: serde_json::Map<String, Json>) -> Result<Map, String> {
    members
        .into_iter()
        .map(|(name, json)| Ok((name, Value::from_json(json)?)))
        .collect()
}

fn tag(members: &serde_json::Map<String, Json>) -> Option<(&str, &str)> {
    let (name, value) = members.iter().next().filter(|_| members.len() == 1)?;
    if name == "$map" {
        Some((name, ""))
    } else {
        Some((name, value.as_str()?))
    }
}

/// In one pass, without the tree that [`Value::to_json`] gives: a world is written and read this way.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Int(number) => serializer.serialize_i64(*number),
            Value::Float(number) if number.is_finite() => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Map(members) if looks_tagged(members) => tagged(serializer, "$map", members),
            Value::Map(members) => serializer.collect_map(members),
            Value::Float(number) => tagged(serializer, "$float", &number.to_string()),
            Value::Blob(bytes) => tagged(serializer, "$blob", &STANDARD.encode(bytes)),
            Value::Time(time) => tagged(serializer, "$time", time),
        }
    }
}

fn tagged<S: Serializer>(
    serializer: S,
    tag: &str,
    content: &(impl Serialize + ?Sized),
) -> Result<S::Ok, S::Error> {
    serializer.collect_map([(tag, content)])
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

/// Makes the value of what JSON has, as [`Value::from_json`] does of a tree.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if !map.is_empty() || !name.starts_with('$') {
                map.insert(name, members.next_value()?);
                continue;
            }
            // It is a tag if nothing follows it.
            let content: Json = members.next_value()?;
            let Some(second) = members.next_key::<String>()? else {
                let alone = Json::Object([(name, content)].into_iter().collect());
                return Value::from_json(alone).map_err(A::Error::custom);
            };
            map.insert(name, Value::from_json(content).map_err(A::Error::custom)?);
            map.insert(second, members.next_value()?);
        }
        Ok(Value::Map(map))
    }
}

/// True for a map that would be read as a tag.
fn looks_tagged(members: &Map) -> bool {
    members.len() == 1 && members.keys().all(|name| name.starts_with('$'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            (-1e12..1e12).prop_map(|f: f64| Value::Float(f + 0.5)),
            Just(Value::Float(f64::INFINITY)),
            "[a-z$]{0,6}".prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Blob),
            (0..4_000_000_000_i64).prop_map(|s| Value::Time(jiff::Timestamp::from_second(s).unwrap())),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::vec(("[a-z]{1,5}|[$](map|time|blob|x)", inner), 0..4)
                    .prop_map(|members| Value::Map(members.into_iter().collect())),
            ]
        })
    }

    /// JSON with members that are tags, or nearly.
    fn trees() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<i64>().prop_map(Json::from),
            any::<u64>().prop_map(Json::from),
            Just(Json::from("2026-11-24T13:45:02Z")),
            "[a-zA-Z0-9+/=]{0,4}".prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec(("[a-z]|[$](map|time|blob|float|x)", inner), 0..3)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_loses_nothing(value in values()) {
            let text = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Value>(&text).unwrap(), &value);
            prop_assert_eq!(text, value.to_json().to_string());
        }

        /// Whatever a file has, the pass and the tree say the same of it.
        #[test]
        fn a_pass_reads_what_the_tree_says(json in trees()) {
            let read = serde_json::from_str::<Value>(&json.to_string()).map_err(|_| ());
            prop_assert_eq!(read, Value::from_json(json).map_err(|_| ()));
        }
    }
}
