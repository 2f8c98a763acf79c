//! What is wrong with a signature, in the words of each kind of service.
//!
//! Codes, statuses and texts: "Common Error Types" of each service's API reference, "Error responses" of Amazon S3's,
//! "Error codes for the Amazon EC2 API", and the answers that users of the SDKs quote (November 2026).

use crate::api::{Protocol, Service};
use crate::cloud::Denied;
use jiff::{SignedDuration, Timestamp};

/// Why a request is not let in.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Denial {
    /// It has no signature.
    Missing,
    /// The signature is without this.
    Incomplete(String),
    /// It is of another kind.
    OtherAlgorithm,
    /// Nobody was given the key.
    UnknownKey,
    /// The session's token is another one, or missing, or there is one where there is no session.
    WrongToken,
    /// It is not what the secret makes of the request.
    WrongSignature,
    /// The time of the signature is too far away.
    Skewed {
        /// When it was signed.
        signed_at: Timestamp,
        /// The server's time.
        now: Timestamp,
    },
    /// The presigned request has lived its time.
    UrlExpired,
    /// The presigned request is from the future.
    UrlEarly,
    /// The presigned request wants to live no time, or too long.
    WrongLife,
    /// The body is not the one that was signed.
    OtherBody,
}

/// Services of one way to say no.
#[derive(Clone, Copy)]
enum Family {
    S3,
    Ec2,
    Query,
    Json,
    RestJson,
}

const INVALID_TOKEN: &str = "The security token included in the request is invalid.";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS \
                        Secret Access Key and signing method. Consult the service documentation for details.";
const EC2_AUTH: &str = "AWS was not able to validate the provided access credentials";

impl Denial {
    /// Code, message and status as a service has them.
    pub(super) fn told(&self, service: Option<&Service>) -> Denied {
        let family = match service {
            Some(service) if service.name == "s3" => Family::S3,
            Some(service) => match service.protocol {
                Protocol::Ec2 => Family::Ec2,
                Protocol::Query | Protocol::RestXml => Family::Query,
                Protocol::Json | Protocol::Cbor => Family::Json,
                Protocol::RestJson => Family::RestJson,
            },
            None => Family::Query,
        };
        let (code, message, status) = self.words(family);
        Denied {
            code: code.to_owned(),
            message,
            status,
        }
    }

    fn words(&self, family: Family) -> (&'static str, String, u16) {
        use Family::{Ec2, Json, Query, RestJson, S3};
        // awsJson answers every fault of the caller with 400.
        let status = if matches!(family, Json) { 400 } else { 403 };
        let of = |code: &'static str, message: &str, status: u16| (code, message.to_owned(), status);
        match (self, family) {
            (Denial::Missing, S3) => of("AccessDenied", "Access Denied", 403),
            (Denial::Missing, Ec2 | Query) => of(
                "MissingAuthenticationToken",
                "Request is missing Authentication Token",
                403,
            ),
            (Denial::Missing, Json | RestJson) => of(
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
                status,
            ),
            (Denial::Incomplete(what), S3) => (
                "AuthorizationHeaderMalformed",
                format!("The authorization header is malformed; it lacks {what}."),
                400,
            ),
            (Denial::Incomplete(what), Ec2) => {
                ("AuthFailure", format!("Authorization requires {what}."), 401)
            }
            (Denial::Incomplete(what), Query) => (
                "IncompleteSignature",
                format!("Authorization requires {what}."),
                400,
            ),
            (Denial::Incomplete(what), Json | RestJson) => (
                "IncompleteSignatureException",
                format!("Authorization requires {what}."),
                status,
            ),
            (Denial::OtherAlgorithm, S3) => of(
                "InvalidRequest",
                "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
                400,
            ),
            (Denial::OtherAlgorithm, _) => {
                Denial::Incomplete("the algorithm AWS4-HMAC-SHA256".to_owned()).words(family)
            }
            (Denial::UnknownKey, S3) => of(
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.",
                403,
            ),
            (Denial::WrongToken, S3) => of(
                "InvalidToken",
                "The provided token is malformed or otherwise invalid.",
                400,
            ),
            (Denial::UnknownKey | Denial::WrongToken | Denial::WrongSignature, Ec2) => {
                of("AuthFailure", EC2_AUTH, 401)
            }
            (Denial::UnknownKey | Denial::WrongToken, Query) => {
                of("InvalidClientTokenId", INVALID_TOKEN, 403)
            }
            (Denial::UnknownKey | Denial::WrongToken, Json | RestJson) => {
                of("UnrecognizedClientException", INVALID_TOKEN, status)
            }
            (Denial::WrongSignature, S3) => of(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and \
                 signing method.",
                403,
            ),
            (Denial::WrongSignature, Query) => of("SignatureDoesNotMatch", MISMATCH, 403),
            (Denial::WrongSignature, Json | RestJson) => of("InvalidSignatureException", MISMATCH, status),
            (Denial::Skewed { .. }, S3) => of(
                "RequestTimeTooSkewed",
                "The difference between the request time and the current time is too large.",
                403,
            ),
            (Denial::Skewed { .. }, Ec2) => of("RequestExpired", "Request has expired.", 400),
            (Denial::Skewed { signed_at, now }, Query) => {
                ("SignatureDoesNotMatch", skewed(*signed_at, *now), 403)
            }
            (Denial::Skewed { signed_at, now }, Json | RestJson) => {
                ("InvalidSignatureException", skewed(*signed_at, *now), status)
            }
            (Denial::UrlExpired, S3) => of("AccessDenied", "Request has expired", 403),
            (Denial::UrlEarly, S3) => of("AccessDenied", "Request is not valid yet", 403),
            (Denial::UrlExpired | Denial::UrlEarly, _) => of("RequestExpired", "Request has expired.", 400),
            (Denial::WrongLife, S3) => of(
                "AuthorizationQueryParametersError",
                "X-Amz-Expires must be a number of seconds from 1 to 604800",
                400,
            ),
            (Denial::WrongLife, _) => {
                Denial::Incomplete("an X-Amz-Expires of 1 to 604800 seconds".to_owned()).words(family)
            }
            (Denial::OtherBody, S3) => of(
                "XAmzContentSHA256Mismatch",
                "The provided 'x-amz-content-sha256' header does not match what was computed.",
                400,
            ),
            (Denial::OtherBody, _) => Denial::WrongSignature.words(family),
        }
    }
}

/// `Signature expired: 20261124T130000Z is now earlier than 20261124T131500Z (20261124T133000Z - 15 min.)`
fn skewed(signed_at: Timestamp, now: Timestamp) -> String {
    let limit = SignedDuration::from_mins(15);
    let text = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    if signed_at < now {
        let edge = now.checked_sub(limit).unwrap_or(now);
        format!(
            "Signature expired: {} is now earlier than {} ({} - 15 min.)",
            text(signed_at),
            text(edge),
            text(now)
        )
    } else {
        let edge = now.checked_add(limit).unwrap_or(now);
        format!(
            "Signature not yet current: {} is still later than {} ({} + 15 min.)",
            text(signed_at),
            text(edge),
            text(now)
        )
    }
}
