//! What a runbook may do, found without running it: the AWS operations that each step names, and what they do to the
//! account.
//!
//! A survey of the scripts says *where* operations are named, the models say *what* they are; this room puts the two
//! together per step. It prints nothing, and it judges nothing: that is for `lint`.

mod outlook;
mod policy;
mod touched;

pub use outlook::{Mention, Outlook, StepOutlook, outlook};
pub use policy::{Policy, Statement, policy};
pub use touched::{setup_names, touched};
