//! Whether a call is one that was recorded, and where it differs.

use super::redact::{is_stand_in, words};
use crate::api::{Kind, Service, ShapeId};
use crate::port::MASK;
use crate::value::Value;
use indexmap::IndexMap;
use std::fmt;

/// Stand-ins of the recording, and what stands for them in this run.
pub(super) type Bindings = IndexMap<String, String>;

/// A member that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    path: String,
    asked: String,
    recorded: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() {
            "the input"
        } else {
            &self.path
        };
        write!(
            f,
            "`{path}` is {}, and was {} in the recording",
            self.asked, self.recorded
        )
    }
}

/// One comparison.
pub(super) struct Comparison {
    /// What the stand-ins stand for; only of use where nothing differs.
    pub(super) bindings: Bindings,
    /// All that differs.
    pub(super) differences: Vec<Difference>,
}

impl Comparison {
    /// Compares an input with a recorded one.
    pub(super) fn of(
        shape: Option<(&Service, ShapeId)>,
        recorded: &Value,
        asked: &Value,
        bindings: &Bindings,
    ) -> Comparison {
        let mut comparison = Comparison {
            bindings: bindings.clone(),
            differences: Vec::new(),
        };
        comparison.walk(shape, recorded, asked, "");
        comparison
    }

    /// Compares a text of the call with the recorded one, `path` being what it is.
    pub(super) fn text(&mut self, path: &str, recorded: &str, asked: &str) {
        self.walk(None, &recorded.into(), &asked.into(), path);
    }

    fn walk(&mut self, shape: Option<(&Service, ShapeId)>, recorded: &Value, asked: &Value, path: &str) {
        let kind = shape.map(|(service, id)| (service, service.shape(id)));
        match (recorded, asked) {
            // A time comes from the clock.
            (Value::Time(_), Value::Time(_)) => {}
            (Value::Text(text), _) if text.contains(MASK) && !asked.is_null() => {}
            (Value::Blob(bytes), Value::Blob(_)) if contains(bytes, MASK.as_bytes()) => {}
            (Value::Text(recorded), Value::Text(asked)) if self.same(recorded, asked) => {}
            (Value::List(was), Value::List(is)) if was.len() == is.len() => {
                let item = match kind {
                    Some((service, shape)) => match &shape.kind {
                        Kind::List { member, .. } => Some((service, *member)),
                        _ => None,
                    },
                    None => None,
                };
                for (at, (was, is)) in was.iter().zip(is).enumerate() {
                    self.walk(item, was, is, &format!("{path}[{at}]"));
                }
            }
            (Value::Map(was), Value::Map(is)) => {
                let names = was
                    .keys()
                    .chain(is.keys().filter(|name| !was.contains_key(*name)));
                for name in names {
                    let member = kind.and_then(|(_, shape)| shape.member(name));
                    if member.is_some_and(|member| member.idempotency_token) {
                        continue;
                    }
                    let below = match (kind, member) {
                        (Some((service, _)), Some(member)) => Some((service, member.shape)),
                        (Some((service, shape)), None) => match &shape.kind {
                            Kind::Map { value, .. } => Some((service, *value)),
                            _ => None,
                        },
                        (None, _) => None,
                    };
                    let path = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    let of = |values: &crate::value::Map| values.get(name).cloned().unwrap_or_default();
                    self.walk(below, &of(was), &of(is), &path);
                }
            }
            _ if recorded == asked => {}
            _ => {
                let sensitive = kind.is_some_and(|(_, shape)| shape.sensitive);
                let shown = |value: &Value| if sensitive { MASK.to_owned() } else { shown(value) };
                self.differences.push(Difference {
                    path: path.to_owned(),
                    asked: shown(asked),
                    recorded: shown(recorded),
                });
            }
        }
    }

    /// Equal but for stand-ins, each of which stands for one thing throughout.
    fn same(&mut self, recorded: &str, asked: &str) -> bool {
        if recorded == asked {
            return true;
        }
        let mut real = Vec::new();
        let shape = words(asked, |word| {
            real.push(word.to_owned());
            Some(String::from("\u{0}"))
        });
        let (mut at, mut bindings, mut fits) = (0, self.bindings.clone(), true);
        let expected = words(recorded, |word| {
            let is = real.get(at).cloned().unwrap_or_default();
            at += 1;
            if word != is {
                let bound = is_stand_in(word)
                    && is.len() == word.len()
                    && *bindings.entry(word.to_owned()).or_insert_with(|| is.clone()) == is;
                fits &= bound;
            }
            Some(String::from("\u{0}"))
        });
        fits &= expected == shape;
        if fits {
            self.bindings = bindings;
        }
        fits
    }
}

/// An answer of the recording with what stands for its stand-ins now.
pub(super) fn bound(value: &Value, bindings: &Bindings) -> Value {
    if bindings.is_empty() {
        return value.clone();
    }
    let text = |text: &str| words(text, |word| bindings.get(word).cloned());
    match value {
        Value::Text(of) => Value::Text(text(of)),
        Value::List(items) => items.iter().map(|item| bound(item, bindings)).collect(),
        Value::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|(name, value)| (text(name), bound(value, bindings)))
                .collect(),
        ),
        other => other.clone(),
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// A value in a sentence.
fn shown(value: &Value) -> String {
    const MOST: usize = 60;
    if value.is_null() {
        return "absent".to_owned();
    }
    let json = value.to_json().to_string();
    let short: String = json.chars().take(MOST).collect();
    let more = if short.len() < json.len() { "..." } else { "" };
    format!("`{short}{more}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn compare(service: &str, operation: &str, recorded: &Value, asked: &Value) -> Comparison {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        let shape = operation.input.map(|shape| (service, shape));
        Comparison::of(shape, recorded, asked, &Bindings::new())
    }

    fn told(comparison: &Comparison) -> Vec<String> {
        comparison.differences.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_differs_is_named_by_its_path() {
        let comparison = compare(
            "ec2",
            "DescribeVpcs",
            &value!({ "Filters": [{ "Name": "tag:Name", "Values": ["a"] }] }),
            &value!({ "Filters": [{ "Name": "tag:Name", "Values": ["b"] }], "MaxResults": 5 }),
        );
        assert_eq!(
            told(&comparison),
            [
                "`Filters[0].Values[0]` is `\"b\"`, and was `\"a\"` in the recording",
                "`MaxResults` is `5`, and was absent in the recording",
            ]
        );
    }

    #[test]
    fn what_is_random_or_redacted_matches_anything() {
        let comparison = compare(
            "ec2",
            "RunInstances",
            &value!({ "ClientToken": MASK, "UserData": MASK, "MinCount": 1 }),
            &value!({ "ClientToken": "k8", "UserData": "anything", "MinCount": 1 }),
        );
        assert_eq!(told(&comparison), Vec::<String>::new());
        let comparison = compare(
            "iam",
            "CreateLoginProfile",
            &value!({ "UserName": "a", "Password": MASK }),
            &value!({ "UserName": "a" }),
        );
        assert_eq!(told(&comparison).len(), 1, "a password that is not there");
    }

    #[test]
    fn a_stand_in_stands_for_one_thing() {
        let recorded = value!({ "Owners": ["444455556666"], "ImageIds": ["arn:aws:x::444455556666:y"] });
        let same = value!({ "Owners": ["099720109477"], "ImageIds": ["arn:aws:x::099720109477:y"] });
        let comparison = compare("ec2", "DescribeImages", &recorded, &same);
        assert_eq!(told(&comparison), Vec::<String>::new());
        assert_eq!(
            bound(&value!({ "OwnerId": "444455556666" }), &comparison.bindings),
            value!({ "OwnerId": "099720109477" })
        );
        let two = value!({ "Owners": ["099720109477"], "ImageIds": ["arn:aws:x::123456789012:y"] });
        assert_eq!(told(&compare("ec2", "DescribeImages", &recorded, &two)).len(), 1);
    }
}
