//! From the things that a scan found to sections, steps and their blocks.

use super::fold::Folds;
use super::log::Log;
use super::scan::{Heading, Item};
use super::slug::Slugger;
use super::tags::{Tag, TagKind, tags};
use super::{Attributes, Block, Front, Passage, Runbook, Step, Task, comment, fence, strays};
use crate::source::Span;
use std::collections::HashMap;

/// Makes the runbook of what was found behind the front matter.
pub(super) fn assemble(log: &mut Log, front: Front, start: usize, items: &[Item]) -> Runbook {
    let source = log.source.clone();
    let blocks: Vec<Block> = items
        .iter()
        .filter_map(|item| match item {
            Item::Fence(found) => fence::block(log, found, front.timing),
            _ => None,
        })
        .collect();
    let tags = tags(&source, items);
    strays::report(log, items, &tags);
    let headings = headings(items, &blocks);
    let title = headings
        .iter()
        .find(|outlined| outlined.heading.level == 1)
        .map(|outlined| outlined.heading);
    let mut comments = Comments::of(log, &tags);
    let folds = Folds::new(&source, items, &blocks, &tags);

    let begins: Vec<usize> = headings
        .iter()
        .filter(|outlined| outlined.begins)
        .map(|outlined| outlined.heading.span.start)
        .collect();
    let end_of = |begin: usize| {
        let next = begins.partition_point(|other| *other <= begin);
        begins.get(next).copied().unwrap_or(source.text().len())
    };
    let preface = Span::new(start, begins.first().copied().unwrap_or(source.text().len()));
    let setup = within(&blocks, preface).to_vec();
    for block in &setup {
        if !matches!(block.task, Task::Setup | Task::Text { .. }) {
            outside(
                log,
                block,
                "before the first section only `rhai setup` and `as=` texts may stand",
            );
        }
    }

    let mut slugger = Slugger::default();
    let mut slugs: HashMap<usize, String> = HashMap::new();
    for item in items {
        if let Item::Heading(heading) = item {
            slugs.insert(heading.span.start, slugger.slug(&heading.title));
        }
    }

    let mut ids = Ids::default();
    let mut section: Option<String> = None;
    let mut steps = Vec::new();
    for outlined in &headings {
        let heading = outlined.heading;
        let under = comments.under(log, heading);
        if !outlined.begins {
            if let Some(content) = under {
                log.error(
                    "misplaced-step-comment",
                    content,
                    format!("`{}` is not a step, so it has no attributes", heading.title),
                    "nothing reads this",
                    "put it under the heading of a section, or of the blocks that it is about",
                );
            }
            continue;
        }
        let span = Span::new(heading.span.start, end_of(heading.span.start));
        let own = within(&blocks, span).to_vec();
        let (attributes, explicit) = match under {
            Some(content) => comment::attributes(log, content),
            None => (Attributes::default(), None),
        };
        let acts = own.iter().any(|block| block.task.role().is_some());
        if heading.level == 1 {
            for block in own.iter().filter(|block| block.task.role().is_some()) {
                outside(
                    log,
                    block,
                    "a `#` heading is a title and no step: give the blocks a `##` heading",
                );
            }
        }
        let slug = slugs.remove(&heading.span.start).unwrap_or_default();
        let id = ids.take(log, heading, acts, slug, explicit);
        let (hints, solutions, prose) = folds.divide(Span::new(heading.span.end, span.end), acts);
        steps.push(Step {
            id,
            title: heading.title.clone(),
            level: heading.level,
            section: if heading.level > 2 { section.clone() } else { None },
            span,
            heading: heading.span,
            attributes,
            blocks: own,
            prose,
            hints,
            solutions,
        });
        match heading.level {
            1 => section = None,
            2 => section = Some(heading.title.clone()),
            _ => {}
        }
    }
    comments.rest(log);
    Runbook {
        title: front
            .title
            .clone()
            .or_else(|| title.map(|heading| heading.title.clone()))
            .unwrap_or_else(|| source.name().to_owned()),
        prose: preface_prose(&folds, preface, title),
        source,
        front,
        preface,
        setup,
        steps,
    }
}

fn preface_prose(folds: &Folds<'_>, preface: Span, title: Option<&Heading>) -> Passage {
    let mut prose = Passage::default();
    let cut = title
        .map(|heading| heading.span)
        .filter(|span| span.end <= preface.end)
        .unwrap_or(Span::new(preface.start, preface.start));
    for part in [
        Span::new(preface.start, cut.start),
        Span::new(cut.end, preface.end),
    ] {
        prose.pieces.extend(folds.divide(part, false).2.pieces);
    }
    prose
}

fn outside(log: &mut Log, block: &Block, help: &str) {
    let what = log.source.slice(block.info).to_owned();
    log.error(
        "block-outside-step",
        block.info,
        format!("the block `{what}` belongs to no step"),
        "no step runs this",
        help,
    );
}

/// A heading and what it does.
struct Outlined<'a> {
    heading: &'a Heading,
    /// True where a section or a step begins.
    begins: bool,
}

fn headings<'a>(items: &'a [Item], blocks: &[Block]) -> Vec<Outlined<'a>> {
    let tops: Vec<&Heading> = items
        .iter()
        .filter_map(|item| match item {
            Item::Heading(heading) if heading.top => Some(heading),
            _ => None,
        })
        .collect();
    let mut begun = false;
    let mut titled = false;
    let mut outlined = Vec::with_capacity(tops.len());
    for (index, heading) in tops.iter().enumerate() {
        let end = tops.get(index + 1).map_or(usize::MAX, |next| next.span.start);
        let own = within(blocks, Span::new(heading.span.start, end));
        let begins = match heading.level {
            1 => titled || begun,
            2 => true,
            _ => own.iter().any(|block| block.task.role().is_some()),
        };
        titled |= heading.level == 1;
        begun |= begins;
        outlined.push(Outlined { heading, begins });
    }
    outlined
}

/// The blocks whose fence begins within a span.
fn within(blocks: &[Block], span: Span) -> &[Block] {
    let first = blocks.partition_point(|block| block.fence.start < span.start);
    let last = blocks.partition_point(|block| block.fence.start < span.end);
    &blocks[first..last.max(first)]
}

/// Gives out the ids.
#[derive(Default)]
struct Ids {
    taken: HashMap<String, Taken>,
}

struct Taken {
    line: usize,
    explicit: Option<Span>,
}

impl Ids {
    fn take(
        &mut self,
        log: &mut Log,
        heading: &Heading,
        acts: bool,
        slug: String,
        explicit: Option<(String, Span)>,
    ) -> String {
        let (id, place) = explicit.map_or((slug, None), |(id, place)| (id, Some(place)));
        let line = log.line(heading.span.start);
        if id.is_empty() {
            if acts {
                log.error(
                    "missing-id",
                    heading.span,
                    "this step has no id",
                    "no letter or digit to make an id of",
                    "add `<!-- step: id=NAME -->` under the heading",
                );
            }
            return format!("section-at-line-{line}");
        }
        if let Some(other) = self.taken.get(&id) {
            let (span, line) = match (place, other.explicit) {
                (Some(place), _) => (place, other.line),
                (None, Some(place)) => (place, line),
                (None, None) => (heading.span, other.line),
            };
            log.error(
                "duplicate-id",
                span,
                format!("two steps have the id `{id}`"),
                format!("also the id of the step on line {line}"),
                "choose another `id=`",
            );
            return id;
        }
        let taken = Taken {
            line,
            explicit: place,
        };
        self.taken.insert(id.clone(), taken);
        id
    }
}

/// The step comments that no heading has taken yet.
struct Comments {
    /// Comment and content, in order.
    found: Vec<(Span, Span)>,
    next: usize,
}

impl Comments {
    fn of(log: &mut Log, tags: &[Tag]) -> Comments {
        let mut found = Vec::new();
        for tag in tags {
            if !matches!(tag.kind, TagKind::Comment { closed: true }) {
                continue;
            }
            let text = log.source.slice(tag.span);
            if let Some(content) = comment::content(text, tag.span) {
                found.push((tag.span, content));
            } else if comment::nearly(text) {
                log.error(
                    "malformed-step-comment",
                    tag.span,
                    "this comment is nearly a step comment",
                    "nothing reads this",
                    "write `<!-- step: id=NAME tags=a,b minutes=5 cost=\"...\" -->`",
                );
            }
        }
        Comments { found, next: 0 }
    }

    /// The content of the comment right under a heading; comments before the heading are misplaced.
    fn under(&mut self, log: &mut Log, heading: &Heading) -> Option<Span> {
        while let Some((comment, content)) = self.found.get(self.next).copied() {
            if comment.start < heading.span.end {
                misplaced(log, comment);
                self.next += 1;
                continue;
            }
            let between = log.source.slice(Span::new(heading.span.end, comment.start));
            if between.trim().is_empty() {
                self.next += 1;
                return Some(content);
            }
            break;
        }
        None
    }

    /// Those that are left under no heading.
    fn rest(&mut self, log: &mut Log) {
        for (comment, _) in self.found.drain(..).skip(self.next) {
            misplaced(log, comment);
        }
    }
}

fn misplaced(log: &mut Log, comment: Span) {
    log.error(
        "misplaced-step-comment",
        comment,
        "a step comment stands right under its heading",
        "no heading right above",
        "move it to the line after the heading",
    );
}
