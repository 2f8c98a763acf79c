//! Whether a runbook may work in a real account: shown once what it may do, then known by its digest.
//!
//! The runbooks that came with the program are trusted as they came. In practice nothing can be harmed, and nothing is
//! asked.

use super::exit::Exit;
use super::live::yes;
use super::output::Output;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::analysis::outlook;
use crate::document::Runbook;
use crate::event::Class;
use crate::port::Prompter;
use crate::script::{Library, survey};
use crate::source::Source;
use std::collections::BTreeSet;
use std::io::Write;

/// The runbooks that came with the program.
const SHIPPED: [&str; 1] = [include_str!("../../runbooks/day1.md")];

/// Refuses a runbook that nobody trusts.
pub(super) fn check(
    runbook: &Runbook,
    library: &Library,
    trusted: bool,
    settings: &Settings,
    person: Option<&dyn Prompter>,
    output: &Output,
) -> Result<(), Trouble> {
    let text = runbook.source.text();
    if SHIPPED
        .iter()
        .any(|shipped| Source::new("", shipped).text() == text)
    {
        return Ok(());
    }
    let digest = runbook.digest();
    let file = settings.state.join("trusted");
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    if known.lines().any(|line| line.trim() == digest) {
        return Ok(());
    }
    if !trusted {
        let may = may_do(runbook, library);
        let Some(person) = person else {
            return Err(Trouble::new(
                Exit::Refused,
                format!(
                    "`{}` is not trusted with a real account yet: it {may}",
                    runbook.source.name()
                ),
            )
            .hint("read it, look at `runbook plan`, then give --trust"));
        };
        output.warn(&format!(
            "`{}` has not worked in a real account yet. It {may}.",
            runbook.source.name()
        ));
        if !yes(person, "trust", "Trust it?", false)? {
            return Err(Trouble::new(
                Exit::Refused,
                "the runbook was not trusted; nothing was done",
            ));
        }
    }
    remember(&file, &digest).map_err(|error| {
        Trouble::new(
            Exit::Failed,
            format!("{} cannot be written: {error}", file.display()),
        )
    })
}

/// `calls ec2 and iam, changes things and deletes some`.
fn may_do(runbook: &Runbook, library: &Library) -> String {
    let outlook = outlook(runbook, &survey(runbook, library));
    let services: BTreeSet<&str> = outlook.all().map(|mention| mention.service.as_str()).collect();
    let services: Vec<&str> = services.into_iter().collect();
    let change = outlook
        .all()
        .any(|mention| mention.class.mutates() && mention.class != Class::Destroy);
    let destroy = outlook.all().any(|mention| mention.class == Class::Destroy);
    let deeds = match (change, destroy) {
        (false, false) => "changes nothing",
        (true, false) => "changes things",
        (false, true) => "deletes things",
        (true, true) => "changes things and deletes some",
    };
    if services.is_empty() {
        "calls no service".to_owned()
    } else {
        format!("calls {} and {deeds}", services.join(", "))
    }
}

fn remember(file: &std::path::Path, digest: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(file)?;
    writeln!(file, "{digest}")
}
