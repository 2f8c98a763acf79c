//! Service Quotas: how much of a thing an account may have in a region, and how to ask for more.
//!
//! What is kept is what was asked for; a limit is the facts' figure or what was granted over it ([`Quota::limit`]), and
//! the services refuse beyond it. Sources: *Service Quotas API reference* (botocore's model); wording as clients report
//! it (issues and sources of Terraform's provider, read 2026-11-24). Which requests are granted without a person, and
//! how soon, is illustrative.

mod asked;
mod quota;

#[cfg(test)]
mod tests;

pub(super) use quota::{
    ELASTIC_IPS, INTERNET_GATEWAYS, NAT_GATEWAYS, NETWORK_ACL_RULES, NETWORK_ACLS, ROUTE_TABLES,
    SECURITY_GROUP_RULES, SUBNETS, VCPUS, VPCS,
};

use super::call::Call;
use super::given::Given;
use super::refusal::{Answer, Refusal};
use super::registry::{Family, Move, Service};
use crate::value;
use crate::value::Value;
use quota::{QUOTAS, Quota};

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "service-quotas",
    families: &[
        &Family {
            moves: &[
                ("GetAWSDefaultServiceQuota", Move::Do(get_default)),
                ("GetServiceQuota", Move::Do(get)),
                ("ListAWSDefaultServiceQuotas", Move::Do(list_default)),
                ("ListServiceQuotas", Move::Do(list)),
                ("ListServices", Move::Do(list_services)),
            ],
            ..Family::NONE
        },
        &asked::FAMILY,
    ],
    ..Service::NONE
};

/// `GetServiceQuota`: what holds in this account.
fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let quota = named(given)?;
    if given.has("ContextId") {
        return Err(Refusal::unmodelled("quotas of a single resource, by ContextId"));
    }
    Ok(value!({ "Quota": (quota.applied(call)) }))
}

/// `GetAWSDefaultServiceQuota`: what AWS gives to everybody.
fn get_default(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    Ok(value!({ "Quota": (named(given)?.usual(call)) }))
}

/// `ListServiceQuotas`.
fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let quotas = of_service(given)?;
    let code = given.opt("QuotaCode");
    if given
        .opt("QuotaAppliedAtLevel")
        .is_some_and(|level| level == "RESOURCE")
    {
        return Err(Refusal::unmodelled("quotas of single resources"));
    }
    let quotas: Vec<Value> = quotas
        .filter(|quota| code.is_none_or(|code| code == quota.code))
        .map(|quota| quota.applied(call))
        .collect();
    Ok(value!({ "Quotas": (Value::List(call.cut(given, quotas)?)) }))
}

/// `ListAWSDefaultServiceQuotas`.
fn list_default(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let quotas: Vec<Value> = of_service(given)?.map(|quota| quota.usual(call)).collect();
    Ok(value!({ "Quotas": (Value::List(call.cut(given, quotas)?)) }))
}

/// `ListServices`: those of which quotas are modelled.
fn list_services(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let services = quota::SERVICES
        .iter()
        .map(|(code, name)| value!({ "ServiceCode": (*code), "ServiceName": (*name) }));
    let services = call.cut(given, services.collect())?;
    Ok(value!({ "Services": (Value::List(services)) }))
}

/// The quotas of the service that a call names.
fn of_service<'a>(given: &Given<'a>) -> Result<impl Iterator<Item = &'static Quota> + use<'a>, Refusal> {
    let service = given.text("ServiceCode");
    if !quota::SERVICES.iter().any(|(code, _)| *code == service) {
        return Err(absent(
            "The request failed because the specified service does not exist.",
        ));
    }
    Ok(QUOTAS
        .iter()
        .copied()
        .filter(move |quota| quota.service == service))
}

/// The quota that a call names.
fn named(given: &Given<'_>) -> Result<&'static Quota, Refusal> {
    let (service, code) = (given.text("ServiceCode"), given.text("QuotaCode"));
    of_service(given)?
        .find(|quota| quota.code == code)
        .ok_or_else(|| {
            absent(format!(
                "The request failed because the specified quota {code} does not exist for service {service}."
            ))
        })
}

fn absent(message: impl Into<String>) -> Refusal {
    Refusal::new("NoSuchResourceException", message)
}
