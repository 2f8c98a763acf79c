//! A stage for tests: a world of named things, a script host that understands a dozen words, a person with a part to
//! play, and a run of a command on all of them.
//!
//! | block | words |
//! |---|---|
//! | any | `needs X` (fails without it), `typo`, `refused`, `ctrl-c` |
//! | solve | `make X`, `make X after SECONDS` |
//! | check | `has X` (a claim where it is), `should X`, `keeps X` (remembers its value), `no-answer` |
//! | cleanup | `drop X` (if owned), `restore X` (if remembered) |
//! | hint | `say TEXT` |

use super::blocks::Blocks;
use super::job::{begin, take};
use super::{Books, Ending, EngineError, Ground, Job, Options};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, CommandOptions, Runbook, Step, Task, parse};
use crate::event::{Access, CallOutcome, Check, CheckState, Class, Command, Event, Ledger, Prose, Remark};
use crate::plan::{Selection, plan};
use crate::port::{
    Answer, Clock, CloudError, FakeClock, FakeCloud, Fault, Latch, Memory, Prompt, PromptError, Prompter,
    Request, Secrets, Sink, SinkError, Stop, Tee,
};
use crate::script::{Cause, Claim, Doors, Failure, Holdings, Memory as Remembered, Report};
use crate::source::Source;
use crate::value::{Map, Value};
use indexmap::IndexMap;
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What there is: name, when it is seen, and a value that can be changed.
#[derive(Clone, Debug, Default)]
pub(super) struct World(Arc<Mutex<Things>>);

type Things = IndexMap<String, (Option<Timestamp>, i64)>;

impl World {
    fn lock(&self) -> MutexGuard<'_, Things> {
        self.0.lock().unwrap()
    }

    pub(super) fn put(&self, name: &str) {
        self.lock().insert(name.to_owned(), (None, 0));
    }

    pub(super) fn set(&self, name: &str, value: i64) {
        self.lock().insert(name.to_owned(), (None, value));
    }

    pub(super) fn drop(&self, name: &str) {
        self.lock().shift_remove(name);
    }

    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .lock()
            .iter()
            .map(|(name, (_, value))| match value {
                0 => name.clone(),
                value => format!("{name}={value}"),
            })
            .collect();
        names.sort();
        names
    }
}

/// One answer of a person, and what they do by hand before it.
type Part = (Box<dyn FnOnce(&World) + Send>, Value);

/// A person with a part to play; gone when it is played.
#[derive(Default)]
pub(super) struct Actor {
    part: Mutex<VecDeque<Part>>,
    world: World,
}

impl Prompter for Actor {
    fn ask(&self, _: &Prompt) -> Result<Answer, PromptError> {
        let (deed, value) = self
            .part
            .lock()
            .unwrap()
            .pop_front()
            .ok_or(PromptError::Interrupted)?;
        deed(&self.world);
        Ok(Answer {
            value,
            defaulted: false,
        })
    }
}

/// Fails at the event with this number, as a kill would.
struct Killer {
    left: Mutex<usize>,
    inner: Tee,
}

impl Sink for Killer {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        let mut left = self.left.lock().unwrap();
        *left = left.checked_sub(1).ok_or(SinkError("killed".to_owned()))?;
        self.inner.emit(event)
    }
}

pub(super) struct Stage {
    pub(super) runbook: Arc<Runbook>,
    pub(super) world: World,
    pub(super) clock: Arc<FakeClock>,
    pub(super) latch: Latch,
    pub(super) options: Options,
    pub(super) selection: Selection,
    /// The events of all runs so far.
    pub(super) history: Vec<Event>,
    calls: u64,
}

/// What came of a run.
pub(super) struct Scene {
    pub(super) ending: Result<Ending, EngineError>,
    pub(super) events: Vec<Event>,
}

impl Scene {
    /// `a=Passed b=Skipped`.
    pub(super) fn verdicts(&self) -> String {
        let tally = &self.ending.as_ref().unwrap().tally;
        let all: Vec<String> = tally
            .steps()
            .map(|(step, verdict)| format!("{step}={verdict:?}"))
            .collect();
        all.join(" ")
    }

    /// The operations that changed something.
    pub(super) fn mutations(&self) -> usize {
        self.events
            .iter()
            .filter(|event| matches!(event, Event::CallIntended { .. }))
            .count()
    }
}

impl Stage {
    pub(super) fn new(text: &str) -> Stage {
        let (runbook, diagnostics) = parse(&Source::new("lab.md", text));
        assert!(!diagnostics.iter().any(Diagnostic::is_error), "{diagnostics:?}");
        Stage {
            runbook: Arc::new(runbook),
            world: World::default(),
            clock: Arc::new(FakeClock::at(Timestamp::UNIX_EPOCH)),
            latch: Latch::default(),
            options: Options::default(),
            selection: Selection::default(),
            history: Vec::new(),
            calls: 0,
        }
    }

    pub(super) fn ledger(&self) -> Ledger {
        Ledger::of(&self.history)
    }

    /// A run of its own, with nobody but a yes.
    pub(super) fn go(&mut self, command: Command) -> Scene {
        self.play(command, Vec::new(), vec![yes()], usize::MAX)
    }

    /// A run with a person.
    pub(super) fn with(&mut self, part: Vec<Part>) -> Scene {
        self.play(Command::Run, Vec::new(), part, usize::MAX)
    }

    /// A run that goes on from `past`, which stands in the history already, and is killed after so many events.
    pub(super) fn play(&mut self, command: Command, past: Vec<Event>, part: Vec<Part>, kill: usize) -> Scene {
        let memory = Arc::new(Memory::default());
        let books = Books::new(self.ledger());
        let sink: Arc<dyn Sink> = Arc::new(Killer {
            left: Mutex::new(kill),
            inner: Tee(vec![memory.clone(), Arc::new(books.clone())]),
        });
        self.latch = Latch::default();
        let doors = Doors {
            cloud: Arc::new(FakeCloud::default()),
            prompter: Arc::new(Actor {
                part: Mutex::new(part.into()),
                world: self.world.clone(),
            }),
            clock: self.clock.clone(),
            sink: sink.clone(),
            latch: self.latch.clone(),
            secrets: Secrets::default(),
        };
        let job = Job {
            command,
            plan: plan(&self.runbook, &self.selection, &past).unwrap(),
            runbook: self.runbook.clone(),
            past,
            changed: Vec::new(),
            changes: Vec::new(),
            anew: Vec::new(),
            notices: Vec::new(),
            books,
            options: self.options,
            operations: IndexMap::new(),
            destroys: IndexMap::new(),
            ground: Ground {
                console: true,
                ..Ground::default()
            },
            wall: self.clock.clone(),
        };
        let mut host = Host { stage: self, sink };
        let ending = begin(&job, &doors).and_then(|()| take(&job, &mut host, &doors));
        let events = memory.events();
        self.history.extend(events.clone());
        Scene { ending, events }
    }
}

struct Host<'a> {
    stage: &'a mut Stage,
    sink: Arc<dyn Sink>,
}

impl Host<'_> {
    fn failure(&self, cause: Cause) -> Failure {
        let source = &self.stage.runbook.source;
        Failure {
            diagnostic: Box::new(Diagnostic::error("test", source, source.line(1), "it broke")),
            cause,
        }
    }

    fn has(&self, name: &str) -> bool {
        let now = self.stage.clock.now();
        let world = self.stage.world.lock();
        world
            .get(name)
            .is_some_and(|(seen, _)| seen.is_none_or(|seen| seen <= now))
    }

    /// One mutating call with its two events; a journal that fails stops everything.
    fn call(
        &mut self,
        step: &str,
        operation: &str,
        class: Class,
        name: &str,
        deed: impl FnOnce(&World),
    ) -> Result<(), Failure> {
        self.stage.calls += 1;
        let call = self.stage.calls;
        let id = Map::from([("ThingId".to_owned(), Value::from(name))]);
        let intended = Event::CallIntended {
            call,
            step: Some(step.to_owned()),
            service: "things".to_owned(),
            operation: operation.to_owned(),
            class,
            access: Access::Mutate,
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            parameters: id.clone(),
            token: None,
        };
        let answered = Event::CallAnswered {
            call,
            step: Some(step.to_owned()),
            service: "things".to_owned(),
            operation: operation.to_owned(),
            class,
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            outcome: CallOutcome::Answered,
            identifiers: id,
            request_id: None,
            milliseconds: 1,
        };
        let tell = |event: &Event| {
            self.sink.emit(event).map_err(|error| {
                self.stage.latch.set(Stop::Broken(error.to_string()));
                self.failure(Cause::Stopped(Stop::Broken(error.to_string())))
            })
        };
        tell(&intended)?;
        deed(&self.stage.world);
        tell(&answered)
    }

    fn line(
        &mut self,
        step: &str,
        line: &str,
        holdings: &Holdings,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let thing = |id: &str| Claim {
            kind: "thing".to_owned(),
            id: id.to_owned(),
        };
        match words[..] {
            ["needs", name] if self.has(name) => {}
            ["typo"] | ["needs", _] => return Err(self.failure(Cause::Script)),
            ["refused"] => {
                self.stage.latch.set(Stop::Refused("wrong region".to_owned()));
                return Err(self.failure(Cause::Stopped(Stop::Refused("wrong region".to_owned()))));
            }
            ["ctrl-c"] => self.stage.latch.set(Stop::Interrupted),
            ["no-answer"] => {
                let request = Request::new("things", "GetThing", Value::Null);
                let error = CloudError::new(&request, Fault::Service, "NoSuchThing", "it is not there");
                return Err(self.failure(Cause::Cloud(Box::new(error))));
            }
            ["make", name, ref rest @ ..] => {
                let exists = self.stage.world.lock().contains_key(name);
                let after = rest.last().and_then(|seconds| seconds.parse().ok());
                let seen = after.map(|seconds| self.stage.clock.now() + Duration::from_secs(seconds));
                if !exists {
                    self.call(step, "CreateThing", Class::Write, name, |world| {
                        world.lock().insert(name.to_owned(), (seen, 0));
                    })?;
                }
            }
            ["change", name, value] => {
                let value = value.parse().unwrap();
                self.call(step, "UpdateThing", Class::Write, name, |world| {
                    world.set(name, value);
                })?;
            }
            ["drop", name] => {
                let owned = holdings.owned.get("thing");
                if owned.is_some_and(|ids| ids.iter().any(|id| id == name)) {
                    self.call(step, "DeleteThing", Class::Destroy, name, |world| {
                        world.drop(name);
                    })?;
                }
            }
            ["restore", name] => {
                let value = holdings.remembered.get("thing").and_then(|ids| ids.get(name));
                if let Some(value) = value.and_then(Value::as_int) {
                    self.call(step, "UpdateThing", Class::Write, name, |world| {
                        world.set(name, value);
                    })?;
                }
            }
            [word @ ("has" | "should"), name] => {
                let has = self.has(name);
                report.checks.push(Check {
                    text: format!("{name} is there"),
                    state: match (has, word) {
                        (true, _) => CheckState::Passed,
                        (false, "has") => CheckState::Failed,
                        (false, _) => CheckState::Warned,
                    },
                    evidence: String::new(),
                    line: 1,
                });
                if has {
                    report.claims.push(thing(name));
                }
            }
            ["is", name, value] => {
                let now = self.stage.world.lock().get(name).map(|(_, value)| *value);
                report.checks.push(Check {
                    text: format!("{name} is {value}"),
                    state: if now == value.parse().ok() {
                        CheckState::Passed
                    } else {
                        CheckState::Failed
                    },
                    evidence: String::new(),
                    line: 1,
                });
            }
            ["keeps", name] => {
                let value = self.stage.world.lock().get(name).map(|(_, value)| *value);
                report.memories.extend(value.map(|value| Remembered {
                    thing: thing(name),
                    value: Value::Int(value),
                }));
            }
            ["say", ..] => self
                .sink
                .emit(&Event::Said {
                    step: Some(step.to_owned()),
                    remark: Remark::Hint,
                    text: line.to_owned(),
                })
                .unwrap(),
            _ => panic!("no such word: {line}"),
        }
        Ok(())
    }

    fn lines(&mut self, step: &str, block: &Block, holdings: &Holdings) -> Report {
        let text = block.code.text(&self.stage.runbook.source);
        let mut report = Report::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(stop) = self.stage.latch.get() {
                report.failure = Some(self.failure(Cause::Stopped(stop)));
                break;
            }
            if let Err(failure) = self.line(step, line, holdings, &mut report) {
                report.failure = Some(failure);
                break;
            }
        }
        report
    }

    fn setup(&mut self, step: &str, blocks: &[Block]) -> Result<(), Failure> {
        let setups = blocks.iter().filter(|block| block.task == Task::Setup);
        for block in setups {
            let report = self.lines(step, block, &Holdings::default());
            if let Some(failure) = report.failure {
                return Err(failure);
            }
        }
        Ok(())
    }
}

impl Blocks for Host<'_> {
    fn open(&mut self) -> Result<(), Failure> {
        let runbook = self.stage.runbook.clone();
        self.setup("", &runbook.setup)
    }

    fn enter(&mut self, step: &Step) -> Result<(), Failure> {
        self.setup(&step.id, &step.blocks)
    }

    fn run(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        self.lines(&step.id, block, holdings)
    }

    fn aside(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        match self.enter(step) {
            Ok(()) => self.run(step, block, holdings),
            Err(failure) => Report {
                failure: Some(failure),
                ..Report::default()
            },
        }
    }

    fn evaluate(&mut self, _: &Step, text: &str) -> Result<String, Failure> {
        Ok(text.to_uppercase())
    }

    fn command(&mut self, step: &Step, block: &Block, _: &CommandOptions) -> Result<(), Failure> {
        let report = self.lines(&step.id, block, &Holdings::default());
        report.failure.map_or(Ok(()), Err)
    }

    fn prose(&mut self, step: Option<&Step>) -> Result<Prose, Failure> {
        let source = &self.stage.runbook.source;
        let passage = step.map_or(&self.stage.runbook.prose, |step| &step.prose);
        Ok(Prose {
            markdown: passage.text(source),
            values: Vec::new(),
        })
    }
}

/// The person presses a key.
pub(super) fn key(word: &str) -> Part {
    (Box::new(|_| {}), Value::from(word))
}

/// The person does something by hand, then presses a key.
pub(super) fn after(deed: impl FnOnce(&World) + Send + 'static, word: &str) -> Part {
    (Box::new(deed), Value::from(word))
}

pub(super) fn yes() -> Part {
    (Box::new(|_| {}), Value::Bool(true))
}
