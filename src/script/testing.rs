//! A host over doubles, from a runbook's text.

use super::survey::{nowhere, survey};
use super::{Doors, Facts, Failure, Holdings, Host, Library, Report, engine, stage};
use crate::diagnostic::{Diagnostic, Face};
use crate::document::{self, Runbook, Step};
use crate::event::{Event, Role};
use crate::port::{CloudError, FakeClock, FakeCloud, FakePrompter, Fault, Latch, Memory, Request, Secrets};
use crate::source::Source;
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::Arc;

/// The engine with every word.
pub(crate) fn engine() -> rhai::Engine {
    let doors = nowhere();
    engine::build(&Arc::new(stage::Stage::new(doors)), &Arc::default())
}

/// A runbook with its doubles.
pub(crate) struct Bench {
    pub(crate) runbook: Arc<Runbook>,
    pub(crate) cloud: Arc<FakeCloud>,
    pub(crate) prompter: Arc<FakePrompter>,
    pub(crate) sink: Arc<Memory>,
    pub(crate) latch: Latch,
    pub(crate) secrets: Secrets,
    pub(crate) library: Library,
    inputs: IndexMap<String, Value>,
}

impl Bench {
    /// A runbook of this text.
    pub(crate) fn new(text: &str) -> Bench {
        let (runbook, diagnostics) = document::parse(&Source::new("lab.md", text));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        Bench {
            runbook: Arc::new(runbook),
            cloud: Arc::default(),
            prompter: Arc::default(),
            sink: Arc::default(),
            latch: Latch::default(),
            secrets: Secrets::default(),
            library: Library::default(),
            inputs: IndexMap::new(),
        }
    }

    /// One step with one block of a role.
    pub(crate) fn block(role: &str, code: &str) -> Bench {
        Bench::new(&format!("# Lab\n\n## Step\n\n```rhai {role}\n{code}\n```\n"))
    }

    /// The same in a runbook that names the account `partner`.
    pub(crate) fn with_partner(role: &str, code: &str) -> Bench {
        Bench::new(&format!(
            "---\naccounts: [partner]\n---\n# Lab\n\n## Step\n\n```rhai {role}\n{code}\n```\n"
        ))
    }

    pub(crate) fn answering(mut self, answers: impl IntoIterator<Item = Result<Value, CloudError>>) -> Bench {
        self.cloud = Arc::new(FakeCloud::answering(answers));
        self
    }

    pub(crate) fn told(mut self, answers: impl IntoIterator<Item = Value>) -> Bench {
        self.prompter = Arc::new(FakePrompter::answering(answers));
        self
    }

    pub(crate) fn module(mut self, name: &str, text: &str) -> Bench {
        let source = Source::new(format!("scripts/{name}.rhai"), text);
        self.library.modules.insert(name.to_owned(), source);
        self
    }

    pub(crate) fn input(mut self, name: &str, value: impl Into<Value>) -> Bench {
        self.inputs.insert(name.to_owned(), value.into());
        self
    }

    pub(crate) fn doors(&self) -> Doors {
        Doors {
            cloud: self.cloud.clone(),
            prompter: self.prompter.clone(),
            clock: Arc::new(FakeClock::at("2026-11-24T05:00:00Z".parse().unwrap())),
            sink: self.sink.clone(),
            latch: self.latch.clone(),
            secrets: self.secrets.clone(),
        }
    }

    pub(crate) fn host(&self) -> Result<Host, Vec<Diagnostic>> {
        self.host_with(self.doors())
    }

    fn host_with(&self, doors: Doors) -> Result<Host, Vec<Diagnostic>> {
        let facts = Facts {
            id: "r1".to_owned(),
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            target: "practice".to_owned(),
        };
        Host::new(
            self.runbook.clone(),
            &self.library,
            doors,
            facts,
            self.inputs.clone(),
        )
    }

    pub(crate) fn step(&self, index: usize) -> &Step {
        &self.runbook.steps[index]
    }

    /// Opens, enters the step, and runs its first block of the role.
    pub(crate) fn run_in(&self, host: &mut Host, step: usize, role: Role) -> Report {
        let step = self.step(step);
        let block = step
            .blocks
            .iter()
            .find(|block| block.task.role() == Some(role))
            .unwrap();
        if let Err(failure) = host.enter(step) {
            return Report {
                failure: Some(failure),
                ..Report::default()
            };
        }
        host.run(step, block, &Holdings::default())
    }

    /// The report of the first step's first block of the role.
    pub(crate) fn run(&self, role: Role) -> Report {
        self.run_with(self.doors(), role)
    }

    pub(crate) fn run_with(&self, doors: Doors, role: Role) -> Report {
        let mut host = self
            .host_with(doors)
            .unwrap_or_else(|wrong| panic!("{}", shown(&wrong)));
        if let Err(failure) = host.open() {
            return Report {
                failure: Some(failure),
                ..Report::default()
            };
        }
        self.run_in(&mut host, 0, role)
    }

    /// What does not compile, or why the block failed, as people read it.
    pub(crate) fn wrong(&self, role: Role) -> String {
        match self.host() {
            Err(diagnostics) => shown(&diagnostics),
            Ok(mut host) => {
                let opened = host.open();
                let report = match opened {
                    Ok(()) => self.run_in(&mut host, 0, role),
                    Err(failure) => return shown(&[*failure.diagnostic]),
                };
                report
                    .failure
                    .map_or("nothing is wrong".to_owned(), |failure| failed(&failure))
            }
        }
    }

    pub(crate) fn survey(&self) -> super::Survey {
        survey(&self.runbook, &self.library)
    }

    pub(crate) fn said(&self) -> Vec<String> {
        let text = |event: &Event| match event {
            Event::Said { text, .. } => Some(text.clone()),
            _ => None,
        };
        self.sink.events().iter().filter_map(text).collect()
    }
}

/// A failure as people read it.
pub(crate) fn failed(failure: &Failure) -> String {
    shown(std::slice::from_ref(&*failure.diagnostic))
}

/// Diagnostics as people read them.
pub(crate) fn shown(diagnostics: &[Diagnostic]) -> String {
    Face::Full.render(diagnostics, false)
}

/// The checks of a report, one a line.
pub(crate) fn checks(report: &Report) -> Vec<String> {
    let line = |check: &crate::event::Check| {
        let line = format!(
            "{} {:?} {}: {}",
            check.line, check.state, check.text, check.evidence
        );
        line.trim_end().to_owned()
    };
    report.checks.iter().map(line).collect()
}

/// An error of AWS.
pub(crate) fn refused(fault: Fault, code: &str, message: &str) -> Result<Value, CloudError> {
    Err(CloudError::new(
        &Request::new("ec2", "DescribeVpcs", Value::map()),
        fault,
        code,
        message,
    ))
}
