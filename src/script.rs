//! Rhai: the engine and its limits, the vocabulary, the translation of its errors, and which operations a script names.

mod failure;
mod host;
mod report;

pub use failure::{Cause, Failure};
pub use host::{Doors, Facts, Host, Library};
pub use report::{Claim, Holdings, Memory, Report};
