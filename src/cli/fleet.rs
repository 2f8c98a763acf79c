//! `--accounts FILE`: a command in every account of a class, several at a time. Each account has a run, a journal and a
//! stop of its own; one that fails does not stop the others. What came of them is told in one table, and the exit code
//! is the worst.

mod board;
mod member;
mod roster;

pub(super) use member::Member;
use member::Told;

use super::args::{FleetArgs, TargetArgs};
use super::exit::Exit;
use super::output::{Format, Output};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{file, interrupt, preflight};
use crate::event::Verdict;
use crate::port::Stop;
use crate::script;
use crate::ui::{account_id, clean};
use crate::value::Value;
use board::Board;
use indexmap::IndexMap;
use roster::{Entry, Reach};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many accounts at a time where nothing says.
const JOBS: u16 = 4;

/// How it ended in one account.
struct Done {
    exit: Exit,
    trouble: Option<String>,
    took: Duration,
}

/// One account that a command is to be done in.
#[derive(Clone)]
pub(super) struct Visit {
    /// What leads there.
    pub(super) target: TargetArgs,
    /// The answers that the list has for it.
    pub(super) answers: IndexMap<String, Value>,
    /// Its place in the fleet, where there is one.
    pub(super) member: Option<Member>,
}

/// A command, as it is done in one account.
pub(super) type Errand<'a> = dyn Fn(&Visit, &Settings, &Output) -> Result<Exit, Trouble> + Sync + 'a;

/// Does the errand in every account, or where `target` leads where there is no accounts file.
pub(super) fn run(
    target: &TargetArgs,
    fleet: &FleetArgs,
    settings: &Settings,
    output: &Output,
    errand: &Errand<'_>,
) -> Result<Exit, Trouble> {
    let Some(path) = &fleet.accounts else {
        let visit = Visit {
            target: target.clone(),
            answers: IndexMap::new(),
            member: None,
        };
        return errand(&visit, settings, output);
    };
    let entries = roster::read(path, &file::text(path, "accounts file")?)?;
    let live = target.live || settings.live;
    if let Some(entry) = entries
        .iter()
        .find(|entry| live == matches!(entry.reach, Reach::Practice(_)))
    {
        return Err(if live {
            Trouble::usage(format!(
                "`{}` has no profile and no role, which --live needs",
                entry.name
            ))
            .hint("add `profile:` or `role_arn:`, or leave out --live")
        } else {
            Trouble::usage(format!("`{}` is a real account", entry.name))
                .hint("give --live to work in real accounts")
        });
    }
    let unnamed = |entry: &&Entry| matches!(entry.reach, Reach::Profile(_)) && entry.account.is_none();
    if let Some(entry) = entries.iter().find(unnamed) {
        return Err(Trouble::new(
            Exit::Refused,
            format!("nobody is asked about the account of `{}`", entry.name),
        )
        .hint("agree to it in the accounts file, with `account: \"111122223333\"`"));
    }
    let mine = |(position, entry)| {
        fleet
            .shard
            .is_none_or(|shard| shard.has(position))
            .then_some(entry)
    };
    let entries: Vec<Entry> = entries.into_iter().enumerate().filter_map(mine).collect();

    let board = Arc::new(Board::new(settings.face.animated, entries.len()));
    let members: Vec<Member> = entries
        .iter()
        .map(|entry| Member::new(&entry.name, &board))
        .collect();
    interrupt::watch(
        members.iter().map(|member| member.latch.clone()).collect(),
        output,
    );
    let settings = Settings {
        attended: false,
        ..settings.clone()
    };
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Done>>> = entries.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(entry), Some(member), Some(result)) =
                (entries.get(at), members.get(at), results.get(at))
            else {
                return;
            };
            let done = one(target, entry, member, |visit| errand(visit, &settings, output));
            let trouble = done
                .trouble
                .as_ref()
                .map(|text| format!(": {text}"))
                .unwrap_or_default();
            let seconds = done.took.as_secs_f64();
            board.done(
                &entry.name,
                &format!(
                    "{}: {} in {seconds:.1} s{trouble}",
                    entry.name,
                    Member::word(done.exit)
                ),
            );
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
        }
    };
    let jobs = usize::from(fleet.jobs.unwrap_or(JOBS)).min(entries.len().max(1));
    std::thread::scope(|scope| {
        let started = (0..jobs)
            .map(|_| script::spawn(scope, &work))
            .filter(Result::is_ok)
            .count();
        // A machine that gives no thread still has this one.
        if started == 0 {
            work();
        }
    });
    board.clear();
    let results: Vec<Option<Done>> = results
        .into_iter()
        .map(|result| result.into_inner().unwrap_or_else(PoisonError::into_inner))
        .collect();
    let worst = results
        .iter()
        .map(|done| done.as_ref().map_or(Exit::Failed, |done| done.exit))
        .max_by_key(|exit| exit.code());
    let worst = worst.unwrap_or(Exit::Passed);
    match output.format {
        Format::Human => {
            let told: Vec<Told> = members.iter().map(Member::told).collect();
            let looked: Vec<_> = members
                .iter()
                .zip(&told)
                .filter_map(|(member, told)| Some((member.name.as_str(), told.looked.as_ref()?.found.as_slice())))
                .collect();
            let text = table(&members, &results);
            output.data(&format!("{text}{}", preflight::class(&looked, &output.face)))?;
        }
        Format::Json => output.json(&json!({
            "accounts": members.iter().zip(&results).map(|(member, done)| object(member, done.as_ref())).collect::<Vec<_>>(),
            "exit": worst.code(),
        }))?,
    }
    Ok(worst)
}

/// The errand in one account.
fn one(
    target: &TargetArgs,
    entry: &Entry,
    member: &Member,
    errand: impl Fn(&Visit) -> Result<Exit, Trouble>,
) -> Done {
    let began = Instant::now();
    if member.latch.get() == Some(Stop::Interrupted) {
        return Done {
            exit: Exit::Interrupted,
            trouble: Some("not begun".to_owned()),
            took: Duration::ZERO,
        };
    }
    let mut target = target.clone();
    target.region = entry.region.clone().or(target.region);
    target.account.clone_from(&entry.account);
    match &entry.reach {
        Reach::Practice(world) => {
            // Other ids in each, and the same ones on each machine.
            let digest = Sha256::digest(world);
            target.seed = digest
                .first_chunk()
                .map(|bytes| u64::from(u32::from_be_bytes(*bytes)));
            target.world = Some(world.clone());
        }
        Reach::Profile(profile) => target.profile = Some(profile.clone()),
        Reach::Role(arn) => {
            target.account = entry
                .account
                .clone()
                .or_else(|| arn.split(':').nth(4).map(str::to_owned));
            target.role = Some(arn.clone());
        }
    }
    let visit = Visit {
        target,
        answers: entry.answers.clone(),
        member: Some(member.clone()),
    };
    let (exit, trouble) = match errand(&visit) {
        Ok(exit) => (exit, None),
        Err(trouble) => {
            let (exit, text) = trouble.brief();
            (exit, Some(text))
        }
    };
    Done {
        exit,
        trouble,
        took: began.elapsed(),
    }
}

fn table(members: &[Member], results: &[Option<Done>]) -> String {
    // A look into an account is no run: it has checks, and no journal.
    let looks = members.iter().any(|member| member.told().looked.is_some());
    let heads = [
        "NAME",
        "ACCOUNT",
        if looks { "REGION" } else { "RUN" },
        "ENDED",
        if looks { "CHECKS" } else { "STEPS" },
        "TIME",
        "WHAT WAS WRONG",
    ];
    let mut rows = vec![heads.map(str::to_owned)];
    for (member, done) in members.iter().zip(results) {
        let told = member.told();
        let good = told.tally.count(Verdict::Passed) + told.tally.count(Verdict::Warned);
        let wrong = match done.as_ref().and_then(|done| done.trouble.clone()) {
            Some(trouble) => trouble,
            None => told.failed.join(", "),
        };
        rows.push([
            clean(&member.name),
            account_id(&told.account),
            if looks {
                told.region.clone()
            } else {
                told.run.clone()
            },
            done.as_ref()
                .map_or("broke off", |done| Member::word(done.exit))
                .to_owned(),
            match &told.looked {
                Some(looked) => format!("{}/{}", looked.good, looked.found.len()),
                None => format!("{good}/{}", told.steps),
            },
            done.as_ref()
                .map(|done| format!("{:.1} s", done.took.as_secs_f64()))
                .unwrap_or_default(),
            clean(&wrong),
        ]);
    }
    let widths: Vec<usize> = (0..heads.len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = widths
            .iter()
            .zip(row)
            .map(|(wide, cell)| format!("{cell:<wide$}"))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    let passed = results
        .iter()
        .flatten()
        .filter(|done| done.exit == Exit::Passed)
        .count();
    let accounts = crate::ui::count(results.len(), "account");
    format!("{text}\n{passed} of {accounts} passed.\n")
}

fn object(member: &Member, done: Option<&Done>) -> serde_json::Value {
    let told = member.told();
    let mut object = json!({
        "name": member.name,
        "account": told.account,
        "region": told.region,
        "run": told.run,
        "exit": done.map_or(Exit::Failed, |done| done.exit).code(),
        "verdict": done.map_or("broke off", |done| Member::word(done.exit)),
        "steps": told.steps,
        "tally": told.tally.steps().collect::<IndexMap<&str, Verdict>>(),
        "failed": told.failed,
        "trouble": done.and_then(|done| done.trouble.clone()),
        "milliseconds": done.and_then(|done| u64::try_from(done.took.as_millis()).ok()),
    });
    if let Some(looked) = told.looked {
        object["findings"] = json!(looked.found);
    }
    object
}
