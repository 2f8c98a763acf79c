//! The secrets of a run, and the one masker that every door uses where text leaves: terminal, questions, journal, JSON,
//! recordings, error texts.
//!
//! A secret is found as it is, within base64 and hexadecimal text, and beneath escapes of URLs, JSON and HTML, also when
//! these are nested or broken into lines. What a script computes of a secret in other ways is not found: a script that
//! wants to give it away can, and so runbooks have to be trusted before they run in a real account.

mod event;
mod form;
mod peel;
mod writer;

pub use writer::Masked;

use crate::value::{Map, Value};
use aho_corasick::AhoCorasick;
use form::Form;
use peel::{ALL, EACH, View};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What stands in the place of a secret.
pub const MASK: &str = "********";

/// A secret with fewer characters is masked only where it stands as a word of its own.
const SHORT: usize = 6;

/// How many layers of escapes are looked beneath.
const LAYERS: usize = 3;

/// Members of AWS's inputs and answers that hold secrets, whatever their models say: names as AWS's documentation has
/// them.
const MEMBERS: [&str; 7] = [
    "SecretAccessKey",
    "SessionToken",
    "Password",
    "SecretString",
    "AuthorizationToken",
    "PrivateKey",
    "KeyMaterial",
];

/// Shared by all that make, show or keep text.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    secrets: Vec<String>,
    masker: Option<Arc<Masker>>,
}

/// What finds the secrets that were known when it was made.
#[derive(Debug)]
struct Masker {
    forms: Vec<Form>,
    /// None where the library refuses so many forms: then no text is let out at all.
    finder: Option<AhoCorasick>,
}

impl Secrets {
    /// Adds a secret; a blank text is none.
    pub fn add(&self, secret: &str) {
        if secret.trim().is_empty() {
            return;
        }
        let mut known = self.lock();
        if !known.secrets.iter().any(|other| other == secret) {
            known.secrets.push(secret.to_owned());
            known.masker = None;
        }
    }

    /// Adds what the members of an AWS call's input or answer hold that are secrets by their names, and the values of
    /// parameters that Systems Manager keeps encrypted.
    pub fn learn(&self, value: &Value) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Map(members) => {
                for (name, value) in members {
                    match value {
                        Value::Text(text) if is_secret_member(name) || is_secure(members, name) => {
                            self.add(text);
                        }
                        value => self.learn(value),
                    }
                }
            }
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Text(_)
            | Value::Blob(_)
            | Value::Time(_) => {}
        }
    }

    /// What a person should know of a secret that is too short to be masked everywhere.
    #[must_use]
    pub fn warning(name: &str, secret: &str) -> Option<String> {
        is_short(secret).then(|| {
            format!(
                "`{name}` has fewer than {SHORT} characters: it is masked only where it stands as a word of its own"
            )
        })
    }

    /// True where there is nothing to mask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().secrets.is_empty()
    }

    /// The text with every secret masked.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        match self.masked(text.as_bytes()) {
            // Secrets and escapes begin and end with whole characters.
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => text.to_owned(),
        }
    }

    /// Bytes, of which some may be text, with every secret masked.
    #[must_use]
    pub fn mask_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        self.masked(bytes).unwrap_or_else(|| bytes.to_vec())
    }

    /// The bytes masked; none where no secret is in them.
    fn masked(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let masker = self.masker()?;
        let mut spans: Vec<Range<usize>> = Vec::new();
        let whole = View::whole(bytes);
        masker.find(&whole, &mut spans);
        for view in EACH.iter().filter_map(|escapes| whole.peeled(escapes)) {
            masker.find(&view, &mut spans);
        }
        let mut layer = whole.peeled(ALL);
        for _ in 0..LAYERS {
            let Some(view) = layer else { break };
            masker.find(&view, &mut spans);
            layer = view.peeled(ALL);
        }
        if spans.is_empty() {
            return None;
        }
        spans.sort_by_key(|span| span.start);
        let (mut masked, mut end) = (Vec::with_capacity(bytes.len()), 0);
        for span in spans {
            if span.start >= end {
                masked.extend_from_slice(&bytes[end..span.start]);
                masked.extend_from_slice(MASK.as_bytes());
            }
            end = end.max(span.end);
        }
        masked.extend_from_slice(&bytes[end..]);
        Some(masked)
    }

    /// The masker of all that is known now; none where nothing is.
    fn masker(&self) -> Option<Arc<Masker>> {
        let mut known = self.lock();
        if known.secrets.is_empty() {
            return None;
        }
        if known.masker.is_none() {
            known.masker = Some(Arc::new(Masker::of(&known.secrets)));
        }
        known.masker.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Masker {
    fn of(secrets: &[String]) -> Masker {
        let forms: Vec<Form> = secrets.iter().flat_map(|secret| Form::all(secret)).collect();
        let finder = AhoCorasick::new(forms.iter().map(|form| &form.bytes)).ok();
        Masker { forms, finder }
    }

    fn find(&self, view: &View<'_>, spans: &mut Vec<Range<usize>>) {
        let text = view.bytes();
        let Some(finder) = &self.finder else {
            spans.push(view.origin(0..text.len()));
            return;
        };
        for found in finder.find_overlapping_iter(text) {
            let form = &self.forms[found.pattern().as_usize()];
            spans.extend(form.stands(text, found.range()).map(|range| view.origin(range)));
        }
    }
}

/// True for a secret that is looked for as a word of its own.
fn is_short(secret: &str) -> bool {
    secret.chars().count() < SHORT
}

/// True for a member that holds a secret, whatever its model says.
#[must_use]
pub fn is_secret_member(name: &str) -> bool {
    MEMBERS.contains(&name)
}

/// True for the value of a parameter that Systems Manager keeps encrypted.
fn is_secure(parameter: &Map, name: &str) -> bool {
    name == "Value" && parameter.get("Type").map(Value::text) == Some("SecureString")
}

#[cfg(test)]
mod tests;
