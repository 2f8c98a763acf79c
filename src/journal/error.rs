//! What can be wrong with a journal.

use std::io;
use std::path::{Path, PathBuf};

/// Why a journal cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The machine said no.
    #[error("cannot {deed} {path}: {source}")]
    Io {
        /// What was tried: "read", "write".
        deed: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The machine's words.
        source: io::Error,
    },
    /// The file was written in another format.
    #[error("{path} is a journal of format {found}, and this program reads format {known}", known = super::FORMAT)]
    Format {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
    /// A line is not what it should be.
    #[error("{path}:{line} is damaged: {reason}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// No run has this id.
    #[error("there is no run `{id}`")]
    Unknown {
        /// The id, or its beginning.
        id: String,
    },
    /// Several runs have an id that begins so.
    #[error("`{id}` could be any of {}", candidates.join(", "))]
    Ambiguous {
        /// The beginning of an id.
        id: String,
        /// The ids that begin so.
        candidates: Vec<String>,
    },
    /// Another process has the run.
    #[error("run `{id}` is held by another process")]
    Held {
        /// The run.
        id: String,
    },
}

impl JournalError {
    pub(super) fn io(deed: &'static str, path: &Path) -> impl FnOnce(io::Error) -> JournalError + Clone {
        let path = path.to_owned();
        move |source| JournalError::Io { deed, path, source }
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self {
            JournalError::Io { .. } => "see that the state folder can be written, or name another one",
            JournalError::Format { .. } => {
                "use the version of the program that wrote it, or `runbook forget` it"
            }
            JournalError::Damaged { .. } => {
                "`runbook forget` drops the run; what it owned is then no longer known"
            }
            JournalError::Unknown { .. } | JournalError::Ambiguous { .. } => "`runbook runs` lists the runs",
            JournalError::Held { .. } => "wait until it has ended, or begin another run with `--new`",
        }
    }
}
