//! A call that the world refuses, in AWS's words.

use crate::port::Fault;

/// What a handler gives: the record or structure to project, or a refusal.
pub(crate) type Answer = Result<crate::value::Value, Refusal>;

/// Why not. The HTTP status comes from the model's error shape where none is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    /// AWS's code: `DependencyViolation`.
    pub(crate) code: String,
    /// AWS's message.
    pub(crate) message: String,
    /// The HTTP status, where neither model nor 400 is right.
    pub(crate) status: Option<u16>,
    /// Who refuses: the service, unless practice itself cannot serve the call.
    pub(crate) fault: Fault,
}

impl Refusal {
    /// A refusal by the service.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Refusal {
        Refusal {
            code: code.to_owned(),
            message: message.into(),
            status: None,
            fault: Fault::Service,
        }
    }

    /// With an HTTP status.
    pub(crate) fn status(mut self, status: u16) -> Refusal {
        self.status = Some(status);
        self
    }

    /// What AWS would do but practice does not: `KeyNames of ec2:DescribeKeyPairs`.
    pub(crate) fn unmodelled(what: &str) -> Refusal {
        Refusal {
            code: "NotModelled".to_owned(),
            message: format!("practice does not model {what}"),
            status: None,
            fault: Fault::Unmodelled,
        }
    }
}
