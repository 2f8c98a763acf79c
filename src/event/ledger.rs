//! Who owns what: a fold of the events of all runs of one runbook in one account and region.

mod creation;

use super::{CallOutcome, Class, Command, Event, Thing};
use crate::value::{Map, Value};
use creation::{names, stem, texts};
use indexmap::{IndexMap, IndexSet};

pub use creation::{Creation, made};

/// What is owned, adopted and remembered, and what was created at all.
///
/// The first claim of a thing settles it, until it is released; then the next claim judges anew.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    things: IndexMap<(String, String), Holding>,
    memories: IndexMap<(String, String), Memory>,
    creations: Vec<Creation>,
    looked: IndexSet<String>,
    seen: IndexMap<String, IndexSet<Sight>>,
    cleaning: bool,
    intents: IndexMap<u64, Intent>,
    /// Steps in which a call ended without anybody knowing how, and what was there before they were looked at.
    unsure: IndexMap<String, IndexSet<Sight>>,
    /// Every id that a check claimed or a call of ours made, gone or not.
    met: IndexSet<String>,
}

/// A call that was about to be made.
#[derive(Clone, Debug, Default, PartialEq)]
struct Intent {
    step: Option<String>,
    makes: bool,
    parameters: Map,
}

#[derive(Clone, Debug, PartialEq)]
struct Holding {
    step: String,
    owned: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Memory {
    thing: Thing,
    value: Value,
}

/// The code of a call that was given up for a Ctrl-C: AWS may have carried it out.
pub const GIVEN_UP: &str = "Interrupted";

/// Something that AWS named in an answer: `ec2`, `vpc`, the id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sight {
    service: String,
    noun: String,
    id: String,
}

impl Sight {
    /// True when a claim of this kind means it. `ec2:security-group` is what `GroupId` names; `iam:group-policy` is not
    /// what `GroupName` names, though their id is the same.
    fn is(&self, kind: &str, id: &str) -> bool {
        self.id == id
            && kind.split_once(':').is_some_and(|(service, noun)| {
                service == self.service && noun.replace('-', "").ends_with(&self.noun)
            })
    }
}

impl Ledger {
    /// Takes in one event. Events of several runs go in by time.
    pub fn add(&mut self, event: &Event) {
        match event {
            Event::RunStarted { command, .. } => {
                for (_, intent) in std::mem::take(&mut self.intents) {
                    self.doubt(&intent);
                }
                self.looked.clear();
                self.seen.clear();
                self.cleaning = *command == Command::Cleanup;
            }
            Event::StepLooked { step, .. } => {
                self.looked.insert(step.clone());
                self.unsure.shift_remove(step);
            }
            Event::Claimed {
                step,
                kind,
                id,
                owned,
            } => {
                self.met.insert(id.clone());
                self.things
                    .entry((kind.clone(), id.clone()))
                    .or_insert_with(|| Holding {
                        step: step.clone(),
                        owned: *owned,
                    });
            }
            Event::Remembered {
                step,
                kind,
                id,
                value,
            } => {
                self.memories
                    .entry((kind.clone(), id.clone()))
                    .or_insert_with(|| Memory {
                        thing: Thing {
                            kind: kind.clone(),
                            id: id.clone(),
                            step: step.clone(),
                        },
                        value: value.clone(),
                    });
            }
            Event::Released { kind, id, .. } => {
                let thing = (kind.clone(), id.clone());
                self.things.shift_remove(&thing);
                self.memories.shift_remove(&thing);
                self.creations.retain(|creation| !creation.made(id));
            }
            Event::StepFinished { step, verdict, .. } if self.cleaning && verdict.is_good() => {
                self.put_back(step);
            }
            Event::CallIntended {
                call,
                step,
                class,
                parameters,
                ..
            } => {
                let intent = Intent {
                    step: step.clone(),
                    makes: *class == Class::Write,
                    parameters: parameters.clone(),
                };
                self.intents.insert(*call, intent);
            }
            Event::CallAnswered { call, .. } => {
                let intent = self.intents.shift_remove(call).unwrap_or_default();
                match event {
                    Event::CallAnswered {
                        outcome: CallOutcome::Refused { code, .. },
                        ..
                    } if code == GIVEN_UP => self.doubt(&intent),
                    _ => self.answered(event, &intent.parameters),
                }
            }
            Event::RunResumed { .. }
            | Event::RunUndone { .. }
            | Event::StepStarted { .. }
            | Event::ProseShown { .. }
            | Event::BlockStarted { .. }
            | Event::BlockFinished { .. }
            | Event::Answered { .. }
            | Event::Said { .. }
            | Event::TableShown { .. }
            | Event::ChartShown { .. }
            | Event::SecretShown { .. }
            | Event::Checked { .. }
            | Event::Waited { .. }
            | Event::Deferred { .. }
            | Event::StepsListed { .. }
            | Event::HoldingsListed { .. }
            | Event::NotUndone { .. }
            | Event::CostTold { .. }
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

    /// Whether a claim by `step` makes a thing owned: as it was settled earlier; else yes when one of our own calls
    /// created it, or when the step was looked at earlier in this run and it was not there; else it is adopted.
    ///
    /// A crash in the middle of a solution is why creations count: the next look finds the half-done work. What AWS
    /// named in an answer before the step was looked at was there, though the check did not claim it then: a VPC that
    /// lacked its name, a detector that was suspended.
    #[must_use]
    pub fn judge(&self, step: &str, kind: &str, id: &str) -> bool {
        let absent = |sights: Option<&IndexSet<Sight>>| {
            !sights.is_some_and(|sights| sights.iter().any(|sight| sight.is(kind, id)))
        };
        self.settled(kind, id).unwrap_or_else(|| {
            self.created(id)
                || (self.looked.contains(step) && absent(self.seen.get(step)))
                || self.unsure.get(step).is_some_and(|sights| absent(Some(sights)))
        })
    }

    /// Whether a thing is owned, where that is settled.
    #[must_use]
    pub fn settled(&self, kind: &str, id: &str) -> Option<bool> {
        self.things
            .get(&(kind.to_owned(), id.to_owned()))
            .map(|holding| holding.owned)
    }

    /// What is owned, in the order of claiming.
    pub fn owned(&self) -> impl Iterator<Item = Thing> {
        self.list(true)
    }

    /// What was there before, in the order of claiming.
    pub fn adopted(&self) -> impl Iterator<Item = Thing> {
        self.list(false)
    }

    /// The earlier states that were kept.
    pub fn memories(&self) -> impl Iterator<Item = (&Thing, &Value)> {
        self.memories
            .values()
            .map(|memory| (&memory.thing, &memory.value))
    }

    /// True where a state of this thing is kept.
    #[must_use]
    pub fn remembers(&self, kind: &str, id: &str) -> bool {
        self.memories.contains_key(&(kind.to_owned(), id.to_owned()))
    }

    /// What our own calls created, no check has claimed, and no call of ours has destroyed.
    pub fn unclaimed(&self) -> impl Iterator<Item = &Creation> {
        self.creations
            .iter()
            .filter(|creation| !self.things.keys().any(|(_, known)| creation.made(known)))
    }

    /// True where something that was made is known to the ledger, whether it is there or gone: a check claimed it once,
    /// or a call of ours made it.
    #[must_use]
    pub fn met(&self, creation: &Creation) -> bool {
        self.met.iter().any(|id| creation.made(id))
            || creation
                .ids
                .iter()
                .any(|id| self.met.iter().any(|met| names(met, id)))
    }

    fn created(&self, id: &str) -> bool {
        self.creations.iter().any(|creation| creation.made(id))
    }

    /// Nobody knows how a call ended: what its step finds later and did not find before is owned.
    fn doubt(&mut self, intent: &Intent) {
        if let Some(step) = intent
            .step
            .as_ref()
            .filter(|step| intent.makes && self.looked.contains(*step))
        {
            let seen = self.seen.get(step).cloned().unwrap_or_default();
            self.unsure.insert(step.clone(), seen);
        }
    }

    /// True where calls of ours may have made what nobody has looked at since.
    #[must_use]
    pub fn is_unsure(&self) -> bool {
        !self.unsure.is_empty()
    }

    /// Takes in an answered call; `intended` are the texts among its parameters.
    fn answered(&mut self, event: &Event, intended: &Map) {
        let Event::CallAnswered {
            step,
            service,
            operation,
            region,
            class,
            outcome: CallOutcome::Answered,
            identifiers,
            ..
        } = event
        else {
            return;
        };
        match class {
            Class::Write => {
                let new = made(service, operation, region, identifiers, intended).map(|new| Creation {
                    step: step.clone(),
                    ..new
                });
                self.met.extend(new.iter().flat_map(|new| new.ids.clone()));
                self.creations.extend(new);
            }
            Class::Destroy => {
                let ids: Vec<String> = intended.values().flat_map(texts).collect();
                self.creations
                    .retain(|creation| !ids.iter().any(|id| creation.made(id)));
            }
            Class::List | Class::Read => self.see(step.as_ref(), service, identifiers),
            Class::Tag | Class::Permissions => {}
        }
    }

    /// Before a step is looked at, what AWS names to it was there already.
    fn see(&mut self, step: Option<&String>, service: &str, identifiers: &Map) {
        let Some(step) = step.filter(|step| !self.looked.contains(*step)) else {
            return;
        };
        let sights = self.seen.entry(step.clone()).or_default();
        for (member, value) in identifiers {
            let noun = stem(member).to_lowercase();
            if !noun.is_empty() {
                sights.extend(texts(value).into_iter().map(|id| Sight {
                    service: service.to_owned(),
                    noun: noun.clone(),
                    id,
                }));
            }
        }
    }

    /// A step was cleaned: what it adopted is as it was, and a later run judges it anew.
    fn put_back(&mut self, step: &str) {
        self.looked.shift_remove(step);
        self.unsure.shift_remove(step);
        self.things
            .retain(|_, holding| holding.owned || holding.step != step);
        self.memories.retain(|_, memory| memory.thing.step != step);
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

#[cfg(test)]
mod tests;
