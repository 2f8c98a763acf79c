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
use sha2::{Digest, Sha256};
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
    let modules = foreign(library);
    let is_shipped = SHIPPED
        .iter()
        .any(|shipped| Source::new("", shipped).text() == text);
    if is_shipped && modules.is_empty() {
        return Ok(());
    }
    let digest = digest(runbook, &modules);
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

/// The modules that are not the program's own: those of a folder, also in the place of the program's.
fn foreign(library: &Library) -> Vec<(&str, &str)> {
    let builtin = Library::builtin().modules;
    let own = |name: &str, text: &str| builtin.get(name).is_some_and(|known| known.text() == text);
    let mut modules: Vec<_> = library
        .modules
        .iter()
        .map(|(name, source)| (name.as_str(), source.text()))
        .filter(|(name, text)| !own(name, text))
        .collect();
    modules.sort_unstable();
    modules
}

/// The digest of all that would run: a module that is changed later is as foreign as a runbook that is.
fn digest(runbook: &Runbook, modules: &[(&str, &str)]) -> String {
    if modules.is_empty() {
        return runbook.digest();
    }
    let mut whole = Sha256::new();
    whole.update(runbook.digest());
    for (name, text) in modules {
        whole.update(format!("\n{name} {}\n{text}", text.len()));
    }
    whole
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;

    #[test]
    fn what_changed_after_it_was_trusted_is_foreign_again() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            state: folder.path().to_owned(),
            ..Settings::for_tests()
        };
        let output = Output::new(&settings);
        let judged = |text: &str, modules: &[(&str, &str)], trusted: bool| {
            let runbook = parse(&Source::new("lab.md", text)).0;
            let mut library = Library::builtin();
            for (name, text) in modules {
                library
                    .modules
                    .insert((*name).to_owned(), Source::new("scripts/x.rhai", text));
            }
            check(&runbook, &library, trusted, &settings, None, &output).map_err(|trouble| trouble.parts().0)
        };
        let (text, module) = ("# Lab\n\n## A\n", [("vpc", "fn named(n) { 1 }")]);
        assert_eq!(judged(text, &[], false), Err(Exit::Refused));
        assert_eq!(judged(text, &[], true), Ok(()));
        assert_eq!(judged(text, &[], false), Ok(()), "once is enough");
        assert_eq!(judged("# Lab\n\n## B\n", &[], false), Err(Exit::Refused));

        assert_eq!(
            judged(text, &module, false),
            Err(Exit::Refused),
            "a module was added"
        );
        assert_eq!(judged(text, &module, true), Ok(()));
        assert_eq!(judged(text, &module, false), Ok(()));
        let changed = [("vpc", "fn named(n) { 2 }")];
        assert_eq!(judged(text, &changed, false), Err(Exit::Refused), "and changed");

        // What came with the program is trusted only with the modules that came with it.
        assert_eq!(judged(SHIPPED[0], &[], false), Ok(()));
        assert_eq!(judged(SHIPPED[0], &module, false), Err(Exit::Refused));
    }
}
