//! Conditions of `filter`.

use super::lexer::{Lexer, Token};
use super::row::Row;
use super::{malformed, unknown};
use crate::practice::refusal::Refusal;
use regex::Regex;
use std::cmp::Ordering;

/// A condition.
#[derive(Debug)]
pub(super) enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// A field against a constant: which orders hold.
    Compare(String, &'static [Ordering], String),
    Like(String, Regex),
    In(String, Vec<String>),
    Present(String),
}

impl Test {
    pub(super) fn read(lexer: &mut Lexer) -> Result<Test, Refusal> {
        let mut any = vec![Test::all(lexer)?];
        while lexer.eat_word("or") {
            any.push(Test::all(lexer)?);
        }
        Ok(Test::Any(any))
    }

    fn all(lexer: &mut Lexer) -> Result<Test, Refusal> {
        let mut all = vec![Test::one(lexer)?];
        while lexer.eat_word("and") {
            all.push(Test::one(lexer)?);
        }
        Ok(Test::All(all))
    }

    fn one(lexer: &mut Lexer) -> Result<Test, Refusal> {
        if lexer.eat_word("not") {
            return Ok(Test::Not(Box::new(Test::one(lexer)?)));
        }
        if lexer.eat("(") {
            let inner = Test::read(lexer)?;
            lexer.expect(")")?;
            return Ok(inner);
        }
        let field = lexer.word()?;
        if lexer.eat("(") {
            if !field.eq_ignore_ascii_case("ispresent") {
                return Err(unknown(&format!("the function `{field}`")));
            }
            let field = lexer.word()?;
            lexer.expect(")")?;
            return Ok(Test::Present(field));
        }
        let negated = lexer.eat_word("not");
        let test = Test::of(lexer, field, negated)?;
        Ok(if negated { Test::Not(Box::new(test)) } else { test })
    }

    fn of(lexer: &mut Lexer, field: String, negated: bool) -> Result<Test, Refusal> {
        use Ordering::{Equal, Greater, Less};
        if lexer.eat_word("like") || lexer.eat("=~") {
            let regex = match lexer.next() {
                Some(Token::Regex(text)) => Regex::new(&text),
                Some(Token::Text(text)) => Regex::new(&regex::escape(&text)),
                other => {
                    return Err(malformed(&format!(
                        "a text or /pattern/ expected, found {other:?}"
                    )));
                }
            };
            return Ok(Test::Like(
                field,
                regex.map_err(|error| malformed(&error.to_string()))?,
            ));
        }
        if lexer.eat_word("in") {
            lexer.expect("[")?;
            let mut values = vec![constant(lexer)?];
            while lexer.eat(",") {
                values.push(constant(lexer)?);
            }
            lexer.expect("]")?;
            return Ok(Test::In(field, values));
        }
        let orders: [(&str, &'static [Ordering]); 6] = [
            ("!=", &[Less, Greater]),
            ("<=", &[Less, Equal]),
            (">=", &[Greater, Equal]),
            ("=", &[Equal]),
            ("<", &[Less]),
            (">", &[Greater]),
        ];
        let found = orders.into_iter().find(|(sign, _)| !negated && lexer.eat(sign));
        match found {
            Some((_, holds)) => Ok(Test::Compare(field, holds, constant(lexer)?)),
            None => Err(malformed(&format!("a comparison expected after `{field}`"))),
        }
    }

    pub(super) fn holds(&self, row: &Row<'_>) -> bool {
        match self {
            Test::All(tests) => tests.iter().all(|test| test.holds(row)),
            Test::Any(tests) => tests.iter().any(|test| test.holds(row)),
            Test::Not(test) => !test.holds(row),
            Test::Compare(field, holds, constant) => row
                .get(field)
                .is_some_and(|value| holds.contains(&order(&value, constant))),
            Test::Like(field, regex) => row.get(field).is_some_and(|value| regex.is_match(&value)),
            Test::In(field, values) => row
                .get(field)
                .is_some_and(|value| values.iter().any(|one| order(&value, one) == Ordering::Equal)),
            Test::Present(field) => row.get(field).is_some(),
        }
    }
}

/// Numbers as numbers, others as texts.
fn order(value: &str, constant: &str) -> Ordering {
    match (value.parse::<f64>(), constant.parse::<f64>()) {
        (Ok(value), Ok(constant)) => value.total_cmp(&constant),
        _ => value.cmp(constant),
    }
}

fn constant(lexer: &mut Lexer) -> Result<String, Refusal> {
    match lexer.next() {
        Some(Token::Text(text)) => Ok(text),
        Some(Token::Word(word)) if word.parse::<f64>().is_ok() => Ok(word),
        Some(Token::Word(word)) => Err(unknown(&format!("comparing with the field `{word}`"))),
        other => Err(malformed(&format!("a constant expected, found {other:?}"))),
    }
}
