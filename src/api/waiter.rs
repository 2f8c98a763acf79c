//! Waiters: what to ask again, and which answers end the waiting.

mod judge;
mod pace;

pub use judge::{Given, Judge};
pub use pace::{WAITER_CONFIG, WaiterPace};

use super::names;
use super::reader::Reader;

/// One waiter of a service, as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// AWS's name, `InstanceRunning`.
    pub name: String,
    /// The operation that is asked, in AWS's spelling.
    pub operation: String,
    /// Seconds between two tries.
    pub delay: u64,
    /// The tries before giving up.
    pub max_attempts: u32,
    /// Tried in order; the first that matches says the state.
    pub acceptors: Vec<Acceptor>,
}

impl Waiter {
    pub(super) fn read(reader: &mut Reader<'_>) -> Waiter {
        Waiter {
            name: reader.string(),
            operation: reader.string(),
            delay: reader.number(),
            max_attempts: reader.index(),
            acceptors: reader.many(Acceptor::read),
        }
    }

    /// boto3's name, `instance_running`.
    #[must_use]
    pub fn method(&self) -> String {
        names::snake(&self.name)
    }
}

/// One rule of a waiter.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptor {
    /// What a match means.
    pub state: WaiterState,
    /// What is looked at.
    pub matcher: Matcher,
    /// What is expected there.
    pub expected: Expected,
}

impl Acceptor {
    fn read(reader: &mut Reader<'_>) -> Acceptor {
        let state = match reader.number() {
            0 => WaiterState::Success,
            1 => WaiterState::Failure,
            _ => WaiterState::Retry,
        };
        let matcher = reader.number();
        let argument = reader.string();
        Acceptor {
            state,
            matcher: match matcher {
                0 => Matcher::Path(argument),
                1 => Matcher::PathAll(argument),
                2 => Matcher::PathAny(argument),
                3 => Matcher::Status,
                _ => Matcher::Error,
            },
            expected: match reader.number() {
                1 => Expected::Bool(reader.number() == 1),
                2 => Expected::Int(reader.signed()),
                _ => Expected::Text(reader.string()),
            },
        }
    }
}

/// The state that a match leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiterState {
    /// It is so: done.
    Success,
    /// It will never be so.
    Failure,
    /// Ask again.
    Retry,
}

/// What a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// The whole result of a JMESPath.
    Path(String),
    /// Every item of the list that a JMESPath gives; an empty list matches nothing.
    PathAll(String),
    /// Any item of it.
    PathAny(String),
    /// The HTTP status.
    Status,
    /// The error's code; `true` for any error, `false` for none.
    Error,
}

/// The expected value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A text or an error code.
    Text(String),
    /// A truth value.
    Bool(bool),
    /// A status or a count.
    Int(i64),
}
