//! What of a step is read, what is folded away, and what is only for the engine.

use super::scan::Item;
use super::tags::{Tag, TagKind};
use super::{Block, Details, Passage, Piece};
use crate::event::Role;
use crate::source::{Source, Span};

/// The document's regions that are not plain prose.
pub(super) struct Folds<'a> {
    source: &'a Source,
    blocks: &'a [Block],
    tags: &'a [Tag],
    /// Without overlap, in order.
    regions: Vec<Region>,
}

#[derive(Clone, Copy)]
struct Region {
    span: Span,
    /// Left out of every passage; else kept, its `{{ }}` left alone.
    cut: bool,
}

/// An outermost `<details>`.
struct Fold {
    span: Span,
    summary: Span,
    body: Span,
}

impl<'a> Folds<'a> {
    /// Sorts the regions out.
    pub(super) fn new(source: &'a Source, items: &[Item], blocks: &'a [Block], tags: &'a [Tag]) -> Folds<'a> {
        let mut regions = Vec::new();
        let mut block = blocks.iter().peekable();
        for item in items {
            match item {
                Item::Fence(fence) => {
                    let task = block.next_if(|block| block.fence == fence.span);
                    let region = match task {
                        Some(block) if is_rhai(block) => Some((whole_lines(source, fence.span), true)),
                        Some(block) if block.task.role().is_none() && !block.raw => None,
                        _ => Some((fence.span, false)),
                    };
                    regions.extend(region.map(|(span, cut)| Region { span, cut }));
                }
                Item::Indented(span) => regions.push(Region {
                    span: *span,
                    cut: false,
                }),
                Item::Heading(_) | Item::Html { .. } => {}
            }
        }
        regions.extend(
            tags.iter()
                .filter(|tag| matches!(tag.kind, TagKind::Comment { .. }))
                .map(|tag| Region {
                    span: whole_lines(source, tag.span),
                    cut: true,
                }),
        );
        regions.sort_by_key(|region| region.span);
        Folds {
            source,
            blocks,
            tags,
            regions,
        }
    }

    /// The hints, the solutions and the prose of a span. Without blocks there is nothing to hint at: then every
    /// `<details>` without a `rhai` block is prose.
    pub(super) fn divide(&self, span: Span, acts: bool) -> (Vec<Details>, Vec<Details>, Passage) {
        let (mut hints, mut solutions, mut cuts) = (Vec::new(), Vec::new(), Vec::new());
        for fold in self.folds(span) {
            let first = self
                .blocks
                .partition_point(|block| block.fence.start < fold.span.start);
            let mut inside = self.blocks[first..]
                .iter()
                .take_while(|block| block.fence.start < fold.span.end)
                .peekable();
            let plain = inside.peek().is_none();
            let solving = inside.any(is_rhai);
            let hinting = plain && acts;
            if !(solving || hinting) {
                continue;
            }
            cuts.push(whole_lines(self.source, fold.span));
            let details = Details {
                summary: plain_text(self.source.slice(fold.summary)),
                body: self.passage(fold.body, &[]),
            };
            if solving {
                solutions.push(details);
            } else {
                hints.push(details);
            }
        }
        let prose = self.passage(span, &cuts);
        (hints, solutions, prose)
    }

    fn folds(&self, span: Span) -> Vec<Fold> {
        let first = self.tags.partition_point(|tag| tag.span.start < span.start);
        let mut folds = Vec::new();
        let mut depth = 0_usize;
        let mut open: Option<Fold> = None;
        for tag in self.tags[first..]
            .iter()
            .take_while(|tag| tag.span.start < span.end)
        {
            match tag.kind {
                TagKind::DetailsOpen => {
                    depth += 1;
                    if depth == 1 {
                        open = Some(Fold {
                            span: tag.span,
                            summary: Span::new(tag.span.end, tag.span.end),
                            body: Span::new(tag.span.end, tag.span.end),
                        });
                    }
                }
                TagKind::DetailsClose => {
                    if depth == 1
                        && let Some(mut fold) = open.take()
                    {
                        fold.span.end = tag.span.end.min(span.end);
                        fold.body.end = tag.span.start.max(fold.body.start);
                        folds.push(fold);
                    }
                    depth = depth.saturating_sub(1);
                }
                TagKind::SummaryOpen => {
                    if let Some(fold) = open.as_mut().filter(|_| depth == 1) {
                        fold.summary = Span::new(tag.span.end, tag.span.end);
                    }
                }
                TagKind::SummaryClose => {
                    if let Some(fold) = open.as_mut().filter(|_| depth == 1) {
                        fold.summary.end = tag.span.start.max(fold.summary.start);
                        fold.body.start = tag.span.end;
                    }
                }
                TagKind::Comment { .. } => {}
            }
        }
        folds
    }

    /// The span without cuts, as pieces.
    fn passage(&self, span: Span, cuts: &[Span]) -> Passage {
        let first = self
            .regions
            .partition_point(|region| region.span.start < span.start);
        // One region at most may reach into the span from before it.
        let first = first.saturating_sub(1);
        let mut regions: Vec<Region> = self.regions[first..]
            .iter()
            .take_while(|region| region.span.start < span.end)
            .copied()
            .collect();
        if !cuts.is_empty() {
            regions.extend(cuts.iter().map(|cut| Region {
                span: *cut,
                cut: true,
            }));
            // At one start the longer comes first, and swallows the shorter.
            regions.sort_by_key(|region| (region.span.start, usize::MAX - region.span.end));
        }
        let mut pieces = Vec::new();
        let mut push = |start: usize, end: usize, literal: bool| {
            if start < end {
                pieces.push(Piece {
                    span: Span::new(start, end),
                    literal,
                });
            }
        };
        let mut at = span.start;
        for region in regions {
            let (start, end) = (region.span.start.max(at), region.span.end.min(span.end));
            if end <= at {
                continue;
            }
            push(at, start, false);
            if !region.cut {
                push(start, end, true);
            }
            at = end;
        }
        push(at, span.end, false);
        Passage { pieces }
    }
}

fn is_rhai(block: &Block) -> bool {
    match block.task.role() {
        Some(Role::Setup | Role::Solve | Role::Check | Role::Hint | Role::Cleanup) => true,
        Some(Role::Query | Role::Command) | None => false,
    }
}

/// The span with the rest of its lines, where that is only blanks and marks of quotes.
fn whole_lines(source: &Source, span: Span) -> Span {
    // Both looks end at the first character that matters, so that one long line stays cheap.
    let mut start = span.start;
    for c in source.text()[..span.start].chars().rev() {
        match c {
            '\n' => return Span::new(start, line_end(source, span.end)),
            c if c.is_whitespace() || c == '>' => start -= c.len_utf8(),
            _ => return Span::new(span.start, line_end(source, span.end)),
        }
    }
    Span::new(start, line_end(source, span.end))
}

/// Behind the end of the line, if only blanks are left on it.
fn line_end(source: &Source, from: usize) -> usize {
    let rest = &source.text()[from..];
    let blanks = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_whitespace() && c != '\n')
            .len();
    match rest[blanks..].chars().next() {
        Some('\n') => from + blanks + 1,
        Some(_) => from,
        None => from + blanks,
    }
}

/// HTML without its tags, blanks as one.
fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
