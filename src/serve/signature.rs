//! Whether a request was signed as it says: AWS's Signature Version 4, in the header or in the query string.
//!
//! The canonical request is built from what came over the wire ("Create a signed AWS API request" in AWS's IAM user
//! guide); key and signature are made by AWS's own crate.

use super::denial::Denial;
use super::keys::Keys;
use crate::wire::WireRequest;
use aws_sigv4::sign::v4::{calculate_signature, generate_signing_key};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};
use std::time::{Duration, SystemTime};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// How far the time of a signature may be from the server's.
const SKEW: SignedDuration = SignedDuration::from_mins(15);
/// The longest that a presigned request may live: seven days.
const LONGEST: i64 = 604_800;

/// RFC 3986's unreserved characters stay.
const NAME: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
const PATH: &AsciiSet = &NAME.remove(b'/');

/// What a signature says.
#[derive(Debug, PartialEq)]
struct Signature<'r> {
    /// Key, date, region, service, `aws4_request`.
    scope: [&'r str; 5],
    /// `20261124T130000Z`.
    time: &'r str,
    headers: Vec<&'r str>,
    signature: &'r str,
    token: Option<&'r str>,
    /// How long a presigned request lives, in seconds; none for a signature in the header.
    lives: Option<&'r str>,
}

/// Whose key signed a request, which is held to its signature.
///
/// # Errors
/// What is wrong with it. A request without any signature is [`Denial::Missing`].
pub(super) fn check(
    request: &WireRequest,
    service: &str,
    keys: &dyn Keys,
    now: Timestamp,
) -> Result<String, Denial> {
    let query = query(request);
    let signature = read(request, &query)?;
    let [id, date, region, signed_for, _] = signature.scope;
    let key = keys.key(id).ok_or(Denial::UnknownKey)?;
    if key.token.as_deref() != signature.token {
        return Err(Denial::WrongToken);
    }
    let signed_at = instant(signature.time).ok_or_else(|| incomplete("the date of the signature"))?;
    if !signature.time.starts_with(date) {
        return Err(Denial::WrongSignature);
    }
    in_time(&signature, signed_at, now)?;
    let payload = payload(request, service, signature.lives.is_some())?;
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(signed_at.as_second().unsigned_abs());
    let signing_key = generate_signing_key(&key.secret, day, region, signed_for);
    let right = paths(request, service).any(|path| {
        let canonical = canonical(request, &query, &signature, &path, &payload);
        let text = format!(
            "{ALGORITHM}\n{}\n{date}/{region}/{signed_for}/aws4_request\n{}",
            signature.time,
            digest(canonical.as_bytes())
        );
        calculate_signature(&signing_key, text.as_bytes()) == signature.signature
    });
    if right {
        Ok(id.to_owned())
    } else {
        Err(Denial::WrongSignature)
    }
}

/// Reads what the signature says, from the header or the query string.
fn read<'r>(request: &'r WireRequest, query: &'r [(String, String)]) -> Result<Signature<'r>, Denial> {
    let parameter = |name: &str| {
        let found = query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    if let Some(authorization) = header(request, "authorization") {
        let (algorithm, rest) = authorization.split_once(' ').unwrap_or((authorization, ""));
        if algorithm != ALGORITHM {
            return Err(Denial::OtherAlgorithm);
        }
        let field = |name: &str| {
            rest.split(',')
                .filter_map(|field| field.trim().split_once('='))
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value)
                .ok_or_else(|| incomplete(&format!("'{name}' in the Authorization header")))
        };
        let time = header(request, "x-amz-date").or_else(|| header(request, "date"));
        return Ok(Signature {
            scope: scope(field("Credential")?)?,
            time: time.ok_or_else(|| incomplete("'X-Amz-Date' or a 'Date' header"))?,
            headers: field("SignedHeaders")?.split(';').collect(),
            signature: field("Signature")?,
            token: header(request, "x-amz-security-token"),
            lives: None,
        });
    }
    let Some(algorithm) = parameter("X-Amz-Algorithm") else {
        return Err(Denial::Missing);
    };
    if algorithm != ALGORITHM {
        return Err(Denial::OtherAlgorithm);
    }
    let field = |name: &str| parameter(name).ok_or_else(|| incomplete(&format!("the parameter {name}")));
    Ok(Signature {
        scope: scope(field("X-Amz-Credential")?)?,
        time: field("X-Amz-Date")?,
        headers: field("X-Amz-SignedHeaders")?.split(';').collect(),
        signature: field("X-Amz-Signature")?,
        token: parameter("X-Amz-Security-Token"),
        lives: Some(parameter("X-Amz-Expires").unwrap_or("900")),
    })
}

fn scope(credential: &str) -> Result<[&str; 5], Denial> {
    let parts: Vec<&str> = credential.split('/').collect();
    let scope: Option<[&str; 5]> = parts.try_into().ok();
    scope
        .filter(|scope| scope[4] == "aws4_request")
        .ok_or_else(|| incomplete("a credential of KEY/DATE/REGION/SERVICE/aws4_request"))
}

fn incomplete(what: &str) -> Denial {
    Denial::Incomplete(what.to_owned())
}

/// `20261124T130000Z` as an instant.
fn instant(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    TimeZone::UTC.to_timestamp(time).ok()
}

fn in_time(signature: &Signature<'_>, signed_at: Timestamp, now: Timestamp) -> Result<(), Denial> {
    let age = now.duration_since(signed_at);
    let Some(lives) = signature.lives else {
        return if age.abs() > SKEW {
            Err(Denial::Skewed { signed_at, now })
        } else {
            Ok(())
        };
    };
    let lives: i64 = lives
        .parse()
        .ok()
        .filter(|seconds| (1..=LONGEST).contains(seconds))
        .ok_or(Denial::WrongLife)?;
    if age > SignedDuration::from_secs(lives) {
        Err(Denial::UrlExpired)
    } else if age < -SKEW {
        Err(Denial::UrlEarly)
    } else {
        Ok(())
    }
}

/// The line of the canonical request that stands for the body, which is held to it.
fn payload(request: &WireRequest, service: &str, presigned: bool) -> Result<String, Denial> {
    let told = header(request, "x-amz-content-sha256");
    match told {
        Some(word) if word == "UNSIGNED-PAYLOAD" || word.starts_with("STREAMING-") => Ok(word.to_owned()),
        Some(told) => {
            let real = digest(&request.body);
            if real == told {
                Ok(real)
            } else if service == "s3" {
                Err(Denial::OtherBody)
            } else {
                Err(Denial::WrongSignature)
            }
        }
        None if presigned && service == "s3" => Ok("UNSIGNED-PAYLOAD".to_owned()),
        None => Ok(digest(&request.body)),
    }
}

/// The path as it may have been signed. S3's is signed as it is sent; any other service's is encoded once more. What
/// needs no encoding and was encoded all the same, or the other way round, is the same path.
fn paths<'r>(request: &'r WireRequest, service: &'r str) -> impl Iterator<Item = String> + 'r {
    let raw = request
        .uri
        .split_once('?')
        .map_or(&*request.uri, |(path, _)| path);
    let raw = if raw.is_empty() { "/" } else { raw };
    let signed = move |path: &str| match service {
        "s3" => path.to_owned(),
        _ => percent_encode(normal(path).as_bytes(), PATH).to_string(),
    };
    // The second is made when the first was not it.
    let tidy = move || percent_encode(&percent_decode_str(raw).collect::<Vec<u8>>(), PATH).to_string();
    std::iter::once(signed(raw)).chain(std::iter::once_with(move || signed(&tidy())))
}

/// A path without `.`, `..` and empty segments.
fn normal(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    let end = if path.ends_with('/') && !kept.is_empty() {
        "/"
    } else {
        ""
    };
    format!("/{}{end}", kept.join("/"))
}

fn canonical(
    request: &WireRequest,
    query: &[(String, String)],
    signature: &Signature<'_>,
    path: &str,
    payload: &str,
) -> String {
    let encoded = |text: &str| percent_encode(text.as_bytes(), NAME).to_string();
    let mut pairs: Vec<(String, String)> = query
        .iter()
        .filter(|(name, _)| signature.lives.is_none() || name != "X-Amz-Signature")
        .map(|(name, value)| (encoded(name), encoded(value)))
        .collect();
    pairs.sort();
    let mut text = format!("{}\n{path}\n", request.method);
    for (at, (name, value)) in pairs.iter().enumerate() {
        let before = if at == 0 { "" } else { "&" };
        text.extend([before, name, "=", value]);
    }
    text.push('\n');
    for name in &signature.headers {
        text.extend([name, ":"]);
        values(request, name, &mut text);
        text.push('\n');
    }
    for (at, name) in signature.headers.iter().enumerate() {
        text.extend([if at == 0 { "\n" } else { ";" }, name]);
    }
    text.extend(["\n", payload]);
    text
}

/// Adds the values of a header, without blanks that say nothing.
fn values(request: &WireRequest, name: &str, text: &mut String) {
    let values = request
        .headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name));
    for (at, (_, value)) in values.enumerate() {
        if at > 0 {
            text.push(',');
        }
        let words = value.trim().split(' ').filter(|word| !word.is_empty());
        for (at, word) in words.enumerate() {
            text.extend([if at == 0 { "" } else { " " }, word]);
        }
    }
}

/// The parameters of the query string, decoded. A plus sign is one.
fn query(request: &WireRequest) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let query = request.uri.split_once('?').map_or("", |(_, query)| query);
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn header<'r>(request: &'r WireRequest, name: &str) -> Option<&'r str> {
    let mut headers = request.headers.iter();
    headers
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests;
