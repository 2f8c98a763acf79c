//! Instants in a person's spelling.

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The instant of a text: ISO 8601 (UTC where no zone is said; a date alone is its midnight), seconds since 1970, or
/// RFC 822.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return of_seconds(seconds);
    }
    let utc = |civil: DateTime| TimeZone::UTC.to_timestamp(civil).ok();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| utc(text.parse::<DateTime>().ok()?))
        .or_else(|| utc(text.parse::<Date>().ok()?.at(0, 0, 0, 0)))
        .or_else(|| Some(rfc2822::parse(text).ok()?.timestamp()))
}

/// The instant that is so many seconds after 1970 began.
pub(super) fn of_seconds(seconds: f64) -> Option<Timestamp> {
    let duration = SignedDuration::try_from_secs_f64(seconds).ok()?;
    Timestamp::from_duration(duration).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_the_same_instant() {
        for text in [
            "2020-07-27T00:00:00Z",
            "2020-07-27T02:00:00+02:00",
            "2020-07-27T00:00:00",
            "2020-07-27",
            "1595808000",
            "1595808000.0",
            "Mon, 27 Jul 2020 00:00:00 GMT",
        ] {
            assert_eq!(
                parse(text).map(|time| time.as_second()),
                Some(1_595_808_000),
                "{text}"
            );
        }
        assert_eq!(parse("yesterday"), None);
        assert_eq!(parse("NaN"), None);
        assert_eq!(parse("1e300"), None);
    }
}
