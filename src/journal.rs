//! The record of runs: a folder of JSON Lines files, one a run, written before the next thing happens.
//!
//! The room keeps and finds; what events mean is for their folds. It never holds a secret: texts are masked on the
//! way in.

mod error;
mod header;
mod history;
mod reader;
mod record;
mod store;
mod writer;

pub use error::JournalError;
pub use header::{FORMAT, Header, Place};
pub use history::History;
pub use record::Record;
pub use store::Store;
pub use writer::Journal;

#[cfg(test)]
mod tests;
