//! Requests per second that the practice server answers, beside moto's server, by one load client in one run:
//! `RUNBOOK_PYTHON=venv/bin/python cargo bench --bench served`. Nothing leaves the machine.
//!
//! moto keeps nothing. Beside it stands the account that keeps nothing either (`practice serve --fresh`); the one that has
//! each change on the disk before it answers is told too. The exit code says whether the promise is kept. Without
//! `RUNBOOK_PYTHON` the figures are told and not compared.

#![expect(clippy::print_stdout, reason = "the figures are its output")]

#[path = "../support/figure.rs"]
#[expect(
    dead_code,
    reason = "what times are measured with serves the other benchmarks"
)]
mod figure;
mod load;
mod servers;
mod signed;

use aws_credential_types::Credentials;
use figure::Figure;
use servers::{Moto, Practice};
use std::process::ExitCode;

/// Connections that are kept open, each with one request under way: a class.
const CONNECTIONS: usize = 16;
/// What is promised: this many times as many as moto.
const GOAL: f64 = 50.0;

/// A request that is sent again and again; `{vpc}` stands for the default VPC.
const REQUESTS: [(&str, &str); 2] = [
    ("DescribeVpcs", "Action=DescribeVpcs"),
    (
        "CreateTags",
        "Action=CreateTags&ResourceId.1={vpc}&Tag.1.Key=Name&Tag.1.Value=lab",
    ),
];

fn main() -> ExitCode {
    let fresh = Practice::start(&["--fresh"]);
    let kept = Practice::start(&[]);
    let moto = Moto::start();
    let mut all_kept = true;
    for (name, form) in REQUESTS {
        let rate = |server: &str, url: &str, keys: &Credentials, vpc: &str| {
            let body = format!("{}&Version=2016-11-15", form.replace("{vpc}", vpc));
            let value = load::rate(url, &signed::request(url, keys, &body), CONNECTIONS);
            let figure = Figure {
                name: format!("{server} {name}"),
                value,
                unit: "requests/s",
                promise: None,
            };
            println!("{}", figure.line());
            value
        };
        let in_memory = rate("practice, in memory,", &fresh.url, &fresh.keys, &fresh.vpc);
        let on_disk = rate("practice, on the disk,", &kept.url, &kept.keys, &kept.vpc);
        let Some(moto) = &moto else { continue };
        let theirs = rate("moto", &moto.url, &moto.keys, &moto.vpc);
        for (which, ours, promise) in [
            ("in memory", in_memory, Some(GOAL..=f64::INFINITY)),
            ("on the disk", on_disk, None),
        ] {
            let figure = Figure {
                name: format!("{name} {which}, beside moto"),
                value: ours / theirs,
                unit: "times",
                promise,
            };
            all_kept &= figure.kept();
            println!("{}", figure.line());
        }
    }
    if moto.is_none() {
        println!("moto is not compared: RUNBOOK_PYTHON names no Python that has it");
    }
    ExitCode::from(u8::from(!all_kept))
}
