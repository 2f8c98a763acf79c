//! `run`, `replay`, `verify` and `cleanup`: a runbook taken step by step. They differ in what they are asked for; how
//! target, journal, terminal and engine are put together is the same.

use super::args::{Afterwards, BookArgs, FleetArgs, ReplayArgs, RunArgs, VerifyArgs};
use super::cleanup::LEAVE;
use super::exit::Exit;
use super::fleet::{self, Member, Visit};
use super::output::{Format, Output};
use super::settings::Settings;
use super::target::{Pace, Target};
use super::trouble::Trouble;
use super::vault::{Keeping, Vault};
use super::wants::Wants;
use super::{file, interrupt, live, models, recording, stage, trust};
use crate::cloud;
use crate::document::Runbook;
use crate::engine::{self, Books, Ground, Job, Options};
use crate::event::{Command, Event, Ledger};
use crate::journal::{FORMAT, Header, History, Journal, JournalError, Place, Record, Store};
use crate::plan::{self, Selection};
use crate::port::{Clock, Latch, Prompter, Secrets, Sink, Stop, Tee, WallClock};
use crate::script::{Doors, Facts, Host, Library, Survey, survey};
use crate::ui::{Answers, Banner, Discreet, JsonLines, Spinner, Terminal, account_id};
use crate::value::Value;
use indexmap::IndexMap;
use std::io;
use std::sync::Arc;

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
    let walk = Walk {
        new: args.new,
        options,
        afterwards: args.afterwards.cleanup,
        ..Walk::new(
            Command::Replay,
            &recording::instead(&args.book, &args.recording),
            (&args.steps).into(),
        )
    };
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
    let mut answers = stage::answers(&walk.book, &runbook.front, runbook.source.text(), settings)?;
    answers.extend(walk.answers.clone());
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
    let mut stage = Stage {
        vault,
        runbook,
        library,
        answers,
        latch,
        id,
        target,
        spinner,
        person,
        secrets: secrets.clone(),
    };
    let played = stage
        .play(walk, settings, output)
        .map_err(|trouble| trouble.masked(&secrets));
    stage.afterwards(walk, played, settings, output)
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

/// What was made ready.
struct Stage {
    runbook: Arc<Runbook>,
    library: Library,
    answers: IndexMap<String, Value>,
    latch: Latch,
    id: String,
    target: Target,
    spinner: Spinner,
    person: Option<Arc<dyn Prompter>>,
    secrets: Secrets,
    vault: Option<Arc<Vault>>,
}

impl Stage {
    /// Undoes what the replay made, where that is wanted. A replay that failed keeps its exit code.
    fn afterwards(
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
        self.id = Store::new_id(WallClock.now())?;
        let mut cleanup = Walk::new(Command::Cleanup, &walk.book, walk.selection.clone());
        cleanup.new = true;
        self.answers.insert(LEAVE.to_owned(), Value::Bool(true));
        let cleaned = self
            .play(&cleanup, settings, output)
            .map_err(|trouble| trouble.masked(&self.secrets));
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

    fn play(&mut self, walk: &Walk, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
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
        let (journal, past, changed, id) = match resume {
            Some(id) => {
                let (journal, record) = store.resume(&id, &self.secrets)?;
                if record.torn {
                    notices.push(
                        "the last line of the journal was cut off in the middle, and is left out".to_owned(),
                    );
                }
                self.same_accounts(&record.header)?;
                let kept = &record.header.steps;
                let changed = engine::changed(&self.runbook, kept);
                if !record.events.is_empty() {
                    selection = Selection::of(&record.events, &self.runbook, |id| kept.contains_key(id));
                }
                (journal, record.events, changed, record.header.id)
            }
            None => (
                self.begin(&store, walk, &place)?,
                Vec::new(),
                Vec::new(),
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
                    plan::plan(&self.runbook, &selection, &past)?
                }
            },
            past,
            changed,
            notices,
            books,
            options: walk.options,
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
        let ending = engine::drive(&job, &mut host?, &doors)?;
        self.spinner.clear();
        if let (Some(tape), Some(path)) = (tape, &walk.book.record) {
            tape.end().map_err(recording::unwritten(path))?;
        }
        Ok(Exit::of(&ending))
    }

    /// A run goes on in the accounts that it was begun in, and what it made is undone there.
    fn same_accounts(&self, header: &Header) -> Result<(), Trouble> {
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
    fn offer(&self, store: &Store, place: &Place, walk: &Walk) -> Result<Option<String>, Trouble> {
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
    fn begin(&mut self, store: &Store, walk: &Walk, place: &Place) -> Result<Journal, Trouble> {
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
            models: models::told(self.library.catalogue),
            started: WallClock.now(),
        }
    }

    /// The doors, with the layers around the target.
    fn doors(
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
    fn host(
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
            resume: self.later(&format!("runbook resume {id}{}", settings.options)),
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
