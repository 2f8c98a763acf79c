//! One runbook's scripts, ready to run.

mod command;

use super::bounds::SAID;
use super::interpolation::{Part, Template};
use super::program::{self, Compiled, Program};
use super::quote::Tongue;
use super::stage::Stage;
use super::{Cause, Failure, Holdings, Library, Report, dynamic, translate};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Runbook, Step, Task};
use crate::event::{Prose, Role};
use crate::port::{Clock, Cloud, Latch, Prompter, Secrets, Sink};
use crate::value::Value;
use indexmap::IndexMap;
use rhai::{AST, Dynamic, Scope};
use std::sync::Arc;

pub(crate) use command::OPERATIONS as COMMAND_OPERATIONS;

/// The doors that scripts reach the world through.
#[derive(Clone)]
pub struct Doors {
    /// AWS.
    pub cloud: Arc<dyn Cloud>,
    /// The person, or their answers.
    pub prompter: Arc<dyn Prompter>,
    /// The target's time.
    pub clock: Arc<dyn Clock>,
    /// Who hears of what happens.
    pub sink: Arc<dyn Sink>,
    /// The stop.
    pub latch: Latch,
    /// What must be masked.
    pub secrets: Secrets,
}

/// What scripts read as `run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The run's id.
    pub id: String,
    /// The account's id.
    pub account: String,
    /// The region.
    pub region: String,
    /// `practice` or `live`.
    pub target: String,
}

/// The engine of one run. It tells the sink what scripts say, show and are answered (`Said`, `SecretShown`,
/// `Answered`); that a block began and ended, and what its checks and claims were, is for its owner to tell.
///
/// A step stands alone: each block runs on a copy of the scope that the setups made, and the copy dies with it.
pub struct Host {
    program: Program,
    stage: Arc<Stage>,
    runbook: Arc<Runbook>,
    /// Inputs, `run`, and what the document setup made.
    document: Scope<'static>,
    /// That, and what the setup of the entered step made.
    step: Scope<'static>,
    entered: Option<String>,
}

impl Host {
    /// Compiles every block of the runbook and every module that it names.
    ///
    /// # Errors
    /// Everything that does not compile.
    pub fn new(
        runbook: Arc<Runbook>,
        library: &Library,
        doors: Doors,
        facts: Facts,
        inputs: IndexMap<String, Value>,
    ) -> Result<Host, Vec<Diagnostic>> {
        let constants = constants(&runbook, facts, &inputs);
        let stage = Arc::new(Stage::new(doors));
        stage.answers().extend(inputs);
        let mut program = program::compile(&runbook, library, &stage, &constants);
        let diagnostics = std::mem::take(&mut program.diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        let mut document = Scope::new();
        for (name, value) in constants {
            document.push_constant_dynamic(name, value);
        }
        Ok(Host {
            program,
            stage,
            runbook,
            step: document.clone(),
            document,
            entered: None,
        })
    }

    /// Runs the document setup; its names are seen by all steps.
    ///
    /// # Errors
    /// Why it ended early.
    pub fn open(&mut self) -> Result<(), Failure> {
        let runbook = Arc::clone(&self.runbook);
        self.stage.measure();
        let mut scope = std::mem::take(&mut self.document);
        let result = self.prepare(None, &runbook.setup, &mut scope);
        self.document = scope;
        self.step = self.document.clone();
        self.entered = None;
        result
    }

    /// Enters a step: forgets the last one's names and runs this one's setup blocks. The results of its queries and
    /// commands are `()` until [`Host::put`].
    ///
    /// # Errors
    /// Why a setup ended early.
    pub fn enter(&mut self, step: &Step) -> Result<(), Failure> {
        self.stage.measure();
        let mut scope = self.document.clone();
        for block in &step.blocks {
            let into = match &block.task {
                Task::Query(options) => &options.into,
                Task::Command(options) => &options.into,
                _ => &None,
            };
            if let Some(name) = into {
                scope.push_constant_dynamic(name.as_str(), Dynamic::UNIT);
            }
        }
        let result = self.prepare(Some(step), &step.blocks, &mut scope);
        self.step = scope;
        self.entered = Some(step.id.clone());
        result
    }

    /// Runs one solve, check, hint or cleanup block of the step that was entered. Memories of the step's setup are told
    /// with the first report after it.
    pub fn run(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        self.stage.measure();
        let mut scope = self.step.clone();
        let Some(Compiled::Script { key, ast, .. }) = self.program.blocks.get(&block.fence.start) else {
            return Report {
                failure: Some(self.foreign(block)),
                ..Report::default()
            };
        };
        let role = block.task.role();
        let failure = self
            .execute(Some(step), role, key, ast, &mut scope, holdings)
            .err();
        let mut report = std::mem::take(&mut self.stage.now().report);
        report.failure = failure;
        report
    }

    /// Enters a step, runs one of its blocks, and is back in the step that was entered before.
    pub fn aside(&mut self, step: &Step, block: &Block, holdings: &Holdings) -> Report {
        let before = (self.step.clone(), self.entered.clone());
        let report = match self.enter(step) {
            Ok(()) => self.run(step, block, holdings),
            Err(failure) => Report {
                failure: Some(failure),
                ..Report::default()
            },
        };
        (self.step, self.entered) = before;
        report
    }

    /// Evaluates an expression that a person wrote, on a copy of what the step's setup made in which everything is
    /// constant, and gives what it comes to in words: a text as it is, anything else as JSON in lines. It can only read.
    ///
    /// # Errors
    /// What does not compile, or why it ended early, at its place in the text.
    pub fn evaluate(&mut self, step: &Step, text: &str) -> Result<String, Failure> {
        self.stage.measure();
        let mut copy = frozen(&self.step);
        let names: Vec<String> = copy.iter_raw().map(|(name, ..)| name.to_owned()).collect();
        let key = "expression";
        let ast = self
            .program
            .typed(key, text, &names, &self.stage)
            .map_err(|diagnostic| Failure {
                diagnostic: Box::new(diagnostic),
                cause: Cause::Script,
            })?;
        let value = self.execute(Some(step), None, key, &ast, &mut copy, &Holdings::default())?;
        let words = if value.is_unit() {
            "nothing".to_owned()
        } else if value.is_string() {
            dynamic::text(&value)
        } else {
            match dynamic::to_value(&value) {
                Ok(value) => serde_json::to_string_pretty(&dynamic::plain_json(&value)).unwrap_or_default(),
                Err(_) => dynamic::brief(&value),
            }
        };
        Ok(self.stage.doors.secrets.mask(&dynamic::printable(&words)))
    }

    /// The text of a query, a command or an `as=` text with its `{{ }}` evaluated: in SQL each value a quoted literal, in
    /// shell and PowerShell a quoted word, elsewhere plain text.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    pub fn render(&mut self, step: &Step, block: &Block) -> Result<String, Failure> {
        match self.program.blocks.get(&block.fence.start) {
            Some(Compiled::Text(template)) => {
                let mut text = String::new();
                self.stage.measure();
                self.fill(Some(step), template, &self.step, |piece| match piece {
                    Piece::Text(plain) => text.push_str(plain),
                    Piece::Value(value) => text.push_str(&value),
                })?;
                Ok(text)
            }
            Some(Compiled::Script { .. }) | None => Err(self.foreign(block)),
        }
    }

    /// A name of the step's scope, for `target=`; none where it is not there or is no value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        dynamic::to_value(self.step.get(name)?).ok()
    }

    /// Gives the step's scope a constant until the step ends, for `into=`.
    pub fn put(&mut self, name: &str, value: &Value) {
        self.step.push_constant_dynamic(name, dynamic::from_value(value));
    }

    /// The step's text with its `{{ }}` evaluated; without a step, the text before the first.
    ///
    /// # Errors
    /// An expression that cannot be evaluated.
    pub fn prose(&mut self, step: Option<&Step>) -> Result<Prose, Failure> {
        let mut prose = Prose::default();
        let id = step.map(|step| step.id.clone());
        let scope = if id.is_some() { &self.step } else { &self.document };
        if let Some(template) = self.program.prose.get(&id) {
            self.stage.measure();
            self.fill(step, template, scope, |piece| match piece {
                Piece::Text(text) => prose.markdown.push_str(text),
                Piece::Value(value) => {
                    prose
                        .markdown
                        .push_str(&format!("\u{e000}{}\u{e001}", prose.values.len()));
                    prose.values.push(self.stage.doors.secrets.mask(&value));
                }
            })?;
            let long = prose.values.iter().map(String::len).sum::<usize>() > SAID;
            if let (true, Some(key)) = (long, template.first()) {
                let why = format!("the values in this text are longer than {} MB", SAID >> 20);
                return Err(self.unwritable(key, why));
            }
        }
        Ok(prose)
    }

    /// What an input may be chosen from, computed as its front matter says; it only reads. `known` are the inputs before
    /// it.
    ///
    /// # Errors
    /// Why it ended early, or that it is no list of texts.
    pub fn choices(&mut self, input: &str, known: &IndexMap<String, Value>) -> Result<Vec<String>, Failure> {
        let Some(Part::Expression { key, ast }) = self.program.choices.get(input) else {
            return Ok(Vec::new());
        };
        let mut scope = frozen(&self.document);
        for (name, value) in known {
            scope.push_constant_dynamic(name.as_str(), dynamic::from_value(value));
        }
        let value = self.execute(None, None, key, ast, &mut scope, &Holdings::default())?;
        let choices = match dynamic::to_value(&value) {
            Ok(Value::List(items)) => items.into_iter().map(choice).collect::<Option<Vec<String>>>(),
            Ok(_) | Err(_) => None,
        };
        match choices {
            Some(choices) if !choices.is_empty() => Ok(choices),
            Some(_) => Err(self.unwritable(
                key,
                format!("there is nothing to choose from for `{input}`: the list is empty"),
            )),
            None => Err(self.unwritable(key, format!("the choices for `{input}` are no list of texts"))),
        }
    }

    /// Another limit of operations.
    #[cfg(test)]
    pub(crate) fn limit(&self, operations: u64) {
        self.stage.limit(operations);
    }

    /// How many names the document's scope has.
    #[cfg(test)]
    pub(crate) fn scope_len(&self) -> usize {
        self.document.len()
    }

    /// Setups and texts in document order.
    fn prepare(
        &self,
        step: Option<&Step>,
        blocks: &[Block],
        scope: &mut Scope<'static>,
    ) -> Result<(), Failure> {
        for block in blocks {
            match (&block.task, self.program.blocks.get(&block.fence.start)) {
                (Task::Text { name }, Some(Compiled::Text(template))) => {
                    let mut text = String::new();
                    self.fill(step, template, scope, |piece| match piece {
                        Piece::Text(plain) => text.push_str(plain),
                        Piece::Value(value) => text.push_str(&value),
                    })?;
                    scope.push_constant_dynamic(name.as_str(), text.into());
                }
                (Task::Setup, Some(Compiled::Script { key, ast, .. })) => {
                    let holdings = Holdings::default();
                    self.execute(step, Some(Role::Setup), key, ast, scope, &holdings)
                        .map(drop)?;
                    *scope = scope.clone_visible();
                }
                (Task::Setup | Task::Text { .. }, _) => return Err(self.foreign(block)),
                _ => {}
            }
        }
        Ok(())
    }

    fn execute(
        &self,
        step: Option<&Step>,
        role: Option<Role>,
        key: &str,
        ast: &AST,
        scope: &mut Scope<'static>,
        holdings: &Holdings,
    ) -> Result<Dynamic, Failure> {
        let units = &self.program.units;
        let line = units
            .get(key)
            .map_or(0, |unit| unit.source.place(unit.whole.start).line);
        let names: Vec<String> = scope.iter_raw().map(|(name, ..)| name.to_owned()).collect();
        self.stage
            .begin(step.map(|step| step.id.as_str()), role, line, holdings);
        if let Some(failure) = translate::stopped(units, key, &self.stage, None) {
            return Err(failure);
        }
        match self.program.engine.eval_ast_with_scope::<Dynamic>(scope, ast) {
            Err(error) => Err(translate::failure(&error, units, key, &self.stage, &names)),
            Ok(value) => {
                self.stage.weigh();
                match translate::stopped(units, key, &self.stage, None) {
                    Some(failure) => Err(failure),
                    None => Ok(value),
                }
            }
        }
    }

    /// Evaluates a template on a copy of the scope in which everything is constant.
    fn fill(
        &self,
        step: Option<&Step>,
        template: &Template,
        scope: &Scope<'static>,
        mut take: impl FnMut(Piece<'_>),
    ) -> Result<(), Failure> {
        let mut copy = None;
        for part in &template.parts {
            match part {
                Part::Text(text) => take(Piece::Text(text)),
                Part::Expression { key, ast } => {
                    let copy = copy.get_or_insert_with(|| frozen(scope));
                    let value = self.execute(step, None, key, ast, copy, &Holdings::default())?;
                    copy.rewind(scope.len());
                    let tongue = template.tongue.unwrap_or(Tongue::Plain);
                    take(Piece::Value(
                        tongue.write(&value).map_err(|why| self.unwritable(key, why))?,
                    ));
                }
            }
        }
        Ok(())
    }

    fn unwritable(&self, key: &str, why: String) -> Failure {
        let whole = self.program.units.get(key);
        let (source, span) = whole.map_or_else(
            || (self.runbook.source.clone(), crate::source::Span::default()),
            |unit| (unit.source, unit.whole),
        );
        Failure {
            diagnostic: Box::new(Diagnostic::error("unwritable-value", &source, span, why)),
            cause: Cause::Script,
        }
    }

    /// A block of another runbook, or of the wrong kind: a mistake of the program, told rather than hidden.
    fn foreign(&self, block: &Block) -> Failure {
        let message = "this block is not one that can be run so";
        Failure {
            diagnostic: Box::new(Diagnostic::error(
                "foreign-block",
                &self.runbook.source,
                block.fence,
                message,
            )),
            cause: Cause::Script,
        }
    }
}

fn choice(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        Value::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

enum Piece<'a> {
    Text(&'a str),
    Value(String),
}

fn frozen(scope: &Scope<'static>) -> Scope<'static> {
    let mut copy = Scope::new();
    for (name, _, value) in scope.iter() {
        copy.push_constant_dynamic(name, value);
    }
    copy
}

/// The inputs and `run`. An input without a value is `()`.
pub(crate) fn constants(
    runbook: &Runbook,
    facts: Facts,
    inputs: &IndexMap<String, Value>,
) -> IndexMap<String, Dynamic> {
    let declared = runbook
        .front
        .inputs
        .iter()
        .map(|input| (&input.name, &Value::Null));
    let mut constants: IndexMap<String, Dynamic> = declared
        .chain(inputs)
        .map(|(name, value)| (name.clone(), dynamic::from_value(value)))
        .collect();
    let run: rhai::Map = [
        ("id", facts.id),
        ("account", facts.account),
        ("region", facts.region),
        ("target", facts.target),
    ]
    .into_iter()
    .map(|(name, value)| (name.into(), value.into()))
    .collect();
    constants.insert("run".to_owned(), Dynamic::from_map(run));
    constants
}
