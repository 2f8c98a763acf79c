//! A command that was made ready, played: the journal, the job, the engine, and what comes after.

use super::Walk;
use super::changes::Changes;
use crate::cli::args::Afterwards;
use crate::cli::cleanup::LEAVE;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::settings::Settings;
use crate::cli::target::Target;
use crate::cli::trouble::Trouble;
use crate::cli::vault::Vault;
use crate::cli::{file, recording, stage};
use crate::cloud;
use crate::document::Runbook;
use crate::engine::{self, Books, Ground, Job};
use crate::event::{Command, Event, Ledger};
use crate::journal::{History, Place, Store};
use crate::plan::{self, Selection};
use crate::port::{Clock, Latch, Prompter, Secrets, Sink, Stop, WallClock};
use crate::script::Library;
use crate::ui::Spinner;
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::Arc;

/// What was made ready.
pub(super) struct Play {
    pub(super) runbook: Arc<Runbook>,
    pub(super) library: Library,
    pub(super) answers: IndexMap<String, Value>,
    /// Those of them that the command line and files give.
    pub(super) given: IndexMap<String, Value>,
    pub(super) latch: Latch,
    pub(super) id: String,
    pub(super) target: Target,
    pub(super) spinner: Spinner,
    pub(super) person: Option<Arc<dyn Prompter>>,
    pub(super) secrets: Secrets,
    pub(super) vault: Option<Arc<Vault>>,
    /// The run whose journal is written, once it is.
    pub(super) run: Option<String>,
}

impl Play {
    /// Undoes what the replay made, where that is wanted. A replay that failed keeps its exit code.
    pub(super) fn afterwards(
        &mut self,
        walk: &Walk,
        played: Result<Exit, Trouble>,
        settings: &Settings,
        output: &Output,
    ) -> Result<Exit, Trouble> {
        let passed = matches!(played, Ok(Exit::Passed));
        let wanted = match walk.afterwards {
            Afterwards::Never => false,
            Afterwards::Passed => passed,
            Afterwards::Always => true,
        };
        if !wanted {
            return played;
        }
        if self.latch.lift() == Some(Stop::Interrupted) {
            output.warn("interrupted; cleaning up. Ctrl-C once more leaves everything as it is");
        }
        let run = self.run.take();
        self.id = Store::new_id(WallClock.now())?;
        let mut cleanup = Walk::new(Command::Cleanup, &walk.book, walk.selection.clone());
        cleanup.new = true;
        self.answers.insert(LEAVE.to_owned(), Value::Bool(true));
        let cleaned = self
            .play(&cleanup, settings, output)
            .map_err(|trouble| trouble.masked(&self.secrets));
        // What was stopped and then undone whole is nothing to go on with.
        if let (Some(run), Ok(Exit::Passed)) = (run, &cleaned) {
            let store = Store::new(settings.state.join("runs"));
            let (journal, _) = store.resume(&run, &self.secrets)?;
            journal
                .emit(&Event::RunUndone {
                    by: self.id.clone(),
                    at: WallClock.now(),
                })
                .map_err(engine::EngineError::from)?;
        }
        match (played, cleaned) {
            (Ok(Exit::Passed), cleaned) => cleaned,
            (played, Ok(_)) => played,
            (played, Err(trouble)) => {
                output.warn("the cleanup could not be done");
                trouble.tell(settings.colour_of_stderr);
                played
            }
        }
    }

    pub(super) fn play(
        &mut self,
        walk: &Walk,
        settings: &Settings,
        output: &Output,
    ) -> Result<Exit, Trouble> {
        let store = Store::new(settings.state.join("runs"));
        let place = Place {
            runbook: file::absolute(&walk.book.file).display().to_string(),
            target: self.target.name.clone(),
            account: self.target.account.clone(),
            region: self.target.region.clone(),
        };
        let resume = match &walk.resume {
            Some(id) => Some(id.clone()),
            // A recording begins at its beginning.
            None if walk.new || self.target.recorded.is_some() => None,
            None => self.offer(&store, &place, walk)?,
        };
        let history = match self.target.recorded {
            // What an earlier replay of a recording owned is nowhere.
            Some(_) => History::default(),
            None => store.history(&place)?,
        };
        if walk.command == Command::Cleanup {
            history
                .holders
                .iter()
                .try_for_each(|header| self.same_accounts(header))?;
        }
        let unread = history
            .unread
            .iter()
            .map(|unread| format!("{unread}; what it owned is not known"));
        let mut notices: Vec<String> = unread.collect();
        let books = Books::new(Ledger::of(history.events.iter()));
        let fresh = resume.is_none();
        let mut selection = walk.selection.clone();
        let (journal, past, changes, id) = match resume {
            Some(id) => {
                let (journal, record) = store.resume(&id, &self.secrets)?;
                if record.torn {
                    notices.push(
                        "the last line of the journal was cut off in the middle, and is left out".to_owned(),
                    );
                }
                self.same_accounts(&record.header)?;
                let kept = &record.header.steps;
                let changes = self.changes(&record)?;
                if !record.events.is_empty() {
                    selection = Selection::of(&record.events, &self.runbook, |id| kept.contains_key(id));
                }
                (journal, record.events, changes, record.header.id)
            }
            None => (
                self.begin(&store, walk, &place)?,
                Vec::new(),
                Changes::default(),
                self.id.clone(),
            ),
        };
        let tape = walk.book.record.as_deref();
        let tape = tape
            .map(|path| {
                recording::begin(
                    path,
                    &self.target,
                    &self.runbook.title,
                    &self.id,
                    settings.catalogue,
                    &self.secrets,
                    &self.latch,
                )
            })
            .transpose()?;
        if let Some(tape) = &tape {
            self.target.cloud = tape.around(Arc::clone(&self.target.cloud));
        }
        let ground = Ground {
            region: self.target.region.clone(),
            cloud: match self.target.recorded {
                Some(_) => None,
                None => Some(cloud::whole(Arc::clone(&self.target.cloud), settings.catalogue)),
            },
            console: self.target.live,
            // Practice has a time of its own, which the journals do not tell.
            since: history.began.filter(|_| self.target.live),
        };
        let so_far = cloud::Past::of(&id, &past);
        let doors = self.doors(walk, settings, output, journal, &books, so_far);
        let job = Job {
            command: walk.command,
            runbook: Arc::clone(&self.runbook),
            plan: match walk.command {
                Command::Run if fresh => {
                    plan::plan(&self.runbook, &selection, &plan::caught_up(&history.events))?
                }
                Command::Run | Command::Replay | Command::Verify | Command::Cleanup => {
                    plan::plan(&self.runbook, &selection, &past)?.due(&changes.steps)
                }
            },
            past,
            changed: changes.steps,
            changes: changes.changes,
            anew: changes.anew,
            notices,
            books,
            options: walk.options,
            destroys: match walk.command {
                Command::Run | Command::Replay => walk
                    .destroys
                    .get_or_init(|| stage::destroys(&self.runbook, &self.library))
                    .clone(),
                Command::Verify | Command::Cleanup => IndexMap::new(),
            },
            operations: match walk.command {
                Command::Run => stage::operations(&self.runbook, &self.library),
                Command::Replay | Command::Verify | Command::Cleanup => IndexMap::new(),
            },
            ground,
            wall: Arc::new(WallClock),
        };
        let host = self.host(&job, &doors, &id, &plan::answers(&history.events));
        // A run that does not come to its first step is not one to go on with.
        if fresh && host.is_err() {
            drop((job, doors));
            store.forget(&id)?;
            if let Some(path) = &walk.book.record {
                recording::drop(path)?;
            }
            return Err(host
                .err()
                .unwrap_or_else(|| Trouble::new(Exit::Failed, "the run could not begin")));
        }
        self.run = Some(id);
        let ending = engine::drive(&job, &mut host?, &doors)?;
        self.spinner.clear();
        if let (Some(tape), Some(path)) = (tape, &walk.book.record) {
            tape.end().map_err(recording::unwritten(path))?;
        }
        Ok(Exit::of(&ending))
    }
}
