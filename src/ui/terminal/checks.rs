//! The checks of one block, their evidence in a column.

use crate::event::{Check, CheckState};
use crate::ui::clean::clean_line;
use crate::ui::face::{Face, Tone};
use crate::ui::lines;
use unicode_width::UnicodeWidthStr;

#[derive(Default)]
pub(super) struct Checks(Vec<Check>);

impl Checks {
    /// Takes in a check; one that was judged before, in the same line, is judged anew.
    pub(super) fn add(&mut self, check: Check) {
        self.0.push(check);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One line a check: sign, claim, evidence. Where both do not fit, the evidence goes beneath.
    pub(super) fn lay_out(&self, face: &Face) -> String {
        let rows: Vec<(CheckState, String, String)> = self
            .0
            .iter()
            .map(|check| (check.state, clean_line(&check.text), clean_line(&check.evidence)))
            .collect();
        let column = rows
            .iter()
            .map(|(_, text, _)| text.width())
            .filter(|wide| *wide <= face.width / 2)
            .max()
            .unwrap_or(0);
        let mut out = String::new();
        for (state, text, evidence) in rows {
            let (sign, tone) = sign(state);
            let wide = text.width();
            out.push_str(&format!("  {} ", face.paint(tone, sign)));
            if evidence.is_empty() {
                push_wrapped(&mut out, &text, face, Tone::Plain);
            } else if wide <= column && 4 + column + 2 + evidence.width() <= face.width {
                let blanks = " ".repeat(column - wide + 2);
                out.push_str(&format!("{text}{blanks}{}\n", face.paint(Tone::Quiet, &evidence)));
            } else {
                push_wrapped(&mut out, &text, face, Tone::Plain);
                out.push_str("    ");
                push_wrapped(&mut out, &evidence, face, Tone::Quiet);
            }
        }
        out
    }
}

fn push_wrapped(out: &mut String, text: &str, face: &Face, tone: Tone) {
    let room = face.width.saturating_sub(4).max(10);
    let lines: Vec<String> = lines::wrap(text, room, "")
        .iter()
        .map(|line| face.paint(tone, line))
        .collect();
    out.push_str(&lines.join("\n    "));
    out.push('\n');
}

fn sign(state: CheckState) -> (&'static str, Tone) {
    match state {
        CheckState::Passed => ("+", Tone::Good),
        CheckState::Warned => ("!", Tone::Warning),
        CheckState::Failed => ("x", Tone::Bad),
        CheckState::Errored => ("-", Tone::Bad),
    }
}
