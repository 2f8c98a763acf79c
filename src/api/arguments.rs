//! The AWS CLI's way of writing parameters: `--group-name alice --tags Key=Name,Value=x --no-dry-run`.

use super::{Operation, Service};
use crate::value::Value;

/// An argument that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ArgumentError {
    /// The argument it is about, as written: `--filters`.
    pub argument: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub advice: Option<String>,
}

/// The input that the AWS CLI would make of these words: flags in kebab case, scalars by the shape's kind, JSON or
/// shorthand for structures and lists, several words after one flag for a list.
///
/// # Errors
/// [`ArgumentError`] for the first word that cannot be understood.
pub fn arguments(service: &Service, operation: &Operation, words: &[String]) -> Result<Value, ArgumentError> {
    todo!("{service:?} {operation:?} {words:?}")
}
