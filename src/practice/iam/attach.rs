//! Managed policies on a group, a user or a role.

use super::{ABSENT, hidden, member, policy, within};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Managed policies that one thing may carry.
pub(super) const QUOTA: usize = 10;

/// Attaching a policy again changes nothing and is no error.
pub(super) fn attach(call: &mut Call<'_>, given: &Given<'_>, to: &'static Resource) -> Answer {
    let (name, arn) = (given.text(to.key), given.text("PolicyArn"));
    let attached = call.get(to, name)?.get("_attached").items().len();
    policy::attachable(call, arn)?;
    if carries(call, to, name, arn) {
        return Ok(Value::map());
    }
    within(&format!("PoliciesPer{}", to.shape), QUOTA, attached)?;
    call.edit(to, name, |record| {
        if let Some(policies) = hidden(record, "_attached") {
            policies.push(arn.into());
        }
    })?;
    Ok(Value::map())
}

pub(super) fn detach(call: &mut Call<'_>, given: &Given<'_>, from: &'static Resource) -> Answer {
    let (name, arn) = (given.text(from.key), given.text("PolicyArn"));
    call.get(from, name)?;
    policy::arn_is_valid(arn)?;
    if !carries(call, from, name, arn) {
        return Err(Refusal::new(ABSENT, format!("Policy {arn} was not found.")));
    }
    call.edit(from, name, |record| {
        if let Some(policies) = hidden(record, "_attached") {
            policies.retain(|policy| policy.text() != arn);
        }
        member::tidy(record, "_attached");
    })?;
    Ok(Value::map())
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let name = given.text(of.key);
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let attached: Vec<Value> = call
        .get(of, name)?
        .get("_attached")
        .items()
        .iter()
        .map(Value::text)
        .filter(|arn| policy::path_of(arn).starts_with(prefix))
        .map(|arn| value!({ "PolicyName": (policy::name_of(arn)), "PolicyArn": arn }))
        .collect();
    let attached = call.cut(given, attached)?;
    Ok(value!({ "AttachedPolicies": attached }))
}

fn carries(call: &Call<'_>, of: &'static Resource, name: &str, arn: &str) -> bool {
    call.found(of, name).is_some_and(|record| {
        record
            .get("_attached")
            .items()
            .iter()
            .any(|policy| policy.text() == arn)
    })
}
