//! CloudWatch Logs: groups, their streams, what is written into them and how it is found again.
//!
//! Events are kept in batches, each one text ([`batch`]), because a world may hold very many of them. Wording and limits
//! are AWS's (CloudWatch Logs API reference and user guide, "CloudWatch Logs quotas", read 2026-11-24).

mod batch;
mod event;
mod group;
mod insights;
mod metric_filter;
mod pattern;
mod query;
mod resource_policy;
mod search;
mod stream;
mod tag;

use super::call::Call;
use super::compare::mark_delivered;
use super::given::Given;
use super::refusal::Refusal;
use super::registry::Service;
use jiff::Timestamp;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "logs",
    families: &[
        &event::FAMILY,
        &group::FAMILY,
        &metric_filter::FAMILY,
        &query::FAMILY,
        &resource_policy::FAMILY,
        &search::FAMILY,
        &stream::FAMILY,
        &tag::FAMILY,
    ],
    data: &["PutLogEvents"],
    ..Service::NONE
};

/// The code of everything that is not there.
const ABSENT: &str = "ResourceNotFoundException";

/// The code of a thing whose name is taken.
const EXISTS: &str = "ResourceAlreadyExistsException";

/// Lines that a service of AWS writes into a stream of the account; group and stream are made where they are not there.
pub(super) fn deliver(
    call: &mut Call<'_>,
    group: &str,
    stream: &str,
    lines: &[(i64, &str)],
) -> Result<(), Refusal> {
    if call.found(&group::GROUP, group).is_none() {
        group::make(call, group);
    }
    if call.found(&stream::STREAM, &stream::key(group, stream)).is_none() {
        stream::make(call, group, stream);
        call.amend(&stream::STREAM, &stream::key(group, stream), mark_delivered);
    }
    batch::add(call, group, stream, lines)
}

/// The refusal of a parameter.
fn unfit(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidParameterException", message)
}

/// The refusal of one member whose value does not keep a rule, in the words that AWS's front ends share.
fn constraint(value: &str, member: &str, rule: &str) -> Refusal {
    unfit(format!(
        "1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: Member must {rule}"
    ))
}

/// That a name has 1 to 512 characters, all of them allowed; `pattern` is the rule as AWS prints it.
fn named(name: &str, member: &str, allowed: fn(char) -> bool, pattern: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(constraint(name, member, "have length greater than or equal to 1"));
    }
    if name.chars().count() > 512 {
        return Err(constraint(name, member, "have length less than or equal to 512"));
    }
    if !name.chars().all(allowed) {
        let rule = format!("satisfy regular expression pattern: {pattern}");
        return Err(constraint(name, member, &rule));
    }
    Ok(())
}

/// That `limit` is not above what the operation allows.
fn limited(given: &Given<'_>, member: &str, most: i64) -> Result<(), Refusal> {
    match given.int(member) {
        Some(limit) if limit > most => Err(constraint(
            &limit.to_string(),
            member,
            &format!("have value less than or equal to {most}"),
        )),
        Some(limit) if limit < 1 => Err(constraint(
            &limit.to_string(),
            member,
            "have value greater than or equal to 1",
        )),
        _ => Ok(()),
    }
}

/// An instant as this API writes it.
fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// `arn:aws:logs:us-east-1:111122223333:` and what follows.
fn arn(call: &Call<'_>, rest: &str) -> String {
    format!("arn:aws:logs:{}:{}:{rest}", call.region, call.account)
}
