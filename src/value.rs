//! The value that travels: a script's argument, an operation's input and output, a record of the practice world.
//!
//! JSON alone cannot carry it (AWS has blobs, timestamps and 64-bit integers), and a type per operation would be the
//! generated SDK all over again. The room knows nothing of AWS.

mod build;
mod json;

use indexmap::IndexMap;
use jiff::Timestamp;

/// Members in the order in which they were written or answered. Equality ignores that order.
pub type Map = IndexMap<String, Value>;

/// Members of a map that are few.
const FEW: usize = 8;

/// One value of an AWS call.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Absent. Requests drop it; answers use it for declared members that AWS left out.
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// Every integer width of AWS; a 64-bit integer keeps all its digits.
    Int(i64),
    /// `float` and `double`.
    Float(f64),
    /// A string, an enum's member, or a number too large for the others.
    Text(String),
    /// Bytes, never base64: encoding belongs to the wire.
    Blob(Vec<u8>),
    /// An instant; its text on the wire depends on the protocol.
    Time(Timestamp),
    /// A list.
    List(Vec<Value>),
    /// A structure or a map.
    Map(Map),
}

impl Value {
    /// The empty structure.
    #[must_use]
    pub fn map() -> Value {
        Value::Map(Map::new())
    }

    /// The word for this kind of value in messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Text(_) => "a string",
            Value::Blob(_) => "a blob",
            Value::Time(_) => "a timestamp",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// True for [`Value::Null`].
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The member of a map; [`Value::Null`] where there is none, so that lookups chain.
    #[must_use]
    pub fn get(&self, member: &str) -> &Value {
        match self {
            // A few names are compared sooner than one is hashed.
            Value::Map(members) if members.len() <= FEW => {
                let mut members = members.iter();
                let found = members.find(|(name, _)| *name == member);
                found.map_or(&Value::Null, |(_, value)| value)
            }
            Value::Map(members) => members.get(member).unwrap_or(&Value::Null),
            _ => &Value::Null,
        }
    }

    /// The member at a dotted path through maps and lists: `Vpcs.0.VpcId`.
    #[must_use]
    pub fn at(&self, path: &str) -> &Value {
        path.split('.').fold(self, |value, part| match value {
            Value::List(items) => part
                .parse::<usize>()
                .ok()
                .and_then(|i| items.get(i))
                .unwrap_or(&Value::Null),
            _ => value.get(part),
        })
    }

    /// Sets a member, turning [`Value::Null`] into a map first; a value of any other kind is left alone.
    pub fn set(&mut self, member: &str, value: impl Into<Value>) {
        if self.is_null() {
            *self = Value::map();
        }
        if let Value::Map(members) = self {
            members.insert(member.to_owned(), value.into());
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The text of a string, or the empty text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.as_text().unwrap_or_default()
    }

    /// The boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(flag) = self {
            Some(*flag)
        } else {
            None
        }
    }

    /// The integer.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if let Value::Int(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The instant.
    #[must_use]
    pub fn as_time(&self) -> Option<Timestamp> {
        if let Value::Time(time) = self {
            Some(*time)
        } else {
            None
        }
    }

    /// The items of a list; none for any other kind.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { &[] }
    }

    /// The members of a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        if let Value::Map(members) = self {
            Some(members)
        } else {
            None
        }
    }

    /// The members of a map, to change.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        if let Value::Map(members) = self {
            Some(members)
        } else {
            None
        }
    }

    /// The items of a list, to change.
    pub fn as_list_mut(&mut self) -> Option<&mut Vec<Value>> {
        if let Value::List(items) = self {
            Some(items)
        } else {
            None
        }
    }
}
