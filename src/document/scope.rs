//! Names that must not meet: inputs, `as=` texts and `into=` results of the document and of a step.

use super::log::Log;
use super::{Block, Runbook, Task};
use crate::source::Span;
use std::collections::HashMap;

/// Logs every name that is declared twice where a script would see both.
pub(super) fn check(log: &mut Log, runbook: &Runbook) {
    let mut known: HashMap<String, Span> = HashMap::new();
    for input in &runbook.front.inputs {
        known.insert(input.name.clone(), input.span);
    }
    for block in &runbook.setup {
        declare(log, &mut known, block);
    }
    for step in &runbook.steps {
        let mut own: HashMap<String, Span> = HashMap::new();
        for block in &step.blocks {
            if let Some((name, span)) = name_of(log, block)
                && let Some(first) = known.get(&name)
            {
                duplicate(log, &name, span, *first);
            } else {
                declare(log, &mut own, block);
            }
        }
    }
}

fn declare(log: &mut Log, known: &mut HashMap<String, Span>, block: &Block) {
    let Some((name, span)) = name_of(log, block) else {
        return;
    };
    if let Some(first) = known.get(&name) {
        duplicate(log, &name, span, *first);
    } else {
        known.insert(name, span);
    }
}

fn duplicate(log: &mut Log, name: &str, span: Span, first: Span) {
    let line = log.line(first.start);
    log.error(
        "duplicate-name",
        span,
        format!("the name `{name}` is given twice"),
        format!("also the name of what stands on line {line}"),
        "choose another name",
    );
}

/// The name that a block gives, with its place.
fn name_of(log: &Log, block: &Block) -> Option<(String, Span)> {
    let (key, name) = match &block.task {
        Task::Text { name } => ("as", name),
        Task::Query(options) => ("into", options.into.as_ref()?),
        Task::Command(options) => ("into", options.into.as_ref()?),
        Task::Setup | Task::Solve | Task::Check(_) | Task::Hint | Task::Cleanup => return None,
    };
    let info = log.source.slice(block.info);
    let at = info.find(&format!(" {key}=")).map_or(0, |at| at + key.len() + 2);
    let at = at + info[at..].find(name.as_str()).unwrap_or_default();
    let start = block.info.start + at;
    Some((name.clone(), Span::new(start, start + name.len())))
}
