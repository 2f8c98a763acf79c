//! Every waiter of every service: the same answers lead to the same states as under botocore's rules.

use super::moto::Moto;
use super::oracle::{lines, script, text};
use crate::support::Lab;
use crate::support::tally::Tally;
use runbook::api::{Catalogue, Given, WaiterState};
use runbook::value::Value;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::time::Instant;

#[test]
fn answers_lead_to_the_states_that_botocore_sees() {
    let mut tally = Tally::default();
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    let mut broke = 0;
    let (began, mut number) = (Instant::now(), 0);
    lines(&mut script("waiter_oracle.py"), |line| {
        let (service, waiter) = (text(line, "service"), text(line, "waiter"));
        seen.insert((service.to_owned(), waiter.to_owned()));
        broke += usize::from(line["broke"] == true);
        tally.note_as(line, &format!("{waiter}-{number}"), compare(line));
        number += 1;
    });
    let services: Vec<&str> = Catalogue::embedded().names().collect();
    tally.close("waiters", 100.0, &services, began.elapsed());
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

const BOOK: &str = r#"# Waiting

## Everything

```rhai solve
let pace = #{ Delay: 1, MaxAttempts: 20 };
s3::wait_until_bucket_not_exists(#{ Bucket: "waited-bucket", WaiterConfig: pace });
s3::create_bucket(#{ Bucket: "waited-bucket" });
s3::wait_until_bucket_exists(#{ Bucket: "waited-bucket", WaiterConfig: pace });

try {
    s3::wait_until_object_exists(#{ Bucket: "waited-bucket", Key: "none", WaiterConfig: #{ Delay: 0, MaxAttempts: 2 } });
} catch (err) {
    say(err.message);
}

dynamodb::create_table(#{
    TableName: "waited", BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [#{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [#{ AttributeName: "id", KeyType: "HASH" }],
});
say(dynamodb::wait_until_table_exists(#{ TableName: "waited", WaiterConfig: pace }).Table.TableStatus);

let image = ec2::describe_images(#{ Owners: ["amazon"] }).Images[0].ImageId;
let id = ec2::run_instances(#{ ImageId: image, MinCount: 1, MaxCount: 1 }).Instances[0].InstanceId;
ec2::wait_until_instance_running(#{ InstanceIds: [id], WaiterConfig: pace });
ec2::terminate_instances(#{ InstanceIds: [id] });
let gone = ec2::wait_until_instance_terminated(#{ InstanceIds: [id], WaiterConfig: pace });
say(gone.Reservations[0].Instances[0].State.Name);
try {
    ec2::wait_until_instance_running(#{ InstanceIds: [id], WaiterConfig: pace });
} catch (err) {
    say(err.code);
}

iam::create_user(#{ UserName: "ada" });
say(iam::wait_until_user_exists(#{ UserName: "ada", WaiterConfig: pace }).User.UserName);
```
"#;

/// Over the wire: statuses of answers without a body, errors by their codes, states by their paths.
#[test]
fn waiters_wait_for_what_moto_does() {
    let moto = Moto::start();
    let lab = Lab::new().file("book.md", BOOK).against(&moto.url, "us-east-1");
    let words = [
        "replay",
        "book.md",
        "--live",
        "--account",
        "123456789012",
        "--region",
        "us-east-1",
        "--trust",
        "--yes",
        "--output",
        "json",
    ];
    let lines = lab.run(&words).code(0).stdout();
    let said: Vec<String> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Json>(line).ok())
        .filter(|event| event["event"] == "said" && event["remark"] == "say")
        .map(|event| text(&event, "text").to_owned())
        .collect();
    assert_eq!(
        said,
        [
            "s3 object_exists of waited-bucket did not come to be: last seen 404 (Not Found), after 2 tries in 0 s",
            "ACTIVE",
            "terminated",
            "WaiterFailed",
            "ada",
        ]
    );
}
