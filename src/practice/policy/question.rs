//! What is asked of policies: may this caller do that to this.

use std::collections::HashMap;

/// A request, as policies see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    /// `s3:GetObject`.
    pub(crate) action: String,
    /// The ARN, or `*`.
    pub(crate) resource: String,
    /// Who asks.
    pub(crate) subject: Subject,
    /// The condition keys that the request has, in lower case.
    keys: HashMap<String, Vec<String>>,
}

/// Who asks, as the principals of resource-based policies name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The account; empty for a service of AWS.
    pub(crate) account: String,
    /// The ARN of the caller: of the user, or of the session.
    pub(crate) arn: String,
    /// The ARN of the role behind a session.
    pub(crate) role: Option<String>,
    /// `ec2.amazonaws.com`, where a service of AWS asks.
    pub(crate) service: Option<String>,
}

impl Subject {
    /// A service of AWS.
    pub(crate) fn service(name: &str) -> Subject {
        Subject {
            service: Some(name.to_owned()),
            ..Subject::default()
        }
    }
}

impl Question {
    /// A question by nobody in particular.
    pub(crate) fn new(action: &str, resource: &str) -> Question {
        Question {
            action: action.to_owned(),
            resource: resource.to_owned(),
            ..Question::default()
        }
    }

    /// With who asks.
    pub(crate) fn by(mut self, subject: Subject) -> Question {
        self.subject = subject;
        self
    }

    /// With a condition key, which takes one more value where it is there.
    pub(crate) fn with(mut self, key: &str, value: impl Into<String>) -> Question {
        self.keys
            .entry(key.to_ascii_lowercase())
            .or_default()
            .push(value.into());
        self
    }

    /// The same about another resource.
    pub(crate) fn about(&self, action: &str, resource: &str) -> Question {
        Question {
            action: action.to_owned(),
            resource: resource.to_owned(),
            ..self.clone()
        }
    }

    /// The values of a condition key; none where the request does not have it.
    pub(super) fn values(&self, key: &str) -> Option<&[String]> {
        self.keys.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }

    /// The value of a key that has one.
    pub(super) fn one(&self, key: &str) -> Option<&str> {
        match self.values(key)? {
            [value] => Some(value),
            _ => None,
        }
    }
}
