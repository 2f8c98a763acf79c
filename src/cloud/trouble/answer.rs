//! The error answers of a rehearsal, as AWS gives them in each protocol.
//!
//! Codes: the common errors of the Query and JSON services, ec2's `RequestLimitExceeded`, S3's `SlowDown`, as AWS's API
//! references list them.

use super::rule::Kind;
use crate::api::{Protocol, Service};
use crate::wire::Plan;
use crate::wire::served::refusal;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

/// What is said in place of an answer.
pub(super) fn answer(plan: &Plan, kind: Kind) -> Result<HttpResponse, ConnectorError> {
    let (status, code, message) = said(plan.service, kind);
    let message = format!("{message} (a rehearsal)");
    let operation = Some(plan.operation);
    let written = refusal(plan.service, operation, code, &message, Some(status), "rehearsal");
    let status = StatusCode::try_from(written.status).map_err(|error| ConnectorError::user(error.into()))?;
    let mut response = HttpResponse::new(status, SdkBody::from(written.body));
    for (name, value) in written.headers {
        let held = response.headers_mut().try_insert(name, value);
        held.map_err(|error| ConnectorError::user(error.into()))?;
    }
    Ok(response)
}

/// Status, code and message.
fn said(service: &Service, kind: Kind) -> (u16, &'static str, &'static str) {
    let s3 = service.name == "s3";
    match (kind, service.protocol) {
        (Kind::Throttle, Protocol::Ec2) => (503, "RequestLimitExceeded", "Request limit exceeded."),
        (Kind::Throttle, Protocol::RestXml) if s3 => (503, "SlowDown", "Please reduce your request rate."),
        (Kind::Throttle, Protocol::Query | Protocol::RestXml) => (400, "Throttling", "Rate exceeded"),
        (Kind::Throttle, Protocol::RestJson) => (429, "ThrottlingException", "Rate exceeded"),
        (Kind::Throttle, Protocol::Json | Protocol::Cbor) => (400, "ThrottlingException", "Rate exceeded"),
        (Kind::Deny, Protocol::Ec2) => (
            403,
            "UnauthorizedOperation",
            "You are not authorized to perform this operation.",
        ),
        (Kind::Deny, Protocol::Query | Protocol::RestXml) => (403, "AccessDenied", "Access Denied"),
        (Kind::Deny, Protocol::RestJson) => (403, "AccessDeniedException", "Access Denied"),
        (Kind::Deny, Protocol::Json | Protocol::Cbor) => (400, "AccessDeniedException", "Access Denied"),
        (Kind::Expire, Protocol::Ec2) => (400, "RequestExpired", "Request has expired."),
        (Kind::Expire, Protocol::Query | Protocol::RestXml) => (
            if s3 { 400 } else { 403 },
            "ExpiredToken",
            "The security token included in the request is expired",
        ),
        (Kind::Expire, Protocol::RestJson | Protocol::Json | Protocol::Cbor) => (
            400,
            "ExpiredTokenException",
            "The security token included in the request is expired",
        ),
        (Kind::Error(503), Protocol::Ec2) => (503, "Unavailable", "The service is unavailable."),
        (Kind::Error(503), _) => (503, "ServiceUnavailable", "The service is unavailable."),
        (Kind::Error(status), Protocol::Ec2 | Protocol::RestXml) if status >= 500 => {
            (status, "InternalError", "An internal error has occurred")
        }
        (Kind::Error(status), _) if status >= 500 => {
            (status, "InternalFailure", "An internal failure has occurred")
        }
        (Kind::Error(status), _) => (status, "ValidationError", "The request is not valid"),
        (Kind::Latency(_) | Kind::Reset | Kind::Timeout | Kind::Truncate | Kind::Malformed, _) => {
            (500, "InternalFailure", "An internal failure has occurred")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::wire::{self, WireAnswer, WireError};
    use std::time::Duration;

    /// Every answer reads as the error that it is, in every protocol.
    #[test]
    fn answers_are_read_as_errors() {
        let kinds = [
            Kind::Throttle,
            Kind::Deny,
            Kind::Expire,
            Kind::Error(500),
            Kind::Error(503),
            Kind::Error(404),
            Kind::Latency(Duration::ZERO),
        ];
        for (service, operation) in [
            ("ssm", "GetParameter"),
            ("guardduty", "ListDetectors"),
            ("s3", "ListBuckets"),
            ("route53", "ListHostedZones"),
            ("iam", "ListUsers"),
            ("ec2", "DescribeVpcs"),
        ] {
            for kind in kinds {
                holds(service, operation, kind);
            }
        }
        let catalogue = Catalogue::embedded();
        let cbor = catalogue
            .names()
            .filter_map(|name| catalogue.service(name))
            .find(|service| service.protocol == Protocol::Cbor)
            .unwrap();
        let operation = cbor.operations().next().unwrap();
        holds(&cbor.name, &operation.name, Kind::Throttle);
    }

    fn holds(service: &str, operation: &str, kind: Kind) {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        let (status, code, _) = said(service, kind);
        let response = answer(Plan::of(service, operation).unwrap(), kind).unwrap();
        let wire = WireAnswer {
            status: response.status().as_u16(),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: response.body().bytes().unwrap_or_default().to_vec(),
        };
        let Err(WireError::Failed(failure)) = wire::answer(service, operation, &wire) else {
            panic!("{} {kind:?} is no error", service.name);
        };
        assert_eq!(
            (failure.status, failure.code.as_str()),
            (status, code),
            "{} {kind:?}",
            service.name
        );
        assert!(failure.message.ends_with("(a rehearsal)"), "{}", failure.message);
    }
}
