//! A run as it went.

use super::{Counts, Part, Step};
use crate::event::{Command, Thing, Verdict};
use crate::value::Map;
use jiff::Timestamp;
use serde::Serialize;

/// A run as it went.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Run {
    /// Its id.
    pub id: String,
    /// The runbook's title.
    pub title: String,
    /// The command.
    pub command: Command,
    /// The runbook's path.
    pub runbook: String,
    /// The digest of the runbook's whole text.
    pub digest: String,
    /// The target: `live`, or `practice` with its world.
    pub target: String,
    /// The account's id.
    pub account: String,
    /// The region.
    pub region: String,
    /// The further accounts that it could reach.
    pub accounts: Vec<Account>,
    /// The version of the program that wrote the journal.
    pub tool: String,
    /// API models that were not the program's own.
    pub models: Vec<String>,
    /// When it began.
    pub started: Timestamp,
    /// When it ended; nothing where it was cut off.
    pub ended: Option<Timestamp>,
    /// How it ended; nothing where it was cut off.
    pub verdict: Option<Verdict>,
    /// True where the journal's last line was torn.
    pub torn: bool,
    /// When it went on after an interruption.
    pub resumed: Vec<Resumption>,
    /// The numbers.
    pub counts: Counts,
    /// What happened before the first step and outside the steps.
    pub setup: Part,
    /// The steps, in the order of the run.
    pub steps: Vec<Step>,
    /// Who owns what at the end.
    pub holdings: Holdings,
    /// What is owned costs, as it was last told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// What was denied, by the step that needed it.
    pub denied: Vec<Needed>,
}

/// A further account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its name in the front matter.
    pub name: String,
    /// Its id.
    pub id: String,
}

/// A run that went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resumption {
    /// When.
    pub at: Timestamp,
    /// The steps that were looked at again because of it, by id.
    pub changed: Vec<String>,
    /// What was different from when the run began, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<String>,
}

impl Resumption {
    /// What was different; older journals name the steps alone.
    #[must_use]
    pub fn differs(&self) -> &[String] {
        if self.changes.is_empty() {
            &self.changed
        } else {
            &self.changes
        }
    }
}

/// Who owns what at the end, as far as this run's events tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Holdings {
    /// Owned: cleanup deletes it.
    pub owned: Vec<Thing>,
    /// There before: cleanup leaves it.
    pub adopted: Vec<Thing>,
    /// Owned once, and gone.
    pub released: Vec<Thing>,
    /// Cleaned up, and not as it should be: owned and still there, or adopted and not as it was.
    pub not_undone: Vec<Thing>,
    /// Created, claimed by no check, and still there as far as is known.
    pub left_over: Vec<LeftOver>,
}

/// What is owned costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cost {
    /// The sum in millionths of a US dollar an hour.
    pub micros: u64,
    /// How many things cost something.
    pub charged: usize,
    /// How many more are billed by use.
    pub by_use: usize,
    /// How many have no price that is known.
    pub unpriced: usize,
    /// Which prices.
    pub prices: String,
}

/// Something that was created and that no check claims.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct LeftOver {
    /// The step whose call made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// boto3's service name.
    pub service: String,
    /// The operation that made it.
    pub operation: String,
    /// Its identifiers.
    pub identifiers: Map,
    /// Where to look, a console link; nothing where only the run's own calls tell of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// An action that a step was denied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Needed {
    /// The step; none for the document setup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The action.
    pub action: String,
}
