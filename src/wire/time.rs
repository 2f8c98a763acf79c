//! Instants between values and the wire.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use jiff::{Timestamp, Unit};

/// The runtime's instant.
pub(super) fn to_wire(instant: Timestamp) -> DateTime {
    let (seconds, nanos) = (instant.as_second(), instant.subsec_nanosecond());
    let (seconds, nanos) = if nanos < 0 {
        (seconds - 1, nanos + 1_000_000_000)
    } else {
        (seconds, nanos)
    };
    DateTime::from_secs_and_nanos(seconds, nanos.unsigned_abs())
}

/// Our instant, to the microsecond; none where it is out of range. JSON writes instants as floating-point numbers of
/// seconds, which are no finer: `1795498200.123` would come as 122.999906 milliseconds.
pub(super) fn from_wire(instant: &DateTime) -> Option<Timestamp> {
    let exact = Timestamp::from_nanosecond(instant.as_nanos()).ok()?;
    exact.round(Unit::Microsecond).ok()
}

/// An instant in any form that AWS writes; without a zone it is UTC.
pub(super) fn from_text(text: &str) -> Option<Timestamp> {
    let utc = |text: &str| jiff::tz::TimeZone::UTC.to_timestamp(text.parse().ok()?).ok();
    text.parse::<Timestamp>().ok().or_else(|| utc(text)).or_else(|| {
        [Format::HttpDate, Format::EpochSeconds]
            .into_iter()
            .find_map(|format| DateTime::from_str(text, format).ok())
            .and_then(|instant| from_wire(&instant))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_one_instant_is_understood() {
        let instant: Timestamp = "2026-11-24T05:30:00Z".parse().unwrap();
        for text in [
            "2026-11-24T05:30:00Z",
            "2026-11-24T05:30:00.000Z",
            "2026-11-24T06:30:00+01:00",
            "2026-11-24T05:30:00",
            "Tue, 24 Nov 2026 05:30:00 GMT",
            "1795498200",
        ] {
            assert_eq!(from_text(text), Some(instant), "{text}");
        }
        assert_eq!(from_text("yesterday"), None);
    }

    #[test]
    fn fractions_of_a_second_are_what_was_written() {
        let instant: Timestamp = "2026-11-24T05:30:00.123Z".parse().unwrap();
        assert_eq!(
            from_wire(&DateTime::from_secs_f64(1_795_498_200.123)),
            Some(instant)
        );
        assert_eq!(from_text("1795498200.123"), Some(instant));
    }

    #[test]
    fn instants_before_1970_survive_the_wire() {
        let instant = Timestamp::new(-2, 500_000_000).unwrap();
        assert_eq!(from_wire(&to_wire(instant)), Some(instant));
    }
}
