//! What a recording does not hold: secrets, what the models call sensitive, and whose account it was.
//!
//! Account ids and access keys get stand-ins, the same one each time, so that what belongs together still does. Their
//! mark is that they are AWS's own examples.

use super::ACCOUNT;
use crate::api::{Catalogue, Kind, Service, ShapeId};
use crate::port::{MASK, Secrets, is_secret_member};
use crate::value::{Map, Value};
use indexmap::IndexMap;
use std::sync::{Mutex, PoisonError};

/// Takes out of values what a recording must not hold.
#[derive(Debug)]
pub(super) struct Redactor {
    secrets: Secrets,
    stand_ins: Mutex<IndexMap<String, String>>,
}

impl Redactor {
    /// For the calls of one account.
    pub(super) fn new(secrets: Secrets, account: &str) -> Redactor {
        let stand_ins = [(account.to_owned(), ACCOUNT.to_owned())].into_iter().collect();
        Redactor {
            secrets,
            stand_ins: Mutex::new(stand_ins),
        }
    }

    /// An input or output without what must not be kept.
    pub(super) fn value(
        &self,
        catalogue: &Catalogue,
        service: &str,
        operation: &str,
        output: bool,
        value: &Value,
    ) -> Value {
        let found = catalogue.known(service, operation);
        let shape = found.and_then(|(service, operation)| {
            let shape = if output { operation.output } else { operation.input };
            shape.map(|shape| (service, shape))
        });
        self.walk(shape, value)
    }

    fn walk(&self, shape: Option<(&Service, ShapeId)>, value: &Value) -> Value {
        let kind = shape.map(|(service, id)| (service, service.shape(id)));
        if kind.is_some_and(|(_, shape)| shape.sensitive) {
            return masked(value);
        }
        match (value, kind.map(|(service, shape)| (service, &shape.kind))) {
            (Value::Text(text), _) => Value::Text(self.text(text)),
            (Value::Blob(bytes), _) => match std::str::from_utf8(bytes) {
                Ok(text) => Value::Blob(self.text(text).into_bytes()),
                Err(_) => Value::Blob(self.secrets.mask_bytes(bytes)),
            },
            (Value::List(items), kind) => {
                let item = match kind {
                    Some((service, Kind::List { member, .. })) => Some((service, *member)),
                    _ => None,
                };
                items.iter().map(|value| self.walk(item, value)).collect()
            }
            (Value::Map(entries), Some((service, Kind::Structure { members, .. }))) => {
                let walk = |(name, value): (&String, &Value)| {
                    let member = members.iter().find(|member| member.name == *name);
                    let value = if name == "Value" && is_plain_parameter(service, entries) {
                        self.walk(None, value)
                    } else if is_secret_member(name) || member.is_some_and(|member| member.idempotency_token)
                    {
                        masked(value)
                    } else {
                        self.walk(member.map(|member| (service, member.shape)), value)
                    };
                    (name.clone(), value)
                };
                Value::Map(entries.iter().map(walk).collect())
            }
            (Value::Map(entries), kind) => {
                let entry = match kind {
                    Some((service, Kind::Map { value, .. })) => Some((service, *value)),
                    _ => None,
                };
                let walk = |(name, value): (&String, &Value)| (self.text(name), self.walk(entry, value));
                Value::Map(entries.iter().map(walk).collect())
            }
            (Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Time(_), _) => {
                value.clone()
            }
        }
    }

    /// A text with secrets masked, and stand-ins for account ids and access keys.
    pub(super) fn text(&self, text: &str) -> String {
        words(&self.secrets.mask(text), |word| self.stand_in(word))
    }

    fn stand_in(&self, word: &str) -> Option<String> {
        let account = is_account(word);
        if !account && !is_key(word) {
            return None;
        }
        let mut stand_ins = self.stand_ins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = stand_ins.get(word) {
            return Some(known.clone());
        }
        let of_kind = stand_ins
            .keys()
            .filter(|known| is_account(known) == account)
            .count();
        let made = if account {
            account_example(of_kind)
        } else {
            key_example(word, of_kind + 1)
        };
        stand_ins.insert(word.to_owned(), made.clone());
        Some(made)
    }
}

/// Systems Manager's model calls the value of every parameter sensitive; its type says that only one kind is
/// (AWS: *Parameter types*, Systems Manager User Guide).
fn is_plain_parameter(service: &Service, parameter: &Map) -> bool {
    let kind = parameter.get("Type").map(Value::text).unwrap_or_default();
    service.name == "ssm" && ["String", "StringList"].contains(&kind)
}

/// The nth account of AWS's examples: 111122223333, 444455556666, 777788889999; then made up in their manner.
fn account_example(nth: usize) -> String {
    match nth {
        0 => ACCOUNT.to_owned(),
        1 => "444455556666".to_owned(),
        2 => "777788889999".to_owned(),
        nth => format!("0000{:08}", nth),
    }
}

fn key_example(key: &str, nth: usize) -> String {
    let number: String = format!("{nth:09}")
        .chars()
        .map(|digit| char::from(b'A' + (digit as u8 - b'0')))
        .collect();
    format!("{}{number}EXAMPLE", &key[..4])
}

/// True for what a recording writes in the place of another.
pub(super) fn is_stand_in(word: &str) -> bool {
    let example = ["111122223333", "444455556666", "777788889999"].contains(&word);
    example || (is_account(word) && word.starts_with("00000")) || (is_key(word) && word.ends_with("EXAMPLE"))
}

fn is_account(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_key(word: &str) -> bool {
    word.len() == 20
        && (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Nothing of it is left but where it was.
fn masked(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Blob(_) => Value::Blob(MASK.as_bytes().to_vec()),
        Value::List(items) => items.iter().map(masked).collect(),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(name, value)| (name.clone(), masked(value)))
                .collect::<Map>(),
        ),
        Value::Text(_) | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Time(_) => {
            Value::Text(MASK.to_owned())
        }
    }
}

/// The text with each of its words (letters and digits) put through `change`.
pub(super) fn words(text: &str, mut change: impl FnMut(&str) -> Option<String>) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let inside = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let end = rest
            .find(|c: char| c.is_ascii_alphanumeric() != inside)
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        match inside.then(|| change(part)).flatten() {
            Some(other) => changed.push_str(&other),
            None => changed.push_str(part),
        }
        rest = after;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn redactor() -> Redactor {
        let secrets = Secrets::default();
        secrets.add("correct horse");
        Redactor::new(secrets, "999900001111")
    }

    #[test]
    fn accounts_and_keys_get_the_same_stand_in_each_time() {
        let redactor = redactor();
        assert_eq!(
            redactor
                .text("arn:aws:iam::123456789012:user/a in 999900001111, not 123456789012 or 1234567890123"),
            "arn:aws:iam::444455556666:user/a in 111122223333, not 444455556666 or 1234567890123"
        );
        assert_eq!(redactor.text("888877776666"), "777788889999");
        let key = redactor.text("AKIAABCDEFGHIJKLMNOP");
        assert!(
            is_stand_in(&key) && is_key(&key) && key != "AKIAABCDEFGHIJKLMNOP",
            "{key}"
        );
        assert_eq!(redactor.text("AKIAABCDEFGHIJKLMNOP"), key);
        assert_ne!(redactor.text("AKIAABCDEFGHIJKLMNOQ"), key);
    }

    #[test]
    fn secrets_and_sensitive_members_are_gone() {
        let (redactor, catalogue) = (redactor(), Catalogue::embedded());
        let input = value!({ "UserName": "ada", "Password": "anything at all" });
        let kept = redactor.value(catalogue, "iam", "CreateLoginProfile", false, &input);
        assert_eq!(kept, value!({ "UserName": "ada", "Password": MASK }));

        let output = value!({ "Credentials": { "AccessKeyId": "ASIAABCDEFGHIJKLMNOP", "SecretAccessKey": "s3cr3t", "SessionToken": "t0k3n" } });
        let kept = redactor
            .value(catalogue, "sts", "AssumeRole", true, &output)
            .to_json()
            .to_string();
        assert!(
            !kept.contains("s3cr3t") && !kept.contains("t0k3n") && !kept.contains("ABCDEFGHIJKLMNOP"),
            "{kept}"
        );

        for (kind, kept) in [("String", "ami-1"), ("SecureString", MASK)] {
            let output = value!({ "Parameter": { "Name": "a", "Type": kind, "Value": "ami-1" } });
            let shown = redactor.value(catalogue, "ssm", "GetParameter", true, &output);
            assert_eq!(shown.at("Parameter.Value").text(), kept, "{kind}");
        }

        let input = value!({ "ClientToken": "k7-1", "InstanceType": "t3.micro" });
        let kept = redactor.value(catalogue, "ec2", "RunInstances", false, &input);
        assert_eq!(kept, value!({ "ClientToken": MASK, "InstanceType": "t3.micro" }));

        let blob =
            |text: &str| Value::Map([("A".to_owned(), Value::Blob(text.into()))].into_iter().collect());
        let kept = redactor.value(
            catalogue,
            "nowhere",
            "Nothing",
            false,
            &blob("echo correct horse"),
        );
        assert_eq!(kept, blob(&format!("echo {MASK}")));
    }

    #[test]
    fn stand_ins_are_known_as_such() {
        for nth in 0..5 {
            assert!(is_stand_in(&account_example(nth)), "{nth}");
        }
        assert!(!is_stand_in("123456789012") && !is_stand_in("AKIAABCDEFGHIJKLMNOP"));
    }
}
