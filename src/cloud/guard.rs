//! What must not happen does not leave: a call that changes something where only looking is allowed, in a region that
//! the runbook does not name, or in another account than the one that was agreed to.
//!
//! A refusal sets the latch, so that no script can catch it and go on.

use super::identity::Identity;
use super::stack::Pin;
use crate::api::Catalogue;
use crate::event::Access;
use crate::port::{Cloud, CloudError, Fault, Latch, Request, Stop};
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
    /// The step and account that the last mutating call was for.
    last: Option<(Option<String>, Option<String>)>,
    /// The ids of further accounts, as they were first met.
    accounts: HashMap<String, String>,
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

    /// Compares the account once for each step, and again when a step changes accounts.
    fn compare(&self, request: &Request) -> Result<(), CloudError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (request.step.clone(), request.account.clone());
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
        let agreed = match &request.account {
            None => self.pin.account.clone(),
            Some(name) => seen
                .accounts
                .entry(name.clone())
                .or_insert_with(|| account.clone())
                .clone(),
        };
        if account != agreed {
            let message =
                format!("the credentials are now of account {account}, and the run was begun in {agreed}");
            let advice = "sign in to the account that the run was begun in, and resume it";
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
