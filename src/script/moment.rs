//! Time in scripts: a moment, compared and reckoned with.

use super::trouble::{self, Refusal};
use jiff::{SignedDuration, Timestamp};
use rhai::{Dynamic, Engine};

/// A point in time, as AWS answers it and `now()` gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl Moment {
    fn seconds_after(self, earlier: Moment) -> i64 {
        self.0.duration_since(earlier.0).as_secs()
    }

    fn shifted(self, seconds: i64) -> Result<Moment, Refusal> {
        self.0
            .checked_add(SignedDuration::from_secs(seconds))
            .map(Moment)
            .map_err(|_| {
                trouble::refuse(
                    "out-of-range",
                    format!("{seconds} seconds lead out of the calendar"),
                )
            })
    }
}

/// Teaches the engine to compare moments, to subtract them (seconds), and to shift them by seconds.
pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_type_with_name::<Moment>("moment")
        .register_fn("to_string", |m: &mut Moment| m.0.to_string())
        .register_fn("to_debug", |m: &mut Moment| m.0.to_string())
        .register_get("seconds", |m: &mut Moment| m.0.as_second())
        .register_fn("==", |a: Moment, b: Moment| a == b)
        .register_fn("!=", |a: Moment, b: Moment| a != b)
        .register_fn("<", |a: Moment, b: Moment| a < b)
        .register_fn("<=", |a: Moment, b: Moment| a <= b)
        .register_fn(">", |a: Moment, b: Moment| a > b)
        .register_fn(">=", |a: Moment, b: Moment| a >= b)
        .register_fn("-", |a: Moment, b: Moment| a.seconds_after(b))
        .register_fn("+", |a: Moment, seconds: i64| a.shifted(seconds))
        .register_fn("-", |a: Moment, seconds: i64| a.shifted(seconds.saturating_neg()));
}

/// The moment that a text names: ISO 8601, or seconds since 1970.
pub(crate) fn parse(value: &Dynamic) -> Result<Moment, Refusal> {
    let moment = if let Some(moment) = value.read_lock::<Moment>() {
        Some(*moment)
    } else if let Ok(seconds) = value.as_int() {
        Timestamp::from_second(seconds).ok().map(Moment)
    } else {
        super::dynamic::string(value).and_then(|text| text.parse().ok().map(Moment))
    };
    moment.ok_or_else(|| {
        trouble::refuse(
            "no-moment",
            format!(
                "{} is no moment; write it as `2026-11-24T05:00:00Z`",
                super::dynamic::brief(value)
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_compared_and_reckoned_with() {
        let mut engine = Engine::new();
        register(&mut engine);
        engine.register_fn("moment", |value: Dynamic| parse(&value));
        let yes = |script: &str| engine.eval::<bool>(script).unwrap();
        assert!(yes(
            r#"moment("2026-11-24T05:00:30Z") - moment("2026-11-24T05:00:00Z") == 30"#
        ));
        assert!(yes(
            r#"moment("2026-11-24T05:00:00Z") + 60 > moment("2026-11-24T05:00:59Z")"#
        ));
        assert!(yes(
            r#"moment(0).to_string() == "1970-01-01T00:00:00Z" && `${moment(0)}`.len == 20"#
        ));
        assert!(engine.eval::<Moment>(r#"moment("yesterday")"#).is_err());
        assert!(engine.eval::<Moment>("moment(0) + 9223372036854775807").is_err());
    }
}
