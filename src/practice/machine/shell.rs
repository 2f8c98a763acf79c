//! Runs a script on a machine: puts its files in place, lets bash run, and keeps what differs.

use super::command::{self, Host};
use super::disk::Disk;
use super::facts::{Facts, Platform};
use super::image::{self, Entry};
use super::state::{Node, State};
use super::web::Hit;
use super::{unit, visitors, web};
use jiff::Timestamp;
use rust_bash::{ExecutionLimits, RustBashBuilder};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

/// At most so many bytes of changed files are kept of a machine.
const KEPT: usize = 4 << 20;

/// What is run, and where.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a> {
    /// The text.
    pub(crate) text: &'a str,
    /// The user.
    pub(crate) user: &'a str,
    /// The working directory.
    pub(crate) folder: &'a str,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// What was printed.
    pub(crate) stdout: String,
    /// What was printed of errors.
    pub(crate) stderr: String,
    /// The exit code.
    pub(crate) code: i32,
    /// How long it took there.
    pub(crate) took: Duration,
}

/// Runs a script.
pub(crate) fn run(facts: &Facts, state: &mut State, script: Script<'_>) -> Outcome {
    if facts.platform == Platform::Windows {
        return Outcome {
            stderr: "practice does not model PowerShell on this machine yet\n".to_owned(),
            code: 1,
            ..Outcome::default()
        };
    }
    visitors::note(facts, state);
    let image = image::files(facts, state);
    let disk = Disk::new(facts.now);
    if let Err(error) = fill(&disk, facts, state, &image) {
        return broken(&format!("the disk of the machine cannot be filled: {error}"));
    }
    let host = Arc::new(Host::new(facts.clone(), state.clone(), disk.clone()));
    let home = match script.user {
        "root" => "/root".to_owned(),
        user => format!("/home/{user}"),
    };
    let environment = HashMap::from([
        ("PATH", "/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/bin"),
        ("HOME", home.as_str()),
        ("USER", script.user),
        ("LOGNAME", script.user),
        ("HOSTNAME", facts.domain().as_str()),
        ("LANG", "en_US.UTF-8"),
        ("TERM", "xterm-256color"),
    ])
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    let mut builder = RustBashBuilder::new()
        .fs(Arc::new(disk.clone()))
        .env(environment)
        .cwd(script.folder)
        .execution_limits(ExecutionLimits {
            max_execution_time: Duration::from_secs(10),
            max_output_size: 1 << 20,
            ..ExecutionLimits::default()
        });
    // What is called by a path has no place among the names that the interpreter writes into `/bin`.
    let (paths, names): (Vec<_>, Vec<_>) = command::words(&host).partition(|word| word.name().contains('/'));
    for word in names {
        builder = builder.command(word);
    }
    let mut shell = match builder.build() {
        Ok(shell) => shell,
        Err(error) => return broken(&error.to_string()),
    };
    for word in paths {
        shell.register_command(word);
    }
    shell.set_shell_name("bash".to_owned());
    let before = disk.all();
    let mut outcome = match shell.exec(script.text) {
        Ok(done) => Outcome {
            stdout: done.stdout,
            stderr: named(&done.stderr),
            code: done.exit_code,
            took: Duration::ZERO,
        },
        Err(error) => Outcome {
            stderr: format!("bash: {error}\n"),
            code: 1,
            ..Outcome::default()
        },
    };
    outcome.took = host.took();
    let mut after = host.state();
    keep(facts, &mut after, &image, &before, &disk.all());
    let size: usize = after
        .files
        .values()
        .map(|node| {
            if let Node::File { bytes, .. } = node {
                bytes.len()
            } else {
                0
            }
        })
        .sum();
    if size > KEPT {
        outcome.stderr.push_str("practice keeps at most 4 MiB of changed files on a machine: what these commands wrote is dropped\n");
        after.files.clone_from(&state.files);
    }
    *state = after;
    outcome
}

fn broken(why: &str) -> Outcome {
    Outcome {
        stderr: format!("practice cannot run this: {why}\n"),
        code: 1,
        ..Outcome::default()
    }
}

/// The interpreter names no shell before a command that is not there.
fn named(errors: &str) -> String {
    errors
        .split_inclusive('\n')
        .map(|line| {
            let unknown = line
                .trim_end()
                .strip_suffix(": command not found")
                .is_some_and(|name| !name.contains(": "));
            if unknown {
                format!("bash: {line}")
            } else {
                line.to_owned()
            }
        })
        .collect()
}

/// Puts image, packages and what differs on a disk. A log that was written to goes on from there.
fn fill(
    disk: &Disk,
    facts: &Facts,
    state: &State,
    image: &BTreeMap<String, Entry>,
) -> Result<(), rust_bash::VfsError> {
    use rust_bash::VirtualFs;
    use std::path::Path;
    for (path, (content, mode, at)) in image {
        match content {
            Some(bytes) => disk.put(path, bytes, *mode, *at)?,
            None => disk.mkdir_p(Path::new(path))?,
        }
    }
    let logs = unit::web(facts, state).map(|(server, _)| (server, web::logs(server.name)));
    for (path, node) in &state.files {
        match node {
            Node::File { bytes, mode, at } => {
                let mut bytes = bytes.clone();
                let access = logs.as_ref().filter(|(_, (access, _))| access == path);
                if let Some((server, _)) = access {
                    let hits = image::visits(facts, state, server.name, image);
                    let later = hits.iter().filter(|hit| hit.at > *at).map(Hit::line);
                    bytes.extend(later.collect::<String>().into_bytes());
                }
                disk.put(path, &bytes, *mode, *at)?;
            }
            Node::Folder => disk.mkdir_p(Path::new(path))?,
            Node::Gone if image.get(path).is_some_and(|(content, ..)| content.is_none()) => {
                disk.remove_dir_all(Path::new(path))?;
            }
            Node::Gone if disk.exists(Path::new(path)) => disk.remove_file(Path::new(path))?,
            Node::Gone => {}
        }
    }
    Ok(())
}

/// Keeps what a script changed: what is as image and packages have it is no state.
fn keep(
    facts: &Facts,
    state: &mut State,
    image: &BTreeMap<String, Entry>,
    before: &BTreeMap<String, super::disk::Entry>,
    after: &BTreeMap<String, super::disk::Entry>,
) {
    let packaged = image::files(facts, state);
    for (path, (content, mode, at)) in after {
        let same = before
            .get(path)
            .is_some_and(|(old, old_mode, _)| old == content && (content.is_none() || old_mode == mode));
        if same {
            continue;
        }
        let as_packaged = packaged
            .get(path)
            .is_some_and(|(given, given_mode, _)| given == content && given_mode == mode);
        if as_packaged {
            state.files.remove(path);
            continue;
        }
        let node = match content {
            Some(bytes) => Node::File {
                bytes: bytes.clone(),
                mode: *mode,
                at: Timestamp::try_from(*at).unwrap_or(facts.now),
            },
            None if packaged.contains_key(path) || holds(path, &packaged) || holds(path, after) => continue,
            None => Node::Folder,
        };
        state.files.insert(path.clone(), node);
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        if packaged.contains_key(path) || image.contains_key(path) {
            state.files.insert(path.clone(), Node::Gone);
        } else {
            state.files.remove(path);
        }
    }
}

/// True for a folder that comes along with what is in it.
fn holds<T>(folder: &str, all: &BTreeMap<String, (Option<Vec<u8>>, u32, T)>) -> bool {
    let inside = format!("{folder}/");
    all.range(inside.clone()..)
        .next()
        .is_some_and(|(path, _)| path.starts_with(&inside))
}
