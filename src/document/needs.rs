//! Steps that others need: each must stand before them.

use super::log::Log;
use super::{Block, Runbook, Task};
use crate::diagnostic::{few, nearest};

/// Logs what cannot be waited for: `needs=` of a step that is not there or comes later, and a check that is put off
/// though it reads what a query or a command of its step left, which is gone when the step was left.
pub(super) fn check(log: &mut Log, runbook: &Runbook) {
    for (index, step) in runbook.steps.iter().enumerate() {
        for need in step.attributes.needs.iter().filter(|need| !need.step.is_empty()) {
            let at = runbook.steps.iter().position(|other| other.id == need.step);
            let (message, help) = match at {
                Some(at) if at < index => continue,
                Some(_) => (
                    format!("`{}` does not come before this step", need.step),
                    "name a step that stands above".to_owned(),
                ),
                None => {
                    let before: Vec<&str> = runbook.steps[..index]
                        .iter()
                        .map(|step| step.id.as_str())
                        .collect();
                    let help = match nearest(&need.step, before.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None if before.is_empty() => "no step stands before it".to_owned(),
                        None => format!("before it stand {}", few(&before)),
                    };
                    (format!("there is no step `{}`", need.step), help)
                }
            };
            log.error("unknown-step", need.span, message, "cannot be needed here", help);
        }
        let carries = |block: &Block| match &block.task {
            Task::Query(options) => options.into.is_some(),
            Task::Command(options) => options.into.is_some(),
            _ => false,
        };
        if !step.blocks.iter().any(carries) {
            continue;
        }
        for block in &step.blocks {
            if matches!(&block.task, Task::Check(Some(waiting)) if waiting.defer) {
                log.error(
                    "deferred-results",
                    block.info,
                    "this check cannot be put off: what `into=` gives to its step is gone when the run goes on",
                    "`defer=true` in a step with `into=`",
                    "leave `defer=true` out, or give the check a step of its own",
                );
            }
        }
    }
}
