//! Users.

use super::{
    GROUP, KEY, LOGIN, USER, boundary, conflict, invalid, member, names, policy, summary, tag, within,
};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::principal::Acts;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;

/// The longest name of a user.
pub(super) const NAME: usize = 64;

/// Users an account may have.
pub(super) const QUOTA: usize = 5000;

/// A user as lists show it: without tags and boundary.
pub(super) fn listed(user: &Value) -> Value {
    summary(user, &["Tags", "PermissionsBoundary"])
}

/// The user that a call names: the caller where it names none.
///
/// # Errors
/// A call without a name by who is not a user.
pub(super) fn named(call: &Call<'_>, given: &Given<'_>) -> Result<String, Refusal> {
    match (given.opt("UserName"), &call.principal.acts) {
        (Some(name), _) => Ok(name.to_owned()),
        (None, Acts::User(name)) => Ok(name.clone()),
        _ => Err(invalid(
            "Must specify userName when calling with non-User credentials",
        )),
    }
}

pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = names::given(given, "UserName", NAME)?;
    let path = names::path(given, "Path")?;
    let tags = tag::given(given)?;
    let boundary = given.opt("PermissionsBoundary");
    if let Some(arn) = boundary {
        policy::attachable(call, arn)?;
    }
    names::free(call, &USER, name, "User")?;
    within("UsersPerAccount", QUOTA, call.all(&USER).count())?;
    let id = call.mint(&USER).id(USER.prefix, Form::Unique);
    let mut record = value!({
        "Path": path,
        "UserName": name,
        "UserId": id,
        "Arn": (names::arn(call, "user", path, name)),
        "CreateDate": (names::second(call.now())),
    });
    if !tags.is_empty() {
        record.set("Tags", tags);
    }
    if let Some(arn) = boundary {
        record.set(boundary::MEMBER, boundary::of(arn));
    }
    call.keep(&USER, name, record.clone());
    Ok(value!({ "User": record }))
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let user = call.get(&USER, &named(call, given)?)?;
    Ok(value!({ "User": user }))
}

pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let users: Vec<Value> = call
        .all(&USER)
        .filter(|user| user.get("Path").text().starts_with(prefix))
        .map(listed)
        .collect();
    let users = call.cut(given, users)?;
    Ok(value!({ "Users": users }))
}

pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("UserName");
    let mut user = call.get(&USER, name)?.clone();
    let new_name = match given.opt("NewUserName") {
        Some(new_name) => {
            names::check(new_name, "NewUserName", NAME)?;
            if !new_name.eq_ignore_ascii_case(name) {
                names::free(call, &USER, new_name, "User")?;
            }
            new_name
        }
        None => name,
    };
    if given.has("NewPath") {
        user.set("Path", names::path(given, "NewPath")?);
    }
    user.set("UserName", new_name);
    user.set("Arn", names::arn(call, "user", user.get("Path").text(), new_name));
    if new_name != name {
        rename(call, name, new_name)?;
    }
    call.keep(&USER, new_name, user);
    Ok(Value::map())
}

/// Everything that goes by the user's name takes the new one.
fn rename(call: &mut Call<'_>, name: &str, new_name: &str) -> Result<(), Refusal> {
    call.remove(&USER, name)?;
    member::rename(call, name, new_name)?;
    if call.found(&LOGIN, name).is_some() {
        let mut login = call.remove(&LOGIN, name)?;
        login.set("UserName", new_name);
        call.keep(&LOGIN, new_name, login);
    }
    for key in call.with(&KEY, "UserName", name) {
        call.edit(&KEY, &key, |record| record.set("UserName", new_name))?;
    }
    Ok(())
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("UserName");
    let user = call.get(&USER, name)?;
    if !user.get("_attached").items().is_empty() {
        return Err(conflict("detach all policies"));
    }
    if user
        .get("_inline")
        .as_map()
        .is_some_and(|policies| !policies.is_empty())
    {
        return Err(conflict("delete policies"));
    }
    if !call.with(&GROUP, "_members", name).is_empty() {
        return Err(conflict("remove users from group"));
    }
    if call.found(&LOGIN, name).is_some() {
        return Err(conflict("delete login profile"));
    }
    if !call.with(&KEY, "UserName", name).is_empty() {
        return Err(conflict("delete access keys"));
    }
    call.remove(&USER, name)?;
    Ok(Value::map())
}
