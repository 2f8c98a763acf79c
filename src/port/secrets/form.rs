//! What a secret looks like within other text.

use super::peel::{ALL, peel};
use super::{LAYERS, is_short};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, general_purpose::NO_PAD};
use std::fmt::Write as _;
use std::ops::Range;

/// Base64 as most write it, and as it stands in URLs.
const BASE64: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&alphabet::STANDARD, NO_PAD),
    GeneralPurpose::new(&alphabet::URL_SAFE, NO_PAD),
];

/// A line of a secret with several is as good as the whole, where it is as long as this.
const LINE: usize = 8;

/// One form, and what must be around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) bytes: Vec<u8>,
    around: Around,
}

/// What stands around a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Around {
    /// Anything.
    Anything,
    /// No letter and no digit.
    WordEnds,
    /// Base64 whose character before and after hold bits of the secret too.
    Base64 { before: bool, after: bool },
}

impl Form {
    /// Every form of a secret.
    pub(super) fn all(secret: &str) -> Vec<Form> {
        let mut texts = vec![secret, secret.trim()];
        texts.extend(secret.lines().map(str::trim).filter(|line| line.len() >= LINE));
        texts.dedup();
        let mut forms: Vec<Form> = Vec::new();
        for text in texts {
            let plain = if is_short(text) {
                Form::whole(text)
            } else {
                Form::within(text)
            };
            // Text is looked at beneath its escapes: what looks like one in a secret is gone there.
            for form in plain {
                let mut bytes = form.bytes.clone();
                forms.push(form.clone());
                for _ in 0..LAYERS {
                    let Some(beneath) = peel(&bytes, ALL) else { break };
                    bytes = beneath.into_iter().map(|(byte, _)| byte).collect();
                    forms.push(Form {
                        bytes: bytes.clone(),
                        ..form
                    });
                }
            }
        }
        forms.retain(|form| !form.bytes.is_empty());
        forms
    }

    /// A secret so short that it may be a part of any word.
    fn whole(secret: &str) -> Vec<Form> {
        let [lower, upper] = hex(secret);
        let mut forms = vec![secret.as_bytes().to_vec(), lower, upper];
        forms.extend(BASE64.map(|base64| base64.encode(secret).into_bytes()));
        let form = |bytes| Form {
            bytes,
            around: Around::WordEnds,
        };
        forms.into_iter().map(form).collect()
    }

    fn within(secret: &str) -> Vec<Form> {
        let [lower, upper] = hex(secret);
        let form = |bytes| Form {
            bytes,
            around: Around::Anything,
        };
        let mut forms: Vec<Form> = [secret.as_bytes().to_vec(), lower, upper].map(form).into();
        for base64 in &BASE64 {
            forms.extend((0..3).map(|offset| in_base64(base64, secret, offset)));
        }
        forms
    }

    /// Where the form stands in the text; none where what is around says that it is something else.
    pub(super) fn stands(&self, text: &[u8], range: Range<usize>) -> Option<Range<usize>> {
        let before = text[..range.start].last();
        let after = text.get(range.end);
        match self.around {
            Around::Anything => Some(range),
            Around::WordEnds => {
                let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let joined =
                    (word(before) && word(self.bytes.first())) || (word(after) && word(self.bytes.last()));
                (!joined).then_some(range)
            }
            Around::Base64 {
                before: first,
                after: last,
            } => {
                let of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_ ".contains(byte);
                let start = range.start - usize::from(first && before.is_some_and(of_base64));
                let end = range.end + usize::from(last && after.is_some_and(of_base64));
                Some(start..end)
            }
        }
    }
}

/// The characters that are of the secret alone when it stands behind `offset` bytes of a group of three.
fn in_base64(base64: &GeneralPurpose, secret: &str, offset: usize) -> Form {
    let bytes = [&[0; 2][..offset], secret.as_bytes()].concat();
    let text = base64.encode(&bytes).into_bytes();
    let first = (offset * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    Form {
        bytes: text[first..last].to_vec(),
        around: Around::Base64 {
            before: offset > 0,
            after: last < text.len(),
        },
    }
}

/// Hexadecimal, in small letters and in capitals.
fn hex(text: &str) -> [Vec<u8>; 2] {
    let mut hex = String::with_capacity(2 * text.len());
    for byte in text.bytes() {
        // A string takes all.
        write!(hex, "{byte:02x}").unwrap_or_default();
    }
    [hex.clone().into_bytes(), hex.to_uppercase().into_bytes()]
}
