//! A cursor over a pattern's text.

use super::invalid;
use crate::practice::refusal::Refusal;

/// What is left to read.
#[derive(Clone, Debug)]
pub(super) struct Reader<'t>(&'t str);

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Reader<'t> {
        Reader(text)
    }

    /// Goes over white space; true where nothing is left then.
    pub(super) fn is_done(&mut self) -> bool {
        self.0 = self.0.trim_start();
        self.0.is_empty()
    }

    /// Takes a sign, if it comes next.
    pub(super) fn eat(&mut self, sign: &str) -> bool {
        self.0 = self.0.trim_start();
        match self.0.strip_prefix(sign) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Takes a sign that must come next.
    pub(super) fn expect(&mut self, sign: &str) -> Result<(), Refusal> {
        if self.eat(sign) {
            return Ok(());
        }
        Err(invalid(&format!("'{sign}' expected at '{}'", self.0)))
    }

    /// A text between two signs, the first of which was taken; a backslash keeps the next character from ending it.
    pub(super) fn until(&mut self, end: char) -> Result<String, Refusal> {
        let mut text = String::new();
        let mut letters = self.0.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' if end == '"' => text.extend(letters.next().map(|(_, escaped)| escaped)),
                letter if letter == end => {
                    self.0 = &self.0[at + letter.len_utf8()..];
                    return Ok(text);
                }
                letter => text.push(letter),
            }
        }
        Err(invalid(&format!("'{end}' is missing")))
    }

    /// A word: everything before white space or one of `stops`.
    pub(super) fn word(&mut self, stops: &[char]) -> Result<&'t str, Refusal> {
        self.0 = self.0.trim_start();
        let end = self
            .0
            .find(|letter: char| letter.is_whitespace() || stops.contains(&letter))
            .unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        if word.is_empty() {
            return Err(invalid(&format!("a word is missing at '{rest}'")));
        }
        self.0 = rest;
        Ok(word)
    }
}
