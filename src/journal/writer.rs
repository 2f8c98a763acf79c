//! A journal that is written.

use crate::event::Event;
use crate::port::{Secrets, Sink, SinkError};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Mutex;

/// A run's journal, held by this process until it is dropped.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    secrets: Secrets,
}

impl Sink for Journal {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        todo!()
    }
}
