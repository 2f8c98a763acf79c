//! The arguments of `report`.

use clap::{Args as Arguments, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Debug, Arguments)]
pub(in crate::cli) struct ReportArgs {
    /// The run's id, or the beginning of it, or the path of a journal; the newest run without one.
    #[arg(value_name = "RUN|FILE")]
    pub(in crate::cli) runs: Vec<String>,
    /// Join several runs in one report: a summary with a row for each, then each.
    #[arg(long)]
    pub(in crate::cli) merge: bool,
    /// What the report is written as; without it, what the ending of FILE says, else Markdown.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(in crate::cli) format: Option<ReportFormat>,
    /// Where it goes; `-` or nothing is stdout.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) to: Option<PathBuf>,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// A page that stands alone.
    Html,
    /// JUnit's XML, for test runners.
    Junit,
    /// For programs.
    Json,
    /// Markdown.
    Md,
}
