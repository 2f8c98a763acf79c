//! What fuzzing found worth keeping, run as ordinary tests: every line of the files in `fuzz/corpus` goes through the
//! same function as in its fuzz target. `fuzz/README.md` says how the inputs were found.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "fuzz/feed/answers.rs"]
mod answers;
#[path = "fuzz/feed/endpoints.rs"]
mod endpoints;
#[path = "fuzz/feed/models.rs"]
mod models;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// A quarter of what scripts run on, so that nesting would show.
const STACK: usize = 2 << 20;

/// No input takes longer, by far.
const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn answers_are_read_or_refused() {
    run("answers", answers::feed);
}

#[test]
fn models_are_read_however_damaged() {
    run("models", models::feed);
}

#[test]
fn endpoints_are_found_or_refused() {
    run("endpoints", endpoints::feed);
}

fn run(target: &str, feed: fn(&[u8])) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fuzz/corpus/{target}.txt"));
    let inputs = fs::read_to_string(file).unwrap();
    let mut wrong = Vec::new();
    for line in inputs.lines() {
        let bytes = STANDARD.decode(line).unwrap();
        let start = Instant::now();
        let thread = thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || feed(&bytes));
        if thread.unwrap().join().is_err() || start.elapsed() > LIMIT {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{target}, in base64: {wrong:#?}");
    let count = inputs.lines().count();
    assert!(count > 100, "{target}: {count} inputs");
}
