//! What is owned costs, in words.

use super::ending::counted;
use crate::event::{Event, an_hour};
use crate::ui::words::list;

/// A sentence of what a bill says; none for any other event.
pub(super) fn told(event: &Event) -> Option<String> {
    let Event::CostTold {
        micros,
        by_use,
        unpriced,
        prices,
        ..
    } = event
    else {
        return None;
    };
    let mut text = format!("Running cost of what is yours: {}", an_hour(*micros));
    if *micros > 0 {
        text += &format!(" ({prices})");
    }
    let by_use = counted(by_use.iter());
    if !by_use.is_empty() {
        text += &format!("; by use, beside it: {}", list(&by_use));
    }
    let unpriced = counted(unpriced.iter());
    if !unpriced.is_empty() {
        text += &format!("; at a price not known here: {}", list(&unpriced));
    }
    Some(text + ".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Thing;

    #[test]
    fn a_bill_in_a_sentence() {
        let thing = |kind: &str| Thing {
            kind: kind.to_owned(),
            id: "x".to_owned(),
            step: "a".to_owned(),
        };
        let bill = |micros, by_use: &[&str], unpriced: &[&str]| {
            let things = |kinds: &[&str]| kinds.iter().map(|kind| thing(kind)).collect();
            told(&Event::CostTold {
                charges: Vec::new(),
                micros,
                by_use: things(by_use),
                unpriced: things(unpriced),
                prices: "of today".to_owned(),
            })
        };
        let yours = "Running cost of what is yours";
        assert_eq!(
            bill(150_000, &["s3:bucket", "guardduty:detector"], &[]).unwrap(),
            format!("{yours}: 0.15 USD an hour (of today); by use, beside it: 1 bucket and 1 detector.")
        );
        assert_eq!(
            bill(0, &[], &["ec2:instance"]).unwrap(),
            format!("{yours}: 0.00 USD an hour; at a price not known here: 1 instance.")
        );
    }
}
