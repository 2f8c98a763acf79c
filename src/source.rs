//! Text with a name, spans into it, and the only code that counts lines and columns.
//!
//! Everything else speaks of byte spans; a place for people is made here, once, when it is shown.

use std::ops::Range;
use std::sync::Arc;

/// A half-open range of bytes in a [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The bytes as a range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A place for people: both count from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A named text; cheap to clone.
#[derive(Clone, Debug)]
pub struct Source(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    text: String,
    starts: Vec<usize>,
}

impl Source {
    /// A text under the name that messages show. Line ends become `\n`: a lone or paired CR would shift the lines
    /// that Rhai counts, and a byte order mark the columns.
    #[must_use]
    pub fn new(name: impl Into<String>, text: &str) -> Source {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Source(Arc::new(Inner {
            name: name.into(),
            text,
            starts,
        }))
    }

    /// The name that messages show, mostly a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text of a span; empty where the span is not one of this text's.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.0.text.get(span.range()).unwrap_or_default()
    }

    /// How many lines the text has; an empty one has one.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.0.starts.len()
    }

    /// The place of a byte.
    #[must_use]
    pub fn place(&self, byte: usize) -> Place {
        let byte = byte.min(self.0.text.len());
        let line = self.0.starts.partition_point(|start| *start <= byte);
        let start = self.0.starts[line - 1];
        let column = self
            .0
            .text
            .get(start..byte)
            .map_or(byte - start, |text| text.chars().count())
            + 1;
        Place { line, column }
    }

    /// The byte of a place, as near as the text allows.
    #[must_use]
    pub fn byte(&self, place: Place) -> usize {
        let line = self.line(place.line);
        let text = self.slice(line);
        let column = place.column.saturating_sub(1);
        line.start + text.char_indices().nth(column).map_or(text.len(), |(at, _)| at)
    }

    /// The span of a line counted from one, without its end; the last line for a number past it.
    #[must_use]
    pub fn line(&self, line: usize) -> Span {
        let index = line.clamp(1, self.lines()) - 1;
        let start = self.0.starts[index];
        let end = self
            .0
            .starts
            .get(index + 1)
            .map_or(self.0.text.len(), |next| next - 1);
        Span::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_bytes_are_inverse() {
        let source = Source::new("a.md", "one\r\nzwei ü x\rthree");
        assert_eq!(source.text(), "one\nzwei ü x\nthree");
        for (byte, _) in source.text().char_indices() {
            assert_eq!(source.byte(source.place(byte)), byte);
        }
        assert_eq!(source.place(source.text().len()), Place { line: 3, column: 6 });
        assert_eq!(source.slice(source.line(2)), "zwei ü x");
        assert_eq!(source.slice(source.line(99)), "three");
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let source = Source::new("empty", "");
        assert_eq!(
            (source.lines(), source.place(7)),
            (1, Place { line: 1, column: 1 })
        );
    }
}
