//! The part of a value that a shape declares.

use super::{Service, ShapeId};
use crate::value::Value;

/// What to do with declared members that the value has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Leave them out, and those that are `Null`.
    Drop,
    /// Fill them in as `Null`, all the way down.
    Null,
}

/// The declared members of a value, recursively, in the model's order. Kinds are left as they are.
#[must_use]
pub fn project(service: &Service, shape: ShapeId, value: &Value, absent: Absent) -> Value {
    todo!("{service:?} {shape:?} {value:?} {absent:?}")
}
