//! Asking for more.

use super::quota::whole;
use super::{absent, named};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// Requests for more.
pub(super) static FAMILY: Family = Family {
    resources: &[&ASKED],
    moves: &[
        ("GetRequestedServiceQuotaChange", Move::Do(get)),
        ("ListRequestedServiceQuotaChangeHistory", Move::Do(list)),
        (
            "ListRequestedServiceQuotaChangeHistoryByQuota",
            Move::Do(list_by_quota),
        ),
        ("RequestServiceQuotaIncrease", Move::Do(ask)),
    ],
    ..Family::NONE
};

/// What was asked for.
pub(super) static ASKED: Resource = Resource {
    kind: "service-quotas:request",
    shape: "RequestedServiceQuotaChange",
    key: "Id",
    absent: (
        "NoSuchResourceException",
        "The request failed because the specified quota increase request does not exist.",
    ),
    ..Resource::NONE
};

/// How long a machine thinks about it, and up to how many times the usual figure it says yes. What is beyond goes to a
/// person, who does not answer here.
const SOON: Duration = Duration::from_secs(600);
const EASILY: u32 = 20;

/// `RequestServiceQuotaIncrease`.
fn ask(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let quota = named(given)?;
    if given.has("ContextId") {
        return Err(Refusal::unmodelled("quotas of a single resource, by ContextId"));
    }
    let invalid = |message: &str| Refusal::new("IllegalArgumentException", message);
    let wanted = given.value("DesiredValue");
    let figure =
        whole(wanted).ok_or_else(|| invalid("You must provide a whole number for the quota value."))?;
    if figure as usize <= quota.limit(call) {
        return Err(invalid(
            "You must provide a quota value greater than the current quota value.",
        ));
    }
    let open = call.all(&ASKED).any(|asked| {
        asked.get("QuotaCode").text() == quota.code
            && ["PENDING", "CASE_OPENED"].contains(&asked.get("Status").text())
    });
    if open {
        return Err(Refusal::new(
            "ResourceAlreadyExistsException",
            "Only one open service quota increase request is allowed per quota.",
        ));
    }
    let cases = given.flag("SupportCaseAllowed").unwrap_or(true);
    let easy = figure <= quota.figure().saturating_mul(EASILY);
    let id = call.mint(&ASKED).hex(40);
    let requester =
        value!({ "accountId": (call.account.as_str()), "callerArn": (call.principal.arn.as_str()) });
    let record = value!({
        "Id": (id.as_str()),
        "ServiceCode": (quota.service),
        "ServiceName": (quota.service_name()),
        "QuotaCode": (quota.code),
        "QuotaName": (quota.name),
        "DesiredValue": (f64::from(figure)),
        "Status": "PENDING",
        "Created": (call.now()),
        "LastUpdated": (call.now()),
        "Requester": (requester.to_json().to_string()),
        "QuotaArn": (quota.arn(call)),
        "GlobalQuota": false,
        "Unit": "None",
        "QuotaRequestedAtLevel": "ACCOUNT",
    });
    call.keep(&ASKED, &id, record.clone());
    let end = match (easy, cases) {
        (true, _) => "APPROVED",
        (false, true) => "CASE_OPENED",
        (false, false) => "NOT_APPROVED",
    };
    call.later_set(SOON, &ASKED, &id, &[("Status", end)]);
    Ok(value!({ "RequestedQuota": record }))
}

/// `GetRequestedServiceQuotaChange`.
fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let asked = call.get(&ASKED, given.text("RequestId"))?;
    Ok(value!({ "RequestedQuota": (asked.clone()) }))
}

/// `ListRequestedServiceQuotaChangeHistory`.
fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let service = given.opt("ServiceCode");
    history(call, given, |asked| {
        service.is_none_or(|service| asked.get("ServiceCode").text() == service)
    })
}

/// `ListRequestedServiceQuotaChangeHistoryByQuota`.
fn list_by_quota(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let quota = named(given)?;
    history(call, given, |asked| asked.get("QuotaCode").text() == quota.code)
}

fn history(call: &mut Call<'_>, given: &Given<'_>, of: impl Fn(&Value) -> bool) -> Answer {
    let status = given.opt("Status");
    if given
        .opt("QuotaRequestedAtLevel")
        .is_some_and(|level| level == "RESOURCE")
    {
        return Err(absent("No quota of a single resource was asked for."));
    }
    let asked: Vec<Value> = call
        .all(&ASKED)
        .filter(|asked| of(asked) && status.is_none_or(|status| asked.get("Status").text() == status))
        .cloned()
        .collect();
    Ok(value!({ "RequestedQuotas": (Value::List(call.cut(given, asked)?)) }))
}
