//! Fitting the kinds of a script's values to a model.

use super::{Service, ShapeId};
use crate::value::Value;

/// The same value with kinds fitted where nothing is lost: an integer where a number is wanted, a text that is a
/// timestamp (ISO 8601, or seconds since 1970) where an instant is, a text where a blob is, and absent members
/// dropped. What cannot be fitted stays as it is for [`validate`](super::validate) to tell.
#[must_use]
pub fn coerce(service: &Service, shape: ShapeId, value: Value) -> Value {
    todo!("{service:?} {shape:?} {value:?}")
}
