//! Making values: conversions, and the `value!` literal.

use super::{Map, Value};
use jiff::Timestamp;

/// A literal: `value!({ "VpcId": id, "Tags": [], "IsDefault": true })`. An expression as a member stands in
/// parentheses where it is more than one token tree: `value!({ "Count": (n + 1) })`.
#[macro_export]
macro_rules! value {
    (null) => { $crate::value::Value::Null };
    ([ $($item:tt),* $(,)? ]) => { $crate::value::Value::List(vec![$($crate::value!($item)),*]) };
    ({ $($key:literal : $item:tt),* $(,)? }) => {{
        const ROOM: usize = <[&str]>::len(&[$($key),*]);
        #[allow(unused_mut)]
        let mut members = $crate::value::Map::with_capacity(ROOM);
        $(members.insert(String::from($key), $crate::value!($item));)*
        $crate::value::Value::Map(members)
    }};
    ($other:expr) => { $crate::value::Value::from($other) };
}

macro_rules! from {
    ($($kind:ty => |$name:ident| $make:expr),* $(,)?) => {
        $(impl From<$kind> for Value { fn from($name: $kind) -> Value { $make } })*
    };
}

from! {
    bool => |flag| Value::Bool(flag),
    i64 => |number| Value::Int(number),
    i32 => |number| Value::Int(number.into()),
    u32 => |number| Value::Int(number.into()),
    u16 => |number| Value::Int(number.into()),
    f64 => |number| Value::Float(number),
    &str => |text| Value::Text(text.to_owned()),
    String => |text| Value::Text(text),
    &String => |text| Value::Text(text.clone()),
    Vec<u8> => |bytes| Value::Blob(bytes),
    Timestamp => |time| Value::Time(time),
    Vec<Value> => |items| Value::List(items),
    Map => |members| Value::Map(members),
    &Value => |value| value.clone(),
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        i64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Int)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Value {
        Value::List(items.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {

    #[test]
    fn literals_nest_and_keep_their_order() {
        let id = String::from("vpc-1");
        let value = value!({ "Vpc": { "VpcId": id, "Tags": [{ "Key": "Name" }], "IsDefault": true, "Count": (1 + 1) }, "None": null });
        assert_eq!(value.at("Vpc.VpcId").text(), "vpc-1");
        assert_eq!(value.at("Vpc.Tags.0.Key").text(), "Name");
        assert_eq!(value.at("Vpc.Count").as_int(), Some(2));
        assert!(value.at("Vpc.Absent.Deep").is_null());
        assert_eq!(value.get("Vpc").as_map().unwrap().keys().next().unwrap(), "VpcId");
    }
}
