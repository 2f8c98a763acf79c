//! Recordings: a run that is recorded with `--record`, and one that answers with `--recorded`.

use super::args::{BookArgs, RecordingArgs};
use super::exit::Exit;
use super::file;
use super::target::{Bound, Target};
use super::trouble::Trouble;
use crate::api::Catalogue;
use crate::cloud::{CassetteHeader, Recorded, Tape};
use crate::port::{FakeClock, Latch, Secrets};
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// The arguments of a command with the recording that it may have in the place of an account.
pub(super) fn instead(book: &BookArgs, recording: &RecordingArgs) -> BookArgs {
    let mut book = book.clone();
    book.target.recorded.clone_from(&recording.recorded);
    book
}

/// Opens a recording as a target. Its clock stands where the recording began, and jumps when it is waited on.
pub(super) fn open(path: &Path, catalogue: &'static Catalogue) -> Result<Target, Trouble> {
    let shown = path.display();
    let text = file::text(path, "recording")?;
    let recorded = Recorded::read(&text, catalogue).map_err(|error| {
        Trouble::usage(format!("`{shown}` cannot be replayed: {error}"))
            .hint("`runbook replay --record FILE` makes a recording that this program reads")
    })?;
    let header = recorded.header().clone();
    let mut notices = Vec::new();
    if recorded.cut() {
        let calls = recorded.calls();
        notices.push(format!(
            "the end of the recording is missing: {calls} calls of it can be replayed"
        ));
    }
    Ok(Target {
        cloud: Arc::new(recorded),
        clock: Arc::new(FakeClock::at(header.at)),
        live: false,
        account: header.account.clone(),
        bound: header
            .accounts
            .iter()
            .map(|(name, account)| Bound {
                name: name.clone(),
                account: account.clone(),
                through: "the recording".to_owned(),
            })
            .collect(),
        alias: None,
        arn: None,
        region: header.region.clone(),
        name: format!("recorded {}", file::absolute(path).display()),
        options: String::new(),
        trouble: Vec::new(),
        recorded: Some(header),
        notices,
    })
}

/// Refuses a file that is there, before anything is done.
pub(super) fn absent(path: &Path) -> Result<(), Trouble> {
    if path.symlink_metadata().is_ok() {
        return Err(present(path));
    }
    Ok(())
}

/// Begins the recording of a run.
pub(super) fn begin(
    path: &Path,
    target: &Target,
    title: &str,
    run: &str,
    catalogue: &'static Catalogue,
    secrets: &Secrets,
    latch: &Latch,
) -> Result<Arc<Tape>, Trouble> {
    let now = target.clock.now();
    let header = CassetteHeader::new(title, run, target.kind(), &target.region, now);
    let accounts = target.account_ids();
    let file = Box::new(create(path)?);
    let tape = Tape::begin(
        file,
        header,
        &target.account,
        &accounts,
        catalogue,
        secrets.clone(),
        latch.clone(),
    );
    Ok(Arc::new(tape.map_err(unwritten(path))?))
}

/// Takes away the recording of a run that did not come to its first call.
pub(super) fn drop(path: &Path) -> Result<(), Trouble> {
    std::fs::remove_file(path).map_err(unwritten(path))
}

/// Makes the file, for its owner alone.
fn create(path: &Path) -> Result<File, Trouble> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => present(path),
        _ => unwritten(path)(error),
    })
}

/// The recording could not be written.
pub(super) fn unwritten(path: &Path) -> impl FnOnce(Error) -> Trouble + use<'_> {
    move |error| {
        Trouble::new(
            Exit::Failed,
            format!("the recording `{}` cannot be written: {error}", path.display()),
        )
    }
}

fn present(path: &Path) -> Trouble {
    Trouble::usage(format!("`{}` is there already", path.display()))
        .hint("a recording is never written over another file: choose another name, or delete that one")
}
