//! A fenced block that does something.

use super::Code;
use crate::event::Role;
use crate::source::Span;
use std::time::Duration;

/// A block with a role or a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is for.
    pub task: Task,
    /// The first word of the info string in lower case: `rhai`, `sql`, `bash`, `json`.
    pub language: String,
    /// From the opening fence to the end of the closing one.
    pub fence: Span,
    /// The info string, without the blanks around it.
    pub info: Span,
    /// The text between the fences.
    pub code: Code,
    /// `raw=true`: `{{ }}` in it is left alone.
    pub raw: bool,
}

/// What a block is for, with the options of that.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// `rhai setup`.
    Setup,
    /// `rhai solve`.
    Solve,
    /// `rhai check`, perhaps with `within= every=`.
    Check(Option<Waiting>),
    /// `rhai hint`.
    Hint,
    /// `rhai cleanup`.
    Cleanup,
    /// `sql athena`.
    Query(QueryOptions),
    /// `bash ssm`, `powershell ssm`.
    Command(CommandOptions),
    /// `as=NAME`: its text becomes a constant.
    Text {
        /// The constant's name.
        name: String,
    },
}

impl Task {
    /// The role; none for a text.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Task::Setup => Some(Role::Setup),
            Task::Solve => Some(Role::Solve),
            Task::Check(_) => Some(Role::Check),
            Task::Hint => Some(Role::Hint),
            Task::Cleanup => Some(Role::Cleanup),
            Task::Query(_) => Some(Role::Query),
            Task::Command(_) => Some(Role::Command),
            Task::Text { .. } => None,
        }
    }
}

/// How long a check is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// `within=`: the limit.
    pub within: Duration,
    /// `every=`: the pause between two tries.
    pub every: Duration,
    /// `usually=`: the least and the most time that it takes as a rule.
    pub usually: Option<(Duration, Duration)>,
    /// `defer=true`: the run goes on meanwhile.
    pub defer: bool,
}

/// Options of `sql athena`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryOptions {
    /// `into=`: the name that the rows get.
    pub into: Option<String>,
    /// `database=`.
    pub database: Option<String>,
    /// `workgroup=`.
    pub workgroup: Option<String>,
    /// `max_scan=` in bytes.
    pub max_scan: Option<u64>,
}

/// Options of `bash ssm` and `powershell ssm`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandOptions {
    /// `target=`: the name that holds the instance id.
    pub target: String,
    /// `into=`: the name that the output gets.
    pub into: Option<String>,
    /// `within=`: the limit.
    pub within: Option<Duration>,
}
