//! A journal that was read.

use super::Header;
use crate::event::{Command, Event, Verdict};

/// A run as its journal tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The first line.
    pub header: Header,
    /// The events.
    pub events: Vec<Event>,
    /// True where the last line was torn by a crash and is left out.
    pub torn: bool,
}

impl Record {
    /// How the run ended; none while it goes on, or when it was cut off.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let last = self.events.iter().rev().find(|event| {
            matches!(
                event,
                Event::RunStarted { .. } | Event::RunResumed { .. } | Event::RunFinished { .. }
            )
        });
        if let Some(Event::RunFinished { verdict, .. }) = last {
            Some(*verdict)
        } else {
            None
        }
    }

    /// True where all that it made was undone right after it.
    #[must_use]
    pub fn undone(&self) -> bool {
        self.events
            .iter()
            .rev()
            .take_while(|event| !matches!(event, Event::RunResumed { .. }))
            .any(|event| matches!(event, Event::RunUndone { .. }))
    }

    /// True for a `run` or `replay` that was stopped or cut off, and can go on.
    #[must_use]
    pub fn can_resume(&self) -> bool {
        let resumes = match self.header.command {
            Command::Run | Command::Replay => true,
            Command::Verify | Command::Cleanup => false,
        };
        resumes && !self.undone() && matches!(self.verdict(), None | Some(Verdict::Stopped))
    }
}
