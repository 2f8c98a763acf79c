//! Values as JSON without loss: what JSON has no word for travels as `{"$blob": base64}`, `{"$time": instant}` and,
//! for the floats that JSON refuses, `{"$float": text}`; a map that looks like one of these, as `{"$map": map}`.

use super::{Map, Value};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value as Json;

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
                let looks_tagged = members.len() == 1 && members.keys().all(|name| name.starts_with('$'));
                if looks_tagged {
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

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        Value::from_json(Json::deserialize(deserializer)?).map_err(D::Error::custom)
    }
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

    proptest! {
        #[test]
        fn json_loses_nothing(value in values()) {
            let text = serde_json::to_string(&value).unwrap();
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
