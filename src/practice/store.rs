//! The folder of a world: a snapshot, a redo log of committed changes, a lock.
//!
//! Every committed turn is a numbered line of the log. The snapshot says up to which number it holds; the log's first
//! line says after which number it begins. So a reader applies the lines with higher numbers than its own, a snapshot
//! may be written while the log still holds what it covers, and a handle that finds the log begun anew after a number
//! that it has not reached knows that it must read the snapshot. Each turn takes the lock for itself, so that several
//! processes share a world; what the others did costs a look at the log's length and first line.
//!
//! A last line that was torn by a crash was never answered, and is dropped. There is no database, because a world is
//! small, is read whole anyway, and should be readable by eye.

use super::change::{Change, Redo};
use super::holder::Holder;
use super::session::Options;
use super::world::World;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The format of snapshot and log that this program writes, and the only one it reads.
const FORMAT: u32 = 1;

/// The log's first line is padded to this many bytes, so that it can be rewritten and read in one go.
const HEAD: usize = 64;

/// A log shorter than this is not worth a new snapshot.
const WORTH: u64 = 64 * 1024;

/// A world that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("the practice world in {folder} cannot be {doing}: {source}")]
    Files {
        /// The folder.
        folder: PathBuf,
        /// `read`, `written`, `locked`.
        doing: &'static str,
        /// Why.
        source: io::Error,
    },
    /// There is none.
    #[error("there is no practice world in {folder}")]
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// It was written by another version of the program.
    #[error("the practice world in {folder} has format {found}, and this program knows format {FORMAT}")]
    Format {
        /// The folder.
        folder: PathBuf,
        /// The format that it has.
        found: u32,
    },
    /// It does not read as a world.
    #[error("the practice world in {folder} is damaged: {file}, line {line}: {reason}")]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// The file in it.
        file: &'static str,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A server holds it.
    #[error("the practice world in {folder} is served at {url} by process {pid}")]
    Served {
        /// The folder.
        folder: PathBuf,
        /// The server's process.
        pid: u32,
        /// Where it is reached.
        url: String,
    },
}

impl StoreError {
    /// What to do.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            StoreError::Files { .. } => {
                "see that the folder exists, is yours and has room, or name another with --world".to_owned()
            }
            StoreError::Missing { .. } => "any command in practice makes one".to_owned(),
            StoreError::Format { found, .. } if *found > FORMAT => {
                "use the version of the program that wrote it, or start afresh with `runbook practice reset`"
                    .to_owned()
            }
            StoreError::Format { .. } | StoreError::Damaged { .. } => {
                "start afresh with `runbook practice reset`, or use another world with --world".to_owned()
            }
            StoreError::Served { .. } => {
                "end that server first (Ctrl-C), or use another world with --world".to_owned()
            }
        }
    }
}

#[derive(Serialize)]
struct SnapshotOut<'a> {
    format: u32,
    seq: u64,
    world: &'a World,
}

#[derive(Deserialize)]
struct SnapshotIn {
    format: u32,
    seq: u64,
    world: World,
}

#[derive(Deserialize)]
struct FormatOnly {
    format: u32,
}

#[derive(Deserialize)]
struct SeqOnly {
    seq: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: u32,
    base: u64,
}

#[derive(Serialize)]
struct LineOut<'a> {
    seq: u64,
    changes: &'a [Redo<'a>],
}

#[derive(Deserialize)]
struct LineIn {
    seq: u64,
    changes: Vec<Change>,
}

/// A turn that is in the log and not yet on the disk. Those of several callers come there together: one of them waits
/// for the disk, for all that was written by then.
#[derive(Debug)]
pub(super) struct Pledge {
    folder: PathBuf,
    log: Arc<File>,
    syncing: Arc<Syncing>,
    turn: u64,
}

/// How far the log is written, and how far it is on the disk, in turns of this handle.
#[derive(Debug, Default)]
struct Syncing {
    written: AtomicU64,
    synced: Mutex<u64>,
}

impl Pledge {
    /// Returns when the turn is on the disk.
    ///
    /// # Errors
    /// The disk refuses. The turn stands in this process and, as far as anybody knows, in the log.
    pub(super) fn keep(self) -> Result<(), StoreError> {
        let mut synced = self.syncing.synced.lock().unwrap_or_else(PoisonError::into_inner);
        if *synced < self.turn {
            let written = self.syncing.written.load(Ordering::Acquire);
            self.log.sync_data().map_err(|source| StoreError::Files {
                folder: self.folder,
                doing: "written",
                source,
            })?;
            *synced = written;
        }
        Ok(())
    }
}

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Held(Arc<File>);

impl Drop for Held {
    fn drop(&mut self) {
        // A lock that cannot be given back goes with the file handle.
        self.0.unlock().unwrap_or_default();
    }
}

/// One handle on a folder.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    lock: Arc<File>,
    log: Arc<File>,
    syncing: Arc<Syncing>,
    /// The number of the last line that this handle's world holds.
    seq: u64,
    /// The number after which the log begins.
    base: u64,
    /// How far the log was read.
    offset: u64,
    /// The snapshot's size when this handle last saw it.
    size: u64,
}

impl Store {
    /// The files of a folder, made where they are not there; nothing is read yet.
    fn handles(folder: &Path) -> Result<Store, StoreError> {
        let written = |source| StoreError::Files {
            folder: folder.to_owned(),
            doing: "written",
            source,
        };
        make_private(folder).map_err(written)?;
        let open = |name: &str| {
            OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(folder.join(name))
        };
        let lock = Arc::new(open("lock").map_err(written)?);
        let log = Arc::new(open(LOG).map_err(written)?);
        Ok(Store {
            folder: folder.to_owned(),
            lock,
            log,
            syncing: Arc::default(),
            seq: 0,
            base: 0,
            offset: 0,
            size: 0,
        })
    }

    /// Opens the world in a folder; makes the folder and a fresh world where there is none.
    pub(super) fn open(folder: &Path, fresh: impl FnOnce() -> World) -> Result<(Store, World), StoreError> {
        let mut store = Store::handles(folder)?;
        let held = store.hold()?;
        let mut world = match store.snapshot() {
            Ok(world) => world,
            Err(StoreError::Missing { .. }) => {
                let world = fresh();
                store.write_snapshot(&world)?;
                store.begin_log()?;
                world
            }
            Err(error) => return Err(error),
        };
        store.catch_up(&mut world)?;
        drop(held);
        Ok((store, world))
    }

    /// Takes the lock and brings the world up to what others committed. True where it is another world now: the folder
    /// was reset.
    pub(super) fn enter(&mut self, world: &mut World) -> Result<(Held, bool), StoreError> {
        let held = self.hold()?;
        let again = self.catch_up(world)?;
        Ok((held, again))
    }

    /// Appends one turn, which is on the disk when the pledge is kept.
    pub(super) fn append(&mut self, changes: &[Redo<'_>]) -> Result<Pledge, StoreError> {
        let mut line = serde_json::to_vec(&LineOut {
            seq: self.seq + 1,
            changes,
        })
        .map_err(|e| self.damaged(LOG, 0, e.to_string()))?;
        line.push(b'\n');
        let mut log = &*self.log;
        let wrote = log
            .seek(SeekFrom::Start(self.offset))
            .and_then(|_| log.write_all(&line));
        if let Err(source) = wrote {
            // What was half written is taken away; where even that fails, it is a torn line for the next reader.
            self.log.set_len(self.offset).unwrap_or_default();
            return Err(self.files("written", source));
        }
        self.seq += 1;
        self.offset += line.len() as u64;
        Ok(Pledge {
            folder: self.folder.clone(),
            log: Arc::clone(&self.log),
            turn: self.syncing.written.fetch_add(1, Ordering::Release) + 1,
            syncing: Arc::clone(&self.syncing),
        })
    }

    /// The end of a handle: leaves the clock's instant behind if it `drifted`, and folds the log into the snapshot
    /// where it has grown long.
    pub(super) fn close(&mut self, world: &mut World, drifted: bool) -> Result<(), StoreError> {
        let now = world.now;
        let (_held, again) = self.enter(world)?;
        if drifted && !again && now > world.now {
            world.now = now;
            // The clock's last steps may be lost: nobody waits for the disk.
            drop(self.append(&[Redo::Other(&Change::Now(now))])?);
        }
        if self.offset > WORTH.max(self.size / 4) {
            self.compact(world)?;
        }
        Ok(())
    }

    /// Writes a snapshot of the world, which holds all of the log, and begins the log anew. Other handles go on: they
    /// see the log's new beginning, and that they have reached it.
    fn compact(&mut self, world: &mut World) -> Result<(), StoreError> {
        world.forget_old_events();
        self.write_snapshot(world)?;
        self.begin_log()
    }

    fn hold(&self) -> Result<Held, StoreError> {
        self.lock.lock().map_err(|source| self.files("locked", source))?;
        Ok(Held(Arc::clone(&self.lock)))
    }

    /// Reads what the log has beyond this handle's number; the snapshot first, where the log begins later than that.
    fn catch_up(&mut self, world: &mut World) -> Result<bool, StoreError> {
        let length = self
            .log
            .metadata()
            .map_err(|source| self.files("read", source))?
            .len();
        let head = self.head()?;
        let mut again = false;
        match head {
            Some(head) if head.format != FORMAT => {
                return Err(StoreError::Format {
                    folder: self.folder.clone(),
                    found: head.format,
                });
            }
            Some(head) if head.base == self.base && self.offset >= HEAD as u64 && length >= self.offset => {}
            Some(head) => {
                if head.base > self.seq {
                    *world = self.snapshot()?;
                    again = true;
                }
                (self.base, self.offset) = (head.base, HEAD as u64);
            }
            // The first line is missing or torn: the process that began the log anew ended there, the snapshot holds all.
            None => {
                *world = self.snapshot()?;
                self.begin_log()?;
            }
        }
        if length > self.offset {
            self.read_lines(world)?;
        }
        Ok(again)
    }

    fn read_lines(&mut self, world: &mut World) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        let mut log = &*self.log;
        log.seek(SeekFrom::Start(self.offset))
            .and_then(|_| log.read_to_end(&mut bytes))
            .map_err(|source| self.files("read", source))?;
        let mut rest = bytes.as_slice();
        let mut number = 1;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            number += 1;
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            match serde_json::from_slice::<LineIn>(line) {
                Ok(line) if line.seq > self.seq => {
                    for change in line.changes {
                        world.apply(change);
                    }
                    self.seq = line.seq;
                }
                Ok(_) => {}
                Err(_) if after.is_empty() => break,
                Err(error) => return Err(self.damaged(LOG, number, error.to_string())),
            }
            self.offset += end as u64 + 1;
            rest = after;
        }
        if !rest.is_empty() {
            self.log
                .set_len(self.offset)
                .map_err(|source| self.files("written", source))?;
        }
        Ok(())
    }

    fn head(&mut self) -> Result<Option<Head>, StoreError> {
        let mut bytes = [0; HEAD];
        let mut log = &*self.log;
        let read = log
            .seek(SeekFrom::Start(0))
            .and_then(|_| log.read_exact(&mut bytes));
        match read {
            Ok(()) => Ok(serde_json::from_slice(&bytes).ok()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(source) => Err(self.files("read", source)),
        }
    }

    /// Begins the log after this handle's number, in place: the other handles keep their open files.
    fn begin_log(&mut self) -> Result<(), StoreError> {
        let head = serde_json::to_string(&Head {
            format: FORMAT,
            base: self.seq,
        })
        .map_err(|e| self.damaged(LOG, 1, e.to_string()))?;
        let line = format!("{head:<width$}\n", width = HEAD - 1);
        let mut log = &*self.log;
        log.set_len(0)
            .and_then(|()| log.seek(SeekFrom::Start(0)))
            .and_then(|_| log.write_all(line.as_bytes()))
            .and_then(|()| log.sync_data())
            .map_err(|source| self.files("written", source))?;
        (self.base, self.offset) = (self.seq, HEAD as u64);
        Ok(())
    }

    /// The snapshot; this handle's number is its number then.
    fn snapshot(&mut self) -> Result<World, StoreError> {
        let bytes = match fs::read(self.folder.join(SNAPSHOT)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(StoreError::Missing {
                    folder: self.folder.clone(),
                });
            }
            Err(source) => return Err(self.files("read", source)),
        };
        let other = |found| StoreError::Format {
            folder: self.folder.clone(),
            found,
        };
        // It is read once. What cannot be read may be of another format, and says so then.
        let snapshot = match serde_json::from_slice::<SnapshotIn>(&bytes) {
            Ok(snapshot) if snapshot.format == FORMAT => snapshot,
            Ok(snapshot) => return Err(other(snapshot.format)),
            Err(error) => {
                let found = serde_json::from_slice::<FormatOnly>(&bytes).map(|found| found.format);
                return Err(match found {
                    Ok(found) if found != FORMAT => other(found),
                    Ok(_) | Err(_) => self.damaged(SNAPSHOT, error.line(), error.to_string()),
                });
            }
        };
        (self.seq, self.size) = (snapshot.seq, bytes.len() as u64);
        Ok(snapshot.world)
    }

    /// Writes the snapshot beside the old one and puts it in its place, whole or not at all.
    fn write_snapshot(&mut self, world: &World) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(&SnapshotOut {
            format: FORMAT,
            seq: self.seq,
            world,
        })
        .map_err(|e| self.damaged(SNAPSHOT, 1, e.to_string()))?;
        let beside = self.folder.join("world.json.new");
        let wrote = File::create(&beside)
            .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::rename(&beside, self.folder.join(SNAPSHOT)))
            .and_then(|()| sync_folder(&self.folder));
        wrote.map_err(|source| self.files("written", source))?;
        self.size = bytes.len() as u64;
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn swap_log(&mut self, log: File) {
        self.log = Arc::new(log);
    }

    fn files(&self, doing: &'static str, source: io::Error) -> StoreError {
        StoreError::Files {
            folder: self.folder.clone(),
            doing,
            source,
        }
    }

    fn damaged(&self, file: &'static str, line: usize, reason: String) -> StoreError {
        StoreError::Damaged {
            folder: self.folder.clone(),
            file,
            line,
            reason,
        }
    }
}

const LOG: &str = "log.jsonl";
const SNAPSHOT: &str = "world.json";

impl World {
    /// The world in a folder, as it was last committed: to look at and to compare.
    ///
    /// # Errors
    /// No world there, an unknown format, a damaged one, a folder that cannot be read.
    pub fn load(folder: &Path) -> Result<World, StoreError> {
        if !folder.join(SNAPSHOT).exists() {
            return Err(StoreError::Missing {
                folder: folder.to_owned(),
            });
        }
        let unreachable = || World::new(0, jiff::Timestamp::UNIX_EPOCH);
        Store::open(folder, unreachable).map(|(_, world)| world)
    }
}

/// Puts a fresh account in the place of the world in a folder, whatever state that is in. Handles that are open on it
/// go on in the fresh one.
///
/// # Errors
/// A folder that cannot be written, or a server that holds the world.
pub fn reset(folder: &Path, options: &Options) -> Result<(), StoreError> {
    if let Some(holder) = Holder::of(folder)? {
        return Err(holder.refusal(folder));
    }
    let mut store = Store::handles(folder)?;
    let _held = store.hold()?;
    let base = store.head()?.map_or(0, |head| head.base);
    let length = store
        .log
        .metadata()
        .map_err(|source| store.files("read", source))?
        .len();
    let snapshot = match fs::read(folder.join(SNAPSHOT)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(store.files("read", error)),
    };
    // A snapshot that cannot be understood is what a reset is for; its number is lost with it.
    let seq = snapshot
        .and_then(|bytes| serde_json::from_slice::<SeqOnly>(&bytes).ok())
        .map_or(0, |found| found.seq);
    // Higher than any number that a handle may have reached: the log has fewer lines than bytes.
    store.seq = base.max(seq) + length + 1;
    store.write_snapshot(&World::new(options.seed, options.born))?;
    store.begin_log()
}

/// Makes the folder, for its owner alone where the platform can say so: a world may hold what a class types into it.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
