//! `aws-chunked`: a body in chunks, each with its length (and perhaps a signature) in front, checksums behind.

/// A header.
type Header = (String, String);

/// The body out of its chunks, and the headers that come behind it; none where it is not in chunks.
pub(super) fn unchunked(body: &[u8]) -> Option<(Vec<u8>, Vec<Header>)> {
    let mut plain = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?, 16).ok()?;
        if length == 0 {
            return Some((plain, trailers(&rest[end + 2..])));
        }
        rest = &rest[end + 2..];
        let (chunk, after) = rest.split_at_checked(length)?;
        plain.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n")?;
    }
}

/// Headers behind a body, up to the empty line.
fn trailers(text: &[u8]) -> Vec<Header> {
    let text = String::from_utf8_lossy(text);
    let lines = text.split("\r\n").take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_none_is_left() {
        let body = b"5;chunk-signature=0\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32:AA==\r\n\r\n";
        let sum = ("x-amz-checksum-crc32".to_owned(), "AA==".to_owned());
        assert_eq!(unchunked(body), Some((b"hello!".to_vec(), vec![sum])));
        assert_eq!(unchunked(b"0\r\n\r\n"), Some((Vec::new(), Vec::new())));
        for broken in [
            &b"hello"[..],
            b"9\r\nhello\r\n",
            b"5\r\nhello",
            b"ffffffffffffffff\r\nhello\r\n",
        ] {
            assert_eq!(unchunked(broken), None);
        }
    }
}
