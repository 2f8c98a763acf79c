//! A runbook and its steps.

use super::{Block, Front};
use crate::source::{Source, Span};

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// The text it came from.
    pub source: Source,
    /// The front matter.
    pub front: Front,
    /// `title:` of the front matter, else the `#` heading.
    pub title: String,
    /// The prose before the first `##`, without the front matter.
    pub preface: Span,
    /// The blocks before the first `##`: the document setup (and its `as=` texts).
    pub setup: Vec<Block>,
    /// Sections and steps in document order; reading steps among them.
    pub steps: Vec<Step>,
}

/// A heading that owns at least one block with a role, or a section that is only read.
#[derive(Clone, Debug)]
pub struct Step {
    /// The id: the heading's GitHub slug, or `id=` of its comment; unique in the document.
    pub id: String,
    /// The heading's plain text.
    pub title: String,
    /// The heading's level, 2 to 6.
    pub level: u8,
    /// The title of the `##` above it, for a deeper heading.
    pub section: Option<String>,
    /// From the heading to the next heading that is a step of its own.
    pub span: Span,
    /// The heading itself.
    pub heading: Span,
    /// What the comment under the heading says.
    pub attributes: Attributes,
    /// Its blocks with a role or a name, in document order.
    pub blocks: Vec<Block>,
}

impl Step {
    /// True for a section that is only read: no block of it has a role.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.blocks.iter().all(|block| block.task.role().is_none())
    }
}

/// What `<!-- step: ... -->` under a heading says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// `tags=detect,day1`.
    pub tags: Vec<String>,
    /// `minutes=5`: how long the author expects it to take.
    pub minutes: Option<u32>,
    /// `cost="30-day trial"`: shown before solving.
    pub cost: Option<String>,
}
