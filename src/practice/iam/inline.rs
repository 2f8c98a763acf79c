//! Policies that are written into a group, a user or a role.

use super::{ABSENT, document, group, member, names};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Writing a policy of a name that is there replaces it.
pub(super) fn put(call: &mut Call<'_>, given: &Given<'_>, into: &'static Resource) -> Answer {
    let (name, text) = (given.text(into.key), given.text("PolicyDocument"));
    let policy = names::given(given, "PolicyName", group::NAME)?;
    call.get(into, name)?;
    document::check(text)?;
    call.edit(into, name, |record| {
        let mut policies = record.get("_inline").clone();
        policies.set(policy, text);
        record.set("_inline", policies);
    })?;
    Ok(Value::map())
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let (name, policy) = (given.text(of.key), given.text("PolicyName"));
    let text = call.get(of, name)?.get("_inline").get(policy);
    if text.is_null() {
        return Err(absent(of, policy));
    }
    let mut answer = value!({ "PolicyName": policy, "PolicyDocument": text });
    answer.set(of.key, name);
    Ok(answer)
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let record = call.get(of, given.text(of.key))?;
    let policies: Vec<Value> = record
        .get("_inline")
        .as_map()
        .into_iter()
        .flat_map(|map| map.keys())
        .map(Value::from)
        .collect();
    let policies = call.cut(given, policies)?;
    Ok(value!({ "PolicyNames": policies }))
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let (name, policy) = (given.text(of.key), given.text("PolicyName"));
    if call.get(of, name)?.get("_inline").get(policy).is_null() {
        return Err(absent(of, policy));
    }
    call.edit(of, name, |record| {
        let mut policies = record.get("_inline").clone();
        if let Some(map) = policies.as_map_mut() {
            map.shift_remove(policy);
        }
        record.set("_inline", policies);
        member::tidy(record, "_inline");
    })?;
    Ok(Value::map())
}

fn absent(of: &Resource, policy: &str) -> Refusal {
    let word = of.shape.to_ascii_lowercase();
    Refusal::new(
        ABSENT,
        format!("The {word} policy with name {policy} cannot be found."),
    )
}
