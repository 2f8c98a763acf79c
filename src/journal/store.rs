//! The folder of journals.

use super::{Header, History, Journal, JournalError, Place, Record};
use crate::event::Command;
use crate::port::Secrets;
use jiff::Timestamp;
use std::path::PathBuf;

/// The folder of journals, `runs` in the state folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in this folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Store {
        Store {
            folder: folder.into(),
        }
    }

    /// A new id: short, unique, sorted by time.
    ///
    /// # Errors
    /// The machine has no randomness.
    pub fn new_id(now: Timestamp) -> Result<String, JournalError> {
        todo!()
    }

    /// Begins a journal and holds it.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn create(&self, header: &Header, secrets: &Secrets) -> Result<Journal, JournalError> {
        todo!()
    }

    /// Opens a journal to write on, by its id or the beginning of it, and holds it.
    ///
    /// # Errors
    /// No such run, another process holds it, or it cannot be read.
    pub fn resume(&self, id: &str, secrets: &Secrets) -> Result<(Journal, Record), JournalError> {
        todo!()
    }

    /// Reads a journal, by its id or the beginning of it.
    ///
    /// # Errors
    /// No such run, or it cannot be read.
    pub fn open(&self, id: &str) -> Result<Record, JournalError> {
        todo!()
    }

    /// Every run, the newest first; one that cannot be read as its error.
    ///
    /// # Errors
    /// The folder cannot be read. One that does not exist is empty.
    pub fn list(&self) -> Result<Vec<Result<Record, JournalError>>, JournalError> {
        todo!()
    }

    /// The newest run of this place and command that can go on.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn unfinished(&self, place: &Place, command: Command) -> Result<Option<Record>, JournalError> {
        todo!()
    }

    /// What all runs of this place did.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn history(&self, place: &Place) -> Result<History, JournalError> {
        todo!()
    }

    /// Drops a run, by its id or the beginning of it, and says which.
    ///
    /// # Errors
    /// No such run, another process holds it, or it cannot be removed.
    pub fn forget(&self, id: &str) -> Result<String, JournalError> {
        todo!()
    }
}
