//! One row of a query: an event with its fields, or what was counted.

use crate::practice::logs::batch::Event;
use indexmap::IndexMap;
use jiff::Timestamp;
use regex::Regex;
use serde_json::Value as Json;
use std::borrow::Cow;

/// The fields that Insights finds in the lines of VPC flow logs (AWS: *Supported logs and discovered fields*).
const FLOW: [&str; 14] = [
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "logStatus",
];

/// A row.
#[derive(Clone, Debug, Default)]
pub(in crate::practice::logs) struct Row<'e> {
    /// The event's instant, in milliseconds.
    pub(super) at: i64,
    /// The id of the event.
    pub(super) pointer: Option<String>,
    message: &'e str,
    fields: IndexMap<String, String>,
}

impl<'e> Row<'e> {
    /// An event with what it says of itself.
    pub(in crate::practice::logs) fn of(event: &Event<'e>, log: String, pointer: String) -> Row<'e> {
        let mut row = Row {
            at: event.at,
            pointer: Some(pointer),
            message: event.message,
            fields: IndexMap::new(),
        };
        row.set("@timestamp", instant(event.at));
        row.set("@ingestionTime", instant(event.ingested));
        row.set("@logStream", event.stream.to_owned());
        row.set("@log", log);
        row
    }

    /// A row that was counted.
    pub(super) fn counted(fields: IndexMap<String, String>) -> Row<'e> {
        Row {
            fields,
            ..Row::default()
        }
    }

    pub(super) fn set(&mut self, name: &str, value: String) {
        self.fields.insert(name.to_owned(), value);
    }

    /// The value of a field: one that is set, or one that is found in the message.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        if let Some(value) = self.fields.get(name) {
            return Some(Cow::Borrowed(value));
        }
        if name == "@message" && self.pointer.is_some() {
            return Some(Cow::Borrowed(self.message));
        }
        if self.message.starts_with('{') {
            let event: Json = serde_json::from_str(self.message).ok()?;
            let pointer = format!("/{}", name.replace('.', "/"));
            return match event.pointer(&pointer)? {
                Json::String(text) => Some(Cow::Owned(text.clone())),
                Json::Null => None,
                other => Some(Cow::Owned(other.to_string())),
            };
        }
        let at = FLOW.iter().position(|field| *field == name)?;
        let mut words = self.message.split(' ');
        if words.clone().count() != FLOW.len() {
            return None;
        }
        words.nth(at).filter(|word| *word != "-").map(Cow::Borrowed)
    }

    /// Adds what a pattern finds in a field.
    pub(super) fn parse(&mut self, field: &str, regex: &Regex, names: &[String]) {
        let Some(text) = self.get(field).map(Cow::into_owned) else {
            return;
        };
        let Some(found) = regex.captures(&text) else {
            return;
        };
        for (n, name) in names.iter().enumerate() {
            if let Some(part) = found.name(name).or_else(|| found.get(n + 1)) {
                self.set(name, part.as_str().to_owned());
            }
        }
    }
}

/// An instant as Insights writes it.
pub(super) fn instant(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M:%S%.3f").to_string()
}
