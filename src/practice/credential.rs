//! Access keys: their form, the secrets behind them, and whose they are.
//!
//! Every account has a learner's session, whose credentials follow from the world's seed; keys of users and sessions of
//! STS are records of the world. A key says which account it belongs to, as AWS's do: the forty bits after the first.

use super::change::Change;
use super::iam::KEY;
use super::ids::Seed;
use super::principal::{Principal, Session};
use super::refusal::Refusal;
use super::resource::Resource;
use super::world::{GLOBAL, World};
use crate::api::Protocol;
use crate::value;
use crate::value::Value;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The prefix of a session's key.
pub(super) const TEMPORARY: &str = "ASIA";

/// Bits of a key that are the account's number, and those after them that are anything.
const ACCOUNT_BITS: u32 = 40;
const REST_BITS: u32 = 39;
/// Bits of a letter of a key.
const LETTER_BITS: usize = 5;
/// Letters of a key after its prefix.
const LETTERS: usize = 16;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A session that STS gave out, under its access key, in its account.
pub(super) static SESSION: Resource = Resource {
    kind: "practice:session",
    global: true,
    ..Resource::NONE
};

/// When a key of a user last called, under its id.
pub(super) static USE: Resource = Resource {
    kind: "practice:key-use",
    global: true,
    ..Resource::NONE
};

/// Remembers that a user's key called, to the minute.
pub(super) fn used(world: &mut World, principal: &Principal, service: &str, region: &str) {
    let Some(key) = principal.key.as_deref().filter(|key| key.starts_with(KEY.prefix)) else {
        return;
    };
    let place = format!("{}/{GLOBAL}", principal.account);
    let now = Timestamp::from_second(world.now.as_second() / 60 * 60).unwrap_or(world.now);
    let record = value!({ "LastUsedDate": now, "ServiceName": service, "Region": region });
    if world.record(&place, USE.kind, key) != Some(&record) {
        world.change(Change::Put {
            place,
            kind: USE.kind.to_owned(),
            id: key.to_owned(),
            record,
            at: None,
        });
    }
}

/// What a caller signs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The access key's id.
    pub access_key: String,
    /// The secret.
    pub secret: String,
    /// The token, which a session has.
    pub token: Option<String>,
}

/// The id of a key of an account.
pub(super) fn key_id(prefix: &str, account: &str, seed: Seed) -> String {
    let account: u128 = account.parse().unwrap_or_default();
    let rest = u128::from(seed.below(1 << REST_BITS));
    let mut bits = (1 << (ACCOUNT_BITS + REST_BITS)) | (account << REST_BITS) | rest;
    let mut letters = [0_u8; LETTERS];
    for letter in letters.iter_mut().rev() {
        *letter = ALPHABET[usize::try_from(bits % 32).unwrap_or_default()];
        bits >>= LETTER_BITS;
    }
    format!("{prefix}{}", String::from_utf8_lossy(&letters))
}

/// The account that a key's id names, if it is one.
pub(super) fn account_of_key(key: &str) -> Option<String> {
    let letters = key.get(4..).filter(|letters| letters.len() == LETTERS)?;
    let mut bits: u128 = 0;
    for letter in letters.bytes() {
        let at = ALPHABET.iter().position(|known| *known == letter)?;
        bits = (bits << LETTER_BITS) | u128::try_from(at).ok()?;
    }
    let account = (bits >> REST_BITS) % (1 << ACCOUNT_BITS);
    (account < 1_000_000_000_000).then(|| format!("{account:012}"))
}

/// Forty characters, as AWS's secrets have.
pub(super) fn secret(seed: Seed) -> String {
    STANDARD.encode(&seed.bytes()[..30])
}

/// A session's token: long and opaque. It says nothing; the session is found by its key.
pub(super) fn token(world: &World, key: &str) -> String {
    let bytes: Vec<u8> = (0..8)
        .flat_map(|part| Seed::new(world.seed, key, "token", part).bytes())
        .collect();
    format!("IQoJb3JpZ2luX2Vj{}", STANDARD.encode(bytes))
}

/// The credentials of the learner's session in an account.
pub(super) fn learner(world: &World, account: &str) -> Credentials {
    Credentials::clone(&known_learner(world, account))
}

/// The key of the learner's session in an account.
pub(super) fn learner_key(world: &World, account: &str) -> String {
    known_learner(world, account).access_key.clone()
}

/// They follow from the seed, and are kept at hand: every request that is served asks for them, some more than once.
fn known_learner(world: &World, account: &str) -> Arc<Credentials> {
    let mut known = world.learners.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(learner) = known.get(account) {
        return Arc::clone(learner);
    }
    let seed = |word| Seed::new(world.seed, account, word, 0);
    let key = key_id(TEMPORARY, account, seed("learner's key"));
    let learner = Arc::new(Credentials {
        secret: secret(seed("learner's secret")),
        token: Some(token(world, &key)),
        access_key: key,
    });
    // Anybody may ask with a key of any account.
    if known.len() < ACCOUNTS {
        known.insert(account.to_owned(), Arc::clone(&learner));
    }
    learner
}

/// Accounts whose learners are kept at hand.
const ACCOUNTS: usize = 64;

/// The learners' credentials by account.
#[derive(Debug, Default)]
pub(super) struct Learners(Mutex<HashMap<String, Arc<Credentials>>>);

/// A copy of a world makes its own.
impl Clone for Learners {
    fn clone(&self) -> Learners {
        Learners::default()
    }
}

/// What is at hand is no part of what a world is.
impl PartialEq for Learners {
    fn eq(&self, _: &Learners) -> bool {
        true
    }
}

/// The credentials behind a key: the learner's, a user's or a session's.
pub(super) fn of_key(world: &World, key: &str) -> Option<Credentials> {
    let account = account_of_key(key)?;
    let learner = learner(world, &account);
    if learner.access_key == key {
        return Some(learner);
    }
    let place = format!("{account}/{GLOBAL}");
    let text = |record: &Value, member: &str| record.get(member).as_text().map(str::to_owned);
    let (record, token) = match world.record(&place, KEY.kind, key) {
        Some(record) => (record, None),
        None => {
            let record = world.record(&place, SESSION.kind, key)?;
            (record, text(record, "_token"))
        }
    };
    Some(Credentials {
        access_key: key.to_owned(),
        secret: text(record, "_secret")?,
        token,
    })
}

/// Why a key does not open anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    /// There is no such key, or it is switched off.
    Unknown,
    /// Its session is over.
    Expired,
}

/// Whose a key is.
///
/// # Errors
/// An unknown key, an inactive one, one of a session that is over or whose user or role is gone.
pub(super) fn principal(world: &World, key: &str) -> Result<Principal, Bad> {
    let account = account_of_key(key).ok_or(Bad::Unknown)?;
    if learner_key(world, &account) == key {
        return Ok(Principal::learner(world, &account));
    }
    let place = format!("{account}/{GLOBAL}");
    if let Some(record) = world.record(&place, KEY.kind, key) {
        if record.get("Status").text() != "Active" {
            return Err(Bad::Unknown);
        }
        let user = Principal::user(world, &account, record.get("UserName").text());
        return user
            .map(|user| Principal {
                key: Some(key.to_owned()),
                ..user
            })
            .ok_or(Bad::Unknown);
    }
    let record = world.record(&place, SESSION.kind, key).ok_or(Bad::Unknown)?;
    if record
        .get("_expires")
        .as_time()
        .is_none_or(|end| end <= world.now)
    {
        return Err(Bad::Expired);
    }
    Session::read(record)
        .principal(world, &account, key)
        .ok_or(Bad::Unknown)
}

/// The refusal of a bad key, in the code and words of the service's protocol (AWS: the "Common errors" pages of IAM, EC2
/// ("Error codes for the Amazon EC2 API"), S3 ("Error responses"); UnrecognizedClientException as the JSON services
/// answer it).
pub(super) fn refusal(service: &str, protocol: Protocol, bad: Bad) -> Refusal {
    let invalid = "The security token included in the request is invalid.";
    let expired = "The security token included in the request is expired";
    let (code, message, status) = match (protocol, bad) {
        (Protocol::Ec2, Bad::Unknown) => (
            "AuthFailure",
            "AWS was not able to validate the provided access credentials",
            401,
        ),
        (Protocol::Ec2, Bad::Expired) => ("RequestExpired", "Request has expired.", 400),
        (Protocol::RestXml, Bad::Unknown) if service == "s3" => (
            "InvalidAccessKeyId",
            "The AWS Access Key Id you provided does not exist in our records.",
            403,
        ),
        (Protocol::RestXml, Bad::Expired) if service == "s3" => {
            ("ExpiredToken", "The provided token has expired.", 400)
        }
        (Protocol::Query | Protocol::RestXml, Bad::Unknown) => ("InvalidClientTokenId", invalid, 403),
        (Protocol::Query | Protocol::RestXml, Bad::Expired) => ("ExpiredToken", expired, 403),
        (Protocol::RestJson, Bad::Unknown) => ("UnrecognizedClientException", invalid, 403),
        (Protocol::RestJson, Bad::Expired) => ("ExpiredTokenException", expired, 403),
        (Protocol::Json | Protocol::Cbor, Bad::Unknown) => ("UnrecognizedClientException", invalid, 400),
        (Protocol::Json | Protocol::Cbor, Bad::Expired) => ("ExpiredTokenException", expired, 400),
    };
    Refusal::new(code, message).status(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{Cloud, Request};
    use crate::practice::lab::Lab;
    use crate::practice::{Options, Practice};

    #[test]
    fn a_key_names_its_account_in_awss_own_way() {
        // The example of "A short note on AWS KEY ID" (Tal Be'ery).
        assert_eq!(
            account_of_key("ASIAY34FZKBOKMUTVV7A").as_deref(),
            Some("609629065308")
        );
        for account in ["111122223333", "000000000001", "999999999999"] {
            let key = key_id("AKIA", account, Seed::new(1, account, "x", 0));
            assert_eq!(key.len(), 20, "{key}");
            assert_eq!(account_of_key(&key).as_deref(), Some(account));
        }
        for none in [
            "",
            "AKIA",
            "AKIA1111111111111111",
            "user/ana",
            "ASIAQNZGKIQY56JQ7WM\u{e9}",
        ] {
            assert_eq!(account_of_key(none), None, "{none}");
        }
    }

    #[test]
    fn every_account_has_a_learners_credentials_which_call_as_the_learner() {
        let practice = Practice::in_memory(&Options::new("us-east-1"));
        for name in [None, Some("partner")] {
            let account = practice.account(name);
            let credentials = practice.credentials(&account);
            assert_eq!((credentials.access_key.len(), credentials.secret.len()), (20, 40));
            let (secret, token) = practice.secret_of(&credentials.access_key).unwrap();
            assert_eq!((secret, token), (credentials.secret, credentials.token));
            let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
            request.key = Some(credentials.access_key);
            let told = practice.call(&request).unwrap();
            assert_eq!(told.get("Account").text(), account);
            assert!(told.get("Arn").text().ends_with("/learner"));
        }
    }

    #[test]
    fn a_users_key_calls_as_the_user_until_it_is_switched_off() {
        let iam = Lab::new("iam");
        iam.ok("CreateUser", value!({ "UserName": "ana" }));
        let key = iam.ok("CreateAccessKey", value!({ "UserName": "ana" }));
        let (key, secret) = (
            key.at("AccessKey.AccessKeyId").text(),
            key.at("AccessKey.SecretAccessKey").text(),
        );
        assert_eq!(iam.practice.secret_of(key), Some((secret.to_owned(), None)));
        let mut request = Request::new("sts", "GetCallerIdentity", value!({}));
        request.key = Some(key.to_owned());
        let told = iam.practice.call(&request).unwrap();
        assert_eq!(told.get("Arn").text(), "arn:aws:iam::111122223333:user/ana");
        assert!(told.get("UserId").text().starts_with("AIDA"));
        let off = value!({ "UserName": "ana", "AccessKeyId": key, "Status": "Inactive" });
        iam.ok("UpdateAccessKey", off);
        let refused = iam.practice.call(&request).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.status),
            ("InvalidClientTokenId", Some(403))
        );
        let codes = [
            ("ec2", "DescribeVpcs", "AuthFailure", 401),
            ("guardduty", "ListDetectors", "UnrecognizedClientException", 403),
            ("cloudtrail", "LookupEvents", "UnrecognizedClientException", 400),
        ];
        for (service, operation, code, status) in codes {
            let mut request = Request::new(service, operation, value!({}));
            request.key = Some("AKIAIOSFODNN7EXAMPLE".to_owned());
            let refused = iam.practice.call(&request).unwrap_err();
            assert_eq!((refused.code.as_str(), refused.status), (code, Some(status)));
        }
    }
}
