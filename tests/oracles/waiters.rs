//! Every waiter of every service: the same answers lead to the same states as under botocore's rules.

use super::oracle::{Tally, run, text};
use runbook::api::{Catalogue, Given, WaiterState};
use runbook::value::Value;
use serde_json::Value as Json;
use std::collections::BTreeSet;

#[test]
fn answers_lead_to_the_states_that_botocore_sees() {
    let mut tally = Tally::default();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut broke = 0;
    for (number, mut line) in run("tools/waiter_oracle.py", &[]).into_iter().enumerate() {
        line["variant"] = Json::from(format!("{} {number}", text(&line, "waiter")));
        seen.insert((
            text(&line, "service").to_owned(),
            text(&line, "waiter").to_owned(),
        ));
        broke += usize::from(line["broke"] == true);
        tally.note(&line, compare(&line));
    }
    tally.close("waiters", &[]);
    println!(
        "{} waiters; {broke} answers on which botocore cannot evaluate a rule",
        seen.len()
    );
    let known: usize = Catalogue::embedded()
        .names()
        .filter_map(|name| Catalogue::embedded().service(name))
        .map(|service| service.waiters().len())
        .sum();
    assert_eq!(seen.len(), known);
}

fn compare(line: &Json) -> Result<(), String> {
    let service = Catalogue::embedded()
        .service(text(line, "service"))
        .ok_or("no such service")?;
    let waiter = service.waiter(text(line, "method")).ok_or("no such waiter")?;
    let numbers = (
        line["delay"].as_u64(),
        line["attempts"].as_u64().and_then(|n| u32::try_from(n).ok()),
    );
    if (Some(waiter.delay), Some(waiter.max_attempts)) != numbers || waiter.method() != text(line, "method") {
        return Err(format!("another pace or name: {waiter:?}"));
    }
    let operation = service.operation(&waiter.operation).ok_or("no such operation")?;
    let judge = waiter.judge(operation.http_status)?;
    let answer = Value::from_json(line["answer"].clone())?;
    let error = line["answer"].get("Error");
    let status = line["status"].as_u64().and_then(|n| u16::try_from(n).ok());
    let given = match error {
        Some(error) => Given::Error {
            code: text(error, "Code"),
            status,
        },
        None => Given::Answer(&answer),
    };
    let ours = match judge.state(given) {
        Some(WaiterState::Success) => "success",
        Some(WaiterState::Failure) => "failure",
        Some(WaiterState::Retry) => "retry",
        None if error.is_some() => "error",
        None => "waiting",
    };
    if error.is_none() && status != Some(operation.http_status) {
        return Err(format!("answers have the status {status:?}"));
    }
    if ours == text(line, "state") {
        Ok(())
    } else {
        Err(format!(
            "{ours}, not {} for {}",
            text(line, "state"),
            line["answer"]
        ))
    }
}
