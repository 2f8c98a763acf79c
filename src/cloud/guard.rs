//! What must not happen does not leave: a call that changes something where only looking is allowed, in a region that
//! the runbook does not name, or in another account than the one that was agreed to.
//!
//! A refusal sets the latch, so that no script can catch it and go on.

use super::identity::Identity;
use super::stack::Pin;
use crate::api::Catalogue;
use crate::event::Access;
use crate::port::{Cloud, CloudError, Fault, Latch, Request, Role, Stop};
use crate::value::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The layer.
pub(super) struct Guard {
    inner: Arc<dyn Cloud>,
    pin: Pin,
    catalogue: &'static Catalogue,
    latch: Latch,
    seen: Mutex<Seen>,
}

/// What was compared already.
#[derive(Default)]
struct Seen {
    /// The step, account and roles that the last mutating call was for.
    last: Option<(Option<String>, Option<String>, Vec<Role>)>,
    /// The ids of further accounts that the pin does not know, as they were first met.
    accounts: HashMap<Option<String>, String>,
}

impl Guard {
    pub(super) fn new(inner: Arc<dyn Cloud>, pin: Pin, catalogue: &'static Catalogue, latch: Latch) -> Guard {
        Guard {
            inner,
            pin,
            catalogue,
            latch,
            seen: Mutex::default(),
        }
    }

    fn refuse(&self, request: &Request, code: &str, message: String, advice: &str) -> CloudError {
        self.latch.set(Stop::Refused(message.clone()));
        CloudError::new(request, Fault::Guard, code, message).advice(advice)
    }

    fn judge(&self, request: &Request) -> Result<(), CloudError> {
        let Request {
            service, operation, ..
        } = request;
        let mutates = self
            .catalogue
            .find(service, operation)
            // What the models do not know may do anything.
            .map_or(true, |(_, operation)| operation.class.mutates());
        self.promised(request, mutates)?;
        if !mutates {
            return Ok(());
        }
        if request.access == Access::Read {
            let message = format!("{service}:{operation} changes the account, and this block may only look");
            let advice = "move the call into a `solve` or `cleanup` block";
            return Err(self.refuse(request, "ReadOnlyBlock", message, advice));
        }
        let region = request.region.as_ref().unwrap_or(&self.pin.region);
        if !self.pin.regions.is_empty() && !self.pin.regions.contains(region) {
            let message = format!(
                "{service}:{operation} would change something in {region}; this runbook works in {} only",
                self.pin.regions.join(", ")
            );
            let advice = format!("run it with `--region {}`", self.pin.regions[0]);
            return Err(self.refuse(request, "WrongRegion", message, &advice));
        }
        self.compare(request)
    }

    /// Whether the runbook said that it does such a thing.
    fn promised(&self, request: &Request, mutates: bool) -> Result<(), CloudError> {
        let Some(promise) = &self.pin.promise else {
            return Ok(());
        };
        let Request {
            service, operation, ..
        } = request;
        if !promise.services.contains(service) {
            let message = format!(
                "{service}:{operation} is none of what `trust:` says that this runbook calls: {}",
                promise.services.join(", ")
            );
            let advice = format!(
                "an author adds `{service}` to `trust: services:`; do not run what you did not expect to"
            );
            return Err(self.refuse(request, "UntoldService", message, &advice));
        }
        if mutates && !promise.mutating {
            let message = format!(
                "{service}:{operation} changes the account, and `trust:` says that nothing is changed"
            );
            let advice =
                "an author writes `mutating: true` under `trust:`; do not run what you did not expect to";
            return Err(self.refuse(request, "UntoldMutation", message, advice));
        }
        Ok(())
    }

    /// Compares the account once for each step, and again when a step changes accounts.
    fn compare(&self, request: &Request) -> Result<(), CloudError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (
            request.step.clone(),
            request.account.clone(),
            request.roles.clone(),
        );
        if seen.last.as_ref() == Some(&now) {
            return Ok(());
        }
        let question = Request {
            service: "sts".to_owned(),
            operation: "GetCallerIdentity".to_owned(),
            input: Value::map(),
            access: Access::Read,
            ..request.clone()
        };
        let account = Identity::read(&question, &self.inner.call(&question)?)?.account;
        let agreed = match self.pin.account_of(request) {
            Some(id) => id.to_owned(),
            None => seen
                .accounts
                .entry(request.account.clone())
                .or_insert_with(|| account.clone())
                .clone(),
        };
        if account != agreed {
            let (message, advice) = match (request.roles.last(), &request.account) {
                (Some(role), _) => (
                    format!(
                        "the session of {} is of account {account}, not of {agreed}",
                        role.arn()
                    ),
                    "what answers for STS gave a session of another account: nothing was sent to it",
                ),
                (None, Some(name)) => (
                    format!("`{name}` is now account {account}, and was {agreed} when the run was begun"),
                    "bind it to the account that was agreed to, and resume the run",
                ),
                (None, None) => (
                    format!(
                        "the credentials are now of account {account}, and the run was begun in {agreed}"
                    ),
                    "sign in to the account that the run was begun in, and start again: what is done is seen",
                ),
            };
            return Err(self.refuse(request, "WrongAccount", message, advice));
        }
        seen.last = Some(now);
        Ok(())
    }
}

impl Cloud for Guard {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        self.judge(request)?;
        self.inner.call(request)
    }
}

#[cfg(test)]
mod tests {
    use super::super::stack::Promise;
    use super::*;
    use crate::port::FakeCloud;
    use crate::value;

    fn who(account: &str) -> Result<Value, CloudError> {
        Ok(value!({ "Account": account, "Arn": "arn:aws:iam::1:user/a", "UserId": "A" }))
    }

    fn guard(answers: impl IntoIterator<Item = Result<Value, CloudError>>) -> (Arc<FakeCloud>, Latch, Guard) {
        let fake = Arc::new(FakeCloud::answering(answers));
        let latch = Latch::default();
        let pin = Pin {
            account: "111111111111".into(),
            region: "us-east-1".into(),
            regions: vec!["us-east-1".into()],
            accounts: [("bound".to_owned(), "222222222222".to_owned())].into(),
            ..Pin::default()
        };
        (
            fake.clone(),
            latch.clone(),
            Guard::new(fake, pin, Catalogue::embedded(), latch),
        )
    }

    fn create(step: &str) -> Request {
        let request = Request::new("ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" })).mutating();
        Request {
            step: Some(step.to_owned()),
            ..request
        }
    }

    #[test]
    fn a_block_that_may_only_look_cannot_change_anything() {
        let (fake, latch, guard) = guard([]);
        let error = guard
            .call(&Request {
                access: Access::Read,
                ..create("a")
            })
            .unwrap_err();
        assert_eq!(
            (error.fault, error.code.as_str()),
            (Fault::Guard, "ReadOnlyBlock")
        );
        assert!(error.message.starts_with("ec2:CreateVpc changes the account"));
        assert!(fake.requests().is_empty());
        assert!(matches!(latch.get(), Some(Stop::Refused(_))));
    }

    #[test]
    fn what_the_runbook_did_not_say_is_refused_and_reading_too() {
        for (promise, code) in [
            (Promise::default(), "UntoldService"),
            (
                Promise {
                    services: vec!["ec2".into()],
                    mutating: false,
                },
                "UntoldMutation",
            ),
        ] {
            let (fake, latch, mut guard) = guard([]);
            guard.pin.promise = Some(promise);
            assert_eq!(guard.call(&create("a")).unwrap_err().code, code);
            let look = guard.call(&Request::new("iam", "ListUsers", Value::map()));
            assert_eq!(look.unwrap_err().code, "UntoldService");
            assert!(fake.requests().is_empty());
            assert!(matches!(latch.get(), Some(Stop::Refused(_))));
        }
    }

    #[test]
    fn reading_is_allowed_everywhere_and_asks_nothing() {
        let (fake, latch, guard) = guard([Ok(Value::map())]);
        let request = Request {
            region: Some("eu-west-1".into()),
            ..Request::new("ec2", "DescribeVpcs", Value::map())
        };
        assert!(guard.call(&request).is_ok());
        assert_eq!(fake.requests(), [request]);
        assert_eq!(latch.get(), None);
    }

    #[test]
    fn changing_something_elsewhere_is_refused() {
        let (fake, _, guard) = guard([]);
        let error = guard
            .call(&Request {
                region: Some("eu-west-1".into()),
                ..create("a")
            })
            .unwrap_err();
        assert_eq!(error.code, "WrongRegion");
        assert_eq!(error.advice.as_deref(), Some("run it with `--region us-east-1`"));
        assert!(fake.requests().is_empty());
    }

    #[test]
    fn the_account_is_compared_once_for_each_step() {
        let done = || Ok(Value::map());
        let (fake, _, guard) = guard([who("111111111111"), done(), done(), who("111111111111"), done()]);
        for step in ["a", "a", "b"] {
            guard.call(&create(step)).unwrap();
        }
        let operations: Vec<_> = fake
            .requests()
            .iter()
            .map(|request| request.operation.clone())
            .collect();
        assert_eq!(
            operations,
            [
                "GetCallerIdentity",
                "CreateVpc",
                "CreateVpc",
                "GetCallerIdentity",
                "CreateVpc"
            ]
        );
    }

    #[test]
    fn another_account_is_refused_before_the_call() {
        let (fake, latch, guard) = guard([who("222222222222")]);
        let error = guard.call(&create("a")).unwrap_err();
        assert_eq!((error.fault, error.code.as_str()), (Fault::Guard, "WrongAccount"));
        assert!(error.message.contains("222222222222") && error.message.contains("111111111111"));
        assert_eq!(fake.requests().len(), 1);
        assert!(latch.get().is_some());
    }

    #[test]
    fn a_further_account_must_stay_the_one_that_was_met_first() {
        let (_, _, guard) = guard([who("333333333333"), Ok(Value::map()), who("444444444444")]);
        let partner = |step| Request {
            account: Some("partner".into()),
            ..create(step)
        };
        guard.call(&partner("a")).unwrap();
        assert_eq!(guard.call(&partner("b")).unwrap_err().code, "WrongAccount");
    }

    #[test]
    fn a_bound_account_and_a_role_must_be_the_accounts_that_they_are_said_to_be() {
        let bound = Request {
            account: Some("bound".into()),
            ..create("a")
        };
        let role = Request {
            roles: vec![Role::of("arn:aws:iam::333333333333:role/Lab").unwrap()],
            ..create("a")
        };
        for (request, own, other) in [
            (bound, "222222222222", "111111111111"),
            (role, "333333333333", "111111111111"),
        ] {
            let (fake, _, good) = guard([who(own), Ok(Value::map())]);
            good.call(&request).unwrap();
            // The question is asked as the one who calls.
            assert_eq!(fake.requests()[0].roles, request.roles);
            assert_eq!(fake.requests()[0].account, request.account);
            let (fake, latch, bad) = guard([who(other)]);
            let error = bad.call(&request).unwrap_err();
            assert_eq!(error.code, "WrongAccount");
            assert!(
                error.message.contains(own) && error.message.contains(other),
                "{error}"
            );
            assert_eq!(fake.requests().len(), 1);
            assert!(latch.get().is_some());
        }
    }

    #[test]
    fn leaving_a_role_is_compared_anew() {
        let done = || Ok(Value::map());
        let (fake, _, guard) = guard([who("333333333333"), done(), who("111111111111"), done()]);
        let role = Request {
            roles: vec![Role::of("arn:aws:iam::333333333333:role/Lab").unwrap()],
            ..create("a")
        };
        guard.call(&role).unwrap();
        guard.call(&create("a")).unwrap();
        assert_eq!(fake.requests().len(), 4);
    }

    #[test]
    fn without_an_answer_about_the_account_nothing_is_sent() {
        let (fake, latch, guard) = guard([]);
        assert_eq!(
            guard.call(&create("a")).unwrap_err().operation,
            "GetCallerIdentity"
        );
        assert_eq!(fake.requests().len(), 1);
        assert_eq!(latch.get(), None);
    }
}
