//! Does what the session asks for, through the doors, and tells what happened.

use super::action::{Action, Outcome};
use super::blocks::Blocks;
use super::deferral::Deferral;
use super::destroying::Leave;
use super::session::Session;
use super::{Books, EngineError, Ground, Operation, Trouble, menu};
use crate::diagnostic::{Diagnostic, Face};
use crate::document::{Block, Runbook, Step, Task};
use crate::event::{Command, Event, Prose, Remark, Role, Summary};
use crate::port::{Clock, Latch, PromptError, Prompter, Sink, Stop};
use crate::script::{Cause, Failure, Report};
use indexmap::IndexMap;
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

/// The pauses before blocks are run again that AWS kept from their end.
const PATIENCE: [Duration; 4] = [
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(60),
];

/// How a block ended, as far as going on is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Well,
    Badly(Trouble),
    Interrupted,
}

impl Ended {
    pub(super) fn outcome(self) -> Outcome {
        match self {
            Ended::Well => Outcome::Done,
            Ended::Badly(trouble) => Outcome::Failed(trouble),
            Ended::Interrupted => Outcome::Interrupted,
        }
    }
}

pub(super) struct Driver<'a> {
    pub(super) runbook: Arc<Runbook>,
    pub(super) blocks: &'a mut dyn Blocks,
    pub(super) prompter: &'a dyn Prompter,
    pub(super) clock: &'a dyn Clock,
    pub(super) wall: &'a dyn Clock,
    pub(super) sink: &'a dyn Sink,
    pub(super) latch: &'a Latch,
    pub(super) books: &'a Books,
    pub(super) ground: &'a Ground,
    pub(super) command: Command,
    /// A bill was told in this run.
    pub(super) billed: bool,
    /// The text before the first step is shown when the run opens.
    pub(super) preface: bool,
    /// What was put off.
    pub(super) deferrals: Vec<Deferral>,
    /// What each step may call, by its id.
    pub(super) operations: &'a IndexMap<String, Vec<Operation>>,
    /// The operations that the work of each step may destroy something by, by its id.
    pub(super) destroys: &'a IndexMap<String, Vec<String>>,
    /// The steps so far, for the list of them.
    pub(super) summary: RefCell<Summary>,
    /// Something may have changed since the step's setup looked: work was done, time passed, a person was asked.
    pub(super) stale: bool,
    /// What kept the last block from its end and may pass.
    pub(super) passing: Option<String>,
}

impl Driver<'_> {
    /// Drives the session to its end.
    pub(super) fn drive(&mut self, session: &mut Session) -> Result<(), EngineError> {
        loop {
            if session.verdict().is_none() {
                self.look_after(session)?;
            }
            let action = session.next();
            if let Action::Finished(_) = action {
                return Ok(());
            }
            let outcome = self.perform(action, session)?;
            let stopped = outcome == Outcome::Interrupted;
            let told = session.settle(outcome, self.wall.now());
            if stopped && session.verdict().is_none() {
                self.latch.lift();
                let text = "Stopped. Nothing is lost; Ctrl-C once more leaves the run, to go on later.";
                self.say(None, Remark::Engine, text.to_owned())?;
            }
            for event in told {
                if let Event::RunFinished { .. } = event {
                    self.price()?;
                }
                self.tell(&event)?;
            }
        }
    }

    fn perform(&mut self, action: Action, session: &mut Session) -> Result<Outcome, EngineError> {
        // A Ctrl-C between two actions, at a moment when nothing listens. One that came late for what it was to stop
        // does not leave the run from its menu.
        if self.latch.get() == Some(Stop::Interrupted) {
            if !matches!(action, Action::Ask(..)) || self.command != Command::Run {
                return Ok(Outcome::Interrupted);
            }
            self.latch.lift();
        }
        let runbook = Arc::clone(&self.runbook);
        let step = |leg: usize| &runbook.steps[session.legs()[leg].index];
        match action {
            Action::Open => Ok(self.open(&runbook)?.outcome()),
            Action::Enter(leg) => Ok(self.enter(step(leg))?.outcome()),
            Action::Show(leg) => Ok(self.show(Some(step(leg)))?.outcome()),
            Action::Check(leg, look) => self.check(leg, step(leg), look),
            Action::Work(leg) => match self.leave(step(leg))? {
                Leave::Given => Ok(self.work(step(leg))?.outcome()),
                Leave::Declined => Ok(Outcome::Declined),
                Leave::Interrupted => Ok(Outcome::Interrupted),
            },
            Action::Ask(leg, menu) => self.ask(leg, &menu, session),
            Action::Query(leg) => Ok(self
                .run_all(step(leg), |task| matches!(task, Task::Query(_)))?
                .outcome()),
            Action::Await(leg) => self.wait_for(leg, session),
            Action::Steps(leg) => self.steps(leg, session),
            Action::Evaluate(leg) => self.evaluate(step(leg)),
            Action::Jump(leg) => match self.prompter.ask(&menu::jump(session.legs(), leg)) {
                Ok(answer) => Ok(Outcome::Jumped(
                    session
                        .legs()
                        .iter()
                        .position(|leg| leg.id == answer.value.text()),
                )),
                Err(PromptError::Interrupted) => Ok(Outcome::Interrupted),
                Err(error) => Err(error.into()),
            },
            Action::Hint(leg) => self.hint(step(leg)),
            Action::Explain(leg) => self.explain(step(leg)),
            Action::List => self.list(session.legs()),
            Action::Clean(leg) => Ok(self.clean(step(leg))?.outcome()),
            Action::Prove(leg) => self.prove(step(leg)),
            Action::Tidy => self.tidy(),
            Action::Finished(_) => Ok(Outcome::Done),
        }
    }

    fn open(&mut self, runbook: &Runbook) -> Result<Ended, EngineError> {
        let ended = self.bracket(None, &runbook.setup, |blocks| blocks.open())?;
        if self.preface && ended == Ended::Well && !runbook.prose.is_blank(&runbook.source) {
            return self.show(None);
        }
        Ok(ended)
    }

    fn enter(&mut self, step: &Step) -> Result<Ended, EngineError> {
        self.stale = false;
        self.bracket(Some(step), &step.blocks, |blocks| blocks.enter(step))
    }

    /// Setup blocks run together: they are told as one, under the line of the first.
    fn bracket(
        &mut self,
        step: Option<&Step>,
        blocks: &[Block],
        run: impl FnOnce(&mut dyn Blocks) -> Result<(), Failure>,
    ) -> Result<Ended, EngineError> {
        let source = &self.runbook.source;
        let setups: Vec<&Block> = blocks
            .iter()
            .filter(|block| matches!(block.task, Task::Setup))
            .collect();
        let id = || step.map(|step| step.id.clone());
        if let Some(first) = setups.first() {
            self.tell(&Event::BlockStarted {
                step: id(),
                role: Role::Setup,
                line: source.place(first.fence.start).line,
                code: setups.iter().map(|block| block.code.text(source)).collect(),
            })?;
        }
        let result = run(&mut *self.blocks);
        let failure = result.err();
        if !setups.is_empty() || failure.is_some() {
            self.tell(&Event::BlockFinished {
                step: id(),
                role: Role::Setup,
                failure: failure.as_ref().map(rendered),
            })?;
        }
        self.ended(failure.as_ref())
    }

    /// Does the learner's work.
    fn work(&mut self, step: &Step) -> Result<Ended, EngineError> {
        let ended = self.patiently(step, |task| {
            matches!(task, Task::Solve | Task::Query(_) | Task::Command(_))
        });
        self.stale = true;
        ended
    }

    /// Runs blocks that change something, and where AWS, or the way to it, kept them from their end, again after a
    /// pause: setup looks first, for a call whose answer was lost may have been carried out. Each call was tried several
    /// times already; what is left are outages of minutes.
    fn patiently(&mut self, step: &Step, wanted: impl Fn(&Task) -> bool) -> Result<Ended, EngineError> {
        for pause in PATIENCE {
            let ended = self.run_all(step, &wanted)?;
            let Some(why) = self.passing.take() else {
                return Ok(ended);
            };
            if !self.rests(step, &why, pause)? {
                return self.ended(None);
            }
            match self.enter(step)? {
                Ended::Interrupted => return Ok(Ended::Interrupted),
                // What setup cannot find, or be told, the blocks will miss: they say so better.
                Ended::Well | Ended::Badly(_) => {}
            }
        }
        self.run_all(step, &wanted)
    }

    /// The same for one block that undoes things.
    pub(super) fn undo(&mut self, step: &Step, block: &Block) -> Result<Option<Failure>, EngineError> {
        for pause in PATIENCE {
            let failure = self.fresh(step, block).failure;
            let Some(why) = failure.as_ref().and_then(passing) else {
                return Ok(failure);
            };
            if !self.rests(step, &why, pause)? {
                return Ok(failure);
            }
            self.stale = true;
        }
        Ok(self.fresh(step, block).failure)
    }

    /// Says what is waited for, and waits; false where the wait was ended.
    fn rests(&self, step: &Step, why: &str, pause: Duration) -> Result<bool, EngineError> {
        let text = format!("{why}; looking again in {} seconds", pause.as_secs());
        self.say(Some(step), Remark::Engine, text)?;
        Ok(self.clock.wait(pause, self.latch).is_ok())
    }

    /// Runs a block on what is true now: where that may have changed, setup looks again first, quietly. What queries
    /// and commands left for the rest of the step would be lost by it; a step with such blocks looks once.
    pub(super) fn fresh(&mut self, step: &Step, block: &Block) -> Report {
        let carries = |block: &Block| matches!(block.task, Task::Query(_) | Task::Command(_));
        if self.stale && !step.blocks.iter().any(carries) {
            self.stale = false;
            if let Err(failure) = self.blocks.enter(step) {
                return Report {
                    failure: Some(failure),
                    ..Report::default()
                };
            }
        }
        let holdings = self.books.holdings();
        self.blocks.run(step, block, &holdings)
    }

    /// Runs the wanted blocks in document order until one ends badly. What they claim is told.
    pub(super) fn run_all(
        &mut self,
        step: &Step,
        wanted: impl Fn(&Task) -> bool,
    ) -> Result<Ended, EngineError> {
        for block in step.blocks.iter().filter(|block| wanted(&block.task)) {
            self.started(step, block)?;
            let failure = match &block.task {
                Task::Query(_) => Some(self.not_yet(block)),
                Task::Command(options) => self.blocks.command(step, block, options).err(),
                Task::Setup
                | Task::Solve
                | Task::Check(_)
                | Task::Hint
                | Task::Cleanup
                | Task::Text { .. } => self.fresh(step, block).failure,
            };
            self.finished(step, block, failure.as_ref().map(rendered))?;
            self.passing = failure.as_ref().and_then(passing);
            match self.ended(failure.as_ref())? {
                Ended::Well => {}
                ended @ (Ended::Badly(_) | Ended::Interrupted) => return Ok(ended),
            }
        }
        Ok(Ended::Well)
    }

    fn not_yet(&self, block: &Block) -> Failure {
        let message = "queries are not run by this version";
        Failure {
            diagnostic: Box::new(
                Diagnostic::error("not-run", &self.runbook.source, block.fence, message)
                    .label("this block")
                    .help("do it by hand, then check the step"),
            ),
            cause: Cause::Script,
        }
    }

    /// Shows a step's text, or the text before the first; as it is written, where it cannot be filled in.
    fn show(&mut self, step: Option<&Step>) -> Result<Ended, EngineError> {
        let prose = match self.blocks.prose(step) {
            Ok(prose) => prose,
            Err(failure) => {
                let text = format!("The text cannot be filled in.\n{}", rendered(&failure));
                self.say(step, Remark::Engine, text)?;
                let passage = step.map_or(&self.runbook.prose, |step| &step.prose);
                as_written(&passage.text(&self.runbook.source))
            }
        };
        self.tell(&Event::ProseShown {
            step: step.map(|step| step.id.clone()),
            prose,
        })?;
        self.ended(None)
    }

    fn hint(&mut self, step: &Step) -> Result<Outcome, EngineError> {
        let ended = self.run_all(step, |task| matches!(task, Task::Hint))?;
        if ended != Ended::Interrupted {
            for details in &step.hints {
                let prose = as_written(&details.body.text(&self.runbook.source));
                self.tell(&Event::ProseShown {
                    step: Some(step.id.clone()),
                    prose,
                })?;
            }
        }
        Ok(ended.outcome())
    }

    pub(super) fn started(&self, step: &Step, block: &Block) -> Result<(), EngineError> {
        let source = &self.runbook.source;
        let Some(role) = block.task.role() else {
            return Ok(());
        };
        self.tell(&Event::BlockStarted {
            step: Some(step.id.clone()),
            role,
            line: source.place(block.fence.start).line,
            code: block.code.text(source),
        })
    }

    pub(super) fn finished(
        &self,
        step: &Step,
        block: &Block,
        failure: Option<String>,
    ) -> Result<(), EngineError> {
        let Some(role) = block.task.role() else {
            return Ok(());
        };
        self.tell(&Event::BlockFinished {
            step: Some(step.id.clone()),
            role,
            failure,
        })
    }

    /// What a failure, and the latch, mean for going on. A refusal is taken off the latch: it fails its step, and the
    /// next one may be fine.
    pub(super) fn ended(&self, failure: Option<&Failure>) -> Result<Ended, EngineError> {
        let stop = self.latch.get();
        match stop {
            Some(Stop::Interrupted) => return Ok(Ended::Interrupted),
            Some(Stop::Broken(reason)) => return Err(EngineError::Broken(reason)),
            Some(stop @ (Stop::Refused(_) | Stop::Limit(_))) => {
                if self.latch.clear() == Some(Stop::Interrupted) {
                    return Ok(Ended::Interrupted);
                }
                return Ok(Trouble::of_stop(&stop).map_or(Ended::Well, Ended::Badly));
            }
            None => {}
        }
        Ok(match failure {
            None => Ended::Well,
            Some(failure) => Trouble::of(&failure.cause).map_or(Ended::Interrupted, Ended::Badly),
        })
    }

    pub(super) fn say(&self, step: Option<&Step>, remark: Remark, text: String) -> Result<(), EngineError> {
        self.tell(&Event::Said {
            step: step.map(|step| step.id.clone()),
            remark,
            text,
        })
    }

    pub(super) fn tell(&self, event: &Event) -> Result<(), EngineError> {
        self.summary.borrow_mut().add(event);
        Ok(self.sink.emit(event)?)
    }
}

/// What AWS, or the way to it, did not do and may do soon.
fn passing(failure: &Failure) -> Option<String> {
    match &failure.cause {
        Cause::Cloud(error) if error.may_pass() => Some(format!(
            "{}:{} failed with {}",
            error.service, error.operation, error.code
        )),
        _ => None,
    }
}

pub(super) fn rendered(failure: &Failure) -> String {
    Face::Full.render(std::slice::from_ref(&*failure.diagnostic), false)
}

/// Markdown without values; the characters that would announce one are taken out.
pub(super) fn as_written(markdown: &str) -> Prose {
    Prose {
        markdown: markdown.replace(['\u{e000}', '\u{e001}'], ""),
        values: Vec::new(),
    }
}
