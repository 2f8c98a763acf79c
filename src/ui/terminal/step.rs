//! A step on the terminal: the line that it begins with and the one that it ends with.

use super::ending::counted;
use super::{State, Terminal};
use crate::event::{Command, Thing, Verdict};
use crate::port::SinkError;
use crate::ui::clean::clean_line;
use crate::ui::face::Tone;
use crate::ui::lines;
use crate::ui::words::{count, in_minutes, list};
use std::io::Write;

impl<W: Write + Send> Terminal<W> {
    pub(super) fn header(
        &self,
        state: &mut State<W>,
        number: usize,
        of: usize,
        minutes: Option<u32>,
        cost: Option<&str>,
    ) -> Result<(), SinkError> {
        let title = clean_line(&state.title);
        let step = format!("Step {number} of {of}  ");
        let place = self.banner.place();
        let minutes = minutes.map(|minutes| format!("{minutes} min"));
        let effort = minutes
            .into_iter()
            .chain(cost.map(clean_line))
            .collect::<Vec<_>>()
            .join(", ");
        let place_tone = if self.banner.target == "LIVE" || !self.banner.trouble.is_empty() {
            Tone::Warning
        } else {
            Tone::Good
        };
        let parts = [(Tone::Title, title), (place_tone, place), (Tone::Quiet, effort)];
        let wide: usize = parts
            .iter()
            .map(|(_, text)| console::measure_text_width(text) + 4)
            .sum::<usize>()
            + step.len();
        let one_line = wide <= self.face.width + 4;
        let room = if one_line {
            usize::MAX
        } else {
            self.face.width.saturating_sub(2).max(10)
        };
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(tone, text)| {
                let lines = lines::wrap(text, room, "");
                lines
                    .iter()
                    .map(|line| self.face.paint(*tone, line))
                    .collect::<Vec<_>>()
                    .join("\n  ")
            })
            .collect();
        let parts = parts.join(if one_line { "    " } else { "\n  " });
        self.put(
            state,
            &format!("\n{}{parts}\n", self.face.paint(Tone::Quiet, &step)),
        )
    }

    pub(super) fn finished_step(
        &self,
        state: &mut State<W>,
        step: &str,
        verdict: Verdict,
        already: bool,
    ) -> Result<(), SinkError> {
        let took = state.summary.last_step().filter(|(last, _)| *last == step);
        let took = took.map(|(_, span)| in_minutes(span)).unwrap_or_default();
        let before = std::mem::take(&mut state.before);
        let (tone, text) = match verdict {
            Verdict::Passed if already && before > 0 && state.command != Some(Command::Cleanup) => {
                let hold = if before == 1 { "holds" } else { "hold" };
                (
                    Tone::Good,
                    format!("Already so: {} {hold}.", count(before, "check")),
                )
            }
            Verdict::Passed if already => (Tone::Good, "Already so.".to_owned()),
            Verdict::Passed if state.command == Some(Command::Cleanup) => (Tone::Good, "Undone.".to_owned()),
            Verdict::Passed => (Tone::Good, format!("Passed{took}.")),
            Verdict::Warned => (Tone::Warning, format!("Passed{took}, with a warning.")),
            Verdict::Skipped => (Tone::Quiet, "Skipped.".to_owned()),
            Verdict::Failed => (Tone::Bad, "Failed.".to_owned()),
            Verdict::Errored => (Tone::Bad, "Could not be done.".to_owned()),
            Verdict::Stopped => (Tone::Warning, "Stopped here.".to_owned()),
        };
        // What was put off ends while the run is elsewhere.
        let text = match state.titles.get(step).filter(|_| step != state.step) {
            Some(title) if !matches!(verdict, Verdict::Stopped | Verdict::Skipped) => {
                format!("{}: {text}", clean_line(title))
            }
            _ => text,
        };
        let owned: Vec<Thing> = state
            .summary
            .ledger
            .owned()
            .filter(|thing| thing.step == step)
            .collect();
        let yours = counted(owned.iter());
        if !yours.is_empty() {
            self.line(
                state,
                Tone::Plain,
                &format!("  Yours, for cleanup: {}", list(&yours)),
            )?;
        }
        self.line(state, tone, &text)
    }
}
