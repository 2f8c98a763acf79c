//! `run`, `replay`, `verify` and `cleanup`: a runbook taken step by step. They differ in what they are asked for; how
//! target, journal, terminal and engine are put together is the same.

mod changes;
mod doors;
mod journal;
mod play;

use super::args::{Afterwards, BookArgs, FleetArgs, ReplayArgs, RunArgs, VerifyArgs};
use super::exit::Exit;
use super::fleet::{self, Member, Visit};
use super::output::Output;
use super::settings::Settings;
use super::target::{Pace, Target};
use super::trouble::Trouble;
use super::vault::Vault;
use super::wants::Wants;
use super::{file, interrupt, live, recording, stage, trust};
use crate::document::Runbook;
use crate::engine::{DESTROY, Options};
use crate::event::Command;
use crate::journal::Store;
use crate::plan::{self, Selection};
use crate::port::{Clock, Latch, Prompter, Secrets, WallClock};
use crate::script::{Library, Survey, survey};
use crate::ui::Spinner;
use crate::value::Value;
use indexmap::IndexMap;
use play::Play;
use std::sync::{Arc, OnceLock};

/// What a command asks for.
#[derive(Clone)]
pub(super) struct Walk {
    pub(super) command: Command,
    pub(super) book: BookArgs,
    pub(super) selection: Selection,
    pub(super) options: Options,
    /// Begin anew where an earlier run was interrupted.
    pub(super) new: bool,
    /// Answers that the command line itself gives, by the prompt's name.
    pub(super) answers: IndexMap<String, Value>,
    /// The run to go on with, by its id.
    pub(super) resume: Option<String>,
    /// Whether it is undone when it is over.
    pub(super) afterwards: Afterwards,
    /// What the work of each step may destroy by; found once for all accounts.
    pub(super) destroys: Arc<OnceLock<IndexMap<String, Vec<String>>>>,
    /// The account of a fleet that it is for.
    pub(super) member: Option<Member>,
}

impl Walk {
    pub(super) fn new(command: Command, book: &BookArgs, selection: Selection) -> Walk {
        Walk {
            command,
            book: book.clone(),
            selection,
            options: Options::default(),
            new: false,
            answers: IndexMap::new(),
            resume: None,
            afterwards: Afterwards::Never,
            destroys: Arc::default(),
            member: None,
        }
    }

    /// The same in one account of a list.
    fn at(&self, visit: &Visit) -> Walk {
        let mut walk = Walk {
            member: visit.member.clone(),
            ..self.clone()
        };
        walk.book.target = visit.target.clone();
        walk.answers.extend(visit.answers.clone());
        walk
    }
}

/// `run FILE`.
pub(super) fn run(args: &RunArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let walk = Walk {
        new: args.new,
        ..Walk::new(Command::Run, &args.book, (&args.steps).into())
    };
    go(&walk, settings, output)
}

/// `replay FILE`.
pub(super) fn replay(args: &ReplayArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let options = Options {
        keep_going: args.keep_going,
        hints: args.hints,
        ..Options::default()
    };
    let mut walk = Walk {
        new: args.new,
        options,
        afterwards: args.afterwards.cleanup,
        ..Walk::new(
            Command::Replay,
            &recording::instead(&args.book, &args.recording),
            (&args.steps).into(),
        )
    };
    if args.yes {
        walk.answers.insert(DESTROY.to_owned(), Value::Bool(true));
    }
    class(&walk, &args.fleet, settings, output)
}

/// `verify FILE`.
pub(super) fn verify(args: &VerifyArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let options = Options {
        wait: args.wait,
        hints: args.hints,
        ..Options::default()
    };
    let walk = Walk {
        options,
        ..Walk::new(
            Command::Verify,
            &recording::instead(&args.book, &args.recording),
            (&args.steps).into(),
        )
    };
    class(&walk, &args.fleet, settings, output)
}

/// Takes the steps in every account of a list, or in the one.
pub(super) fn class(
    walk: &Walk,
    fleet: &FleetArgs,
    settings: &Settings,
    output: &Output,
) -> Result<Exit, Trouble> {
    if fleet.accounts.is_some() && walk.book.record.is_some() {
        return Err(Trouble::usage("--record records the calls of one account")
            .hint("leave out --accounts, or --record"));
    }
    fleet::run(
        &walk.book.target,
        fleet,
        settings,
        output,
        &|visit, settings, output| go(&walk.at(visit), settings, output),
    )
}

/// Takes the steps.
pub(super) fn go(walk: &Walk, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let runbook = Arc::new(file::sound_runbook(&walk.book.file)?);
    let library = stage::library(&walk.book.file, walk.book.scripts.as_deref(), settings)?;
    let mut given = stage::given(&walk.book, &runbook.front, runbook.source.text())?;
    given.extend(walk.answers.clone());
    let mut answers = stage::ambient(&runbook.front, settings);
    answers.extend(given.clone());
    plan::plan(&runbook, &walk.selection, &[])?;
    if walk.command == Command::Run {
        if !settings.attended {
            return Err(
                Trouble::usage("`run` walks with a person, and there is no terminal")
                    .hint("without one, `runbook replay` does every step"),
            );
        }
        sound_scripts(&runbook, &library)?;
    }

    let wants = Wants::of(&runbook.front, &walk.book.bind)?;
    if let Some(path) = &walk.book.record {
        recording::absent(path)?;
    }
    let latch = walk
        .member
        .as_ref()
        .map_or_else(Latch::default, |member| member.latch.clone());
    if walk.member.is_none() {
        interrupt::watch(vec![latch.clone()], output);
    }
    let id = Store::new_id(WallClock.now())?;
    let pace = if walk.command == Command::Run {
        Pace::Attended
    } else {
        Pace::Unattended
    };
    let output = &output.of(walk.member.as_ref());
    let target = Target::open(&walk.book.target, settings, &wants, pace, &latch, &id)?;
    for notice in &target.notices {
        output.warn(notice);
    }
    let spinner = Spinner::new(settings.face.animated);
    let person = stage::person(settings, &spinner, &latch);
    let person = person
        .as_ref()
        .map(|person| Arc::clone(person) as Arc<dyn Prompter>);
    if target.live {
        live::agree(
            &target,
            walk.book.target.account.as_deref(),
            person.as_deref(),
            output,
        )?;
        trust::check(
            &runbook,
            &library,
            walk.book.trust,
            settings,
            person.as_deref(),
            output,
        )?;
    }

    let secrets = Secrets::default();
    let vault = walk.book.secrets_file.as_deref().map(|path| {
        let target = format!("{} {}", target.name, target.account);
        Vault::open(path, target).map(Arc::new)
    });
    let vault = vault.transpose()?;
    if let Some(vault) = &vault {
        for (name, value) in vault.kept()? {
            secrets.add(&value);
            answers.entry(name).or_insert(Value::Text(value));
        }
    }
    let mut play = Play {
        vault,
        runbook,
        library,
        answers,
        given,
        latch,
        id,
        target,
        spinner,
        person,
        secrets: secrets.clone(),
        run: None,
    };
    let played = play
        .play(walk, settings, output)
        .map_err(|trouble| trouble.masked(&secrets));
    play.afterwards(walk, played, settings, output)
}

/// Everything that does not compile, before anything is asked of a person.
fn sound_scripts(runbook: &Runbook, library: &Library) -> Result<(), Trouble> {
    sound(&survey(runbook, library))
}

/// The errors of a survey as what ends a command.
pub(super) fn sound(survey: &Survey) -> Result<(), Trouble> {
    let errors: Vec<_> = survey
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .cloned()
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Trouble::document(errors))
    }
}
