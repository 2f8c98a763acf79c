//! Events as JSON, without secrets.

use super::Secrets;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value as Json;

/// Members whose texts are the format's own words and times: a secret that happens to read like one must not break
/// the line.
const WORDS: [&str; 8] = [
    "event", "role", "command", "verdict", "class", "access", "remark", "at",
];

impl Secrets {
    /// An event, or the header of a journal, as one line of JSON; every text is masked before it becomes JSON text.
    ///
    /// # Errors
    /// What cannot be JSON.
    pub fn line(&self, content: &impl Serialize) -> serde_json::Result<String> {
        if self.is_empty() {
            return serde_json::to_string(content);
        }
        let mut json = serde_json::to_value(content)?;
        self.mask_json(&mut json, &WORDS);
        serde_json::to_string(&json)
    }

    fn mask_json(&self, json: &mut Json, words: &[&str]) {
        match json {
            Json::Null | Json::Bool(_) => {}
            Json::Number(number) => {
                let text = number.to_string();
                let masked = self.mask(&text);
                if masked != text {
                    *json = Json::String(masked);
                }
            }
            Json::String(text) => *text = self.mask(text),
            Json::Array(items) => items.iter_mut().for_each(|item| self.mask_json(item, &[])),
            Json::Object(members) => {
                // The names of the format itself stand outside; those within are of AWS and of scripts.
                if words.is_empty() && members.keys().any(|name| self.mask(name) != *name) {
                    let named = std::mem::take(members).into_iter();
                    *members = named.map(|(name, value)| (self.mask(&name), value)).collect();
                }
                for (name, value) in members {
                    match (name.as_str(), value) {
                        (name, Json::String(_)) if words.contains(&name) => {}
                        ("check", value) if !words.is_empty() => self.mask_json(value, &["state"]),
                        ("chart", value) if !words.is_empty() => self.mask_json(value, &["kind"]),
                        ("outcome", value) if !words.is_empty() => self.mask_json(value, &["result"]),
                        // A blob is written as base64, and has to stay so.
                        ("$blob", Json::String(text)) => {
                            if let Ok(bytes) = STANDARD.decode(&*text) {
                                *text = STANDARD.encode(self.mask_bytes(&bytes));
                            }
                        }
                        // The format's own numbers: counts, lines, seconds.
                        (name, Json::Number(_)) if !words.is_empty() && name != "value" => {}
                        (_, value) => self.mask_json(value, &[]),
                    }
                }
            }
        }
    }
}
