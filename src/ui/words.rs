//! Wording of small things: plurals, spans of time, account ids, kinds of owned things.

use jiff::SignedDuration;

/// `1 step`, `2 steps`, `3 policies`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    let plural = match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with("ss") || noun.ends_with('x') || noun.ends_with("ch") => format!("{noun}es"),
        _ => format!("{noun}s"),
    };
    format!("{number} {plural}")
}

/// `0:18`, `12:00`, `1:02:00`.
#[must_use]
pub fn clock_time(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// `usually 1 to 5 min`, `usually under 5 min`; where nobody says so, `up to 5:00`.
pub(super) fn expected(usually: Option<(u64, u64)>, limit: u64) -> String {
    let short = |seconds: u64| match seconds {
        3600.. if seconds.is_multiple_of(3600) => format!("{} h", seconds / 3600),
        60.. if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        60.. => clock_time(seconds),
        _ => format!("{seconds} s"),
    };
    match usually {
        None => format!("up to {}", clock_time(limit)),
        Some((0, most)) => format!("usually under {}", short(most)),
        Some((fewest, most)) if fewest == most => format!("usually {}", short(most)),
        Some((fewest, most)) => {
            let (low, high) = (short(fewest), short(most));
            match (low.split_once(' '), high.split_once(' ')) {
                (Some((number, unit)), Some((_, other))) if unit == other => {
                    format!("usually {number} to {high}")
                }
                _ => format!("usually {low} to {high}"),
            }
        }
    }
}

/// `1111-2222-3333`, as the console writes an account; anything else as it is.
#[must_use]
pub fn account_id(id: &str) -> String {
    if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..])
    } else {
        id.to_owned()
    }
}

/// ` in 4 min`, from a minute on; shorter is not worth a word.
pub(super) fn in_minutes(span: SignedDuration) -> String {
    let minutes = span.as_mins();
    if minutes == 0 {
        String::new()
    } else {
        format!(" in {minutes} min")
    }
}

/// The noun of a claimed kind: `ec2:internet-gateway` is an `internet gateway`.
pub(super) fn noun(kind: &str) -> String {
    let noun = kind.rsplit(':').next().unwrap_or(kind);
    let words: Vec<String> = noun
        .split(['-', '_'])
        .map(|word| match word {
            "acl" | "dhcp" | "ip" | "nat" | "vpc" => word.to_uppercase(),
            _ => word.to_owned(),
        })
        .collect();
    words.join(" ")
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words() {
        let table = [
            (1, "policy", "1 policy"),
            (2, "policy", "2 policies"),
            (2, "key", "2 keys"),
            (3, "pass", "3 passes"),
            (0, "VPC", "0 VPCs"),
        ];
        for (number, noun, text) in table {
            assert_eq!(count(number, noun), text);
        }
        assert_eq!([18, 720, 3720].map(clock_time), ["0:18", "12:00", "1:02:00"]);
        let usual = [
            (None, "up to 5:00"),
            (Some((0, 300)), "usually under 5 min"),
            (Some((60, 300)), "usually 1 to 5 min"),
            (Some((10, 30)), "usually 10 to 30 s"),
            (Some((30, 120)), "usually 30 s to 2 min"),
            (Some((60, 90)), "usually 1 min to 1:30"),
            (Some((120, 120)), "usually 2 min"),
            (Some((60, 7200)), "usually 1 min to 2 h"),
        ];
        for (usually, text) in usual {
            assert_eq!(expected(usually, 300), text);
        }
        assert_eq!(account_id("111122223333"), "1111-2222-3333");
        assert_eq!(account_id("1111ü222333"), "1111ü222333");
        assert_eq!(noun("ec2:internet-gateway"), "internet gateway");
        assert_eq!(noun("ec2:nat-gateway"), "NAT gateway");
        assert_eq!(noun("ec2:elastic-ip"), "elastic IP");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
