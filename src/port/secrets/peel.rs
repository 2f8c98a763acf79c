//! Text beneath its escapes: of URLs (`%2B`, `+`), of JSON and program text (`\n`, `\u0041`, `\x41`), of HTML (`&amp;`,
//! `&#39;`); ends of line are taken out, for encoders break their lines.

use std::borrow::Cow;
use std::ops::Range;

/// What escapes begin with: all of them, and each kind by itself, for the end of a secret may look like the beginning of
/// another kind's escape.
pub(super) const ALL: &[u8] = b"%+\\&\r\n";
pub(super) const EACH: [&[u8]; 5] = [b"%", b"%+", b"\\", b"&", b"\r\n"];

/// Text, and for each byte of it where it comes from.
pub(super) struct View<'t> {
    bytes: Cow<'t, [u8]>,
    /// None for the text itself.
    origins: Option<Vec<Range<usize>>>,
}

impl<'t> View<'t> {
    /// The text as it is.
    pub(super) fn whole(bytes: &'t [u8]) -> View<'t> {
        View {
            bytes: Cow::Borrowed(bytes),
            origins: None,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where in the text a part of the view comes from.
    pub(super) fn origin(&self, part: Range<usize>) -> Range<usize> {
        match &self.origins {
            None => part,
            Some(origins) => match origins.get(part) {
                Some([first, .., last]) => first.start..last.end,
                Some([only]) => only.clone(),
                Some([]) | None => 0..0,
            },
        }
    }

    /// The text beneath one layer of these escapes; none where there are none.
    pub(super) fn peeled(&self, escapes: &[u8]) -> Option<View<'t>> {
        let peeled = peel(&self.bytes, escapes)?;
        let origins = peeled.iter().map(|(_, part)| self.origin(part.clone())).collect();
        Some(View {
            bytes: peeled.into_iter().map(|(byte, _)| byte).collect(),
            origins: Some(origins),
        })
    }
}

/// The bytes beneath one layer of these escapes, each with what it is written as; none where there are none.
pub(super) fn peel(bytes: &[u8], escapes: &[u8]) -> Option<Vec<(u8, Range<usize>)>> {
    if !bytes.iter().any(|byte| escapes.contains(byte)) {
        return None;
    }
    let (mut peeled, mut at, mut changed) = (Vec::with_capacity(bytes.len()), 0, false);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let escape = match byte {
            byte if !escapes.contains(byte) => None,
            b'%' => percent(rest),
            b'+' => Some((Meaning::Byte(b' '), 1)),
            b'\\' => backslash(rest),
            b'&' => entity(rest),
            b'\r' | b'\n' => Some((Meaning::Nothing, 1)),
            _ => None,
        };
        changed |= escape.is_some();
        let (meaning, length) = escape.unwrap_or((Meaning::Byte(*byte), 1));
        let origin = at..at + length;
        match meaning {
            Meaning::Nothing => {}
            Meaning::Byte(byte) => peeled.push((byte, origin)),
            Meaning::Char(c) => {
                let mut buffer = [0; 4];
                let utf8 = c.encode_utf8(&mut buffer).bytes();
                peeled.extend(utf8.map(|byte| (byte, origin.clone())));
            }
        }
        at += length;
    }
    changed.then_some(peeled)
}

/// What an escape stands for.
enum Meaning {
    Nothing,
    Byte(u8),
    Char(char),
}

fn percent(rest: &[u8]) -> Option<(Meaning, usize)> {
    let byte = u8::try_from(number(rest.get(1..3)?, 16)?).ok()?;
    Some((Meaning::Byte(byte), 3))
}

fn backslash(rest: &[u8]) -> Option<(Meaning, usize)> {
    let byte = |byte| Some((Meaning::Byte(byte), 2));
    match rest.get(1)? {
        b'n' | b'r' | b'\n' => Some((Meaning::Nothing, 2)),
        b't' => byte(b'\t'),
        b'b' => byte(8),
        b'f' => byte(12),
        same @ (b'"' | b'\'' | b'\\' | b'/' | b'$' | b'`') => byte(*same),
        b'x' => {
            let code = u8::try_from(number(rest.get(2..4)?, 16)?).ok()?;
            Some((Meaning::Byte(code), 4))
        }
        b'u' if rest.get(2) == Some(&b'{') => {
            let digits = rest.iter().skip(3).position(|byte| *byte == b'}')?;
            let code = number(rest.get(3..3 + digits)?, 16)?;
            Some((Meaning::Char(char::from_u32(code)?), digits + 4))
        }
        b'u' => {
            let unit = |at: usize| number(rest.get(at..at + 4)?, 16);
            let first = unit(2)?;
            let Some(c) = char::from_u32(first) else {
                // Half of a character beyond the first 65,536: the other half follows.
                let second = (rest.get(6..8)? == b"\\u").then(|| unit(8)).flatten()?;
                let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
                let c = char::decode_utf16(units).next()?.ok()?;
                return Some((Meaning::Char(c), 12));
            };
            Some((Meaning::Char(c), 6))
        }
        _ => None,
    }
}

fn entity(rest: &[u8]) -> Option<(Meaning, usize)> {
    let end = rest.iter().take(10).position(|byte| *byte == b';')?;
    let c = match rest.get(1..end)? {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
        [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
        _ => return None,
    };
    Some((Meaning::Char(c), end + 1))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    let plain = text.chars().all(|c| c.is_digit(radix));
    plain.then(|| u32::from_str_radix(text, radix).ok()).flatten()
}
