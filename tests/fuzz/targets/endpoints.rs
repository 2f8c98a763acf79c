//! See `feed/endpoints.rs`.
#![no_main]

#[path = "../feed/endpoints.rs"]
mod endpoints;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| endpoints::feed(bytes));
