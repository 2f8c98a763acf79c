//! Generated passwords that satisfy an account's password policy.

use super::trouble::{self, Refusal};
use rhai::{Dynamic, Map};

const UPPER: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
const LOWER: &[u8] = b"abcdefghijkmnopqrstuvwxyz";
const DIGITS: &[u8] = b"23456789";
/// Symbols that IAM counts and that need no care in a terminal or a browser.
const SYMBOLS: &[u8] = b"!@#%^*_+-=";

/// The shortest that is made, whatever a policy allows.
const SHORTEST: usize = 16;
/// IAM's longest.
const LONGEST: usize = 128;

/// A random password: letters of both cases, digits and symbols, so that every policy on kinds of characters is
/// satisfied; letters and digits that are easily confused are left out.
///
/// # Errors
/// The machine gives no random numbers.
pub fn generate_password(length: usize) -> Result<String, String> {
    let length = length.clamp(SHORTEST, LONGEST);
    let all = [UPPER, LOWER, DIGITS, SYMBOLS].concat();
    let mut password = [UPPER, LOWER, DIGITS, SYMBOLS]
        .into_iter()
        .map(pick)
        .collect::<Result<Vec<u8>, _>>()?;
    while password.len() < length {
        password.push(pick(&all)?);
    }
    for index in (1..password.len()).rev() {
        password.swap(index, below(index + 1)?);
    }
    Ok(password.into_iter().map(char::from).collect())
}

fn pick(from: &[u8]) -> Result<u8, String> {
    below(from.len()).map(|index| from[index])
}

/// An unbiased number below `bound`, which is small.
fn below(bound: usize) -> Result<usize, String> {
    let bound = u32::try_from(bound).map_err(|e| e.to_string())?;
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let number = getrandom::u32().map_err(|e| e.to_string())?;
        if number < limit {
            return Ok((number % bound) as usize);
        }
    }
}

/// The length that a policy asks for: IAM's `MinimumPasswordLength`, or `length`.
///
/// # Errors
/// A member that is neither.
pub(crate) fn length(policy: &Map) -> Result<usize, Refusal> {
    let member = |name: &str| policy.get(name).filter(|value| !value.is_unit());
    let wanted = member("length").or_else(|| member("MinimumPasswordLength"));
    if let Some(unknown) = policy
        .keys()
        .find(|key| key.as_str() != "length" && !key.starts_with(|c: char| c.is_uppercase()))
    {
        return Err(trouble::advise(
            "unknown-option",
            format!("a password has no option `{unknown}`"),
            "give it `length`, or the `PasswordPolicy` that IAM answers",
        ));
    }
    let number = wanted
        .map_or(Ok(20), Dynamic::as_int)
        .map_err(|_| trouble::refuse("wrong-type", "the length of a password is an integer"))?;
    Ok(usize::try_from(number).unwrap_or(0).clamp(SHORTEST, LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_every_kind_of_character() {
        let password = generate_password(40).unwrap();
        assert_eq!(password.len(), 40);
        for kind in [UPPER, LOWER, DIGITS, SYMBOLS] {
            assert!(password.bytes().any(|byte| kind.contains(&byte)), "{password}");
        }
        assert_ne!(password, generate_password(40).unwrap());
        assert_eq!(generate_password(3).unwrap().len(), SHORTEST);
    }

    #[test]
    fn a_policy_says_how_long() {
        let policy: Map = [
            ("MinimumPasswordLength".into(), 32_i64.into()),
            ("RequireSymbols".into(), true.into()),
        ]
        .into_iter()
        .collect();
        assert_eq!(length(&policy).unwrap(), 32);
        assert_eq!(length(&Map::new()).unwrap(), 20);
        assert!(length(&[("lenght".into(), 3_i64.into())].into_iter().collect()).is_err());
    }
}
