//! Rhai: the engine and its limits, the vocabulary, the translation of its errors, and which operations a script names.

mod failure;
mod host;
mod library;
mod report;
mod survey;
mod vocabulary;

pub use failure::{Cause, Failure};
pub use host::{Doors, Facts, Host, STACK};
pub use library::Library;
pub use report::{Claim, Holdings, Memory, Report};
pub use survey::{BlockSurvey, Called, Parameter, Survey, survey};
pub use vocabulary::{Word, vocabulary};
