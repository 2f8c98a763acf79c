//! Workflow commands, which GitHub shows beside the line of a pull request.

use super::{Diagnostic, Severity, plain};

pub(super) fn render(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place();
    let end = diagnostic.end_place();
    let command = match diagnostic.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut message = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        message.push('\n');
        message.push_str(help);
    }
    // GitHub reads `endColumn` only for annotations of one line.
    let end_column = if end.line == place.line {
        format!(",endColumn={}", end.column)
    } else {
        String::new()
    };
    format!(
        "::{command} file={},line={},endLine={},col={}{end_column},title={}::{}\n",
        property(diagnostic.source.name()),
        place.line,
        end.line,
        place.column,
        property(diagnostic.code),
        data(&message),
    )
}

fn data(text: &str) -> String {
    plain(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
