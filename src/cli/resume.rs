//! `resume [RUN]`: goes on with a run that was interrupted, as it was begun.

use super::args::{BookArgs, ResumeArgs, TargetArgs};
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::target::AS;
use super::trouble::Trouble;
use super::walk::{Walk, go};
use crate::engine::{DESTROY, Options};
use crate::journal::{JournalError, Record, Store};
use crate::plan::Selection;
use crate::value::Value;
use std::path::PathBuf;

pub(super) fn run(args: &ResumeArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let store = Store::new(settings.state.join("runs"));
    let record = match &args.run {
        Some(id) => store.open(id)?,
        None => newest(&store)?,
    };
    let header = &record.header;
    if !record.can_resume() {
        return Err(
            Trouble::usage(format!("run {} ended; there is nothing to go on with", header.id))
                .hint("`runbook runs` lists the runs"),
        );
    }
    let book = BookArgs {
        file: PathBuf::from(&header.place.runbook),
        set: args.set.clone(),
        answers: args.answers.clone(),
        scripts: args.scripts.clone(),
        trust: false,
        bind: args.bind.clone(),
        record: None,
        secrets_file: args.secrets_file.clone(),
        target: target(args, &record, settings)?,
    };
    let options = Options {
        keep_going: args.keep_going,
        ..Options::default()
    };
    let mut walk = Walk {
        options,
        resume: Some(header.id.clone()),
        ..Walk::new(header.command, &book, Selection::default())
    };
    if args.yes {
        walk.answers.insert(DESTROY.to_owned(), Value::Bool(true));
    }
    go(&walk, settings, output)
}

fn newest(store: &Store) -> Result<Record, Trouble> {
    let runs = store
        .list()?
        .into_iter()
        .collect::<Vec<Result<Record, JournalError>>>();
    let record = runs.into_iter().flatten().find(Record::can_resume);
    record.ok_or_else(|| Trouble::usage("no run was interrupted").hint("`runbook runs` lists the runs"))
}

/// The target that the journal names.
fn target(args: &ResumeArgs, record: &Record, settings: &Settings) -> Result<TargetArgs, Trouble> {
    let place = &record.header.place;
    let (kind, rest) = place
        .target
        .split_once(' ')
        .unwrap_or((place.target.as_str(), ""));
    let mut target = TargetArgs {
        region: Some(place.region.clone()),
        ..TargetArgs::default()
    };
    match kind {
        "practice" => {
            let acting = rest.rsplit_once(AS).filter(|(_, name)| name.contains('/'));
            target.world = Some(acting.map_or(rest, |(world, _)| world).to_owned());
            target.acting = acting.map(|(_, name)| name.to_owned());
        }
        "recorded" => {
            return Err(Trouble::usage(format!(
                "run {} was a replay of a recording, which begins at its beginning",
                record.header.id
            ))
            .hint("replay it anew, with `--recorded`"));
        }
        "live" if rest == settings.endpoint.as_deref().unwrap_or_default() => {
            target.live = true;
            target.account = args.account.clone();
            target.profile = args.profile.clone();
        }
        "live" => {
            let wanted = if rest.is_empty() { "unset" } else { rest };
            return Err(Trouble::new(
                Exit::Refused,
                format!("run {} worked with another endpoint", record.header.id),
            )
            .hint(format!("AWS_ENDPOINT_URL has to be {wanted}")));
        }
        _ => {
            return Err(Trouble::new(
                Exit::Refused,
                format!(
                    "the practice account of run {} was kept nowhere",
                    record.header.id
                ),
            )
            .hint("begin anew; without --fresh, a practice account lasts"));
        }
    }
    Ok(target)
}
