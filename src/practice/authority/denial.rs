//! Denials, in each service's code and words (AWS: "Troubleshoot access denied error messages" of the IAM user guide;
//! EC2's from "Error codes for the Amazon EC2 API").

use crate::api::Protocol;
use crate::practice::model::Model;
use crate::practice::policy::{Question, Why};
use crate::practice::refusal::Refusal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use serde_json::json;
use std::io::Read;

/// What a longest message says when it is decoded; more is no message of ours.
const LONGEST: u64 = 64 * 1024;

/// The refusal of a call.
pub(super) fn refusal(model: Model, question: &Question, why: Why) -> Refusal {
    let quoted = model.service.name == "s3";
    let said = words(question, why, quoted);
    let (code, message, status) = match model.service.protocol {
        Protocol::Ec2 => {
            let mut message = format!("You are not authorized to perform this operation. {said}");
            if question.resource != "*" {
                message.push_str(". Encoded authorization failure message: ");
                message.push_str(&encoded(question, why));
            }
            ("UnauthorizedOperation", message, 403)
        }
        Protocol::Query | Protocol::RestXml => ("AccessDenied", said, 403),
        Protocol::RestJson => ("AccessDeniedException", said, 403),
        Protocol::Json | Protocol::Cbor => ("AccessDeniedException", said, 400),
    };
    Refusal::new(code, message).status(status)
}

/// Who may not do what to what, and why.
fn words(question: &Question, why: Why, quoted: bool) -> String {
    let (action, resource) = (&question.action, &question.resource);
    let on = match (resource.as_str(), quoted) {
        ("*", _) if action.starts_with("ec2:") => String::new(),
        (resource, true) => format!(" on resource: \"{resource}\""),
        (resource, false) => format!(" on resource: {resource}"),
    };
    let because = match why {
        // STS does not tell who should have trusted whom.
        Why::Implicit(_) if action == super::TRUST => String::new(),
        Why::Implicit(kind) => format!("because no {} allows the {action} action", kind.word()),
        Why::Explicit(kind) => {
            let article = if kind.word().starts_with('i') { "an" } else { "a" };
            format!("with an explicit deny in {article} {}", kind.word())
        }
    };
    let said = format!(
        "User: {} is not authorized to perform: {action}{on} {because}",
        question.subject.arn
    );
    said.trim_end().to_owned()
}

/// The message that `DecodeAuthorizationMessage` opens. AWS's is secret; this one is packed.
fn encoded(question: &Question, why: Why) -> String {
    let told = json!({
        "allowed": false,
        "explicitDeny": matches!(why, Why::Explicit(_)),
        "matchedStatements": { "items": [] },
        "failures": { "items": [] },
        "context": {
            "principal": { "arn": question.subject.arn, "account": question.subject.account },
            "action": question.action,
            "resource": question.resource,
            "conditions": { "items": [] },
        },
    })
    .to_string();
    let mut packed = Vec::new();
    DeflateEncoder::new(told.as_bytes(), Compression::best())
        .read_to_end(&mut packed)
        .unwrap_or_default();
    URL_SAFE_NO_PAD.encode(packed)
}

/// What an encoded message says, where it is one.
pub(crate) fn decoded(message: &str) -> Option<String> {
    let packed = URL_SAFE_NO_PAD.decode(message).ok()?;
    let mut told = String::new();
    DeflateDecoder::new(packed.as_slice())
        .take(LONGEST)
        .read_to_string(&mut told)
        .ok()?;
    let json: serde_json::Value = serde_json::from_str(&told).ok()?;
    json.get("allowed").map(|_| told)
}
