//! Client tokens: a call that is repeated after a crash, or after an answer that was lost, finds its own work.
//!
//! A token derives from the run, the step and the call itself, with an ordinal that counts the same call's answers:
//! what was never answered is asked for with the same token again, and what was answered and is asked for once more (a
//! step that is done anew after its things were deleted) has a new one. The call is part of it because AWS refuses a
//! token that comes with other parameters than before (`IdempotentParameterMismatch`; Amazon EC2 API reference,
//! "Ensuring idempotency"), and a step that goes on after a crash does not make the same calls in the same order.
//!
//! Only where a run is kept: a call on its own has nothing to go on with, and gets a token of chance on the wire.

use super::stack::Pin;
use crate::api::{Catalogue, Operation, Service};
use crate::event::{CallOutcome, Event};
use crate::port::{Cloud, CloudError, Request};
use crate::value::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What the journal of a run tells of its calls so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The run's id; none for calls that belong to no run.
    pub run: Option<String>,
    /// The number of its last call.
    pub calls: u64,
    /// The client tokens of calls that were answered.
    pub spent: HashSet<String>,
}

impl Past {
    /// What the events of a run tell.
    pub fn of<'e>(run: &str, events: impl IntoIterator<Item = &'e Event>) -> Past {
        let mut past = Past {
            run: Some(run.to_owned()),
            ..Past::default()
        };
        let mut open: HashMap<u64, &str> = HashMap::new();
        for event in events {
            match event {
                Event::CallIntended { call, token, .. } => {
                    past.calls = past.calls.max(*call);
                    match token {
                        Some(token) => open.insert(*call, token),
                        None => open.remove(call),
                    };
                }
                Event::CallAnswered { call, outcome, .. } => {
                    past.calls = past.calls.max(*call);
                    if let (Some(token), CallOutcome::Answered) = (open.remove(call), outcome) {
                        past.spent.insert(token.to_owned());
                    }
                }
                _ => {}
            }
        }
        past
    }
}

/// The client token of a call, where its operation takes one and it has one.
pub(super) fn token_of(catalogue: &Catalogue, request: &Request) -> Option<String> {
    let (service, operation) = catalogue.find(&request.service, &request.operation).ok()?;
    let member = member(service, operation)?;
    request.input.get(member).as_text().map(str::to_owned)
}

/// The input member for the client token.
pub(super) fn member<'s>(service: &'s Service, operation: &Operation) -> Option<&'s str> {
    let members = service.shape(operation.input?).members();
    let token = members.iter().find(|member| member.idempotency_token)?;
    Some(&token.name)
}

/// The layer.
pub(super) struct Tokens {
    pub(super) inner: Arc<dyn Cloud>,
    pub(super) pin: Pin,
    pub(super) catalogue: &'static Catalogue,
    /// Tokens of calls that were answered.
    pub(super) spent: Mutex<HashSet<String>>,
}

impl Tokens {
    /// The member and the token that a call is to be sent with; none where it needs none of us.
    fn token(&self, request: &Request) -> Option<(String, String)> {
        let run = self.pin.past.run.as_ref()?;
        let (service, operation) = self.catalogue.find(&request.service, &request.operation).ok()?;
        let member = member(service, operation)?;
        // What changes nothing is not on record before it is sent, so that nothing tells whether it was answered.
        if !operation.class.mutates() || !request.input.get(member).is_null() {
            return None;
        }
        let call = format!(
            "{run}\n{:?}\n{}:{}\n{:?}\n{:?}\n{:?}\n{}",
            request.step,
            service.name,
            operation.name,
            self.pin.account_of(request),
            request.region.as_ref().unwrap_or(&self.pin.region),
            request.roles,
            request.input.to_json(),
        );
        let spent = self.spent();
        let token = (1_u64..)
            .map(|ordinal| written(&format!("{call}\n{ordinal}")))
            .find(|token| !spent.contains(token))?;
        Some((member.to_owned(), token))
    }

    fn spent(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token in the form of a UUID, which every service takes.
fn written(what: &str) -> String {
    let digest = Sha256::digest(what);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32]].join("-")
}

impl Cloud for Tokens {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let Some((member, token)) = self.token(request) else {
            return self.inner.call(request);
        };
        let mut request = request.clone();
        request.input.set(&member, token.as_str());
        let answer = self.inner.call(&request)?;
        self.spent().insert(token);
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Access, Class};
    use crate::port::{FakeCloud, Fault};
    use crate::value;
    use crate::value::Map;

    fn run(
        past: Past,
        answers: impl IntoIterator<Item = Result<Value, CloudError>>,
    ) -> (Arc<FakeCloud>, Tokens) {
        let fake = Arc::new(FakeCloud::answering(answers));
        let pin = Pin {
            account: "111111111111".into(),
            region: "us-east-1".into(),
            past,
            ..Pin::default()
        };
        let tokens = Tokens {
            inner: fake.clone(),
            spent: Mutex::new(pin.past.spent.clone()),
            pin,
            catalogue: Catalogue::embedded(),
        };
        (fake, tokens)
    }

    fn gateway(subnet: &str) -> Request {
        let request = Request::new("ec2", "CreateNatGateway", value!({ "SubnetId": subnet })).mutating();
        Request {
            step: Some("gateways".to_owned()),
            ..request
        }
    }

    fn sent(fake: &FakeCloud) -> Vec<String> {
        let token = |request: &Request| request.input.get("ClientToken").text().to_owned();
        fake.requests().iter().map(token).collect()
    }

    fn past(run: &str) -> Past {
        Past::of(run, &[])
    }

    #[test]
    fn a_call_that_was_not_answered_is_repeated_with_its_token_and_an_answered_one_is_not() {
        let lost = || {
            let request = gateway("subnet-a");
            Err(CloudError::new(&request, Fault::Transport, "NoAnswer", "lost"))
        };
        let done = || Ok(Value::map());
        let (fake, tokens) = run(past("r1"), [lost(), done(), done(), done()]);
        assert!(tokens.call(&gateway("subnet-a")).is_err());
        for subnet in ["subnet-a", "subnet-a", "subnet-b"] {
            tokens.call(&gateway(subnet)).unwrap();
        }
        let sent = sent(&fake);
        assert_eq!(sent[0], sent[1], "the answer was lost: the same work is meant");
        let differ: HashSet<&String> = sent[1..].iter().collect();
        assert_eq!(differ.len(), 3, "{sent:?}");
        assert_eq!(sent[0].len(), 36);
    }

    #[test]
    fn a_run_that_goes_on_knows_what_was_answered() {
        let (fake, tokens) = run(past("r1"), [Ok(Value::map())]);
        tokens.call(&gateway("subnet-a")).unwrap();
        let token = sent(&fake)[0].clone();
        let intended = Event::CallIntended {
            call: 7,
            step: None,
            service: "ec2".into(),
            operation: "CreateNatGateway".into(),
            class: Class::Write,
            access: Access::Mutate,
            account: String::new(),
            region: String::new(),
            parameters: Map::new(),
            token: Some(token.clone()),
        };
        let answered = Event::CallAnswered {
            call: 7,
            step: None,
            service: "ec2".into(),
            operation: "CreateNatGateway".into(),
            class: Class::Write,
            account: String::new(),
            region: String::new(),
            outcome: CallOutcome::Answered,
            identifiers: Map::new(),
            request_id: None,
            milliseconds: 1,
        };
        for (events, same) in [
            (vec![], true),
            (vec![intended.clone()], true),
            (vec![intended, answered], false),
        ] {
            let past = Past::of("r1", &events);
            assert_eq!(past.calls, if events.is_empty() { 0 } else { 7 });
            let (fake, tokens) = run(past, [Ok(Value::map())]);
            tokens.call(&gateway("subnet-a")).unwrap();
            assert_eq!(sent(&fake)[0] == token, same, "{events:?}");
        }
    }

    #[test]
    fn runs_steps_and_regions_differ_and_a_given_token_stays() {
        let of = |id: &str, request: &Request| {
            let (fake, tokens) = run(past(id), [Ok(Value::map())]);
            tokens.call(request).unwrap();
            sent(&fake).remove(0)
        };
        let elsewhere = Request {
            region: Some("eu-west-1".into()),
            ..gateway("subnet-a")
        };
        let later = Request {
            step: None,
            ..gateway("subnet-a")
        };
        let tokens: HashSet<String> = [
            of("r1", &gateway("subnet-a")),
            of("r2", &gateway("subnet-a")),
            of("r1", &elsewhere),
            of("r1", &later),
        ]
        .into();
        assert_eq!(tokens.len(), 4);
        let mut given = gateway("subnet-a");
        given.input.set("ClientToken", "mine");
        assert_eq!(of("r1", &given), "mine");
    }

    #[test]
    fn calls_without_a_run_or_without_a_place_for_a_token_are_left_alone() {
        let (fake, tokens) = run(Past::default(), [Ok(Value::map())]);
        tokens.call(&gateway("subnet-a")).unwrap();
        assert_eq!(fake.requests(), [gateway("subnet-a")]);
        let (fake, tokens) = run(past("r1"), [Ok(Value::map())]);
        let request = Request::new("ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" })).mutating();
        tokens.call(&request).unwrap();
        assert_eq!(fake.requests(), [request]);
    }
}
