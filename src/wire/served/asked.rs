//! A request, taken apart.

use super::chunks;
use crate::wire::WireRequest;
use std::borrow::Cow;

/// A request with its URI taken apart and its body out of any framing.
#[derive(Clone, Debug)]
pub(super) struct Asked<'r> {
    pub(super) method: &'r str,
    /// Still percent-encoded, with a slash in front.
    pub(super) path: String,
    /// Decoded, in order.
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: &'r [(String, String)],
    pub(super) body: Cow<'r, [u8]>,
    /// Headers that came behind the body: its checksum.
    pub(super) trailers: Vec<(String, String)>,
}

impl<'r> Asked<'r> {
    pub(super) fn new(request: &'r WireRequest) -> Asked<'r> {
        let (path, query) = request.uri.split_once('?').unwrap_or((&request.uri, ""));
        let mut asked = Asked {
            method: &request.method,
            path: format!("/{}", path.strip_prefix('/').unwrap_or(path)),
            query: pairs(query.as_bytes()),
            headers: &request.headers,
            body: Cow::Borrowed(&request.body),
            trailers: Vec::new(),
        };
        let chunked = asked
            .header("x-amz-content-sha256")
            .is_some_and(|digest| digest.starts_with("STREAMING-"));
        if chunked && let Some((plain, trailers)) = chunks::unchunked(&request.body) {
            asked.body = Cow::Owned(plain);
            asked.trailers = trailers;
        }
        asked
    }

    /// The first value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'r str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter of the query string.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parameters of a form: in the body, or in the query string of a request without one.
    pub(super) fn form(&self) -> Cow<'_, [(String, String)]> {
        let is_form = self
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if is_form && !self.body.is_empty() {
            Cow::Owned(pairs(&self.body))
        } else {
            Cow::Borrowed(&self.query)
        }
    }

    /// The host, without its port.
    pub(super) fn host(&self) -> &'r str {
        let host = self.header("host").unwrap_or_default();
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}
