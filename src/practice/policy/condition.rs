//! Conditions: operators, their variants, and the sets of values that they are asked about.

use super::pattern::Pattern;
use super::question::Question;
use jiff::Timestamp;
use serde_json::Value as Json;
use std::cmp::Ordering;
use std::net::IpAddr;

/// One operator with its key and values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    test: Test,
    /// `...Not...`: none of the values.
    negated: bool,
    if_exists: bool,
    set: Option<Set>,
    key: String,
    values: Vec<Pattern>,
}

/// Which of a key's values are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    All,
    Any,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    Equals,
    EqualsAnyCase,
    Like,
    Numeric(Order),
    Date(Order),
    Bool,
    Ip,
    Arn,
    Null,
}

/// Which order of two values fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Equal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Order {
    fn read(name: &str) -> Option<(Order, bool)> {
        Some(match name {
            "Equals" => (Order::Equal, false),
            "NotEquals" => (Order::Equal, true),
            "LessThan" => (Order::Less, false),
            "LessThanEquals" => (Order::LessEqual, false),
            "GreaterThan" => (Order::Greater, false),
            "GreaterThanEquals" => (Order::GreaterEqual, false),
            _ => return None,
        })
    }

    fn fits(self, found: Ordering) -> bool {
        match self {
            Order::Equal => found.is_eq(),
            Order::Less => found.is_lt(),
            Order::LessEqual => found.is_le(),
            Order::Greater => found.is_gt(),
            Order::GreaterEqual => found.is_ge(),
        }
    }
}

impl Condition {
    /// Reads a block `Condition`; nothing where it is not one.
    pub(super) fn read(json: &Json, variables: bool) -> Option<Vec<Condition>> {
        let mut all = Vec::new();
        for (operator, keys) in json.as_object()? {
            for (key, values) in keys.as_object()? {
                let (set, rest) = match operator.split_once(':') {
                    Some(("ForAllValues", rest)) => (Some(Set::All), rest),
                    Some(("ForAnyValue", rest)) => (Some(Set::Any), rest),
                    Some(_) => return None,
                    None => (None, operator.as_str()),
                };
                let plain = rest.strip_suffix("IfExists");
                let (test, negated) = operator_named(plain.unwrap_or(rest))?;
                let values = match values {
                    Json::Array(values) => values.iter().map(text).collect::<Option<Vec<_>>>()?,
                    one => vec![text(one)?],
                };
                all.push(Condition {
                    test,
                    negated,
                    if_exists: plain.is_some(),
                    set,
                    key: key.clone(),
                    values: values
                        .iter()
                        .map(|value| Pattern::read(value, variables))
                        .collect(),
                });
            }
        }
        Some(all)
    }

    /// Its key, where the request does not have it and something depends on its value.
    pub(super) fn missing(&self, question: &Question) -> Option<&str> {
        (self.test != Test::Null && question.values(&self.key).is_none()).then_some(self.key.as_str())
    }

    /// True where the request is as the condition says.
    pub(super) fn holds(&self, question: &Question) -> bool {
        let values = question.values(&self.key);
        if self.test == Test::Null {
            let absent = values.is_none();
            return self
                .values
                .iter()
                .filter_map(|value| value.literal(question))
                .any(|wanted| wanted.eq_ignore_ascii_case("true") == absent);
        }
        let Some(values) = values.filter(|values| !values.is_empty()) else {
            // Without the key `...IfExists` and `ForAllValues` hold, `ForAnyValue` does not, and else what is negated.
            return self.if_exists
                || match self.set {
                    Some(Set::All) => true,
                    Some(Set::Any) => false,
                    None => self.negated,
                };
        };
        let fits = |value: &String| {
            self.values
                .iter()
                .any(|wanted| self.test.fits(value, wanted, question))
                != self.negated
        };
        match (self.set, self.negated) {
            (Some(Set::All), _) | (None, true) => values.iter().all(fits),
            (Some(Set::Any), _) | (None, false) => values.iter().any(fits),
        }
    }
}

/// Booleans and numbers are taken for their text, as IAM takes them.
fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn operator_named(name: &str) -> Option<(Test, bool)> {
    Some(match name {
        "StringEquals" | "BinaryEquals" => (Test::Equals, false),
        "StringNotEquals" => (Test::Equals, true),
        "StringEqualsIgnoreCase" => (Test::EqualsAnyCase, false),
        "StringNotEqualsIgnoreCase" => (Test::EqualsAnyCase, true),
        "StringLike" => (Test::Like, false),
        "StringNotLike" => (Test::Like, true),
        "Bool" => (Test::Bool, false),
        "IpAddress" => (Test::Ip, false),
        "NotIpAddress" => (Test::Ip, true),
        "ArnEquals" | "ArnLike" => (Test::Arn, false),
        "ArnNotEquals" | "ArnNotLike" => (Test::Arn, true),
        "Null" => (Test::Null, false),
        _ => {
            if let Some(order) = name.strip_prefix("Numeric") {
                let (order, negated) = Order::read(order)?;
                (Test::Numeric(order), negated)
            } else {
                let (order, negated) = Order::read(name.strip_prefix("Date")?)?;
                (Test::Date(order), negated)
            }
        }
    })
}

impl Test {
    fn fits(self, value: &str, wanted: &Pattern, question: &Question) -> bool {
        let literal = || wanted.literal(question);
        match self {
            Test::Equals => literal().is_some_and(|wanted| wanted == value),
            Test::EqualsAnyCase => literal().is_some_and(|wanted| wanted.eq_ignore_ascii_case(value)),
            Test::Bool => literal().is_some_and(|wanted| wanted.eq_ignore_ascii_case(value)),
            Test::Like => wanted.fits(value, question),
            Test::Arn => wanted.fits_arn(value, question),
            Test::Numeric(order) => literal()
                .and_then(|wanted| {
                    let (value, wanted) = (value.parse::<f64>().ok()?, wanted.parse::<f64>().ok()?);
                    value.partial_cmp(&wanted)
                })
                .is_some_and(|found| order.fits(found)),
            Test::Date(order) => literal()
                .and_then(|wanted| Some(instant(value)?.cmp(&instant(&wanted)?)))
                .is_some_and(|found| order.fits(found)),
            Test::Ip => literal().is_some_and(|wanted| within(value, &wanted).unwrap_or(false)),
            Test::Null => false,
        }
    }
}

/// ISO 8601 in the forms that IAM takes, or seconds since 1970.
fn instant(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Timestamp::from_second(seconds).ok();
    }
    let day = (text.len() == 10).then(|| format!("{text}T00:00:00Z"));
    day.as_deref().unwrap_or(text).parse().ok()
}

/// Whether an address is within a block.
fn within(address: &str, block: &str) -> Option<bool> {
    let (network, bits) = match block.split_once('/') {
        Some((network, bits)) => (network, Some(bits.parse::<u32>().ok()?)),
        None => (block, None),
    };
    let same = |a: u128, b: u128, width: u32| {
        let bits = bits.unwrap_or(width).min(width);
        let shift = width - bits;
        shift >= u128::BITS || (a >> shift) == (b >> shift)
    };
    Some(match (address.parse().ok()?, network.parse().ok()?) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(a.to_bits().into(), b.to_bits().into(), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(a.to_bits(), b.to_bits(), 128),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(condition: &Json, keys: &[(&str, &str)]) -> bool {
        let question = keys.iter().fold(Question::new("", ""), |question, (key, value)| {
            question.with(key, *value)
        });
        Condition::read(condition, true)
            .unwrap()
            .iter()
            .all(|condition| condition.holds(&question))
    }

    /// The rows follow the examples of "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
    /// context keys".
    #[test]
    fn operators_are_as_documented() {
        let region = [("aws:RequestedRegion", "us-east-1")];
        let tags = [("aws:TagKeys", "team"), ("aws:TagKeys", "cost")];
        let arn = [("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:topic-a")];
        let at = [("aws:CurrentTime", "2026-01-05T09:00:00Z")];
        type Case<'a> = (Json, &'a [(&'a str, &'a str)], bool);
        let table: &[Case<'_>] = &[
            (
                json!({ "StringEquals": { "aws:requestedregion": ["eu-west-1", "us-east-1"] } }),
                &region,
                true,
            ),
            (
                json!({ "StringEquals": { "aws:RequestedRegion": "US-EAST-1" } }),
                &region,
                false,
            ),
            (
                json!({ "StringEqualsIgnoreCase": { "aws:RequestedRegion": "US-EAST-1" } }),
                &region,
                true,
            ),
            (
                json!({ "StringEquals": { "aws:RequestedRegion": "us-*" } }),
                &region,
                false,
            ),
            (
                json!({ "StringLike": { "aws:RequestedRegion": "us-*" } }),
                &region,
                true,
            ),
            (
                json!({ "StringNotLike": { "aws:RequestedRegion": "us-*" } }),
                &region,
                false,
            ),
            (
                json!({ "StringNotEquals": { "aws:RequestedRegion": ["a", "b"] } }),
                &region,
                true,
            ),
            (
                json!({ "StringNotEquals": { "aws:RequestedRegion": ["a", "us-east-1"] } }),
                &region,
                false,
            ),
            (
                json!({ "StringEquals": { "ec2:InstanceType": "t2.micro" } }),
                &region,
                false,
            ),
            (
                json!({ "StringNotEquals": { "ec2:InstanceType": "t2.micro" } }),
                &region,
                true,
            ),
            (
                json!({ "StringEqualsIfExists": { "ec2:InstanceType": "t2.micro" } }),
                &region,
                true,
            ),
            (json!({ "Null": { "ec2:InstanceType": "true" } }), &region, true),
            (json!({ "Null": { "aws:RequestedRegion": true } }), &region, false),
            (
                json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "cost", "x"] } }),
                &tags,
                true,
            ),
            (
                json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }),
                &tags,
                false,
            ),
            (
                json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } }),
                &[],
                true,
            ),
            (
                json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } }),
                &tags,
                true,
            ),
            (
                json!({ "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } }),
                &[],
                false,
            ),
            (
                json!({ "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["team"] } }),
                &tags,
                true,
            ),
            (
                json!({ "ForAllValues:StringNotEquals": { "aws:TagKeys": ["team"] } }),
                &tags,
                false,
            ),
            (
                json!({ "ArnLike": { "aws:SourceArn": "arn:aws:sns:*:111122223333:topic-*" } }),
                &arn,
                true,
            ),
            (
                json!({ "ArnEquals": { "aws:SourceArn": "arn:aws:sns:*:topic-a" } }),
                &arn,
                false,
            ),
            (json!({ "ArnLike": { "aws:SourceArn": "*" } }), &arn, true),
            (
                json!({ "ArnNotLike": { "aws:SourceArn": "arn:aws:sqs:*:*:*" } }),
                &arn,
                true,
            ),
            (
                json!({ "DateGreaterThan": { "aws:CurrentTime": "2026-01-05" } }),
                &at,
                true,
            ),
            (
                json!({ "DateLessThan": { "aws:CurrentTime": "2026-01-05T09:00:00Z" } }),
                &at,
                false,
            ),
            (
                json!({ "DateLessThanEquals": { "aws:CurrentTime": "1767603600" } }),
                &at,
                true,
            ),
            (
                json!({ "NumericLessThanEquals": { "s3:max-keys": 10 } }),
                &[("s3:max-keys", "10")],
                true,
            ),
            (
                json!({ "NumericNotEquals": { "s3:max-keys": "10" } }),
                &[("s3:max-keys", "10.0")],
                false,
            ),
            (
                json!({ "Bool": { "aws:SecureTransport": false } }),
                &[("aws:SecureTransport", "true")],
                false,
            ),
            (
                json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }),
                &[],
                true,
            ),
            (
                json!({ "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }),
                &[("aws:SourceIp", "203.0.113.9")],
                true,
            ),
            (
                json!({ "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24"] } }),
                &[("aws:SourceIp", "203.0.113.9")],
                false,
            ),
            (
                json!({ "IpAddress": { "aws:SourceIp": "2001:db8::/32" } }),
                &[("aws:SourceIp", "2001:db8::7")],
                true,
            ),
            (
                json!({ "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } }),
                &[("aws:SourceIp", "9.9.9.9")],
                true,
            ),
        ];
        for (condition, keys, expected) in table {
            assert_eq!(holds(condition, keys), *expected, "{condition}");
        }
        for wrong in [
            json!({ "StringEqual": { "a": "b" } }),
            json!({ "ForNone:StringEquals": { "a": "b" } }),
            json!({ "NumericLike": { "a": "1" } }),
            json!({ "Bool": "x" }),
            json!([]),
        ] {
            assert_eq!(Condition::read(&wrong, true), None, "{wrong}");
        }
    }
}
