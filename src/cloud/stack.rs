//! The layers around a target, in order.

use super::guard::Guard;
use super::ledger::Ledger;
use super::paginate::Paginate;
use super::token::{Past, Tokens};
use super::validate::Validate;
use crate::api::Catalogue;
use crate::port::{Cloud, Latch, Request, Sink};
use indexmap::IndexMap;
use std::sync::{Arc, Mutex};

/// What a run is pinned to: shown and agreed to at its start, compared again before each mutating step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin {
    /// The account's id.
    pub account: String,
    /// The region of calls that name none.
    pub region: String,
    /// The regions of the front matter, the only ones where a call may mutate; empty where it names none.
    pub regions: Vec<String>,
    /// The ids of further accounts, by their names in the front matter.
    pub accounts: IndexMap<String, String>,
    /// What the runbook says it does, where it says so: nothing else is sent.
    pub promise: Option<Promise>,
    /// The run that calls belong to, and what it did so far.
    pub past: Past,
}

/// What a runbook says it does, by `trust:` in its front matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// The services that it calls.
    pub services: Vec<String>,
    /// Whether it changes anything.
    pub mutating: bool,
}

impl Pin {
    /// The id of the account that a call is meant for: that of its role, else that of its account. None for a name that
    /// nothing is known of.
    pub(super) fn account_of<'a>(&'a self, request: &'a Request) -> Option<&'a str> {
        match (request.roles.last(), &request.account) {
            (Some(role), _) => Some(role.account()),
            (None, None) => Some(&self.account),
            (None, Some(name)) => self.accounts.get(name).map(String::as_str),
        }
    }
}

/// What the layers need of the outside.
#[derive(Clone)]
pub struct Doors {
    /// The models.
    pub catalogue: &'static Catalogue,
    /// Who hears of calls.
    pub sink: Arc<dyn Sink>,
    /// The stop that a refused call sets.
    pub latch: Latch,
}

/// The target inside its layers: validation, tokens, ledger, guard, pages, from the outside in.
///
/// The guard's own questions (whose account is it?) go to the target directly and are not on record.
#[must_use]
pub fn stack(inner: Arc<dyn Cloud>, pin: Pin, doors: Doors) -> Arc<dyn Cloud> {
    let Doors {
        catalogue,
        sink,
        latch,
    } = doors;
    let pages = Arc::new(Paginate { inner, catalogue });
    let guard = Arc::new(Guard::new(pages, pin.clone(), catalogue, latch.clone()));
    let ledger = Arc::new(Ledger::new(guard, pin.clone(), catalogue, sink, latch));
    let tokens = Arc::new(Tokens {
        inner: ledger,
        spent: Mutex::new(pin.past.spent.clone()),
        pin,
        catalogue,
    });
    Arc::new(Validate {
        inner: tokens,
        catalogue,
    })
}

/// The target with lists whole and no other layer: for questions of the program itself, which change nothing and are
/// not on record.
#[must_use]
pub fn whole(inner: Arc<dyn Cloud>, catalogue: &'static Catalogue) -> Arc<dyn Cloud> {
    Arc::new(Paginate { inner, catalogue })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CallOutcome, Event};
    use crate::port::{FakeCloud, Fault, Memory};
    use crate::value;
    use crate::value::Value;

    #[test]
    fn a_refused_call_is_on_record_and_one_that_does_not_fit_is_not() {
        let memory = Arc::new(Memory::default());
        let fake = Arc::new(FakeCloud::default());
        let doors = Doors {
            catalogue: Catalogue::embedded(),
            sink: memory.clone(),
            latch: Latch::default(),
        };
        let cloud = stack(fake.clone(), Pin::default(), doors);

        let misfit = cloud.call(&Request::new(
            "ec2",
            "CreateVpc",
            value!({ "Cidr": "10.0.0.0/16" }),
        ));
        assert_eq!(misfit.unwrap_err().fault, Fault::Invalid);
        assert!(memory.events().is_empty());

        let refused = cloud.call(&Request::new(
            "ec2",
            "CreateVpc",
            value!({ "CidrBlock": "10.0.0.0/16" }),
        ));
        assert_eq!(refused.unwrap_err().fault, Fault::Guard);
        let events = memory.events();
        assert!(
            matches!(&events[..], [Event::CallIntended { .. }, Event::CallAnswered { outcome: CallOutcome::Refused { code, .. }, .. }] if code == "ReadOnlyBlock"),
            "{events:?}"
        );
        assert!(fake.requests().is_empty());
    }

    #[test]
    fn a_listing_of_three_pages_is_one_call_on_record() {
        let memory = Arc::new(Memory::default());
        let page = |id: &str, token: Value| Ok(value!({ "DetectorIds": [id], "NextToken": token }));
        let fake = FakeCloud::answering([
            page("a", "1".into()),
            page("b", "2".into()),
            page("c", Value::Null),
        ]);
        let doors = Doors {
            catalogue: Catalogue::embedded(),
            sink: memory.clone(),
            latch: Latch::default(),
        };
        let cloud = stack(Arc::new(fake), Pin::default(), doors);
        let answer = cloud
            .call(&Request::new("guardduty", "list_detectors", Value::map()))
            .unwrap();
        assert_eq!(answer, value!({ "DetectorIds": ["a", "b", "c"] }));
        assert_eq!(memory.events().len(), 1);
    }
}
