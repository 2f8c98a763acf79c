//! What is owned and what was adopted, before a cleanup asks.

use super::{State, Terminal};
use crate::event::Thing;
use crate::port::SinkError;
use crate::ui::face::Tone;
use crate::ui::words::noun;
use std::io::Write;

impl<W: Write + Send> Terminal<W> {
    pub(super) fn holdings(
        &self,
        state: &mut State<W>,
        owned: &[Thing],
        adopted: &[Thing],
        links: &[String],
    ) -> Result<(), SinkError> {
        state.listed = owned.to_vec();
        if owned.is_empty() {
            self.line(
                state,
                Tone::Plain,
                "Nothing here is yours; there is nothing to undo.",
            )?;
        } else {
            self.line(state, Tone::Strong, "Yours, to be deleted:")?;
        }
        for (at, thing) in owned.iter().enumerate() {
            self.text(
                state,
                Tone::Plain,
                2,
                &format!("- {} {}", noun(&thing.kind), thing.id),
            )?;
            if let Some(link) = links.get(at) {
                self.text(state, Tone::Quiet, 4, link)?;
            }
        }
        if !adopted.is_empty() {
            self.line(state, Tone::Strong, "There before, and left as it was found:")?;
        }
        for thing in adopted {
            self.text(
                state,
                Tone::Quiet,
                2,
                &format!("- {} {}", noun(&thing.kind), thing.id),
            )?;
        }
        Ok(())
    }
}
