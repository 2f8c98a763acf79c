//! The account's password policy, and whether a password satisfies it.

use super::{PASSWORD_POLICY, invalid, names};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;

/// The symbols that count (IAM user guide, "Custom password policy options").
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// The shortest password where an account has no policy of its own.
const DEFAULT_LENGTH: usize = 8;

/// How many of the four sorts of characters such a password must mix.
const DEFAULT_SORTS: usize = 3;

/// The longest password.
const LONGEST: usize = 128;

/// A sort of character: the switch of the policy, what AWS says where it is missing, and the test.
type Sort = (&'static str, &'static str, fn(char) -> bool);

const SORTS: [Sort; 4] = [
    ("RequireUppercaseCharacters", "uppercase letter", |c| {
        c.is_ascii_uppercase()
    }),
    ("RequireLowercaseCharacters", "lowercase letter", |c| {
        c.is_ascii_lowercase()
    }),
    ("RequireNumbers", "number", |c| c.is_ascii_digit()),
    ("RequireSymbols", "symbol", |c| SYMBOLS.contains(c)),
];

pub(super) fn get(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let account = call.account.clone();
    let policy = call.get(&PASSWORD_POLICY, &account)?;
    Ok(value!({ "PasswordPolicy": policy }))
}

/// What is left out takes its default: a policy is replaced, never amended (IAM API reference).
pub(super) fn update(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    for (member, most) in [
        ("MinimumPasswordLength", 128),
        ("MaxPasswordAge", 1095),
        ("PasswordReusePrevention", 24),
    ] {
        if given.int(member).is_some_and(|number| number > most) {
            return Err(invalid(format!(
                "1 validation error detected: Value at '{}' failed to satisfy constraint: Member must have value less \
                 than or equal to {most}",
                names::camel(member)
            )));
        }
    }
    let flag = |member: &str| given.flag(member).unwrap_or(false);
    let mut policy = value!({
        "MinimumPasswordLength": (given.int("MinimumPasswordLength").unwrap_or(6)),
        "RequireSymbols": (flag("RequireSymbols")),
        "RequireNumbers": (flag("RequireNumbers")),
        "RequireUppercaseCharacters": (flag("RequireUppercaseCharacters")),
        "RequireLowercaseCharacters": (flag("RequireLowercaseCharacters")),
        "AllowUsersToChangePassword": (flag("AllowUsersToChangePassword")),
        "ExpirePasswords": false,
    });
    if let Some(days) = given.int("MaxPasswordAge").filter(|days| *days > 0) {
        policy.set("ExpirePasswords", true);
        policy.set("MaxPasswordAge", days);
    }
    if let Some(count) = given.int("PasswordReusePrevention").filter(|count| *count > 0) {
        policy.set("PasswordReusePrevention", count);
    }
    if let Some(hard) = given.flag("HardExpiry") {
        policy.set("HardExpiry", hard);
    }
    let account = call.account.clone();
    call.keep(&PASSWORD_POLICY, &account, policy);
    Ok(Value::map())
}

pub(super) fn delete(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let account = call.account.clone();
    call.remove(&PASSWORD_POLICY, &account)?;
    Ok(Value::map())
}

/// That a password satisfies the account's policy, or the default one.
///
/// # Errors
/// `PasswordPolicyViolation`, which names all that is missing.
pub(super) fn check(call: &Call<'_>, word: &str) -> Result<(), Refusal> {
    match faults(call.found(&PASSWORD_POLICY, &call.account), word) {
        None => Ok(()),
        Some(faults) => Err(Refusal::new("PasswordPolicyViolation", faults)),
    }
}

/// What a password lacks. The wording is AWS's, as callers of CreateLoginProfile report it.
fn faults(policy: Option<&Value>, word: &str) -> Option<String> {
    let length = word.chars().count();
    let shortest = policy
        .and_then(|policy| policy.get("MinimumPasswordLength").as_int())
        .and_then(|shortest| usize::try_from(shortest).ok())
        .unwrap_or(DEFAULT_LENGTH);
    if length < shortest {
        return Some(format!("Password should have a minimum length of {shortest}"));
    }
    if length > LONGEST {
        return Some(format!("Password should have a maximum length of {LONGEST}"));
    }
    let lacking: Vec<_> = SORTS
        .iter()
        .filter(|(_, _, test)| !word.chars().any(test))
        .collect();
    let said = |(_, name, _): &Sort| format!("Password should have at least one {name}");
    match policy {
        Some(policy) => {
            let asked: Vec<_> = lacking
                .into_iter()
                .filter(|(switch, _, _)| policy.get(switch).as_bool() == Some(true))
                .map(said)
                .collect();
            (!asked.is_empty()).then(|| asked.join(", "))
        }
        None => {
            let short = DEFAULT_SORTS.saturating_sub(SORTS.len() - lacking.len());
            (short > 0).then(|| {
                format!(
                    "Password should meet {short} more of the following requirements: {}",
                    lacking.into_iter().map(said).collect::<Vec<_>>().join(", ")
                )
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_policy_wants_eight_characters_of_three_sorts() {
        assert_eq!(
            faults(None, "Ab1!").unwrap(),
            "Password should have a minimum length of 8"
        );
        assert_eq!(
            faults(None, "abcdefg1").unwrap(),
            "Password should meet 1 more of the following requirements: Password should have at least one uppercase \
             letter, Password should have at least one symbol"
        );
        assert!(faults(None, "abcdefgh").unwrap().contains("meet 2 more"));
        assert_eq!(faults(None, "abcdefG1"), None);
        assert_eq!(faults(None, "abcdef-1"), None);
    }

    #[test]
    fn an_accounts_own_policy_asks_for_what_it_says() {
        let policy = value!({ "MinimumPasswordLength": 14, "RequireSymbols": true, "RequireNumbers": true });
        assert_eq!(
            faults(Some(&policy), "Abcdef1!").unwrap(),
            "Password should have a minimum length of 14"
        );
        assert_eq!(
            faults(Some(&policy), "abcdefghijklmn").unwrap(),
            "Password should have at least one number, Password should have at least one symbol"
        );
        assert_eq!(faults(Some(&policy), "abcdefghijkl1!"), None);
    }
}
