//! API models from outside the binary: where they are looked for, and what is said of them. Nothing is picked up
//! silently.

use super::output::Output;
use super::settings::Settings;
use super::trouble::Trouble;
use crate::api::{Catalogue, Outside};
use std::path::{Path, PathBuf};

/// So many services are named; of more, the number.
const NAMED: usize = 6;

/// The folders, of which the first that has a service wins: those of `--models`, then of `AWS_DATA_PATH`, then
/// `~/.aws/models`. Only the first kind has to be there, for the AWS CLI does not mind either.
pub(super) fn folders(
    given: &[PathBuf],
    data_path: Option<&str>,
    home: &Path,
) -> Result<Vec<PathBuf>, Trouble> {
    if let Some(missing) = given.iter().find(|folder| !folder.is_dir()) {
        return Err(
            Trouble::usage(format!("there is no folder `{}`", missing.display()))
                .hint("--models takes a folder with SERVICE/API-VERSION/service-2.json in it"),
        );
    }
    let listed = std::env::split_paths(data_path.unwrap_or_default());
    let listed = listed.map(|path| path.strip_prefix("~").map(|rest| home.join(rest)).unwrap_or(path));
    let own = home.join(".aws").join("models");
    let there = listed.chain([own]).filter(|folder| folder.is_dir());
    Ok(given.iter().cloned().chain(there).collect())
}

/// Takes in the models of the folders, and says so.
pub(super) fn take_in(settings: &mut Settings, output: &Output) -> Result<(), Trouble> {
    if settings.models.is_empty() {
        return Ok(());
    }
    let catalogue = Catalogue::with_folders(&settings.models)
        .map_err(|error| Trouble::usage(error.to_string()).hint(error.advice()))?;
    // Once a process, for as long as it lives: the client's schemas hold on to what they are made from.
    settings.catalogue = Box::leak(Box::new(catalogue));
    for sentence in told(settings.catalogue) {
        output.talk(&sentence);
    }
    let adds = |folder: &Path| {
        settings
            .catalogue
            .outside()
            .iter()
            .any(|outside| outside.folder == folder)
    };
    for idle in settings.models.iter().filter(|folder| !adds(folder)) {
        output.warn(&format!(
            "`{}` adds no API models; they are looked for as SERVICE/API-VERSION/service-2.json",
            idle.display()
        ));
    }
    Ok(())
}

/// Which services are not the program's own, a sentence for each folder.
pub(super) fn told(catalogue: &Catalogue) -> Vec<String> {
    let mut folders: Vec<&Path> = catalogue
        .outside()
        .iter()
        .map(|outside| outside.folder.as_path())
        .collect();
    folders.sort_unstable();
    folders.dedup();
    let sentence = |folder: &Path| {
        let of_kind = |replaces: bool| {
            let all = catalogue.outside().iter();
            let mine = all.filter(|outside| outside.folder == folder && outside.replaces == replaces);
            names(&mine.collect::<Vec<_>>())
        };
        let parts = [("add", of_kind(false)), ("replace", of_kind(true))];
        let parts = parts.iter().filter(|(_, names)| !names.is_empty());
        let parts: Vec<String> = parts.map(|(verb, names)| format!("{verb} {names}")).collect();
        format!("API models of `{}` {}.", folder.display(), parts.join(", and "))
    };
    folders.into_iter().map(sentence).collect()
}

fn names(services: &[&Outside]) -> String {
    let name = |outside: &&Outside| format!("{} {}", outside.service, outside.version);
    let shown: Vec<String> = services.iter().take(NAMED).map(name).collect();
    match services.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::Exit;

    #[test]
    fn folders_are_looked_for_in_order_and_a_given_one_must_be_there() {
        let home = tempfile::tempdir().unwrap();
        let [own, listed, given] = [".aws/models", "listed", "given"].map(|name| home.path().join(name));
        for folder in [&own, &listed, &given] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let nowhere = home.path().join("nowhere");
        let separated = std::env::join_paths([Path::new("~/listed"), &nowhere]).unwrap();
        let found = folders(std::slice::from_ref(&given), separated.to_str(), home.path()).unwrap();
        assert_eq!(found, [given, listed, own]);
        let trouble = folders(&[nowhere], None, home.path()).unwrap_err();
        let (exit, said, hint) = trouble.parts();
        assert_eq!(exit, Exit::Usage);
        assert!(said.contains("nowhere") && hint.is_some_and(|hint| hint.contains("service-2.json")));
    }
}
