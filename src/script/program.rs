//! A runbook compiled: every block, text and passage, and the modules that they name.
//!
//! Names are known before anything runs: a document setup's by all steps, a step's setup's by that step's blocks. So a
//! name that is not there is found here, with its place.

use super::engine;
use super::interpolation::{Part, Segment, Template, segments};
use super::place::{Unit, Units};
use super::quote::Tongue;
use super::stage::Stage;
use super::translate;
use super::walk::{self, Defined, Found};
use super::{Library, aws, mention};
use crate::api::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Passage, Runbook, Task};
use crate::source::{Source, Span};
use indexmap::IndexMap;
use regex::Regex;
use rhai::{AST, Dynamic, Engine, Scope};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

/// A runbook, ready to run.
pub(crate) struct Program {
    pub(crate) engine: Engine,
    pub(crate) units: Arc<Units>,
    /// By the start of its fence.
    pub(crate) blocks: HashMap<usize, Compiled>,
    /// By the id of its step; none for the text before the first.
    pub(crate) prose: HashMap<Option<String>, Template>,
    /// The choices of inputs that are computed, by the input.
    pub(crate) choices: IndexMap<String, Part>,
    pub(crate) modules: IndexMap<String, LabModule>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    catalogue: &'static Catalogue,
    /// The names of the further accounts.
    accounts: Vec<String>,
}

/// A block.
pub(crate) enum Compiled {
    /// A Rhai block.
    Script {
        /// The key of its unit.
        key: String,
        /// What it compiled to.
        ast: AST,
        /// What it names.
        found: Found,
    },
    /// A text, a query or a command.
    Text(Template),
}

/// A module of `scripts/`.
pub(crate) struct LabModule {
    pub(crate) source: Source,
    /// Name, number of parameters, and what it names.
    pub(crate) functions: Vec<(String, usize, Found)>,
}

/// A name and whether it may be defined again.
#[derive(Clone)]
struct Name {
    name: String,
    constant: bool,
}

/// Compiles; what does not compile is among the diagnostics.
pub(crate) fn compile(
    runbook: &Runbook,
    library: &Library,
    stage: &Arc<Stage>,
    inputs: &IndexMap<String, Dynamic>,
) -> Program {
    let units = Arc::new(Units::default());
    let mut compiler = Compiler {
        engine: engine::build(stage, &units),
        source: runbook.source.clone(),
        known: library.modules.keys().cloned().collect(),
        accounts: runbook
            .front
            .accounts
            .iter()
            .map(|need| need.name.clone())
            .collect(),
        catalogue: library.catalogue,
        program: Program {
            engine: Engine::new_raw(),
            units,
            blocks: HashMap::new(),
            prose: HashMap::new(),
            choices: IndexMap::new(),
            modules: IndexMap::new(),
            diagnostics: Vec::new(),
            catalogue: library.catalogue,
            accounts: Vec::new(),
        },
    };
    let mut global = rhai::Module::new();
    for (name, value) in inputs {
        global.set_var(name.as_str(), value.clone());
    }
    compiler.engine.register_global_module(global.into());
    compiler.gather(runbook, library, stage);
    let mut names: Vec<Name> = inputs.keys().map(|name| Name::constant(name)).collect();
    compiler.steps(runbook, &mut names);
    let mut program = compiler.program;
    program.engine = compiler.engine;
    program.accounts = compiler.accounts;
    program
}

impl Program {
    /// Compiles an expression that a person typed, with the services that it names.
    ///
    /// # Errors
    /// What does not compile, at its place in the text.
    pub(crate) fn typed(
        &mut self,
        key: &str,
        text: &str,
        names: &[String],
        stage: &Arc<Stage>,
    ) -> Result<AST, Diagnostic> {
        let source = Source::new("expression", text);
        let unit = Unit::whole(&source, None);
        for (service, _) in qualified(text) {
            if let Ok(service) = aws::service(self.catalogue, service) {
                let module = aws::module(stage, service);
                self.engine
                    .register_static_module(aws::module_name(&service.name), module.into());
            }
        }
        let known: Vec<Name> = names.iter().map(|name| Name::constant(name)).collect();
        let mut ast = self
            .engine
            .compile_expression_with_scope(&scope(&known), text)
            .map_err(|error| translate::syntax(&error, &unit, names, self.catalogue))?;
        ast.set_source(key);
        let found = walk::walk(&ast);
        let modules: Vec<String> = self.modules.keys().cloned().collect();
        let wrong = mention::Names {
            modules: &self.modules,
            known: &modules,
            own: &[],
            accounts: &self.accounts,
            catalogue: self.catalogue,
        };
        let first = found.mentions.iter().find_map(|mention| {
            mention::wrong(mention, &wrong).map(|words| words.at(&unit, mention.position))
        });
        self.units
            .add(key, unit, found.closures.iter().map(String::as_str));
        first.map_or(Ok(ast), Err)
    }
}

impl Name {
    fn constant(name: &str) -> Name {
        Name {
            name: name.to_owned(),
            constant: true,
        }
    }
}

struct Compiler {
    engine: Engine,
    source: Source,
    /// The names of all modules.
    known: Vec<String>,
    /// The names of the further accounts.
    accounts: Vec<String>,
    catalogue: &'static Catalogue,
    program: Program,
}

static MODULES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b([A-Za-z_][A-Za-z0-9_]*)\s*::\s*([A-Za-z_][A-Za-z0-9_]*)").ok());

/// The qualified names of a text, comments and all: more than are called, never fewer.
fn qualified(text: &str) -> impl Iterator<Item = (&str, &str)> {
    MODULES
        .iter()
        .flat_map(|regex| regex.captures_iter(text))
        .filter_map(|captures| Some((captures.get(1)?.as_str(), captures.get(2)?.as_str())))
}

/// The services and the modules that a text names, and those that these name: more than are called, never fewer.
pub(super) fn named<'a>(text: &'a str, library: &'a Library) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut services: Vec<&str> = Vec::new();
    let mut wanted: Vec<&str> = Vec::new();
    let mut texts = vec![text];
    while let Some(text) = texts.pop() {
        for (path, name) in qualified(text) {
            if path != "lab" && !services.contains(&path) {
                services.push(path);
            } else if path == "lab" && !wanted.contains(&name) {
                wanted.push(name);
                texts.extend(library.modules.get(name).map(Source::text));
            }
        }
    }
    (services, wanted)
}

impl Compiler {
    /// Registers the services and compiles the modules that the document names, and those that these name.
    fn gather(&mut self, runbook: &Runbook, library: &Library, stage: &Arc<Stage>) {
        let (services, wanted) = named(runbook.source.text(), library);
        for name in services {
            if let Ok(service) = aws::service(library.catalogue, name) {
                let module = aws::module(stage, service);
                self.engine.register_static_module(name, module.into());
            }
        }
        for name in wanted {
            if let Some(source) = library.modules.get(name) {
                self.module(name, source);
            }
        }
        let mut wrong = Vec::new();
        for module in self.program.modules.values() {
            let unit = Unit::whole(&module.source, None);
            let own: Vec<String> = module.functions.iter().map(|(name, ..)| name.clone()).collect();
            for (_, _, found) in &module.functions {
                wrong.extend(self.wrong(found, &unit, &own));
            }
        }
        self.program.diagnostics.extend(wrong);
    }

    fn module(&mut self, name: &str, source: &Source) {
        let unit = Unit::whole(source, Some(name.to_owned()));
        let mut scope = Scope::new();
        scope.push_constant("run", ());
        let compiled = self.engine.compile_with_scope(&scope, source.text());
        let mut ast = match compiled {
            Ok(ast) => ast,
            Err(error) => {
                self.program
                    .diagnostics
                    .push(translate::syntax(&error, &unit, &[], self.catalogue));
                self.program
                    .modules
                    .insert(name.to_owned(), LabModule::empty(source));
                return;
            }
        };
        let key = format!("lab::{name}");
        ast.set_source(key.as_str());
        let closures = walk::walk(&ast).closures;
        self.program
            .units
            .add(&key, unit.clone(), closures.iter().map(String::as_str));
        match rhai::Module::eval_ast_as_new(Scope::new(), &ast, &self.engine) {
            Ok(module) => {
                self.engine.register_static_module(&key, module.into());
            }
            Err(error) => {
                let words = translate::words(error.unwrap_inner());
                self.program.diagnostics.push(words.at(&unit, error.position()));
            }
        }
        let functions = walk::functions(&ast);
        self.program.modules.insert(
            name.to_owned(),
            LabModule {
                source: source.clone(),
                functions,
            },
        );
    }

    fn steps(&mut self, runbook: &Runbook, names: &mut Vec<Name>) {
        self.choices(runbook);
        self.blocks(&runbook.setup, names);
        self.passage(None, &runbook.prose, names);
        for step in &runbook.steps {
            let mut names = names.clone();
            self.blocks(&step.blocks, &mut names);
            self.passage(Some(&step.id), &step.prose, &names);
        }
    }

    /// The choices of each input see `run` and the inputs before it.
    fn choices(&mut self, runbook: &Runbook) {
        let mut names = vec![Name::constant("run")];
        for input in &runbook.front.inputs {
            if let Some(part) = input.computed.and_then(|span| self.expression(span, &names)) {
                self.program.choices.insert(input.name.clone(), part);
            }
            names.push(Name::constant(&input.name));
        }
    }

    /// Setups and texts in document order, then the rest, which sees all their names and those of `into=`.
    fn blocks(&mut self, blocks: &[Block], names: &mut Vec<Name>) {
        let (first, then): (Vec<&Block>, Vec<&Block>) = blocks
            .iter()
            .partition(|block| matches!(block.task, Task::Setup | Task::Text { .. }));
        for block in first {
            match &block.task {
                Task::Text { name } => {
                    self.text(block, names, Tongue::Plain);
                    names.push(Name::constant(name));
                }
                _ => {
                    let found = self.script(block, names);
                    names.extend(found.into_iter().filter(|d| d.top).map(|d| Name {
                        name: d.name,
                        constant: d.constant,
                    }));
                }
            }
        }
        let into = |block: &&Block| match &block.task {
            Task::Query(options) => options.into.clone(),
            Task::Command(options) => options.into.clone(),
            _ => None,
        };
        names.extend(then.iter().filter_map(into).map(|name| Name {
            name,
            constant: false,
        }));
        for block in then {
            match block.task {
                Task::Query(_) | Task::Command(_) => self.text(block, names, Tongue::of(&block.language)),
                _ => {
                    self.script(block, names);
                }
            }
        }
    }

    fn script(&mut self, block: &Block, names: &[Name]) -> Vec<Defined> {
        let source = self.source.clone();
        let tangled = block.code.tangled(&source);
        let text = tangled.trim_start_matches('\n');
        let unit = Unit {
            source: source.clone(),
            lines: tangled.len() - text.len(),
            whole: block.fence,
            module: None,
        };
        let mut ast = match self.engine.compile_with_scope(&scope(names), text) {
            Ok(ast) => ast,
            Err(error) => {
                let known: Vec<String> = names.iter().map(|name| name.name.clone()).collect();
                self.program
                    .diagnostics
                    .push(translate::syntax(&error, &unit, &known, self.catalogue));
                return Vec::new();
            }
        };
        let key = format!("{}#{}", source.name(), block.fence.start);
        ast.set_source(key.as_str());
        let found = walk::walk(&ast);
        let closures = found.closures.iter().map(String::as_str);
        self.program.units.add(&key, unit.clone(), closures);
        self.program
            .diagnostics
            .extend(redefined(&found.defined, names, &unit));
        let own: Vec<String> = ast
            .iter_functions()
            .map(|function| function.name.to_owned())
            .collect();
        let wrong = self.wrong(&found, &unit, &own);
        self.program.diagnostics.extend(wrong);
        let defined = found.defined.clone();
        self.program
            .blocks
            .insert(block.fence.start, Compiled::Script { key, ast, found });
        defined
    }

    /// Operations and functions of modules that there are not.
    fn wrong(&self, found: &Found, unit: &Unit, own: &[String]) -> Vec<Diagnostic> {
        let names = mention::Names {
            modules: &self.program.modules,
            known: &self.known,
            own,
            accounts: &self.accounts,
            catalogue: self.catalogue,
        };
        let wrong = |mention| mention::wrong(mention, &names);
        found
            .mentions
            .iter()
            .filter_map(|mention| wrong(mention).map(|words| words.at(unit, mention.position)))
            .collect()
    }

    fn text(&mut self, block: &Block, names: &[Name], tongue: Tongue) {
        let template = if block.raw {
            Template {
                parts: vec![Part::Text(block.code.text(&self.source))],
                tongue: Some(tongue),
            }
        } else {
            self.template(&block.code.segments, names, tongue)
        };
        self.program
            .blocks
            .insert(block.fence.start, Compiled::Text(template));
    }

    fn passage(&mut self, step: Option<&str>, passage: &Passage, names: &[Name]) {
        let mut template = Template {
            parts: Vec::new(),
            tongue: Some(Tongue::Prose),
        };
        for piece in &passage.pieces {
            if piece.literal {
                let text = self.source.slice(piece.span).to_owned();
                template.parts.push(Part::Text(text));
            } else {
                template
                    .parts
                    .extend(self.template(&[piece.span], names, Tongue::Prose).parts);
            }
        }
        self.program.prose.insert(step.map(str::to_owned), template);
    }

    fn template(&mut self, spans: &[Span], names: &[Name], tongue: Tongue) -> Template {
        let mut parts = Vec::new();
        for segment in segments(&self.engine, &self.source, spans) {
            match segment {
                Segment::Text(text) => parts.push(Part::Text(text)),
                Segment::Expression(span) => parts.extend(self.expression(span, names)),
                Segment::Unclosed(span) => self.program.diagnostics.push(
                    Diagnostic::error("unclosed-expression", &self.source, span, "`{{` is not closed")
                        .label("opens here")
                        .help(r"close it with `}}` in the same paragraph, or write `\{{` for plain braces"),
                ),
            }
        }
        Template {
            parts,
            tongue: Some(tongue),
        }
    }

    fn expression(&mut self, span: Span, names: &[Name]) -> Option<Part> {
        let place = self.source.place(span.start);
        let unit = Unit {
            source: self.source.clone(),
            lines: place.line - 1,
            whole: span,
            module: None,
        };
        let text = self.source.slice(span);
        if text.trim().is_empty() {
            self.program.diagnostics.push(
                Diagnostic::error(
                    "empty-expression",
                    &self.source,
                    span,
                    "there is nothing between `{{` and `}}`",
                )
                .help(r"write an expression, or `\{{` for plain braces"),
            );
            return None;
        }
        let text = format!("{}{text}", " ".repeat(place.column - 1));
        match self.engine.compile_expression_with_scope(&scope(names), text) {
            Ok(mut ast) => {
                let key = format!("{}#{}", self.source.name(), span.start);
                ast.set_source(key.as_str());
                let found = walk::walk(&ast);
                let closures = found.closures.iter().map(String::as_str);
                self.program.units.add(&key, unit.clone(), closures);
                let wrong = self.wrong(&found, &unit, &[]);
                self.program.diagnostics.extend(wrong);
                Some(Part::Expression { key, ast })
            }
            Err(error) => {
                let known: Vec<String> = names.iter().map(|name| name.name.clone()).collect();
                self.program
                    .diagnostics
                    .push(translate::syntax(&error, &unit, &known, self.catalogue));
                None
            }
        }
    }
}

impl LabModule {
    fn empty(source: &Source) -> LabModule {
        LabModule {
            source: source.clone(),
            functions: Vec::new(),
        }
    }
}

impl Unit {
    fn whole(source: &Source, module: Option<String>) -> Unit {
        Unit {
            source: source.clone(),
            lines: 0,
            whole: Span::new(0, 0),
            module,
        }
    }
}

/// A scope that only tells the compiler which names there are.
fn scope(names: &[Name]) -> Scope<'static> {
    let mut scope = Scope::new();
    for name in names {
        scope.push_constant(name.name.as_str(), ());
    }
    scope
}

/// Constants that are defined again: Rhai would let them be, and the block would read another value than the page says.
fn redefined<'a>(
    defined: &'a [Defined],
    names: &'a [Name],
    unit: &'a Unit,
) -> impl Iterator<Item = Diagnostic> + 'a {
    defined.iter().enumerate().filter_map(move |(index, definition)| {
        let before = names.iter().rev().find(|name| name.name == definition.name);
        let here = defined[..index]
            .iter()
            .any(|other| other.constant && other.top && definition.top && other.name == definition.name);
        (here || before.is_some_and(|name| name.constant)).then(|| {
            Diagnostic::error(
                "constant-redefined",
                &unit.source,
                unit.span(definition.position),
                format!("`{}` is a constant already", definition.name),
            )
            .label("defined again here")
            .help("take another name: inputs, `run`, `as=` texts and constants keep their value")
        })
    })
}
