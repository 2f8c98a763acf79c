//! One change of the world: the word that the redo log, the undo of a refused call and a second process share.

use crate::value::Value;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A change. Applying one gives its inverse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Change {
    /// A record is stored, or replaced.
    Put {
        /// `account/region`.
        place: String,
        /// `ec2:vpc`.
        kind: String,
        /// The id.
        id: String,
        /// The record.
        record: Value,
        /// Its place in the order of the shelf; at the end where none is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// A record is taken away.
    Take {
        /// `account/region`.
        place: String,
        /// `ec2:vpc`.
        kind: String,
        /// The id.
        id: String,
    },
    /// Something is to happen.
    Due(Due),
    /// It happened, or is called off.
    Done(Due),
    /// The clock moved.
    Now(Timestamp),
    /// A call was recorded.
    Trail(Value),
    /// The last recorded call is forgotten: only ever an inverse.
    Untrail,
    /// A counter has this value now.
    Count {
        /// The counter.
        name: String,
        /// Its value.
        value: u64,
    },
}

/// A change as the log has it, its record or event where the world holds it: nothing is copied to be written.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Redo<'w> {
    /// As [`Change::Put`].
    Put {
        place: &'w str,
        kind: &'w str,
        id: &'w str,
        record: &'w Value,
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
    },
    /// As [`Change::Trail`].
    Trail(&'w Value),
    /// Any other is small.
    #[serde(untagged)]
    Other(&'w Change),
}

impl Change {
    /// The change without the record or event that the world holds once it is applied.
    pub(super) fn outline(&self) -> Change {
        match self {
            Change::Put {
                place, kind, id, at, ..
            } => Change::Put {
                place: place.clone(),
                kind: kind.clone(),
                id: id.clone(),
                record: Value::Null,
                at: *at,
            },
            Change::Trail(_) => Change::Trail(Value::Null),
            other => other.clone(),
        }
    }
}

/// Something that will happen to a record when the clock reaches an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Due {
    /// When.
    pub(crate) at: Timestamp,
    /// Where.
    pub(crate) place: String,
    /// The kind of the record.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// What.
    pub(crate) then: Then,
}

/// What will happen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Then {
    /// These members take these values, each at its dotted path.
    Set(crate::value::Map),
    /// The record goes.
    Gone,
    /// The timer of that name in the service's table runs.
    Do(String),
}
