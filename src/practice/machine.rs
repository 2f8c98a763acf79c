//! A machine: what an instance of the practice AWS is from the inside. It boots its user data, runs commands, serves
//! its web page and writes its logs; [`run`] takes what AWS says of it ([`Facts`]) and what happened on it
//! ([`State`]), and gives what a shell printed.
//!
//! A machine is kept small: only what differs from its image is state. Files of the image and of packages are tables
//! ([`image`], [`package`]), visitors of the web server follow from seed and clock ([`visitors`]). The shell is bash
//! as `rust-bash` interprets it, on files in memory; what a machine has beyond files (services, packages, users, the
//! network) are the commands in [`command`]. Nothing leaves the process.
//!
//! Texts follow Amazon Linux 2023 and Ubuntu as seen in 2026; versions of packages are illustrative.

mod boot;
mod command;
mod disk;
mod facts;
mod image;
mod package;
mod shell;
mod state;
mod unit;
mod visitors;
mod web;

pub(crate) use boot::boot;
pub(crate) use facts::{Facts, Metadata, Platform};
pub(crate) use shell::{Outcome, Script, run};
pub(crate) use state::State;

#[cfg(test)]
mod tests;
