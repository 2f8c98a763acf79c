//! What a run was, told afterwards from the events of its journal alone: as a page, for a test runner, for a program,
//! as Markdown.
//!
//! [`Run`] is the fold of one journal; [`Report`] holds one or several, each format is a rendering of it. Every text is
//! cleaned of escapes and control characters on the way in, and each format escapes it in its own way on the way out.

mod calls;
mod counts;
mod fold;
mod html;
mod json;
mod junit;
mod markdown;
mod part;
mod run;
mod step;
mod words;

pub use calls::{Call, Result};
pub use counts::{Calls, Checks, Counts, Steps};
pub use part::{Answer, Block, Part, Shown, Wait};
pub use run::{Account, Cost, Holdings, LeftOver, Needed, Resumption, Run};
pub use step::{Standing, Step};

use crate::journal::Record;
use jiff::Timestamp;
use serde::Serialize;

/// The version of the JSON that a report is written as.
pub const FORMAT: u32 = 1;

/// One run, or several that belong together.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// The version of this JSON.
    pub format: u32,
    /// The counts of all runs together.
    pub counts: Counts,
    /// The runs.
    pub runs: Vec<Run>,
}

impl Report {
    /// The report of these journals, in the order in which they come; of a run that comes twice the longer journal counts.
    #[must_use]
    pub fn of(records: &[Record]) -> Report {
        let mut kept: Vec<&Record> = Vec::new();
        for record in records {
            match kept.iter_mut().find(|known| known.header.id == record.header.id) {
                Some(known) if known.events.len() < record.events.len() => *known = record,
                Some(_) => {}
                None => kept.push(record),
            }
        }
        let runs: Vec<Run> = kept.into_iter().map(fold::run).collect();
        let mut counts = Counts::default();
        runs.iter().for_each(|run| counts.add(&run.counts));
        Report {
            format: FORMAT,
            counts,
            runs,
        }
    }

    /// A page that stands alone: no scripts, no requests.
    #[must_use]
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// For test runners: a suite for each run, a case for each step.
    ///
    /// # Errors
    /// The writer of XML refuses.
    pub fn junit(&self) -> std::result::Result<String, String> {
        junit::xml(self)
    }

    /// For programs.
    ///
    /// # Errors
    /// The writer of JSON refuses.
    pub fn json(&self) -> std::result::Result<String, String> {
        json::text(self)
    }

    /// For where Markdown is shown: a pull request, a job's summary.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::text(self)
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.runs[..] {
            [] => "No runs".to_owned(),
            [run] => run.title.clone(),
            [first, rest @ ..] if rest.iter().all(|run| run.title == first.title) => {
                format!("{}, {} runs", first.title, self.runs.len())
            }
            runs => format!("{} runs", runs.len()),
        }
    }

    /// When the first of its runs began.
    fn started(&self) -> Option<Timestamp> {
        self.runs.iter().map(|run| run.started).min()
    }
}
