//! Roles, as far as services make them for themselves.

use super::{ROLE, names, summary};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

/// Makes the service-linked role of a service unless it is there, as enabling the service does.
pub(crate) fn service_linked(
    call: &mut Call<'_>,
    principal: &str,
    name: &str,
    policy: &str,
    description: &str,
) {
    if call.found(&ROLE, name).is_some() {
        return;
    }
    let path = format!("/aws-service-role/{principal}/");
    let trust = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Principal": { "Service": principal }, "Action": "sts:AssumeRole" }],
    });
    let record = value!({
        "Path": (&path),
        "RoleName": name,
        "RoleId": (call.mint(&ROLE).id(ROLE.prefix, Form::Unique)),
        "Arn": (names::arn(call, "role", &path, name)),
        "CreateDate": (names::second(call.now())),
        "AssumeRolePolicyDocument": (trust.to_string()),
        "Description": description,
        "MaxSessionDuration": 3600,
        "_attached": [(format!("arn:aws:iam::aws:policy/aws-service-role/{policy}"))],
    });
    call.keep(&ROLE, name, record);
}

pub(super) fn get(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let mut role = call.get(&ROLE, given.text("RoleName"))?.clone();
    role.set("RoleLastUsed", Value::map());
    Ok(value!({ "Role": role }))
}

/// A list leaves tags, boundary and last use out (IAM API reference).
pub(super) fn list(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let prefix = given.opt("PathPrefix").unwrap_or("/");
    let roles: Vec<Value> = call
        .all(&ROLE)
        .filter(|role| role.get("Path").text().starts_with(prefix))
        .map(|role| summary(role, &["Tags", "PermissionsBoundary", "RoleLastUsed"]))
        .collect();
    let roles = call.cut(given, roles)?;
    Ok(value!({ "Roles": roles }))
}
