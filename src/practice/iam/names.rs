//! Names and paths: what IAM takes, and what it says when it does not.

use super::{exists, invalid};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Refusal;
use crate::practice::resource::Resource;
use jiff::Timestamp;

/// The longest path.
const PATH: usize = 512;

/// A name that the input gives, of the form that IAM takes.
///
/// # Errors
/// A name that is too long, or has other letters.
pub(super) fn given<'a>(given: &Given<'a>, member: &str, longest: usize) -> Result<&'a str, Refusal> {
    let name = given.text(member);
    check(name, member, longest)?;
    Ok(name)
}

/// That a name is of the form that IAM takes.
pub(super) fn check(name: &str, member: &str, longest: usize) -> Result<(), Refusal> {
    let member = camel(member);
    let length = name.chars().count();
    if length > longest {
        return Err(invalid(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length less \
             than or equal to {longest}"
        )));
    }
    if length == 0 {
        return Err(invalid(format!(
            "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must have length \
             greater than or equal to 1"
        )));
    }
    if name
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || "+=,.@_-".contains(letter))
    {
        return Ok(());
    }
    Err(invalid(format!(
        "The specified value for {member} is invalid. It must contain only alphanumeric characters and/or the following: \
         +=,.@_-"
    )))
}

/// The path that the input gives, or `/`.
///
/// # Errors
/// A path that is not of the form.
pub(super) fn path<'a>(given: &Given<'a>, member: &str) -> Result<&'a str, Refusal> {
    let path = given.opt(member).unwrap_or("/");
    let printable = path.chars().all(|letter| ('\u{21}'..='\u{7f}').contains(&letter));
    if path.starts_with('/') && path.ends_with('/') && printable && path.len() <= PATH {
        return Ok(path);
    }
    Err(invalid(format!(
        "The specified value for {} is invalid. It must begin and end with / and contain only alphanumeric characters \
         and/or / characters.",
        camel(member)
    )))
}

/// That no other thing of the kind has that name: upper and lower case are one.
///
/// # Errors
/// The name is taken.
pub(super) fn free(call: &Call<'_>, of: &Resource, name: &str, word: &str) -> Result<(), Refusal> {
    let taken = call
        .all(of)
        .any(|record| record.get(of.key).text().eq_ignore_ascii_case(name));
    if taken {
        Err(exists(format!("{word} with name {name} already exists.")))
    } else {
        Ok(())
    }
}

/// The ARN of something in the account.
pub(super) fn arn(call: &Call<'_>, kind: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{}:{kind}{path}{name}", call.account)
}

/// IAM knows whole seconds.
pub(crate) fn second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// A member as IAM's messages write it.
pub(super) fn camel(member: &str) -> String {
    let mut letters = member.chars();
    letters
        .next()
        .map(|first| first.to_ascii_lowercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_held_to_letters_and_length() {
        assert_eq!(check("ana-RO+=,.@_GROUP", "GroupName", 128), Ok(()));
        let refusal = check("read only", "GroupName", 128).unwrap_err();
        assert_eq!(refusal.code, "ValidationError");
        assert!(
            refusal
                .message
                .starts_with("The specified value for groupName is invalid."),
            "{}",
            refusal.message
        );
        assert!(
            check(&"x".repeat(65), "UserName", 64)
                .unwrap_err()
                .message
                .contains("less than or equal to 64")
        );
        assert!(check("", "UserName", 64).is_err());
    }
}
