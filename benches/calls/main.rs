//! What a call to AWS costs here, against what is promised: `cargo bench --bench calls`. Nothing leaves the machine.
//!
//! A line tells the best of several rounds; the exit code says whether every promise is kept. With `RUNBOOK_PYTHON`
//! naming a Python that has boto3 (`tests/requirements.txt`), the calls per second are compared with boto3's, against
//! one loopback server in one run.

#![expect(clippy::print_stdout, reason = "the figures are its output")]

mod answers;
mod child;
#[path = "../support/figure.rs"]
mod figure;
mod overhead;
mod server;
mod throughput;

use figure::Figure;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The same program again, for what can be measured in a fresh process only.
    let words: Vec<String> = std::env::args().collect();
    if let Some(task) = words.iter().skip_while(|word| *word != "child").nth(1) {
        print!("{}", child::work(task));
        return ExitCode::SUCCESS;
    }
    let mut kept = true;
    let mut tell = |figures: Vec<Figure>| {
        for figure in figures {
            kept &= figure.kept();
            println!("{}", figure.line());
        }
    };
    tell(child::cold());
    tell(overhead::figures());
    tell(child::memory());
    tell(throughput::figures());
    ExitCode::from(u8::from(!kept))
}
