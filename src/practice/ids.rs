//! Ids in AWS's forms, derived from the world's seed.

use sha2::{Digest, Sha256};

/// The form of an id after its prefix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// 17 hexadecimal digits, as EC2's: `vpc-0123456789abcdef0`.
    #[default]
    Hex17,
    /// 32 hexadecimal digits, as a GuardDuty detector's.
    Hex32,
    /// 17 capitals and digits, as IAM's after `AIDA`.
    Unique,
}

/// Bytes that an id is written from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed([u8; 32]);

impl Seed {
    /// The bytes for one thing.
    pub(crate) fn new(seed: u64, place: &str, kind: &str, ordinal: u64) -> Seed {
        Seed(Sha256::digest(format!("{seed}\n{place}\n{kind}\n{ordinal}")).into())
    }

    /// The bytes themselves.
    pub(crate) fn bytes(self) -> [u8; 32] {
        self.0
    }

    /// An id in a form.
    pub(crate) fn id(self, prefix: &str, form: Form) -> String {
        let tail = match form {
            Form::Hex17 => format!("0{}", self.hex(16)),
            Form::Hex32 => self.hex(32),
            Form::Unique => self.unique(17),
        };
        format!("{prefix}{tail}")
    }

    /// That many hexadecimal digits, 64 at most.
    pub(crate) fn hex(self, digits: usize) -> String {
        let mut text: String = hex::encode(self.0);
        text.truncate(digits);
        text
    }

    /// That many of IAM's capitals and digits, 32 at most.
    pub(crate) fn unique(self, digits: usize) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        self.0
            .iter()
            .take(digits)
            .map(|byte| char::from(LETTERS[usize::from(byte % 32)]))
            .collect()
    }

    /// A UUID of version 4's form.
    pub(crate) fn uuid(self) -> String {
        let hex = self.hex(32);
        let variant = ["8", "9", "a", "b"][usize::from(self.0[8] % 4)];
        format!(
            "{}-{}-4{}-{variant}{}-{}",
            &hex[..8],
            &hex[8..12],
            &hex[13..16],
            &hex[17..20],
            &hex[20..]
        )
    }

    /// A number of sixteen bits: there are sixteen of them.
    pub(crate) fn pair(self, at: usize) -> u16 {
        let at = 2 * (at % 16);
        u16::from_be_bytes([self.0[at], self.0[at + 1]])
    }

    /// A number below `bound`.
    pub(crate) fn below(self, bound: u64) -> u64 {
        let bytes = [
            self.0[0], self.0[1], self.0[2], self.0[3], self.0[4], self.0[5], self.0[6], self.0[7],
        ];
        u64::from_be_bytes(bytes) % bound.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_their_forms() {
        let seed = Seed::new(1, "p", "k", 1);
        let vpc = seed.id("vpc-", Form::Hex17);
        assert_eq!(vpc.len(), 21);
        assert!(vpc[4..].starts_with('0') && vpc[4..].chars().all(|c| c.is_ascii_hexdigit()));
        assert_eq!(seed.id("", Form::Hex32).len(), 32);
        let unique = seed.id("AIDA", Form::Unique);
        assert!(
            unique.len() == 21
                && unique
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c))
        );
        let uuid = seed.uuid();
        let lengths: Vec<_> = uuid.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(uuid[14..].starts_with('4'));
    }
}
