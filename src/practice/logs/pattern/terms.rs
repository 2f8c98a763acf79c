//! Patterns of terms in a text.

use super::condition::regex;
use super::invalid;
use super::reader::Reader;
use crate::practice::refusal::Refusal;
use regex::Regex;

/// Terms: all of some, one of others, none of the last.
#[derive(Debug, Default)]
pub(in crate::practice::logs) struct Terms {
    all: Vec<Term>,
    any: Vec<Term>,
    none: Vec<Term>,
}

#[derive(Debug)]
enum Term {
    Text(String),
    Regex(Regex),
}

impl Term {
    fn is_in(&self, message: &str) -> bool {
        match self {
            Term::Text(text) => message.contains(text),
            Term::Regex(regex) => regex.is_match(message),
        }
    }
}

impl Terms {
    pub(super) fn read(text: &str) -> Result<Terms, Refusal> {
        let mut reader = Reader::new(text);
        let mut terms = Terms::default();
        while !reader.is_done() {
            let list = if reader.eat("?") {
                &mut terms.any
            } else if reader.eat("-") {
                &mut terms.none
            } else {
                &mut terms.all
            };
            list.push(if reader.eat("\"") {
                Term::Text(reader.until('"')?)
            } else if reader.eat("%") {
                Term::Regex(regex(&reader.until('%')?)?)
            } else {
                let word = reader.word(&[])?;
                if !word
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '_')
                {
                    return Err(invalid(&format!("Invalid character(s) in term '{word}'")));
                }
                Term::Text(word.to_owned())
            });
        }
        Ok(terms)
    }

    /// Optional terms say nothing beside others.
    pub(super) fn admits(&self, message: &str) -> bool {
        let alone = self.all.is_empty() && self.none.is_empty();
        self.all.iter().all(|term| term.is_in(message))
            && !self.none.iter().any(|term| term.is_in(message))
            && (!alone || self.any.is_empty() || self.any.iter().any(|term| term.is_in(message)))
    }
}
