//! Glacier's digest of a body: the digests of its mebibytes, joined in pairs until one is left.

use sha2::{Digest, Sha256};

const LEAF: usize = 1 << 20;

/// The tree hash in hexadecimal.
pub(super) fn hash(body: &[u8]) -> String {
    let mut level: Vec<Vec<u8>> = body
        .chunks(LEAF)
        .map(|leaf| Sha256::digest(leaf).to_vec())
        .collect();
    while level.len() > 1 {
        let join = |pair: &[Vec<u8>]| match pair {
            [left, right] => Sha256::digest([left.as_slice(), right].concat()).to_vec(),
            alone => alone.concat(),
        };
        level = level.chunks(2).map(join).collect();
    }
    let root = level.pop().unwrap_or_else(|| Sha256::digest(b"").to_vec());
    root.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_body_is_its_own_digest_and_an_odd_leaf_goes_up_alone() {
        let digest = |bytes: &[u8]| Sha256::digest(bytes).to_vec();
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hash(b"abc"), hex(&digest(b"abc")));
        let body = vec![7; 2 * LEAF + 1];
        let leaf = digest(&body[..LEAF]);
        let pair = digest(&[leaf.clone(), leaf].concat());
        assert_eq!(hash(&body), hex(&digest(&[pair, digest(&[7])].concat())));
    }
}
