//! Writing an error, as each protocol does.

use crate::api::{ErrorFacts, Operation, Protocol, Service, Shape};
use crate::wire::WireAnswer;
use aws_smithy_cbor::Encoder;
use aws_smithy_xml::encode::XmlWriter;
use serde_json::json;

/// The answer that carries an error. The status is the one given, else the model's, else what such a code usually has.
#[must_use]
pub fn refusal(
    service: &'static Service,
    operation: Option<&'static Operation>,
    code: &str,
    message: &str,
    status: Option<u16>,
    request_id: &str,
) -> WireAnswer {
    let shape = operation.and_then(|operation| shape_of(service, operation, code));
    let facts = shape.and_then(Shape::error);
    let status = status
        .or(facts.and_then(|facts| facts.status))
        .unwrap_or_else(|| usual(code));
    let sender = facts.map_or(status < 500, |facts| facts.sender || status < 500);
    let kind = if sender { "Sender" } else { "Receiver" };
    let (headers, body) = match service.protocol {
        Protocol::Query => {
            let namespace = service
                .xml_namespace
                .as_ref()
                .map(|uri| format!(" xmlns=\"{uri}\""));
            let error = [leaf("Type", kind), leaf("Code", code), leaf("Message", message)].concat();
            let body = format!(
                "<ErrorResponse{}><Error>{error}</Error>{}</ErrorResponse>",
                namespace.unwrap_or_default(),
                leaf("RequestId", request_id)
            );
            (typed("text/xml"), body)
        }
        Protocol::Ec2 => {
            let error = [leaf("Code", code), leaf("Message", message)].concat();
            let id = leaf("RequestID", request_id);
            (
                typed("text/xml"),
                format!("<Response><Errors><Error>{error}</Error></Errors>{id}</Response>"),
            )
        }
        Protocol::RestXml => {
            let error = [leaf("Code", code), leaf("Message", message)].concat();
            let id = leaf("RequestId", request_id);
            let body = if service.name == "s3" {
                format!("<Error>{error}{id}</Error>")
            } else {
                format!(
                    "<ErrorResponse><Error>{}{error}</Error>{id}</ErrorResponse>",
                    leaf("Type", kind)
                )
            };
            (typed("application/xml"), body)
        }
        Protocol::Json | Protocol::RestJson => json_error(service, shape, code, message, kind),
        Protocol::Cbor => return stamped(service, cbor_error(status, code, message), request_id),
    };
    let answer = WireAnswer {
        status,
        headers,
        body: body.into_bytes(),
    };
    stamped(service, answer, request_id)
}

fn json_error(
    service: &Service,
    shape: Option<&Shape>,
    code: &str,
    message: &str,
    kind: &str,
) -> (Vec<(String, String)>, String) {
    let version = service.json_version.as_deref().unwrap_or("1.1");
    let mut headers = typed(&match service.protocol {
        Protocol::RestJson => "application/json".to_owned(),
        _ => format!("application/x-amz-json-{version}"),
    });
    // A service that was Query once gives its former code in a header, and the shape's name as the type.
    let former = shape.filter(|_| service.query_compatible);
    let name = former.map_or(code, |shape| &shape.name);
    if service.query_compatible {
        headers.push(("x-amzn-query-error".to_owned(), format!("{code};{kind}")));
    }
    headers.push(("x-amzn-errortype".to_owned(), name.to_owned()));
    let told = shape
        .and_then(|shape| {
            shape
                .members()
                .iter()
                .find(|member| member.name.eq_ignore_ascii_case("message"))
        })
        .map_or("message", |member| member.wire_name());
    let body = match service.protocol {
        Protocol::RestJson => json!({ told: message }),
        _ => json!({ "__type": name, told: message }),
    };
    (headers, body.to_string())
}

fn cbor_error(status: u16, code: &str, message: &str) -> WireAnswer {
    let mut encoder = Encoder::new(Vec::new());
    encoder
        .begin_map()
        .str("__type")
        .str(code)
        .str("message")
        .str(message)
        .end();
    let mut headers = typed("application/cbor");
    headers.push(("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned()));
    WireAnswer {
        status,
        headers,
        body: encoder.into_writer(),
    }
}

/// The code that a service has for an input that its model does not take, which only the service can see: an AWS SDK
/// sends any text for an enumeration (each service's "Common Error Types", and what its operations declare).
#[must_use]
pub fn misfit(service: &'static Service, operation: &Operation) -> &'static str {
    const DECLARED: &[&str] = &[
        "ValidationException",
        "InvalidParameterException",
        "BadRequestException",
    ];
    let declared = || {
        DECLARED
            .iter()
            .find(|code| shape_of(service, operation, code).is_some())
    };
    match service.protocol {
        Protocol::RestXml => "MalformedXML",
        Protocol::Ec2 => "InvalidParameterValue",
        Protocol::Query => "ValidationError",
        Protocol::Json | Protocol::RestJson | Protocol::Cbor => {
            declared().copied().unwrap_or("ValidationException")
        }
    }
}

/// The error's shape: one that the operation declares under this code or name.
fn shape_of(service: &'static Service, operation: &Operation, code: &str) -> Option<&'static Shape> {
    let shapes = || operation.errors.iter().map(|id| service.shape(*id));
    let coded = |shape: &&Shape| {
        let facts: Option<&ErrorFacts> = shape.error();
        facts.and_then(|facts| facts.code.as_deref()) == Some(code)
    };
    shapes()
        .find(coded)
        .or_else(|| shapes().find(|shape| shape.name == code))
}

/// The status that AWS's common errors have.
fn usual(code: &str) -> u16 {
    match code {
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" => 403,
        "UnknownOperationException" => 404,
        "InternalError" | "InternalFailure" | "InternalServerError" => 500,
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        _ => 400,
    }
}

/// An element with a text.
pub(super) fn leaf(name: &str, text: &str) -> String {
    let mut written = String::new();
    let mut writer = XmlWriter::new(&mut written);
    let mut element = writer.start_el(name).finish();
    element.data(text);
    element.finish();
    written
}

fn typed(kind: &str) -> Vec<(String, String)> {
    vec![("content-type".to_owned(), kind.to_owned())]
}

/// The answer with the request's id in its header.
pub(super) fn stamped(service: &Service, mut answer: WireAnswer, request_id: &str) -> WireAnswer {
    let name = if service.name == "s3" {
        "x-amz-request-id"
    } else {
        "x-amzn-requestid"
    };
    answer.headers.push((name.to_owned(), request_id.to_owned()));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::wire::{self, WireError};

    fn told(service: &str, operation: &str, code: &str, message: &str) -> (WireAnswer, wire::Failure) {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        let answer = refusal(service, Some(operation), code, message, None, "r-1");
        let WireError::Failed(failure) = wire::answer(service, operation, &answer).unwrap_err() else {
            panic!("{answer:?}")
        };
        (answer, *failure)
    }

    /// One service a protocol, and the ones that do it their own way. What is written is read by the client's side.
    #[test]
    fn every_protocol_tells_code_message_status_and_id() {
        let message = "no <such> thing & \"é\"";
        for (service, operation, code, status) in [
            ("iam", "GetUser", "NoSuchEntity", 404),
            ("ec2", "DescribeVpcs", "InvalidVpcID.NotFound", 400),
            ("guardduty", "GetDetector", "BadRequestException", 400),
            ("s3", "GetObject", "NoSuchKey", 404),
            ("route53", "GetHostedZone", "NoSuchHostedZone", 404),
            ("logs", "DescribeLogStreams", "ResourceNotFoundException", 400),
            ("lambda", "GetFunction", "ResourceNotFoundException", 404),
            (
                "sqs",
                "GetQueueUrl",
                "AWS.SimpleQueueService.NonExistentQueue",
                400,
            ),
            ("iam", "GetUser", "AccessDenied", 403),
            ("eventbridgev2", "PutEvents", "ResourceNotFoundException", 404),
        ] {
            let (_, failure) = told(service, operation, code, message);
            assert_eq!(
                (
                    failure.code.as_str(),
                    failure.message.as_str(),
                    failure.status,
                    failure.request_id.as_deref()
                ),
                (code, message, status, Some("r-1")),
                "{service}"
            );
        }
    }

    #[test]
    fn errors_look_as_aws_writes_them() {
        let body = |service, operation, code| {
            let (answer, _) = told(service, operation, code, "m");
            String::from_utf8(answer.body).unwrap()
        };
        for (service, operation, code, expected) in [
            (
                "iam",
                "GetUser",
                "NoSuchEntity",
                r#"<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"#,
            ),
            (
                "ec2",
                "DescribeVpcs",
                "InvalidVpcID.NotFound",
                r#"<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>m</Message></Error></Errors><RequestID>r-1</RequestID></Response>"#,
            ),
            (
                "s3",
                "GetObject",
                "NoSuchKey",
                r#"<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>r-1</RequestId></Error>"#,
            ),
            (
                "route53",
                "GetHostedZone",
                "NoSuchHostedZone",
                r#"<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>m</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"#,
            ),
            (
                "lambda",
                "GetFunction",
                "ResourceNotFoundException",
                r#"{"Message":"m"}"#,
            ),
            (
                "cloudwatch",
                "GetDashboard",
                "ResourceNotFound",
                r#"{"__type":"DashboardNotFoundError","message":"m"}"#,
            ),
        ] {
            assert_eq!(body(service, operation, code), expected);
        }
    }
}
