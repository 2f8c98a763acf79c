//! The few tags of HTML that a document uses: `<details>`, `<summary>` and comments.

use super::scan::Item;
use crate::source::{Source, Span};

/// A tag or a comment, in document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) kind: TagKind,
    /// From `<` to `>`.
    pub(super) span: Span,
}

/// What a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    DetailsOpen,
    DetailsClose,
    SummaryOpen,
    SummaryClose,
    Comment {
        /// False where `-->` is missing and the comment takes in the rest of the document.
        closed: bool,
    },
}

const NAMES: [(&str, TagKind); 4] = [
    ("<details", TagKind::DetailsOpen),
    ("</details", TagKind::DetailsClose),
    ("<summary", TagKind::SummaryOpen),
    ("</summary", TagKind::SummaryClose),
];

/// Finds the tags in the HTML of a document.
pub(super) fn tags(source: &Source, items: &[Item]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    let mut open = false;
    for item in items {
        let Item::Html { span, continued } = item else {
            continue;
        };
        open &= *continued;
        let text = source.slice(*span);
        let mut at = 0;
        while at < text.len() {
            if open {
                let end = text[at..].find("-->").map(|offset| at + offset + 3);
                if let Some(tag) = tags.last_mut() {
                    tag.span.end = span.start + end.unwrap_or(text.len());
                    tag.kind = TagKind::Comment {
                        closed: end.is_some(),
                    };
                }
                open = end.is_none();
                at = end.unwrap_or(text.len());
                continue;
            }
            let Some(angle) = text[at..].find('<').map(|offset| at + offset) else {
                break;
            };
            let rest = &text[angle..];
            if rest.starts_with("<!--") {
                tags.push(Tag {
                    kind: TagKind::Comment { closed: false },
                    span: Span::new(span.start + angle, span.end),
                });
                open = true;
                at = angle + 4;
                continue;
            }
            let named = NAMES.iter().find(|(name, _)| {
                rest.get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
                    && !rest[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
            });
            if let Some((_, kind)) = named {
                let end = rest.find('>').map_or(text.len(), |offset| angle + offset + 1);
                tags.push(Tag {
                    kind: *kind,
                    span: Span::new(span.start + angle, span.start + end),
                });
                at = end;
            } else {
                at = angle + 1;
            }
        }
    }
    tags
}
