//! The file of compacted models: a text header that says where each member is, then the members, each a zlib stream
//! of its own. `pack` writes it.
//!
//! Reading is total: what is beyond a damaged end reads as nothing. The file is part of the binary, and a test reads
//! every record of it to its end, so there is nobody to whom an error could be told.

use flate2::read::ZlibDecoder;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

/// The models inside the binary.
pub(super) static EMBEDDED: &[u8] = include_bytes!("models/aws.models");

/// The first words of the header.
pub(super) const FORMAT: &str = "runbook-models 1 botocore ";

/// What stands for the beginning of a host in the rule sets that services share.
pub(super) const HOST: &str = "//{@}";

/// No member is unpacked beyond this; EC2's, the largest, has half a megabyte.
const LARGEST: usize = 64 << 20;

/// Where one member is.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name: a service, or `#rules/3`.
    pub(super) name: String,
    place: Range<usize>,
    size: usize,
}

/// The file with its header read.
#[derive(Debug)]
pub(super) struct Blob {
    /// The version of botocore.
    pub(super) version: String,
    entries: Vec<Entry>,
    file: Cow<'static, [u8]>,
    /// Where the members begin.
    body: usize,
}

impl Blob {
    /// Reads the header.
    pub(super) fn open(file: Cow<'static, [u8]>) -> Blob {
        let end = file
            .windows(2)
            .position(|pair| pair == b"\n\n")
            .unwrap_or(file.len());
        let mut lines = std::str::from_utf8(&file[..end]).unwrap_or_default().lines();
        let version = lines
            .next()
            .and_then(|line| line.strip_prefix(FORMAT))
            .unwrap_or_default();
        Blob {
            version: version.to_owned(),
            entries: lines.filter_map(Entry::read).collect(),
            body: end + 2,
            file,
        }
    }

    /// The members, in the order of the file: services first, sorted.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The bytes of one member.
    pub(super) fn member(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let packed = self.file.get(self.body..)?.get(entry.place.clone())?;
        let size = entry.size.min(LARGEST);
        let mut bytes = Vec::with_capacity(size);
        let mut unpacked = ZlibDecoder::new(packed).take(u64::try_from(size).ok()?);
        unpacked.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl Entry {
    fn read(line: &str) -> Option<Entry> {
        let mut words = line.split(' ');
        let name = words.next()?;
        let mut number = || words.next().and_then(|word| word.parse::<usize>().ok());
        let (offset, packed, size) = (number()?, number()?, number()?);
        Some(Entry {
            name: name.to_owned(),
            place: offset..offset.checked_add(packed)?,
            size,
        })
    }
}
