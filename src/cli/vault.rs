//! `--secrets-file FILE`: the only place where secrets last, for instructors who hand them out. A map of targets, each a
//! map of names and values, as JSON, which is YAML too; its owner alone may read it.

use super::exit::Exit;
use super::trouble::Trouble;
use crate::event::Event;
use crate::port::{Answer, Prompt, PromptError, PromptKind, Prompter, Sink, SinkError};
use indexmap::IndexMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

type Kept = IndexMap<String, IndexMap<String, String>>;

/// The secrets of one target in the file.
#[derive(Debug)]
pub(super) struct Vault {
    path: PathBuf,
    target: String,
}

impl Vault {
    /// Opens the file, or makes it for its owner alone.
    pub(super) fn open(path: &Path, target: String) -> Result<Vault, Trouble> {
        let vault = Vault {
            path: path.to_owned(),
            target,
        };
        let shown = path.display();
        let file = vault.file().map_err(|error| vault.failed(&error))?;
        let about = file.metadata().map_err(|error| vault.failed(&error))?;
        if !about.is_file() {
            return Err(Trouble::usage(format!("`{shown}` is not a file"))
                .hint("--secrets-file takes a file, which is made where it is not there"));
        }
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0 {
            return Err(Trouble::new(
                Exit::Refused,
                format!("others may read or write the secrets file `{shown}`"),
            )
            .hint(format!("take that from them: `chmod 600 {shown}`")));
        }
        Ok(vault)
    }

    /// What is kept of this target, by name.
    pub(super) fn kept(&self) -> Result<IndexMap<String, String>, Trouble> {
        let mut all = self
            .file()
            .and_then(|mut file| {
                file.lock_shared()?;
                read(&mut file)
            })
            .map_err(|error| self.failed(&error))?;
        Ok(all.shift_remove(&self.target).unwrap_or_default())
    }

    /// Keeps a secret. Several runs, here and in other processes, may share the file.
    fn keep(&self, name: &str, value: &str) -> io::Result<()> {
        let mut file = self.file()?;
        file.lock()?;
        let mut all = read(&mut file)?;
        let known = all
            .entry(self.target.clone())
            .or_default()
            .insert(name.to_owned(), value.to_owned());
        if known.as_deref() == Some(value) {
            return Ok(());
        }
        let text = serde_json::to_string_pretty(&all)? + "\n";
        file.seek(SeekFrom::Start(0))?;
        file.write_all(text.as_bytes())?;
        file.set_len(text.len().try_into().unwrap_or(u64::MAX))?;
        file.sync_data()
    }

    fn file(&self) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)
    }

    fn failed(&self, error: &io::Error) -> Trouble {
        Trouble::new(
            Exit::Failed,
            format!(
                "the secrets file `{}` cannot be used: {error}",
                self.path.display()
            ),
        )
    }
}

fn read(file: &mut File) -> io::Result<Kept> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    if text.trim().is_empty() {
        return Ok(Kept::new());
    }
    // The reader's own words would show a piece of the text.
    serde_saphyr::from_str(&text).map_err(|_| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "it is not a map of targets, names and secrets",
        )
    })
}

/// Secrets that are shown once are kept too.
impl Sink for Vault {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        match event {
            Event::SecretShown { label, value, .. } => self
                .keep(label, value)
                .map_err(|error| SinkError(format!("the secrets file `{}`: {error}", self.path.display()))),
            _ => Ok(()),
        }
    }
}

/// Keeps the secrets that are answered, or made.
pub(super) struct Keeping {
    pub(super) inner: Arc<dyn Prompter>,
    pub(super) vault: Arc<Vault>,
}

impl Prompter for Keeping {
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        let answer = self.inner.ask(prompt)?;
        if prompt.kind == PromptKind::Secret {
            self.vault
                .keep(&prompt.name, answer.value.text())
                .map_err(|error| {
                    PromptError::Terminal(format!("the secrets file cannot be written: {error}"))
                })?;
        }
        Ok(answer)
    }
}
