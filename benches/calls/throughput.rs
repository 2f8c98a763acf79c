//! Calls per second over HTTP of the live target and of boto3: one after the other, and by threads that share a client or have one each.

use crate::figure::Figure;
use crate::server;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings};
use runbook::port::{Cloud, Latch, Request};
use runbook::value;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long one round of calls takes.
const ROUND: Duration = Duration::from_secs(2);

/// Rounds of each client, in turns, so that what else the machine does meets both.
const ROUNDS: usize = 3;

/// Threads that call at the same time.
const THREADS: usize = 16;

/// What is to be reached, in times of boto3's: of JSON, and of EC2's XML.
const GOALS: [f64; 2] = [10.0, 4.0];

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
    let connect = || Live::connect(settings.clone()).expect("keys are found");
    let one = [connect()];
    let many: Vec<Live> = (0..THREADS).map(|_| connect()).collect();
    let get = Request::new("ssm", "GetParameter", value!({ "Name": "/lab/name" }));
    let filters = value!({ "Filters": [{ "Name": "tag:Name", "Values": ["web-1", "web-2"] }] });
    let list = Request::new("ec2", "DescribeInstances", filters);
    #[expect(clippy::disallowed_methods, reason = "a benchmark reads its own setting")]
    let python = std::env::var_os("RUNBOOK_PYTHON");
    let mut ours = [0_f64; 6];
    let mut typed = 0_f64;
    let mut theirs = [0_f64; 6];
    for _ in 0..ROUNDS {
        let ways = [(&one[..], 1), (&one, THREADS), (&many, THREADS)];
        let calls = ways
            .iter()
            .flat_map(|(targets, threads)| [(*targets, &get, *threads), (*targets, &list, *threads)]);
        for (best, (targets, request, threads)) in ours.iter_mut().zip(calls) {
            *best = best.max(rate(targets, request, threads));
        }
        typed = typed.max(typed_rate(&url));
        if let Some(python) = &python {
            for (best, rate) in theirs.iter_mut().zip(boto3_rates(python, &url)) {
                *best = best.max(rate);
            }
        }
    }
    let told = |name: String, value| Figure {
        name,
        value,
        unit: "calls/s",
        promise: None,
    };
    let ways = [
        "ssm GetParameter".to_owned(),
        "ec2 DescribeInstances".to_owned(),
        format!("ssm GetParameter, {THREADS} at once"),
        format!("ec2 DescribeInstances, {THREADS} at once"),
        format!("ssm GetParameter, {THREADS} clients"),
        format!("ec2 DescribeInstances, {THREADS} clients"),
    ];
    let mut figures: Vec<Figure> = ways
        .iter()
        .zip(ours)
        .map(|(way, rate)| told(format!("live {way}"), rate))
        .collect();
    figures.push(told("AWS's typed client, ssm GetParameter".to_owned(), typed));
    figures.push(Figure {
        name: "JSON: live beside AWS's typed client".to_owned(),
        value: ours[0] / typed,
        unit: "times",
        promise: Some(0.9..=f64::INFINITY),
    });
    // What the server gives to a client that does nothing: it shares the machine with whoever is measured.
    let spare = told(format!("the server, {THREADS} at once"), bare_rate(&url));
    figures.push(spare);
    if python.is_none() {
        println!("boto3 is not compared: RUNBOOK_PYTHON names no Python that has it");
        return figures;
    }
    figures.extend(
        ways.iter()
            .zip(theirs)
            .map(|(way, rate)| told(format!("boto3 {way}"), rate)),
    );
    for (i, way) in ways.iter().enumerate() {
        figures.push(Figure {
            name: format!("{way}: beside boto3"),
            value: ours[i] / theirs[i],
            unit: "times",
            promise: Some(GOALS[i % GOALS.len()]..=f64::INFINITY),
        });
    }
    figures
}

/// What boto3 reaches, in the order of ours.
fn boto3_rates(python: &OsStr, url: &str) -> Vec<f64> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/calls/boto3_calls.py");
    let output = Command::new(python)
        .args([script, url, &ROUND.as_secs().to_string(), &THREADS.to_string()])
        .output()
        .expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .map(|word| word.parse().expect("a rate"))
        .collect()
}

/// By that many threads, which share a target, or have one each.
fn rate(targets: &[Live], request: &Request, threads: usize) -> f64 {
    std::thread::scope(|scope| {
        let work = |live: &Live| {
            counted(|| {
                live.call(request).expect("an answer");
            })
        };
        let workers = targets.iter().cycle().take(threads);
        let workers: Vec<_> = workers.map(|live| scope.spawn(move || work(live))).collect();
        let rates = workers.into_iter().map(|worker| worker.join().expect("no panic"));
        rates.sum()
    })
}

/// Of connections that send the same bytes again and again, and count the bytes of the answers.
fn bare_rate(url: &str) -> f64 {
    let host = url.trim_start_matches("http://");
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\nx-amz-target: AmazonSSM.GetParameter\r\ncontent-length: 2\r\n\r\n{{}}"
    );
    std::thread::scope(|scope| {
        let worker = || {
            let mut stream = TcpStream::connect(host).expect("the server listens");
            stream.set_nodelay(true).expect("a socket");
            let mut answer = vec![0; server::parameter().len()];
            counted(|| {
                stream.write_all(request.as_bytes()).expect("a request");
                stream.read_exact(&mut answer).expect("an answer");
            })
        };
        let workers: Vec<_> = (0..THREADS).map(|_| scope.spawn(worker)).collect();
        let rates = workers.into_iter().map(|worker| worker.join().expect("no panic"));
        rates.sum()
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
fn counted(mut work: impl FnMut()) -> f64 {
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
