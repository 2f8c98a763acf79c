//! stdout, for what a command is for, and stderr, for talk.

use super::exit::Exit;
use super::fleet::Member;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::ui::{Face, Tone};
use serde::Serialize;
use std::io::{self, Write};

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: stdout carries JSON and nothing else.
    Json,
}

/// The two streams and how they look.
#[derive(Clone)]
pub(super) struct Output {
    pub(super) format: Format,
    /// Of what is told on stdout.
    pub(super) face: Face,
    talk: Face,
    /// The account of a fleet that is told of.
    member: Option<Member>,
}

impl Output {
    pub(super) fn new(settings: &Settings) -> Output {
        let talk = Face {
            colour: settings.colour_of_stderr,
            ..settings.face
        };
        Output {
            format: settings.format,
            face: settings.face,
            talk,
            member: None,
        }
    }

    /// For one account of a fleet: what is worth a look is told on the fleet's board, the rest is left out.
    pub(super) fn of(&self, member: Option<&Member>) -> Output {
        Output {
            member: member.cloned(),
            ..self.clone()
        }
    }

    /// Data.
    pub(super) fn data(&self, text: &str) -> Result<(), Trouble> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Whoever read it has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Trouble::new(Exit::Failed, format!("standard output: {error}"))),
            Ok(()) => Ok(()),
        }
    }

    /// Data as JSON.
    pub(super) fn json(&self, value: &impl Serialize) -> Result<(), Trouble> {
        let text = serde_json::to_string_pretty(value).map_err(|error| {
            Trouble::new(
                Exit::Failed,
                format!("the answer cannot be written as JSON: {error}"),
            )
        })?;
        self.data(&format!("{text}\n"))
    }

    /// Data as JSON, one line of a stream of them.
    pub(super) fn line(&self, value: &serde_json::Value) -> Result<(), Trouble> {
        self.data(&format!("{value}\n"))
    }

    /// A sentence beside the data.
    pub(super) fn talk(&self, text: &str) {
        if self.member.is_none() {
            talk(&self.talk.paint(Tone::Quiet, text));
        }
    }

    /// A sentence that is worth a look.
    pub(super) fn warn(&self, text: &str) {
        match &self.member {
            Some(member) => member.warn(text),
            None => talk(&format!("{} {text}", self.talk.paint(Tone::Warning, "warning:"))),
        }
    }
}

/// Nobody is left to hear that stderr is closed.
fn talk(line: &str) {
    io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap_or(());
}
