//! Percent-encoding of names and documents.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in the name of a bucket and a key.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The text with its `%XX` resolved; anything else, also a stray `%`, stays as it is.
pub(super) fn plain(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The same where a `+` is a blank.
pub(super) fn plain_of_form(text: &str) -> String {
    plain(&text.replace('+', " "))
}

/// The text with everything but letters and digits encoded.
pub(super) fn coded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// `bucket/key?versionId=id` with bucket and key encoded.
pub(super) fn source(source: &str) -> String {
    let version = source
        .rfind("?versionId=")
        .filter(|at| {
            let id = &source[at + "?versionId=".len()..];
            !id.is_empty() && !id.contains(char::is_whitespace)
        })
        .unwrap_or(source.len());
    let (name, version) = source.split_at(version);
    format!("{}{version}", utf8_percent_encode(name, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_resolved_and_strays_kept() {
        assert_eq!(plain("%7B%22a%22%3A%20%22100%25%22%7D"), r#"{"a": "100%"}"#);
        assert_eq!(plain("50% of %zz %"), "50% of %zz %");
        assert_eq!(plain("caf%C3%A9+1"), "café+1");
        assert_eq!(plain_of_form("a+b%2Fc%2B"), "a b/c+");
        assert_eq!(plain_of_form(&coded("a b+/é\u{1}")), "a b+/é\u{1}");
    }

    #[test]
    fn of_a_source_the_version_stays_as_it_is() {
        assert_eq!(source("b/a b/ü+"), "b/a%20b/%C3%BC%2B");
        assert_eq!(source("b/a?versionId=v/1="), "b/a?versionId=v/1=");
        assert_eq!(source("b/a?versionId="), "b/a%3FversionId%3D");
        assert_eq!(source("b/a?versionId=v 1"), "b/a%3FversionId%3Dv%201");
    }
}
