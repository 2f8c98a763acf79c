//! What a run left in the account, as AWS sees it: is it still there, where does the console show it, what does it cost
//! an hour, and what else did the same principal make.
//!
//! The ledger says what is owned; this room asks about it, reading only. It knows nothing of runbooks. A kind that is
//! not in [`kind`]'s table is neither looked up nor priced: then the runbook's own check is the only witness.

mod console;
mod cost;
mod kind;
mod look;
mod price;
mod question;
mod trail;

pub use console::{link, link_of};
pub use cost::{Bill, bill};
pub use look::{Presence, presence, presence_of};
pub use question::questions;
pub use trail::{Told, told};
