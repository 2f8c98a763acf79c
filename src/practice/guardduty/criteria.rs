//! Criteria: which findings a filter lets through, and in which order they come.
//!
//! An attribute is the path of a member in a finding's JSON, `service.action.actionType`, so that the model itself says
//! which ones there are; `service.additionalInfo.*` goes on into the JSON text there. All attributes must fit, one of
//! the values of an `Equals` must. A severity is compared by its whole part, an instant in milliseconds since 1970
//! (GuardDuty user guide, "Filtering findings").

use super::unfit;
use crate::api::{Catalogue, Kind, Service};
use crate::practice::filter::texts_at;
use crate::practice::given::Given;
use crate::practice::refusal::Refusal;
use crate::value::Value;
use jiff::Timestamp;
use std::borrow::Cow;

/// Attributes and values a filter may have.
const QUOTA: usize = 50;

/// Conditions that must all hold.
#[derive(Debug, Default)]
pub(super) struct Criteria<'a> {
    conditions: Vec<(Attribute, Test<'a>)>,
}

#[derive(Debug)]
enum Test<'a> {
    Among(Vec<&'a str>),
    NotAmong(Vec<&'a str>),
    Like(Vec<&'a str>),
    NotLike(Vec<&'a str>),
    Above(i64),
    AtLeast(i64),
    Below(i64),
    AtMost(i64),
}

/// Where in a finding a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    /// A member, by its path in a record: `Service.Archived`.
    Member(String),
    /// Something in the JSON text of `Service.AdditionalInfo.Value`.
    Additional(String),
}

impl<'a> Criteria<'a> {
    /// The criteria in the member `FindingCriteria` of an input; none where it is not given.
    ///
    /// # Errors
    /// An attribute that no finding has, a condition without an operator, too many of either.
    pub(super) fn given(given: &Given<'a>) -> Result<Criteria<'a>, Refusal> {
        Criteria::of(given.value("FindingCriteria"))
    }

    /// Criteria as a filter keeps them.
    ///
    /// # Errors
    /// As [`Criteria::given`].
    pub(super) fn of(criteria: &'a Value) -> Result<Criteria<'a>, Refusal> {
        let mut conditions = Vec::new();
        let criterion = criteria.get("Criterion").as_map();
        if criterion.is_some_and(|criterion| criterion.len() > QUOTA) {
            return Err(unfit());
        }
        for (name, condition) in criterion.into_iter().flatten() {
            let attribute = Attribute::named(name)?;
            let tests = tests(condition)?;
            conditions.extend(tests.into_iter().map(|test| (attribute.clone(), test)));
        }
        Ok(Criteria { conditions })
    }

    /// True where a finding fits.
    pub(super) fn admits(&self, finding: &Value) -> bool {
        self.conditions
            .iter()
            .all(|(attribute, test)| test.holds(&attribute.texts(finding)))
    }
}

/// The operators of one condition. Of two spellings of one operator AWS keeps the older for older callers.
fn tests(condition: &Value) -> Result<Vec<Test<'_>>, Refusal> {
    let mut tests = Vec::new();
    for (operator, value) in condition
        .as_map()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null())
    {
        let texts: Vec<&str> = value.items().iter().filter_map(Value::as_text).collect();
        let number = value.as_int().unwrap_or_default();
        if texts.len() > QUOTA {
            return Err(unfit());
        }
        tests.push(match operator.as_str() {
            "Eq" | "Equals" => Test::Among(texts),
            "Neq" | "NotEquals" => Test::NotAmong(texts),
            "Matches" => Test::Like(texts),
            "NotMatches" => Test::NotLike(texts),
            "Gt" | "GreaterThan" => Test::Above(number),
            "Gte" | "GreaterThanOrEqual" => Test::AtLeast(number),
            "Lt" | "LessThan" => Test::Below(number),
            "Lte" | "LessThanOrEqual" => Test::AtMost(number),
            _ => return Err(unfit()),
        });
    }
    if tests.is_empty() { Err(unfit()) } else { Ok(tests) }
}

impl Test<'_> {
    /// What is not there fits no operator but the negative ones.
    fn holds(&self, found: &[Cow<'_, str>]) -> bool {
        let any = |test: &dyn Fn(&str) -> bool| found.iter().any(|text| test(text));
        let number = |test: &dyn Fn(f64) -> bool| any(&|text| numeric(text).is_some_and(test));
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds since 1970 are far below 2^53"
        )]
        let as_float = |limit: &i64| *limit as f64;
        match self {
            Test::Among(wanted) => any(&|text| wanted.iter().any(|wanted| same(text, wanted))),
            Test::NotAmong(wanted) => !any(&|text| wanted.iter().any(|wanted| same(text, wanted))),
            Test::Like(patterns) => any(&|text| patterns.iter().any(|pattern| like(pattern, text))),
            Test::NotLike(patterns) => !any(&|text| patterns.iter().any(|pattern| like(pattern, text))),
            Test::Above(limit) => number(&|found| found > as_float(limit)),
            Test::AtLeast(limit) => number(&|found| found >= as_float(limit)),
            Test::Below(limit) => number(&|found| found < as_float(limit)),
            Test::AtMost(limit) => number(&|found| found <= as_float(limit)),
        }
    }
}

/// A value as a number: an instant in milliseconds.
fn numeric(text: &str) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 are far below 2^53"
    )]
    let millis = |time: Timestamp| time.as_millisecond() as f64;
    text.parse()
        .ok()
        .or_else(|| text.parse::<Timestamp>().ok().map(millis))
}

/// Equal as text; or as numbers, where `8` stands for every severity from 8 to below 9.
fn same(text: &str, wanted: &str) -> bool {
    text == wanted
        || match (numeric(text), wanted.parse::<f64>()) {
            (Some(found), Ok(wanted)) => found.trunc() == wanted || found == wanted,
            _ => false,
        }
}

/// True where a text has the form of a pattern in which `*` stands for any letters and `?` for one. Only the last star
/// is ever reconsidered, so that no pattern takes long.
fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(letter) if *letter == '?' || *letter == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|letter| *letter == '*')
}

impl Attribute {
    /// The attribute of a name in JSON: `severity`.
    ///
    /// # Errors
    /// No finding has it.
    pub(super) fn named(name: &str) -> Result<Attribute, Refusal> {
        if let Some(inside) = name.strip_prefix("service.additionalInfo.") {
            return Ok(Attribute::Additional(inside.to_owned()));
        }
        let service = Catalogue::embedded().service("guardduty").ok_or_else(unfit)?;
        path(service, name).map(Attribute::Member).ok_or_else(unfit)
    }

    /// The values that a finding has there.
    pub(super) fn texts<'v>(&self, finding: &'v Value) -> Vec<Cow<'v, str>> {
        match self {
            Attribute::Member(path) => texts_at(finding, path),
            Attribute::Additional(path) => {
                let text = finding.at("Service.AdditionalInfo.Value").text();
                let json = serde_json::from_str(text).unwrap_or_default();
                let value = Value::from_json(json).unwrap_or_default();
                texts_at(&value, path)
                    .into_iter()
                    .map(|text| Cow::Owned(text.into_owned()))
                    .collect()
            }
        }
    }

    /// The key by which findings are sorted: numbers as numbers.
    pub(super) fn order(&self, one: &Value, other: &Value) -> std::cmp::Ordering {
        let first = |finding| {
            self.texts(finding)
                .first()
                .map(|text| text.clone().into_owned())
                .unwrap_or_default()
        };
        let (one, other) = (first(one), first(other));
        match (numeric(&one), numeric(&other)) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            _ => one.cmp(&other),
        }
    }
}

/// The path of members for a path in JSON, through lists, down to a scalar.
fn path(service: &Service, name: &str) -> Option<String> {
    let mut at = service.shape_named("Finding")?;
    let mut path = Vec::new();
    for part in name.split('.') {
        while let Kind::List { member, .. } = &service.shape(at).kind {
            at = *member;
        }
        let member = service
            .shape(at)
            .members()
            .iter()
            .find(|member| member.location_name.as_deref().unwrap_or(&member.name) == part)?;
        path.push(member.name.as_str());
        at = member.shape;
    }
    while let Kind::List { member, .. } = &service.shape(at).kind {
        at = *member;
    }
    let scalar = !matches!(service.shape(at).kind, Kind::Structure { .. } | Kind::Map { .. });
    scalar.then(|| path.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn attributes_are_paths_of_the_model() {
        let member = |path: &str| Ok(Attribute::Member(path.into()));
        assert_eq!(Attribute::named("severity"), member("Severity"));
        assert_eq!(Attribute::named("service.archived"), member("Service.Archived"));
        assert_eq!(
            Attribute::named("resource.instanceDetails.networkInterfaces.securityGroups.groupId"),
            member("Resource.InstanceDetails.NetworkInterfaces.SecurityGroups.GroupId")
        );
        for wrong in [
            "Severity",
            "service",
            "service.archieved",
            "resource.resourceType.x",
            "",
        ] {
            assert!(Attribute::named(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn conditions_hold_as_guardduty_says() {
        let finding = value!({
            "Type": "Recon:EC2/Portscan",
            "Severity": 5.3,
            "UpdatedAt": "2020-07-27T16:30:00.000Z",
            "Resource": { "InstanceDetails": { "Tags": [{ "Key": "a" }, { "Key": "b" }] } },
            "Service": { "Archived": false, "AdditionalInfo": { "Value": "{\"sample\":true}" } },
        });
        let millis = 1_595_867_400_000_i64;
        for (attribute, condition, expected) in [
            (
                "type",
                value!({ "Equals": ["Other", "Recon:EC2/Portscan"] }),
                true,
            ),
            ("type", value!({ "Eq": ["Recon"] }), false),
            ("type", value!({ "Matches": ["Recon:*"] }), true),
            ("type", value!({ "NotMatches": ["*:EC2/Port????"] }), false),
            ("type", value!({ "Neq": ["Recon:EC2/Portscan"] }), false),
            ("severity", value!({ "Equals": ["4", "5", "6"] }), true),
            ("severity", value!({ "Gte": 5 }), true),
            ("severity", value!({ "GreaterThan": 5, "LessThan": 6 }), true),
            ("severity", value!({ "LessThanOrEqual": 5 }), false),
            ("updatedAt", value!({ "GreaterThanOrEqual": millis }), true),
            ("updatedAt", value!({ "Gt": millis }), false),
            ("service.archived", value!({ "Eq": ["false"] }), true),
            (
                "service.additionalInfo.sample",
                value!({ "Equals": ["true"] }),
                true,
            ),
            (
                "resource.instanceDetails.tags.key",
                value!({ "Equals": ["b"] }),
                true,
            ),
            (
                "resource.instanceDetails.instanceId",
                value!({ "Equals": ["i-1"] }),
                false,
            ),
            (
                "resource.instanceDetails.instanceId",
                value!({ "NotEquals": ["i-1"] }),
                true,
            ),
        ] {
            let mut criterion = Value::map();
            criterion.set(attribute, &condition);
            let criteria = value!({ "Criterion": criterion });
            let admitted = Criteria::of(&criteria).unwrap().admits(&finding);
            assert_eq!(admitted, expected, "{attribute} {condition:?}");
        }
        assert!(Criteria::of(&value!({ "Criterion": { "type": {} } })).is_err());
    }
}
