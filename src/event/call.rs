//! A call of AWS as it is told and judged.

use serde::{Deserialize, Serialize};

/// What an operation does to the account. AWS's own access levels, with destruction told apart from writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Names what is there.
    List,
    /// Reads what is there.
    Read,
    /// Creates or changes.
    Write,
    /// Changes tags only.
    Tag,
    /// Changes who may do what.
    Permissions,
    /// Deletes, or ends something that cannot be had back.
    Destroy,
}

impl Class {
    /// True for everything that changes the account.
    #[must_use]
    pub fn mutates(self) -> bool {
        match self {
            Class::List | Class::Read => false,
            Class::Write | Class::Tag | Class::Permissions | Class::Destroy => true,
        }
    }
}

/// What a block may do: a check, a hint and a setup only look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Reads only; a mutating call is refused before it is sent.
    #[default]
    Read,
    /// May change the account.
    Mutate,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "result")]
pub enum CallOutcome {
    /// AWS did it.
    Answered,
    /// AWS, the guard or the machine said no.
    Refused {
        /// The error code, `InvalidVpcID.NotFound`.
        code: String,
        /// The message as AWS put it.
        message: String,
    },
}
