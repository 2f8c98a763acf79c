//! How often a waiter asks, and when it gives up.

use super::Waiter;
use crate::api::suggest;
use crate::value::Value;
use std::time::Duration;

/// The parameter beside the operation's own that says so, as boto3 calls it.
pub const WAITER_CONFIG: &str = "WaiterConfig";

const DELAY: &str = "Delay";
const MAX_ATTEMPTS: &str = "MaxAttempts";

/// How often, and how many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaiterPace {
    /// The time between two tries.
    pub delay: Duration,
    /// The tries before giving up, at least one.
    pub attempts: u32,
}

impl WaiterPace {
    /// What is waited in all, at the most.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.delay * (self.attempts - 1)
    }
}

impl Waiter {
    /// The model's pace, changed by what a `WaiterConfig` says: `Delay` in seconds and `MaxAttempts`.
    ///
    /// # Errors
    /// A config that says something else, in words.
    pub fn pace(&self, config: &Value) -> Result<WaiterPace, String> {
        let mut pace = WaiterPace {
            delay: Duration::from_secs(self.delay),
            attempts: self.max_attempts.max(1),
        };
        let members = match config {
            Value::Null => return Ok(pace),
            Value::Map(members) => members,
            other => return Err(format!("`{WAITER_CONFIG}` must be a map, not {}", other.kind())),
        };
        for (name, value) in members {
            match name.as_str() {
                DELAY => pace.delay = delay(value)?,
                MAX_ATTEMPTS => pace.attempts = attempts(value)?,
                other => {
                    let near = suggest(other, [DELAY, MAX_ATTEMPTS])
                        .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
                    return Err(format!(
                        "`{WAITER_CONFIG}` takes `{DELAY}` and `{MAX_ATTEMPTS}`, not `{other}`{near}"
                    ));
                }
            }
        }
        Ok(pace)
    }
}

fn delay(value: &Value) -> Result<Duration, String> {
    let seconds = match value {
        Value::Int(seconds) => Some(*seconds as f64),
        Value::Float(seconds) => Some(*seconds),
        _ => None,
    };
    seconds
        .filter(|seconds| *seconds <= 3600.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| format!("`{DELAY}` takes seconds, from 0 to 3600"))
}

fn attempts(value: &Value) -> Result<u32, String> {
    value
        .as_int()
        .and_then(|number| u32::try_from(number).ok())
        .filter(|number| (1..=10_000).contains(number))
        .ok_or_else(|| format!("`{MAX_ATTEMPTS}` takes a number of tries, from 1 to 10000"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn pace(config: &Value) -> Result<WaiterPace, String> {
        let ec2 = Catalogue::embedded().service("ec2").unwrap();
        ec2.waiter("instance_running").unwrap().pace(config)
    }

    #[test]
    fn the_models_pace_is_changed_by_a_config() {
        let plain = pace(&Value::Null).unwrap();
        assert_eq!((plain.delay.as_secs(), plain.attempts), (15, 40));
        assert_eq!(plain.limit().as_secs(), 585);
        let faster = pace(&value!({ "Delay": 0.5 })).unwrap();
        assert_eq!((faster.delay.as_millis(), faster.attempts), (500, 40));
        let both = pace(&value!({ "Delay": 5, "MaxAttempts": 10 })).unwrap();
        assert_eq!((both.delay.as_secs(), both.attempts), (5, 10));
    }

    #[test]
    fn another_config_is_refused_in_words() {
        let table = [
            (value!([1]), "must be a map, not a list"),
            (value!({ "delay": 5 }), "did you mean `Delay`?"),
            (
                value!({ "Timeout": 5 }),
                "takes `Delay` and `MaxAttempts`, not `Timeout`",
            ),
            (value!({ "Delay": "5" }), "`Delay` takes seconds"),
            (value!({ "Delay": (-1) }), "`Delay` takes seconds"),
            (value!({ "Delay": 1e30 }), "`Delay` takes seconds"),
            (value!({ "MaxAttempts": 0 }), "from 1 to 10000"),
            (value!({ "MaxAttempts": 2.5 }), "from 1 to 10000"),
        ];
        for (config, said) in table {
            let why = pace(&config).unwrap_err();
            assert!(why.contains(said), "{config:?}: {why}");
        }
    }
}
