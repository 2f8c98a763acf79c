//! Blocks that CommonMark does not see as such, though their authors meant them: unclosed, swallowed by HTML, by a
//! comment, or by indentation. Each would be lost in silence.

use super::fence::asks;
use super::log::Log;
use super::scan::{Item, mark};
use super::tags::{Tag, TagKind};
use crate::source::Span;

/// Logs them.
pub(super) fn report(log: &mut Log, items: &[Item], tags: &[Tag]) {
    let source = log.source.clone();
    for item in items {
        match item {
            Item::Fence(fence) if !fence.closed => {
                let line = source.slice(fence.span);
                let length = line.find('\n').unwrap_or(line.len());
                let marks =
                    mark(line).map_or("```".to_owned(), |(mark, count)| mark.to_string().repeat(count));
                log.error(
                    "unclosed-fence",
                    Span::new(fence.span.start, fence.span.start + length),
                    "this fence is never closed, and takes in everything below it",
                    "opened here",
                    format!("close it with the line {marks}"),
                );
            }
            Item::Indented(span) => {
                for (at, line) in meant(source.slice(*span)) {
                    log.warning(
                        "indented-fence",
                        Span::new(span.start + at, span.start + at + line.len()),
                        "this block is indented by four columns or more, so it is only shown",
                        "not a fence",
                        "indent it by three blanks at most, or as deep as the text of the list item that it is in",
                    );
                }
            }
            Item::Html { span, .. } => {
                let comment = tags.partition_point(|tag| tag.span.start <= span.start);
                let hidden = tags[..comment].iter().next_back().is_some_and(|tag| {
                    matches!(tag.kind, TagKind::Comment { .. }) && tag.span.end >= span.end
                });
                for (at, line) in meant(source.slice(*span)).filter(|_| !hidden) {
                    log.error(
                        "fence-in-html",
                        Span::new(span.start + at, span.start + at + line.len()),
                        "this fence is part of the HTML above it, and no block",
                        "not a fence",
                        "put a blank line before it",
                    );
                }
            }
            Item::Heading(_) | Item::Fence(_) => {}
        }
    }
    details(log, tags);
    for tag in tags {
        if tag.kind == (TagKind::Comment { closed: false }) {
            log.error(
                "unclosed-comment",
                Span::new(tag.span.start, tag.span.start + 4),
                "this comment is never closed, and hides everything below it",
                "opened here",
                "close it with `-->`",
            );
        }
    }
}

/// `<details>` and `</details>` come in pairs; without its end one folds away the rest of the page.
fn details(log: &mut Log, tags: &[Tag]) {
    let mut open = Vec::new();
    for tag in tags {
        match tag.kind {
            TagKind::DetailsOpen => open.push(tag.span),
            TagKind::DetailsClose => {
                if open.pop().is_none() {
                    log.warning(
                        "stray-details",
                        tag.span,
                        "this closes a `<details>` that was never opened",
                        "closes nothing",
                        "delete it, or add `<details>` where it begins",
                    );
                }
            }
            TagKind::SummaryOpen | TagKind::SummaryClose | TagKind::Comment { .. } => {}
        }
    }
    for span in open {
        log.warning(
            "unclosed-details",
            span,
            "this `<details>` is never closed, and folds away everything below it",
            "opened here",
            "close it with `</details>` on a line of its own, a blank line before it",
        );
    }
}

/// The lines that look like the opening of a block with a role or a name.
fn meant(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n')
        .scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        })
        .filter_map(|(start, line)| {
            let bare = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            let (_, length) = mark(bare)?;
            asks(&bare[length..]).then(|| (start + (line.len() - bare.len()), bare.trim_end()))
        })
}
