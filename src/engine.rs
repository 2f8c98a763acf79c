//! Takes a runbook's steps one by one: a pure [`Session`] says what is next, the driver does it through the doors and
//! tells what happened in events.
//!
//! The order of a command: [`begin`], [`inputs`], then the script host is made of the inputs, then [`drive`]. Exit
//! codes and wording on the terminal belong to the command line; it learns all it needs from [`Ending`].

mod action;
mod blocks;
mod books;
mod check;
mod cleanup;
mod deferral;
mod desk;
mod destroying;
mod digest;
mod driver;
mod ending;
mod input;
mod job;
mod menu;
mod recall;
mod route;
mod session;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;

pub use action::{Action, Look, Outcome};
pub use books::Books;
pub use destroying::DESTROY;
pub use digest::{changed, digests, module_digests};
pub use ending::{Ending, EngineError, Trouble};
pub use input::{Choices, inputs};
pub use job::{Ground, Job, Operation, Options, begin, drive};
pub use menu::{Key, Menu};
pub use recall::Recall;
pub use route::Leg;
pub use session::Session;
