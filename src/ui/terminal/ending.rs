//! What is said when a run ends: how it came out, what is owned, what to type next.

use super::Banner;
use crate::event::{Command, Summary, Thing, Verdict};
use crate::ui::clean::clean_line;
use crate::ui::face::{Face, Tone};
use crate::ui::lines;
use crate::ui::words::{count, in_minutes, list, noun};
use indexmap::IndexMap;

/// All that the last lines need.
pub(super) struct Ending<'a> {
    pub(super) command: Option<Command>,
    pub(super) verdict: Verdict,
    pub(super) summary: &'a Summary,
    pub(super) titles: &'a IndexMap<String, String>,
    /// What cleanup listed and did not see go.
    pub(super) kept: &'a [Thing],
    /// What is owned costs, in words.
    pub(super) cost: Option<&'a str>,
    pub(super) banner: &'a Banner,
}

impl Ending<'_> {
    pub(super) fn tell(&self, face: &Face) -> String {
        let mut out = String::from("\n");
        let mut line = |tone: Tone, text: &str| {
            for line in lines::wrap(text, face.width, "  ") {
                out.push_str(&face.paint(tone, &line));
                out.push('\n');
            }
        };
        let (tone, head) = match self.verdict {
            Verdict::Passed if self.command == Some(Command::Cleanup) => (Tone::Good, "Cleaned up"),
            Verdict::Passed => (Tone::Good, "Passed"),
            Verdict::Warned => (Tone::Warning, "Passed, with warnings"),
            Verdict::Skipped => (Tone::Warning, "Passed, as far as it went"),
            Verdict::Failed => (Tone::Bad, "Failed"),
            Verdict::Errored => (Tone::Bad, "Could not be done"),
            Verdict::Stopped => (Tone::Warning, "Stopped"),
        };
        let took = in_minutes(self.summary.duration());
        line(
            tone,
            &format!("{head}{took}. {}. {}", self.steps(), self.banner.place()),
        );
        for (id, verdict) in self.summary.tally.steps() {
            let (sign, tone) = match verdict {
                Verdict::Passed | Verdict::Warned => continue,
                Verdict::Skipped => ("-", Tone::Quiet),
                Verdict::Failed | Verdict::Errored => ("x", Tone::Bad),
                Verdict::Stopped => ("!", Tone::Warning),
            };
            let title = self.titles.get(id).map_or(id, String::as_str);
            line(tone, &format!("  {sign} {}", clean_line(title)));
        }
        for (step, actions) in self.denied() {
            let title = step.map_or("the document setup", |id| {
                self.titles.get(id).map_or(id, String::as_str)
            });
            line(
                Tone::Warning,
                &format!(
                    "Denied:  \u{201c}{}\u{201d} needs {}",
                    clean_line(title),
                    clean_line(&list(&actions))
                ),
            );
        }
        if self.verdict == Verdict::Stopped && !self.banner.resume.is_empty() {
            line(Tone::Plain, &format!("Go on:   {}", self.banner.resume));
        }
        match self.command {
            Some(Command::Cleanup) => {
                let kept = counted(self.kept.iter());
                if !kept.is_empty() {
                    line(Tone::Bad, &format!("Still there: {}", list(&kept)));
                }
            }
            Some(Command::Run | Command::Replay) | None => {
                let owned: Vec<Thing> = self.summary.ledger.owned().collect();
                let yours = counted(owned.iter());
                if !yours.is_empty() && !self.banner.cleanup.is_empty() {
                    line(Tone::Plain, &format!("Yours, for cleanup: {}", list(&yours)));
                    line(Tone::Plain, &format!("Undo it: {}", self.banner.cleanup));
                }
                if let Some(cost) = self.cost {
                    line(Tone::Plain, cost);
                }
            }
            Some(Command::Verify) => {}
        }
        out
    }

    /// What each step was denied.
    fn denied(&self) -> IndexMap<Option<&str>, Vec<String>> {
        let mut steps: IndexMap<Option<&str>, Vec<String>> = IndexMap::new();
        for (step, action) in &self.summary.denied {
            steps.entry(step.as_deref()).or_default().push(action.clone());
        }
        steps
    }

    fn steps(&self) -> String {
        let tally = &self.summary.tally;
        let mut counts: Vec<String> = VERDICTS
            .iter()
            .map(|(verdict, word)| (tally.count(*verdict), word))
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        let left = self.summary.steps.saturating_sub(tally.steps().count());
        if left > 0 && self.command != Some(Command::Cleanup) {
            counts.push(format!("{left} not taken"));
        }
        let steps = count(self.summary.steps.max(tally.steps().count()), "step");
        if counts.is_empty() {
            steps
        } else {
            format!("{steps}: {}", counts.join(", "))
        }
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

/// `1 detector`, `2 subnets`.
pub(super) fn counted<'a>(things: impl Iterator<Item = &'a Thing>) -> Vec<String> {
    let mut numbers: IndexMap<&str, usize> = IndexMap::new();
    for thing in things {
        *numbers.entry(thing.kind.as_str()).or_default() += 1;
    }
    numbers
        .into_iter()
        .map(|(kind, number)| match noun(kind) {
            // A kind that is a bundle, such as sample findings.
            bundle if number == 1 && bundle.ends_with('s') && !bundle.ends_with("ss") => bundle,
            noun => count(number, &noun),
        })
        .collect()
}
