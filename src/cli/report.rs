//! `report RUN`: a run as its journal tells it, for people and for programs.

use super::args::{ReportArgs, ReportFormat};
use super::exit::Exit;
use super::file;
use super::output::{Format, Output};
use super::settings::Settings;
use super::trouble::Trouble;
use crate::journal::{JournalError, Record, Store};
use crate::report::Report;
use std::path::{Path, PathBuf};

pub(super) fn run(args: &ReportArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    if args.runs.len() > 1 && !args.merge {
        return Err(Trouble::usage("a report is of one run").hint("`--merge` joins several"));
    }
    let store = Store::new(settings.state.join("runs"));
    let records = if args.runs.is_empty() {
        vec![newest(&store)?]
    } else {
        args.runs
            .iter()
            .map(|name| record(&store, name))
            .collect::<Result<Vec<_>, _>>()?
    };
    let to = args.to.as_deref().filter(|to| *to != Path::new("-"));
    let report = Report::of(&records);
    let text = match format(args.format, to, output)? {
        ReportFormat::Html => report.html(),
        ReportFormat::Junit => report.junit().map_err(|reason| unwritable(&reason))?,
        ReportFormat::Json => report.json().map_err(|reason| unwritable(&reason))?,
        ReportFormat::Md => report.markdown(),
    };
    match to {
        None => output.data(&text)?,
        Some(path) => {
            spare(path, args, &records)?;
            std::fs::write(path, text).map_err(|error| {
                Trouble::new(
                    Exit::Failed,
                    format!("the report `{}` cannot be written: {error}", path.display()),
                )
                .hint("name a file in a folder that is there and may be written")
            })?;
            output.talk(&format!("The report is in {}.", path.display()));
        }
    }
    Ok(Exit::Passed)
}

fn newest(store: &Store) -> Result<Record, Trouble> {
    let record = store.list()?.into_iter().find_map(Result::ok);
    record.ok_or_else(|| Trouble::usage("no run is recorded yet").hint("name the path of a journal"))
}

/// A run by its id, or a journal by its path.
fn record(store: &Store, name: &str) -> Result<Record, Trouble> {
    let path = Path::new(name);
    match store.open(name) {
        Err(JournalError::Unknown { .. }) if path.is_file() => Store::file(path).map_err(|error| {
            Trouble::usage(format!("`{name}` cannot be read as a journal: {error}"))
                .hint("journals are the files `runs/*.jsonl` of the state folder")
        }),
        Err(JournalError::Unknown { .. }) if path.is_dir() => Err(Trouble::usage(format!(
            "`{name}` is a folder, not a run or a journal"
        ))
        .hint(format!(
            "`runbook report --merge {name}/*.jsonl` joins the journals in it"
        ))),
        Err(JournalError::Unknown { .. }) => {
            Err(Trouble::usage(format!("there is no run and no journal `{name}`"))
                .hint("`runbook runs` lists the runs; a journal is named by its path"))
        }
        other => Ok(other?),
    }
}

/// What is asked for, else what the file's ending says.
fn format(asked: Option<ReportFormat>, to: Option<&Path>, output: &Output) -> Result<ReportFormat, Trouble> {
    if let Some(format) = asked {
        return Ok(format);
    }
    let ending = to.and_then(Path::extension).and_then(|ending| ending.to_str());
    match (ending, to) {
        (Some("html" | "htm"), _) => Ok(ReportFormat::Html),
        (Some("xml"), _) => Ok(ReportFormat::Junit),
        (Some("json"), _) => Ok(ReportFormat::Json),
        (Some("md"), _) => Ok(ReportFormat::Md),
        (_, Some(path)) => Err(Trouble::usage(format!(
            "`{}` does not say what the report is to be written as",
            path.display()
        ))
        .hint("give --format html, junit, json or md")),
        (_, None) => Ok(match output.format {
            Format::Human => ReportFormat::Md,
            Format::Json => ReportFormat::Json,
        }),
    }
}

/// A report is written again and again; but never over the runbook or a journal.
fn spare(path: &Path, args: &ReportArgs, records: &[Record]) -> Result<(), Trouble> {
    let of = |path: &Path| path.canonicalize().unwrap_or_else(|_| file::absolute(path));
    let to = of(path);
    let runbooks = records
        .iter()
        .map(|record| PathBuf::from(&record.header.place.runbook));
    let journals = args.runs.iter().map(PathBuf::from).filter(|path| path.is_file());
    if runbooks.chain(journals).any(|kept| of(&kept) == to) {
        return Err(
            Trouble::usage(format!("`{}` is what the report is made from", path.display()))
                .hint("choose another name for the report"),
        );
    }
    Ok(())
}

fn unwritable(reason: &str) -> Trouble {
    Trouble::new(Exit::Failed, format!("the report cannot be written: {reason}"))
}
