mod cleanup;
mod deferral;
mod interruption;
mod replay;
mod verify;
mod walk;

use super::*;
use crate::event::Verdict::*;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

/// A step that can do everything.
fn full(id: &str) -> Leg {
    Leg {
        id: id.to_owned(),
        title: id.to_uppercase(),
        checks: true,
        works: true,
        cleans: true,
        ..Leg::default()
    }
}

fn reading(id: &str) -> Leg {
    Leg {
        id: id.to_owned(),
        reading: true,
        ..Leg::default()
    }
}

fn session(command: Command, legs: impl IntoIterator<Item = Leg>) -> Session {
    Session::new(command, Options::default(), legs.into_iter().collect(), false)
}

fn judged(verdict: Verdict) -> Outcome {
    Outcome::Judged {
        verdict,
        trouble: None,
    }
}

fn broken(trouble: Trouble) -> Outcome {
    Outcome::Judged {
        verdict: Errored,
        trouble: Some(trouble),
    }
}

/// Leads a session along a table of (the action that must be next, how it comes out), and gives what was told in
/// short: `a!` for a step that was entered, `a?` for one that was looked at, `a=verdict`, `=verdict` for the run.
fn walk(session: &mut Session, table: impl IntoIterator<Item = (Action, Outcome)>) -> Vec<String> {
    let mut told = Vec::new();
    for (row, (action, outcome)) in table.into_iter().enumerate() {
        assert_eq!(session.next(), action, "row {row}; told {told:?}");
        told.extend(session.settle(outcome, now()).iter().map(short));
    }
    told
}

fn short(event: &Event) -> String {
    match event {
        Event::StepStarted { step, .. } => format!("{step}!"),
        Event::StepLooked { step, .. } => format!("{step}?"),
        Event::StepFinished {
            step,
            verdict,
            already,
            ..
        } => format!("{step}={verdict:?}{}", if *already { " already" } else { "" }),
        Event::RunFinished { verdict, .. } => format!("={verdict:?}"),
        other => panic!("a session does not tell {other:?}"),
    }
}

fn ask(session: &Session) -> Action {
    let action = session.next();
    assert!(matches!(action, Action::Ask(..)), "{action:?}");
    action
}

fn choose(session: &mut Session, key: Key) -> Vec<String> {
    let action = ask(session);
    walk(session, [(action, Outcome::Chosen(key))])
}

use Action::{Check, Clean, Enter, Explain, Finished, Hint, Jump, List, Open, Prove, Show, Tidy, Work};
use Outcome::{Done, Failed as Broke, Interrupted};
