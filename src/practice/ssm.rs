//! Systems Manager: parameters, managed instances, documents, commands on instances, sessions.
//!
//! An instance is managed when it runs, its profile's role may register it, and it has a way out; the first time one to
//! three minutes after its start. Nothing of that is stored: it follows from EC2's and IAM's records. Commands run on the
//! machine that stands for the instance ([`machine`](super::machine)), whose state goes with EC2's record of it.

mod command;
mod document;
mod inventory;
mod invocation;
pub(super) mod managed;
mod parameter;
mod public;
pub(super) mod reach;
mod session;
mod tag;

#[cfg(test)]
mod tests;

use super::refusal::Refusal;
use super::registry::Service;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "ssm",
    families: &[
        &command::FAMILY,
        &document::FAMILY,
        &inventory::FAMILY,
        &invocation::FAMILY,
        &managed::FAMILY,
        &parameter::FAMILY,
        &session::FAMILY,
        &tag::FAMILY,
    ],
    ..Service::NONE
};

/// The refusal of an input that does not fit.
fn validation(message: impl Into<String>) -> Refusal {
    Refusal::new("ValidationException", message)
}
