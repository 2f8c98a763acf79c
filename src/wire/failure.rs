//! Errors as AWS answers them, in the form that the runtime's retries and our callers read.

use super::plan::Plan;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::{ErrorKind, ProvideErrorKind};
use aws_smithy_xml::decode::{Document, try_data};
use aws_types::request_id::RequestId;
use std::fmt;

/// An error that a service answered.
#[derive(Debug)]
pub struct Failure {
    /// The code as on the wire, without namespace: `NoSuchEntity`.
    pub code: String,
    /// AWS's message.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// AWS's id of the request.
    pub request_id: Option<String>,
    meta: ErrorMetadata,
    retryable: bool,
}

impl Failure {
    /// The error in an answer.
    pub(super) fn read(plan: &Plan, response: &Response, cfg: &ConfigBag) -> Failure {
        // An error that came too late for the status is the server's.
        let status = match response.status().as_u16() {
            200..=299 => 500,
            status => status,
        };
        let body = response.body().bytes().unwrap_or_default();
        let meta = plan
            .read_error(response, cfg)
            .map(|builder| builder.build())
            .unwrap_or_default();
        // Services that were Query once give the code that their callers know in a header of its own.
        let former = response
            .headers()
            .get("x-amzn-query-error")
            .and_then(|value| value.split(';').next());
        // ec2 (and any server that answers XML where JSON was due) is read as text.
        let code = former
            .map(str::to_owned)
            .or_else(|| meta.code().map(str::to_owned))
            .or_else(|| element(body, "Code"));
        let code = code
            .filter(|code| !code.is_empty())
            .unwrap_or_else(|| status.to_string());
        let message = meta
            .message()
            .map(str::to_owned)
            .or_else(|| element(body, "Message"));
        let message = message.unwrap_or_else(|| {
            let reason = http::StatusCode::from_u16(status)
                .ok()
                .and_then(|status| status.canonical_reason());
            reason.unwrap_or("the service gave no reason").to_owned()
        });
        let request_id = response
            .request_id()
            .map(str::to_owned)
            .or_else(|| response.headers().get("x-amz-request-id").map(str::to_owned))
            .or_else(|| element(body, "RequestId"))
            .or_else(|| element(body, "RequestID"));
        let retryable = plan.operation.errors.iter().any(|&id| {
            let shape = plan.service.shape(id);
            shape
                .error()
                .is_some_and(|facts| facts.retryable && facts.code.as_ref().unwrap_or(&shape.name) == &code)
        });
        let meta = ErrorMetadata::builder()
            .code(code.clone())
            .message(message.clone())
            .build();
        Failure {
            code,
            message,
            status,
            request_id,
            meta,
            retryable,
        }
    }
}

/// The text of the first element of this name, at any depth.
fn element(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body)
        .ok()
        .filter(|text| text.trim_start().starts_with('<'))?;
    let mut document = Document::new(text);
    while let Some(start) = document.next_start_element() {
        if start.matches(name) {
            let mut scope = document.scoped_to(start);
            return try_data(&mut scope).ok().map(std::borrow::Cow::into_owned);
        }
    }
    None
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Failure {}

impl ProvideErrorMetadata for Failure {
    fn meta(&self) -> &ErrorMetadata {
        &self.meta
    }
}

impl ProvideErrorKind for Failure {
    fn retryable_error_kind(&self) -> Option<ErrorKind> {
        self.retryable.then_some(ErrorKind::ServerError)
    }

    fn code(&self) -> Option<&str> {
        Some(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_at_any_depth() {
        let body = b"<?xml version='1.0'?><Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>a &amp; b</Message></Error></Errors><RequestID>r-1</RequestID></Response>";
        assert_eq!(element(body, "Code").as_deref(), Some("InvalidVpcID.NotFound"));
        assert_eq!(element(body, "Message").as_deref(), Some("a & b"));
        assert_eq!(element(body, "RequestID").as_deref(), Some("r-1"));
        assert_eq!(element(body, "Absent"), None);
        assert_eq!(element(b"{\"Code\": 1}", "Code"), None);
    }
}
