//! Switching Inspector on and off, kind by kind of resource.

use super::{ACCOUNT, invalid, own};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::iam;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// How long enabling takes.
const ENABLING: Duration = Duration::from_secs(60);

/// Kinds of resources: the word of the input, the member of a status, the member of the record.
const KINDS: &[(&str, &str, &str)] = &[
    ("EC2", "ec2", "_ec2"),
    ("ECR", "ecr", "_ecr"),
    ("LAMBDA", "lambda", "_lambda"),
    ("LAMBDA_CODE", "lambdaCode", "_lambdaCode"),
    ("CODE_REPOSITORY", "codeRepository", "_codeRepository"),
];

/// The accounts that a call names: its own, or others, which are not this account's members.
fn accounts(call: &Call<'_>, given: &Given<'_>) -> (bool, Vec<Value>) {
    let ids = given.texts("accountIds");
    let failed = ids
        .iter()
        .filter(|id| **id != call.account)
        .map(|id| {
            value!({
                "accountId": (*id),
                "errorCode": "ACCESS_DENIED",
                "errorMessage": "Invoking account does not have access to the account.",
            })
        })
        .collect();
    (ids.is_empty() || ids.contains(&call.account.as_str()), failed)
}

/// The status of each kind.
fn statuses(record: Option<&Value>) -> Value {
    let mut statuses = Value::map();
    for (_, member, kept) in KINDS {
        let status = record.and_then(|record| record.get(kept).as_text());
        statuses.set(member, status.unwrap_or("DISABLED"));
    }
    statuses
}

/// The status of the account: on as soon as a kind is.
fn overall(statuses: &Value) -> &'static str {
    let any = |wanted: &str| {
        statuses
            .as_map()
            .into_iter()
            .flatten()
            .any(|(_, status)| status.text() == wanted)
    };
    match (any("ENABLED"), any("ENABLING")) {
        (true, _) => "ENABLED",
        (false, true) => "ENABLING",
        (false, false) => "DISABLED",
    }
}

fn told(call: &Call<'_>) -> Value {
    let resources = statuses(own(call));
    value!({ "accountId": (call.account.clone()), "status": (overall(&resources)), "resourceStatus": resources })
}

/// `Enable`: takes about a minute.
pub(super) fn enable(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    given.text("clientToken");
    let (mine, failed) = accounts(call, given);
    let kinds = given.texts("resourceTypes");
    if let Some(unknown) = kinds
        .iter()
        .find(|kind| !KINDS.iter().any(|(word, ..)| word == *kind))
    {
        return Err(invalid(format!("The resource type {unknown} cannot be enabled.")));
    }
    if mine {
        iam::service_linked(
            call,
            "inspector2.amazonaws.com",
            "AWSServiceRoleForAmazonInspector2",
            "AmazonInspector2ServiceRolePolicy",
            "A service-linked role required for Amazon Inspector to access your resources.",
        );
        let account = call.account.clone();
        let mut record = own(call)
            .cloned()
            .unwrap_or_else(|| value!({ "accountId": (&account), "_since": (call.now()) }));
        for (word, _, kept) in KINDS {
            if kinds.contains(word) && record.get(kept).text() != "ENABLED" {
                record.set(kept, "ENABLING");
                call.later_set(ENABLING, &ACCOUNT, &account, &[(kept, "ENABLED")]);
            }
        }
        call.keep(&ACCOUNT, &account, record);
    }
    let accounts: Vec<Value> = mine.then(|| told(call)).into_iter().collect();
    Ok(value!({ "accounts": accounts, "failedAccounts": failed }))
}

/// `Disable`: the kinds that are named, or all; without any Inspector is off, and its findings are gone.
pub(super) fn disable(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (mine, failed) = accounts(call, given);
    let kinds = given.texts("resourceTypes");
    let mut told = Vec::new();
    if mine {
        let account = call.account.clone();
        let mut resources = statuses(own(call));
        if own(call).is_some() {
            let record = call.edit(&ACCOUNT, &account, |record| {
                for (word, member, kept) in KINDS {
                    let on = !record.get(kept).is_null();
                    if on && (kinds.is_empty() || kinds.contains(word)) {
                        resources.set(member, "DISABLING");
                        if let Some(members) = record.as_map_mut() {
                            members.shift_remove(*kept);
                        }
                    }
                }
            })?;
            if KINDS.iter().all(|(.., kept)| record.get(kept).is_null()) {
                call.remove(&ACCOUNT, &account)?;
            }
        }
        let status = if own(call).is_some() {
            "ENABLED"
        } else {
            "DISABLING"
        };
        told.push(value!({ "accountId": account, "status": status, "resourceStatus": resources }));
    }
    Ok(value!({ "accounts": told, "failedAccounts": failed }))
}

/// `BatchGetAccountStatus`.
pub(super) fn status(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (mine, failed) = accounts(call, given);
    let state = |status: &str| value!({ "status": status, "errorCode": null, "errorMessage": null });
    let mut accounts = Vec::new();
    if mine {
        let resources = statuses(own(call));
        let mut states = Value::map();
        for (_, member, _) in KINDS {
            states.set(member, state(resources.get(member).text()));
        }
        accounts.push(value!({
            "accountId": (call.account.clone()),
            "state": (state(overall(&resources))),
            "resourceState": states,
        }));
    }
    Ok(value!({ "accounts": accounts, "failedAccounts": failed }))
}

/// `ListAccountPermissions`: what the account may switch itself; it is nobody's member.
pub(super) fn permissions(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let wanted = given.opt("service");
    let mut found = Vec::new();
    for service in ["EC2", "ECR", "LAMBDA"] {
        for operation in ["ENABLE_SCANNING", "DISABLE_SCANNING"] {
            if wanted.is_none_or(|wanted| wanted == service) {
                found.push(value!({ "service": service, "operation": operation }));
            }
        }
    }
    let permissions = call.cut(given, found)?;
    Ok(value!({ "permissions": permissions }))
}

/// `GetEc2DeepInspectionConfiguration`: on with the scanning of instances.
pub(super) fn deep_inspection(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let on = own(call).is_some_and(|record| record.get("_ec2").text() == "ENABLED");
    let status = if on { "ACTIVATED" } else { "DEACTIVATED" };
    Ok(value!({ "packagePaths": [], "orgPackagePaths": [], "status": status }))
}
