//! The real AWS: any operation of any service by name, through the official runtime, and the layers that every target
//! is wrapped in.
//!
//! Model in, [`Value`](crate::value::Value) in, `Value` out: [`Live`] builds the schemas of an operation from the
//! models of [`api`](crate::api) when it is first called and leaves signing, retries, time limits and wire formats to
//! AWS's own crates. No generated client, because a script may name any of thousands of operations; no AWS CLI,
//! because it would have to be installed. The room knows nothing of runbooks, and async ends at its door.
//!
//! [`stack`] puts the layers around a target in order: validation, tokens, ledger, guard, pages. Each is a
//! [`Cloud`](crate::port::Cloud) around a `Cloud`, in a file of its own.
//!
//! What speaks HTTP comes in by a [`Door`]: AWS's [`Typed`] clients, which the layers therefore hold as well.

mod account;
mod advice;
mod binding;
mod cassette;
mod causes;
mod channel;
mod copy;
mod door;
mod found;
mod guard;
mod identity;
mod ledger;
mod live;
mod paginate;
mod rehearsal;
mod retries;
mod role;
mod stack;
mod token;
mod trouble;
mod typed;
mod validate;

pub use binding::Binding;
pub use cassette::{CassetteError, Header as CassetteHeader, Recorded, Tape};
pub use door::{Caller, Denied, Door, Heard, Opening};
pub use identity::{Identity, identity, identity_of};
pub use live::{Keys, Live, METADATA, Settings};
pub use rehearsal::{Rehearsal, Stage};
pub use stack::{Doors, Pin, Promise, stack, whole};
pub use token::Past;
pub use trouble::{RuleError, Rules, Trouble};
pub use typed::Typed;
