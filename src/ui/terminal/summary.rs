//! What is said when a run ends: how it came out, what is owned, what to type next.

use super::Banner;
use crate::event::{Command, StepName, Tally, Verdict};
use crate::ui::clean::clean_line;
use crate::ui::face::{Face, Tone};
use crate::ui::words::{count, list, noun};
use indexmap::{IndexMap, IndexSet};

#[derive(Default)]
pub(super) struct Summary {
    pub(super) tally: Tally,
    titles: IndexMap<String, String>,
    /// (kind, id) -> the step that claimed it.
    owned: IndexMap<(String, String), String>,
    adopted: IndexSet<(String, String)>,
}

impl Summary {
    pub(super) fn expect(&mut self, steps: &[StepName]) {
        self.titles = steps
            .iter()
            .map(|step| (step.id.clone(), step.title.clone()))
            .collect();
    }

    pub(super) fn claim(&mut self, step: &str, kind: &str, id: &str, before: bool) {
        let thing = (kind.to_owned(), id.to_owned());
        if self.owned.contains_key(&thing) || self.adopted.contains(&thing) {
            return;
        }
        if before {
            self.adopted.insert(thing);
        } else {
            self.owned.insert(thing, step.to_owned());
        }
    }

    pub(super) fn release(&mut self, kind: &str, id: &str) {
        self.owned.shift_remove(&(kind.to_owned(), id.to_owned()));
    }

    /// `1 detector`, `2 subnets`: what the step owns.
    pub(super) fn owned_in(&self, step: &str) -> Vec<String> {
        counted(
            self.owned
                .iter()
                .filter(|(_, owner)| *owner == step)
                .map(|((kind, _), _)| kind.as_str()),
        )
    }

    pub(super) fn tell(
        &self,
        command: Option<Command>,
        verdict: Verdict,
        banner: &Banner,
        face: &Face,
    ) -> String {
        let mut out = String::from("\n");
        let mut line = |tone: Tone, text: &str| {
            for line in textwrap::wrap(text, textwrap::Options::new(face.width).subsequent_indent("  ")) {
                out.push_str(&face.paint(tone, &line));
                out.push('\n');
            }
        };
        let (tone, head) = match verdict {
            Verdict::Passed => (Tone::Good, "Passed"),
            Verdict::Warned => (Tone::Warning, "Passed, with warnings"),
            Verdict::Skipped => (Tone::Warning, "Passed, as far as it went"),
            Verdict::Failed => (Tone::Bad, "Failed"),
            Verdict::Errored => (Tone::Bad, "Could not be done"),
            Verdict::Stopped => (Tone::Warning, "Stopped"),
        };
        let counts: Vec<String> = VERDICTS
            .iter()
            .map(|(verdict, word)| (self.tally.count(*verdict), word))
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        let steps = count(self.tally.steps().count(), "step");
        let counts = if counts.is_empty() {
            String::new()
        } else {
            format!(": {}", counts.join(", "))
        };
        line(tone, &format!("{head}. {steps}{counts}. {}", banner.place()));
        for (id, verdict) in self.tally.steps() {
            let (sign, tone) = match verdict {
                Verdict::Passed | Verdict::Warned => continue,
                Verdict::Skipped => ("-", Tone::Quiet),
                Verdict::Failed | Verdict::Errored => ("x", Tone::Bad),
                Verdict::Stopped => ("!", Tone::Warning),
            };
            let title = self.titles.get(id).map_or(id, String::as_str);
            line(tone, &format!("  {sign} {}", clean_line(title)));
        }
        let yours = counted(self.owned.keys().map(|(kind, _)| kind.as_str()));
        let undone = command == Some(Command::Cleanup);
        if !yours.is_empty() && command != Some(Command::Verify) {
            let still = if undone {
                "Still there"
            } else {
                "Yours, for cleanup"
            };
            line(Tone::Plain, &format!("{still}: {}", list(&yours)));
        }
        if verdict == Verdict::Stopped && !banner.resume.is_empty() {
            line(Tone::Plain, &format!("Go on:   {}", banner.resume));
        }
        if !yours.is_empty() && !undone && !banner.cleanup.is_empty() && command != Some(Command::Verify) {
            line(Tone::Plain, &format!("Undo it: {}", banner.cleanup));
        }
        out
    }
}

const VERDICTS: [(Verdict, &str); 6] = [
    (Verdict::Passed, "passed"),
    (Verdict::Warned, "with a warning"),
    (Verdict::Skipped, "skipped"),
    (Verdict::Failed, "failed"),
    (Verdict::Errored, "could not be done"),
    (Verdict::Stopped, "stopped"),
];

fn counted<'a>(kinds: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut numbers: IndexMap<&str, usize> = IndexMap::new();
    for kind in kinds {
        *numbers.entry(kind).or_default() += 1;
    }
    numbers
        .into_iter()
        .map(|(kind, number)| count(number, &noun(kind)))
        .collect()
}
