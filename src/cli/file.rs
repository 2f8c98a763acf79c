//! A runbook or an answers file from the disk, or a clear word why not.

use super::exit::Exit;
use super::trouble::Trouble;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Runbook};
use crate::source::Source;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is larger is not a runbook.
const MOST: u64 = 16 << 20;

/// The text of a file that a person named.
pub(super) fn text(path: &Path, noun: &str) -> Result<String, Trouble> {
    let shown = path.display();
    let failed = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => Trouble::usage(format!("there is no {noun} `{shown}`"))
            .hint(format!("give the path of a {noun}{}", near(path))),
        ErrorKind::PermissionDenied => Trouble::usage(format!("the {noun} `{shown}` may not be read"))
            .hint("change its permissions, or copy it to where you may read it"),
        _ => Trouble::new(
            Exit::Failed,
            format!("the {noun} `{shown}` cannot be read: {error}"),
        ),
    };
    let about = std::fs::metadata(path).map_err(|error| failed(&error))?;
    if about.is_dir() {
        return Err(Trouble::usage(format!("`{shown}` is a folder, not a {noun}"))
            .hint(format!("name a file in it{}", inside(path))));
    }
    if about.len() > MOST {
        return Err(Trouble::usage(format!(
            "`{shown}` is {} MB large, which no {noun} is",
            about.len() >> 20
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    if bytes.contains(&0) {
        return Err(
            Trouble::usage(format!("`{shown}` is a binary file, not a {noun}"))
                .hint("a runbook is Markdown, in UTF-8"),
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Trouble::usage(format!(
            "`{shown}` is not UTF-8: line {line} has a byte that no character begins with"
        ))
        .hint("save it as UTF-8; in an old encoding, `iconv -f WINDOWS-1252 -t UTF-8` may do it")
    })
}

/// The text of a runbook, under the name that messages show.
pub(super) fn source(path: &Path) -> Result<Source, Trouble> {
    Ok(Source::new(path.display().to_string(), &text(path, "runbook")?))
}

/// A runbook that can be run. What is only worth a look is for `lint` to tell.
pub(super) fn sound_runbook(path: &Path) -> Result<Runbook, Trouble> {
    let (runbook, diagnostics) = document::parse(&source(path)?);
    let errors: Vec<Diagnostic> = diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    if errors.is_empty() {
        Ok(runbook)
    } else {
        Err(Trouble::document(errors))
    }
}

/// The path from the root, as journals keep it.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// `, such as day1.md` for a file of the same folder that looks like the one that was meant.
fn near(path: &Path) -> String {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let names = markdown_in(folder);
    let typed = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    match crate::diagnostic::nearest(&typed, names.iter().map(String::as_str)) {
        Some(name) => format!("; did you mean `{}`?", folder.join(name).display()),
        None => String::new(),
    }
}

/// `, such as runbooks/day1.md` for the first runbook of a folder.
fn inside(folder: &Path) -> String {
    markdown_in(folder)
        .first()
        .map(|name| format!(", such as `{}`", folder.join(name).display()))
        .unwrap_or_default()
}

fn markdown_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_runbook_is_named_with_advice() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("day1.md"), "# One\n").unwrap();
        std::fs::write(path("binary"), [b'a', 0, b'b']).unwrap();
        std::fs::write(path("latin"), b"one\ntwo \xe9\n").unwrap();
        let table = [
            ("dya1.md", "there is no runbook", "did you mean"),
            (".", "is a folder, not a runbook", "day1.md"),
            ("binary", "is a binary file", "Markdown"),
            ("latin", "is not UTF-8: line 2", "UTF-8"),
        ];
        for (name, message, hint) in table {
            let trouble = text(&path(name), "runbook").unwrap_err();
            let (exit, said, advice) = trouble.parts();
            assert_eq!(exit, Exit::Usage);
            assert!(said.contains(message), "{said}");
            assert!(advice.unwrap().contains(hint), "{advice:?}");
        }
    }
}
