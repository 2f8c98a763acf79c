//! Writing the records that `reader` reads: variable-length integers (LEB128), signed ones (zigzag), and references
//! into the service's string table (0 is "none", else the index plus 1).

use indexmap::IndexMap;

/// The strings of one service, with how often each is used.
#[derive(Default)]
pub(super) struct Strings(IndexMap<String, usize>);

impl Strings {
    fn index(&mut self, text: &str) -> usize {
        if let Some((index, _, count)) = self.0.get_full_mut(text) {
            *count += 1;
            return index;
        }
        self.0.insert_full(text.to_owned(), 1).0
    }

    /// The table, and for each string its place there: the most frequent first, so that its references are short.
    pub(super) fn table(&self) -> (Vec<Vec<u8>>, Vec<u64>) {
        let mut order: Vec<(usize, (&String, &usize))> = self.0.iter().enumerate().collect();
        order.sort_by(|(_, (a, many)), (_, (b, few))| few.cmp(many).then_with(|| a.cmp(b)));
        let mut places = vec![0; order.len()];
        for ((index, _), place) in order.iter().zip(0..) {
            places[*index] = place;
        }
        let texts = order.iter().map(|(_, (text, _))| text.as_bytes().to_vec());
        (texts.collect(), places)
    }
}

enum Part {
    Number(u64),
    Text(Option<usize>),
}

/// One record.
pub(super) struct Writer<'s> {
    strings: &'s mut Strings,
    record: Record,
}

/// A record whose strings have no places yet.
#[derive(Default)]
pub(super) struct Record(Vec<Part>);

impl Record {
    /// The bytes, once the strings have places.
    pub(super) fn bytes(&self, places: &[u64]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.0.len() * 2);
        for part in &self.0 {
            let number = match part {
                Part::Number(number) => *number,
                Part::Text(text) => text
                    .and_then(|index| places.get(index))
                    .map_or(0, |place| place + 1),
            };
            varint(&mut out, number);
        }
        out
    }
}

impl<'s> Writer<'s> {
    /// An empty record.
    pub(super) fn new(strings: &'s mut Strings) -> Writer<'s> {
        Writer {
            strings,
            record: Record::default(),
        }
    }

    /// The record.
    pub(super) fn end(self) -> Record {
        self.record
    }

    pub(super) fn number(&mut self, number: u64) {
        self.record.0.push(Part::Number(number));
    }

    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    /// The first flag is the lowest bit.
    pub(super) fn flags(&mut self, flags: &[bool]) {
        self.number(
            flags
                .iter()
                .rev()
                .fold(0, |all, flag| all << 1 | u64::from(*flag)),
        );
    }

    /// A string, or none.
    pub(super) fn text(&mut self, text: Option<&str>) {
        let index = text.map(|text| self.strings.index(text));
        self.record.0.push(Part::Text(index));
    }

    /// A string where there is one, and nothing where there is none: a flag says which.
    pub(super) fn text_if(&mut self, text: Option<&str>) {
        if text.is_some() {
            self.text(text);
        }
    }

    pub(super) fn texts<'a>(&mut self, texts: impl ExactSizeIterator<Item = &'a str>) {
        self.count(texts.len());
        for text in texts {
            self.text(Some(text));
        }
    }
}

/// Records behind the list of their lengths, so that one can be found without reading the others.
pub(super) fn framed(records: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, records.len() as u64);
    for record in records {
        varint(&mut out, record.len() as u64);
    }
    out.extend(records.iter().flatten());
    out
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}
