//! `runbook` runs hands-on cloud workshops that are written as Markdown.
//!
//! The folders are the pipeline: a [`document`] is read from [`source`] text, [`plan`] says which steps are left,
//! the [`engine`] takes them one by one, [`script`] runs a step's blocks against a [`port::Cloud`], which is the
//! real AWS of [`cloud`] or the [`practice`] one, which [`serve`] gives to other programs. What happened is told in [`event`]s; the [`journal`] and the
//! [`ui`] listen. `tests/rooms.rs` holds the arrows between the rooms.

pub mod analysis;
pub mod api;
pub mod cli;
pub mod cloud;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod estate;
pub mod event;
pub mod journal;
pub mod lint;
pub mod meter;
pub mod plan;
pub mod port;
pub mod practice;
pub mod preflight;
pub mod report;
pub mod script;
pub mod serve;
pub mod source;
pub mod ui;
pub mod value;
pub mod wire;
