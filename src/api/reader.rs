//! Reading the records of one service.

use std::ops::Range;

/// The bytes of one service's member, with the places of its strings and shapes.
pub(super) struct Data {
    bytes: Vec<u8>,
    strings: Vec<Range<u32>>,
    /// The one record of facts about the service.
    pub(super) meta: Vec<Range<u32>>,
    /// One record an operation.
    pub(super) operations: Vec<Range<u32>>,
    /// One record a shape, sorted by name.
    pub(super) shapes: Vec<Range<u32>>,
    /// One record a waiter.
    pub(super) waiters: Vec<Range<u32>>,
    /// Where the last record ends.
    #[cfg(test)]
    pub(super) end: usize,
}

impl Data {
    pub(super) fn new(bytes: Vec<u8>) -> Data {
        let mut at = 0;
        let [strings, meta, operations, shapes, waiters] = [(); 5].map(|()| frames(&bytes, &mut at));
        Data {
            strings,
            meta,
            operations,
            shapes,
            waiters,
            #[cfg(test)]
            end: at,
            bytes,
        }
    }

    /// A reader of one record, which ends with the bytes wherever its frame says that it ends.
    pub(super) fn reader(&self, record: &Range<u32>) -> Reader<'_> {
        Reader {
            data: self,
            at: record.start as usize,
            end: self.bytes.len().min(record.end as usize),
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn string(&self, index: usize) -> &str {
        self.strings
            .get(index)
            .and_then(|place| self.bytes.get(place.start as usize..place.end as usize))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

/// The places of framed records: their count, their lengths, and then the records themselves.
fn frames(bytes: &[u8], at: &mut usize) -> Vec<Range<u32>> {
    let count = varint(bytes, at);
    let mut places = Vec::with_capacity(usize::try_from(count).unwrap_or_default().min(bytes.len()));
    let mut start = 0_u32;
    for _ in 0..count {
        if *at >= bytes.len() {
            break;
        }
        let end = start.saturating_add(u32::try_from(varint(bytes, at)).unwrap_or(u32::MAX));
        places.push(start..end);
        start = end;
    }
    let base = u32::try_from(*at).unwrap_or(u32::MAX);
    for place in &mut places {
        *place = place.start.saturating_add(base)..place.end.saturating_add(base);
    }
    *at = at.saturating_add(start as usize);
    places
}

fn varint(bytes: &[u8], at: &mut usize) -> u64 {
    let mut value = 0;
    let mut shift = 0;
    while let Some(&byte) = bytes.get(*at) {
        *at += 1;
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
        if byte < 0x80 {
            break;
        }
        shift += 7;
    }
    value
}

/// Flags, taken off one by one in the order in which they were written.
pub(super) struct Flags(u64);

impl Flags {
    /// The next flag.
    pub(super) fn next(&mut self) -> bool {
        let flag = self.0 & 1 == 1;
        self.0 >>= 1;
        flag
    }
}

/// Reads one record, field by field.
pub(super) struct Reader<'a> {
    data: &'a Data,
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> u64 {
        varint(&self.data.bytes[..self.end], &mut self.at)
    }

    fn count(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    pub(super) fn index(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or_default()
    }

    pub(super) fn signed(&mut self) -> i64 {
        let number = self.number();
        let half = i64::try_from(number >> 1).unwrap_or_default();
        if number & 1 == 1 { -half - 1 } else { half }
    }

    pub(super) fn flags(&mut self) -> Flags {
        Flags(self.number())
    }

    /// A string that may be absent, borrowed.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let reference = self.count();
        (reference > 0).then(|| self.data.string(reference - 1))
    }

    /// A string that may be absent.
    pub(super) fn text(&mut self) -> Option<String> {
        self.word().map(str::to_owned)
    }

    /// A string.
    pub(super) fn string(&mut self) -> String {
        self.text().unwrap_or_default()
    }

    /// A string where a flag says so.
    pub(super) fn text_if(&mut self, present: bool) -> Option<String> {
        if present { self.text() } else { None }
    }

    /// A bound where a flag says so.
    pub(super) fn bound_if(&mut self, present: bool) -> Option<i64> {
        present.then(|| self.signed())
    }

    /// As many as a count says; a damaged count is held to the bytes that are left, of which each takes one.
    pub(super) fn many<T>(&mut self, mut one: impl FnMut(&mut Reader<'a>) -> T) -> Vec<T> {
        let count = self.count().min(self.end.saturating_sub(self.at));
        (0..count).map(|_| one(self)).collect()
    }

    /// Strings.
    pub(super) fn texts(&mut self) -> Vec<String> {
        self.many(Reader::string)
    }

    /// True when the whole record has been read.
    #[cfg(test)]
    pub(super) fn done(&self) -> bool {
        self.at == self.end
    }
}
