//! A class of practice accounts that replay the first sections of day 1, by the program itself: `cargo bench --bench
//! fleet`. Other sizes than 10, 100 and 1,000 can be given: `cargo bench --bench fleet -- 10 50`.
//!
//! Time and memory are promised by account, and that neither grows with the size of the class.

#![expect(clippy::print_stdout, reason = "the figures are its output")]

#[path = "../support/figure.rs"]
#[expect(
    dead_code,
    reason = "what times are measured with serves the other benchmarks"
)]
mod figure;

use figure::Figure;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The last of the sections that are replayed.
const UNTIL: &str = "ssm-role";

/// One class.
struct Class {
    accounts: u32,
    time: Duration,
    memory: u64,
}

fn main() -> ExitCode {
    let sizes: Vec<u32> = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![10, 100, 1000]
    } else {
        sizes
    };
    let jobs = std::thread::available_parallelism().map_or(2, usize::from);
    let classes: Vec<Class> = sizes.iter().map(|accounts| replay(*accounts, jobs)).collect();
    let mut figures = Vec::new();
    for Class {
        accounts,
        time,
        memory,
    } in &classes
    {
        figures.push(figure(
            format!("{accounts} accounts, {jobs} at a time"),
            time.as_secs_f64(),
            "s",
            None,
        ));
        let each = time.as_secs_f64() * 1e3 / f64::from(*accounts);
        figures.push(figure(
            format!("{accounts} accounts, each"),
            each,
            "ms",
            Some(500.0),
        ));
        let rate = f64::from(*accounts) / time.as_secs_f64();
        figures.push(figure(
            format!("{accounts} accounts, in a second"),
            rate,
            "",
            None,
        ));
        if *memory > 0 {
            let peak = figure::megabytes(*memory);
            figures.push(figure(format!("{accounts} accounts, memory"), peak, "MB", None));
        }
    }
    if let [first, .., last] = &classes[..] {
        let each = |class: &Class| class.time.as_secs_f64() / f64::from(class.accounts);
        let growth = each(last) / each(first);
        figures.push(figure(
            "time of an account, last class to first".to_owned(),
            growth,
            "times",
            Some(1.5),
        ));
        let more = figure::megabytes(last.memory.saturating_sub(first.memory)) * 1024.0;
        let more = more / f64::from(last.accounts.saturating_sub(first.accounts).max(1));
        figures.push(figure(
            "memory of an account more".to_owned(),
            more,
            "KB",
            Some(100.0),
        ));
    }
    for figure in &figures {
        println!("{}", figure.line());
    }
    ExitCode::from(u8::from(!figures.iter().all(Figure::kept)))
}

fn figure(name: String, value: f64, unit: &'static str, limit: Option<f64>) -> Figure {
    Figure {
        name,
        value,
        unit,
        promise: limit.map(|limit| 0.0..=limit),
    }
}

/// Replays in so many fresh accounts, in a folder that is dropped.
fn replay(accounts: u32, jobs: usize) -> Class {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list: String = (0..accounts)
        .map(|number| format!("- {{ name: a{number} }}\n"))
        .collect();
    std::fs::write(folder.path().join("class.yaml"), list).expect("a list of accounts");
    let runbook = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
    let began = Instant::now();
    let memory = run(
        folder.path(),
        &[
            "replay",
            runbook,
            "--accounts",
            "class.yaml",
            "--jobs",
            &jobs.to_string(),
            "--until",
            UNTIL,
            "--set",
            "name=ada",
        ],
    );
    Class {
        accounts,
        time: began.elapsed(),
        memory,
    }
}

/// Runs the program; gives its peak memory in bytes where the system tells it.
fn run(folder: &Path, arguments: &[&str]) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_runbook"))
        .args(arguments)
        .current_dir(folder)
        .env("XDG_STATE_HOME", folder)
        .env("RUNBOOK_TARGET", "practice")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let process = child.id().to_string();
    let mut peak = 0;
    let exit = loop {
        peak = figure::memory(&process, "VmHWM").unwrap_or(peak);
        if let Some(exit) = child.try_wait().expect("the program ends") {
            break exit;
        }
        std::thread::park_timeout(Duration::from_millis(2));
    };
    assert!(
        exit.success(),
        "`runbook {}` ended with {exit}",
        arguments.join(" ")
    );
    peak
}
