//! From Rhai's positions back to the author's.
//!
//! A block is compiled from its own first line, and the lines before it are added here: Rhai counts lines in sixteen
//! bits, and a thousand blocks behind thousands of newlines each would cost more to read than to run.

use crate::source::{Place, Source, Span};
use rhai::Position;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// A text that was compiled.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Where it stands.
    pub(crate) source: Source,
    /// The lines of the source before it.
    pub(crate) lines: usize,
    /// What is shown where Rhai has no position.
    pub(crate) whole: Span,
    /// The name of the module; none for the document.
    pub(crate) module: Option<String>,
}

/// Every text that was compiled, by the key that Rhai knows as its source.
#[derive(Debug, Default)]
pub(crate) struct Units {
    units: RwLock<HashMap<String, Unit>>,
    closures: RwLock<HashMap<String, Vec<String>>>,
}

impl Units {
    /// Adds a text and the names of the closures in it.
    pub(crate) fn add<'a>(&self, key: &str, unit: Unit, closures: impl Iterator<Item = &'a str>) {
        let mut owners = self.closures.write().unwrap_or_else(PoisonError::into_inner);
        for name in closures {
            owners.entry(name.to_owned()).or_default().push(key.to_owned());
        }
        self.units
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key.to_owned(), unit);
    }

    /// A text by its key.
    pub(crate) fn get(&self, key: &str) -> Option<Unit> {
        self.units
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }

    /// The text that a closure stands in, for Rhai reports the source of whoever called it. Equal closures at equal
    /// places of several blocks have one name: the block that runs comes first.
    pub(crate) fn owner(&self, closure: &str, running: &str) -> Option<String> {
        let closures = self.closures.read().unwrap_or_else(PoisonError::into_inner);
        let owners = closures.get(closure)?;
        owners
            .iter()
            .find(|owner| *owner == running)
            .or(owners.first())
            .cloned()
    }

    /// The line in the document; none for what stands in a module.
    pub(crate) fn line(&self, key: Option<&str>, position: Position) -> Option<usize> {
        let unit = self.get(key?)?;
        let line = position.line().filter(|_| unit.module.is_none())?;
        Some(unit.lines + line)
    }
}

impl Unit {
    /// The span of the word at a position; the whole text where there is none.
    pub(crate) fn span(&self, position: Position) -> Span {
        let Some(line) = position.line() else {
            return self.whole;
        };
        let start = self.source.byte(Place {
            line: self.lines + line,
            column: position.position().unwrap_or(1),
        });
        let text = self.source.text();
        let end = start + text.get(start..).map_or(0, word);
        Span::new(start - text.get(..start).map_or(0, namespace), end)
    }
}

/// The length of the `ec2::` that a text ends with: Rhai's position of a qualified call may be that of its last name.
fn namespace(text: &str) -> usize {
    match text.strip_suffix("::") {
        Some(before) => {
            let name = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
            text.len() - before.trim_end_matches(name).len()
        }
        None => 0,
    }
}

/// The length of the word that a text begins with: a name with its namespace, a string, or one character.
fn word(text: &str) -> usize {
    let first = text.chars().next();
    match first {
        Some(quote @ ('"' | '`')) => text
            .char_indices()
            .skip(1)
            .take_while(|(_, c)| *c != '\n')
            .find(|(_, c)| *c == quote)
            .map_or(1, |(end, _)| end + 1),
        Some(c) if c.is_alphanumeric() || c == '_' => text
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
            .unwrap_or(text.len())
            .min(text.find(": ").unwrap_or(text.len())),
        Some('\n') | None => 0,
        Some(c) => c.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_becomes_the_span_of_its_word() {
        let unit = Unit {
            source: Source::new("a.md", "one\n> let x = ec2::stop(\"é\", y: 1);\n"),
            lines: 1,
            whole: Span::new(0, 3),
            module: None,
        };
        let said = |column| unit.source.slice(unit.span(Position::new(1, column))).to_owned();
        assert_eq!(said(11), "ec2::stop");
        assert_eq!(said(16), "ec2::stop");
        assert_eq!(said(21), "\"é\"");
        assert_eq!(said(26), "y");
        assert_eq!(said(24), ",");
        assert_eq!(unit.span(Position::NONE), Span::new(0, 3));
    }
}
