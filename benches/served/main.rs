//! Requests per second that the practice server answers, beside moto's server, by one load client in one run:
//! `RUNBOOK_PYTHON=venv/bin/python cargo bench --bench served`. Nothing leaves the machine.
//!
//! The exit code says whether the promise is kept. Without `RUNBOOK_PYTHON` the figures are told and not compared.

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

use figure::Figure;
use servers::{Moto, Practice};
use std::process::ExitCode;

/// Connections that are kept open, each with one request under way: a class.
const CONNECTIONS: usize = 16;
/// What is promised: this many times as many as moto.
const GOAL: f64 = 50.0;

fn main() -> ExitCode {
    let practice = Practice::start();
    let moto = Moto::start();
    let mut kept = true;
    for (name, action) in [
        ("DescribeVpcs", "DescribeVpcs".to_owned()),
        (
            "CreateTags",
            "CreateTags&ResourceId.1={vpc}&Tag.1.Key=Name&Tag.1.Value=lab".to_owned(),
        ),
    ] {
        let mut rates = Vec::new();
        for (server, url, keys, vpc) in [
            Some(("practice", &practice.url, &practice.keys, &practice.vpc)),
            moto.as_ref()
                .map(|moto| ("moto", &moto.url, &moto.keys, &moto.vpc)),
        ]
        .into_iter()
        .flatten()
        {
            let body = format!("Action={}&Version=2016-11-15", action.replace("{vpc}", vpc));
            let rate = load::rate(url, &signed::request(url, keys, &body), CONNECTIONS);
            rates.push(rate);
            let figure = Figure {
                name: format!("{server} {name}"),
                value: rate,
                unit: "requests/s",
                promise: None,
            };
            println!("{}", figure.line());
        }
        if let [ours, theirs] = rates[..] {
            let figure = Figure {
                name: format!("{name}: practice beside moto"),
                value: ours / theirs,
                unit: "times",
                promise: Some(GOAL..=f64::INFINITY),
            };
            kept &= figure.kept();
            println!("{}", figure.line());
        }
    }
    if moto.is_none() {
        println!("moto is not compared: RUNBOOK_PYTHON names no Python that has it");
    }
    ExitCode::from(u8::from(!kept))
}
