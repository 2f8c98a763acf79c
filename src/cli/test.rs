//! `test FILE`: the lab as a lab, in practice accounts that are kept nowhere.
//!
//! Each step stands on those before it, done. Its check must fail before its work and hold after it; work that is done
//! twice must change nothing the second time; its cleanup must leave the account as it was. At last everything is undone,
//! and the account must be as a fresh one.

use super::args::{BookArgs, TestArgs};
use super::cleanup::LEAVE;
use super::exit::Exit;
use super::output::{Format, Output};
use super::settings::Settings;
use super::target::{Pace, region_of, world_options};
use super::trouble::Trouble;
use super::wants::Wants;
use super::{file, interrupt, stage};
use crate::cloud;
use crate::document::{Runbook, Step, Task};
use crate::engine::{self, Books, Ending, Job};
use crate::event::{CheckState, Command, Event, Ledger, Verdict};
use crate::plan::{self, Selection};
use crate::port::{Latch, Memory, Secrets, Sink, Tee, WallClock};
use crate::practice::{Options, Practice, World};
use crate::script::{Doors, Facts, Library};
use crate::ui::{Answers, Tone, clean, count};
use crate::value::Value;
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;
use std::sync::Arc;

pub(super) fn run(args: &TestArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let book = BookArgs {
        file: args.file.clone(),
        set: args.set.clone(),
        answers: args.answers.clone(),
        ..BookArgs::default()
    };
    let runbook = Arc::new(file::sound_runbook(&args.file)?);
    let library = stage::library(&args.file, args.scripts.as_deref(), settings)?;
    let mut answers = stage::answers(&book, &runbook.front, runbook.source.text(), settings)?;
    answers.insert(LEAVE.to_owned(), Value::Bool(true));
    let tested = plan::plan(&runbook, &(&args.steps).into(), &[])?;
    let tested = tested.steps.iter().map(|planned| planned.index).collect();
    let latch = Latch::default();
    interrupt::watch(vec![latch.clone()], output);
    let wants = Wants::of(&runbook.front, &[])?;
    let region = region_of(None, settings, &wants);
    let bench = Bench {
        options: world_options(&region, None, Pace::Unattended),
        accounts: wants.accounts,
        region,
        runbook,
        library,
        answers,
        latch,
        settings,
        output,
    };
    let report = bench.exam(&tested)?;
    bench.tell(&report)
}

/// What came out.
#[derive(Debug, Default, Serialize)]
struct Report {
    steps: Vec<Tested>,
    /// What is left in the account after everything was undone.
    left: Vec<String>,
}

/// What came out of one step.
#[derive(Debug, Default, Serialize)]
struct Tested {
    id: String,
    title: String,
    /// What was tried, in order.
    tried: Vec<&'static str>,
    /// What is wrong with it; nothing for a sound step.
    faults: Vec<String>,
}

/// An account, and what is known of who made what in it.
#[derive(Clone)]
struct Standing {
    world: World,
    events: Vec<Event>,
}

/// What a command on one step did.
struct Taken {
    ending: Ending,
    after: Standing,
    told: Vec<Event>,
}

struct Bench<'a> {
    runbook: Arc<Runbook>,
    library: Library,
    answers: IndexMap<String, Value>,
    accounts: Vec<String>,
    region: String,
    options: Options,
    latch: Latch,
    settings: &'a Settings,
    output: &'a Output,
}

impl Bench<'_> {
    fn exam(&self, tested: &IndexSet<usize>) -> Result<Report, Trouble> {
        let fresh = Practice::in_memory(&self.options).world();
        let mut standing = Standing {
            world: fresh.clone(),
            events: Vec::new(),
        };
        let mut report = Report::default();
        let last = tested.iter().max().copied().unwrap_or_default();
        for (index, step) in self.runbook.steps.iter().enumerate().take(last + 1) {
            if step.is_reading() {
                continue;
            }
            let mut one = Tested {
                id: step.id.clone(),
                title: step.title.clone(),
                ..Tested::default()
            };
            standing = if tested.contains(&index) {
                self.step(step, &standing, &mut one)?
            } else {
                self.take(
                    &standing,
                    Command::Replay,
                    Some(&step.id),
                    engine::Options::default(),
                )?
                .after
            };
            if tested.contains(&index) {
                self.progress(&one);
                report.steps.push(one);
            }
        }
        let undone = self.take(&standing, Command::Cleanup, None, engine::Options::default())?;
        report.left = wrong(&undone, "the cleanup of everything fails");
        let left = fresh.differences(&undone.after.world);
        report.left.extend(left.iter().map(|what| short(what)));
        Ok(report)
    }

    /// Tests a step; gives the account with its work done.
    fn step(&self, step: &Step, before: &Standing, one: &mut Tested) -> Result<Standing, Trouble> {
        let has = |wanted: fn(&Task) -> bool| step.blocks.iter().any(|block| wanted(&block.task));
        let checks = has(|task| matches!(task, Task::Check(_)));
        let solves = has(|task| matches!(task, Task::Solve));
        let plain = engine::Options::default();
        if checks && solves {
            one.tried.push("fails before");
            let looked = self.take(before, Command::Verify, Some(&step.id), plain)?;
            if looked.ending.verdict.is_good() {
                one.faults
                    .push("its check holds before its work is done, and so proves nothing".to_owned());
            }
        }
        one.tried.push(if checks { "passes after" } else { "runs" });
        let done = self.take(before, Command::Replay, Some(&step.id), plain)?;
        one.faults.extend(wrong(&done, "it does not pass after its work"));
        if !one.faults.is_empty() {
            return Ok(done.after);
        }
        if solves {
            one.tried.push("done twice");
            let anew = engine::Options { anew: true, ..plain };
            let again = self.take(&done.after, Command::Replay, Some(&step.id), anew)?;
            one.faults
                .extend(wrong(&again, "it does not pass when its work is done twice"));
            let changed = done.after.world.differences(&again.after.world);
            one.faults.extend(
                changed
                    .iter()
                    .map(|what| format!("its work, done a second time, changes something: {}", short(what))),
            );
        }
        if has(|task| matches!(task, Task::Cleanup)) {
            one.tried.push("cleaned up");
            let undone = self.take(&done.after, Command::Cleanup, Some(&step.id), plain)?;
            one.faults.extend(wrong(&undone, "its cleanup fails"));
            let left = before.world.differences(&undone.after.world);
            one.faults.extend(
                left.iter()
                    .map(|what| format!("its cleanup does not restore: {}", short(what))),
            );
        }
        Ok(done.after)
    }

    /// Takes a command on one step, or on all, in a copy of an account.
    fn take(
        &self,
        standing: &Standing,
        command: Command,
        step: Option<&str>,
        options: engine::Options,
    ) -> Result<Taken, Trouble> {
        let practice = Practice::of(standing.world.clone(), &self.options);
        let books = Books::new(Ledger::of(standing.events.iter()));
        let heard = Arc::new(Memory::default());
        let sink: Arc<dyn Sink> = Arc::new(Tee(vec![Arc::clone(&heard) as _, Arc::new(books.clone())]));
        let account = |name: &String| (name.clone(), practice.account(Some(name)));
        let pin = cloud::Pin {
            account: practice.account(None),
            region: self.region.clone(),
            regions: self.runbook.front.regions.clone(),
            promise: stage::promise(&self.runbook.front),
            accounts: self.accounts.iter().map(account).collect(),
            ..cloud::Pin::default()
        };
        let layers = cloud::Doors {
            catalogue: self.settings.catalogue,
            sink: Arc::clone(&sink),
            latch: self.latch.clone(),
        };
        let facts = Facts {
            id: "test".to_owned(),
            account: pin.account.clone(),
            region: self.region.clone(),
            target: "practice".to_owned(),
        };
        let doors = Doors {
            clock: Arc::new(practice.clock()),
            cloud: cloud::stack(Arc::new(practice.clone()), pin, layers),
            prompter: Arc::new(Answers::new(self.answers.clone(), None, |_| ())),
            sink,
            latch: self.latch.clone(),
            secrets: Secrets::default(),
        };
        let selection = Selection {
            only: step.map(str::to_owned).into_iter().collect(),
            ..Selection::default()
        };
        let job = Job {
            command,
            runbook: Arc::clone(&self.runbook),
            plan: plan::plan(&self.runbook, &selection, &[])?,
            past: Vec::new(),
            changed: Vec::new(),
            changes: Vec::new(),
            anew: Vec::new(),
            notices: Vec::new(),
            books,
            options,
            operations: IndexMap::new(),
            destroys: IndexMap::new(),
            ground: engine::Ground::default(),
            wall: Arc::new(WallClock),
        };
        let mut host = stage::host(
            &job,
            &self.library,
            &doors,
            facts,
            &plan::answers(&standing.events),
        )?;
        let ending = engine::drive(&job, &mut host, &doors)?;
        if ending.interrupted {
            return Err(Trouble::new(Exit::Interrupted, "interrupted"));
        }
        let told = heard.events();
        Ok(Taken {
            ending,
            after: Standing {
                world: practice.world(),
                events: [standing.events.clone(), told.clone()].concat(),
            },
            told,
        })
    }

    /// A line a step, while the others are still tested.
    fn progress(&self, one: &Tested) {
        if self.output.format == Format::Human {
            let face = self.output.face;
            let (tone, sign) = if one.faults.is_empty() {
                (Tone::Good, "+")
            } else {
                (Tone::Bad, "x")
            };
            let sign = face.paint(tone, sign);
            let mut text = format!(
                "{sign} {}  {}\n",
                one.id,
                face.paint(Tone::Quiet, &one.tried.join(", "))
            );
            for fault in &one.faults {
                text += &format!("    {}\n", clean(fault).replace('\n', "\n    "));
            }
            self.output.data(&text).unwrap_or(());
        }
    }

    fn tell(&self, report: &Report) -> Result<Exit, Trouble> {
        let unsound = report.steps.iter().filter(|one| !one.faults.is_empty()).count();
        match self.output.format {
            Format::Json => self.output.json(report)?,
            Format::Human => {
                let mut text = String::new();
                for left in &report.left {
                    text += &format!("  left in the account: {}\n", clean(left));
                }
                text += &match (unsound, report.left.is_empty()) {
                    (0, true) => format!(
                        "Sound: {}, and the account is as it was.\n",
                        count(report.steps.len(), "step")
                    ),
                    (0, false) => "Unsound: not everything is undone.\n".to_owned(),
                    (bad, _) => format!("Unsound: {bad} of {}.\n", count(report.steps.len(), "step")),
                };
                self.output.data(&text)?;
            }
        }
        Ok(if unsound == 0 && report.left.is_empty() {
            Exit::Passed
        } else {
            Exit::Unsound
        })
    }
}

/// A record may be long; what it is about stands at its beginning.
fn short(what: &str) -> String {
    const LONGEST: usize = 300;
    match what.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &what[..end]),
        None => what.to_owned(),
    }
}

/// What went wrong in a command that should have passed: nothing where it did.
fn wrong(taken: &Taken, what: &str) -> Vec<String> {
    if taken.ending.verdict.is_good() || taken.ending.verdict == Verdict::Skipped {
        return Vec::new();
    }
    let mut why: Vec<String> = taken
        .told
        .iter()
        .filter_map(|event| match event {
            Event::Checked {
                before: false, check, ..
            } if matches!(check.state, CheckState::Failed | CheckState::Errored) => {
                Some(format!("{what}: {} ({})", check.text, check.evidence))
            }
            Event::BlockFinished {
                failure: Some(failure),
                ..
            } => Some(format!("{what}: {failure}")),
            Event::LeftOver {
                operation,
                identifiers,
                ..
            } => Some(format!(
                "{what}: {operation} made {identifiers:?}, which is still there"
            )),
            _ => None,
        })
        .collect();
    if why.is_empty() {
        why.push(what.to_owned());
    }
    why
}
