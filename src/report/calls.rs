//! A call to AWS.

use crate::event::Class;
use crate::value::Map;
use serde::Serialize;

/// How a call came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Result {
    /// AWS did it.
    Answered,
    /// AWS, the guard or the machine said no.
    Refused,
    /// It was to be sent when the run was cut off: whether it arrived is not known.
    Unanswered,
}

/// A call to AWS.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Call {
    /// Its number in the run, from 1.
    pub call: u64,
    /// boto3's service name.
    pub service: String,
    /// The operation.
    pub operation: String,
    /// What it does to the account.
    pub class: Class,
    /// The account, where it is known.
    pub account: String,
    /// The region.
    pub region: String,
    /// How it came out.
    pub result: Result,
    /// The error code of a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The message of a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The identifiers and names among its parameters; of a read they are not kept.
    pub parameters: Map,
    /// The identifiers among its answer.
    pub identifiers: Map,
    /// AWS's id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How long it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<u64>,
}
