//! Errors are read as botocore reads them: code, message, request id and status, in every protocol.

use super::answers::answer;
use super::oracle;
use runbook::api::{Operation, Service};
use runbook::wire::{self, Failure, WireError};
use serde_json::Value as Json;

#[test]
fn errors_are_read_as_botocore_reads_them() {
    oracle::compare("errors", "oracle.py", 99.9, |line, tally| {
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
    let ours = match wire::answer(service, operation, &answer(line)?) {
        Err(WireError::Failed(failure)) => failure,
        Err(WireError::Unreadable(why)) => return Err(why),
        Ok(output) => return Err(format!("no error, but {output:?}")),
    };
    let (said, theirs) = (said(&ours), &line["error"]);
    for (name, value) in &said {
        // What botocore leaves empty, we fill: the message with the status's own words, the request's id from the body.
        let left_out = theirs[*name].as_str().is_none_or(str::is_empty) && !theirs[*name].is_number();
        if !left_out && *value != theirs[*name] {
            return Err(format!("{name}: ours {value} and botocore's {}", theirs[*name]));
        }
    }
    Ok(())
}

fn said(failure: &Failure) -> [(&'static str, Json); 4] {
    [
        ("code", Json::from(failure.code.as_str())),
        ("message", Json::from(failure.message.as_str())),
        ("status", Json::from(failure.status)),
        ("request_id", Json::from(failure.request_id.clone())),
    ]
}
