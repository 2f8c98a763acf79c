//! What a call was about, for the record: identifiers and names, no contents and no secrets.

use super::{Service, ShapeId};
use crate::value::{Map, Value};

/// The identifiers and names among the top two levels of a call's input or output: texts, and lists of texts, whose
/// member is called an id, ARN or name. A sensitive member never is. Nested ones come under a dotted path, `Vpc.VpcId`.
#[must_use]
pub fn identifiers(service: &Service, shape: Option<ShapeId>, value: &Value) -> Map {
    todo!("{service:?} {shape:?} {value:?}")
}
