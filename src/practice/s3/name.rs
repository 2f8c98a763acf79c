//! The rules of buckets' names (AWS: *Bucket naming rules*).

use crate::practice::refusal::Refusal;
use std::net::Ipv4Addr;

/// Beginnings and ends that AWS keeps for itself.
const PREFIXES: &[&str] = &["xn--", "sthree-", "amzn-s3-demo-"];
const SUFFIXES: &[&str] = &["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// That a bucket may be called so.
///
/// # Errors
/// `InvalidBucketName`.
pub(super) fn check(name: &str) -> Result<(), Refusal> {
    let ends = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    let fits = (3..=63).contains(&name.len())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || ".-".contains(letter))
        && ends(name.chars().next())
        && ends(name.chars().last())
        && !name.contains("..")
        && name.parse::<Ipv4Addr>().is_err()
        && !PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        && !SUFFIXES.iter().any(|suffix| name.ends_with(suffix));
    if fits {
        Ok(())
    } else {
        Err(Refusal::new("InvalidBucketName", "The specified bucket is not valid.").status(400))
    }
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_keep_amazons_rules() {
        for good in [
            "abc",
            "s3-vpc-flow-logs-vpc-10-0-0-0-xxxxx",
            "a.b-c.1",
            &"x".repeat(63),
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "ab",
            &"x".repeat(64),
            "Abc",
            "a_b",
            "-abc",
            "abc-",
            ".abc",
            "a..b",
            "192.0.2.1",
            "xn--abc",
            "x--x-s3",
            "a b",
        ] {
            assert_eq!(check(bad).unwrap_err().code, "InvalidBucketName", "{bad}");
        }
    }
}
