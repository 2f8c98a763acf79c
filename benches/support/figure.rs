//! What a measurement came to, against what is promised.

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// One measurement.
#[derive(Clone)]
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) name: String,
    /// What it came to.
    pub(crate) value: f64,
    /// `ms`.
    pub(crate) unit: &'static str,
    /// What is promised, without an end where more is better; none for a figure that is only told.
    pub(crate) promise: Option<RangeInclusive<f64>>,
}

impl Figure {
    /// A time in milliseconds.
    pub(crate) fn milliseconds(name: &str, time: Duration, limit: f64) -> Figure {
        Figure {
            name: name.to_owned(),
            value: time.as_secs_f64() * 1e3,
            unit: "ms",
            promise: Some(0.0..=limit),
        }
    }

    /// True where the promise, if there is one, is kept.
    pub(crate) fn kept(&self) -> bool {
        self.promise
            .as_ref()
            .is_none_or(|promise| promise.contains(&self.value))
    }

    /// The figure as a line.
    pub(crate) fn line(&self) -> String {
        let Figure {
            name, value, unit, ..
        } = self;
        let verdict = if self.kept() { "kept" } else { "BROKEN" };
        let said = match &self.promise {
            None => String::new(),
            Some(promise) if promise.end().is_finite() => {
                format!(" of at most {} {unit}  {verdict}", promise.end())
            }
            Some(promise) => format!(" of at least {} {unit}  {verdict}", promise.start()),
        };
        format!("{name:<46} {value:>9.1} {unit}{said}")
    }
}

/// The shortest of several rounds.
pub(crate) fn best(rounds: usize, mut work: impl FnMut()) -> Duration {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// A line of `/proc/<process>/status`, in bytes, where the system has such a file: `VmHWM`, `RssAnon`.
pub(crate) fn memory(process: &str, line: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let found = status
        .lines()
        .find_map(|found| found.strip_prefix(line)?.strip_prefix(':'))?;
    let kilobytes: u64 = found.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Bytes as megabytes.
#[expect(clippy::cast_precision_loss, reason = "for people")]
pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
