//! What a further account of a runbook is reached by.

use crate::port::Role;
use std::fmt;

/// A profile, or a role that the run's own credentials assume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Binding {
    /// A profile of the shared configuration files.
    Profile(String),
    /// A role.
    Role(Role),
}

impl Binding {
    /// What a text names: an ARN is that of a role, anything else is a profile.
    ///
    /// # Errors
    /// Nothing at all, or an ARN of something else, in words.
    pub fn read(text: &str) -> Result<Binding, String> {
        if text.is_empty() {
            Err("there is no profile and no role".to_owned())
        } else if !text.starts_with("arn:") {
            Ok(Binding::Profile(text.to_owned()))
        } else {
            Role::of(text)
                .map(Binding::Role)
                .ok_or_else(|| format!("`{text}` is not the ARN of a role"))
        }
    }
}

impl Binding {
    /// The text that names it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Binding::Profile(name) => name,
            Binding::Role(role) => role.arn(),
        }
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Binding::Profile(name) => write!(f, "profile {name}"),
            Binding::Role(role) => write!(f, "role {}", role.arn()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_a_profile_or_a_role() {
        assert_eq!(Binding::read("class-b").unwrap().to_string(), "profile class-b");
        let arn = "arn:aws:iam::222222222222:role/Lab";
        assert_eq!(Binding::read(arn).unwrap().to_string(), format!("role {arn}"));
        assert!(Binding::read("arn:aws:iam::222222222222:user/ada").is_err());
        assert!(Binding::read("").is_err());
    }
}
