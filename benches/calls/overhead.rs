//! A call without its network: the request written, the answer read.

use crate::answers;
use crate::figure::{Figure, best};
use runbook::api::Catalogue;
use runbook::value;
use runbook::value::Value;
use runbook::wire::{self, WireAnswer};
use std::time::Duration;

/// Calls in one round.
const CALLS: u32 = 1000;

/// The figures of a JSON service and of EC2.
pub(crate) fn figures() -> Vec<Figure> {
    let get = value!({ "Name": "/lab/name", "WithDecryption": true });
    let list = value!({ "Filters": [{ "Name": "tag:Name", "Values": ["web-1", "web-2"] }] });
    let instances = answers::instances();
    vec![
        figure(
            "a JSON call (ssm GetParameter)",
            50.0,
            ("ssm", "GetParameter"),
            &get,
            answers::PARAMETER,
        ),
        figure(
            &format!("an EC2 call ({} bytes of DescribeInstances)", instances.len()),
            300.0,
            ("ec2", "DescribeInstances"),
            &list,
            &instances,
        ),
    ]
}

fn figure(name: &str, limit: f64, (service, operation): (&str, &str), input: &Value, body: &str) -> Figure {
    let answer = WireAnswer {
        status: 200,
        headers: vec![("x-amzn-requestid".to_owned(), "r-1".to_owned())],
        body: body.as_bytes().to_vec(),
    };
    let time = best(20, || {
        for _ in 0..CALLS {
            call(service, operation, input, &answer);
        }
    });
    Figure {
        name: name.to_owned(),
        value: per_call(time),
        unit: "us",
        promise: Some(0.0..=limit),
    }
}

fn per_call(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6 / f64::from(CALLS)
}

/// One call, from its names to its output.
pub(crate) fn call(service: &str, operation: &str, input: &Value, answer: &WireAnswer) {
    let (service, operation) = Catalogue::embedded()
        .find(service, operation)
        .expect("it is known");
    let request = wire::request(service, operation, input).expect("it can be written");
    assert!(!request.method.is_empty());
    let output = wire::answer(service, operation, answer).expect("it can be read");
    assert!(!output.is_null());
}
