//! `runs`: the runs that are recorded, the newest first.

use super::args::RunsArgs;
use super::exit::Exit;
use super::file;
use super::output::{Format, Output};
use super::settings::Settings;
use super::trouble::Trouble;
use crate::event::{Command, Summary, Verdict, an_hour};
use crate::journal::{Place, Record, Store};
use crate::ui::{Tone, account_id, clean};
use serde_json::json;

pub(super) fn run(args: &RunsArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let wanted = args
        .file
        .as_ref()
        .map(|path| file::absolute(path).display().to_string());
    let mut records = Vec::new();
    for run in Store::new(settings.state.join("runs")).list()? {
        match run {
            Ok(record)
                if wanted
                    .as_ref()
                    .is_none_or(|wanted| *wanted == record.header.place.runbook) =>
            {
                records.push(record);
            }
            Ok(_) => {}
            Err(error) => output.warn(&error.to_string()),
        }
    }
    match output.format {
        Format::Json => output.json(&records.iter().map(object).collect::<Vec<_>>())?,
        Format::Human if records.is_empty() => output.talk("No run is recorded yet."),
        Format::Human => {
            output.data(&table(&records, output))?;
            for line in running(&records) {
                output.talk(&line);
            }
        }
    }
    Ok(Exit::Passed)
}

fn object(record: &Record) -> serde_json::Value {
    let header = &record.header;
    let summary = Summary::of(&record.events);
    json!({
        "id": header.id,
        "command": header.command,
        "title": header.title,
        "runbook": header.place.runbook,
        "target": header.place.target,
        "account": header.place.account,
        "region": header.place.region,
        "started": header.started.to_string(),
        "verdict": record.verdict(),
        "can-resume": record.can_resume(),
        "steps": summary.steps,
        "owned": summary.ledger.owned().count(),
        "cost-micros": summary.cost,
    })
}

/// What each place costs as far as its newest bill tells.
fn running(records: &[Record]) -> Vec<String> {
    // Ids tell runs of the same second apart by chance alone.
    let mut newest: Vec<&Record> = records.iter().collect();
    newest.sort_by_key(|record| std::cmp::Reverse(record.header.started));
    let mut bills: Vec<(&Place, u64, &Record)> = Vec::new();
    for record in newest {
        let place = &record.header.place;
        if let Some(cost) = Summary::of(&record.events).cost
            && !bills.iter().any(|(known, ..)| *known == place)
        {
            bills.push((place, cost, record));
        }
    }
    bills
        .into_iter()
        .filter(|(_, cost, _)| *cost > 0)
        .map(|(place, cost, record)| {
            format!(
                "Running cost of what is yours in {} {} {}, as run {} saw it: {}.",
                place.target,
                account_id(&place.account),
                place.region,
                record.header.id,
                an_hour(cost)
            )
        })
        .collect()
}

fn table(records: &[Record], output: &Output) -> String {
    let rows: Vec<[String; 6]> = records
        .iter()
        .map(|record| {
            let header = &record.header;
            let place = &header.place;
            [
                header.id.clone(),
                header.started.strftime("%Y-%m-%d %H:%M").to_string(),
                word(header.command).to_owned(),
                ended(record).to_owned(),
                format!("{} {} {}", place.target, account_id(&place.account), place.region),
                clean(&header.title),
            ]
        })
        .collect();
    let wide = |column: usize| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..5).map(wide).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = widths
            .iter()
            .zip(row)
            .map(|(wide, cell)| format!("{cell:<wide$}"))
            .collect();
        let id = output.face.paint(Tone::Strong, &cells[0]);
        text.push_str(&format!("{id}  {}  {}\n", cells[1..].join("  "), row[5]));
    }
    text
}

fn word(command: Command) -> &'static str {
    match command {
        Command::Run => "run",
        Command::Replay => "replay",
        Command::Verify => "verify",
        Command::Cleanup => "cleanup",
    }
}

fn ended(record: &Record) -> &'static str {
    match record.verdict() {
        None | Some(Verdict::Stopped) if record.undone() => "undone",
        None => "interrupted",
        Some(Verdict::Passed) => "passed",
        Some(Verdict::Warned) => "passed, warned",
        Some(Verdict::Skipped) => "passed, skipped",
        Some(Verdict::Failed) => "failed",
        Some(Verdict::Errored) => "errored",
        Some(Verdict::Stopped) => "stopped",
    }
}
