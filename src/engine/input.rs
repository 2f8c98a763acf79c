//! The inputs of the front matter, each asked once.

use super::EngineError;
use crate::document::Front;
use crate::event::Event;
use crate::script::Doors;
use crate::value::Value;
use indexmap::IndexMap;

/// Asks for the inputs in the author's order; what an earlier part of the run answered is not asked again, a secret
/// is made where none is given. Each is told as `Answered`.
///
/// # Errors
/// An input without an answer, an answer that does not fit, or a sink that failed.
pub fn inputs(front: &Front, doors: &Doors, past: &[Event]) -> Result<IndexMap<String, Value>, EngineError> {
    todo!()
}
