//! Roles that calls hand to services: passing one needs `iam:PassRole` on it (AWS: "Grant a user permissions to pass a
//! role to an AWS service").

use super::{Asker, target};
use crate::api;
use crate::practice::iam::PROFILE;
use crate::practice::world::GLOBAL;
use crate::value::Value;

/// A role that is handed on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passed {
    /// Its ARN.
    pub(super) role: String,
    /// To whom.
    pub(super) service: &'static str,
}

/// The roles that a call hands on.
pub(super) fn of(asker: &Asker<'_>, input: &Value) -> Vec<Passed> {
    let (service, operation) = (&asker.model.service.name, &asker.model.operation.name);
    api::PASSED
        .iter()
        .filter(|(of, name, ..)| of == service && name == operation)
        .filter_map(|(_, _, member, to)| {
            let given = input.at(member);
            let role = match given {
                Value::Map(_) => role_of_profile(asker, given)?,
                named => target::texts(named).next()?.to_owned(),
            };
            let role = if role.starts_with("arn:") {
                role
            } else {
                format!("arn:aws:iam::{}:role/{role}", asker.principal.account)
            };
            Some(Passed { role, service: to })
        })
        .collect()
}

/// The role in an instance profile that is named, or given by its ARN.
fn role_of_profile(asker: &Asker<'_>, given: &Value) -> Option<String> {
    let by_arn = || given.get("Arn").as_text()?.rsplit('/').next();
    let name = given.get("Name").as_text().or_else(by_arn)?;
    let place = format!("{}/{GLOBAL}", asker.principal.account);
    let profile = asker.world.record(&place, PROFILE.kind, name)?;
    let role = profile.get("_roles").items().first()?.text();
    Some(role.to_owned())
}
