//! The folder of journals.

use super::reader::{self, Reading};
use super::{FORMAT, Header, History, Journal, JournalError, Place, Record};
use crate::event::Command;
use crate::port::Secrets;
use jiff::Timestamp;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// What the names of journals end with.
const SUFFIX: &str = ".jsonl";

/// Letters of a run's id, in the order of their values; those that are mistaken for one another are left out.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The folder of journals, `runs` in the state folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in this folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Store {
        Store {
            folder: folder.into(),
        }
    }

    /// A new id: seven letters of the second, three of chance. Short, unique, sorted by time.
    ///
    /// # Errors
    /// The machine has no randomness.
    pub fn new_id(now: Timestamp) -> Result<String, JournalError> {
        let mut chance = [0_u8; 3];
        getrandom::fill(&mut chance).map_err(|error| JournalError::Io {
            deed: "make an id for",
            path: PathBuf::from("a run"),
            source: io::Error::other(error.to_string()),
        })?;
        let letter = |value: u64| char::from(LETTERS[usize::try_from(value % 32).unwrap_or_default()]);
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let time = (0..7).rev().map(|place| letter(seconds >> (5 * place)));
        Ok(time.chain(chance.map(|byte| letter(byte.into()))).collect())
    }

    /// Begins a journal and holds it.
    ///
    /// # Errors
    /// The file cannot be made, or there is one already.
    pub fn create(&self, header: &Header, secrets: &Secrets) -> Result<Journal, JournalError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.folder)
            .map_err(JournalError::io("make", &self.folder))?;
        let path = self.path(&header.id);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(JournalError::io("make", &path))?;
        hold(&file, &path, &header.id)?;
        let journal = Journal::at(path, file, secrets.clone());
        journal.line(header, true)?;
        Ok(journal)
    }

    /// Opens a journal to write on, by its id or the beginning of it, and holds it. A torn last line is cut off.
    ///
    /// # Errors
    /// No such run, another process holds it, or it cannot be read.
    pub fn resume(&self, id: &str, secrets: &Secrets) -> Result<(Journal, Record), JournalError> {
        let id = self.find(id)?;
        let path = self.path(&id);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .map_err(JournalError::io("open", &path))?;
        hold(&file, &path, &id)?;
        let Reading { record, whole } = reader::read(&path, &text(&mut file, &path)?)?;
        file.set_len(whole)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(JournalError::io("write", &path))?;
        Ok((Journal::at(path, file, secrets.clone()), record))
    }

    /// Reads a journal, by its id or the beginning of it.
    ///
    /// # Errors
    /// No such run, or it cannot be read.
    pub fn open(&self, id: &str) -> Result<Record, JournalError> {
        let path = self.path(&self.find(id)?);
        Ok(reader::read(&path, &load(&path)?)?.record)
    }

    /// Reads a journal that lies anywhere.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn file(path: &Path) -> Result<Record, JournalError> {
        Ok(reader::read(path, &load(path)?)?.record)
    }

    /// Every run, the newest first; one that cannot be read as its error.
    ///
    /// # Errors
    /// The folder cannot be read. One that does not exist is empty.
    pub fn list(&self) -> Result<Vec<Result<Record, JournalError>>, JournalError> {
        let ids = self.ids()?;
        let read = |id: &String| {
            let path = self.path(id);
            Ok(reader::read(&path, &load(&path)?)?.record)
        };
        Ok(ids.iter().rev().map(read).collect())
    }

    /// The newest run of this place and command that can go on. What cannot be read is passed over: `list` and
    /// `history` tell of it.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn unfinished(&self, place: &Place, command: Command) -> Result<Option<Record>, JournalError> {
        let (records, _) = self.of(place)?;
        Ok(records
            .into_iter()
            .rev()
            .find(|record| record.header.command == command && record.can_resume()))
    }

    /// What all runs of this place did.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn history(&self, place: &Place) -> Result<History, JournalError> {
        let (records, unread) = self.of(place)?;
        Ok(History::of(records, unread))
    }

    /// Drops a run, by its id or the beginning of it, and says which.
    ///
    /// # Errors
    /// No such run, another process holds it, or it cannot be removed.
    pub fn forget(&self, id: &str) -> Result<String, JournalError> {
        let id = self.find(id)?;
        let path = self.path(&id);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .open(&path)
            .map_err(JournalError::io("open", &path))?;
        hold(&file, &path, &id)?;
        fs::remove_file(&path).map_err(JournalError::io("remove", &path))?;
        Ok(id)
    }

    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}{SUFFIX}"))
    }

    /// The ids, the oldest first.
    fn ids(&self) -> Result<Vec<String>, JournalError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(JournalError::io("read", &self.folder)(error)),
        };
        let mut ids = Vec::new();
        for entry in entries {
            let entry = entry.map_err(JournalError::io("read", &self.folder))?;
            let name = entry.file_name();
            ids.extend(
                name.to_str()
                    .and_then(|name| name.strip_suffix(SUFFIX))
                    .map(str::to_owned),
            );
        }
        ids.sort();
        Ok(ids)
    }

    fn find(&self, id: &str) -> Result<String, JournalError> {
        let ids = self.ids()?;
        if ids.iter().any(|known| known == id) {
            return Ok(id.to_owned());
        }
        let mut candidates: Vec<String> = ids.into_iter().filter(|known| known.starts_with(id)).collect();
        match (candidates.len(), id) {
            (_, "") | (0, _) => Err(JournalError::Unknown { id: id.to_owned() }),
            (1, _) => Ok(candidates.remove(0)),
            (_, _) => Err(JournalError::Ambiguous {
                id: id.to_owned(),
                candidates,
            }),
        }
    }

    /// The runs of a place, the oldest first, and the journals that cannot be read.
    fn of(&self, place: &Place) -> Result<(Vec<Record>, Vec<JournalError>), JournalError> {
        let (mut records, mut unread) = (Vec::new(), Vec::new());
        for id in self.ids()? {
            let path = self.path(&id);
            let read = || {
                if !may_be_of(&path, place)? {
                    return Ok(None);
                }
                let text = load(&path)?;
                // Most journals are of other places: their events need not be read.
                if reader::header(&path, &text)?.place == *place {
                    Ok(Some(reader::read(&path, &text)?.record))
                } else {
                    Ok(None)
                }
            };
            match read() {
                Ok(record) => records.extend(record),
                Err(error) => unread.push(error),
            }
        }
        Ok((records, unread))
    }
}

/// Locks the file for this process, until it is closed.
fn hold(file: &File, path: &Path, id: &str) -> Result<(), JournalError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => JournalError::Held { id: id.to_owned() },
        TryLockError::Error(error) => JournalError::io("lock", path)(error),
    })
}

/// False for a journal whose first line is whole and names another target: a class has hundreds in one folder, and
/// their events need not be read.
fn may_be_of(path: &Path, place: &Place) -> Result<bool, JournalError> {
    let target =
        serde_json::to_string(&place.target).map_err(|error| JournalError::io("read", path)(error.into()))?;
    let file = File::open(path).map_err(JournalError::io("open", path))?;
    let mut first = Vec::new();
    BufReader::new(file)
        .read_until(b'\n', &mut first)
        .map_err(JournalError::io("read", path))?;
    let first = String::from_utf8_lossy(&first);
    let sound = first.starts_with(&format!("{{\"format\":{FORMAT},")) && first.ends_with("}\n");
    Ok(!sound || first.contains(&target))
}

fn load(path: &Path) -> Result<String, JournalError> {
    let mut file = File::open(path).map_err(JournalError::io("open", path))?;
    text(&mut file, path)
}

/// The text of a file. A crash may have torn a line within a character: what is no text spoils its line alone.
fn text(file: &mut File, path: &Path) -> Result<String, JournalError> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(JournalError::io("read", path))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        // NUL takes one byte as a torn one does, so that lengths stay true; no line with it can be read.
        Err(error) => error
            .into_bytes()
            .utf8_chunks()
            .flat_map(|chunk| [chunk.valid().to_owned(), "\0".repeat(chunk.invalid().len())])
            .collect(),
    })
}
