//! One claim of a check block and what was found.

use serde::{Deserialize, Serialize};

/// How one claim came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// It is so.
    Passed,
    /// A `should` that is not so.
    Warned,
    /// It is not so.
    Failed,
    /// It could not be judged: an AWS error inside the claim, or the script ended before it.
    Errored,
}

/// One claim of a check block, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The claim in the author's words.
    pub text: String,
    /// How it came out.
    pub state: CheckState,
    /// What was found, short: an id, a count, `"a" is not "b"`, the AWS error.
    pub evidence: String,
    /// Line in the document, from 1.
    pub line: usize,
}
