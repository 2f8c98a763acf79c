//! YAML as a tree that knows its places, so that every mistake is told and not only the first.

use crate::source::{Place, Source, Span};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use std::fmt;

/// A node and its place in the document.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// A number as it is written.
    Number,
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) value: Node,
}

/// The tree of a YAML text that stands in the source at `span`.
///
/// # Errors
/// What is wrong, and where.
pub(super) fn read(source: &Source, span: Span) -> Result<Node, (String, Span)> {
    let text = source.slice(span);
    match serde_saphyr::from_str::<Spanned<Tree>>(text) {
        Ok(tree) => Ok(placed(tree, span.start)),
        Err(error) => {
            let start = error.location().map_or(span.start, |location| {
                let first = source.place(span.start).line;
                let at = |number: u64| usize::try_from(number).unwrap_or(1);
                source.byte(Place {
                    line: first + at(location.line()).saturating_sub(1),
                    column: at(location.column()),
                })
            });
            let start = start.min(span.end);
            let line = source.line(source.place(start).line);
            Err((reason(&error), Span::new(start, line.end.max(start))))
        }
    }
}

/// The reader's sentence without its own place, which counts from the `---`, and without advice to programmers.
fn reason(error: &serde_saphyr::Error) -> String {
    let text = error.without_snippet().to_string();
    let text = text.lines().next().unwrap_or_default();
    let text = text.rsplit_once(" at line ").map_or(text, |(reason, _)| reason);
    let text = text.split_once(", set ").map_or(text, |(reason, _)| reason);
    text.to_owned()
}

/// The tree as serde hands it over, with the reader's places.
enum Tree {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

fn placed(tree: Spanned<Tree>, start: usize) -> Node {
    let at = byte(tree.referenced.span(), usize::MAX);
    let span = Span::new(start + at.start, start + at.end);
    let kind = match tree.value {
        Tree::Null => Kind::Null,
        Tree::Bool(flag) => Kind::Bool(flag),
        Tree::Number => Kind::Number,
        Tree::Text(text) => Kind::Text(text),
        Tree::List(items) => Kind::List(items.into_iter().map(|item| placed(item, start)).collect()),
        Tree::Map(entries) => Kind::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = byte(key.referenced.span(), usize::MAX);
                    Entry {
                        span: Span::new(start + at.start, start + at.end),
                        key: key.value,
                        value: placed(value, start),
                    }
                })
                .collect(),
        ),
    };
    Node { kind, span }
}

fn byte(span: serde_saphyr::Span, limit: usize) -> Span {
    let at = |number: Option<u64>| number.and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    let start = at(span.byte_offset()).min(limit);
    Span::new(start, start.saturating_add(at(span.byte_len())).min(limit))
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true or false, a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        Tree::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(flag))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_bytes<E: serde::de::Error>(self, _: &[u8]) -> Result<Tree, E> {
        Err(E::custom("binary data has no place here"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        if map.len() > 1000 {
            return Err(A::Error::custom("a front matter of more than a thousand entries"));
        }
        Ok(Tree::Map(map))
    }
}
