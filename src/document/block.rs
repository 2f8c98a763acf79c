//! A fenced block that does something.

use crate::event::Role;
use crate::source::{Source, Span};
use std::time::Duration;

/// A block with a role or a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is for.
    pub task: Task,
    /// The first word of the info string: `rhai`, `sql`, `bash`, `json`.
    pub language: String,
    /// From the opening fence to the end of the closing one.
    pub fence: Span,
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

/// The text of a fence, kept as the segments of the source that it is made of: inside a quote or a list, each line's
/// prefix belongs to the container and not to the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// One segment a line or more, in order, each within one line of the source (its line end included).
    pub segments: Vec<Span>,
}

impl Code {
    /// The code as the author sees it, without the container's prefix.
    #[must_use]
    pub fn text(&self, source: &Source) -> String {
        self.segments
            .iter()
            .map(|segment| source.slice(*segment))
            .collect()
    }

    /// The code behind as many bare newlines as lines precede it, each segment behind as many blanks as columns
    /// precede it: positions in it are positions in the document.
    #[must_use]
    pub fn tangled(&self, source: &Source) -> String {
        todo!("{}", source.name())
    }
}
