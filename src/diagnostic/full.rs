//! Message, place, excerpt with the label under it, advice.

use super::{Diagnostic, Severity, plain};
use crate::source::Span;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// Lines of an excerpt; a longer span is shown by its beginning.
const LINES: usize = 6;

pub(super) fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let source = &diagnostic.source;
    let first = diagnostic.place().line;
    let last = diagnostic.end_place().line.min(first + LINES - 1);
    let excerpt = Span::new(source.line(first).start, source.line(last).end);
    let start = diagnostic.span.start.clamp(excerpt.start, excerpt.end);
    let end = diagnostic.span.end.clamp(start, excerpt.end);
    let level = match diagnostic.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let mut annotation = AnnotationKind::Primary.span(start - excerpt.start..end - excerpt.start);
    if !diagnostic.label.is_empty() {
        annotation = annotation.label(plain(&diagnostic.label));
    }
    let mut report = level
        .primary_title(plain(&diagnostic.message))
        .id(diagnostic.code)
        .element(
            Snippet::source(source.slice(excerpt))
                .line_start(first)
                .path(plain(source.name()))
                .annotation(annotation),
        );
    if let Some(help) = &diagnostic.help {
        report = report.element(Level::HELP.message(plain(help)));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    renderer.decor_style(DecorStyle::Ascii).render(&[report]) + "\n\n"
}
