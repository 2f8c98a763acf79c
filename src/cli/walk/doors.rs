//! The doors of a run: the layers around the target, who answers, who listens.

use super::Walk;
use super::play::Play;
use crate::cli::args::Afterwards;
use crate::cli::output::{Format, Output};
use crate::cli::settings::Settings;
use crate::cli::stage;
use crate::cli::trouble::Trouble;
use crate::cli::vault::Keeping;
use crate::cloud;
use crate::engine::{Books, Job};
use crate::event::Command;
use crate::journal::Journal;
use crate::port::{Prompter, Sink, Tee};
use crate::script::{Doors, Facts, Host};
use crate::ui::{Answers, Banner, Discreet, JsonLines, Terminal};
use crate::value::Value;
use indexmap::IndexMap;
use std::io;
use std::sync::Arc;

impl Play {
    /// The doors, with the layers around the target.
    pub(super) fn doors(
        &self,
        walk: &Walk,
        settings: &Settings,
        output: &Output,
        journal: Journal,
        books: &Books,
        past: cloud::Past,
    ) -> Doors {
        let id = past.run.as_deref().unwrap_or(&self.id);
        let sink: Arc<dyn Sink> = Arc::new(Tee(self.listeners(walk, settings, journal, books, id)));
        let pin = cloud::Pin {
            account: self.target.account.clone(),
            region: self.target.region.clone(),
            regions: self.runbook.front.regions.clone(),
            promise: stage::promise(&self.runbook.front),
            accounts: self.target.account_ids(),
            past,
        };
        let layers = cloud::Doors {
            catalogue: settings.catalogue,
            sink: Arc::clone(&sink),
            latch: self.latch.clone(),
        };
        Doors {
            cloud: cloud::stack(Arc::clone(&self.target.cloud), pin, layers),
            prompter: self.prompter(output),
            clock: Arc::clone(&self.target.clock),
            sink,
            latch: self.latch.clone(),
            secrets: self.secrets.clone(),
        }
    }

    /// Begins the run, asks for the inputs and compiles the scripts.
    pub(super) fn host(
        &self,
        job: &Job,
        doors: &Doors,
        id: &str,
        earlier: &IndexMap<String, Value>,
    ) -> Result<Host, Trouble> {
        let facts = Facts {
            id: self
                .target
                .recorded
                .as_ref()
                .map_or(id, |header| &header.run)
                .to_owned(),
            account: self.target.account.clone(),
            region: self.target.region.clone(),
            target: self.target.kind().to_owned(),
        };
        stage::host(job, &self.library, doors, facts, earlier)
    }

    fn prompter(&self, output: &Output) -> Arc<dyn Prompter> {
        let (aloud, secrets) = (output.clone(), self.secrets.clone());
        let person = self.person.clone().map(|person| {
            let discreet = Discreet::new(person, self.secrets.clone());
            Arc::new(discreet) as Arc<dyn Prompter>
        });
        let answers = Answers::new(self.answers.clone(), person, move |text| {
            aloud.talk(&secrets.mask(text));
        });
        match &self.vault {
            Some(vault) => Arc::new(Keeping {
                inner: Arc::new(answers),
                vault: Arc::clone(vault),
            }),
            None => Arc::new(answers),
        }
    }

    /// A command for later; none after a recording, where nothing is left to do.
    fn later(&self, command: &str) -> String {
        match self.target.recorded {
            Some(_) => String::new(),
            None => command.to_owned(),
        }
    }

    /// The journal first, then the books: nothing is shown that is not kept.
    fn listeners(
        &self,
        walk: &Walk,
        settings: &Settings,
        journal: Journal,
        books: &Books,
        id: &str,
    ) -> Vec<Arc<dyn Sink>> {
        let banner = Banner {
            target: self.target.word().to_owned(),
            account: self.target.account.clone(),
            alias: self.target.alias.clone(),
            region: self.target.region.clone(),
            trouble: self.target.trouble.clone(),
            // What is undone right away is nothing to go on with.
            resume: match walk.afterwards {
                Afterwards::Always => String::new(),
                Afterwards::Never | Afterwards::Passed => {
                    self.later(&format!("runbook resume {id}{}", settings.options))
                }
            },
            cleanup: self.later(&format!(
                "runbook cleanup {}{}{}",
                walk.book.file.display(),
                self.target.options,
                settings.options
            )),
        };
        let mut listeners: Vec<Arc<dyn Sink>> = vec![Arc::new(journal), Arc::new(books.clone())];
        if let Some(vault) = &self.vault {
            listeners.push(Arc::clone(vault) as Arc<dyn Sink>);
        }
        if let Some(member) = &walk.member {
            member.begun(&self.target.account, &self.target.region, id);
            listeners.push(Arc::new(member.clone()));
            return listeners;
        }
        let (secrets, spinner) = (|| self.secrets.clone(), self.spinner.clone());
        match settings.format {
            Format::Human => {
                listeners.push(Arc::new(Terminal::new(
                    io::stdout(),
                    settings.face,
                    banner,
                    secrets(),
                    spinner,
                )));
            }
            Format::Json => {
                listeners.push(Arc::new(JsonLines::new(io::stdout(), secrets())));
                // The person who walks still has to read.
                if walk.command == Command::Run && self.person.is_some() {
                    let face = crate::ui::Face {
                        colour: settings.colour_of_stderr,
                        ..settings.face
                    };
                    listeners.push(Arc::new(Terminal::new(
                        io::stderr(),
                        face,
                        banner,
                        secrets(),
                        spinner,
                    )));
                }
            }
        }
        listeners
    }
}
