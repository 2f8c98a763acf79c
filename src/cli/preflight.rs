//! `preflight FILE`: whether an account is ready for a runbook, and what to do where it is not. Nothing is changed, so
//! nobody is asked to agree to the account.

mod shown;

pub(super) use shown::class;

use super::args::PreflightArgs;
use super::exit::Exit;
use super::fleet::{self, Visit};
use super::output::{Format, Output};
use super::settings::Settings;
use super::target::{Pace, Target};
use super::trouble::Trouble;
use super::wants::Wants;
use super::{file, interrupt, stage, walk};
use crate::event::Ledger;
use crate::journal::{Place, Store};
use crate::port::{Clock, Latch, Stop, WallClock};
use crate::preflight::{Finding, Ground, Site, preflight};
use crate::script::survey;
use crate::ui::Spinner;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Arc;

pub(super) fn run(args: &PreflightArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    fleet::run(
        &args.target,
        &args.fleet,
        settings,
        output,
        &|visit, settings, output| look(args, visit, settings, output),
    )
}

/// Looks at one account.
fn look(args: &PreflightArgs, visit: &Visit, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let runbook = file::sound_runbook(&args.file)?;
    let library = stage::library(&args.file, args.scripts.as_deref(), settings)?;
    let survey = survey(&runbook, &library);
    walk::sound(&survey)?;
    let wants = Wants::of(&runbook.front, &args.bind)?;
    let latch = visit
        .member
        .as_ref()
        .map_or_else(Latch::default, |member| member.latch.clone());
    if visit.member.is_none() {
        interrupt::watch(vec![latch.clone()], output);
    }
    let id = Store::new_id(WallClock.now())?;
    let target = Target::open(&visit.target, settings, &wants, Pace::Unattended, &latch, &id)?;
    let output = &output.of(visit.member.as_ref());
    for notice in &target.notices {
        output.warn(notice);
    }
    let ground = Ground {
        account: target.account.clone(),
        expected: visit.target.account.clone(),
        region: target.region.clone(),
        further: target.account_ids(),
        owned: owned(args, &target, settings)?,
        aws: by_hand(visit, &target),
    };
    let site = Site::new(
        Arc::clone(&target.cloud),
        ground,
        settings.catalogue,
        latch.clone(),
    );
    let spinner = Spinner::new(settings.face.animated && visit.member.is_none());
    let found = preflight(&runbook, &survey, &site, &|topic| match &visit.member {
        Some(member) => member.goes(topic.heading()),
        None => spinner.say(topic.heading()),
    });
    spinner.clear();
    let exit = match latch.get() {
        Some(Stop::Interrupted) => Exit::Interrupted,
        _ => exit(&found),
    };
    if let Some(member) = &visit.member {
        member.looked(&target.account, &target.region, &found);
        return Ok(exit);
    }
    match settings.format {
        Format::Human => output.data(&shown::text(&runbook.title, &target, &found, exit, &output.face))?,
        Format::Json => output.json(&json!({
            "title": runbook.title,
            "target": target.kind(),
            "account": target.account,
            "region": target.region,
            "ready": exit == Exit::Passed,
            "exit": exit.code(),
            "findings": found,
        }))?,
    }
    Ok(exit)
}

/// What is blocked, or could not be told, is no pass.
fn exit(found: &[Finding]) -> Exit {
    if found.iter().all(|finding| finding.verdict.is_go()) {
        Exit::Passed
    } else {
        Exit::Unsound
    }
}

/// What runs of this runbook own in the account.
fn owned(args: &PreflightArgs, target: &Target, settings: &Settings) -> Result<HashSet<String>, Trouble> {
    let place = Place {
        runbook: file::absolute(&args.file).display().to_string(),
        target: target.name.clone(),
        account: target.account.clone(),
        region: target.region.clone(),
    };
    let history = Store::new(settings.state.join("runs")).history(&place)?;
    Ok(Ledger::of(history.events.iter())
        .owned()
        .map(|thing| thing.id)
        .collect())
}

/// What begins a command that works in the account by hand.
fn by_hand(visit: &Visit, target: &Target) -> String {
    if target.live {
        let profile = visit.target.profile.as_ref();
        return profile.map_or_else(|| "aws".to_owned(), |profile| format!("aws --profile {profile}"));
    }
    let world = visit.target.world.as_ref();
    world.map_or_else(
        || "runbook aws".to_owned(),
        |world| format!("runbook aws --world {world}"),
    )
}
