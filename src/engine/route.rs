//! The steps of a command in the order in which it takes them, with what the session must know of each.

use crate::document::{Runbook, Step, Task};
use crate::event::{Command, Ledger, StepName, Verdict};
use crate::plan::{Plan, Planned, Standing};

/// What doing the work of a step with queries alone is called.
pub(super) const QUERY: &str = "run the query";

/// One step on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leg {
    /// Its index among the runbook's steps.
    pub index: usize,
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Minutes that the author expects.
    pub minutes: Option<u32>,
    /// What solving costs.
    pub cost: Option<String>,
    /// It is only read.
    pub reading: bool,
    /// It has a check.
    pub checks: bool,
    /// A check of it may be waited for.
    pub waits: bool,
    /// It has something that does the learner's work: solve, query or instance command.
    pub works: bool,
    /// What doing its work is called.
    pub deed: &'static str,
    /// It has a query.
    pub queries: bool,
    /// The ids of the steps that it needs.
    pub needs: Vec<String>,
    /// It has names by `into=`, which entering it again would lose.
    pub carries: bool,
    /// It has a hint, computed or written.
    pub hints: bool,
    /// It has a solution to show.
    pub explains: bool,
    /// It has a cleanup.
    pub cleans: bool,
    /// How it ended in an earlier part of this run.
    pub finished: Option<Verdict>,
}

/// The way of a command. `verify` takes what can be checked; `cleanup` goes backwards, steps without a cleanup of
/// their own last, for what they own is undone by others.
pub(super) fn route(command: Command, runbook: &Runbook, plan: &Plan, ledger: &Ledger) -> Vec<Leg> {
    let legs = plan
        .steps
        .iter()
        .filter_map(|planned| Some(leg(runbook.steps.get(planned.index)?, planned)));
    match command {
        Command::Run | Command::Replay => legs.collect(),
        Command::Verify => legs.filter(|leg| leg.checks).collect(),
        Command::Cleanup => {
            let owns = |leg: &Leg| leg.checks && ledger.owned().any(|thing| thing.step == leg.id);
            let (cleaning, others): (Vec<Leg>, Vec<Leg>) = legs.partition(|leg| leg.cleans);
            let proven = others.into_iter().rev().filter(owns);
            cleaning.into_iter().rev().chain(proven).collect()
        }
    }
}

/// The names of the legs, as `RunStarted` lists them.
pub(super) fn names(legs: &[Leg]) -> Vec<StepName> {
    legs.iter()
        .map(|leg| StepName {
            id: leg.id.clone(),
            title: leg.title.clone(),
        })
        .collect()
}

fn leg(step: &Step, planned: &Planned) -> Leg {
    let any = |wanted: fn(&Task) -> bool| step.blocks.iter().any(|block| wanted(&block.task));
    let solves = any(|task| matches!(task, Task::Solve));
    let queries = any(|task| matches!(task, Task::Query(_)));
    let commands = any(|task| matches!(task, Task::Command(_)));
    let carries = queries || commands;
    Leg {
        index: planned.index,
        id: step.id.clone(),
        title: step.title.clone(),
        minutes: step.attributes.minutes,
        cost: step.attributes.cost.clone(),
        reading: step.is_reading(),
        checks: any(|task| matches!(task, Task::Check(_))),
        waits: any(|task| matches!(task, Task::Check(Some(_)))),
        works: solves || carries,
        deed: match (solves, queries) {
            (true, _) => "do it for me",
            (false, true) if !commands => QUERY,
            (false, true) => "run the commands and the query",
            (false, false) => "run the commands",
        },
        queries,
        needs: step
            .attributes
            .needs
            .iter()
            .map(|need| need.step.clone())
            .collect(),
        carries,
        hints: any(|task| matches!(task, Task::Hint)) || !step.hints.is_empty(),
        explains: !step.is_reading(),
        cleans: any(|task| matches!(task, Task::Cleanup)),
        finished: match planned.standing {
            Standing::Finished(verdict) => Some(verdict),
            Standing::Due | Standing::Interrupted => None,
        },
    }
}
