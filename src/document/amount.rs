//! Durations and sizes as people write them.

use std::time::Duration;

/// A duration like `5m`, `10s`, `1h30m`.
///
/// # Errors
/// What to write instead.
pub fn duration(text: &str) -> Result<Duration, String> {
    const FORM: &str = "write a duration like `10s`, `5m` or `1h30m`";
    let mut rest = text;
    let mut seconds: u64 = 0;
    let mut units = [('h', 3600), ('m', 60), ('s', 1)].into_iter();
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u64 = rest[..digits].parse().map_err(|_| FORM.to_owned())?;
        let unit = rest[digits..].chars().next().ok_or(FORM)?;
        let (_, factor) = units.find(|(name, _)| *name == unit).ok_or(FORM)?;
        seconds = number
            .checked_mul(factor)
            .and_then(|part| seconds.checked_add(part))
            .ok_or(FORM)?;
        rest = &rest[digits + 1..];
    }
    match seconds {
        0 => Err(FORM.to_owned()),
        86_401.. => Err("a day (`24h`) is the longest".to_owned()),
        _ => Ok(Duration::from_secs(seconds)),
    }
}

/// A span of times like `1m..5m`, or `5m` for all that is shorter.
///
/// # Errors
/// What to write instead.
pub fn range(text: &str) -> Result<(Duration, Duration), String> {
    const FORM: &str = "write a range like `1m..5m`, or `5m` for anything up to it";
    let form = |_| FORM.to_owned();
    let (least, most) = match text.split_once("..") {
        Some((least, most)) => (duration(least).map_err(form)?, duration(most).map_err(form)?),
        None => (Duration::ZERO, duration(text).map_err(form)?),
    };
    if least <= most {
        Ok((least, most))
    } else {
        Err(format!("the shorter time comes first; {FORM}"))
    }
}

/// A size in bytes like `10MB`, `1GB`; decimal as AWS bills it, binary as `GiB`.
///
/// # Errors
/// What to write instead.
pub fn size(text: &str) -> Result<u64, String> {
    const FORM: &str = "write a size like `500MB` or `1GB`";
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = text[..digits].parse().map_err(|_| FORM.to_owned())?;
    let factor: u64 = match &text[digits..] {
        "B" => 1,
        "KB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        "TB" => 1_000_000_000_000,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "TiB" => 1 << 40,
        _ => return Err(FORM.to_owned()),
    };
    number
        .checked_mul(factor)
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| FORM.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_sizes_are_read_as_written() {
        assert_eq!(duration("1h30m"), Ok(Duration::from_secs(5400)));
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        for bad in [
            "",
            "5",
            "m",
            "5x",
            "30m1h",
            "0s",
            "-1s",
            "5m5m",
            "ü",
            "25h",
            "99999999999999999999s",
        ] {
            assert!(duration(bad).is_err(), "{bad}");
        }
        let seconds = |least, most| Ok((Duration::from_secs(least), Duration::from_secs(most)));
        assert_eq!(range("1m..5m"), seconds(60, 300));
        assert_eq!(range("90s"), seconds(0, 90));
        for bad in ["", "1m..", "..5m", "1m-5m", "5m..1m", "1m...5m", "1..5m"] {
            assert!(range(bad).is_err(), "{bad}");
        }
        assert_eq!(size("1GB"), Ok(1_000_000_000));
        assert_eq!(size("2MiB"), Ok(2 << 20));
        for bad in ["", "1", "GB", "0GB", "1gb", "99999999TB", "1.5GB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }
}
