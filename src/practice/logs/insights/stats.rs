//! Counting: `stats`.

use super::lexer::Lexer;
use super::row::{Row, instant};
use super::{malformed, unknown};
use crate::practice::refusal::Refusal;
use indexmap::IndexMap;
use std::collections::HashSet;

/// What is counted, by what.
#[derive(Debug)]
pub(super) struct Stats {
    counts: Vec<(String, Count)>,
    by: Vec<(String, By)>,
}

#[derive(Debug)]
enum Count {
    /// Rows, or those that have a field.
    Rows(Option<String>),
    Distinct(String),
    Sum(String),
    Average(String),
    Least(String),
    Most(String),
}

#[derive(Debug)]
enum By {
    Field(String),
    /// Spans of so many milliseconds.
    Bin(i64),
}

impl Stats {
    pub(super) fn read(lexer: &mut Lexer) -> Result<Stats, Refusal> {
        let mut counts = Vec::new();
        loop {
            let function = lexer.word()?;
            lexer.expect("(")?;
            let field = if lexer.eat("*") { None } else { Some(lexer.word()?) };
            if lexer.eat(",") {
                return Err(unknown(&format!("the function `{function}`")));
            }
            lexer.expect(")")?;
            let written = format!("{function}({})", field.as_deref().unwrap_or("*"));
            let count = Count::of(&function, field)?;
            let name = if lexer.eat_word("as") {
                lexer.word()?
            } else {
                written
            };
            counts.push((name, count));
            if !lexer.eat(",") {
                break;
            }
        }
        let mut by = Vec::new();
        if lexer.eat_word("by") {
            loop {
                by.push(By::read(lexer)?);
                if !lexer.eat(",") {
                    break;
                }
            }
        }
        Ok(Stats { counts, by })
    }

    /// The fields of its rows.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let by = self.by.iter().map(|(name, _)| name.as_str());
        by.chain(self.counts.iter().map(|(name, _)| name.as_str()))
    }

    pub(super) fn run<'e>(&self, rows: &[Row<'e>]) -> Vec<Row<'e>> {
        let mut groups: IndexMap<Vec<String>, Vec<&Row<'e>>> = IndexMap::new();
        for row in rows {
            let key: Option<Vec<String>> = self.by.iter().map(|(_, by)| by.value(row)).collect();
            // A row without one of the fields belongs to no group.
            if let Some(key) = key {
                groups.entry(key).or_default().push(row);
            }
        }
        groups
            .into_iter()
            .map(|(key, rows)| {
                let by = self.by.iter().map(|(name, _)| name.clone()).zip(key);
                let counts = self
                    .counts
                    .iter()
                    .filter_map(|(name, count)| Some((name.clone(), count.value(&rows)?)));
                Row::counted(by.chain(counts).collect())
            })
            .collect()
    }
}

impl By {
    fn read(lexer: &mut Lexer) -> Result<(String, By), Refusal> {
        let word = lexer.word()?;
        let (mut name, by) = if lexer.eat("(") {
            if !word.eq_ignore_ascii_case("bin") {
                return Err(unknown(&format!("the function `{word}`")));
            }
            let span = lexer.word()?;
            lexer.expect(")")?;
            (format!("bin({span})"), By::Bin(millis(&span)?))
        } else {
            (word.clone(), By::Field(word))
        };
        if lexer.eat_word("as") {
            name = lexer.word()?;
        }
        Ok((name, by))
    }

    fn value(&self, row: &Row<'_>) -> Option<String> {
        match self {
            By::Field(field) => row.get(field).map(std::borrow::Cow::into_owned),
            By::Bin(span) => Some(instant(row.at - row.at.rem_euclid(*span))),
        }
    }
}

/// `5m` in milliseconds.
fn millis(span: &str) -> Result<i64, Refusal> {
    let digits = span.trim_end_matches(char::is_alphabetic);
    let unit = match &span[digits.len()..] {
        "ms" => 1,
        "s" | "sec" => 1000,
        "m" | "min" => 60_000,
        "h" | "hr" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(malformed(span)),
    };
    let count: i64 = digits.parse().map_err(|_| malformed(span))?;
    count
        .checked_mul(unit)
        .filter(|span| *span > 0)
        .ok_or_else(|| malformed(span))
}

impl Count {
    fn of(function: &str, field: Option<String>) -> Result<Count, Refusal> {
        let one = |make: fn(String) -> Count| {
            let field = field
                .clone()
                .ok_or_else(|| malformed(&format!("{function} needs a field")))?;
            Ok(make(field))
        };
        match function {
            "count" => Ok(Count::Rows(field)),
            "count_distinct" => one(Count::Distinct),
            "sum" => one(Count::Sum),
            "avg" => one(Count::Average),
            "min" => one(Count::Least),
            "max" => one(Count::Most),
            other => Err(unknown(&format!("the function `{other}`"))),
        }
    }

    fn value(&self, rows: &[&Row<'_>]) -> Option<String> {
        let numbers = |field: &str| -> Vec<f64> {
            rows.iter()
                .filter_map(|row| row.get(field)?.parse().ok())
                .collect()
        };
        match self {
            Count::Rows(None) => Some(rows.len().to_string()),
            Count::Rows(Some(field)) => Some(
                rows.iter()
                    .filter(|row| row.get(field).is_some())
                    .count()
                    .to_string(),
            ),
            Count::Distinct(field) => {
                let values: HashSet<_> = rows.iter().filter_map(|row| row.get(field)).collect();
                Some(values.len().to_string())
            }
            Count::Sum(field) => Some(numbers(field).iter().sum::<f64>().to_string()),
            Count::Average(field) => {
                let numbers = numbers(field);
                let count = u32::try_from(numbers.len()).ok().filter(|count| *count > 0)?;
                Some((numbers.iter().sum::<f64>() / f64::from(count)).to_string())
            }
            Count::Least(field) => numbers(field)
                .into_iter()
                .reduce(f64::min)
                .map(|least| least.to_string()),
            Count::Most(field) => numbers(field)
                .into_iter()
                .reduce(f64::max)
                .map(|most| most.to_string()),
        }
    }
}
