//! One account of a fleet, while its run goes on and when it is over.

use super::board::Board;
use crate::cli::exit::Exit;
use crate::event::{Event, Tally, Verdict};
use crate::port::{Latch, Sink, SinkError};
use crate::preflight::Finding;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a run of a fleet is told by, and stopped by.
#[derive(Clone)]
pub(in crate::cli) struct Member {
    pub(in crate::cli) name: String,
    pub(in crate::cli) latch: Latch,
    board: Arc<Board>,
    told: Arc<Mutex<Told>>,
}

/// What is known of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) account: String,
    pub(super) region: String,
    pub(super) run: String,
    pub(super) steps: usize,
    pub(super) tally: Tally,
    /// The steps that did not come out well, by their headings.
    pub(super) failed: Vec<String>,
    /// What a look into the account found, where it is one.
    pub(super) looked: Option<Looked>,
    title: String,
}

/// What a look into an account came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Looked {
    pub(super) good: usize,
    pub(super) found: Vec<Finding>,
}

impl Member {
    pub(super) fn new(name: &str, board: &Arc<Board>) -> Member {
        Member {
            name: name.to_owned(),
            latch: Latch::default(),
            board: Arc::clone(board),
            told: Arc::default(),
        }
    }

    /// The run has its account and its journal.
    pub(in crate::cli) fn begun(&self, account: &str, region: &str, run: &str) {
        let mut told = self.lock();
        (told.account, told.region, told.run) = (account.to_owned(), region.to_owned(), run.to_owned());
    }

    /// What it is at.
    pub(in crate::cli) fn goes(&self, at: &str) {
        self.board.goes(&self.name, at);
    }

    /// The account was looked at, and nothing was begun in it.
    pub(in crate::cli) fn looked(&self, account: &str, region: &str, found: &[Finding]) {
        self.begun(account, region, "");
        let bad = |finding: &&Finding| !finding.verdict.is_go();
        let mut told = self.lock();
        told.failed = found
            .iter()
            .filter(bad)
            .map(|finding| finding.subject.clone())
            .collect();
        told.looked = Some(Looked {
            good: found.len() - told.failed.len(),
            found: found.to_vec(),
        });
    }

    /// A sentence that is worth a look, beside the run's events.
    pub(in crate::cli) fn warn(&self, text: &str) {
        self.board.line(&format!("{}: {text}", self.name));
    }

    pub(super) fn told(&self) -> Told {
        self.lock().clone()
    }

    /// How it ended, in a word.
    pub(super) fn word(exit: Exit) -> &'static str {
        match exit {
            Exit::Passed => "passed",
            Exit::Unsound => "failed",
            Exit::Usage => "usage",
            Exit::Refused => "refused",
            Exit::Failed => "broke off",
            Exit::Interrupted => "interrupted",
        }
    }

    fn lock(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Member {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        let mut told = self.lock();
        told.tally.add(event);
        if let Event::StepStarted {
            title, number, of, ..
        } = event
        {
            told.steps = *of;
            told.title.clone_from(title);
            self.goes(&format!("{number}/{of}  {title}"));
        }
        if let Event::StepFinished {
            verdict: verdict @ (Verdict::Failed | Verdict::Errored),
            ..
        } = event
        {
            let what = if *verdict == Verdict::Failed {
                "failed"
            } else {
                "could not be done"
            };
            let title = told.title.clone();
            self.warn(&format!("\"{title}\" {what}"));
            told.failed.push(title);
        }
        Ok(())
    }
}
