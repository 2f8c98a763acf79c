//! A request of EC2, signed once and sent again and again: a signature lives for a quarter of an hour.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;

/// The bytes of a POST with a form, as they go over the wire.
pub(crate) fn request(url: &str, keys: &Credentials, body: &str) -> Vec<u8> {
    let identity = keys.clone().into();
    #[expect(clippy::disallowed_methods, reason = "what is signed is signed now")]
    let now = std::time::SystemTime::now();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name("ec2")
        .time(now)
        .settings(SigningSettings::default())
        .build()
        .expect("all that a signature needs")
        .into();
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    let whole = format!("{url}/");
    let headers = [("content-type", kind)];
    let request = SignableRequest::new(
        "POST",
        &whole,
        headers.iter().copied(),
        SignableBody::Bytes(body.as_bytes()),
    )
    .expect("a request");
    let (instructions, _) = sign(request, &params).expect("a signature").into_parts();
    let signature: String = instructions
        .headers()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let host = url.trim_start_matches("http://");
    let length = body.len();
    format!("POST / HTTP/1.1\r\nhost: {host}\r\ncontent-type: {kind}\r\n{signature}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}
