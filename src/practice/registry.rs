//! The services that the world knows, one table each.

use super::call::Call;
use super::given::Given;
use super::principal::Principal;
use super::refusal::Answer;
use super::resource::Resource;
use super::world::World;
use crate::value::Value;

/// One service: what it keeps and answers, family by family, and what a fresh account holds of it.
#[derive(Debug)]
pub(crate) struct Service {
    /// boto3's name.
    pub(crate) name: &'static str,
    /// What it keeps and answers.
    pub(crate) families: &'static [&'static Family],
    /// Puts what a fresh account holds into a place, once, when the place is first touched.
    pub(crate) seed: Option<fn(&mut Call<'_>)>,
    /// It belongs to no region: its place is the account's global one.
    pub(crate) global: bool,
    /// The operations that CloudTrail counts as data events, of which the event history has none.
    pub(crate) data: &'static [&'static str],
    /// Finds the thing that a call by an operation is about, where it may be another account's and has a policy.
    pub(crate) owned: Option<Finder>,
}

/// Looks for the thing that a call is about: who calls, the operation, the input.
pub(crate) type Finder = fn(&World, &Principal, &str, &Value) -> Option<Owned>;

/// A thing that accounts may share.
#[derive(Clone, Debug)]
pub(crate) struct Owned {
    /// Whose it is: the call works in that account.
    pub(crate) account: String,
    /// The text of its policy; empty where it has none.
    pub(crate) policy: String,
}

/// Things that belong together, and the operations on them.
#[derive(Debug)]
pub(crate) struct Family {
    /// The kinds of things that are kept.
    pub(crate) resources: &'static [&'static Resource],
    /// The operations.
    pub(crate) moves: &'static [(&'static str, Move)],
    /// What happens to a record when its time comes, by the name it was put off under (`Call::later` with `Then::Do`).
    pub(crate) timers: &'static [(&'static str, Timer)],
}

impl Family {
    /// Nothing: what a table starts from.
    pub(crate) const NONE: Family = Family {
        resources: &[],
        moves: &[],
        timers: &[],
    };
}

impl Service {
    /// Nothing: what a table starts from.
    pub(crate) const NONE: Service = Service {
        name: "",
        families: &[],
        seed: None,
        global: false,
        data: &[],
        owned: None,
    };

    /// The kinds of things that it keeps.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &'static Resource> + use<> {
        self.families
            .iter()
            .flat_map(|family| family.resources.iter().copied())
    }

    /// The operations.
    pub(crate) fn moves(&self) -> impl Iterator<Item = &'static (&'static str, Move)> + use<> {
        self.families.iter().flat_map(|family| family.moves)
    }

    /// How an operation is served, if it is.
    pub(crate) fn way(&self, operation: &str) -> Option<Move> {
        self.moves()
            .find(|(name, _)| *name == operation)
            .map(|(_, way)| *way)
    }

    /// A timer by its name.
    pub(crate) fn timer(&self, name: &str) -> Option<Timer> {
        let mut timers = self.families.iter().flat_map(|family| family.timers);
        timers.find(|(known, _)| *known == name).map(|(_, run)| *run)
    }
}

/// What happens to the record of an id when its time comes.
pub(crate) type Timer = fn(&mut Call<'_>, &str);

/// How an operation is served.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Move {
    /// By a handler.
    Do(fn(&mut Call<'_>, &Given<'_>) -> Answer),
    /// Describes a kind of thing by ids, filters and pages.
    List(&'static Resource),
    /// Deletes one thing by its key, unless something refers to it.
    Drop(&'static Resource),
}

/// All services.
pub(crate) static SERVICES: &[&Service] = &[
    &super::cloudtrail::SERVICE,
    &super::ec2::SERVICE,
    &super::guardduty::SERVICE,
    &super::iam::SERVICE,
    &super::inspector2::SERVICE,
    &super::logs::SERVICE,
    &super::s3::SERVICE,
    &super::service_quotas::SERVICE,
    &super::ssm::SERVICE,
    &super::sts::SERVICE,
];

/// What is modelled: service and operation, in order.
#[must_use]
pub fn operations() -> Vec<(&'static str, &'static str)> {
    let moves = |service: &&'static Service| {
        let name = service.name;
        service.moves().map(move |(operation, _)| (name, *operation))
    };
    let mut all: Vec<_> = SERVICES.iter().flat_map(moves).collect();
    all.sort_unstable();
    all
}

/// A service by boto3's name.
pub(crate) fn service(name: &str) -> Option<&'static Service> {
    SERVICES.iter().copied().find(|service| service.name == name)
}

/// A kind of thing by its word.
pub(crate) fn resource(kind: &str) -> Option<&'static Resource> {
    let (name, _) = kind.split_once(':')?;
    service(name)?.resources().find(|resource| resource.kind == kind)
}
