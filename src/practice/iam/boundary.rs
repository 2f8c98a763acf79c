//! Permissions boundaries of users and roles.

use super::{ABSENT, policy};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// The member of users and roles.
pub(super) const MEMBER: &str = "PermissionsBoundary";

/// A boundary as users and roles show it.
pub(super) fn of(arn: &str) -> Value {
    value!({ "PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": arn })
}

pub(super) fn put(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let (name, arn) = (given.text(of.key), given.text(MEMBER));
    call.get(of, name)?;
    policy::attachable(call, arn)?;
    call.edit(of, name, |record| record.set(MEMBER, self::of(arn)))?;
    Ok(Value::map())
}

pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>, of: &'static Resource) -> Answer {
    let name = given.text(of.key);
    if call.get(of, name)?.get(MEMBER).is_null() {
        return Err(Refusal::new(
            ABSENT,
            format!("Entity {name} has no permissions boundary."),
        ));
    }
    call.edit(of, name, |record| {
        if let Some(members) = record.as_map_mut() {
            members.shift_remove(MEMBER);
        }
    })?;
    Ok(Value::map())
}
