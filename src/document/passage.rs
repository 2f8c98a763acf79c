//! The part of a step that is for reading.

use crate::source::{Source, Span};

/// Markdown to be read, as pieces of the source: what is folded away or only for the engine is left out, and every
/// position stays the author's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The pieces in order; no two overlap.
    pub pieces: Vec<Piece>,
}

/// One piece of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the source.
    pub span: Span,
    /// True where `{{ }}` is left alone: fences that are only shown, `raw=true`, indented code, HTML.
    pub literal: bool,
}

impl Passage {
    /// The Markdown as it is written, `{{ }}` and all.
    #[must_use]
    pub fn text(&self, source: &Source) -> String {
        self.pieces.iter().map(|piece| source.slice(piece.span)).collect()
    }

    /// True where there is nothing to read.
    #[must_use]
    pub fn is_blank(&self, source: &Source) -> bool {
        self.pieces
            .iter()
            .all(|piece| source.slice(piece.span).trim().is_empty())
    }
}

/// A `<details>` of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The text of its `<summary>`; empty without one.
    pub summary: String,
    /// What is folded away.
    pub body: Passage,
}
