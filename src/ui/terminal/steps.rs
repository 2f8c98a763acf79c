//! The list of steps: where each stands, what is next, the time.

use crate::event::{Listed, Verdict};
use crate::ui::clean::clean_line;
use crate::ui::face::{Face, Tone};
use crate::ui::lines;
use crate::ui::words::clock_time;

/// One line a step, then the time: how long the run has taken, how long the rest may take.
pub(super) fn lay_out(steps: &[Listed], seconds: u64, face: &Face) -> String {
    let mut out = String::from("\n");
    for (index, step) in steps.iter().enumerate() {
        let (sign, tone, words) = mark(step);
        let pointer = if step.here { ">" } else { " " };
        let number = format!("{pointer}{:>3}  ", index + 1);
        let mut about: Vec<String> = words.map(str::to_owned).into_iter().collect();
        if step.seconds >= 1 {
            about.push(clock_time(step.seconds));
        }
        if let Some(minutes) = step.minutes.filter(|_| is_left(step)) {
            about.push(format!("{minutes} min"));
        }
        let title = clean_line(&step.title);
        let about = about.join(", ");
        let text = if about.is_empty() {
            title
        } else {
            format!("{title}  ({about})")
        };
        let lines = lines::wrap(&text, face.width.saturating_sub(8).max(10), "");
        let title_tone = if step.here { Tone::Strong } else { Tone::Plain };
        for (line, text) in lines.iter().enumerate() {
            let margin = if line == 0 {
                format!("{number}{} ", face.paint(tone, sign))
            } else {
                " ".repeat(8)
            };
            out.push_str(&format!("{margin}{}\n", face.paint(title_tone, text)));
        }
    }
    let left: u32 = steps
        .iter()
        .filter(|step| is_left(step))
        .filter_map(|step| step.minutes)
        .sum();
    let mut time = format!("So far: {}.", clock_time(seconds));
    if left > 0 {
        time.push_str(&format!(" Left: about {left} min."));
    }
    let next = steps.iter().position(|step| step.here).and_then(|here| {
        let next = steps.get(here + 1..)?.iter().position(is_left)?;
        Some((here + 1 + next, steps.get(here + 1 + next)?))
    });
    if let Some((index, next)) = next {
        time.push_str(&format!(" Next: {}  {}.", index + 1, clean_line(&next.title)));
    }
    for line in lines::wrap(&time, face.width, "  ") {
        out.push_str(&format!("{}\n", face.paint(Tone::Quiet, &line)));
    }
    out
}

/// Something is still to be done at it.
fn is_left(step: &Listed) -> bool {
    match step.verdict {
        Some(Verdict::Passed | Verdict::Warned | Verdict::Skipped) => false,
        None | Some(Verdict::Failed | Verdict::Errored | Verdict::Stopped) => !step.deferred,
    }
}

fn mark(step: &Listed) -> (&'static str, Tone, Option<&'static str>) {
    match step.verdict {
        _ if step.deferred => ("~", Tone::Busy, Some("on its way")),
        None => (" ", Tone::Plain, None),
        Some(Verdict::Passed) => ("+", Tone::Good, None),
        Some(Verdict::Warned) => ("!", Tone::Warning, Some("with a warning")),
        Some(Verdict::Skipped) => ("-", Tone::Quiet, Some("skipped")),
        Some(Verdict::Failed) => ("x", Tone::Bad, Some("does not hold")),
        Some(Verdict::Errored) => ("x", Tone::Bad, Some("could not be done")),
        Some(Verdict::Stopped) => (" ", Tone::Plain, Some("left")),
    }
}
