//! Reading a journal's lines.

use super::{FORMAT, Header, JournalError, Record};
use crate::event::Event;
use serde::Deserialize;
use std::path::Path;

/// The member of the header that every format has.
#[derive(Deserialize)]
struct Version {
    format: u64,
}

/// A journal's text, taken apart.
pub(super) struct Reading {
    pub(super) record: Record,
    /// How many bytes of the text are whole lines.
    pub(super) whole: u64,
}

/// The header alone.
pub(super) fn header(path: &Path, text: &str) -> Result<Header, JournalError> {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let damaged = |reason: String| JournalError::Damaged {
        path: path.to_owned(),
        line: 1,
        reason,
    };
    if !line.ends_with('\n') {
        return Err(damaged(
            "it has no whole header, so nothing happened in this run".to_owned(),
        ));
    }
    let version: Version = serde_json::from_str(line).map_err(|error| damaged(error.to_string()))?;
    if version.format != u64::from(FORMAT) {
        return Err(JournalError::Format {
            path: path.to_owned(),
            found: version.format,
        });
    }
    serde_json::from_str(line).map_err(|error| damaged(error.to_string()))
}

/// Header and events. A last line that a crash tore is left out.
pub(super) fn read(path: &Path, text: &str) -> Result<Reading, JournalError> {
    let header = header(path, text)?;
    let mut events: Vec<Event> = Vec::new();
    let mut whole = 0;
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    let mut torn = false;
    while let Some((number, line)) = lines.next() {
        if number > 0 {
            let is_last = lines.peek().is_none();
            let is_cut = !line.ends_with('\n');
            match serde_json::from_str(line) {
                Ok(event) if !is_cut => events.push(event),
                Ok(_) => torn = true,
                Err(_) if is_last => torn = true,
                Err(error) => {
                    return Err(JournalError::Damaged {
                        path: path.to_owned(),
                        line: number + 1,
                        reason: error.to_string(),
                    });
                }
            }
        }
        if !torn {
            whole += line.len() as u64;
        }
    }
    Ok(Reading {
        record: Record { header, events, torn },
        whole,
    })
}
