//! See `feed/models.rs`.
#![no_main]

#[path = "../feed/models.rs"]
mod models;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| models::feed(bytes));
