//! Every call is told: one that changes something before it is sent, and each when it is answered.
//!
//! What cannot be told is not done. The ledger stands outside the guard, so that refused calls are on record too.

use super::METADATA;
use super::stack::Pin;
use super::token::token_of;
use crate::api::{self, Catalogue, ShapeId};
use crate::event::{CallOutcome, Class, Event};
use crate::port::{Cloud, CloudError, Fault, Latch, Request, Sink, Stop};
use crate::value::{Map, Value};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The layer.
pub(super) struct Ledger {
    inner: Arc<dyn Cloud>,
    pin: Pin,
    catalogue: &'static Catalogue,
    sink: Arc<dyn Sink>,
    latch: Latch,
    calls: AtomicU64,
}

impl Ledger {
    pub(super) fn new(
        inner: Arc<dyn Cloud>,
        pin: Pin,
        catalogue: &'static Catalogue,
        sink: Arc<dyn Sink>,
        latch: Latch,
    ) -> Ledger {
        let calls = AtomicU64::new(pin.past.calls);
        Ledger {
            inner,
            pin,
            catalogue,
            sink,
            latch,
            calls,
        }
    }

    fn tell(&self, request: &Request, event: &Event) -> Result<(), CloudError> {
        self.sink.emit(event).map_err(|error| {
            let message = format!("the record cannot be written: {error}");
            self.latch.set(Stop::Broken(message.clone()));
            CloudError::new(request, Fault::Machine, "NoRecord", message)
                .advice("make room on the disk or mend its permissions, then resume the run")
        })
    }

    fn class(&self, request: &Request) -> Class {
        self.catalogue
            .find(&request.service, &request.operation)
            .map_or(Class::Write, |(_, operation)| operation.class)
    }

    fn identifiers(&self, request: &Request, value: &Value, output: bool) -> Map {
        self.catalogue
            .find(&request.service, &request.operation)
            .map_or_else(
                |_| Map::new(),
                |(service, operation)| {
                    let shape: Option<ShapeId> = if output { operation.output } else { operation.input };
                    api::identifiers(service, shape, value)
                },
            )
    }
}

impl Cloud for Ledger {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        let class = self.class(request);
        let account = self
            .pin
            .account_of(request)
            .or(request.account.as_deref())
            .unwrap_or_default()
            .to_owned();
        let region = request.region.clone().unwrap_or_else(|| self.pin.region.clone());
        if class.mutates() {
            let intended = Event::CallIntended {
                call,
                step: request.step.clone(),
                service: request.service.clone(),
                operation: request.operation.clone(),
                class,
                access: request.access,
                account: account.clone(),
                region: region.clone(),
                parameters: self.identifiers(request, &request.input, false),
                token: token_of(self.catalogue, request),
            };
            self.tell(request, &intended)?;
        }
        let began = Instant::now();
        let mut answer = self.inner.call(request);
        let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (outcome, identifiers, request_id) = match &mut answer {
            Ok(output) => {
                let metadata = output
                    .as_map_mut()
                    .and_then(|members| members.shift_remove(METADATA));
                let request_id =
                    metadata.and_then(|value| value.get("RequestId").as_text().map(str::to_owned));
                (
                    CallOutcome::Answered,
                    self.identifiers(request, output, true),
                    request_id,
                )
            }
            Err(error) => {
                let refused = CallOutcome::Refused {
                    code: error.code.clone(),
                    message: error.message.clone(),
                };
                (refused, Map::new(), error.request_id.clone())
            }
        };
        let answered = Event::CallAnswered {
            call,
            step: request.step.clone(),
            service: request.service.clone(),
            operation: request.operation.clone(),
            class,
            account,
            region,
            outcome,
            identifiers,
            request_id,
            milliseconds,
        };
        self.tell(request, &answered)?;
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakeCloud, Memory, Role, SinkError};
    use crate::value;
    use std::sync::Mutex;

    fn ledger(answer: Result<Value, CloudError>, sink: Arc<dyn Sink>) -> (Arc<FakeCloud>, Latch, Ledger) {
        let fake = Arc::new(FakeCloud::answering([answer]));
        let latch = Latch::default();
        let pin = Pin {
            account: "111111111111".into(),
            region: "us-east-1".into(),
            accounts: [("partner".to_owned(), "222222222222".to_owned())].into(),
            ..Pin::default()
        };
        (
            fake.clone(),
            latch.clone(),
            Ledger::new(fake, pin, Catalogue::embedded(), sink, latch),
        )
    }

    fn create() -> Request {
        Request::new("ec2", "CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" })).mutating()
    }

    #[test]
    fn a_change_is_told_before_and_after_with_its_identifiers() {
        let memory = Arc::new(Memory::default());
        let output = value!({ "Vpc": { "VpcId": "vpc-1", "State": "pending" }, "ResponseMetadata": { "RequestId": "r-1" } });
        let (_, _, ledger) = ledger(Ok(output), memory.clone());
        let answer = ledger.call(&create()).unwrap();
        assert_eq!(
            answer,
            value!({ "Vpc": { "VpcId": "vpc-1", "State": "pending" } })
        );
        let events = memory.events();
        let [
            Event::CallIntended { call: 1, .. },
            Event::CallAnswered {
                call: 1,
                identifiers,
                request_id,
                account,
                ..
            },
        ] = &events[..]
        else {
            panic!("{events:?}");
        };
        assert_eq!(identifiers.get("Vpc.VpcId").map(Value::text), Some("vpc-1"));
        assert_eq!(
            (request_id.as_deref(), account.as_str()),
            (Some("r-1"), "111111111111")
        );
    }

    #[test]
    fn a_read_is_told_once_and_an_error_by_its_code() {
        let memory = Arc::new(Memory::default());
        let request = Request::new("ec2", "DescribeVpcs", Value::map());
        let error = CloudError::new(&request, Fault::Service, "InvalidVpcID.NotFound", "no such VPC");
        let (_, _, ledger) = ledger(Err(error.clone()), memory.clone());
        assert_eq!(ledger.call(&request), Err(error));
        let events = memory.events();
        let [
            Event::CallAnswered {
                outcome: CallOutcome::Refused { code, .. },
                ..
            },
        ] = &events[..]
        else {
            panic!("{events:?}");
        };
        assert_eq!(code, "InvalidVpcID.NotFound");
    }

    #[test]
    fn a_call_elsewhere_is_told_with_the_account_it_is_meant_for() {
        let role = || vec![Role::of("arn:aws:iam::333333333333:role/Lab").unwrap()];
        for (account, roles, told) in [
            (Some("partner"), Vec::new(), "222222222222"),
            (Some("stranger"), Vec::new(), "stranger"),
            (None, role(), "333333333333"),
            (Some("partner"), role(), "333333333333"),
        ] {
            let memory = Arc::new(Memory::default());
            let (_, _, ledger) = ledger(Ok(Value::map()), memory.clone());
            let request = Request {
                account: account.map(str::to_owned),
                roles,
                ..create()
            };
            ledger.call(&request).unwrap();
            for event in memory.events() {
                let (Event::CallIntended { account, .. } | Event::CallAnswered { account, .. }) = event
                else {
                    panic!("{event:?}");
                };
                assert_eq!(account, told);
            }
        }
    }

    /// Fails from the nth event on.
    struct Full(Mutex<usize>);

    impl Sink for Full {
        fn emit(&self, _: &Event) -> Result<(), SinkError> {
            let mut left = self.0.lock().unwrap();
            if *left == 0 {
                return Err(SinkError("no space left".into()));
            }
            *left -= 1;
            Ok(())
        }
    }

    #[test]
    fn what_cannot_be_recorded_is_not_sent() {
        let (fake, latch, ledger) = ledger(Ok(Value::map()), Arc::new(Full(Mutex::new(0))));
        let error = ledger.call(&create()).unwrap_err();
        assert_eq!(error.fault, Fault::Machine);
        assert!(fake.requests().is_empty());
        assert!(matches!(latch.get(), Some(Stop::Broken(_))));
    }

    #[test]
    fn an_answer_that_cannot_be_recorded_breaks_the_run() {
        let (fake, latch, ledger) = ledger(Ok(Value::map()), Arc::new(Full(Mutex::new(1))));
        assert_eq!(ledger.call(&create()).unwrap_err().code, "NoRecord");
        assert_eq!(fake.requests().len(), 1);
        assert!(latch.get().is_some());
    }
}
