//! What to do about the errors that everyone meets: one table of codes.

/// Codes, and the advice for them.
const TABLE: &[(&[&str], &str)] = &[
    (
        &[
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "TokenRefreshRequired",
            "InvalidGrantException",
        ],
        "the credentials have expired: sign in again with `aws login` or `aws sso login`",
    ),
    (
        &[
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidAccessKeyId",
            "AuthFailure",
            "InvalidToken",
        ],
        "AWS does not know these credentials: see which ones are used with `aws sts get-caller-identity`, choose another \
         profile with `--profile`, or sign in with `aws login`",
    ),
    (
        &[
            "SignatureDoesNotMatch",
            "RequestTimeTooSkewed",
            "InvalidSignatureException",
            "RequestInTheFuture",
        ],
        "the signature was refused: the secret key is wrong, or the clock of this machine is; compare it with `date -u`",
    ),
    (
        &[
            "AccessDenied",
            "AccessDeniedException",
            "UnauthorizedOperation",
            "UnauthorizedAccess",
            "Client.UnauthorizedOperation",
            "403",
        ],
        "the principal may not do this: ask for the permission, or sign in as one that has it",
    ),
    (
        &["OptInRequired", "SubscriptionRequiredException", "NotSignedUp"],
        "the account has not subscribed to this service or region: enable it in the console's billing or account page",
    ),
    (
        &[
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "SlowDown",
            "429",
        ],
        "AWS asks to slow down: wait a minute and run the step again",
    ),
    (
        &[
            "ServiceUnavailable",
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "500",
            "502",
            "503",
            "504",
        ],
        "the fault is on AWS's side and outlasted several tries: run the step again in a while",
    ),
    (
        &["EndpointDisabled", "RegionDisabledException"],
        "the region is not enabled for this account: enable it on the console's account page, or choose another",
    ),
];

/// The advice for an error code.
pub(super) fn advice(code: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|(codes, _)| codes.contains(&code))
        .map(|(_, advice)| *advice)
}

/// The advice for a bucket that lies in another region.
pub(super) fn elsewhere(region: &str) -> String {
    format!("the bucket lies in {region}: call S3 there")
}

/// True for the codes that say that the credentials are no good any more.
pub(super) fn is_about_credentials(code: &str) -> bool {
    TABLE[..2].iter().any(|(codes, _)| codes.contains(&code))
}

/// What to do without credentials.
pub(super) const NO_CREDENTIALS: &str = "sign in with `aws login` or `aws sso login`, choose a profile with `--profile NAME` (or AWS_PROFILE), \
     or leave `--live` out to work in the practice account";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_stands_in_two_rows() {
        let mut codes: Vec<_> = TABLE.iter().flat_map(|(codes, _)| codes.iter()).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn expired_tokens_are_about_credentials_and_denials_are_not() {
        assert!(is_about_credentials("ExpiredToken") && is_about_credentials("AuthFailure"));
        assert!(!is_about_credentials("AccessDenied"));
        assert!(advice("AccessDenied").is_some_and(|advice| advice.contains("permission")));
        assert_eq!(advice("NoSuchEntity"), None);
    }
}
