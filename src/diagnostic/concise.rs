//! One line: `day1.md:12:9: error[unknown-role]: there is no role `chek`; did you mean `check`?`

use super::{Diagnostic, Severity, plain};

pub(super) fn render(diagnostic: &Diagnostic, colour: bool) -> String {
    let place = diagnostic.place();
    let (word, style) = match diagnostic.severity {
        Severity::Warning => ("warning", "\u{1b}[1;33m"),
        Severity::Error => ("error", "\u{1b}[1;31m"),
    };
    let (on, off) = if colour { (style, "\u{1b}[0m") } else { ("", "") };
    let help = diagnostic
        .help
        .as_ref()
        .map(|help| format!("; {}", plain(help)))
        .unwrap_or_default();
    let line = format!(
        "{}:{}:{}: {on}{word}[{}]{off}: {}{help}",
        plain(diagnostic.source.name()),
        place.line,
        place.column,
        diagnostic.code,
        plain(&diagnostic.message),
    );
    line.replace('\n', " ") + "\n"
}
