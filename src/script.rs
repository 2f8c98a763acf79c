//! Rhai: the engine and its limits, the vocabulary, the translation of its errors, and which operations a script names.
//!
//! A [`Host`] runs one runbook's blocks through the [`Doors`]; a [`survey`] compiles them without a cloud. The room
//! knows nothing of sessions, journals and terminals. How a word is added: register it in the file of its group, give
//! it a line in `vocabulary`, and a test; where it is refused, say what to write instead.

mod aws;
mod bounds;
mod check;
mod dynamic;
mod elsewhere;
mod engine;
mod failure;
mod helpers;
mod host;
mod interpolation;
mod library;
mod mention;
mod moment;
mod owning;
mod password;
mod people;
mod picture;
mod pieces;
mod place;
mod program;
mod quote;
mod report;
mod stage;
mod survey;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod translate;
mod trouble;
mod vocabulary;
mod waiter;
mod walk;

pub use bounds::spawn;
pub use failure::{Cause, Failure};
pub use host::{Doors, Facts, Host};
pub use library::Library;
pub use password::generate_password;
pub use report::{Claim, Holdings, Memory, Report};
pub use survey::{BlockSurvey, Called, Parameter, Survey, survey};
pub use vocabulary::{Word, vocabulary};
