//! Endpoints, by interpreting a service's rule set.

use super::{Operation, Service};
use crate::value::Value;
use serde_json::{Map as JsonMap, Value as Json};

/// What an endpoint depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointParams {
    /// The region; a few services do without.
    pub region: Option<String>,
    /// IPv6 as well.
    pub dual_stack: bool,
    /// FIPS 140 endpoints.
    pub fips: bool,
    /// An endpoint that is given, as by `AWS_ENDPOINT_URL`.
    pub endpoint: Option<String>,
    /// Address buckets in the path even where they could be a host name.
    pub path_style: bool,
    /// The account, for services whose endpoints carry it.
    pub account: Option<String>,
    /// Parameters that the call itself determines: see [`context`].
    pub context: JsonMap<String, Json>,
}

/// Where to send a call and how to sign it.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// The URL, without a trailing slash.
    pub url: String,
    /// The authentication scheme that the rules name first: `sigv4`, `sigv4a`, `sigv4-s3express`; none where they
    /// leave it to the service.
    pub scheme: Option<String>,
    /// The name to sign with.
    pub signing_name: String,
    /// The region to sign with.
    pub signing_region: Option<String>,
    /// Headers to send along.
    pub headers: Vec<(String, String)>,
    /// Everything that the rules said about the endpoint.
    pub properties: JsonMap<String, Json>,
}

/// No endpoint for these parameters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The rules refuse, in AWS's words.
    #[error("{0}")]
    Refused(String),
    /// The rules need a parameter that was not given: `Region`.
    #[error("the endpoint depends on {0}, which is not known")]
    Missing(String),
    /// The rule set is not understood.
    #[error("the endpoint rules of {service} cannot be followed: {reason}")]
    Rules {
        /// boto3's service name.
        service: String,
        /// Why.
        reason: String,
    },
}

impl Service {
    /// The endpoint for these parameters.
    ///
    /// # Errors
    /// [`EndpointError`] where the rules refuse or lack a parameter.
    pub fn endpoint(&self, params: &EndpointParams) -> Result<Endpoint, EndpointError> {
        todo!("{params:?}")
    }
}

/// The endpoint parameters that a call determines: constants of the operation, and input members that are bound to
/// one (`Bucket`).
#[must_use]
pub fn context(service: &Service, operation: &Operation, input: &Value) -> JsonMap<String, Json> {
    todo!("{service:?} {operation:?} {input:?}")
}
