//! What the events of a run that was interrupted tell about going on.

use super::Standing;
use crate::event::{Command, Event, Verdict};
use crate::value::Value;
use indexmap::IndexMap;

/// Where the steps stand that were entered at all, by id: the last thing that was said of each counts.
#[must_use]
pub fn standings(past: &[Event]) -> IndexMap<&str, Standing> {
    let mut standings = IndexMap::new();
    for event in past {
        if let Event::StepStarted { step, .. } = event {
            standings.insert(step.as_str(), Standing::Interrupted);
        } else if let Event::StepFinished { step, verdict, .. } = event {
            let standing = match verdict {
                Verdict::Stopped => Standing::Interrupted,
                Verdict::Passed | Verdict::Warned | Verdict::Skipped | Verdict::Failed | Verdict::Errored => {
                    Standing::Finished(*verdict)
                }
            };
            standings.insert(step.as_str(), standing);
        }
    }
    standings
}

/// What replays passed, of the events of all earlier runs: a `run` goes on after them, past the steps that no check can
/// tell about. A cleanup since takes it away.
#[must_use]
pub fn caught_up(history: &[Event]) -> Vec<Event> {
    let mut passed = Vec::new();
    let mut replays = false;
    for event in history {
        if let Event::RunStarted { command, .. } = event {
            replays = *command == Command::Replay;
            if *command == Command::Cleanup {
                passed.clear();
            }
        } else if let Event::StepFinished { verdict, .. } = event
            && replays
            && verdict.is_good()
        {
            passed.push(event.clone());
        }
    }
    passed
}

/// The answers that were given, so that nothing is asked twice in one run. Secrets are not among them: they are kept
/// nowhere.
#[must_use]
pub fn answers(past: &[Event]) -> IndexMap<String, Value> {
    let mut answers = IndexMap::new();
    for event in past {
        if let Event::Answered {
            name,
            value,
            secret: false,
            ..
        } = event
        {
            answers.insert(name.clone(), value.clone());
        }
    }
    answers
}
