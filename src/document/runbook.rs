//! A runbook and its steps.

use super::{Block, Details, Front, Passage};
use crate::event::StepName;
use crate::source::{Source, Span};
use sha2::{Digest, Sha256};

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
    /// What of that is for reading, without the `#` heading.
    pub prose: Passage,
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
    /// The heading's level, 2 to 6; 1 for a further `#`, which is only read.
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
    /// What the learner reads: the text under the heading without the step comment, without `rhai` blocks and
    /// without the `<details>` of `hints` and `solutions`. Queries, instance commands and `as=` texts stay in it,
    /// for they are what the learner pastes.
    pub prose: Passage,
    /// Hints in prose: each outermost `<details>` that holds no block with a role or a name. Shown on `hint`.
    pub hints: Vec<Details>,
    /// Each outermost `<details>` with a `rhai` block in it, whatever else it says. Shown on `explain`.
    pub solutions: Vec<Details>,
}

impl Runbook {
    /// A step by its id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// SHA-256 of the whole text in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        digest(self.source.text())
    }
}

impl Step {
    /// True for a section that is only read: no block of it has a role.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.blocks.iter().all(|block| block.task.role().is_none())
    }

    /// SHA-256 of the step's text in hexadecimal: from its heading to the next step.
    #[must_use]
    pub fn digest(&self, source: &Source) -> String {
        digest(source.slice(self.span))
    }

    /// Its name in events.
    #[must_use]
    pub fn name(&self) -> StepName {
        StepName {
            id: self.id.clone(),
            title: self.title.clone(),
        }
    }
}

/// SHA-256 of a text in hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
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
    /// `needs=ID,ID`: the steps that this one builds on; what they put off is waited for before it.
    pub needs: Vec<Need>,
}

/// A step that another one needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub step: String,
    /// Where that is written.
    pub span: Span,
}
