//! What a block leaves behind.

use super::Failure;
use crate::event::Check;
use crate::value::Value;
use indexmap::IndexMap;

/// What a block did besides its calls.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The claims of a check block, all that were reached.
    pub checks: Vec<Check>,
    /// `claim(kind, id)`.
    pub claims: Vec<Claim>,
    /// `remember(kind, id, value)`.
    pub memories: Vec<Memory>,
    /// Why it ended early, if it did.
    pub failure: Option<Failure>,
}

/// A thing that a check named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// `ec2:vpc`.
    pub kind: String,
    /// The id.
    pub id: String,
}

/// The earlier state of an adopted thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    /// The thing.
    pub thing: Claim,
    /// Its state.
    pub value: Value,
}

/// What the run owns and remembers, as `owned` and `remembered` see it; made by the engine from all journals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    /// Kind -> ids, in the order of claiming.
    pub owned: IndexMap<String, Vec<String>>,
    /// Kind -> id -> state.
    pub remembered: IndexMap<String, IndexMap<String, Value>>,
}
