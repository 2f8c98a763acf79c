//! The cross-checks: the dynamic client against botocore and against moto's server.
//!
//! They run with `--features oracles` and need a Python that has `botocore` and `moto[server]`, named by the environment
//! variable `RUNBOOK_PYTHON`. Nothing leaves the machine.

mod answers;
mod canonical;
mod moto;
mod oracle;
mod requests;
