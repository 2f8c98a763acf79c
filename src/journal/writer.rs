//! A journal that is written.

use super::JournalError;
use crate::event::Event;
use crate::port::{Secrets, Sink, SinkError};
use serde::Serialize;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A run's journal, held by this process until it is dropped.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    secrets: Secrets,
}

impl Journal {
    /// A journal whose file is locked and stands at its end.
    pub(super) fn at(path: PathBuf, file: File, secrets: Secrets) -> Journal {
        Journal {
            path,
            file: Mutex::new(file),
            secrets,
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one line whole, so that a crash can only tear the last.
    pub(super) fn line(&self, content: &impl Serialize, durable: bool) -> Result<(), JournalError> {
        let mut line = self
            .secrets
            .line(content)
            .map_err(|error| JournalError::io("write", &self.path)(error.into()))?;
        line.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
            .and_then(|()| if durable { file.sync_data() } else { Ok(()) })
            .map_err(JournalError::io("write", &self.path))
    }
}

impl Sink for Journal {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        let Some(durable) = durable(event) else {
            return Ok(());
        };
        self.line(event, durable)
            .map_err(|error| SinkError(error.to_string()))
    }
}

/// Whether the line must be on the disk before the next thing happens; none for what is not kept at all.
fn durable(event: &Event) -> Option<bool> {
    match event {
        Event::SecretShown { .. } | Event::StepsListed { .. } => None,
        Event::CallIntended { .. } => Some(true),
        Event::CallAnswered { class, .. } => Some(class.mutates()),
        Event::RunStarted { .. }
        | Event::RunResumed { .. }
        | Event::StepStarted { .. }
        | Event::StepLooked { .. }
        | Event::ProseShown { .. }
        | Event::TableShown { .. }
        | Event::ChartShown { .. }
        | Event::BlockStarted { .. }
        | Event::BlockFinished { .. }
        | Event::Answered { .. }
        | Event::Said { .. }
        | Event::Checked { .. }
        | Event::Waited { .. }
        | Event::Deferred { .. }
        | Event::Claimed { .. }
        | Event::Remembered { .. }
        | Event::Released { .. }
        | Event::HoldingsListed { .. }
        | Event::NotUndone { .. }
        | Event::CostTold { .. }
        | Event::LeftOver { .. }
        | Event::StepFinished { .. }
        | Event::RunFinished { .. }
        | Event::RunUndone { .. } => Some(false),
    }
}
