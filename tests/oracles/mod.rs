//! The cross-checks: the models and the dynamic client against botocore, and against moto's server.
//!
//! They run with `--features oracles` and need a Python that has `botocore` and `moto[server]`, named by the environment
//! variable `RUNBOOK_PYTHON`. `RUNBOOK_ORACLE_SERVICES=all` compares all services instead of those that a workshop may
//! call, which takes minutes. Nothing leaves the machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::print_stdout, reason = "the counts are the result")]

mod answers;
mod canonical;
mod classes;
mod compacted;
mod day1;
mod elsewhere;
mod models;
mod moto;
mod oracle;
mod requests;
mod served;
mod typed;
mod waiters;
