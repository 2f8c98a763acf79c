//! Whether parameters fit an operation, all faults at once.

use super::{Operation, Service};
use crate::value::Value;
use std::fmt;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where: `Filters[0].Value`; empty for the input itself.
    pub path: String,
    /// What is wrong there: ``unknown parameter `Filters[0].Value` ``.
    pub message: String,
    /// What to write instead: ``did you mean `Values`?``.
    pub advice: Option<String>,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.advice
            .as_ref()
            .map_or(Ok(()), |advice| write!(f, ", {advice}"))
    }
}

/// What does not fit, in the order in which it was written; empty when all is well. Absent (`Null`) members count as
/// left out. Nothing is converted.
#[must_use]
pub fn validate(service: &Service, operation: &Operation, input: &Value) -> Vec<Misfit> {
    todo!("{service:?} {operation:?} {input:?}")
}
