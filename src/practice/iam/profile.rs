//! Instance profiles: what carries a role to an instance.

use super::{PROFILE, ROLE, conflict, exists, group, hidden, names, tag, within};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::value;
use crate::value::Value;

/// Profiles an account may have.
pub(super) const QUOTA: usize = 1000;

/// Instance profiles.
pub(super) static FAMILY: Family = Family {
    resources: &[&PROFILE],
    moves: &[
        ("AddRoleToInstanceProfile", Move::Do(add_role)),
        ("CreateInstanceProfile", Move::Do(create)),
        ("DeleteInstanceProfile", Move::Do(delete)),
        ("GetInstanceProfile", Move::Do(get)),
        (
            "ListInstanceProfileTags",
            Move::Do(|call, given| tag::list(call, given, &PROFILE)),
        ),
        ("ListInstanceProfiles", Move::Do(list)),
        ("ListInstanceProfilesForRole", Move::Do(list_for_role)),
        ("RemoveRoleFromInstanceProfile", Move::Do(remove_role)),
        (
            "TagInstanceProfile",
            Move::Do(|call, given| tag::tag(call, given, &PROFILE)),
        ),
        (
            "UntagInstanceProfile",
            Move::Do(|call, given| tag::untag(call, given, &PROFILE)),
        ),
    ],
    ..Family::NONE
};

/// A profile with its roles whole, as answers have it.
fn shown(call: &Call<'_>, profile: &Value) -> Value {
    let roles: Vec<Value> = profile
        .get("_roles")
        .items()
        .iter()
        .filter_map(|name| call.found(&ROLE, name.text()))
        .map(super::role::listed)
        .collect();
    let mut shown = profile.clone();
    shown.set("Roles", roles);
    shown
}

fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = names::given(given, "InstanceProfileName", group::NAME)?;
    let path = names::path(given, "Path")?;
    let tags = tag::given(given)?;
    let taken = call.all(&PROFILE).any(|profile| {
        profile
            .get("InstanceProfileName")
            .text()
            .eq_ignore_ascii_case(name)
    });
    if taken {
        return Err(exists(format!("Instance Profile {name} already exists.")));
    }
    within("InstanceProfilesPerAccount", QUOTA, call.all(&PROFILE).count())?;
    let id = call.mint(&PROFILE).id(PROFILE.prefix, Form::Unique);
    let mut record = value!({
        "Path": path,
        "InstanceProfileName": name,
        "InstanceProfileId": id,
        "Arn": (names::arn(call, "instance-profile", path, name)),
        "CreateDate": (names::second(call.now())),
    });
    if !tags.is_empty() {
        record.set("Tags", tags);
    }
    call.keep(&PROFILE, name, record.clone());
    Ok(value!({ "InstanceProfile": (shown(call, &record)) }))
}

fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let profile = call.get(&PROFILE, given.text("InstanceProfileName"))?;
    Ok(value!({ "InstanceProfile": (shown(call, profile)) }))
}

/// A list leaves tags out (IAM API reference).
fn listed(call: &Call<'_>, profile: &Value) -> Value {
    super::summary(&shown(call, profile), &["Tags"])
}

fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let profiles: Vec<Value> = call
        .all(&PROFILE)
        .filter(|profile| profile.get("Path").text().starts_with(prefix))
        .map(|profile| listed(call, profile))
        .collect();
    let profiles = call.cut(given, profiles)?;
    Ok(value!({ "InstanceProfiles": profiles }))
}

fn list_for_role(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let role = given.text("RoleName");
    call.get(&ROLE, role)?;
    let profiles: Vec<Value> = call
        .with(&PROFILE, "_roles", role)
        .iter()
        .filter_map(|name| call.found(&PROFILE, name))
        .map(|profile| listed(call, profile))
        .collect();
    let profiles = call.cut(given, profiles)?;
    Ok(value!({ "InstanceProfiles": profiles }))
}

/// A profile has one role, a quota that cannot be raised (IAM user guide, "IAM and STS quotas").
fn add_role(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, role) = (given.text("InstanceProfileName"), given.text("RoleName"));
    let roles = call.get(&PROFILE, name)?.get("_roles").items().len();
    super::role::changeable(call, role)?;
    if roles > 0 {
        return Err(Refusal::new(
            "LimitExceeded",
            "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
        ));
    }
    call.edit(&PROFILE, name, |profile| {
        if let Some(roles) = hidden(profile, "_roles") {
            roles.push(role.into());
        }
    })?;
    Ok(Value::map())
}

fn remove_role(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, role) = (given.text("InstanceProfileName"), given.text("RoleName"));
    let carries = call
        .get(&PROFILE, name)?
        .get("_roles")
        .items()
        .iter()
        .any(|one| one.text() == role);
    if !carries {
        return Err(ROLE.is_absent(role));
    }
    call.edit(&PROFILE, name, |profile| {
        if let Some(roles) = hidden(profile, "_roles") {
            roles.retain(|one| one.text() != role);
        }
        super::member::tidy(profile, "_roles");
    })?;
    Ok(Value::map())
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let name = given.text("InstanceProfileName");
    if !call.get(&PROFILE, name)?.get("_roles").items().is_empty() {
        return Err(conflict("remove roles from instance profile"));
    }
    call.remove(&PROFILE, name)?;
    Ok(Value::map())
}
