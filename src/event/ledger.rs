//! Who owns what: a fold of the events of all runs of one runbook in one account and region.

use super::{CallOutcome, Class, Event, Thing};
use crate::value::{Map, Value};
use indexmap::{IndexMap, IndexSet};

/// What is owned, adopted and remembered, and what was created at all.
///
/// The first claim of a thing settles it, until it is released; then the next claim judges anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    things: IndexMap<(String, String), Holding>,
    memories: IndexMap<(String, String), Value>,
    created: IndexSet<String>,
    looked: IndexSet<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Holding {
    step: String,
    owned: bool,
}

impl Ledger {
    /// Takes in one event. Events of several runs go in by time.
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::RunStarted { .. } => self.looked.clear(),
            Event::StepLooked { step, .. } => {
                self.looked.insert(step.clone());
            }
            Event::Claimed {
                step,
                kind,
                id,
                owned,
            } => {
                self.things
                    .entry((kind.clone(), id.clone()))
                    .or_insert_with(|| Holding {
                        step: step.clone(),
                        owned: *owned,
                    });
            }
            Event::Remembered { kind, id, value, .. } => {
                self.memories
                    .entry((kind.clone(), id.clone()))
                    .or_insert_with(|| value.clone());
            }
            Event::Released { kind, id, .. } => {
                let thing = (kind.clone(), id.clone());
                self.things.shift_remove(&thing);
                self.memories.shift_remove(&thing);
                self.created.shift_remove(id);
            }
            Event::CallAnswered {
                class: Class::Write,
                outcome: CallOutcome::Answered,
                operation,
                identifiers,
                ..
            } => self.created.extend(created(operation, identifiers)),
            Event::RunResumed { .. }
            | Event::StepStarted { .. }
            | Event::ProseShown { .. }
            | Event::BlockStarted { .. }
            | Event::BlockFinished { .. }
            | Event::Answered { .. }
            | Event::Said { .. }
            | Event::SecretShown { .. }
            | Event::CallIntended { .. }
            | Event::CallAnswered {
                class: Class::List | Class::Read | Class::Tag | Class::Permissions | Class::Destroy,
                ..
            }
            | Event::CallAnswered {
                outcome: CallOutcome::Refused { .. },
                ..
            }
            | Event::Checked { .. }
            | Event::Waited { .. }
            | Event::HoldingsListed { .. }
            | Event::LeftOver { .. }
            | Event::StepFinished { .. }
            | Event::RunFinished { .. } => {}
        }
    }

    /// The ledger of these events.
    #[must_use]
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Ledger {
        let mut ledger = Ledger::default();
        events.into_iter().for_each(|event| ledger.add(event));
        ledger
    }

    /// What a claim by `step` makes of a thing: as it was settled earlier; else owned when one of our own calls
    /// created it, or when the step was looked at earlier in this run and it was not there; else adopted.
    ///
    /// A crash in the middle of a solution is why the last two matter: the next look finds the half-done work.
    #[must_use]
    pub fn judge(&self, step: &str, kind: &str, id: &str) -> bool {
        self.settled(kind, id)
            .unwrap_or_else(|| self.created.contains(id) || self.looked.contains(step))
    }

    /// Whether a thing is owned, where that is settled.
    #[must_use]
    pub fn settled(&self, kind: &str, id: &str) -> Option<bool> {
        self.things
            .get(&(kind.to_owned(), id.to_owned()))
            .map(|holding| holding.owned)
    }

    /// True once the step's quiet check was taken in this run.
    #[must_use]
    pub fn looked(&self, step: &str) -> bool {
        self.looked.contains(step)
    }

    /// What is owned, in the order of claiming.
    pub fn owned(&self) -> impl Iterator<Item = Thing> {
        self.list(true)
    }

    /// What was there before, in the order of claiming.
    pub fn adopted(&self) -> impl Iterator<Item = Thing> {
        self.list(false)
    }

    /// The earlier states that were kept: kind, id, state.
    pub fn memories(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.memories
            .iter()
            .map(|((kind, id), value)| (kind.as_str(), id.as_str(), value))
    }

    fn list(&self, owned: bool) -> impl Iterator<Item = Thing> {
        self.things
            .iter()
            .filter(move |(_, holding)| holding.owned == owned)
            .map(|((kind, id), holding)| Thing {
                kind: kind.clone(),
                id: id.clone(),
                step: holding.step.clone(),
            })
    }
}

/// The ids of what a call brought into being, told by AWS's verbs and by the member's name: `VpcId` of `CreateVpc` is
/// new, the `VpcId` that `CreateSubnet` answers is not.
#[must_use]
pub fn created(operation: &str, identifiers: &Map) -> Vec<String> {
    const VERBS: [&str; 7] = [
        "Create", "Run", "Allocate", "Import", "Register", "Copy", "Request",
    ];
    let Some(noun) = VERBS.iter().find_map(|verb| operation.strip_prefix(verb)) else {
        return Vec::new();
    };
    let noun = noun
        .strip_suffix('s')
        .filter(|one| !one.ends_with('s'))
        .unwrap_or(noun);
    let is_its_own = |member: &str| {
        let stem = ["Ids", "Id", "Names", "Name", "Arns", "Arn"]
            .iter()
            .find_map(|suffix| member.strip_suffix(suffix))
            .unwrap_or(member);
        noun.ends_with(stem) || (noun, stem) == ("Address", "Allocation")
    };
    identifiers
        .iter()
        .filter(|(member, _)| is_its_own(member.rsplit('.').next().unwrap_or(member)))
        .flat_map(|(_, value)| texts(value))
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(members) => members.values().flat_map(texts).collect(),
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Blob(_) | Value::Time(_) => {
            Vec::new()
        }
    }
}
