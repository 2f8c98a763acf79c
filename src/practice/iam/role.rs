//! Roles.

use super::{
    PROFILE, ROLE, attach, boundary, conflict, document, inline, invalid, names, policy, summary, tag, within,
};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// The longest name of a role.
const NAME: usize = 64;
/// Roles an account may have.
pub(super) const QUOTA: usize = 1000;
/// The longest trust policy, white space not counted.
const LONGEST: usize = 2048;
/// How long a session lasts unless a role says more.
const SESSION: i64 = 3600;

/// Roles, but for those of services ([`super::linked`]).
pub(super) static FAMILY: Family = Family {
    resources: &[&ROLE],
    moves: &[
        (
            "AttachRolePolicy",
            Move::Do(|call, given| mine(call, given, |call, given| attach::attach(call, given, &ROLE))),
        ),
        ("CreateRole", Move::Do(create)),
        ("DeleteRole", Move::Do(delete)),
        (
            "DeleteRolePermissionsBoundary",
            Move::Do(|call, given| mine(call, given, |call, given| boundary::delete(call, given, &ROLE))),
        ),
        (
            "DeleteRolePolicy",
            Move::Do(|call, given| mine(call, given, |call, given| inline::delete(call, given, &ROLE))),
        ),
        (
            "DetachRolePolicy",
            Move::Do(|call, given| mine(call, given, |call, given| attach::detach(call, given, &ROLE))),
        ),
        ("GetRole", Move::Do(get)),
        (
            "GetRolePolicy",
            Move::Do(|call, given| inline::get(call, given, &ROLE)),
        ),
        (
            "ListAttachedRolePolicies",
            Move::Do(|call, given| attach::list(call, given, &ROLE)),
        ),
        (
            "ListRolePolicies",
            Move::Do(|call, given| inline::list(call, given, &ROLE)),
        ),
        (
            "ListRoleTags",
            Move::Do(|call, given| tag::list(call, given, &ROLE)),
        ),
        ("ListRoles", Move::Do(list)),
        (
            "PutRolePermissionsBoundary",
            Move::Do(|call, given| mine(call, given, |call, given| boundary::put(call, given, &ROLE))),
        ),
        (
            "PutRolePolicy",
            Move::Do(|call, given| mine(call, given, |call, given| inline::put(call, given, &ROLE))),
        ),
        ("TagRole", Move::Do(|call, given| tag::tag(call, given, &ROLE))),
        (
            "UntagRole",
            Move::Do(|call, given| tag::untag(call, given, &ROLE)),
        ),
        ("UpdateAssumeRolePolicy", Move::Do(update_trust)),
        ("UpdateRole", Move::Do(update)),
        ("UpdateRoleDescription", Move::Do(update_description)),
    ],
    ..Family::NONE
};

/// A role as lists show it: without tags, boundary and last use (IAM API reference).
pub(super) fn listed(role: &Value) -> Value {
    summary(role, &["Tags", boundary::MEMBER, "RoleLastUsed"])
}

/// That a role is there and the account's to change.
///
/// # Errors
/// No such role, or a service's own.
pub(super) fn changeable(call: &Call<'_>, name: &str) -> Result<(), Refusal> {
    if super::linked::is(call.get(&ROLE, name)?) {
        return Err(Refusal::new(
            "UnmodifiableEntity",
            format!(
                "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
            ),
        ));
    }
    Ok(())
}

/// Does something to a role that is the account's to change.
fn mine(call: &mut Call<'_>, given: &Given<'_>, work: fn(&mut Call<'_>, &Given<'_>) -> Answer) -> Answer {
    changeable(call, given.text("RoleName"))?;
    work(call, given)
}

/// A trust policy that the input gives.
fn trust<'a>(call: &Call<'_>, given: &Given<'a>, member: &str) -> Result<&'a str, Refusal> {
    let text = given.text(member);
    document::check_trust(call, text)?;
    if text.chars().filter(|letter| !letter.is_whitespace()).count() > LONGEST {
        return Err(Refusal::new(
            "LimitExceeded",
            format!("Cannot exceed quota for ACLSizePerRole: {LONGEST}"),
        ));
    }
    Ok(text)
}

/// How long sessions may last: an hour to twelve (IAM API reference, "CreateRole").
fn longest_session(given: &Given<'_>) -> Result<Option<i64>, Refusal> {
    let (member, most) = ("MaxSessionDuration", 12 * SESSION);
    match given.int(member) {
        Some(seconds) if seconds > most => Err(invalid(format!(
            "1 validation error detected: Value '{seconds}' at '{}' failed to satisfy constraint: Member must have value \
             less than or equal to {most}",
            names::camel(member)
        ))),
        seconds => Ok(seconds),
    }
}

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = names::given(given, "RoleName", NAME)?;
    let path = names::path(given, "Path")?;
    let tags = tag::given(given)?;
    let text = trust(call, given, "AssumeRolePolicyDocument")?;
    let bound = given.opt(boundary::MEMBER);
    if let Some(arn) = bound {
        policy::attachable(call, arn)?;
    }
    names::free(call, &ROLE, name, "Role")?;
    within("RolesPerAccount", QUOTA, call.all(&ROLE).count())?;
    let id = call.mint(&ROLE).id(ROLE.prefix, Form::Unique);
    let mut record = value!({
        "Path": path,
        "RoleName": name,
        "RoleId": id,
        "Arn": (names::arn(call, "role", path, name)),
        "CreateDate": (names::second(call.now())),
        "AssumeRolePolicyDocument": text,
        "MaxSessionDuration": (longest_session(given)?.unwrap_or(SESSION)),
    });
    if let Some(description) = given.opt("Description") {
        record.set("Description", description);
    }
    if !tags.is_empty() {
        record.set("Tags", tags);
    }
    if let Some(arn) = bound {
        record.set(boundary::MEMBER, boundary::of(arn));
    }
    call.keep(&ROLE, name, record.clone());
    Ok(value!({ "Role": record }))
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut role = call.get(&ROLE, given.text("RoleName"))?.clone();
    role.set("RoleLastUsed", Value::map());
    Ok(value!({ "Role": role }))
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let roles: Vec<Value> = call
        .all(&ROLE)
        .filter(|role| role.get("Path").text().starts_with(prefix))
        .map(listed)
        .collect();
    let roles = call.cut(given, roles)?;
    Ok(value!({ "Roles": roles }))
}

/// What is not given stays.
fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("RoleName");
    changeable(call, name)?;
    let description = given.opt("Description");
    let seconds = longest_session(given)?;
    call.edit(&ROLE, name, |role| {
        if let Some(description) = description {
            role.set("Description", description);
        }
        if let Some(seconds) = seconds {
            role.set("MaxSessionDuration", seconds);
        }
    })?;
    Ok(Value::map())
}

fn update_description(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, description) = (given.text("RoleName"), given.text("Description"));
    let role = call.edit(&ROLE, name, |role| role.set("Description", description))?;
    Ok(value!({ "Role": role }))
}

fn update_trust(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("RoleName");
    changeable(call, name)?;
    let text = trust(call, given, "PolicyDocument")?;
    call.edit(&ROLE, name, |role| role.set("AssumeRolePolicyDocument", text))?;
    Ok(Value::map())
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("RoleName");
    changeable(call, name)?;
    let role = call.get(&ROLE, name)?;
    if !call.with(&PROFILE, "_roles", name).is_empty() {
        return Err(conflict("remove roles from instance profile"));
    }
    if !role.get("_attached").items().is_empty() {
        return Err(conflict("detach all policies"));
    }
    if role
        .get("_inline")
        .as_map()
        .is_some_and(|policies| !policies.is_empty())
    {
        return Err(conflict("delete policies"));
    }
    call.remove(&ROLE, name)?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests;
