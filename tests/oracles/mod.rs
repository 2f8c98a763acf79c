//! The cross-checks: the models and the dynamic client against botocore, and against moto's server.
//!
//! They run with `--features oracles` and need a Python that has `botocore` and `moto[server]`, named by the environment
//! variable `RUNBOOK_PYTHON`. All services are compared; `RUNBOOK_ORACLE_SERVICES="s3 ec2"` looks at some of them alone.
//! What differs is named, with its reason, in `differences.txt`: a difference that is not named there fails, and so does
//! one that is named and is none. Nothing leaves the machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod classes;
mod compacted;
mod day1;
mod elsewhere;
mod errors;
mod models;
mod moto;
mod operations;
mod oracle;
mod preflight;
mod report;
mod requests;
mod served;
mod serving;
mod signatures;
mod typed;
mod waiters;
