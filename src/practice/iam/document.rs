//! Policy documents: whether IAM would take one.

use super::{ROLE, USER};
use crate::practice::call::Call;
use crate::practice::policy::Policy;
use crate::practice::principal::LEARNERS_ROLE;
use crate::practice::refusal::Refusal;
use crate::practice::resource::Resource;
use crate::practice::world::GLOBAL;
use serde_json::Value as Json;

/// That a document is a policy for an identity: JSON, statements with an effect, actions and resources.
///
/// # Errors
/// `MalformedPolicyDocument`.
pub(super) fn check(document: &str) -> Result<(), Refusal> {
    let syntax = || malformed("Syntax errors in policy.");
    let policy: Json = serde_json::from_str(document).map_err(|_| syntax())?;
    if let Some(version) = policy.get("Version")
        && !matches!(version.as_str(), Some("2012-10-17" | "2008-10-17"))
    {
        return Err(syntax());
    }
    let statements = match policy.get("Statement") {
        Some(Json::Array(statements)) => statements.iter().collect(),
        Some(statement @ Json::Object(_)) => vec![statement],
        _ => return Err(syntax()),
    };
    statements.into_iter().try_for_each(statement)?;
    // What is left is in the conditions.
    Policy::read(document).map(|_| ()).ok_or_else(syntax)
}

/// That a document is the trust policy of a role, and that whom it names is there.
///
/// # Errors
/// `MalformedPolicyDocument`.
pub(super) fn check_trust(call: &Call<'_>, document: &str) -> Result<(), Refusal> {
    let json: Json =
        serde_json::from_str(document).map_err(|_| malformed("This policy contains invalid Json"))?;
    let statements = match json.get("Statement") {
        Some(Json::Array(statements)) => statements.iter().collect(),
        Some(one @ Json::Object(_)) => vec![one],
        _ => return Err(malformed("Syntax errors in policy.")),
    };
    for statement in statements {
        for member in ["Resource", "NotResource"] {
            if statement.get(member).is_some() {
                return Err(malformed(&format!("Has prohibited field {member}")));
            }
        }
        if statement.get("Principal").is_none() && statement.get("NotPrincipal").is_none() {
            return Err(malformed("Missing required field Principal"));
        }
        let names = statement.get("Principal").or(statement.get("NotPrincipal"));
        for (kind, value) in names.and_then(Json::as_object).into_iter().flatten() {
            for value in value
                .as_str()
                .into_iter()
                .chain(value.as_array().into_iter().flatten().filter_map(Json::as_str))
            {
                if !is_there(call, kind, value) {
                    return Err(malformed(&format!(
                        "Invalid principal in policy: \"{}\":\"{value}\"",
                        kind.to_uppercase()
                    )));
                }
            }
        }
    }
    let policy = Policy::read(document).ok_or_else(|| malformed("Syntax errors in policy."))?;
    let sts = |action: &str| {
        let action = action.to_ascii_lowercase();
        [
            "sts:assumerole",
            "sts:tagsession",
            "sts:setsourceidentity",
            "sts:setcontext",
        ]
        .iter()
        .any(|start| action.starts_with(start))
    };
    if policy.every_action(sts) {
        return Ok(());
    }
    Err(malformed(
        "AssumeRole policy may only specify STS AssumeRole actions.",
    ))
}

/// Whether a principal that a policy names is there. Every account is; a session needs not be.
fn is_there(call: &Call<'_>, kind: &str, value: &str) -> bool {
    if kind == "Service" {
        return value.ends_with(".amazonaws.com") || value.ends_with(".amazon.com");
    }
    let parts: Vec<&str> = value.splitn(6, ':').collect();
    let ["arn", _, "iam", _, account, named] = parts[..] else {
        return kind != "AWS" || Policy::names(value);
    };
    let name = named.rsplit('/').next().unwrap_or_default();
    let known = |of: &Resource| {
        call.world()
            .record(&format!("{account}/{GLOBAL}"), of.kind, name)
            .is_some_and(|record| record.get("Arn").text() == value)
    };
    match named.split_once('/') {
        Some(("user", _)) => known(&USER),
        Some(("role", _)) => name == LEARNERS_ROLE || known(&ROLE),
        _ => kind != "AWS" || Policy::names(value),
    }
}

fn statement(statement: &Json) -> Result<(), Refusal> {
    let has = |names: [&str; 2]| names.iter().filter(|name| texts(statement.get(**name))).count() == 1;
    if !matches!(
        statement.get("Effect").and_then(Json::as_str),
        Some("Allow" | "Deny")
    ) {
        return Err(malformed("Syntax errors in policy."));
    }
    if statement.get("Principal").is_some() || statement.get("NotPrincipal").is_some() {
        return Err(malformed("Policy document should not specify a principal."));
    }
    if !has(["Action", "NotAction"]) {
        return Err(malformed("Policy statement must contain actions."));
    }
    if !has(["Resource", "NotResource"]) {
        return Err(malformed("Policy statement must contain resources."));
    }
    let all = |names: [&str; 2]| {
        names
            .into_iter()
            .filter_map(|name| statement.get(name))
            .flat_map(|value| match value {
                Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
                one => one.as_str().into_iter().collect::<Vec<_>>(),
            })
            .collect::<Vec<_>>()
    };
    if all(["Action", "NotAction"])
        .iter()
        .any(|action| *action != "*" && !action.contains(':'))
    {
        return Err(malformed(
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ));
    }
    let resource = all(["Resource", "NotResource"])
        .into_iter()
        .find(|resource| *resource != "*" && !resource.starts_with("arn:"));
    if let Some(resource) = resource {
        return Err(malformed(&format!(
            "Resource {resource} must be in ARN format or \"*\"."
        )));
    }
    Ok(())
}

/// A text, or a list of texts that is not empty.
fn texts(value: Option<&Json>) -> bool {
    match value {
        Some(Json::String(_)) => true,
        Some(Json::Array(items)) => !items.is_empty() && items.iter().all(Json::is_string),
        _ => false,
    }
}

fn malformed(message: &str) -> Refusal {
    Refusal::new("MalformedPolicyDocument", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_policy_is_named() {
        let said = |document: &str| check(document).map_err(|refusal| refusal.message);
        let statement = |inside: &str| {
            said(&format!(
                r#"{{"Version":"2012-10-17","Statement":[{{{inside}}}]}}"#
            ))
        };
        assert_eq!(
            statement(r#""Effect":"Allow","Action":"s3:*","Resource":["*"]"#),
            Ok(())
        );
        assert_eq!(
            statement(r#""Effect":"Deny","NotAction":["iam:*"],"NotResource":"*""#),
            Ok(())
        );
        for (document, message) in [
            ("no json", "Syntax errors in policy."),
            (r#"{"Version":"2012-10-17"}"#, "Syntax errors in policy."),
            (
                r#"{"Version":"2020-01-01","Statement":[]}"#,
                "Syntax errors in policy.",
            ),
        ] {
            assert_eq!(said(document).unwrap_err(), message);
        }
        for (inside, message) in [
            (
                r#""Effect":"Maybe","Action":"*","Resource":"*""#,
                "Syntax errors in policy.",
            ),
            (
                r#""Effect":"Allow","Resource":"*""#,
                "Policy statement must contain actions.",
            ),
            (
                r#""Effect":"Allow","Action":"*""#,
                "Policy statement must contain resources.",
            ),
            (
                r#""Effect":"Allow","Action":"*","Resource":"*","Principal":"*""#,
                "Policy document should not specify a principal.",
            ),
        ] {
            assert_eq!(statement(inside).unwrap_err(), message);
        }
    }
}
