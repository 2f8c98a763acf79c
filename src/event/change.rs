//! What differs from when a run began.

use serde::{Deserialize, Serialize};

/// One difference that a run met when it went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What is different.
    pub part: Part,
    /// Its name: a step's id, a key of the front matter, a module, an input; empty for the document setup.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// In what way.
    pub how: How,
    /// The steps that it touches, by id; of a step, none but itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// A part of a runbook that can be different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A step.
    Step,
    /// The blocks before the first step.
    Setup,
    /// A key of the front matter.
    Front,
    /// A shared module.
    Module,
    /// What an input, or a question of a script, was answered.
    Answer,
}

/// In what way something is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is not as it was.
    Changed,
    /// It was not there.
    New,
    /// It is not there any more.
    Gone,
}

impl Change {
    /// In words, to follow a dash: ``module `lab::vpc` changed (for a, b)``.
    #[must_use]
    pub fn words(&self) -> String {
        let name = &self.name;
        let what = match self.part {
            Part::Step => format!("step `{name}`"),
            Part::Setup => "the setup before the first step".to_owned(),
            Part::Front => format!("`{name}` in the front matter"),
            Part::Module => format!("module `lab::{name}`"),
            Part::Answer => format!("the answer for `{name}`"),
        };
        let how = match self.how {
            How::Changed => "changed",
            How::New => "is new",
            How::Gone => "is gone",
        };
        match &self.steps[..] {
            [] => format!("{what} {how}"),
            steps => format!("{what} {how} (for {})", steps.join(", ")),
        }
    }
}
