//! The practice AWS: an account that lasts, in a folder, and answers as AWS would, with no network and no charge.
//!
//! The [`World`] is one value: places (`account/region`) of shelves of records, each record shaped as the API's own
//! output structure, with hidden state in members that begin with `_`. A call is one pass ([`pass`]): the clock moves,
//! the input is held against the model, the handler reads it through [`given::Given`] and changes the world through
//! [`call::Call`]; what it changed is committed as a line of the redo log, or rolled back whole. The answer is projected
//! by the operation's output shape, which drops hidden state.
//!
//! The room knows nothing of runbooks. It is not a typed model of AWS: structs per resource cost twice the lines and
//! buy little, because AWS's models already check every name.
//!
//! # How to add an operation
//! 1. Describe the thing once, as a [`resource::Resource`]: its kind (`ec2:key-pair`), its output shape, the member
//!    that is its id, the prefix and form of ids, the refusal when it is absent, its filters, what it refers to.
//! 2. List the moves in its family's table, one line an operation: `List` describes by ids and filters, `Drop` deletes
//!    unless something refers to it, `Do` names a handler. A family is one file with one table, named in its service's
//!    ([`registry::Service`]); a new service is named in [`registry`].
//! 3. A handler is `fn(&mut Call, &Given) -> Answer`. Read every input member through `Given`, also nested ones: one that
//!    is left unread refuses the call ("practice does not model ..."), so nothing is ever silently ignored. Refuse
//!    with AWS's code and wording; cite AWS's documentation where a behaviour is not obvious.
//! 4. States that take time: store the first state, then `call.later(span, ..)` for the next.
//! 5. What a fresh account holds goes into the table's `seed`, run once for each place when it is first touched.
//! 6. Write a test that makes the call, reads it back and sees it refused; compare with AWS by boto3 where you can.

mod agenda;
mod authority;
mod behaviour;
mod call;
mod change;
mod clock;
mod cloudtrail;
mod compare;
mod credential;
mod ec2;
mod filter;
mod given;
mod guardduty;
mod holder;
mod iam;
mod ids;
mod inspector2;
mod logs;
mod lookup;
mod machine;
mod model;
mod page;
mod pass;
mod policy;
mod principal;
mod refusal;
mod registry;
mod resource;
mod s3;
mod service_quotas;
mod session;
mod ssm;
mod store;
mod sts;
mod token;
mod trail;
mod world;

#[cfg(test)]
mod lab;

pub use clock::{ClockMode, PracticeClock};
pub use credential::Credentials;
pub use holder::{Hold, Holder};
pub use principal::Principal;
pub use registry::operations;
pub use session::{Options, Practice};
pub use store::{StoreError, reset};
pub use world::World;
