//! Versions of managed policies: five at most, one of them in force.

use super::policy::{arn_is_valid, fits};
use super::{ABSENT, POLICY, hidden, managed, names, summary};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;

/// Versions that a policy may have (IAM user guide, "IAM and STS quotas").
const QUOTA: usize = 5;

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (arn, version) = (given.text("PolicyArn"), given.text("VersionId"));
    let found = versions(call, arn)?
        .into_iter()
        .find(|found| found.get("VersionId").text() == version);
    let Some(found) = found else {
        // AWS keeps the earlier versions of its policies; practice has the one in force.
        if managed::find(arn).is_some() {
            return Err(Refusal::unmodelled(&format!("version {version} of {arn}")));
        }
        return Err(absent(arn, version));
    };
    if found.get("Document").is_null() {
        return Err(Refusal::unmodelled(&format!("the document of {arn}")));
    }
    Ok(value!({ "PolicyVersion": found }))
}

/// A list leaves the documents out (IAM API reference).
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let versions = versions(call, given.text("PolicyArn"))?;
    let versions = versions
        .iter()
        .map(|version| summary(version, &["Document"]))
        .collect();
    let versions = call.cut(given, versions)?;
    Ok(value!({ "Versions": versions }))
}

fn versions(call: &Call<'_>, arn: &str) -> Result<Vec<Value>, Refusal> {
    arn_is_valid(arn)?;
    Ok(match managed::find(arn) {
        Some(policy) => vec![value!({
            "VersionId": (&policy.version),
            "IsDefaultVersion": true,
            "CreateDate": (policy.updated),
            "Document": (policy.document.clone()),
        })],
        None => call.get(&POLICY, arn)?.get("_versions").items().to_vec(),
    })
}

fn absent(arn: &str, version: &str) -> Refusal {
    Refusal::new(
        ABSENT,
        format!("Policy {arn} version {version} does not exist or is not attachable."),
    )
}

/// That a policy is the account's own.
fn own(call: &Call<'_>, arn: &str) -> Result<(), Refusal> {
    arn_is_valid(arn)?;
    if managed::find(arn).is_some() {
        return Err(Refusal::new(
            "AccessDenied",
            format!("Policy {arn} belongs to AWS and cannot be changed."),
        ));
    }
    call.get(&POLICY, arn).map(|_| ())
}

/// A new version; numbers are not used twice, also after the last was deleted.
pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (arn, text) = (given.text("PolicyArn"), given.text("PolicyDocument"));
    let default = given.flag("SetAsDefault").unwrap_or(false);
    own(call, arn)?;
    fits(text)?;
    let policy = call.get(&POLICY, arn)?;
    if policy.get("_versions").items().len() >= QUOTA {
        return Err(Refusal::new(
            "LimitExceeded",
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing \
             version.",
        ));
    }
    let number = policy.get("_last").as_int().unwrap_or(1) + 1;
    let id = format!("v{number}");
    let now = names::second(call.now());
    let version =
        value!({ "VersionId": (&id), "IsDefaultVersion": false, "CreateDate": now, "Document": text });
    let mut shown = summary(&version, &["Document"]);
    shown.set("IsDefaultVersion", default);
    call.edit(&POLICY, arn, |policy| {
        policy.set("_last", number);
        if let Some(versions) = hidden(policy, "_versions") {
            versions.push(version);
        }
    })?;
    if default {
        put_in_force(call, arn, &id)?;
    }
    Ok(value!({ "PolicyVersion": shown }))
}

fn put_in_force(call: &mut Call<'_>, arn: &str, id: &str) -> Result<(), Refusal> {
    let now = names::second(call.now());
    call.edit(&POLICY, arn, |policy| {
        policy.set("DefaultVersionId", id);
        policy.set("UpdateDate", now);
        for version in hidden(policy, "_versions").into_iter().flatten() {
            let is = version.get("VersionId").text() == id;
            version.set("IsDefaultVersion", is);
        }
    })?;
    Ok(())
}

pub(super) fn set_default(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (arn, id) = (given.text("PolicyArn"), given.text("VersionId"));
    own(call, arn)?;
    there(call, arn, id)?;
    put_in_force(call, arn, id)?;
    Ok(Value::map())
}

fn there(call: &Call<'_>, arn: &str, id: &str) -> Result<(), Refusal> {
    let has = |version: &Value| version.get("VersionId").text() == id;
    if versions(call, arn)?.iter().any(has) {
        return Ok(());
    }
    Err(absent(arn, id))
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (arn, id) = (given.text("PolicyArn"), given.text("VersionId"));
    own(call, arn)?;
    there(call, arn, id)?;
    if call.get(&POLICY, arn)?.get("DefaultVersionId").text() == id {
        return Err(Refusal::new(
            "DeleteConflict",
            "Cannot delete the default version of a policy.",
        ));
    }
    call.edit(&POLICY, arn, |policy| {
        if let Some(versions) = hidden(policy, "_versions") {
            versions.retain(|version| version.get("VersionId").text() != id);
        }
    })?;
    Ok(Value::map())
}
