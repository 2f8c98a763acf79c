//! What only a fresh process can tell: the first call, and the memory that a service takes.

use crate::answers;
use crate::figure::{self, Figure};
use crate::overhead;
use runbook::api::Catalogue;
use runbook::value::Value;
use runbook::wire::{self, WireAnswer};
use std::process::Command;
use std::time::{Duration, Instant};

/// Services and a first operation of each.
const SERVICES: &[(&str, &str)] = &[
    ("sts", "GetCallerIdentity"),
    ("iam", "ListUsers"),
    ("ec2", "DescribeInstances"),
    ("s3", "ListObjectsV2"),
    ("guardduty", "ListDetectors"),
];

/// The first call of EC2, models and all.
pub(crate) fn cold() -> Vec<Figure> {
    let times = (0..10).map(|_| Duration::from_secs_f64(numbers("cold")[0]));
    let time = times.min().unwrap_or_default();
    vec![Figure::milliseconds(
        "the first EC2 call of a process",
        time,
        10.0,
    )]
}

/// What loading a service and preparing an operation adds to the memory.
pub(crate) fn memory() -> Vec<Figure> {
    let mut figures = Vec::new();
    for (service, operation) in SERVICES {
        let [loaded, called] = numbers(service)[..] else {
            // The system does not tell.
            return Vec::new();
        };
        figures.push(told(format!("memory: {service} loaded"), loaded));
        figures.push(told(format!("memory: and {operation} written"), called));
    }
    figures
}

fn told(name: String, value: f64) -> Figure {
    Figure {
        name,
        value,
        unit: "MB",
        promise: None,
    }
}

fn numbers(task: &str) -> Vec<f64> {
    let program = std::env::current_exe().expect("this program has a place");
    let output = Command::new(program)
        .args(["child", task])
        .output()
        .expect("it runs again");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .map(|word| word.parse().expect("a number"))
        .collect()
}

/// Does a task in this process and gives its numbers.
pub(crate) fn work(task: &str) -> String {
    if task == "cold" {
        let answer = WireAnswer {
            status: 200,
            body: answers::VPCS.as_bytes().to_vec(),
            ..WireAnswer::default()
        };
        let start = Instant::now();
        overhead::call("ec2", "DescribeVpcs", &Value::map(), &answer);
        return format!("{}", start.elapsed().as_secs_f64());
    }
    let held = || figure::memory("self", "RssAnon").map(figure::megabytes);
    let operation = SERVICES.iter().find(|(service, _)| *service == task);
    let operation = operation.expect("a service of the table").1;
    let Some(before) = held() else {
        return String::new();
    };
    let (service, operation) = Catalogue::embedded().find(task, operation).expect("it is known");
    let loaded = held().unwrap_or_default();
    assert!(wire::request(service, operation, &Value::map()).is_ok() || service.name == "s3");
    let called = held().unwrap_or_default();
    format!("{} {}", loaded - before, called - before)
}
