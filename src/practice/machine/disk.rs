//! The files of a machine while a shell runs: in memory, shared with subshells, dated by the world's clock.

use jiff::Timestamp;
use rust_bash::vfs::GlobOptions;
use rust_bash::{DirEntry, InMemoryFs, Metadata, NodeType, VfsError, VirtualFs};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A disk. The interpreter gives subshells a copy of their own; here they share it, as processes of one machine do.
#[derive(Clone)]
pub(super) struct Disk {
    files: Arc<InMemoryFs>,
    now: SystemTime,
}

/// A file or folder as it stands: content (none for a folder), mode, and when it was written.
pub(super) type Entry = (Option<Vec<u8>>, u32, SystemTime);

impl Disk {
    pub(super) fn new(now: Timestamp) -> Disk {
        Disk {
            files: Arc::new(InMemoryFs::new()),
            now: time(now),
        }
    }

    /// Puts a file where it is wanted, with the folders above it.
    pub(super) fn put(&self, path: &str, bytes: &[u8], mode: u32, at: Timestamp) -> Result<(), VfsError> {
        let path = Path::new(path);
        if let Some(parent) = path.parent() {
            self.files.mkdir_p(parent)?;
        }
        self.files.write_file(path, bytes)?;
        self.files.chmod(path, mode)?;
        self.files.utimes(path, time(at))
    }

    /// Everything on it but the commands themselves and devices, by path.
    pub(super) fn all(&self) -> BTreeMap<String, Entry> {
        let mut found = BTreeMap::new();
        self.gather(Path::new("/"), &mut found);
        found
    }

    fn gather(&self, folder: &Path, found: &mut BTreeMap<String, Entry>) {
        for entry in self.files.readdir(folder).unwrap_or_default() {
            let path = folder.join(&entry.name);
            let name = path.to_string_lossy().replace('\\', "/");
            if ["/bin", "/usr/bin", "/dev", "/proc"].contains(&name.as_str()) {
                continue;
            }
            let Ok(about) = self.files.lstat(&path) else {
                continue;
            };
            match entry.node_type {
                NodeType::Directory => {
                    found.insert(name, (None, about.mode, about.mtime));
                    self.gather(&path, found);
                }
                NodeType::File | NodeType::Symlink => {
                    let bytes = self.files.read_file(&path).unwrap_or_default();
                    found.insert(name, (Some(bytes), about.mode, about.mtime));
                }
            }
        }
    }

    /// Dates what was just written.
    fn dated(&self, path: &Path, done: Result<(), VfsError>) -> Result<(), VfsError> {
        done.and_then(|()| self.files.utimes(path, self.now))
    }
}

/// An instant as files are dated.
fn time(at: Timestamp) -> SystemTime {
    let since = Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0));
    SystemTime::UNIX_EPOCH + since
}

impl VirtualFs for Disk {
    fn read_file(&self, path: &Path) -> Result<Vec<u8>, VfsError> {
        self.files.read_file(path)
    }
    fn write_file(&self, path: &Path, content: &[u8]) -> Result<(), VfsError> {
        self.dated(path, self.files.write_file(path, content))
    }
    fn append_file(&self, path: &Path, content: &[u8]) -> Result<(), VfsError> {
        self.dated(path, self.files.append_file(path, content))
    }
    fn remove_file(&self, path: &Path) -> Result<(), VfsError> {
        self.files.remove_file(path)
    }
    fn mkdir(&self, path: &Path) -> Result<(), VfsError> {
        self.dated(path, self.files.mkdir(path))
    }
    fn mkdir_p(&self, path: &Path) -> Result<(), VfsError> {
        if self.files.exists(path) {
            return self.files.mkdir_p(path);
        }
        self.dated(path, self.files.mkdir_p(path))
    }
    fn readdir(&self, path: &Path) -> Result<Vec<DirEntry>, VfsError> {
        self.files.readdir(path)
    }
    fn remove_dir(&self, path: &Path) -> Result<(), VfsError> {
        self.files.remove_dir(path)
    }
    fn remove_dir_all(&self, path: &Path) -> Result<(), VfsError> {
        self.files.remove_dir_all(path)
    }
    fn exists(&self, path: &Path) -> bool {
        self.files.exists(path)
    }
    fn stat(&self, path: &Path) -> Result<Metadata, VfsError> {
        self.files.stat(path)
    }
    fn lstat(&self, path: &Path) -> Result<Metadata, VfsError> {
        self.files.lstat(path)
    }
    fn chmod(&self, path: &Path, mode: u32) -> Result<(), VfsError> {
        self.files.chmod(path, mode)
    }
    fn utimes(&self, path: &Path, _: SystemTime) -> Result<(), VfsError> {
        // `touch` hands over the time of the person's machine.
        self.files.utimes(path, self.now)
    }
    fn symlink(&self, target: &Path, link: &Path) -> Result<(), VfsError> {
        self.files.symlink(target, link)
    }
    fn hardlink(&self, from: &Path, to: &Path) -> Result<(), VfsError> {
        self.files.hardlink(from, to)
    }
    fn readlink(&self, path: &Path) -> Result<PathBuf, VfsError> {
        self.files.readlink(path)
    }
    fn canonicalize(&self, path: &Path) -> Result<PathBuf, VfsError> {
        self.files.canonicalize(path)
    }
    fn copy(&self, from: &Path, to: &Path) -> Result<(), VfsError> {
        self.dated(to, self.files.copy(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<(), VfsError> {
        self.files.rename(from, to)
    }
    fn glob(&self, pattern: &str, folder: &Path) -> Result<Vec<PathBuf>, VfsError> {
        self.files.glob(pattern, folder)
    }
    fn glob_with_opts(
        &self,
        pattern: &str,
        folder: &Path,
        options: &GlobOptions,
    ) -> Result<Vec<PathBuf>, VfsError> {
        self.files.glob_with_opts(pattern, folder, options)
    }
    fn deep_clone(&self) -> Arc<dyn VirtualFs> {
        Arc::new(self.clone())
    }
}
