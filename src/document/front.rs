//! The front matter.

use crate::source::Span;
use crate::value::Value;
use std::time::Duration;

/// What stands between the `---` lines at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// `title:`; else the `#` heading serves.
    pub title: Option<String>,
    /// `summary:` in a sentence or two.
    pub summary: Option<String>,
    /// `regions:` where mutating calls may go; empty for anywhere.
    pub regions: Vec<String>,
    /// `requires:` runbooks whose end state is verified first.
    pub requires: Vec<String>,
    /// `inputs:` in the author's order.
    pub inputs: Vec<Input>,
    /// `accounts:` further accounts that the lab needs.
    pub accounts: Vec<AccountNeed>,
    /// `trust:` what the runbook says it may do.
    pub trust: Option<Trust>,
    /// `timing:` defaults of waiting.
    pub timing: Timing,
}

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name in the scripts.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// `ask:` the question; without one it is only set.
    pub ask: Option<String>,
    /// `type:`.
    pub kind: InputType,
    /// `pattern:` a regular expression for the whole text.
    pub pattern: Option<String>,
    /// `choices:`.
    pub choices: Vec<String>,
    /// `default:`.
    pub default: Option<Value>,
    /// `generate: true`: a secret is made when none is given.
    pub generate: bool,
    /// `help:`.
    pub help: Option<String>,
}

/// The type of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    /// `string`.
    #[default]
    String,
    /// `int`.
    Int,
    /// `bool`.
    Bool,
    /// `choice`.
    Choice,
    /// `list` of strings.
    List,
    /// `account-id`: twelve digits.
    AccountId,
    /// `cidr`: an IPv4 block.
    Cidr,
    /// `secret`: never echoed, stored or reported.
    Secret,
}

/// A further account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNeed {
    /// Its name in the scripts.
    pub name: String,
    /// What it is for.
    pub summary: Option<String>,
}

/// What a runbook says it may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// The services it calls.
    pub services: Vec<String>,
    /// Whether it changes anything.
    pub mutating: bool,
}

/// Defaults of waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// `within:` of a check that names none.
    pub within: Option<Duration>,
    /// `every:` of a check that names none.
    pub every: Option<Duration>,
}
