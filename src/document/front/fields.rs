//! Reading the known keys of a map, and telling of the unknown.

use super::yaml::{Entry, Kind, Node};
use crate::diagnostic::suggest;
use crate::document::log::Log;
use crate::source::Span;

/// The entries of one map of the front matter.
pub(super) struct Fields<'a> {
    pub(super) log: &'a mut Log,
    entries: &'a [Entry],
}

impl<'a> Fields<'a> {
    /// The fields of a node; unknown keys, and a node that is no map, are logged. `what` is the thing described.
    pub(super) fn of(log: &'a mut Log, node: &'a Node, what: &str, known: &[&str]) -> Fields<'a> {
        let entries = map(log, node, what);
        for entry in entries {
            if !known.contains(&entry.key.as_str()) {
                log.error(
                    "unknown-key",
                    entry.span,
                    format!("{what} has no key `{}`", entry.key),
                    "not a key here",
                    suggest(&entry.key, known),
                );
            }
        }
        Fields { log, entries }
    }

    /// The value of a key; a key without a value counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
            .filter(|node| !matches!(node.kind, Kind::Null))
    }

    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let node = self.get(key)?;
        text(self.log, key, node)
    }

    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let node = self.get(key)?;
        if let Kind::Bool(flag) = node.kind {
            return Some(flag);
        }
        invalid(self.log, node.span, key, "write `true` or `false`");
        None
    }

    /// A list of texts; one text alone is a list of one.
    pub(super) fn texts(&mut self, key: &str) -> Vec<String> {
        match self.get(key) {
            None => Vec::new(),
            Some(Node {
                kind: Kind::List(items),
                ..
            }) => items
                .iter()
                .filter_map(|item| text(self.log, key, item))
                .collect(),
            Some(node) if matches!(node.kind, Kind::Map(_)) => {
                invalid(
                    self.log,
                    first_line(self.log, node.span),
                    key,
                    "write a list: `[one, another]`",
                );
                Vec::new()
            }
            Some(node) => text(self.log, key, node).into_iter().collect(),
        }
    }

    /// Where the expression of a text stands that is `{{ ... }}` and nothing else.
    pub(super) fn expression(&mut self, key: &str) -> Option<Span> {
        let node = self.get(key)?;
        let Kind::Text(text) = &node.kind else {
            return None;
        };
        let text = text.trim();
        if !(text.starts_with("{{") && text.ends_with("}}")) {
            return None;
        }
        let written = self.log.source.slice(node.span);
        let (start, end) = (written.find("{{")? + 2, written.rfind("}}")?);
        (start <= end).then(|| Span::new(node.span.start + start, node.span.start + end))
    }

    /// A text that is read as something else.
    pub(super) fn read<T>(&mut self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let node = self.get(key)?;
        let text = text(self.log, key, node)?;
        parse(&text)
            .map_err(|help| invalid(self.log, node.span, key, help))
            .ok()
    }
}

/// The entries of a map; anything else is logged.
pub(super) fn map<'a>(log: &mut Log, node: &'a Node, what: &str) -> &'a [Entry] {
    match &node.kind {
        Kind::Map(entries) => entries,
        Kind::Null => &[],
        Kind::Bool(_) | Kind::Number | Kind::Text(_) | Kind::List(_) => {
            log.error(
                "invalid-value",
                first_line(log, node.span),
                format!("{what} is not a map"),
                "expected `key: value` lines",
                "write `key: value` lines, indented below it",
            );
            &[]
        }
    }
}

/// The text of a scalar; a number counts as it is written.
pub(super) fn text(log: &mut Log, key: &str, node: &Node) -> Option<String> {
    match &node.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Number => Some(log.source.slice(node.span).trim().to_owned()),
        Kind::Bool(_) => {
            let written = log.source.slice(node.span).trim().to_owned();
            invalid(
                log,
                node.span,
                key,
                format!("YAML reads this as true or false: write `\"{written}\"` if it is a text"),
            );
            None
        }
        Kind::Null => {
            invalid(log, node.span, key, "write a text");
            None
        }
        Kind::List(_) | Kind::Map(_) => {
            invalid(log, first_line(log, node.span), key, "write one text");
            None
        }
    }
}

pub(super) fn invalid(log: &mut Log, span: Span, key: &str, help: impl Into<String>) {
    log.error(
        "invalid-value",
        span,
        format!("this cannot be the value of `{key}`"),
        format!("not a value of `{key}`"),
        help,
    );
}

fn first_line(log: &Log, span: Span) -> Span {
    let text = log.source.slice(span);
    Span::new(span.start, span.start + text.find('\n').unwrap_or(text.len()))
}
