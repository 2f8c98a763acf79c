//! What differs from when the run began, told when it goes on.

use super::State;
use super::Terminal;
use crate::event::Change;
use crate::port::SinkError;
use crate::ui::face::Tone;
use crate::ui::words::list;
use std::io::Write;

impl<W: Write + Send> Terminal<W> {
    /// One line for each difference, then the steps that are looked at again; older journals name the steps alone.
    pub(super) fn changes(
        &self,
        state: &mut State<W>,
        steps: &[String],
        changes: &[Change],
    ) -> Result<(), SinkError> {
        if !changes.is_empty() {
            self.line(state, Tone::Warning, "Since it began:")?;
        }
        for change in changes {
            self.text(state, Tone::Warning, 2, &format!("- {}", change.words()))?;
        }
        if steps.is_empty() {
            return Ok(());
        }
        let text = format!("Looked at again: {}.", list(steps));
        self.text(state, Tone::Warning, 0, &text)
    }
}
