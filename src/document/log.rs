//! What was found wrong so far.

use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Collects diagnostics of one source.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) source: Source,
    found: Vec<Diagnostic>,
}

impl Log {
    pub(super) fn new(source: &Source) -> Log {
        Log {
            source: source.clone(),
            found: Vec::new(),
        }
    }

    /// An error: code, place, sentence, words beside the excerpt, advice.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(
            Diagnostic::error(code, &self.source, span, message)
                .label(label)
                .help(help),
        );
    }

    /// A warning, with the same parts.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(
            Diagnostic::warning(code, &self.source, span, message)
                .label(label)
                .help(help),
        );
    }

    /// The line a byte is in, from 1.
    pub(super) fn line(&self, byte: usize) -> usize {
        self.source.place(byte).line
    }

    /// Everything in the order of the document.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|diagnostic| diagnostic.span.start);
        self.found
    }
}
