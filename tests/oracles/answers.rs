//! Answers are read as botocore reads them.

use super::oracle;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use runbook::api::{Operation, Service};
use runbook::value::Value;
use runbook::wire::{self, WireAnswer};
use serde_json::Value as Json;

#[test]
fn answers_are_read_as_botocore_reads_them() {
    oracle::compare("answers", "oracle.py", 99.9, |line, tally| {
        let Some((service, operation)) = oracle::found(line) else {
            return tally.note(line, Err("the models here do not have it".to_owned()));
        };
        let result = match line["skipped"].as_str() {
            Some(reason) => Err(reason.to_owned()),
            None => compare(service, operation, line),
        };
        tally.note(line, result);
    });
}

fn compare(service: &'static Service, operation: &'static Operation, line: &Json) -> Result<(), String> {
    let ours = wire::answer(service, operation, &answer(line)?).map_err(|e| e.to_string())?;
    let theirs = Value::from_json(line["output"].clone())?;
    if ours == theirs {
        Ok(())
    } else {
        Err(first_difference("", &ours, &theirs))
    }
}

/// The answer in a line.
pub(super) fn answer(line: &Json) -> Result<WireAnswer, String> {
    let answer = &line["answer"];
    let headers = answer["headers"].as_object().into_iter().flatten();
    Ok(WireAnswer {
        status: u16::try_from(answer["status"].as_u64().unwrap_or_default()).unwrap_or_default(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body: STANDARD
            .decode(oracle::text(answer, "body"))
            .map_err(|e| e.to_string())?,
    })
}

pub(crate) fn first_difference(path: &str, ours: &Value, theirs: &Value) -> String {
    match (ours, theirs) {
        (Value::Map(a), Value::Map(b)) => {
            let names = a.keys().chain(b.keys());
            for name in names {
                let (one, other) = (ours.get(name), theirs.get(name));
                if one != other || a.contains_key(name) != b.contains_key(name) {
                    return first_difference(&format!("{path}.{name}"), one, other);
                }
            }
            String::new()
        }
        (Value::List(a), Value::List(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find(|(_, (one, other))| one != other)
            .map(|(i, (one, other))| first_difference(&format!("{path}[{i}]"), one, other))
            .unwrap_or_default(),
        _ => format!("{path}: ours {ours:?} and botocore's {theirs:?}")
            .chars()
            .take(300)
            .collect(),
    }
}
