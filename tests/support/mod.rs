//! The builder of every test: a folder of its own, the program run in it, and what it said without what changes.
//!
//! # How to add a case
//! Write a module, name it in `tests/all.rs`, and begin with [`Lab::new`]: put files into it, run the program, and hold
//! the exit code and what was said against a snapshot or a phrase. A question is answered in [`Lab::at_terminal`].

pub(crate) mod account;
#[cfg(any(feature = "oracles", feature = "conformance"))]
pub(crate) mod canonical;
mod loopback;
#[cfg(unix)]
pub(crate) mod screen;
pub(crate) mod server;
#[cfg(unix)]
pub(crate) mod serving;
#[cfg(any(feature = "oracles", feature = "conformance"))]
pub(crate) mod tally;
#[cfg(any(feature = "oracles", feature = "conformance"))]
pub(crate) mod workshop;

pub(crate) use loopback::Loopback;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder with runbooks, a home and a state of its own.
#[must_use]
pub(crate) struct Lab {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Lab {
    /// An empty folder.
    pub(crate) fn new() -> Lab {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Lab {
            folder,
            variables: Vec::new(),
        }
    }

    /// With a file.
    pub(crate) fn file(self, name: &str, text: impl AsRef<[u8]>) -> Lab {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the file");
        std::fs::write(path, text).expect("the file");
        self
    }

    /// With a variable of the environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Lab {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a server that stands for AWS, and keys for it.
    pub(crate) fn against(self, url: &str, region: &str) -> Lab {
        self.variable("AWS_ENDPOINT_URL", url)
            .variable("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
            .variable("AWS_SECRET_ACCESS_KEY", "secret")
            .variable("AWS_REGION", region)
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program without a terminal.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_runbook")));
        command.args(words).stdin(Stdio::null());
        Ran {
            output: command.output().expect("the program starts"),
            folder: self.folder.path().to_owned(),
        }
    }

    /// Runs the program at a terminal of 100 columns, which echoes as a real one does.
    #[cfg(unix)]
    pub(crate) fn at_terminal(&self, words: &[&str]) -> rexpect::session::PtySession {
        let mut command = self.command(Path::new("/bin/sh"));
        command
            .args([
                "-c",
                "stty echo cols 100 rows 40; exec \"$0\" \"$@\"",
                env!("CARGO_BIN_EXE_runbook"),
            ])
            .args(words);
        rexpect::session::spawn_command(command, Some(20_000)).expect("a terminal")
    }

    /// Runs the program at a terminal of so many columns that is recorded.
    #[cfg(unix)]
    pub(crate) fn at_screen(&self, columns: u16, words: &[&str]) -> screen::Screen {
        let mut command = self.command(Path::new("/bin/sh"));
        command
            .args([
                "-c",
                &format!("stty echo cols {columns} rows 50; exec \"$0\" \"$@\""),
                env!("CARGO_BIN_EXE_runbook"),
            ])
            .args(words);
        screen::Screen::of(command, columns)
    }

    /// A program in the lab, with nothing of the machine's environment.
    pub(crate) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.path(".state"))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// What the program did.
pub(crate) struct Ran {
    output: Output,
    folder: PathBuf,
}

impl Ran {
    /// Holds the exit code against the expected one; what was said is shown where they differ.
    #[track_caller]
    pub(crate) fn code(self, code: i32) -> Ran {
        assert_eq!(
            self.output.status.code(),
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout(),
            self.stderr()
        );
        self
    }

    /// The exit code; none for a program that was killed.
    pub(crate) fn exit(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// stdout, without what changes from run to run.
    pub(crate) fn stdout(&self) -> String {
        self.redacted(&self.output.stdout)
    }

    /// stdout's lines of JSON: the events of `--output json`.
    pub(crate) fn events(&self) -> Vec<serde_json::Value> {
        let of = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.stdout().lines().map(of).collect()
    }

    /// stderr, without what changes from run to run.
    pub(crate) fn stderr(&self) -> String {
        self.redacted(&self.output.stderr)
    }

    fn redacted(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let real = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        [real, self.folder.clone()].iter().fold(text, |text, folder| {
            text.replace(&folder.display().to_string(), "[FOLDER]")
        })
    }
}
