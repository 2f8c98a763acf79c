//! Policy documents: whether IAM would take one.

use crate::practice::refusal::Refusal;
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
    statements.into_iter().try_for_each(statement)
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
