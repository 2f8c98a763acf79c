//! Which AWS operations a runbook names, without running it.

use super::host::{COMMAND_OPERATIONS, constants};
use super::interpolation::Part;
use super::place::Unit;
use super::program::{self, Compiled, LabModule, Program};
use super::stage::Stage;
use super::walk::{self, Found, Mention};
use super::{Doors, Facts, Library, aws, dynamic};
use crate::api::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Runbook, Task};
use crate::event::{Class, Role};
use crate::port::{FakeClock, FakeCloud, FakePrompter, Latch, Memory, Secrets};
use crate::source::{Source, Span};
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::Arc;

/// What compiling a runbook tells about it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Its Rhai blocks and its texts with expressions, in document order.
    pub blocks: Vec<BlockSurvey>,
    /// Everything that does not compile; unknown services, operations and modules among it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Survey {
    /// The blocks of one step; `None` for the document setup.
    pub fn of<'a>(&'a self, step: Option<&'a str>) -> impl Iterator<Item = &'a BlockSurvey> {
        self.blocks
            .iter()
            .filter(move |block| block.step.as_deref() == step)
    }
}

/// What one block names.
#[derive(Clone, Debug)]
pub struct BlockSurvey {
    /// The id of its step; none for the document setup.
    pub step: Option<String>,
    /// What the block is for; none for a text and for prose.
    pub role: Option<Role>,
    /// The block's fence; of prose, its first piece.
    pub fence: Span,
    /// The operations it names, also through functions of `lab::` modules; each place once.
    pub calls: Vec<Called>,
    /// Names that its top level defines by `let` and `const`, each with its place.
    pub names: Vec<(String, Span)>,
    /// Kinds that `claim`, `owned` and `remember` name as literals here or in the `lab::` functions it calls.
    pub kinds: Vec<String>,
    /// The variables it reads and the questions whose answers it asks for, each once; its own among them.
    pub reads: Vec<String>,
    /// The modules whose functions it calls, also through other modules.
    pub modules: Vec<String>,
}

/// One mention of an operation.
#[derive(Clone, Debug)]
pub struct Called {
    /// boto3's service name.
    pub service: String,
    /// The function as written: `describe_vpcs`, `wait_until_vpc_available`.
    pub method: String,
    /// AWS's name, `DescribeVpcs`; of a waiter, the operation that it asks.
    pub operation: String,
    /// AWS's name of the waiter, `VpcAvailable`, where it is one.
    pub waiter: Option<String>,
    /// What it does to the account.
    pub class: Class,
    /// Where the document says so: the call itself, or the call of the `lab::` function that leads to it.
    pub span: Span,
    /// Where the module says so, when the call stands in one.
    pub module: Option<(Source, Span)>,
    /// The top-level parameters where they are a literal map; none for a variable or an expression.
    pub parameters: Option<Vec<Parameter>>,
}

/// One key of a literal map of parameters.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The key.
    pub name: String,
    /// Where it is written: in the module's text for a call in a module, else in the document.
    pub span: Span,
    /// Its value, where that is a literal too.
    pub literal: Option<Value>,
}

/// Compiles every block of the runbook and every module that it names, and tells what they name. Needs no cloud.
#[must_use]
pub fn survey(runbook: &Runbook, library: &Library) -> Survey {
    let stage = Arc::new(Stage::new(nowhere()));
    let facts = Facts {
        id: String::new(),
        account: String::new(),
        region: String::new(),
        target: String::new(),
    };
    let inputs = constants(runbook, facts, &IndexMap::new());
    let mut program = program::compile(runbook, library, &stage, &inputs);
    let diagnostics = std::mem::take(&mut program.diagnostics);
    let surveyor = Surveyor {
        program: &program,
        catalogue: library.catalogue,
    };
    let mut blocks = Vec::new();
    blocks.extend(
        runbook
            .front
            .inputs
            .iter()
            .filter_map(|input| surveyor.choices(&input.name, input.computed?)),
    );
    blocks.extend(
        runbook
            .setup
            .iter()
            .filter_map(|block| surveyor.block(None, block)),
    );
    blocks.extend(surveyor.prose(None));
    for step in &runbook.steps {
        let of = |block| surveyor.block(Some(&step.id), block);
        blocks.extend(step.blocks.iter().filter_map(of));
        blocks.extend(surveyor.prose(Some(&step.id)));
    }
    Survey { blocks, diagnostics }
}

/// Doors that lead nowhere: nothing is run.
pub(crate) fn nowhere() -> Doors {
    Doors {
        cloud: Arc::new(FakeCloud::default()),
        prompter: Arc::new(FakePrompter::default()),
        clock: Arc::new(FakeClock::at(jiff::Timestamp::UNIX_EPOCH)),
        sink: Arc::new(Memory::default()),
        latch: Latch::default(),
        secrets: Secrets::default(),
    }
}

struct Surveyor<'a> {
    program: &'a Program,
    catalogue: &'static Catalogue,
}

impl Surveyor<'_> {
    fn block(&self, step: Option<&str>, block: &Block) -> Option<BlockSurvey> {
        let mut survey = BlockSurvey {
            step: step.map(str::to_owned),
            role: block.task.role(),
            fence: block.fence,
            calls: Vec::new(),
            names: Vec::new(),
            kinds: Vec::new(),
            reads: Vec::new(),
            modules: Vec::new(),
        };
        match self.program.blocks.get(&block.fence.start)? {
            Compiled::Script { key, found, .. } => {
                let unit = self.program.units.get(key)?;
                let top = found.defined.iter().filter(|defined| defined.top);
                survey.names = top
                    .map(|defined| (defined.name.clone(), unit.span(defined.position)))
                    .collect();
                self.follow(found, &unit, &mut survey);
                Some(survey)
            }
            Compiled::Text(template) => {
                self.parts(&template.parts, &mut survey);
                if matches!(block.task, Task::Command(_)) {
                    survey.calls.extend(self.commanding(block));
                }
                Some(survey)
            }
        }
    }

    /// The choices of an input: they are computed before the document setup, and may do what it may.
    fn choices(&self, input: &str, fence: Span) -> Option<BlockSurvey> {
        let part = self.program.choices.get(input)?;
        let mut survey = BlockSurvey {
            step: None,
            role: Some(Role::Setup),
            fence,
            calls: Vec::new(),
            names: Vec::new(),
            kinds: Vec::new(),
            reads: Vec::new(),
            modules: Vec::new(),
        };
        self.parts(std::slice::from_ref(part), &mut survey);
        Some(survey)
    }

    /// What an instance command asks of Systems Manager.
    fn commanding(&self, block: &Block) -> impl Iterator<Item = Called> {
        COMMAND_OPERATIONS.into_iter().filter_map(|operation| {
            let (service, operation) = self.catalogue.known("ssm", operation)?;
            Some(Called {
                service: service.name.clone(),
                method: operation.name.clone(),
                operation: operation.name.clone(),
                waiter: None,
                class: operation.class,
                span: block.info,
                module: None,
                parameters: None,
            })
        })
    }

    fn prose(&self, step: Option<&str>) -> Option<BlockSurvey> {
        let template = self.program.prose.get(&step.map(str::to_owned))?;
        let keys = template.parts.iter().filter_map(|part| match part {
            Part::Expression { key, .. } => self.program.units.get(key),
            Part::Text(_) => None,
        });
        let mut survey = BlockSurvey {
            step: step.map(str::to_owned),
            role: None,
            fence: keys.map(|unit| unit.whole).next()?,
            calls: Vec::new(),
            names: Vec::new(),
            kinds: Vec::new(),
            reads: Vec::new(),
            modules: Vec::new(),
        };
        self.parts(&template.parts, &mut survey);
        Some(survey)
    }

    fn parts(&self, parts: &[Part], survey: &mut BlockSurvey) {
        for part in parts {
            if let Part::Expression { key, ast } = part
                && let Some(unit) = self.program.units.get(key)
            {
                self.follow(&walk::walk(ast), &unit, survey);
            }
        }
    }

    /// Every call of a text of the document, and what its `lab::` calls lead to.
    fn follow(&self, found: &Found, unit: &Unit, survey: &mut BlockSurvey) {
        survey.reads.extend(found.reads.iter().cloned());
        for mention in &found.mentions {
            let span = unit.span(mention.position);
            note_kind(mention, survey);
            note_question(mention, survey);
            match &mention.path[..] {
                [service] => {
                    let calls = self.called(service, mention, span, unit, false);
                    survey.calls.extend(calls);
                }
                [] => survey.calls.extend(self.assumed(mention, span, unit, false)),
                [lab, module] if lab == "lab" => {
                    self.descend(
                        module,
                        &mention.name,
                        Some(mention.arguments),
                        span,
                        &mut Vec::new(),
                        survey,
                    );
                }
                _ => {}
            }
        }
    }

    fn descend(
        &self,
        module: &str,
        function: &str,
        arguments: Option<usize>,
        span: Span,
        seen: &mut Vec<(String, String)>,
        survey: &mut BlockSurvey,
    ) {
        let here = (module.to_owned(), function.to_owned());
        let Some(lab) = self.program.modules.get(module).filter(|_| !seen.contains(&here)) else {
            return;
        };
        seen.push(here);
        if !survey.modules.iter().any(|known| known == module) {
            survey.modules.push(module.to_owned());
        }
        let matching = lab
            .functions
            .iter()
            .filter(|(name, count, _)| name == function && arguments.is_none_or(|given| given == *count));
        for (_, _, found) in matching {
            let unit = module_unit(lab);
            for mention in &found.mentions {
                note_kind(mention, survey);
                match &mention.path[..] {
                    [service] => {
                        let new = self.called(service, mention, span, &unit, true);
                        let new = new.filter(|call| !survey.calls.iter().any(|known| same(known, call)));
                        survey.calls.extend(new);
                    }
                    [lab, other] if lab == "lab" => {
                        self.descend(other, &mention.name, Some(mention.arguments), span, seen, survey);
                    }
                    [] => {
                        survey.calls.extend(self.assumed(mention, span, &unit, true));
                        self.descend(module, &mention.name, Some(mention.arguments), span, seen, survey);
                    }
                    _ => {}
                }
            }
            for closure in &found.closures {
                self.descend(module, closure, None, span, seen, survey);
            }
        }
    }

    /// `assume` is a call too.
    fn assumed(&self, mention: &Mention, span: Span, unit: &Unit, within: bool) -> Option<Called> {
        if mention.name != "assume" {
            return None;
        }
        let (service, operation) = self.catalogue.find("sts", "AssumeRole").ok()?;
        Some(Called {
            service: service.name.clone(),
            method: mention.name.clone(),
            operation: operation.name.clone(),
            waiter: None,
            class: operation.class,
            span,
            module: within.then(|| (unit.source.clone(), unit.span(mention.position))),
            parameters: None,
        })
    }

    fn called(
        &self,
        module: &str,
        mention: &Mention,
        span: Span,
        unit: &Unit,
        within: bool,
    ) -> Option<Called> {
        let service = aws::service(self.catalogue, module).ok()?;
        let (operation, waiter) = aws::operation(service, &mention.name)?;
        let parameters = match (&mention.keys, mention.arguments) {
            (Some(keys), _) => Some(
                keys.iter()
                    .map(|(name, position, literal)| Parameter {
                        name: name.clone(),
                        span: unit.span(*position),
                        literal: literal.as_ref().and_then(|value| dynamic::to_value(value).ok()),
                    })
                    .collect(),
            ),
            (None, 0) => Some(Vec::new()),
            (None, _) => None,
        };
        Some(Called {
            service: service.name.clone(),
            method: mention.name.clone(),
            operation: operation.name.clone(),
            waiter: waiter.map(|waiter| waiter.name.clone()),
            class: operation.class,
            span,
            module: within.then(|| (unit.source.clone(), unit.span(mention.position))),
            parameters,
        })
    }
}

fn module_unit(lab: &LabModule) -> Unit {
    Unit {
        source: lab.source.clone(),
        lines: 0,
        whole: Span::default(),
        module: None,
    }
}

fn same(one: &Called, other: &Called) -> bool {
    let place = |call: &Called| {
        call.module
            .as_ref()
            .map(|(source, span)| (source.name().to_owned(), *span))
    };
    one.span == other.span && place(one) == place(other)
}

/// A question of a script is known by its name.
fn note_question(mention: &Mention, survey: &mut BlockSurvey) {
    let asking = ["ask", "choose", "confirm", "secret"];
    if mention.path.is_empty()
        && asking.contains(&mention.name.as_str())
        && let Some(name) = &mention.literal
    {
        survey.reads.push(name.clone());
    }
}

fn note_kind(mention: &Mention, survey: &mut BlockSurvey) {
    let owning = ["claim", "owned", "remember", "remembered"];
    if mention.path.is_empty()
        && owning.contains(&mention.name.as_str())
        && let Some(kind) = &mention.literal
        && !survey.kinds.contains(kind)
    {
        survey.kinds.push(kind.clone());
    }
}
