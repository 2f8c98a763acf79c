//! The waiters of a service.

use super::Fault;
use super::model::{Model, Waiter};
use super::writer::Writer;
use serde_json::Value as Json;

/// Writes one waiter.
pub(super) fn write(out: &mut Writer<'_>, name: &str, waiter: &Waiter, model: &Model) -> Result<(), Fault> {
    if !model.operations.contains_key(&waiter.operation) {
        return Err(Fault(format!("there is no operation `{}`", waiter.operation)));
    }
    out.text(Some(name));
    out.text(Some(&waiter.operation));
    out.number(waiter.delay.into());
    out.number(waiter.max_attempts.into());
    out.count(waiter.acceptors.len());
    for acceptor in &waiter.acceptors {
        out.number(acceptor.state as u64);
        out.number(acceptor.matcher as u64);
        out.text(acceptor.argument.as_deref());
        match &acceptor.expected {
            Json::Bool(flag) => {
                out.number(1);
                out.number(u64::from(*flag));
            }
            Json::Number(number) => {
                let whole = number.as_i64();
                out.number(2);
                out.signed(whole.ok_or_else(|| Fault(format!("`{number}` can never be found")))?);
            }
            Json::String(text) => {
                out.number(0);
                out.text(Some(text));
            }
            other => return Err(Fault(format!("`{other}` can never be found"))),
        }
    }
    Ok(())
}
