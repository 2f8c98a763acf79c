//! One pass over the Markdown that keeps what the document is made of: headings, fences, indented code, HTML.
//!
//! pulldown-cmark decides what a fence is; nothing here scans for backticks to find blocks. It does look for fences
//! that CommonMark does *not* see, swallowed by HTML or by indentation, because their authors meant them.

use super::Code;
use crate::source::{Source, Span};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// One thing of the document.
#[derive(Debug)]
pub(super) enum Item {
    Heading(Heading),
    Fence(Fence),
    /// Indented code.
    Indented(Span),
    /// One line of an HTML block, or one piece of HTML within a paragraph.
    Html {
        span: Span,
        /// True where it goes on the HTML block of the item before it.
        continued: bool,
    },
}

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    pub(super) span: Span,
    pub(super) level: u8,
    pub(super) title: String,
    /// False inside a quote or a list: it structures nothing.
    pub(super) top: bool,
}

/// A fence.
#[derive(Debug)]
pub(super) struct Fence {
    /// From the opening fence to the end of the closing one.
    pub(super) span: Span,
    /// What follows the opening fence's marks on its line.
    pub(super) info: Span,
    pub(super) code: Code,
    pub(super) closed: bool,
}

/// Walks the Markdown that begins at a byte of the source.
pub(super) fn scan(source: &Source, start: usize) -> Vec<Item> {
    let text = source.slice(Span::new(start, source.text().len()));
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut items = Vec::new();
    let mut depth = 0_usize;
    let mut heading: Option<Heading> = None;
    let mut fence: Option<Fence> = None;
    let mut indented: Option<Span> = None;
    let mut continued = false;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let span = Span::new(range.start + start, range.end + start);
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_)) => {
                depth += 1;
            }
            Event::End(
                TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition,
            ) => {
                depth = depth.saturating_sub(1);
            }
            Event::Start(Tag::Heading { level, .. }) => {
                heading = Some(Heading {
                    span: trimmed(source, span),
                    level: level as u8,
                    title: String::new(),
                    top: depth == 0,
                });
            }
            Event::End(TagEnd::Heading(_)) => items.extend(heading.take().map(|mut heading| {
                heading.title = heading.title.trim().to_owned();
                Item::Heading(heading)
            })),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fence = Some(open(source, span)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => indented = Some(span),
            Event::End(TagEnd::CodeBlock) => {
                items.extend(fence.take().map(|mut fence| {
                    fence.closed = is_closed(source, &fence);
                    Item::Fence(fence)
                }));
                items.extend(indented.take().map(Item::Indented));
            }
            Event::Text(text) => {
                if let Some(heading) = &mut heading {
                    heading.title.push_str(&text);
                } else if let Some(fence) = &mut fence
                    && span.start < span.end
                {
                    fence.code.segments.push(span);
                }
            }
            Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.title.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.title.push(' ');
                }
            }
            Event::Start(Tag::HtmlBlock) => continued = false,
            Event::Html(_) => {
                items.push(Item::Html { span, continued });
                continued = true;
            }
            Event::InlineHtml(_) => items.push(Item::Html {
                span,
                continued: false,
            }),
            _ => {}
        }
    }
    items
}

fn open(source: &Source, span: Span) -> Fence {
    let text = source.slice(span);
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    let marks = mark(line).map_or(0, |(_, length)| length);
    let rest = &line[marks..];
    let info = span.start + marks + (rest.len() - rest.trim_start().len());
    Fence {
        span: trimmed(source, span),
        info: Span::new(info, info + rest.trim().len()),
        code: Code::default(),
        closed: false,
    }
}

/// A fence is closed when marks follow its last line of code; the end of the document or of its quote or list closes
/// it too, but then it took in more than its author meant.
fn is_closed(source: &Source, fence: &Fence) -> bool {
    let text = source.slice(fence.span);
    let Some(opening) = text.find('\n') else {
        return false;
    };
    let Some((mark, _)) = mark(text) else { return false };
    let code = fence
        .code
        .segments
        .last()
        .map_or(fence.span.start + opening, |segment| segment.end);
    source.slice(Span::new(code, fence.span.end)).contains(mark)
}

/// The mark of a fence that a line begins with, and how many of them.
pub(super) fn mark(line: &str) -> Option<(char, usize)> {
    ['`', '~'].into_iter().find_map(|mark| {
        let length = line.len() - line.trim_start_matches(mark).len();
        (length >= 3).then_some((mark, length))
    })
}

fn trimmed(source: &Source, span: Span) -> Span {
    Span::new(span.start, span.start + source.slice(span).trim_end().len())
}
