//! A step as it went.

use super::Part;
use crate::event::{Check, Thing, Verdict};
use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// How a step stands at the end of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It ended so.
    Ended(Verdict),
    /// It was begun, and the run was cut off.
    Unfinished,
    /// It was never begun.
    NotTaken,
}

impl Standing {
    /// True where its checks hold.
    #[must_use]
    pub fn is_good(self) -> bool {
        matches!(self, Standing::Ended(verdict) if verdict.is_good())
    }
}

/// The verdict's own word, `unfinished` or `not-taken`.
impl Serialize for Standing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Standing::Ended(verdict) => verdict.serialize(serializer),
            Standing::Unfinished => serializer.serialize_str("unfinished"),
            Standing::NotTaken => serializer.serialize_str("not-taken"),
        }
    }
}

/// A step as it went.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Step {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its number in the run, from 1.
    pub number: usize,
    /// How it stands.
    pub standing: Standing,
    /// True where the first check already held and nothing was done.
    pub already: bool,
    /// How often it was entered.
    pub entered: usize,
    /// When it was first entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<Timestamp>,
    /// The time in it, all visits together.
    pub milliseconds: u64,
    /// Minutes that the author expects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// What it costs, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// What the quiet check before any work found.
    pub before: Vec<Check>,
    /// What the last check after the work found.
    pub checks: Vec<Check>,
    /// What its checks claimed: owned.
    pub owned: Vec<Thing>,
    /// What its checks claimed: there before.
    pub adopted: Vec<Thing>,
    /// What happened within it.
    #[serde(flatten)]
    pub part: Part,
}

impl Step {
    pub(super) fn new(id: &str, title: &str, number: usize) -> Step {
        Step {
            id: id.to_owned(),
            title: title.to_owned(),
            number,
            standing: Standing::NotTaken,
            already: false,
            entered: 0,
            started: None,
            milliseconds: 0,
            minutes: None,
            cost: None,
            before: Vec::new(),
            checks: Vec::new(),
            owned: Vec::new(),
            adopted: Vec::new(),
            part: Part::default(),
        }
    }

    /// The checks that count: those after the work, else those before it.
    #[must_use]
    pub fn judged(&self) -> &[Check] {
        if self.checks.is_empty() {
            &self.before
        } else {
            &self.checks
        }
    }
}
