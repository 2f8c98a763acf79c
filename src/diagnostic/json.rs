//! A JSON array for tools: places for people and byte offsets for editors.

use super::{Diagnostic, Severity};
use serde_json::{Value as Json, json};

pub(super) fn render(diagnostics: &[Diagnostic]) -> String {
    let all: Json = diagnostics.iter().map(object).collect();
    format!("{all:#}\n")
}

fn object(diagnostic: &Diagnostic) -> Json {
    let (start, end) = (diagnostic.place(), diagnostic.end_place());
    json!({
        "code": diagnostic.code,
        "severity": match diagnostic.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        "message": diagnostic.message,
        "label": diagnostic.label,
        "help": diagnostic.help,
        "file": diagnostic.source.name(),
        "start": { "line": start.line, "column": start.column, "byte": diagnostic.span.start },
        "end": { "line": end.line, "column": end.column, "byte": diagnostic.span.end },
    })
}
