//! The menu at a step of `run`.

use super::route::{Leg, QUERY};
use crate::port::{Choice, Prompt, PromptKind};
use crate::value::Value;

/// What the person can do at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Check the work; at a step that is only read, go on.
    Check,
    /// Check, and wait as long as the author allows.
    Wait,
    /// Read on, and be told when it holds.
    Later,
    /// Do it for me.
    Work,
    /// Run the query.
    Query,
    /// Give a hint.
    Hint,
    /// Show the solution.
    Explain,
    /// List the steps.
    List,
    /// Evaluate an expression.
    Evaluate,
    /// Go past the step.
    Skip,
    /// Go to the step before.
    Back,
    /// Begin the step again.
    Again,
    /// Go to another step.
    Jump,
    /// Leave a run that can be resumed.
    Quit,
}

/// Every key with its word, its letter and its label; the label of the first depends on the step.
const KEYS: [(Key, &str, char, &str); 14] = [
    (Key::Check, "check", 'c', "check my work"),
    (Key::Work, "do", 'd', "do it for me"),
    (Key::Query, "query", 'r', "run the query"),
    (Key::Hint, "hint", 'h', "hint"),
    (Key::Wait, "wait", 'w', "wait until it holds"),
    (
        Key::Later,
        "later",
        'n',
        "next: read on, and be told when it holds",
    ),
    (Key::Skip, "skip", 's', "skip"),
    (
        Key::Explain,
        "explain",
        'e',
        "explain: the solution, and what may be called",
    ),
    (Key::List, "list", 'l', "list: the steps, and how each stands"),
    (Key::Back, "back", 'b', "back: to the step before"),
    (Key::Again, "again", 'a', "again: begin this step anew"),
    (Key::Jump, "jump", 'j', "jump: to another step"),
    (
        Key::Evaluate,
        "evaluate",
        '>',
        "evaluate: an expression of Rhai, which only reads",
    ),
    (Key::Quit, "quit", 'q', "quit, and go on later"),
];

/// How it stands with a step when the person is asked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    /// It is the first one.
    pub(super) first: bool,
    /// It was not entered, so nothing can be judged or done.
    pub(super) blocked: bool,
    /// A check of it could be waited for.
    pub(super) waited: bool,
    /// What it needs has not come.
    pub(super) gated: bool,
    /// Its check held when it was entered.
    pub(super) holds: bool,
}

/// What a step offers at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// The keys on offer; [`Key::Check`] is the Enter key.
    pub keys: Vec<Key>,
    /// The label of the Enter key.
    pub enter: &'static str,
}

impl Menu {
    /// The menu at a step.
    pub(super) fn at(leg: &Leg, moment: Moment) -> Menu {
        let Moment {
            first,
            blocked,
            waited,
            gated,
            holds,
        } = moment;
        let offered = |key: Key| match key {
            Key::Check | Key::Again | Key::Jump | Key::List | Key::Quit => true,
            Key::Work => leg.works && leg.deed != QUERY && !blocked,
            Key::Query => leg.queries && !blocked,
            Key::Hint => leg.hints && !gated,
            Key::Explain => leg.explains,
            Key::Skip => !leg.reading,
            Key::Wait | Key::Later => waited && !blocked,
            Key::Evaluate => !blocked,
            Key::Back => !first,
        };
        Menu {
            keys: KEYS
                .map(|(key, ..)| key)
                .into_iter()
                .filter(|key| offered(*key))
                .collect(),
            enter: match leg {
                _ if gated => "wait for it",
                _ if blocked => "try again",
                Leg { reading: true, .. } => "go on",
                Leg { checks: true, .. } if holds => "check again, and go on",
                Leg { checks: true, .. } => "check my work",
                Leg { .. } => "I have done it",
            },
        }
    }

    /// The menu as a question. What solving costs was said in the step's header.
    pub(super) fn prompt(&self, leg: &Leg) -> Prompt {
        let choices = KEYS
            .iter()
            .filter(|(key, ..)| self.keys.contains(key))
            .map(|(key, word, letter, label)| Choice {
                value: (*word).to_owned(),
                label: match key {
                    Key::Check => self.enter,
                    Key::Work => leg.deed,
                    _ => label,
                }
                .to_owned(),
                key: Some(*letter),
            })
            .collect();
        Prompt {
            name: "menu".to_owned(),
            text: leg.title.clone(),
            help: None,
            kind: PromptKind::Menu(choices),
            default: Some(Value::from("check")),
        }
    }

    /// The key of an answer, when it is on offer.
    pub(super) fn key(&self, answer: &str) -> Option<Key> {
        KEYS.iter()
            .find(|(key, word, ..)| *word == answer && self.keys.contains(key))
            .map(|(key, ..)| *key)
    }
}

/// The question where to go.
pub(super) fn jump(legs: &[Leg], at: usize) -> Prompt {
    let choices = legs
        .iter()
        .enumerate()
        .map(|(number, leg)| Choice {
            value: leg.id.clone(),
            label: format!("{}  {}", number + 1, leg.title),
            key: None,
        })
        .collect();
    Prompt {
        name: "jump".to_owned(),
        text: "Go to which step?".to_owned(),
        help: None,
        kind: PromptKind::Choice(choices),
        default: legs.get(at).map(|leg| Value::from(leg.id.as_str())),
    }
}
