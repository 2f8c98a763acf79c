//! The runs of one paragraph, heading or cell, with their styles.

use super::wrap::{self, Word};
use crate::ui::face::{Face, Tone};
use std::rc::Rc;

/// What a delimiter does to the text between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Styling {
    Emphasis,
    Strong,
    Strike,
}

/// The style of one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) emphasis: bool,
    pub(super) strong: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    pub(super) quiet: bool,
    pub(super) link: Option<Rc<str>>,
}

/// Runs of text; a run that is `None` breaks the line.
#[derive(Debug, Default)]
pub(super) struct Inline {
    runs: Vec<Option<(String, Style)>>,
    styles: Vec<Style>,
    link_start: usize,
}

impl Inline {
    pub(super) fn push(&mut self, text: &str) {
        let style = self.style();
        self.run(text, style);
    }

    pub(super) fn code(&mut self, text: &str) {
        let style = Style {
            code: true,
            ..self.style()
        };
        self.run(text, style);
    }

    pub(super) fn line_break(&mut self) {
        self.runs.push(None);
    }

    pub(super) fn open(&mut self, styling: Styling) {
        let mut style = self.style();
        match styling {
            Styling::Emphasis => style.emphasis = true,
            Styling::Strong => style.strong = true,
            Styling::Strike => style.strike = true,
        }
        self.styles.push(style);
    }

    pub(super) fn close(&mut self) {
        self.styles.pop();
    }

    pub(super) fn open_link(&mut self, url: String) {
        self.link_start = self.runs.len();
        self.styles.push(Style {
            link: Some(url.into()),
            ..self.style()
        });
    }

    /// Ends a link: its address follows in parentheses, unless it is the text, or leads only within the document.
    pub(super) fn close_link(&mut self) {
        let style = self.styles.pop().unwrap_or_default();
        let shown: String = self.runs[self.link_start.min(self.runs.len())..]
            .iter()
            .flatten()
            .map(|(text, _)| text.as_str())
            .collect();
        let Some(url) = style.link.clone() else { return };
        if url.contains(':') && shown != *url && format!("mailto:{shown}") != *url {
            self.run(" (", self.style());
            self.run(&url, Style { quiet: true, ..style });
            self.run(")", self.style());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.iter().flatten().all(|(text, _)| text.trim().is_empty())
    }

    /// The words alone.
    pub(super) fn text(&self) -> String {
        self.runs
            .iter()
            .map(|run| run.as_ref().map_or(" ", |(text, _)| text.as_str()))
            .collect()
    }

    /// The columns it takes on one line.
    pub(super) fn columns(&self, face: &Face) -> usize {
        self.words(face)
            .iter()
            .map(|line| wrap::line_columns(line))
            .max()
            .unwrap_or(0)
    }

    /// The columns of its longest word.
    pub(super) fn longest(&self, face: &Face) -> usize {
        self.words(face)
            .iter()
            .flatten()
            .map(|word| word.width)
            .max()
            .unwrap_or(0)
    }

    /// Painted lines of at most `room` columns.
    pub(super) fn lines(&self, room: usize, face: &Face, base: Tone) -> Vec<String> {
        self.words(face)
            .into_iter()
            .flat_map(|line| wrap::wrap(line, room))
            .map(|line| wrap::paint(&line, face, base))
            .collect()
    }

    fn words(&self, face: &Face) -> Vec<Vec<Word>> {
        let mut lines = vec![Vec::new()];
        for run in &self.runs {
            match (run, lines.last_mut()) {
                (Some((text, style)), Some(line)) => wrap::split(text, style, face, line),
                _ => lines.push(Vec::new()),
            }
        }
        lines
    }

    fn style(&self) -> Style {
        self.styles.last().cloned().unwrap_or_default()
    }

    fn run(&mut self, text: &str, style: Style) {
        if !text.is_empty() {
            self.runs.push(Some((text.to_owned(), style)));
        }
    }
}
