//! What a person at a step asks for besides work: the menu itself, the steps, the solution, an expression.

use super::action::Outcome;
use super::driver::{Driver, as_written, rendered};
use super::menu::Menu;
use super::session::Session;
use super::{EngineError, Operation};
use crate::document::{Step, Task};
use crate::event::{Class, Event, Listed};
use crate::port::{Prompt, PromptError, PromptKind};
use jiff::SignedDuration;
use std::sync::Arc;

/// Lines of a result that are shown; the rest is counted.
const LINES: usize = 120;

impl Driver<'_> {
    /// Asks what to do, and looks after what was put off while nobody answers.
    pub(super) fn ask(
        &mut self,
        leg: usize,
        menu: &Menu,
        session: &mut Session,
    ) -> Result<Outcome, EngineError> {
        let prompt = menu.prompt(&session.legs()[leg]);
        self.stale = true;
        let prompter = self.prompter;
        loop {
            let mut broken = None;
            let answer = prompter.ask_meanwhile(&prompt, &mut || {
                if broken.is_none() && !session.deferred().is_empty() {
                    broken = self.look_after(session).err();
                }
                broken.is_none()
            });
            if let Some(error) = broken {
                return Err(error);
            }
            match answer {
                Ok(answer) => {
                    if let Some(key) = menu.key(answer.value.text()) {
                        return Ok(Outcome::Chosen(key));
                    }
                }
                Err(PromptError::Interrupted) => return Ok(Outcome::Interrupted),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Lists the steps, with where each stands.
    pub(super) fn steps(&mut self, here: usize, session: &Session) -> Result<Outcome, EngineError> {
        let now = self.wall.now();
        let seconds = |span: SignedDuration| u64::try_from(span.as_secs()).unwrap_or_default();
        let (steps, total) = {
            let summary = self.summary.borrow();
            let listed = session.legs().iter().enumerate().map(|(at, leg)| Listed {
                id: leg.id.clone(),
                title: leg.title.clone(),
                minutes: leg.minutes,
                verdict: session.tally().step(&leg.id).or(leg.finished),
                deferred: session.deferred().contains(&at),
                here: at == here,
                seconds: seconds(summary.spent_at(&leg.id, now)),
            });
            (listed.collect(), seconds(summary.elapsed(now)))
        };
        self.tell(&Event::StepsListed {
            steps,
            seconds: total,
        })?;
        Ok(Outcome::Done)
    }

    /// Shows the solution: what the author says about it, the code that does it, and what the step may call.
    pub(super) fn explain(&mut self, step: &Step) -> Result<Outcome, EngineError> {
        let runbook = Arc::clone(&self.runbook);
        let source = &runbook.source;
        let words = step.solutions.iter().map(|details| details.body.text(source));
        let solves = step
            .blocks
            .iter()
            .filter(|block| matches!(block.task, Task::Solve));
        let code = solves.map(|block| format!("~~~~{}\n{}~~~~\n", block.language, block.code.text(source)));
        let calls = self.operations.get(&step.id).map(|all| calls(all, step));
        for text in words
            .filter(|text| !text.trim().is_empty())
            .chain(code)
            .chain(calls)
        {
            self.show_text(step, &text)?;
        }
        Ok(Outcome::Done)
    }

    /// Evaluates what the person writes, until they write nothing.
    pub(super) fn evaluate(&mut self, step: &Step) -> Result<Outcome, EngineError> {
        let prompt = Prompt {
            name: "expression".to_owned(),
            text: "Rhai".to_owned(),
            help: Some("An expression, which only reads. A blank line goes back to the step.".to_owned()),
            kind: PromptKind::Line,
            default: None,
        };
        let mut help = true;
        loop {
            let prompt = Prompt {
                help: prompt.help.clone().filter(|_| help),
                ..prompt.clone()
            };
            help = false;
            let text = match self.prompter.ask(&prompt) {
                Ok(answer) => answer.value.text().trim().to_owned(),
                // Ctrl-C leaves the expression, and not the step.
                Err(PromptError::Interrupted) => {
                    self.latch.lift();
                    return Ok(Outcome::Done);
                }
                Err(error) => return Err(error.into()),
            };
            if text.is_empty() {
                return Ok(Outcome::Done);
            }
            let shown = match self.blocks.evaluate(step, &text) {
                Ok(result) => result,
                Err(failure) => {
                    self.ended(Some(&failure))?;
                    self.latch.lift();
                    rendered(&failure)
                }
            };
            self.show_text(step, &format!("~~~~\n{}\n~~~~\n", cut(&shown)))?;
        }
    }

    fn show_text(&self, step: &Step, text: &str) -> Result<(), EngineError> {
        self.tell(&Event::ProseShown {
            step: Some(step.id.clone()),
            prose: as_written(text),
        })
    }
}

fn cut(text: &str) -> String {
    let text = text.trim_end();
    let lines: Vec<&str> = text.lines().collect();
    let shown = if lines.len() > LINES {
        let more = lines.len() - LINES;
        format!("{}\n... and {more} lines more", lines[..LINES].join("\n"))
    } else {
        text.to_owned()
    };
    shown.replace("~~~~", "~ ~ ~ ~")
}

/// Which classes of operations a row has.
type Kept = fn(Class) -> bool;

/// What a step may call, its minutes and its cost, as Markdown.
fn calls(operations: &[Operation], step: &Step) -> String {
    let mut text = String::from("**This step may call**\n\n");
    let rows: [(&str, Kept); 3] = [
        ("read", |class| matches!(class, Class::List | Class::Read)),
        ("change", |class| {
            matches!(class, Class::Write | Class::Tag | Class::Permissions)
        }),
        ("destroy", |class| class == Class::Destroy),
    ];
    let mut none = true;
    for (word, of) in rows {
        let names: Vec<String> = operations
            .iter()
            .filter(|operation| of(operation.class))
            .map(|operation| format!("`{}`", operation.name))
            .collect();
        if !names.is_empty() {
            none = false;
            text.push_str(&format!("- {word}: {}\n", names.join(", ")));
        }
    }
    if none {
        text.push_str("- nothing of AWS\n");
    }
    let minutes = step.attributes.minutes.map(|minutes| format!("{minutes} min"));
    let about: Vec<String> = minutes.into_iter().chain(step.attributes.cost.clone()).collect();
    if !about.is_empty() {
        text.push_str(&format!("\nIt takes: {}.\n", about.join(", ")));
    }
    text
}
