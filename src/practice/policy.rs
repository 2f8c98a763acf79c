//! Policies: what a document says, whether a statement is about a request, and what follows from all that apply.
//!
//! Pure: documents and a [`Question`] in, a [`Decision`] out; nothing of the world is known here. What is decided follows
//! AWS's pages "Policy evaluation logic", "IAM JSON policy elements" and "AWS global condition context keys" of the IAM
//! user guide, read 2026-11-24.

mod condition;
mod decide;
mod document;
mod pattern;
mod principal;
mod question;

#[cfg(test)]
mod tests;

pub(super) use decide::{Decision, Kind, OnResource, Policies, Why, resource_alone};
pub(super) use document::{Policy, parsed};
pub(super) use question::{Question, Subject};
