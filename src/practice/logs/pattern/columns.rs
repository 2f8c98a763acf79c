//! Patterns of the columns of space-delimited events.

use super::condition::{Join, Test};
use super::invalid;
use super::reader::Reader;
use crate::practice::refusal::Refusal;

/// Columns from the left, and, after `...`, from the right.
#[derive(Debug)]
pub(in crate::practice::logs) struct Columns {
    left: Vec<Column>,
    right: Option<Vec<Column>>,
}

/// A name, and what the column must be: the name is repeated in each of several conditions.
#[derive(Debug)]
struct Column {
    name: String,
    tests: Join<Option<Test>>,
}

const STOPS: &[char] = &[',', ']', ')', '(', '=', '!', '<', '>', '&', '|'];

impl Columns {
    pub(super) fn read(text: &str) -> Result<Columns, Refusal> {
        let mut reader = Reader::new(text);
        let mut columns = Columns {
            left: Vec::new(),
            right: None,
        };
        loop {
            if reader.eat("...") {
                if columns.right.replace(Vec::new()).is_some() {
                    return Err(invalid("only one ellipsis is allowed"));
                }
            } else {
                let column = Column::read(&mut reader)?;
                columns.right.as_mut().unwrap_or(&mut columns.left).push(column);
            }
            if reader.eat("]") {
                break;
            }
            reader.expect(",")?;
        }
        if !reader.is_done() {
            return Err(invalid("nothing may follow the ']'"));
        }
        Ok(columns)
    }

    /// The columns of the pattern with those of the message, if there are as many.
    fn paired<'m>(&self, message: &'m str) -> Option<Vec<(&Column, &'m str)>> {
        let fields = fields(message);
        let named = self.left.len() + self.right.as_ref().map_or(0, Vec::len);
        let fits = match self.right {
            None => fields.len() == named,
            Some(_) => fields.len() >= named,
        };
        let right = self.right.iter().flatten();
        let skip = fields.len().checked_sub(named)? + self.left.len();
        fits.then(|| {
            let left = self.left.iter().zip(fields.iter().copied());
            left.chain(right.zip(fields.iter().copied().skip(skip))).collect()
        })
    }

    pub(super) fn admits(&self, message: &str) -> bool {
        self.paired(message).is_some_and(|pairs| {
            pairs.iter().all(|(column, field)| {
                let passes = |test: &Option<Test>| test.as_ref().is_none_or(|test| test.admits(field));
                column.tests.holds(&passes)
            })
        })
    }

    pub(super) fn extracted(&self, message: &str) -> Vec<(String, String)> {
        let pairs = self.paired(message).unwrap_or_default();
        pairs
            .into_iter()
            .map(|(column, field)| (format!("${}", column.name), field.to_owned()))
            .collect()
    }
}

impl Column {
    fn read(reader: &mut Reader<'_>) -> Result<Column, Refusal> {
        let name = std::cell::RefCell::new(String::new());
        let tests = Join::read(reader, &|reader| {
            let word = reader.word(STOPS)?;
            let mut name = name.borrow_mut();
            if !name.is_empty() && *name != word {
                return Err(invalid(&format!("'{word}' is another column than '{name}'")));
            }
            word.clone_into(&mut name);
            Test::read(reader, &STOPS[..4])
        })?;
        Ok(Column {
            name: name.into_inner(),
            tests,
        })
    }
}

/// The columns of a message: words, and what stands in brackets or quotes as one.
fn fields(message: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut rest = message.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => Some('"'),
            '[' => Some(']'),
            _ => None,
        };
        let enclosed = end.and_then(|end| Some((rest.get(1..)?, rest.get(1..)?.find(end)?)));
        let (field, after) = match enclosed {
            Some((inside, at)) => (&inside[..at], &inside[at + 1..]),
            None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        fields.push(field);
        rest = after.trim_start();
    }
    fields
}
