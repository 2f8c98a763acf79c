//! How a call is tried again: as the official clients do it, in the mode that slows down when AWS asks for it.
//!
//! What the environment and the profile say (`AWS_RETRY_MODE`, `AWS_MAX_ATTEMPTS`, `retry_mode`, `max_attempts`) is
//! honoured. aws-config would do that by itself, but it panics on a value that it does not know, and its own default
//! does not adapt.

use super::account::files;
use super::causes::causes;
use super::live::Settings;
use crate::port::{CloudError, Fault, Request};
use crate::value::Value;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_runtime::env_config::section::EnvConfigSections;
use aws_runtime::env_config::{EnvConfigError, EnvConfigValue};
use aws_smithy_types::retry::{RetryConfig, RetryMode, RetrySpec};
use aws_types::os_shim_internal::{Env, Fs};
use std::str::FromStr;

/// How often a call is tried where nothing is said. AWS's clients take three: of a thousand calls of a workshop in an
/// account that throttles one request in five, eight would then be given up, and each costs a step. With eight tries it is
/// one in four hundred thousand. The time limit of a call stays above them.
const TRIES: u32 = 8;

/// A number of tries that is none.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no number of tries")]
struct NoNumber(String);

/// The retries that the environment or the profile asks for, else those that adapt.
pub(super) async fn retries(settings: &Settings, profile: Option<&str>) -> Result<RetryConfig, CloudError> {
    let (env, fs) = (Env::real(), Fs::real());
    let files: EnvConfigFiles = files(settings).unwrap_or_default();
    let profile = profile.map(|name| name.to_owned().into());
    let request = Request::new("sts", "GetCallerIdentity", Value::map());
    // With keys in the environment nobody else looks into these files before a call is made by what they do not say.
    let sections = aws_config::profile::load(&fs, &env, &files, profile)
        .await
        .map_err(|error| {
            let message = format!("the AWS configuration files cannot be read: {}", causes(&error));
            CloudError::new(&request, Fault::Invalid, "UnreadableConfiguration", message)
                .advice("mend the file, or name another with AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE")
        })?;
    read(&env, Some(&sections)).map_err(|why| misread(&why))
}

/// The retries that the environment asks for, else those that adapt.
pub(super) fn retries_of_environment() -> Result<RetryConfig, CloudError> {
    read(&Env::real(), None).map_err(|why| misread(&why))
}

fn misread(why: &str) -> CloudError {
    let request = Request::new("sts", "GetCallerIdentity", Value::map());
    let message = format!("the retries that are asked for are not understood: {why}");
    CloudError::new(&request, Fault::Invalid, "InvalidRetries", message).advice(
        "AWS_RETRY_MODE (`retry_mode` in the profile) is `standard` or `adaptive`, AWS_MAX_ATTEMPTS (`max_attempts`) a \
         number from 1",
    )
}

fn read(env: &Env, sections: Option<&EnvConfigSections>) -> Result<RetryConfig, String> {
    let mode = EnvConfigValue::new()
        .env("AWS_RETRY_MODE")
        .profile("retry_mode")
        .validate(env, sections, RetryMode::from_str)
        .map_err(|error| told(&error))?;
    let tries = EnvConfigValue::new()
        .env("AWS_MAX_ATTEMPTS")
        .profile("max_attempts")
        .validate(env, sections, |text| match text.parse::<u32>() {
            Ok(tries) if tries > 0 => Ok(tries),
            _ => Err(NoNumber(text.to_owned())),
        })
        .map_err(|error| told(&error))?;
    let newest = env
        .get("AWS_NEW_RETRIES_2026")
        .is_ok_and(|value| value.eq_ignore_ascii_case("true"));
    let mut config = RetryConfig::standard().with_retry_mode(mode.unwrap_or(RetryMode::Adaptive));
    // The rules of 2026 pay one token for a further try where the older ones pay five: after a single "slow down" on a
    // quiet client a further try waits for two seconds, not ten.
    if newest || mode.is_none() {
        config = config.with_retry_spec(RetrySpec::v2_1());
    }
    Ok(config.with_max_attempts(tries.unwrap_or(TRIES)))
}

fn told<E: std::error::Error + 'static>(error: &EnvConfigError<E>) -> String {
    causes(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> Result<RetryConfig, String> {
        read(&Env::from_slice(variables), None)
    }

    #[test]
    fn retries_adapt_where_nothing_is_said() {
        let config = with(&[]).unwrap();
        assert_eq!(
            (config.mode(), config.max_attempts()),
            (RetryMode::Adaptive, TRIES)
        );
    }

    #[test]
    fn what_the_environment_says_is_done() {
        let config = with(&[("AWS_RETRY_MODE", "standard"), ("AWS_MAX_ATTEMPTS", "7")]).unwrap();
        assert_eq!((config.mode(), config.max_attempts()), (RetryMode::Standard, 7));
    }

    #[test]
    fn what_is_not_understood_is_named_and_nothing_panics() {
        for (name, value) in [
            ("AWS_RETRY_MODE", "eager"),
            ("AWS_MAX_ATTEMPTS", "0"),
            ("AWS_MAX_ATTEMPTS", "many"),
        ] {
            let why = with(&[(name, value)]).unwrap_err();
            assert!(why.contains(value), "{why}");
        }
    }
}
