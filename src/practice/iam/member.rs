//! Who is in which group.

use super::{ABSENT, GROUP, USER, hidden, within};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;

/// Groups that a user may be in.
pub(super) const QUOTA: usize = 10;

/// Adding a member again changes nothing and is no error.
pub(super) fn add(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (group, user) = (given.text("GroupName"), given.text("UserName"));
    call.get(&GROUP, group)?;
    call.get(&USER, user)?;
    let groups = call.with(&GROUP, "_members", user);
    if groups.iter().any(|name| name == group) {
        return Ok(Value::map());
    }
    within("GroupsPerUser", QUOTA, groups.len())?;
    call.edit(&GROUP, group, |record| {
        if let Some(members) = hidden(record, "_members") {
            members.push(user.into());
        }
    })?;
    Ok(Value::map())
}

/// The code of a user who is no member is AWS's; the wording is moto's.
pub(super) fn remove(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (group, user) = (given.text("GroupName"), given.text("UserName"));
    call.get(&GROUP, group)?;
    call.get(&USER, user)?;
    if !call
        .with(&GROUP, "_members", user)
        .iter()
        .any(|name| name == group)
    {
        return Err(Refusal::new(ABSENT, format!("User {user} not in group {group}")));
    }
    leave(call, group, user)?;
    Ok(Value::map())
}

pub(super) fn groups_of(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let user = given.text("UserName");
    call.get(&USER, user)?;
    let names = call.with(&GROUP, "_members", user);
    let groups: Vec<Value> = names
        .iter()
        .filter_map(|name| call.found(&GROUP, name))
        .cloned()
        .collect();
    let groups = call.cut(given, groups)?;
    Ok(value!({ "Groups": groups }))
}

/// A user is renamed wherever it is a member.
pub(super) fn rename(call: &mut Call<'_>, user: &str, new_name: &str) -> Result<(), Refusal> {
    for group in call.with(&GROUP, "_members", user) {
        call.edit(&GROUP, &group, |record| {
            for member in hidden(record, "_members")
                .into_iter()
                .flatten()
                .filter(|member| member.text() == user)
            {
                *member = new_name.into();
            }
        })?;
    }
    Ok(())
}

fn leave(call: &mut Call<'_>, group: &str, user: &str) -> Result<(), Refusal> {
    call.edit(&GROUP, group, |record| {
        if let Some(members) = hidden(record, "_members") {
            members.retain(|member| member.text() != user);
        }
        tidy(record, "_members");
    })?;
    Ok(())
}

/// An empty hidden list goes, so that a world put back equals the one before.
pub(super) fn tidy(record: &mut Value, member: &str) {
    let empty = match record.get(member) {
        Value::List(items) => items.is_empty(),
        Value::Map(members) => members.is_empty(),
        _ => false,
    };
    if empty && let Some(members) = record.as_map_mut() {
        members.shift_remove(member);
    }
}
