//! Groups.

use super::{GROUP, USER, conflict, names, within};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

/// The longest name of a group, and of a policy.
pub(super) const NAME: usize = 128;

/// Groups an account may have.
pub(super) const QUOTA: usize = 300;

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = names::given(given, "GroupName", NAME)?;
    let path = names::path(given, "Path")?;
    names::free(call, &GROUP, name, "Group")?;
    within("GroupsPerAccount", QUOTA, call.all(&GROUP).count())?;
    let id = call.mint(&GROUP).id(GROUP.prefix, Form::Unique);
    let record = value!({
        "Path": path,
        "GroupName": name,
        "GroupId": id,
        "Arn": (names::arn(call, "group", path, name)),
        "CreateDate": (names::second(call.now())),
    });
    call.keep(&GROUP, name, record.clone());
    Ok(value!({ "Group": record }))
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let group = call.get(&GROUP, given.text("GroupName"))?.clone();
    let members = group.get("_members").items();
    let users: Vec<Value> = members
        .iter()
        .filter_map(|member| call.found(&USER, member.text()))
        .map(super::user::listed)
        .collect();
    let users = call.cut(given, users)?;
    Ok(value!({ "Group": group, "Users": users }))
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let groups: Vec<Value> = call
        .all(&GROUP)
        .filter(|group| group.get("Path").text().starts_with(prefix))
        .cloned()
        .collect();
    let groups = call.cut(given, groups)?;
    Ok(value!({ "Groups": groups }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("GroupName");
    let mut group = call.get(&GROUP, name)?.clone();
    let new_name = match given.opt("NewGroupName") {
        Some(new_name) => {
            names::check(new_name, "NewGroupName", NAME)?;
            if !new_name.eq_ignore_ascii_case(name) {
                names::free(call, &GROUP, new_name, "Group")?;
            }
            new_name
        }
        None => name,
    };
    if given.has("NewPath") {
        group.set("Path", names::path(given, "NewPath")?);
    }
    group.set("GroupName", new_name);
    group.set(
        "Arn",
        names::arn(call, "group", group.get("Path").text(), new_name),
    );
    if new_name != name {
        call.remove(&GROUP, name)?;
    }
    call.keep(&GROUP, new_name, group);
    Ok(Value::map())
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("GroupName");
    let group = call.get(&GROUP, name)?;
    if !group.get("_attached").items().is_empty() {
        return Err(conflict("detach all policies"));
    }
    if group
        .get("_inline")
        .as_map()
        .is_some_and(|policies| !policies.is_empty())
    {
        return Err(conflict("delete policies"));
    }
    if !group.get("_members").items().is_empty() {
        return Err(conflict("remove users from group"));
    }
    call.remove(&GROUP, name)?;
    Ok(Value::map())
}
