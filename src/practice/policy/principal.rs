//! The principals of a resource-based policy.

use super::question::Subject;
use serde_json::Value as Json;

/// Whom a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// `*`.
    Anyone,
    /// A whole account, by number or its root's ARN.
    Account(String),
    /// A user, role or session, by ARN.
    Arn(String),
    /// A service of AWS.
    Service(String),
    /// An identity provider, or a canonical user: nobody in practice.
    Other,
}

/// How directly a statement names a caller. What names somebody more closely reaches further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// By the account, whose own policies then decide.
    Account,
    /// By the role behind a session.
    Role,
    /// By itself, or as anybody.
    Itself,
}

impl Named {
    /// Reads `Principal` or `NotPrincipal`.
    pub(super) fn read(json: &Json) -> Option<Vec<Named>> {
        if json.as_str() == Some("*") {
            return Some(vec![Named::Anyone]);
        }
        let kinds = json.as_object().filter(|kinds| !kinds.is_empty())?;
        let mut all = Vec::new();
        for (kind, values) in kinds {
            let values = match values {
                Json::String(value) => vec![value.as_str()],
                Json::Array(values) => values.iter().map(Json::as_str).collect::<Option<Vec<_>>>()?,
                _ => return None,
            };
            for value in values {
                all.push(match kind.as_str() {
                    "AWS" => Named::aws(value)?,
                    "Service" => Named::Service(value.to_owned()),
                    "Federated" | "CanonicalUser" => Named::Other,
                    _ => return None,
                });
            }
        }
        Some(all)
    }

    pub(super) fn aws(value: &str) -> Option<Named> {
        let number = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if value == "*" {
            return Some(Named::Anyone);
        }
        if number(value) {
            return Some(Named::Account(value.to_owned()));
        }
        // The unique id of a user or role that is gone.
        if value.len() >= 20 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Some(Named::Other);
        }
        let parts: Vec<&str> = value.splitn(6, ':').collect();
        match parts[..] {
            ["arn", "aws", "iam", "", account, "root"] if number(account) => {
                Some(Named::Account(account.to_owned()))
            }
            ["arn", "aws", "iam" | "sts", "", account, rest] if number(account) && rest.contains('/') => {
                Some(Named::Arn(value.to_owned()))
            }
            _ => None,
        }
    }

    /// Whether it is about a caller, and how closely it names them.
    pub(super) fn names(&self, subject: &Subject) -> Option<Closeness> {
        match self {
            Named::Anyone => Some(Closeness::Itself),
            Named::Account(account) => (*account == subject.account).then_some(Closeness::Account),
            Named::Arn(arn) if *arn == subject.arn => Some(Closeness::Itself),
            Named::Arn(arn) => (subject.role.as_ref() == Some(arn)).then_some(Closeness::Role),
            Named::Service(service) => {
                (subject.service.as_ref() == Some(service)).then_some(Closeness::Itself)
            }
            Named::Other => None,
        }
    }
}
