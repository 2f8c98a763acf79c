//! Every part of a model taken away or put in another form, one at a time: it is refused, or used, and nothing panics.

use super::{PASTRY, RULES};
use runbook::api::{Catalogue, EndpointParams, validate};
use runbook::value;
use runbook::wire::{self, WireAnswer};
use serde_json::{Value as Json, json};
use std::path::Path;

const WAITERS: &str = r#"{"version": 2, "waiters": {"Baked": {"operation": "ListCakes", "delay": 1, "maxAttempts": 9,
    "acceptors": [{"state": "success", "matcher": "path", "argument": "Cakes", "expected": true}]}}}"#;
const PAGINATORS: &str = r#"{"pagination": {"ListCakes": {"input_token": "Token", "output_token": "Token",
    "result_key": "Cakes"}}}"#;

/// The places of all values in a JSON.
fn places(json: &Json, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Json)> = match json {
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Json::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, item)| (i.to_string(), item))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in members {
        let at = format!("{at}/{name}");
        places(value, &at, found);
        found.push(at);
    }
}

/// Uses everything that a catalogue has of the service; true where it could be used at all.
fn use_up(folder: &Path) -> bool {
    let Ok(catalogue) = Catalogue::with_folders(&[folder.to_owned()]) else {
        return false;
    };
    // The schemas of the wire live as long as the process.
    let catalogue: &'static Catalogue = Box::leak(Box::new(catalogue));
    let Ok(service) = catalogue.load("pastry") else {
        return false;
    };
    let input = value!({ "Tin": "t", "Flavour": "plum", "Eggs": 1, "Token": "x" });
    for operation in service.operations() {
        let told = validate(service, operation, &input).len();
        let sent = wire::request(service, operation, &input).is_ok();
        let body = br#"{"cakes": [{"layers": [{"flavour": "plum"}]}], "message": "m"}"#.to_vec();
        let read = [200, 409].map(|status| {
            let answer = WireAnswer {
                status,
                headers: Vec::new(),
                body: body.clone(),
            };
            wire::answer(service, operation, &answer).is_ok()
        });
        std::hint::black_box((told, sent, read));
    }
    let waits: usize = service
        .waiters()
        .iter()
        .map(|waiter| waiter.acceptors.len())
        .sum();
    let params = EndpointParams {
        region: Some("us-east-1".to_owned()),
        ..EndpointParams::default()
    };
    std::hint::black_box((waits, service.endpoint(&params).is_ok()));
    true
}

#[test]
fn no_damaged_model_panics() {
    let folder = tempfile::tempdir().unwrap();
    let version = folder.path().join("pastry/2027-01-15");
    std::fs::create_dir_all(&version).unwrap();
    let files = [
        ("service-2", PASTRY),
        ("endpoint-rule-set-1", RULES),
        ("waiters-2", WAITERS),
        ("paginators-1", PAGINATORS),
    ];
    let write = |name: &str, text: &str| std::fs::write(version.join(format!("{name}.json")), text).unwrap();
    files.iter().for_each(|(name, text)| write(name, text));
    assert!(use_up(folder.path()));
    let (mut used, mut refused) = (0, 0);
    for (name, text) in files {
        let whole: Json = serde_json::from_str(text).unwrap();
        let mut found = Vec::new();
        places(&whole, "", &mut found);
        for place in found {
            for other in [Json::Null, json!(""), json!(-1), json!({}), json!([{}])] {
                let mut changed = whole.clone();
                *changed.pointer_mut(&place).unwrap() = other;
                write(name, &changed.to_string());
                *(if use_up(folder.path()) {
                    &mut used
                } else {
                    &mut refused
                }) += 1;
            }
        }
        write(name, text);
    }
    assert!(used > 100 && refused > 100, "{used} used, {refused} refused");
}
