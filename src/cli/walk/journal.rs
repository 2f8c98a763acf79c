//! The journal that a command writes: a new one, or that of a run to go on with.

use super::Walk;
use super::play::Play;
use crate::cli::exit::Exit;
use crate::cli::trouble::Trouble;
use crate::cli::{live, models};
use crate::engine::{self};
use crate::event::Event;
use crate::journal::{FORMAT, Header, Journal, JournalError, Place, Record, Store};
use crate::port::{Clock, WallClock};
use crate::ui::account_id;
use std::io;

impl Play {
    /// A run goes on in the accounts that it was begun in, and what it made is undone there.
    pub(super) fn same_accounts(&self, header: &Header) -> Result<(), Trouble> {
        let now = self.target.account_ids();
        let named = |name: &String| self.runbook.front.accounts.iter().any(|need| need.name == *name);
        let other = header
            .accounts
            .iter()
            .find(|(name, id)| named(name) && now.get(*name) != Some(*id));
        match other {
            None => Ok(()),
            Some((name, id)) => Err(Trouble::new(
                Exit::Refused,
                format!(
                    "run {} was begun with account {} as `{name}`",
                    header.id,
                    account_id(id)
                ),
            )
            .hint(format!(
                "bind it to that account: `--bind {name}=PROFILE` or `--bind {name}=ROLE_ARN`"
            ))),
        }
    }

    /// The run to go on with, where one was interrupted.
    pub(super) fn offer(&self, store: &Store, place: &Place, walk: &Walk) -> Result<Option<String>, Trouble> {
        let Some(record) = store.unfinished(place, walk.command)? else {
            return Ok(None);
        };
        let id = &record.header.id;
        // A fleet that is begun again goes on where each of its runs was.
        if walk.member.is_some() {
            return Ok(Some(id.clone()));
        }
        let Some(person) = &self.person else {
            return Err(Trouble::usage(format!(
                "run {id} of this runbook was interrupted in this account"
            ))
            .hint(format!(
                "go on with `runbook resume {id}`, or begin anew with --new"
            )));
        };
        let text = format!("Run {id} was interrupted {}. Go on with it?", reached(&record));
        Ok(live::yes(person.as_ref(), "resume", &text, true)?.then(|| id.clone()))
    }

    /// A new journal. Two runs of a class that begin in the same second may have taken the same id.
    pub(super) fn begin(&mut self, store: &Store, walk: &Walk, place: &Place) -> Result<Journal, Trouble> {
        for _ in 0..8 {
            match store.create(&self.header(walk, place.clone()), &self.secrets) {
                Err(JournalError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                    self.id = Store::new_id(WallClock.now())?;
                }
                created => return Ok(created?),
            }
        }
        Ok(store.create(&self.header(walk, place.clone()), &self.secrets)?)
    }

    fn header(&self, walk: &Walk, place: Place) -> Header {
        Header {
            format: FORMAT,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            id: self.id.clone(),
            command: walk.command,
            title: self.runbook.title.clone(),
            place,
            accounts: self.target.account_ids(),
            digest: self.runbook.digest(),
            steps: engine::digests(&self.runbook),
            parts: self.runbook.parts(),
            modules: engine::module_digests(&self.runbook, &self.library),
            models: models::told(self.library.catalogue),
            started: WallClock.now(),
        }
    }
}

/// `in "Enable GuardDuty"`, the step that a run had come to.
fn reached(record: &Record) -> String {
    let last = record.events.iter().rev().find_map(|event| {
        if let Event::StepStarted { title, .. } = event {
            Some(title)
        } else {
            None
        }
    });
    last.map_or_else(
        || "before its first step".to_owned(),
        |title| format!("in \"{title}\""),
    )
}
