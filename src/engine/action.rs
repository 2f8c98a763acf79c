//! What the session asks for, and how that came out.

use super::{Key, Menu, Trouble};
use crate::event::Verdict;

/// How a check is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Quietly, before any work: what it claims is adopted. Once.
    Before,
    /// After the work: waits as long as the author allows.
    Patient,
    /// When the person asks: waits only where something holds already, for then something is under way.
    Eager,
    /// When the person will not wait: what may be waited for is put off.
    Later,
    /// For `verify`: once, and it claims nothing that is not owned.
    Once,
}

/// What is next. A step is named by its index among the legs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Run the document setup.
    Open,
    /// List what is owned and ask for leave to undo it.
    List,
    /// Enter a step: run its setup.
    Enter(usize),
    /// Show a step's text.
    Show(usize),
    /// Run a step's checks.
    Check(usize, Look),
    /// Do the learner's work: solve, queries and instance commands in document order.
    Work(usize),
    /// Run the step's queries alone.
    Query(usize),
    /// Wait for what a step put off.
    Await(usize),
    /// List the steps.
    Steps(usize),
    /// Let the person evaluate expressions.
    Evaluate(usize),
    /// Ask the person what to do.
    Ask(usize, Menu),
    /// Ask the person where to go.
    Jump(usize),
    /// Give the hints.
    Hint(usize),
    /// Show the solution.
    Explain(usize),
    /// Undo what is owned.
    Clean(usize),
    /// Run the checks once more: what the step owned must be gone.
    Prove(usize),
    /// List what is left over.
    Tidy,
    /// Nothing: the run has ended so.
    Finished(Verdict),
}

/// How an action came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It could not be done, or not to its end.
    Failed(Trouble),
    /// The checks were run.
    Judged {
        /// What they found: passed, warned, failed, or errored where they could not be judged.
        verdict: Verdict,
        /// Why they could not be judged, or ended early.
        trouble: Option<Trouble>,
    },
    /// What does not hold yet was put off.
    Deferred,
    /// The person chose.
    Chosen(Key),
    /// The person chose a step, by its leg; none to stay.
    Jumped(Option<usize>),
    /// What is owned was listed.
    Listed {
        /// The steps that own something, or changed something adopted.
        holding: Vec<String>,
        /// There is leave to undo it.
        agreed: bool,
    },
    /// The person gave no leave to do the work, or nobody was there to give it.
    Declined,
    /// The checks were run once more.
    Proved {
        /// Something that the step owned is still there.
        still: bool,
    },
    /// Ctrl-C.
    Interrupted,
}
