//! The error answers of a rehearsal, as AWS gives them in each protocol.
//!
//! Codes: the common errors of the Query and JSON services, ec2's `RequestLimitExceeded`, S3's `SlowDown`, as AWS's API
//! references list them.

use super::rule::Kind;
use crate::api::{Protocol, Service};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

/// What is said in place of an answer.
pub(super) fn answer(service: &Service, kind: Kind) -> Result<HttpResponse, ConnectorError> {
    let (status, code, message) = said(service, kind);
    let message = format!("{message} (a rehearsal)");
    let status = StatusCode::try_from(status).map_err(|error| ConnectorError::user(error.into()))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body(service, code, &message)));
    let headers = response.headers_mut();
    headers.insert("x-amzn-requestid", "rehearsal");
    if service.protocol == Protocol::RestJson {
        headers.insert("x-amzn-errortype", code);
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

fn body(service: &Service, code: &str, message: &str) -> String {
    let error = format!("<Code>{code}</Code><Message>{message}</Message>");
    match service.protocol {
        Protocol::Json | Protocol::Cbor | Protocol::RestJson => {
            format!(r#"{{"__type":"{code}","message":"{message}"}}"#)
        }
        Protocol::Ec2 => format!(
            "<Response><Errors><Error>{error}</Error></Errors><RequestID>rehearsal</RequestID></Response>"
        ),
        Protocol::RestXml if service.name == "s3" => format!("<Error>{error}</Error>"),
        Protocol::Query | Protocol::RestXml => format!(
            "<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>rehearsal</RequestId></ErrorResponse>"
        ),
    }
}
