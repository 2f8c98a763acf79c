//! The first line of a journal.

use crate::event::Command;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes, and the only one that it reads.
pub const FORMAT: u32 = 1;

/// What a run is of: runs that agree in it share what is owned.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The runbook's path, absolute.
    pub runbook: String,
    /// The target: `live`, or `practice` with its world.
    pub target: String,
    /// The account's id.
    pub account: String,
    /// The region.
    pub region: String,
}

/// The first line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the file.
    pub format: u32,
    /// The version of the program that wrote it.
    pub tool: String,
    /// The run's id: short, unique, sorted by time.
    pub id: String,
    /// The command.
    pub command: Command,
    /// The runbook's title.
    pub title: String,
    /// What the run is of.
    pub place: Place,
    /// The ids of the further accounts that it could reach, by their names in the front matter.
    #[serde(default)]
    pub accounts: IndexMap<String, String>,
    /// The digest of the runbook's whole text.
    pub digest: String,
    /// The digest of each step's text, by id.
    pub steps: IndexMap<String, String>,
    /// The digest of each key of the front matter, by its name, and of the setup before the first step, by the empty
    /// name; empty in journals of older versions.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub parts: IndexMap<String, String>,
    /// The digest of each shared module that the runbook names, by name.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub modules: IndexMap<String, String>,
    /// API models that were not the program's own, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<String>,
    /// When the run began, on the wall.
    pub started: Timestamp,
}
