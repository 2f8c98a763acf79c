//! One diagnostic type for document, script and lint; how it looks is a matter of its renderers.
//!
//! A face is a file: full for people, concise for lists and logs, JSON for tools, annotations for GitHub. Adding one
//! is a file here and a line in [`Face`]. The room knows nothing of runbooks.

mod concise;
mod face;
mod full;
mod github;
mod json;
mod suggestion;

pub use face::Face;
pub use suggestion::{either, few, nearest, suggest};

use crate::source::{Place, Source, Span};

/// How bad it is.
#[derive(Clone, Copy, Hash, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; nothing is stopped.
    Warning,
    /// The document cannot be run as it is.
    Error,
}

/// Something wrong at a place, and what to do about it.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Stable kebab-case name, as in `unknown-role`: what tests and people search for.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop: what is wrong.
    pub message: String,
    /// The text the span is in.
    pub source: Source,
    /// Where.
    pub span: Span,
    /// What is wrong *there*, in a few words beside the excerpt.
    pub label: String,
    /// Exactly what to type or do, if that can be said.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a span.
    #[must_use]
    pub fn error(code: &'static str, source: &Source, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            source: source.clone(),
            span,
            label: String::new(),
            help: None,
        }
    }

    /// A warning at a span.
    #[must_use]
    pub fn warning(
        code: &'static str,
        source: &Source,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, source, span, message)
        }
    }

    /// True for an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Where it begins, for people.
    #[must_use]
    pub fn place(&self) -> Place {
        self.source.place(self.span.start)
    }

    /// Where it ends, for people.
    #[must_use]
    pub fn end_place(&self) -> Place {
        self.source.place(self.span.end.max(self.span.start))
    }

    /// With words beside the excerpt.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// Text without terminal escapes and other control characters: documents quote themselves in messages.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
