//! Conditions that columns and JSON share: comparisons, and what joins them.

use super::invalid;
use super::reader::Reader;
use crate::practice::refusal::Refusal;
use regex::Regex;

/// Conditions joined.
#[derive(Debug)]
pub(super) enum Join<L> {
    /// One.
    Leaf(L),
    /// All must hold.
    All(Vec<Join<L>>),
    /// One must hold.
    Any(Vec<Join<L>>),
}

impl<L> Join<L> {
    /// Reads `a && (b || c)`; `&&` binds closer.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        leaf: &dyn Fn(&mut Reader<'_>) -> Result<L, Refusal>,
    ) -> Result<Join<L>, Refusal> {
        let mut any = vec![Join::all(reader, leaf)?];
        while reader.eat("||") {
            any.push(Join::all(reader, leaf)?);
        }
        Ok(Join::one_or(any, Join::Any))
    }

    fn all(
        reader: &mut Reader<'_>,
        leaf: &dyn Fn(&mut Reader<'_>) -> Result<L, Refusal>,
    ) -> Result<Join<L>, Refusal> {
        let mut all = Vec::new();
        loop {
            all.push(if reader.eat("(") {
                let inner = Join::read(reader, leaf)?;
                reader.expect(")")?;
                inner
            } else {
                Join::Leaf(leaf(reader)?)
            });
            if !reader.eat("&&") {
                return Ok(Join::one_or(all, Join::All));
            }
        }
    }

    fn one_or(mut joined: Vec<Join<L>>, join: fn(Vec<Join<L>>) -> Join<L>) -> Join<L> {
        match joined.pop() {
            Some(only) if joined.is_empty() => only,
            last => {
                joined.extend(last);
                join(joined)
            }
        }
    }

    /// Whether they hold, if `test` says so of each.
    pub(super) fn holds(&self, test: &dyn Fn(&L) -> bool) -> bool {
        match self {
            Join::Leaf(leaf) => test(leaf),
            Join::All(joined) => joined.iter().all(|inner| inner.holds(test)),
            Join::Any(joined) => joined.iter().any(|inner| inner.holds(test)),
        }
    }

    /// Every one.
    pub(super) fn leaves(&self) -> Vec<&L> {
        match self {
            Join::Leaf(leaf) => vec![leaf],
            Join::All(joined) | Join::Any(joined) => joined.iter().flat_map(Join::leaves).collect(),
        }
    }
}

/// A comparison with a constant.
#[derive(Debug)]
pub(super) enum Test {
    /// `=` or `!=` (false) with a text that may hold stars, or a regular expression.
    Is(Regex, bool),
    /// `=` or `!=` (false) with a number.
    Number(f64, bool),
    /// `<`, `<=`, `>`, `>=`: which orders hold.
    Order(f64, &'static [std::cmp::Ordering]),
}

impl Test {
    /// Reads an operator and its constant, if an operator comes next.
    pub(super) fn read(reader: &mut Reader<'_>, stops: &[char]) -> Result<Option<Test>, Refusal> {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let orders: [(&str, &'static [std::cmp::Ordering]); 4] = [
            ("<=", &[Less, Equal]),
            (">=", &[Greater, Equal]),
            ("<", &[Less]),
            (">", &[Greater]),
        ];
        for (sign, holds) in orders {
            if reader.eat(sign) {
                let word = reader.word(stops)?;
                let number = word
                    .parse()
                    .map_err(|_| invalid(&format!("'{word}' is no number")))?;
                return Ok(Some(Test::Order(number, holds)));
            }
        }
        let wanted = if reader.eat("!=") {
            false
        } else if reader.eat("=") {
            true
        } else {
            return Ok(None);
        };
        if reader.eat("%") {
            return Ok(Some(Test::Is(regex(&reader.until('%')?)?, wanted)));
        }
        let text = if reader.eat("\"") {
            reader.until('"')?
        } else {
            let word = reader.word(stops)?;
            if let Ok(number) = word.parse::<f64>() {
                return Ok(Some(Test::Number(number, wanted)));
            }
            word.to_owned()
        };
        Ok(Some(Test::Is(starred(&text)?, wanted)))
    }

    /// Whether a text passes.
    pub(super) fn admits(&self, text: &str) -> bool {
        let number = || text.parse::<f64>().ok();
        match self {
            Test::Is(regex, wanted) => regex.is_match(text) == *wanted,
            Test::Number(constant, wanted) => number().is_some_and(|number| number == *constant) == *wanted,
            Test::Order(constant, holds) => number()
                .and_then(|number| number.partial_cmp(constant))
                .is_some_and(|order| holds.contains(&order)),
        }
    }
}

/// A text whose stars stand for anything.
fn starred(text: &str) -> Result<Regex, Refusal> {
    let parts: Vec<String> = text.split('*').map(regex::escape).collect();
    Regex::new(&format!("(?s)^{}$", parts.join(".*"))).map_err(|error| invalid(&error.to_string()))
}

/// A regular expression as patterns may hold them: no groups, and few signs (AWS: *Supported regular expressions*).
pub(super) fn regex(text: &str) -> Result<Regex, Refusal> {
    if let Some(stray) = text
        .chars()
        .find(|letter| !letter.is_ascii_alphanumeric() && !r":_#=@/;,- ^$?[]{}|\*+.".contains(*letter))
    {
        return Err(invalid(&format!(
            "'{stray}' is not supported in a regular expression"
        )));
    }
    Regex::new(text).map_err(|error| invalid(&error.to_string()))
}
