//! What happened, in the past tense: the one vocabulary that engine, journal, terminal and reports share.
//!
//! An outcome is a [`Verdict`] and nothing else; tally, exit code and every report are folds of the events.

mod call;
mod change;
mod check;
mod cost;
mod kind;
mod ledger;
mod listed;
mod picture;
mod stamp;
mod summary;
mod tally;
mod verdict;

pub use call::{Access, CallOutcome, Class};
pub use change::{Change, How, Part};
pub use check::{Check, CheckState};
pub use cost::{Charge, an_hour};
pub use kind::{Command, Event, Prose, Remark, Role, StepName, Thing};
pub use ledger::{Creation, GIVEN_UP, Ledger, made};
pub use listed::Listed;
pub use picture::{Chart, ChartKind, Point, Table};
pub use summary::Summary;
pub use tally::Tally;
pub use verdict::Verdict;
