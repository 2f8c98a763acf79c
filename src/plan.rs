//! Which steps a command takes: runbook, selection and past events give a [`Plan`]. Pure; it asks and runs nothing.

mod resume;
mod selection;

pub use resume::{answers, caught_up, standings};
pub use selection::{PlanError, Selection};

use crate::document::Runbook;
use crate::event::{Event, StepName, Verdict};

/// Where a step stands by the events of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not taken yet.
    Due,
    /// Entered and not ended: it starts again at its setup.
    Interrupted,
    /// Ended so; it is verified quietly and not believed.
    Finished(Verdict),
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its index among the runbook's steps.
    pub index: usize,
    /// Its id and heading.
    pub name: StepName,
    /// Where it stands.
    pub standing: Standing,
}

/// The steps that a command takes, in document order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Planned>,
}

impl Plan {
    /// The same, with these steps yet to be taken, however they ended.
    #[must_use]
    pub fn due(mut self, steps: &[String]) -> Plan {
        for step in &mut self.steps {
            if matches!(step.standing, Standing::Finished(_)) && steps.contains(&step.name.id) {
                step.standing = Standing::Due;
            }
        }
        self
    }
}

/// Makes the plan.
///
/// # Errors
/// A step or tag that the runbook does not have, or a selection that leaves nothing.
pub fn plan(runbook: &Runbook, selection: &Selection, past: &[Event]) -> Result<Plan, PlanError> {
    let standings = standings(past);
    let steps = selection
        .indices(runbook)?
        .into_iter()
        .map(|index| {
            let step = &runbook.steps[index];
            Planned {
                index,
                name: step.name(),
                standing: standings.get(step.id.as_str()).copied().unwrap_or(Standing::Due),
            }
        })
        .collect();
    Ok(Plan { steps })
}

#[cfg(test)]
mod tests;
