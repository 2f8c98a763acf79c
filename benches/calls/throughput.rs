//! Calls per second over HTTP, one after the other, of the live target and of boto3.

use crate::figure::Figure;
use crate::server;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings};
use runbook::port::{Cloud, Latch, Request};
use runbook::value;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one round of calls takes.
const ROUND: Duration = Duration::from_secs(2);

/// Rounds of each client, in turns, so that what else the machine does meets both.
const ROUNDS: usize = 3;

/// The figures of both clients, and how they compare.
pub(crate) fn figures() -> Vec<Figure> {
    let url = server::start();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let keys = folder.path().join("credentials");
    let text = "[class]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n";
    std::fs::write(&keys, text).expect("keys");
    let settings = Settings {
        profile: Some("class".to_owned()),
        files: vec![keys],
        region: Some("us-east-1".to_owned()),
        endpoint: Some(url.clone()),
        ..Settings::new(Catalogue::embedded(), Latch::default())
    };
    let live = Live::connect(settings).expect("keys are found");
    let get = Request::new("ssm", "GetParameter", value!({ "Name": "/lab/name" }));
    let filters = value!({ "Filters": [{ "Name": "tag:Name", "Values": ["web-1", "web-2"] }] });
    let list = Request::new("ec2", "DescribeInstances", filters);
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads its own setting")]
    let python = std::env::var_os("RUNBOOK_PYTHON");
    let mut ours = [0_f64; 2];
    let mut typed = 0_f64;
    let mut theirs = [0_f64; 2];
    for _ in 0..ROUNDS {
        ours[0] = ours[0].max(rate(&live, &get));
        ours[1] = ours[1].max(rate(&live, &list));
        typed = typed.max(typed_rate(&url));
        if let Some(python) = &python {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/calls/boto3_calls.py");
            let seconds = ROUND.as_secs().to_string();
            let output = Command::new(python)
                .args([script, &url, &seconds])
                .output()
                .expect("Python runs");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            for (best, word) in theirs.iter_mut().zip(text.split_whitespace()) {
                *best = best.max(word.parse().expect("a rate"));
            }
        }
    }
    let told = |name: &str, value| Figure {
        name: name.to_owned(),
        value,
        unit: "calls/s",
        promise: None,
    };
    let mut figures = vec![
        told("live ssm GetParameter", ours[0]),
        told("live ec2 DescribeInstances", ours[1]),
        told("AWS's typed client, ssm GetParameter", typed),
        Figure {
            name: "JSON: live beside AWS's typed client".to_owned(),
            value: ours[0] / typed,
            unit: "times",
            promise: Some(0.9..=f64::INFINITY),
        },
    ];
    if python.is_none() {
        println!("boto3 is not compared: RUNBOOK_PYTHON names no Python that has it");
        return figures;
    }
    figures.push(told("boto3 ssm GetParameter", theirs[0]));
    figures.push(told("boto3 ec2 DescribeInstances", theirs[1]));
    for (name, goal, i) in [("JSON", 10.0, 0), ("EC2's XML", 4.0, 1)] {
        figures.push(Figure {
            name: format!("{name}: live beside boto3"),
            value: ours[i] / theirs[i],
            unit: "times",
            promise: Some(goal..=f64::INFINITY),
        });
    }
    figures
}

fn rate(live: &Live, request: &Request) -> f64 {
    counted(|| {
        live.call(request).expect("an answer");
    })
}

/// AWS's own client of the same runtime: what is left to gain.
fn typed_rate(url: &str) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let config = runtime.block_on(
        aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new("AKIAEXAMPLE", "secret", None, None, "bench"))
            .endpoint_url(url)
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .load(),
    );
    let client = aws_sdk_ssm::Client::new(&config);
    counted(|| {
        let call = client.get_parameter().name("/lab/name").send();
        runtime.block_on(call).expect("an answer");
    })
}

/// How often something is done in a second.
fn counted(work: impl Fn()) -> f64 {
    for _ in 0..20 {
        work();
    }
    let start = Instant::now();
    let mut times = 0_u32;
    while start.elapsed() < ROUND {
        work();
        times += 1;
    }
    f64::from(times) / start.elapsed().as_secs_f64()
}
