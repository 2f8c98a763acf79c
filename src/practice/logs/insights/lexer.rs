//! The words and signs of a query.

use super::malformed;
use crate::practice::refusal::Refusal;
use std::collections::VecDeque;

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A command, a field, a number.
    Word(String),
    /// A text in quotes.
    Text(String),
    /// What stands between slashes.
    Regex(String),
    /// A sign.
    Sign(&'static str),
}

/// The longer ones first.
const SIGNS: [&str; 16] = [
    "!=", "<=", ">=", "=~", "|", ",", "(", ")", "[", "]", "=", "<", ">", "+", "*", "-",
];

/// What is left of a query.
#[derive(Debug)]
pub(super) struct Lexer(VecDeque<Token>);

impl Lexer {
    pub(super) fn read(text: &str) -> Result<Lexer, Refusal> {
        let mut tokens = VecDeque::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            if first == '#' {
                rest = rest.split_once('\n').map_or("", |(_, after)| after).trim_start();
                continue;
            }
            let after = &rest[first.len_utf8()..];
            let (token, left) = match first {
                '"' | '\'' | '`' => {
                    let (inside, left) = enclosed(after, first)?;
                    (
                        if first == '`' {
                            Token::Word(inside)
                        } else {
                            Token::Text(inside)
                        },
                        left,
                    )
                }
                '/' => {
                    let (inside, left) = enclosed(after, '/')?;
                    (Token::Regex(inside), left)
                }
                _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                    Some(sign) if !(*sign == "-" && after.starts_with(|c: char| c.is_ascii_digit())) => {
                        (Token::Sign(sign), &rest[sign.len()..])
                    }
                    _ => {
                        let is_part = |letter: char| letter.is_alphanumeric() || "@_.$:-{}".contains(letter);
                        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
                        if end == 0 {
                            return Err(malformed(&first.to_string()));
                        }
                        (Token::Word(rest[..end].to_owned()), &rest[end..])
                    }
                },
            };
            tokens.push_back(token);
            rest = left.trim_start();
        }
        Ok(Lexer(tokens))
    }

    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.0.front()
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        self.0.pop_front()
    }

    /// Takes a sign, if it comes next.
    pub(super) fn eat(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        if is {
            self.0.pop_front();
        }
        is
    }

    /// Takes a word of the language, in any case, if it comes next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Word(next)) if next.eq_ignore_ascii_case(word));
        if is {
            self.0.pop_front();
        }
        is
    }

    /// Takes a sign that must come next.
    pub(super) fn expect(&mut self, sign: &str) -> Result<(), Refusal> {
        if self.eat(sign) {
            return Ok(());
        }
        Err(malformed(&format!("'{sign}' expected, found {:?}", self.peek())))
    }

    /// A word that must come next.
    pub(super) fn word(&mut self) -> Result<String, Refusal> {
        match self.next() {
            Some(Token::Word(word)) => Ok(word),
            other => Err(malformed(&format!("a word expected, found {other:?}"))),
        }
    }
}

/// A text up to a sign, which a backslash may keep from ending it.
fn enclosed(text: &str, end: char) -> Result<(String, &str), Refusal> {
    let mut inside = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == end {
            return Ok((inside, &text[at + end.len_utf8()..]));
        }
        if letter == '\\' {
            match letters.next() {
                Some((_, escaped)) if escaped == end => inside.push(end),
                Some((_, escaped)) => inside.extend(['\\', escaped]),
                None => break,
            }
        } else {
            inside.push(letter);
        }
    }
    Err(malformed(&format!("'{end}' is missing")))
}
