//! Amazon Inspector, today's: the scanning of a region's instances, what it covers, what it finds.
//!
//! Coverage and findings are not kept: they follow from the instances as they are, so that a terminated instance takes
//! its findings along. Sources: Amazon Inspector API reference and user guide (*Scanning Amazon EC2 instances*), read
//! 2026-11-24. Durations are illustrative.

mod account;
mod aggregation;
mod coverage;
mod criteria;
mod finding;
mod vulnerability;

#[cfg(test)]
mod tests;

use super::call::Call;
use super::refusal::Refusal;
use super::registry::{Family, Move, Service};
use super::resource::Resource;
use crate::value::Value;

/// An account in a region where Inspector is on: which kinds of resources it scans, `_ec2` and its kin, and since when.
pub(crate) static ACCOUNT: Resource = Resource {
    kind: "inspector2:account",
    shape: "AccountState",
    key: "accountId",
    ..Resource::NONE
};

/// The service.
pub(crate) static SERVICE: Service = Service {
    name: "inspector2",
    families: &[&Family {
        resources: &[&ACCOUNT],
        moves: &[
            ("BatchGetAccountStatus", Move::Do(account::status)),
            ("BatchGetFindingDetails", Move::Do(aggregation::details)),
            ("Disable", Move::Do(account::disable)),
            ("Enable", Move::Do(account::enable)),
            (
                "GetEc2DeepInspectionConfiguration",
                Move::Do(account::deep_inspection),
            ),
            ("ListAccountPermissions", Move::Do(account::permissions)),
            ("ListCoverage", Move::Do(coverage::list)),
            ("ListCoverageStatistics", Move::Do(coverage::statistics)),
            ("ListFindingAggregations", Move::Do(aggregation::list)),
            ("ListFindings", Move::Do(finding::list)),
        ],
        ..Family::NONE
    }],
    ..Service::NONE
};

/// The account's own record, if Inspector is on.
fn own<'c>(call: &'c Call<'_>) -> Option<&'c Value> {
    call.found(&ACCOUNT, &call.account)
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("ValidationException", message)
}
