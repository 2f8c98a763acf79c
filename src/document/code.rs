//! The text of a fence.

use crate::source::{Source, Span};

/// The text of a fence, kept as the segments of the source that it is made of: inside a quote or a list, each line's
/// prefix belongs to the container and not to the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The segments in order; the line end belongs to its line.
    pub segments: Vec<Span>,
}

impl Code {
    /// The code as the author sees it, without the container's prefix.
    #[must_use]
    pub fn text(&self, source: &Source) -> String {
        self.segments
            .iter()
            .map(|segment| source.slice(*segment))
            .collect()
    }

    /// The code behind as many bare newlines as lines precede it, each segment behind as many blanks as characters
    /// precede it on its line: positions in it are positions in the document.
    #[must_use]
    pub fn tangled(&self, source: &Source) -> String {
        let Some(first) = self.segments.first() else {
            return String::new();
        };
        let mut tangled = "\n".repeat(source.place(first.start).line - 1);
        let mut end = source.line(source.place(first.start).line).start;
        for segment in &self.segments {
            let gap = source.slice(Span::new(end, segment.start));
            tangled.extend(gap.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            tangled.push_str(source.slice(*segment));
            end = segment.end;
        }
        tangled
    }
}
