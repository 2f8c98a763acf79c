//! See `feed/answers.rs`.
#![no_main]

#[path = "../feed/answers.rs"]
mod answers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| answers::feed(bytes));
