//! Checksums of bodies: those that are given are held against the body, and S3's own where none is.

use super::unfit;
use crate::practice::given::Given;
use crate::practice::refusal::Refusal;
use crate::value::Value;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crc_fast::{CrcAlgorithm, checksum};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// Member, word, and how it is computed.
type Way = (&'static str, &'static str, fn(&[u8]) -> Vec<u8>);

/// S3's own is the last (AWS: *Checking object integrity in Amazon S3*).
const WAYS: &[Way] = &[
    ("ChecksumCRC32", "CRC32", |body| {
        crc(CrcAlgorithm::Crc32IsoHdlc, body)[4..].to_vec()
    }),
    ("ChecksumCRC32C", "CRC32C", |body| {
        crc(CrcAlgorithm::Crc32Iscsi, body)[4..].to_vec()
    }),
    ("ChecksumSHA1", "SHA1", |body| Sha1::digest(body).to_vec()),
    ("ChecksumSHA256", "SHA256", |body| Sha256::digest(body).to_vec()),
    ("ChecksumCRC64NVME", "CRC64NVME", |body| {
        crc(CrcAlgorithm::Crc64Nvme, body).to_vec()
    }),
];

fn crc(algorithm: CrcAlgorithm, body: &[u8]) -> [u8; 8] {
    checksum(algorithm, body).to_be_bytes()
}

/// The MD5 of a body, in hexadecimal: what an ETag is.
pub(super) fn md5(body: &[u8]) -> String {
    hex(&Md5::digest(body))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The checksums of a body under their members, held against those that are given.
///
/// # Errors
/// One that the body does not have.
pub(super) fn of(given: &Given<'_>, body: &[u8]) -> Result<Value, Refusal> {
    if let Some(sum) = given.opt("ContentMD5") {
        let bytes = STANDARD.decode(sum).ok().filter(|bytes| bytes.len() == 16);
        let bytes = bytes.ok_or_else(|| {
            Refusal::new("InvalidDigest", "The Content-MD5 you specified was invalid.").status(400)
        })?;
        if bytes != Md5::digest(body).as_slice() {
            let message = "The Content-MD5 you specified did not match what we received.";
            return Err(Refusal::new("BadDigest", message).status(400));
        }
    }
    let wanted = given.opt("ChecksumAlgorithm");
    let mut sums = Value::map();
    for (member, word, compute) in WAYS {
        let sum = given.opt(member);
        if sum.is_none() && wanted != Some(word) {
            continue;
        }
        let computed = STANDARD.encode(compute(body));
        if sum.is_some_and(|sum| sum != computed) {
            let message = format!("The {word} you specified did not match the calculated checksum.");
            return Err(Refusal::new("BadDigest", message).status(400));
        }
        sums.set(member, computed);
    }
    if sums.as_map().is_some_and(|sums| sums.len() > 1) {
        return Err(unfit(
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
        ));
    }
    if sums == Value::map() {
        sums = own(body);
    }
    Ok(sums)
}

/// The checksum that S3 computes by itself.
pub(super) fn own(body: &[u8]) -> Value {
    let mut sums = Value::map();
    if let Some((member, _, compute)) = WAYS.last() {
        sums.set(member, STANDARD.encode(compute(body)));
    }
    sums
}

/// The words of the algorithms of some checksums, as lists of objects show them.
pub(super) fn algorithms(sums: &Value) -> Value {
    WAYS.iter()
        .filter(|(member, _, _)| !sums.get(member).is_null())
        .map(|(_, word, _)| Value::from(*word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_their_standards() {
        // The check values of the CRC catalogue, and of RFC 1321, 3174 and 6234.
        let of = |word: &str, text: &str| {
            let (_, _, compute) = WAYS.iter().find(|(_, known, _)| *known == word).unwrap();
            hex(&compute(text.as_bytes()))
        };
        assert_eq!(of("CRC32", "123456789"), "cbf43926");
        assert_eq!(of("CRC32C", "123456789"), "e3069283");
        assert_eq!(of("CRC64NVME", "123456789"), "ae8b14860a799888");
        assert_eq!(of("SHA1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(of("SHA256", "abc").starts_with("ba7816bf8f01cfea"));
        assert_eq!(md5(b""), "d41d8cd98f00b204e9800998ecf8427e");
    }
}
