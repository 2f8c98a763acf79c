//! Key pairs, as far as they are imported: practice makes no private keys, and nobody logs in by them.
//!
//! AWS: *Amazon EC2 key pairs*; *Verify the fingerprint of your key pair* (an imported RSA key: MD5 of the public key in
//! DER; ED25519: SHA-256 of OpenSSH's form).

use super::tags;
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::Md5;
use sha2::{Digest, Sha256};

/// Key pairs.
pub(super) static FAMILY: Family = Family {
    resources: &[&KEY_PAIR],
    moves: &[
        ("DeleteKeyPair", Move::Do(delete)),
        ("DescribeKeyPairs", Move::Do(describe)),
        ("ImportKeyPair", Move::Do(import)),
    ],
    ..Family::NONE
};

static KEY_PAIR: Resource = Resource {
    kind: "ec2:key-pair",
    shape: "KeyPairInfo",
    key: "KeyPairId",
    prefix: "key-",
    absent: ("InvalidKeyPair.NotFound", "The key pair ID '{}' does not exist"),
    filters: &["key-pair-id", "fingerprint=KeyFingerprint", "key-name", "tag"],
    ..Resource::NONE
};

/// The id of the key pair of a name.
///
/// # Errors
/// AWS's refusal where there is none.
pub(super) fn named(call: &Call<'_>, name: &str) -> Result<String, Refusal> {
    call.with(&KEY_PAIR, "KeyName", name)
        .into_iter()
        .next()
        .ok_or_else(|| {
            Refusal::new(
                "InvalidKeyPair.NotFound",
                format!("The key pair '{name}' does not exist"),
            )
        })
}

/// `ImportKeyPair`: a public key in OpenSSH's form.
fn import(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("KeyName");
    let tags = tags::specified(given, "key-pair")?;
    let text = match given.value("PublicKeyMaterial") {
        Value::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => other.text().to_owned(),
    };
    if name.is_empty() || name.len() > 255 {
        return Err(Refusal::new(
            "InvalidParameterValue",
            "A key name has 1 to 255 characters.",
        ));
    }
    if named(call, name).is_ok() {
        let message = format!("The keypair '{name}' already exists.");
        return Err(Refusal::new("InvalidKeyPair.Duplicate", message));
    }
    let Some((kind, fingerprint)) = read(&text) else {
        let message = "Key is not in valid OpenSSH public key format";
        return Err(Refusal::new("InvalidKey.Format", message));
    };
    let pair = call.make(
        &KEY_PAIR,
        value!({
            "KeyPairId": null,
            "KeyType": kind,
            "Tags": (&tags),
            "CreateTime": (call.now()),
            "KeyName": name,
            "KeyFingerprint": (&fingerprint),
            "_PublicKey": (text.trim()),
        }),
    );
    Ok(value!({
        "KeyFingerprint": fingerprint,
        "KeyName": name,
        "KeyPairId": (pair.get("KeyPairId")),
        "Tags": tags,
    }))
}

/// Type and fingerprint of a public key.
fn read(text: &str) -> Option<(&'static str, String)> {
    let mut words = text.split_ascii_whitespace();
    let (word, packed) = (words.next()?, words.next()?);
    let blob = BASE64_STANDARD.decode(packed).ok()?;
    let mut rest = blob.as_slice();
    if part(&mut rest)? != word.as_bytes() {
        return None;
    }
    match word {
        "ssh-ed25519" => {
            let key = part(&mut rest)?;
            let fingerprint = BASE64_STANDARD.encode(Sha256::digest(&blob));
            (key.len() == 32 && rest.is_empty()).then_some(("ed25519", fingerprint))
        }
        "ssh-rsa" => {
            let (exponent, modulus) = (part(&mut rest)?, part(&mut rest)?);
            let digest = Md5::digest(public_key(modulus, exponent));
            let octets: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            (modulus.len() > 128 && rest.is_empty()).then(|| ("rsa", octets.join(":")))
        }
        _ => None,
    }
}

/// The next of SSH's length-prefixed strings (RFC 4251).
fn part<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, tail) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (part, tail) = tail.split_at_checked(length)?;
    *rest = tail;
    Some(part)
}

/// An RSA key as `SubjectPublicKeyInfo` in DER (RFC 3279).
fn public_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    // AlgorithmIdentifier: rsaEncryption, no parameters.
    const ALGORITHM: &[u8] = &[
        0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    ];
    let numbers = [wrapped(0x02, modulus), wrapped(0x02, exponent)].concat();
    let bits = [&[0][..], &wrapped(0x30, &numbers)].concat();
    wrapped(0x30, &[ALGORITHM, &wrapped(0x03, &bits)].concat())
}

/// A value of DER with its tag and length.
fn wrapped(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    let mut out = vec![tag];
    match (digits.as_slice(), u8::try_from(digits.len())) {
        ([], _) => out.push(0),
        ([short], _) if *short < 0x80 => out.push(*short),
        (_, Ok(count)) => {
            out.push(0x80 | count);
            out.extend(&digits);
        }
        (_, Err(_)) => unreachable!("a length has eight bytes"),
    }
    out.extend(content);
    out
}

/// `DescribeKeyPairs`: by name, by id, by filters; with the public key where it is asked for.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (names, ids) = (given.texts("KeyNames"), given.texts("KeyPairIds"));
    let with_key = given.flag("IncludePublicKey") == Some(true);
    let filters = Filter::read(call, &KEY_PAIR, given)?;
    for name in &names {
        named(call, name)?;
    }
    for id in &ids {
        call.get(&KEY_PAIR, id)?;
    }
    let found: Vec<Value> = call
        .all(&KEY_PAIR)
        .filter(|pair| names.is_empty() || names.contains(&pair.get("KeyName").text()))
        .filter(|pair| ids.is_empty() || ids.contains(&pair.get("KeyPairId").text()))
        .filter(|pair| filters.iter().all(|filter| filter.admits(pair)))
        .map(|pair| {
            let mut pair = pair.clone();
            if with_key {
                let key = pair.get("_PublicKey").clone();
                pair.set("PublicKey", key);
            }
            pair
        })
        .collect();
    Ok(value!({ "KeyPairs": found }))
}

/// `DeleteKeyPair`: by name or id; of one that is not there nothing is said.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = match (given.opt("KeyPairId"), given.opt("KeyName")) {
        (Some(id), _) => Some(id.to_owned()),
        (None, Some(name)) => named(call, name).ok(),
        (None, None) => {
            let message = "The request must contain the parameter KeyName or KeyPairId";
            return Err(Refusal::new("MissingParameter", message));
        }
    };
    let mut answer = value!({ "Return": true });
    if let Some(id) = id.filter(|id| call.found(&KEY_PAIR, id).is_some()) {
        call.remove(&KEY_PAIR, &id)?;
        answer.set("KeyPairId", id);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    /// Made for this test by `ssh-keygen`; nobody has the private halves.
    const ED25519: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDADKwGOyZM32sr8KsklmuUs2rlDXIANiIPwwyyBOiTh lab";
    const RSA: &str = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC506OADXvN5fMDKBjudFDPDKlfmzBEsBnTYkLTxLivct2DDkqPNYZmd4MdpdVwTxR6ukzHNhIaIOeZ5ESTTUhiMuHxjKYyvnShVj+mL9U7Clk4MJIO+7smye/wFiVsjuQZLgxPm/IaAoIcV5xaxHSgmFY7WBF2cqM6PO3mgoX6H5hcxKuxvuimWNtc+WChUEjEDV6MeghcLB/NPnRFL8+P4BU2H9n35RvHZu8xIqwXj3fFH4WNvBEtFF/4znUE5XnGEdEzJIODWnjUuStGrfN64tv2ytoLbzuJgI4AQCBcMx8eSdefb9uD4OwHw9X8A8KbQD0I/VuWT0z4zY9mnOQn lab";

    #[test]
    fn keys_are_imported_found_refused_and_deleted() {
        let aws = Lab::new("ec2");
        let before = aws.world();
        let import = |name: &str, key: &str| {
            aws.call(
                "ImportKeyPair",
                value!({ "KeyName": name, "PublicKeyMaterial": (Value::Blob(key.as_bytes().to_vec())) }),
            )
        };
        let made = import("mine", ED25519).unwrap();
        assert_eq!(
            made.get("KeyFingerprint").text(),
            "1vPT/ZmgrYIMJA5VtEIjhjI8SZDC7QmDzvlQXa9fCsM="
        );
        assert_eq!(
            import("old", RSA).unwrap().get("KeyFingerprint").text(),
            "06:b1:cc:63:0a:7f:61:a6:01:54:ca:80:cf:f0:d1:b3"
        );
        assert_eq!(import("mine", RSA).unwrap_err().code, "InvalidKeyPair.Duplicate");
        assert_eq!(
            import("bad", "ssh-rsa AAAA").unwrap_err().code,
            "InvalidKey.Format"
        );
        let found = aws.ok(
            "DescribeKeyPairs",
            value!({ "KeyNames": ["mine"], "IncludePublicKey": true }),
        );
        assert_eq!(found.at("KeyPairs.0.PublicKey").text(), ED25519);
        assert_eq!(
            aws.no("DescribeKeyPairs", value!({ "KeyNames": ["x"] })).0,
            "InvalidKeyPair.NotFound"
        );
        assert_eq!(
            aws.no("CreateKeyPair", value!({ "KeyName": "x" })).0,
            "NotModelled"
        );
        aws.ok("DeleteKeyPair", value!({ "KeyPairId": (made.get("KeyPairId")) }));
        aws.ok("DeleteKeyPair", value!({ "KeyName": "old" }));
        aws.ok("DeleteKeyPair", value!({ "KeyName": "old" }));
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
