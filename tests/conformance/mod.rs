//! The dynamic client against AWS's typed clients for Rust: the same call made with both is the same request, and the
//! same answer is read as the same.
//!
//! It runs with `--features conformance`, which compiles the typed clients: minutes for EC2's. Nothing leaves the
//! process: what carries the requests is [`catcher::Catcher`], which keeps them and answers by itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod catcher;
mod clients;
mod requests;
mod typed;
