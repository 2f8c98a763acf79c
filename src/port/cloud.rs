//! AWS: any operation by name.

use super::Role;
use crate::event::Access;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

/// One call, before it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// boto3's service name: `ec2`, `iam`, `guardduty`.
    pub service: String,
    /// The operation as AWS writes it: `DescribeVpcs`.
    pub operation: String,
    /// The parameters under the API's own member names, absent ones left out.
    pub input: Value,
    /// Another region than the run's.
    pub region: Option<String>,
    /// Another account than the run's: a name of `accounts:` in the front matter.
    pub account: Option<String>,
    /// The access key that signs the call, as a practice account that is served sees it; none for the run's own learner,
    /// or what reaches the account. A key belongs to one account: `account` is not looked at then.
    pub key: Option<String>,
    /// The roles to call as, each assumed by the session of the one before; the last makes the call.
    pub roles: Vec<Role>,
    /// What the calling block may do.
    pub access: Access,
    /// The step that calls; none for the document setup and the engine.
    pub step: Option<String>,
}

impl Request {
    /// A read in the run's own account and region.
    #[must_use]
    pub fn new(service: &str, operation: &str, input: impl Into<Value>) -> Request {
        Request {
            service: service.to_owned(),
            operation: operation.to_owned(),
            input: input.into(),
            region: None,
            account: None,
            key: None,
            roles: Vec::new(),
            access: Access::Read,
            step: None,
        }
    }

    /// The same call, allowed to mutate.
    #[must_use]
    pub fn mutating(mut self) -> Request {
        self.access = Access::Mutate;
        self
    }
}

/// Where a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// AWS (or the practice world) refused it: an error a script may expect and handle.
    Service,
    /// The parameters do not fit the model; nothing was sent.
    Invalid,
    /// The guard refused it; nothing was sent and the latch is set.
    Guard,
    /// No such service or operation, or the practice world does not model it.
    Unmodelled,
    /// No credentials, or expired ones.
    Credentials,
    /// No answer: network, time limit.
    Transport,
    /// The machine: a world that cannot be saved, a journal that cannot be written.
    Machine,
}

/// A call that failed, with all that a person needs to act.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub struct CloudError {
    /// Where it failed.
    pub fault: Fault,
    /// AWS's code, `InvalidVpcID.NotFound`, or ours in the same style.
    pub code: String,
    /// AWS's message, or ours.
    pub message: String,
    /// boto3's service name.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// AWS's id of the request.
    pub request_id: Option<String>,
    /// What to do, if that can be said.
    pub advice: Option<String>,
}

/// Codes by which AWS asks to slow down with a status that says nothing (AWS SDKs and Tools reference, "Retry behavior").
const SLOW_DOWN: [&str; 6] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
];

impl CloudError {
    /// An error of one call.
    #[must_use]
    pub fn new(request: &Request, fault: Fault, code: &str, message: impl Into<String>) -> CloudError {
        CloudError {
            fault,
            code: code.to_owned(),
            message: message.into(),
            service: request.service.clone(),
            operation: request.operation.clone(),
            status: None,
            request_id: None,
            advice: None,
        }
    }

    /// True where AWS, or the way to it, may do better soon: it asked to slow down, failed by itself, or its answer was
    /// lost.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self.fault {
            Fault::Transport => true,
            Fault::Service => {
                self.status.is_some_and(|status| status == 429 || status >= 500)
                    || SLOW_DOWN.contains(&self.code.as_str())
            }
            Fault::Invalid | Fault::Guard | Fault::Unmodelled | Fault::Credentials | Fault::Machine => false,
        }
    }

    /// With advice.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> CloudError {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for CloudError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{} failed with {}: {}",
            self.service, self.operation, self.code, self.message
        )
    }
}

/// The account a run works in. Implemented by the live client, the practice world and each layer of middleware.
pub trait Cloud: Send + Sync {
    /// Makes one call and gives its output: the members of the operation's output shape, lists whole.
    ///
    /// # Errors
    /// [`CloudError`], its fault saying who refused.
    fn call(&self, request: &Request) -> Result<Value, CloudError>;
}

impl<C: Cloud + ?Sized> Cloud for std::sync::Arc<C> {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        (**self).call(request)
    }
}

/// Answers prepared in order, and the requests that were made: for unit tests.
#[derive(Debug, Default)]
pub struct FakeCloud {
    answers: Mutex<VecDeque<Result<Value, CloudError>>>,
    requests: Mutex<Vec<Request>>,
}

impl FakeCloud {
    /// A cloud that gives these answers in order, then refuses.
    #[must_use]
    pub fn answering(answers: impl IntoIterator<Item = Result<Value, CloudError>>) -> FakeCloud {
        FakeCloud {
            answers: Mutex::new(answers.into_iter().collect()),
            requests: Mutex::default(),
        }
    }

    /// The requests that were made so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Cloud for FakeCloud {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.clone());
        self.answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
            .unwrap_or_else(|| {
                Err(CloudError::new(
                    request,
                    Fault::Unmodelled,
                    "NoAnswer",
                    "the fake has no further answer",
                ))
            })
    }
}
