//! What things cost by the hour, as it is told.

use super::Thing;
use serde::{Deserialize, Serialize};

/// What one owned thing costs as long as it is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// The thing.
    pub thing: Thing,
    /// What is paid for: `t3.micro, Linux`, `8 GB gp3`, `a public IPv4 address`.
    pub what: String,
    /// Millionths of a US dollar an hour.
    pub micros: u64,
}

/// Millionths of a US dollar an hour in words: `0.15 USD an hour`.
#[must_use]
pub fn an_hour(micros: u64) -> String {
    const CENT: u64 = 10_000;
    let rounded = |unit: u64| (micros + unit / 2) / unit;
    match micros {
        0 => "0.00 USD an hour".to_owned(),
        1..1_000 => "less than 0.001 USD an hour".to_owned(),
        // Three decimals below ten cents, where two would hide most of it.
        1_000..100_000 => format!("0.{:03} USD an hour", rounded(1_000)),
        _ => {
            let cents = rounded(CENT);
            format!("{}.{:02} USD an hour", cents / 100, cents % 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sums_are_not_rounded_away() {
        let table = [
            (0, "0.00 USD an hour"),
            (900, "less than 0.001 USD an hour"),
            (11_600, "0.012 USD an hour"),
            (99_400, "0.099 USD an hour"),
            (99_600, "0.100 USD an hour"),
            (150_000, "0.15 USD an hour"),
            (1_234_567, "1.23 USD an hour"),
        ];
        for (micros, text) in table {
            assert_eq!(an_hour(micros), text);
        }
    }
}
