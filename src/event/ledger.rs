//! Who owns what: a fold of the events of all runs of one runbook in one account and region.

use super::{CallOutcome, Class, Command, Event, Thing};
use crate::value::{Map, Value};
use indexmap::{IndexMap, IndexSet};

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

/// A call of ours that brought something into being.
#[derive(Clone, Debug, PartialEq)]
pub struct Creation {
    /// The step whose block called.
    pub step: Option<String>,
    /// boto3's service name.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// Where.
    pub region: String,
    /// The ids of what is new.
    pub ids: Vec<String>,
    /// The same, under the names of the answer's members.
    pub identifiers: Map,
}

impl Creation {
    /// True when an id, or a name, is that of what was made: as AWS answered it, or at the end of the ARN that it answered.
    #[must_use]
    pub fn made(&self, id: &str) -> bool {
        self.ids.iter().any(|made| names(made, id))
    }
}

/// True when what was made, an id, a name or an ARN, is that of this id.
fn names(made: &str, id: &str) -> bool {
    made == id
        || made
            .strip_suffix(id)
            .is_some_and(|head| head.starts_with("arn:") && (head.ends_with(':') || head.ends_with('/')))
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

/// What an answered call brought into being, if anything; `answered` are the identifiers of its answer, `asked` those of
/// its parameters. A log group is named in the call alone.
#[must_use]
pub fn made(service: &str, operation: &str, region: &str, answered: &Map, asked: &Map) -> Option<Creation> {
    let mut identifiers = own(operation, answered);
    if identifiers.is_empty() {
        identifiers = own(operation, asked);
    }
    let ids: Vec<String> = identifiers.values().flat_map(texts).collect();
    (!ids.is_empty()).then(|| Creation {
        step: None,
        service: service.to_owned(),
        operation: operation.to_owned(),
        region: region.to_owned(),
        ids,
        identifiers,
    })
}

/// The identifiers of what a call brought into being, told by AWS's verbs and by the member's name: `VpcId` of
/// `CreateVpc` is new, the `VpcId` that `CreateSubnet` answers is not.
fn own(operation: &str, identifiers: &Map) -> Map {
    const VERBS: [&str; 7] = [
        "Create", "Run", "Allocate", "Import", "Register", "Copy", "Request",
    ];
    let Some(noun) = VERBS.iter().find_map(|verb| operation.strip_prefix(verb)) else {
        return Map::new();
    };
    let noun = noun
        .strip_suffix('s')
        .filter(|one| !one.ends_with('s'))
        .unwrap_or(noun);
    let is_its_own = |member: &str| {
        let stem = stem(member).to_lowercase();
        noun.to_lowercase().ends_with(&stem) || (noun, stem.as_str()) == ("Address", "allocation")
    };
    identifiers
        .iter()
        .filter(|(member, _)| is_its_own(member))
        .map(|(member, value)| (member.clone(), value.clone()))
        .collect()
}

/// What a member names: `Vpc` for `Vpcs.0.VpcId`, `Detector` for `DetectorIds`; nothing for a bare `Arn`.
fn stem(member: &str) -> &str {
    let last = member
        .rsplit('.')
        .find(|part| part.parse::<usize>().is_err() && !["item", "items"].contains(part))
        .unwrap_or(member);
    ["Ids", "IdSet", "Id", "Names", "Name", "Arns", "Arn"]
        .iter()
        .find_map(|suffix| last.strip_suffix(suffix))
        .unwrap_or(last)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_call_made() {
        type Row = (
            &'static str,
            &'static [(&'static str, &'static str)],
            &'static [&'static str],
        );
        let table: [Row; 8] = [
            (
                "CreateVpc",
                &[("Vpc.VpcId", "vpc-1"), ("Vpc.OwnerId", "1")],
                &["vpc-1"],
            ),
            (
                "CreateSubnet",
                &[("Subnet.VpcId", "vpc-1"), ("Subnet.SubnetId", "s-1")],
                &["s-1"],
            ),
            (
                "CreateVpcEndpoint",
                &[("VpcId", "vpc-1"), ("VpcEndpointId", "e-1")],
                &["e-1"],
            ),
            ("CreateSecurityGroup", &[("GroupId", "sg-1")], &["sg-1"]),
            (
                "RunInstances",
                &[("Instances.InstanceId", "i-1"), ("Instances.SubnetId", "s-1")],
                &["i-1"],
            ),
            (
                "AllocateAddress",
                &[("AllocationId", "a-1"), ("PublicIp", "1.2.3.4")],
                &["a-1"],
            ),
            (
                "CreateUser",
                &[("User.UserName", "ann"), ("User.Arn", "arn:ann")],
                &["ann", "arn:ann"],
            ),
            ("AttachGroupPolicy", &[("GroupName", "g")], &[]),
        ];
        for (operation, identifiers, expected) in table {
            let identifiers = identifiers
                .iter()
                .map(|(name, id)| ((*name).to_owned(), Value::from(*id)))
                .collect();
            let ids: Vec<String> = own(operation, &identifiers).values().flat_map(texts).collect();
            assert_eq!(ids, expected, "{operation}");
        }
    }

    #[test]
    fn what_was_seen_before_the_look_was_there() {
        let read = |service: &str, member: &str, id: &str| Event::CallAnswered {
            call: 1,
            step: Some("a".to_owned()),
            service: service.to_owned(),
            operation: "Any".to_owned(),
            class: Class::List,
            account: String::new(),
            region: String::new(),
            outcome: CallOutcome::Answered,
            identifiers: Map::from([(member.to_owned(), Value::from(id))]),
            request_id: None,
            milliseconds: 0,
        };
        let looked = Event::StepLooked {
            step: "a".to_owned(),
            verdict: super::super::Verdict::Failed,
        };
        let ledger = Ledger::of(&[
            read("ec2", "Vpcs.0.VpcId", "vpc-1"),
            read("ec2", "SecurityGroups.0.GroupId", "sg-1"),
            read("iam", "Group.GroupName", "g"),
            read("guardduty", "DetectorIds", "d"),
            looked,
            read("ec2", "Vpcs.0.VpcId", "vpc-2"),
        ]);
        let table = [
            ("ec2:vpc", "vpc-1", false),
            ("ec2:security-group", "sg-1", false),
            ("ec2:vpc", "vpc-2", true),
            ("iam:group", "g", false),
            ("iam:group-policy", "g", true),
            ("guardduty:detector", "d", false),
            ("guardduty:sample-findings", "d", true),
        ];
        for (kind, id, owned) in table {
            assert_eq!(ledger.judge("a", kind, id), owned, "{kind} {id}");
        }
    }

    #[test]
    fn what_a_call_made_that_was_given_up_is_owned() {
        let call = |number| Event::CallIntended {
            call: number,
            step: Some("a".to_owned()),
            service: "ec2".to_owned(),
            operation: "CreateVpc".to_owned(),
            class: Class::Write,
            access: super::super::Access::Mutate,
            account: String::new(),
            region: String::new(),
            parameters: Map::new(),
            token: None,
        };
        let given_up = Event::CallAnswered {
            call: 1,
            step: Some("a".to_owned()),
            service: "ec2".to_owned(),
            operation: "CreateVpc".to_owned(),
            class: Class::Write,
            account: String::new(),
            region: String::new(),
            outcome: CallOutcome::Refused {
                code: GIVEN_UP.to_owned(),
                message: String::new(),
            },
            identifiers: Map::new(),
            request_id: None,
            milliseconds: 0,
        };
        let looked = Event::StepLooked {
            step: "a".to_owned(),
            verdict: super::super::Verdict::Failed,
        };
        let mut ledger = Ledger::of(&[looked.clone(), call(1)]);
        assert!(!ledger.is_unsure(), "it is under way");
        ledger.add(&given_up);
        assert!(ledger.is_unsure() && ledger.judge("a", "ec2:vpc", "vpc-1"));
        assert!(!ledger.judge("b", "ec2:vpc", "vpc-1"));
        ledger.add(&looked);
        assert!(!ledger.is_unsure(), "it was looked at");
    }

    #[test]
    fn the_first_claim_settles_until_it_is_released() {
        let claimed = |id: &str, owned| Event::Claimed {
            step: "a".to_owned(),
            kind: "ec2:vpc".to_owned(),
            id: id.to_owned(),
            owned,
        };
        let mut ledger = Ledger::of(&[claimed("1", false), claimed("1", true), claimed("2", true)]);
        assert_eq!(ledger.settled("ec2:vpc", "1"), Some(false));
        assert!(!ledger.judge("a", "ec2:vpc", "1"));
        assert_eq!(ledger.owned().map(|thing| thing.id).collect::<Vec<_>>(), ["2"]);
        ledger.add(&Event::Released {
            step: "a".to_owned(),
            kind: "ec2:vpc".to_owned(),
            id: "2".to_owned(),
        });
        assert_eq!(ledger.settled("ec2:vpc", "2"), None);
        // What is new is adopted before the step was looked at in this run, and owned after.
        assert!(!ledger.judge("a", "ec2:vpc", "3"));
        ledger.add(&Event::StepLooked {
            step: "a".to_owned(),
            verdict: super::super::Verdict::Failed,
        });
        assert!(ledger.judge("a", "ec2:vpc", "3"));
        assert!(!ledger.judge("b", "ec2:vpc", "3"));
    }
}
