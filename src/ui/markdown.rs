//! Markdown for a terminal of a given width.
//!
//! pulldown-cmark reads; [`inline`] collects the runs of a paragraph, [`wrap`] breaks them into lines, [`table`] lays
//! tables out, and this file keeps the containers (lists, quotes) whose prefixes every line carries. Only code is never
//! wrapped: it is there to be copied.

mod inline;
mod table;
mod wrap;

use super::clean::clean;
use super::face::{Face, Tone};
use crate::event::Prose;
use inline::{Inline, Styling};
use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream,
};
use table::Table;

/// The text as lines for a terminal, each ended by a newline.
#[must_use]
pub fn render(prose: &Prose, face: &Face) -> String {
    Renderer::new(prose, face).run(None)
}

/// As [`render`], without the first heading when it says `title`: the step's header said it already.
#[must_use]
pub fn render_without_heading(prose: &Prose, face: &Face, title: &str) -> String {
    Renderer::new(prose, face).run(Some(title))
}

/// Rows with aligned columns, numbers to the right; as records where `room` is too narrow.
pub(super) fn table(shown: &crate::event::Table, room: usize, face: &Face) -> Vec<String> {
    let alignment = |column| {
        if shown.is_numeric(column) {
            Alignment::Right
        } else {
            Alignment::None
        }
    };
    let mut table = Table::new((0..shown.columns.len()).map(alignment).collect());
    let mut row = |cells: Vec<String>| {
        table.row();
        for text in cells {
            let mut cell = Inline::default();
            cell.push(&clean(&text));
            table.cell(cell);
        }
    };
    row(shown.columns.clone());
    for cells in &shown.rows {
        row(cells.iter().map(crate::event::Table::text).collect());
    }
    table.lay_out(room, face)
}

/// What a container puts before its lines.
struct Prefix {
    first: Option<String>,
    rest: String,
}

/// One list that is open.
struct List {
    next: Option<u64>,
    loose: bool,
}

struct Renderer<'a> {
    prose: &'a Prose,
    face: &'a Face,
    lines: Vec<String>,
    prefixes: Vec<Prefix>,
    lists: Vec<List>,
    inline: Inline,
    table: Option<Table>,
    code: Option<String>,
    heading: Option<HeadingLevel>,
    gap: bool,
    html: usize,
}

impl<'a> Renderer<'a> {
    fn new(prose: &'a Prose, face: &'a Face) -> Renderer<'a> {
        Renderer {
            prose,
            face,
            lines: Vec::new(),
            prefixes: Vec::new(),
            lists: Vec::new(),
            inline: Inline::default(),
            table: None,
            code: None,
            heading: None,
            gap: false,
            html: 0,
        }
    }

    fn run(mut self, title: Option<&str>) -> String {
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
        let mut title = title;
        for event in TextMergeStream::new(Parser::new_ext(&self.prose.markdown, options)) {
            let ends_heading = matches!(event, Event::End(TagEnd::Heading(_)));
            if ends_heading
                && title
                    .take()
                    .is_some_and(|title| self.inline.text().trim() == title)
            {
                self.heading = None;
                self.inline = Inline::default();
                continue;
            }
            self.event(event);
        }
        self.flush();
        let mut text = self.lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                let text = self.filled(&text);
                match &mut self.code {
                    Some(code) => code.push_str(&text),
                    None if self.html == 0 => self.inline.push(&text),
                    None => {}
                }
            }
            Event::Code(text) => {
                let text = self.filled(&text);
                self.inline.code(&text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                let text = self.filled(&text);
                self.inline.push(&text);
            }
            // Comments, `<details>` and the like are for browsers.
            Event::Html(_) => {}
            Event::InlineHtml(tag) => {
                if tag.starts_with("<br") {
                    self.inline.line_break();
                }
            }
            Event::FootnoteReference(name) => self.inline.push(&format!("[{}]", clean(&name))),
            Event::SoftBreak => self.inline.push(" "),
            Event::HardBreak => self.inline.line_break(),
            Event::Rule => {
                let room = self.room().min(40);
                self.gap = true;
                let rule = self.face.paint(Tone::Quiet, &"─".repeat(room));
                self.line(&rule);
                self.gap = true;
            }
            Event::TaskListMarker(done) => self.inline.push(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.flush(),
            Tag::Heading { level, .. } => {
                self.flush();
                self.gap = true;
                self.heading = Some(level);
            }
            Tag::BlockQuote(kind) => {
                self.flush();
                self.settle_gap();
                let bar = self.face.paint(Tone::Quiet, "│ ");
                self.prefixes.push(Prefix {
                    first: None,
                    rest: bar,
                });
                if let Some(kind) = kind {
                    let line = self.face.paint(Tone::Strong, &format!("{kind:?}"));
                    self.line(&line);
                }
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.gap |= matches!(kind, CodeBlockKind::Fenced(_)) && self.lists.is_empty();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(List {
                    next: first,
                    loose: false,
                });
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
                    Some(number) => {
                        let marker = format!("{number}. ");
                        *number += 1;
                        marker
                    }
                    None => "- ".to_owned(),
                };
                let rest = " ".repeat(marker.len());
                self.prefixes.push(Prefix {
                    first: Some(marker),
                    rest,
                });
            }
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(Table::new(alignments));
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row();
                }
            }
            Tag::TableCell | Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => self.flush(),
            Tag::HtmlBlock => {
                self.flush();
                self.html += 1;
            }
            Tag::Emphasis => self.inline.open(Styling::Emphasis),
            Tag::Strong => self.inline.open(Styling::Strong),
            Tag::Strikethrough => self.inline.open(Styling::Strike),
            Tag::Superscript | Tag::Subscript => {}
            Tag::Link { dest_url, .. } => {
                let url: String = self
                    .filled(&dest_url)
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect();
                self.inline.open_link(url);
            }
            Tag::Image { .. } => self.inline.push("[image: "),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.flush();
                self.gap = true;
                if let Some(list) = self.lists.last_mut() {
                    list.loose = true;
                }
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefixes.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(_) => {
                self.flush();
                let list = self.lists.pop();
                self.gap = self.lists.is_empty() || list.is_some_and(|list| list.loose);
            }
            TagEnd::Item => {
                self.flush();
                if self.prefixes.last().is_some_and(|prefix| prefix.first.is_some()) {
                    self.line("");
                }
                self.prefixes.pop();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some(table) = &mut self.table {
                    table.cell(cell);
                }
            }
            TagEnd::Table => {
                let room = self.room();
                self.gap |= !self.lines.is_empty();
                for line in self
                    .table
                    .take()
                    .map(|table| table.lay_out(room, self.face))
                    .unwrap_or_default()
                {
                    self.line(&line);
                }
                self.gap = true;
            }
            TagEnd::HtmlBlock => self.html = self.html.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.inline.close(),
            TagEnd::Link => self.inline.close_link(),
            TagEnd::Image => self.inline.push("]"),
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn end_heading(&mut self) {
        let level = self.heading.take();
        let inline = std::mem::take(&mut self.inline);
        let text = inline.text().trim().to_owned();
        let wide = wrap::columns(&text).min(self.room());
        for line in inline.lines(self.room(), self.face, Tone::Title) {
            self.line(&line);
        }
        if !self.face.colour && !text.is_empty() {
            let sign = if level == Some(HeadingLevel::H1) { "=" } else { "-" };
            self.line(&sign.repeat(wide));
        }
        self.gap = true;
    }

    fn end_code(&mut self) {
        let code = self.code.take().unwrap_or_default();
        for line in code.trim_end_matches('\n').split('\n') {
            let line = line.replace('\t', "    ");
            if line.is_empty() {
                self.line("");
            } else {
                let painted = self.face.paint(Tone::Code, &line);
                self.line(&format!("    {painted}"));
            }
        }
        self.gap = true;
    }

    /// Ends the paragraph that is open, if one is.
    fn flush(&mut self) {
        if self.inline.is_empty() {
            self.inline = Inline::default();
            return;
        }
        let inline = std::mem::take(&mut self.inline);
        for line in inline.lines(self.room(), self.face, Tone::Plain) {
            self.line(&line);
        }
    }

    /// One line, behind the prefixes of the containers it stands in.
    fn line(&mut self, text: &str) {
        self.settle_gap();
        let mut line = String::new();
        for prefix in &mut self.prefixes {
            match prefix.first.take() {
                Some(first) => line.push_str(&first),
                None => line.push_str(&prefix.rest),
            }
        }
        line.push_str(text);
        self.lines.push(line.trim_end().to_owned());
    }

    /// The blank line that is due between two blocks.
    fn settle_gap(&mut self) {
        if std::mem::take(&mut self.gap) && self.lines.last().is_some_and(|last| !last.is_empty()) {
            let open = self.prefixes.iter().filter(|prefix| prefix.first.is_none());
            let rest: String = open.map(|prefix| prefix.rest.as_str()).collect();
            self.lines.push(rest.trim_end().to_owned());
        }
    }

    /// The columns that the containers leave.
    fn room(&self) -> usize {
        let taken: usize = self
            .prefixes
            .iter()
            .map(|p| console::measure_text_width(&p.rest))
            .sum();
        self.face.width.saturating_sub(taken).max(10)
    }

    /// The text with its values in their places, made safe.
    fn filled(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('\u{e000}') {
            out.push_str(&clean(before));
            let Some((index, behind)) = after.split_once('\u{e001}') else {
                rest = after;
                continue;
            };
            if let Some(value) = index
                .parse::<usize>()
                .ok()
                .and_then(|index| self.prose.values.get(index))
            {
                out.push_str(&clean(value));
            }
            rest = behind;
        }
        out.push_str(&clean(rest));
        out
    }
}

#[cfg(test)]
mod tests;
