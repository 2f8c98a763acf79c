//! The server that holds a world: what other processes find it by.
//!
//! A server leaves in the world's folder where it is reached, and holds a lock beside it as long as it lives. What it
//! left is believed only while the lock is held: a server that was killed is no server.

use super::store::{StoreError, make_private};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const FACTS: &str = "server.json";
const LOCK: &str = "server.lock";

/// Where a server is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process.
    pub pid: u32,
    /// `http://127.0.0.1:4300`.
    pub url: String,
    /// What its desk is asked with.
    pub token: String,
}

/// The hold of this process on a world; ends when dropped.
#[derive(Debug)]
pub struct Hold {
    folder: PathBuf,
    lock: File,
}

impl Holder {
    /// The server that holds the world in a folder, if one does.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn of(folder: &Path) -> Result<Option<Holder>, StoreError> {
        let read = |source| StoreError::Files {
            folder: folder.to_owned(),
            doing: "read",
            source,
        };
        let lock = match OpenOptions::new().read(true).write(true).open(folder.join(LOCK)) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(read(error)),
        };
        match lock.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => {
                let bytes = fs::read(folder.join(FACTS)).map_err(read)?;
                let holder = serde_json::from_slice(&bytes).map_err(|e| StoreError::Damaged {
                    folder: folder.to_owned(),
                    file: FACTS,
                    line: e.line(),
                    reason: e.to_string(),
                })?;
                Ok(Some(holder))
            }
            Err(TryLockError::Error(error)) => Err(read(error)),
        }
    }
}

impl Hold {
    /// Takes the world in a folder for this server.
    ///
    /// # Errors
    /// Another server holds it, or the folder cannot be written.
    pub fn take(folder: &Path, holder: &Holder) -> Result<Hold, StoreError> {
        let written = |source| StoreError::Files {
            folder: folder.to_owned(),
            doing: "written",
            source,
        };
        make_private(folder).map_err(written)?;
        let mut options = OpenOptions::new();
        let lock = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join(LOCK))
            .map_err(written)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(match Holder::of(folder)? {
                    Some(other) => other.refusal(folder),
                    None => written(io::Error::other(
                        "another process is about to serve it, or has just ended",
                    )),
                });
            }
            Err(TryLockError::Error(error)) => return Err(written(error)),
        }
        let facts = serde_json::to_vec(holder).map_err(|e| written(io::Error::other(e)))?;
        private(&folder.join(FACTS))
            .and_then(|mut file| file.write_all(&facts))
            .map_err(written)?;
        Ok(Hold {
            folder: folder.to_owned(),
            lock,
        })
    }
}

impl Holder {
    /// The refusal of what only one may do.
    pub(super) fn refusal(&self, folder: &Path) -> StoreError {
        StoreError::Served {
            folder: folder.to_owned(),
            pid: self.pid,
            url: self.url.clone(),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        // Without the lock nobody believes the file; it is taken away for tidiness.
        fs::remove_file(self.folder.join(FACTS)).unwrap_or_default();
        self.lock.unlock().unwrap_or_default();
    }
}

/// A file for its owner alone: it holds what the desk is asked with.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder() -> Holder {
        Holder {
            pid: 7,
            url: "http://127.0.0.1:1".to_owned(),
            token: "t".to_owned(),
        }
    }

    #[test]
    fn a_world_is_held_by_one_server_and_found_while_it_lives() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Holder::of(folder.path()).unwrap(), None);
        let hold = Hold::take(folder.path(), &holder()).unwrap();
        assert_eq!(Holder::of(folder.path()).unwrap(), Some(holder()));
        let second = Hold::take(folder.path(), &holder()).unwrap_err();
        assert!(matches!(&second, StoreError::Served { pid: 7, .. }), "{second}");
        drop(hold);
        assert_eq!(Holder::of(folder.path()).unwrap(), None);
        // A server that was killed leaves its file and no lock.
        fs::write(folder.path().join(FACTS), serde_json::to_vec(&holder()).unwrap()).unwrap();
        assert_eq!(Holder::of(folder.path()).unwrap(), None);
        Hold::take(folder.path(), &holder()).unwrap();
    }
}
