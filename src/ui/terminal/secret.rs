//! A secret that is shown once, in a frame.

use super::unwritten;
use super::{State, Terminal};
use crate::port::SinkError;
use crate::ui::clean::clean_line;
use crate::ui::face::Tone;
use crate::ui::lines;
use std::io::Write;

impl<W: Write + Send> Terminal<W> {
    pub(super) fn secret(&self, state: &mut State<W>, label: &str, value: &str) -> Result<(), SinkError> {
        let note = "shown this once and kept nowhere";
        let room = self.face.width.saturating_sub(6).max(10);
        let mut rows: Vec<(Tone, String)> = Vec::new();
        rows.extend(
            lines::wrap(&clean_line(label), room, "")
                .into_iter()
                .map(|line| (Tone::Plain, line)),
        );
        rows.push((Tone::Strong, format!("  {}", clean_line(value))));
        rows.extend(
            lines::wrap(note, room, "")
                .into_iter()
                .map(|line| (Tone::Quiet, line)),
        );
        let wide = rows
            .iter()
            .map(|(_, text)| console::measure_text_width(text))
            .max()
            .unwrap_or(0);
        let rule = format!("  +{}+\n", "-".repeat(wide + 2));
        let body: String = rows
            .iter()
            .map(|(tone, text)| {
                let blanks = " ".repeat(wide - console::measure_text_width(text));
                format!("  | {}{blanks} |\n", self.face.paint(*tone, text))
            })
            .collect();
        // The one text that is not masked: it is what the person needs.
        self.spinner.clear();
        state
            .out
            .write_open(&format!("{rule}{body}{rule}"))
            .and_then(|()| state.out.flush())
            .map_err(|error| unwritten(&error))
    }
}
