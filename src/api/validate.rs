//! Whether parameters fit an operation, all faults at once.
//!
//! What botocore refuses is refused, and what it accepts is accepted, with three differences: a value of an enum must
//! be one of its values (on input only: AWS answers with values that its models lack), a boolean is no integer, and
//! an absent (`Null`) member counts as left out. Upper bounds and patterns are AWS's to judge, as with botocore: the
//! models lag behind them.

use super::{Kind, Member, Operation, Service, Shape, ShapeId, instant, suggest};
use crate::value::{Map, Value};
use std::fmt;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where: `Filters[0].Value`; empty for the input itself.
    pub path: String,
    /// What is wrong there: ``unknown parameter `Filters[0].Value` ``.
    pub message: String,
    /// What to write instead: ``did you mean `Values`?``.
    pub advice: Option<String>,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.advice
            .as_ref()
            .map_or(Ok(()), |advice| write!(f, ", {advice}"))
    }
}

/// What does not fit; empty when all is well. Nothing is converted: see [`coerce`](super::coerce).
#[must_use]
pub fn validate(service: &Service, operation: &Operation, input: &Value) -> Vec<Misfit> {
    let mut inspector = Inspector {
        service,
        operation,
        path: Path::default(),
        misfits: Vec::new(),
    };
    match operation.input {
        Some(shape) => inspector.value(shape, None, input),
        None => {
            let given = input.as_map().into_iter().flatten();
            for (name, _) in given.filter(|(_, value)| !value.is_null()) {
                inspector.path.member(name);
                inspector.unknown(name, &[]);
                inspector.path.up();
            }
        }
    }
    inspector.misfits
}

/// The place that is looked at: member names and indexes.
#[derive(Default)]
struct Path {
    text: String,
    marks: Vec<usize>,
}

impl Path {
    fn member(&mut self, name: &str) {
        self.marks.push(self.text.len());
        if !self.text.is_empty() {
            self.text.push('.');
        }
        self.text.push_str(name);
    }

    fn index(&mut self, index: usize) {
        self.marks.push(self.text.len());
        self.text.push_str(&format!("[{index}]"));
    }

    fn up(&mut self) {
        self.text.truncate(self.marks.pop().unwrap_or_default());
    }
}

struct Inspector<'a> {
    service: &'a Service,
    operation: &'a Operation,
    path: Path,
    misfits: Vec<Misfit>,
}

impl Inspector<'_> {
    fn report(&mut self, message: String, advice: Option<String>) {
        self.misfits.push(Misfit {
            path: self.path.text.clone(),
            message,
            advice,
        });
    }

    /// The place, in words.
    fn place(&self) -> String {
        if self.path.text.is_empty() {
            format!("the input of {}", self.operation.name)
        } else {
            format!("`{}`", self.path.text)
        }
    }

    fn value(&mut self, id: ShapeId, member: Option<&Member>, value: &Value) {
        if member.is_some_and(|member| member.json) {
            return;
        }
        let service = self.service;
        let shape = service.shape(id);
        match (&shape.kind, value) {
            (Kind::Structure { members, union, .. }, Value::Map(given)) => {
                self.structure(members, *union, given);
            }
            // An operation without parameters may be called with none.
            (Kind::Structure { members, union, .. }, Value::Null) if self.path.text.is_empty() => {
                self.structure(members, *union, &Map::new());
            }
            (
                Kind::List {
                    member,
                    sparse,
                    range,
                    ..
                },
                Value::List(items),
            ) => {
                self.least(range.0, items.len(), ("item", "items"));
                for (i, item) in items.iter().enumerate() {
                    self.path.index(i);
                    if !(*sparse && item.is_null()) {
                        self.value(*member, None, item);
                    }
                    self.path.up();
                }
            }
            (Kind::Map { key, value, .. }, Value::Map(entries)) => {
                for (name, entry) in entries {
                    self.path.member(name);
                    self.text(service.shape(*key), None, name);
                    self.value(*value, None, entry);
                    self.path.up();
                }
            }
            (Kind::Text { .. }, Value::Text(text)) => self.text(shape, member, text),
            (Kind::Int { range, .. }, Value::Int(number)) => {
                if let Some(least) = range.0.filter(|least| number < least) {
                    self.report(format!("{} is {number}, less than {least}", self.place()), None);
                }
            }
            (Kind::Float { range }, Value::Float(_) | Value::Int(_)) => {
                let number = if let Value::Float(number) = value {
                    *number
                } else {
                    int_as_float(value)
                };
                if let Some(least) = range.0.filter(|least| number < *least) {
                    self.report(format!("{} is {number}, less than {least}", self.place()), None);
                }
            }
            (Kind::Bool, Value::Bool(_))
            | (Kind::Blob { .. }, Value::Blob(_) | Value::Text(_))
            | (Kind::Time(_), Value::Time(_) | Value::Int(_) | Value::Float(_)) => {}
            (Kind::Time(_), Value::Text(text)) => {
                if instant::parse(text).is_none() {
                    let advice = "write it as `2026-01-31T12:00:00Z` or in seconds since 1970".to_owned();
                    self.report(
                        format!("{} is `{text}`, which is no timestamp", self.place()),
                        Some(advice),
                    );
                }
            }
            (Kind::Document, _) => self.document(value),
            (kind, _) => self.report(
                format!("{} must be {}, not {}", self.place(), wanted(kind), value.kind()),
                None,
            ),
        }
    }

    fn structure(&mut self, members: &[Member], union: bool, given: &Map) {
        let set = || given.iter().filter(|(_, value)| !value.is_null());
        if union && set().count() != 1 {
            let names = quoted(members.iter().map(|member| member.name.as_str()));
            let given = set().count();
            self.report(
                format!("{} must have exactly one member, not {given}", self.place()),
                Some(format!("give one of {names}")),
            );
        }
        for member in members.iter().filter(|member| member.required) {
            if given.get(&member.name).is_none_or(Value::is_null) {
                self.path.member(&member.name);
                self.report(format!("missing parameter {}", self.place()), None);
                self.path.up();
            }
        }
        for (name, value) in set() {
            self.path.member(name);
            match members.iter().find(|member| member.name == *name) {
                Some(member) => self.value(member.shape, Some(member), value),
                None => self.unknown(name, members),
            }
            self.path.up();
        }
    }

    fn unknown(&mut self, name: &str, members: &[Member]) {
        let names = || members.iter().map(|member| member.name.as_str());
        let advice = match suggest(name, names()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if members.is_empty() => Some("there are none".to_owned()),
            None if members.len() <= 12 => Some(format!("known are {}", quoted(names()))),
            None => None,
        };
        self.report(format!("unknown parameter {}", self.place()), advice);
    }

    fn text(&mut self, shape: &Shape, member: Option<&Member>, text: &str) {
        let Kind::Text { values, range, .. } = &shape.kind else {
            return;
        };
        let label = member.is_some_and(|member| member.host_label);
        let least = range.0.or(label.then_some(1));
        self.least(least, text.chars().count(), ("character", "characters"));
        if !values.is_empty() && !values.iter().any(|value| value == text) {
            let advice = match suggest(text, values.iter().map(String::as_str)) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if values.len() <= 12 => {
                    Some(format!("known are {}", quoted(values.iter().map(String::as_str))))
                }
                None => None,
            };
            let shown = if shape.sensitive {
                "a value"
            } else {
                &format!("`{text}`")
            };
            self.report(
                format!("{} is {shown}, which is not one of its values", self.place()),
                advice,
            );
        }
    }

    fn least(&mut self, least: Option<i64>, count: usize, (one, many): (&str, &str)) {
        let Some(least) = least.filter(|least| i64::try_from(count).is_ok_and(|count| count < *least)) else {
            return;
        };
        let (given, wanted) = (
            if count == 1 { one } else { many },
            if least == 1 { one } else { many },
        );
        self.report(
            format!(
                "{} has {count} {given}, at least {least} {wanted} must be there",
                self.place()
            ),
            None,
        );
    }

    /// Any JSON: no bytes and no instants inside.
    fn document(&mut self, value: &Value) {
        match value {
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.path.index(i);
                    self.document(item);
                    self.path.up();
                }
            }
            Value::Map(members) => {
                for (name, member) in members {
                    self.path.member(name);
                    self.document(member);
                    self.path.up();
                }
            }
            Value::Blob(_) | Value::Time(_) => {
                self.report(
                    format!("{} must be JSON, not {}", self.place(), value.kind()),
                    None,
                );
            }
            Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Text(_) => {}
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "compared with a bound only")]
fn int_as_float(value: &Value) -> f64 {
    value.as_int().unwrap_or_default() as f64
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure { .. } | Kind::Map { .. } => "a map",
        Kind::List { .. } => "a list",
        Kind::Text { .. } => "a string",
        Kind::Int { .. } => "an integer",
        Kind::Float { .. } => "a number",
        Kind::Bool => "a boolean",
        Kind::Time(_) => "a timestamp",
        Kind::Blob { .. } => "a blob",
        Kind::Document => "JSON",
    }
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::value;

    fn told(service: &str, operation: &str, input: &Value) -> Vec<String> {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        validate(service, operation, input)
            .iter()
            .map(Misfit::to_string)
            .collect()
    }

    #[test]
    fn good_parameters_fit() {
        for (service, operation, input) in [
            (
                "ec2",
                "DescribeVpcs",
                value!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }], "MaxResults": null }),
            ),
            ("ec2", "DescribeVpcs", value!(null)),
            ("sts", "GetCallerIdentity", value!({})),
            (
                "cloudtrail",
                "LookupEvents",
                value!({ "StartTime": "2026-01-31", "EndTime": 1_700_000_000_i64 }),
            ),
            (
                "cloudwatch",
                "PutMetricData",
                value!({ "Namespace": "n", "MetricData": [{ "MetricName": "m", "Value": 1_i64 }] }),
            ),
            (
                "lambda",
                "Invoke",
                value!({ "FunctionName": "f", "Payload": "{}" }),
            ),
        ] {
            assert_eq!(told(service, operation, &input), [""; 0], "{service}:{operation}");
        }
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_places() {
        let input = value!({
            "Filters": [{ "Name": "is-default", "Value": ["true"] }, "x"],
            "DryRun": "yes",
            "MaxResults": 1_i64,
            "VpcId": "vpc-1",
        });
        assert_eq!(
            told("ec2", "DescribeVpcs", &input),
            [
                "unknown parameter `Filters[0].Value`, did you mean `Values`?",
                "`Filters[1]` must be a map, not a string",
                "`DryRun` must be a boolean, not a string",
                "`MaxResults` is 1, less than 5",
                "unknown parameter `VpcId`, did you mean `VpcIds`?",
            ]
        );
    }

    #[test]
    fn missing_short_and_unlisted_are_told() {
        assert_eq!(
            told("iam", "CreateGroup", &value!({})),
            ["missing parameter `GroupName`"]
        );
        assert_eq!(
            told("iam", "CreateGroup", &value!({ "GroupName": "" })),
            ["`GroupName` has 0 characters, at least 1 character must be there"]
        );
        assert_eq!(
            told(
                "ec2",
                "RunInstances",
                &value!({ "MinCount": 1_i64, "MaxCount": 1_i64, "InstanceType": "t2.mirco" })
            ),
            ["`InstanceType` is `t2.mirco`, which is not one of its values, did you mean `t2.micro`?"]
        );
        assert_eq!(
            told("sts", "GetCallerIdentity", &value!({ "Name": "x" })),
            ["unknown parameter `Name`, there are none"]
        );
        assert_eq!(
            told("cloudtrail", "LookupEvents", &value!({ "StartTime": "noon" })),
            [
                "`StartTime` is `noon`, which is no timestamp, write it as `2026-01-31T12:00:00Z` or in seconds since 1970"
            ]
        );
    }

    #[test]
    fn a_union_has_exactly_one_member() {
        let item = |value: Value| value!({ "TableName": "t", "Key": { "id": value } });
        assert_eq!(told("dynamodb", "GetItem", &item(value!({ "S": "a" }))).len(), 0);
        let both = told("dynamodb", "GetItem", &item(value!({ "S": "a", "N": "1" })));
        let expected = Catalogue::embedded().service("dynamodb").unwrap();
        let attribute = expected.shape(expected.shape_named("AttributeValue").unwrap());
        let union = matches!(attribute.kind, Kind::Structure { union: true, .. });
        assert_eq!(both.len(), usize::from(union), "{both:?}");
        let conf = told(
            "bedrock-runtime",
            "Converse",
            &value!({ "modelId": "m", "messages": [{ "role": "user", "content": [{}] }] }),
        );
        assert!(
            conf[0].starts_with("`messages[0].content[0]` must have exactly one member, not 0"),
            "{conf:?}"
        );
    }
}
