//! The wire without a network: what would be sent for an input, and what an answer says.
//!
//! The protocols of AWS, driven by the models of [`api`](crate::api): AWS's own codecs, with schemas that are made at
//! run time. This is the seam that parity with other clients is proven at; the live client writes and reads through
//! the same code; [`served`] is the other side of it. The room sends nothing.

mod custom;
mod dialect;
mod envelope;
mod failure;
mod plan;
mod read;
mod roots;
mod schema;
pub mod served;
mod time;
mod write;
mod xml;

pub(crate) use custom::prepare;
pub use failure::Failure;
pub(crate) use plan::Plan;

use crate::api::{Operation, Service};
use crate::value::Value;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;

/// A request, unsigned and without an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireRequest {
    /// `POST`.
    pub method: String,
    /// Path and query string.
    pub uri: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WireAnswer {
    /// The HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer that gives no output.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The service answered an error.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// The answer cannot be read.
    #[error("{0}")]
    Unreadable(String),
}

/// The request of a call, with the customisations that a live call would get.
///
/// # Errors
/// Why it cannot be written: a stream of events, or a value that does not fit the model.
pub fn request(
    service: &'static Service,
    operation: &'static Operation,
    input: &Value,
) -> Result<WireRequest, String> {
    let plan = Plan::of(service, operation).ok_or_else(|| unspoken(service, operation))?;
    let input = prepare(service, operation, input);
    let request = plan.write(&input, &bag(plan)).map_err(|e| e.to_string())?;
    Ok(WireRequest {
        method: request.method().to_owned(),
        uri: request.uri().to_owned(),
        headers: request
            .headers()
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: request.body().bytes().unwrap_or_default().to_vec(),
    })
}

/// The output in an answer.
///
/// # Errors
/// The error that it holds instead, or why it cannot be read.
pub fn answer(
    service: &'static Service,
    operation: &'static Operation,
    answer: &WireAnswer,
) -> Result<Value, WireError> {
    let unreadable = |e: String| WireError::Unreadable(e);
    let plan = Plan::of(service, operation).ok_or_else(|| unreadable(unspoken(service, operation)))?;
    let status = StatusCode::try_from(answer.status).map_err(|e| unreadable(e.to_string()))?;
    let mut response = Response::new(status, SdkBody::from(answer.body.clone()));
    for (name, value) in &answer.headers {
        response
            .headers_mut()
            .try_append(name.clone(), value.clone())
            .map_err(|e| unreadable(e.to_string()))?;
    }
    read(plan, &response, &bag(plan))
}

/// What both the wire and a live call read an answer by.
pub(crate) fn read(plan: &Plan, response: &Response, cfg: &ConfigBag) -> Result<Value, WireError> {
    if !response.status().is_success() || late(plan, response) {
        return Err(WireError::Failed(Box::new(Failure::read(plan, response, cfg))));
    }
    let mut output = plan
        .read(response, cfg)
        .map_err(|e| WireError::Unreadable(e.to_string()))?;
    custom::finish(plan.service, plan.operation, response, &mut output);
    Ok(output)
}

/// S3 may begin an answer with 200 before it knows that it failed. The bytes of an object are never taken for that.
fn late(plan: &Plan, response: &Response) -> bool {
    let body = response.body().bytes().unwrap_or_default();
    let error = || {
        let text = String::from_utf8_lossy(body.get(..512).unwrap_or(body));
        text.trim_start()
            .trim_start_matches("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
            .trim_start()
            .starts_with("<Error>")
    };
    plan.service.name == "s3" && !plan.streams() && error()
}

/// Why an operation has no [`Plan`].
pub(crate) fn unspoken(service: &Service, operation: &Operation) -> String {
    format!(
        "{}:{} is a stream of events, and streams of events are not spoken here",
        service.name, operation.name
    )
}

fn bag(plan: &Plan) -> ConfigBag {
    let mut bag = ConfigBag::base();
    bag.interceptor_state().store_put(Metadata::new(
        plan.operation.name.as_str(),
        plan.service.service_id.as_str(),
    ));
    bag
}
