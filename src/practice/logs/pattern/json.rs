//! Patterns that select into JSON.

use super::condition::{Join, Test};
use super::invalid;
use super::reader::Reader;
use crate::practice::refusal::Refusal;
use serde_json::Value as Json;

/// Conditions on what selectors find.
#[derive(Debug)]
pub(in crate::practice::logs) struct Selectors(Join<(Selector, Is)>);

/// `$.a.b[0]`.
#[derive(Debug)]
struct Selector {
    text: String,
    /// As a JSON pointer.
    pointer: String,
}

#[derive(Debug)]
enum Is {
    /// A comparison.
    Test(Test),
    /// `IS NULL`, `IS TRUE`, `IS FALSE`.
    Same(Json),
    /// `NOT EXISTS`.
    Absent,
}

const STOPS: &[char] = &['=', '!', '<', '>', '&', '|', ')', '(', '}'];

impl Selectors {
    pub(super) fn read(text: &str) -> Result<Selectors, Refusal> {
        let mut reader = Reader::new(text);
        let join = Join::read(&mut reader, &|reader| {
            let selector = Selector::read(reader.word(STOPS)?)?;
            Ok((selector, Is::read(reader)?))
        })?;
        reader.expect("}")?;
        if !reader.is_done() {
            return Err(invalid("nothing may follow the '}'"));
        }
        Ok(Selectors(join))
    }

    pub(super) fn admits(&self, message: &str) -> bool {
        let Ok(event) = serde_json::from_str::<Json>(message) else {
            return false;
        };
        self.0.holds(&|(selector, is)| {
            let found = event.pointer(&selector.pointer);
            match (is, found) {
                (Is::Absent, found) => found.is_none(),
                (Is::Same(constant), Some(found)) => constant == found,
                (Is::Test(test), Some(found)) => plain(found).is_some_and(|text| test.admits(&text)),
                (_, None) => false,
            }
        })
    }

    pub(super) fn extracted(&self, message: &str) -> Vec<(String, String)> {
        let event: Json = serde_json::from_str(message).unwrap_or_default();
        let leaves = self.0.leaves();
        leaves
            .into_iter()
            .filter_map(|(selector, _)| {
                let text = plain(event.pointer(&selector.pointer)?)?;
                Some((selector.text.clone(), text))
            })
            .collect()
    }
}

impl Selector {
    fn read(text: &str) -> Result<Selector, Refusal> {
        let no = || invalid(&format!("'{text}' is no selector; one begins with '$.'"));
        if text.contains("[*]") {
            let what = format!("the selector `{text}` of a filter pattern");
            return Err(Refusal::unmodelled(&what));
        }
        let path = text
            .strip_prefix("$.")
            .filter(|path| !path.is_empty())
            .ok_or_else(no)?;
        let pointer = path
            .replace('~', "~0")
            .replace('/', "~1")
            .replace(['.', '['], "/")
            .replace(']', "");
        Ok(Selector {
            text: text.to_owned(),
            pointer: format!("/{pointer}"),
        })
    }
}

impl Is {
    fn read(reader: &mut Reader<'_>) -> Result<Is, Refusal> {
        if let Some(test) = Test::read(reader, &STOPS[4..])? {
            return Ok(Is::Test(test));
        }
        match (reader.word(STOPS)?, reader.word(STOPS)?) {
            ("IS", "NULL") => Ok(Is::Same(Json::Null)),
            ("IS", "TRUE") => Ok(Is::Same(Json::Bool(true))),
            ("IS", "FALSE") => Ok(Is::Same(Json::Bool(false))),
            ("NOT", "EXISTS") => Ok(Is::Absent),
            (one, two) => Err(invalid(&format!("'{one} {two}' is no condition"))),
        }
    }
}

/// A scalar as text.
fn plain(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(json.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
