//! The AWS CLI's way of writing parameters: `--group-name alice --tags Key=Name,Value=x --no-dry-run`.
//!
//! Only words are read: `file://` and global options (`--region`, `--output`) belong to who has files and settings.

mod custom;
mod shorthand;

use super::names::kebab;
use super::{Kind, Operation, Service, Shape, ShapeId, coerce, instant, suggest};
use crate::value::{Map, Value};
use shorthand::Raw;

/// An argument that cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ArgumentError {
    /// The argument it is about, as written: `--filters`.
    pub argument: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub advice: Option<String>,
}

/// The input that the AWS CLI would make of these words: flags in kebab case, scalars by the shape's kind, JSON or
/// shorthand for structures and lists, several words after one flag for a list.
///
/// # Errors
/// [`ArgumentError`] for the first word that cannot be understood.
pub fn arguments(service: &Service, operation: &Operation, words: &[String]) -> Result<Value, ArgumentError> {
    let words = custom::translated(service, operation, words)?;
    let mut words = words.iter().map(String::as_str).peekable();
    let mut input = Map::new();
    while let Some(word) = words.next() {
        let Some(flag) = word.strip_prefix("--") else {
            let advice = "every parameter has a name, as in `--name value`";
            return Err(error(
                word,
                format!("`{word}` follows no parameter"),
                Some(advice.to_owned()),
            ));
        };
        let (flag, inline) = flag
            .split_once('=')
            .map_or((flag, None), |(flag, value)| (flag, Some(value)));
        let mut values: Vec<&str> = inline.into_iter().collect();
        while let Some(value) = words.next_if(|next| inline.is_none() && !is_flag(next)) {
            values.push(value);
        }
        let argument = Argument {
            service,
            name: format!("--{flag}"),
        };
        if flag == "cli-input-json" {
            let whole = argument.json(operation.input, &argument.single(&values)?)?;
            input.extend(whole.as_map().cloned().unwrap_or_default());
            continue;
        }
        let (name, value) = argument.read(operation, flag, &values)?;
        if input.insert(name, value).is_some() {
            return Err(error(
                &argument.name,
                format!("`{}` is given twice", argument.name),
                None,
            ));
        }
    }
    Ok(Value::Map(input))
}

/// True for `--name`; a negative number or a lone dash is a value.
fn is_flag(word: &str) -> bool {
    word.strip_prefix("--")
        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn error(argument: &str, message: String, advice: Option<String>) -> ArgumentError {
    ArgumentError {
        argument: argument.to_owned(),
        message,
        advice,
    }
}

/// One flag with its name, for messages.
struct Argument<'a> {
    service: &'a Service,
    name: String,
}

impl Argument<'_> {
    fn fail<T>(&self, message: &str, advice: Option<String>) -> Result<T, ArgumentError> {
        Err(error(&self.name, format!("`{}` {message}", self.name), advice))
    }

    /// The member and value of this flag.
    fn read(
        &self,
        operation: &Operation,
        flag: &str,
        values: &[&str],
    ) -> Result<(String, Value), ArgumentError> {
        let members = || {
            operation
                .input
                .into_iter()
                .flat_map(|id| self.service.shape(id).members())
        };
        let named = |flag: &str| members().find(|member| kebab(&member.name) == flag);
        if let Some(member) = named(flag) {
            let on = self.switched(member.shape, true).filter(|_| values.is_empty());
            let value = match on {
                Some(on) => on,
                None => self.value(member.shape, values)?,
            };
            return Ok((member.name.clone(), value));
        }
        let negated = flag.strip_prefix("no-").and_then(named);
        if let Some((member, off)) = negated.and_then(|it| Some((it, self.switched(it.shape, false)?))) {
            if let Some(value) = values.first() {
                return self.fail(&format!("takes no value, not `{value}`"), None);
            }
            return Ok((member.name.clone(), off));
        }
        let flags: Vec<String> = members().map(|member| kebab(&member.name)).collect();
        let near = suggest(flag, flags.iter().map(String::as_str));
        let advice = near.map(|near| format!("did you mean `--{near}`?"));
        self.fail(
            &format!("is no parameter of {}", operation.method.replace('_', "-")),
            advice,
        )
    }

    /// What a flag without a value means: a boolean, or a structure of one, as `--enable-dns-hostnames` is.
    fn switched(&self, id: ShapeId, on: bool) -> Option<Value> {
        let shape = self.service.shape(id);
        if matches!(shape.kind, Kind::Bool) {
            return Some(Value::Bool(on));
        }
        let (member, inner) = lone_scalar(self.service, shape)?;
        matches!(self.service.shape(inner).kind, Kind::Bool)
            .then(|| Value::Map([(member, Value::Bool(on))].into_iter().collect()))
    }

    fn single(&self, values: &[&str]) -> Result<String, ArgumentError> {
        match values {
            [value] => Ok((*value).to_owned()),
            [] => self.fail("needs a value", None),
            [_, second, ..] => {
                let advice = "put quotes around a value with spaces".to_owned();
                self.fail(
                    &format!("takes one value, and `{second}` follows it"),
                    Some(advice),
                )
            }
        }
    }

    /// The words after one flag.
    fn value(&self, id: ShapeId, values: &[&str]) -> Result<Value, ArgumentError> {
        if let Kind::List { member, .. } = &self.service.shape(id).kind {
            return match values {
                [value] if value.trim_start().starts_with('[') => self.json(Some(id), value),
                values => values.iter().map(|value| self.word(*member, value)).collect(),
            };
        }
        self.word(id, &self.single(values)?)
    }

    /// One word: JSON, shorthand, or a scalar.
    fn word(&self, id: ShapeId, word: &str) -> Result<Value, ArgumentError> {
        let shape = self.service.shape(id);
        match &shape.kind {
            Kind::Structure { .. } | Kind::Map { .. } | Kind::List { .. } | Kind::Document => {
                if word.trim_start().starts_with(['{', '[']) {
                    self.json(Some(id), word)
                } else if lone_scalar(self.service, shape).is_some() && !word.contains('=') {
                    self.fit(id, Raw::Text(word.to_owned()))
                } else {
                    match shorthand::parse(word) {
                        Ok(raw) => self.fit(id, raw),
                        Err(reason) => self.fail(
                            &format!("cannot be read: {reason} in `{word}`"),
                            Some("write it as `Key=value,Key=value` or as JSON".to_owned()),
                        ),
                    }
                }
            }
            _ => self.scalar(shape, word),
        }
    }

    fn json(&self, id: Option<ShapeId>, text: &str) -> Result<Value, ArgumentError> {
        let json = serde_json::from_str(text).map_err(|error| error.to_string());
        match (json.and_then(Value::from_json), id) {
            (Ok(value), Some(id)) => Ok(coerce(self.service, id, value)),
            (Ok(value), None) => Ok(value),
            (Err(reason), _) => self.fail(&format!("is no JSON: {reason}"), None),
        }
    }

    fn scalar(&self, shape: &Shape, word: &str) -> Result<Value, ArgumentError> {
        let (value, wanted) = match &shape.kind {
            Kind::Int { .. } => (word.parse().ok().map(Value::Int), "an integer"),
            Kind::Float { .. } => (word.parse().ok().map(Value::Float), "a number"),
            Kind::Bool => (
                word.to_ascii_lowercase().parse().ok().map(Value::Bool),
                "`true` or `false`",
            ),
            Kind::Time(_) => (
                instant::parse(word).map(Value::Time),
                "a timestamp, `2026-01-31T12:00:00Z`",
            ),
            Kind::Blob { .. } => (Some(Value::Blob(word.as_bytes().to_vec())), "text"),
            _ => (Some(Value::from(word)), "text"),
        };
        match value {
            Some(value) => Ok(value),
            None => self.fail(&format!("must be {wanted}, not `{word}`"), None),
        }
    }

    /// Gives what shorthand said the kinds of the model.
    fn fit(&self, id: ShapeId, raw: Raw) -> Result<Value, ArgumentError> {
        let shape = self.service.shape(id);
        match (&shape.kind, raw) {
            (Kind::Structure { members, .. }, Raw::Map(given)) => {
                let mut fitted = Map::new();
                for (name, raw) in given {
                    let Some(member) = members.iter().find(|member| member.name == name) else {
                        let near = suggest(&name, members.iter().map(|member| member.name.as_str()));
                        let advice = near.map(|near| format!("did you mean `{near}`?"));
                        return self.fail(&format!("has no member `{name}`"), advice);
                    };
                    fitted.insert(name, self.fit(member.shape, raw)?);
                }
                Ok(Value::Map(fitted))
            }
            (Kind::Map { value, .. }, Raw::Map(given)) => given
                .into_iter()
                .map(|(name, raw)| Ok((name, self.fit(*value, raw)?)))
                .collect::<Result<Map, _>>()
                .map(Value::Map),
            (Kind::List { member, .. }, Raw::List(items)) => {
                items.into_iter().map(|item| self.fit(*member, item)).collect()
            }
            (Kind::List { member, .. }, raw) => Ok(Value::List(vec![self.fit(*member, raw)?])),
            (Kind::Structure { .. }, Raw::Text(text)) => match lone_scalar(self.service, shape) {
                Some((name, id)) => Ok(Value::Map(
                    [(name, self.fit(id, Raw::Text(text))?)].into_iter().collect(),
                )),
                None => self.fail(&format!("must be written as `Key=value`, not `{text}`"), None),
            },
            (Kind::Map { .. }, Raw::Text(text)) => {
                self.fail(&format!("must be written as `key=value`, not `{text}`"), None)
            }
            (Kind::Document, _) => self.fail("must be JSON", None),
            (_, Raw::Text(text)) => self.scalar(shape, &text),
            (_, Raw::List(_)) => {
                let advice = "put quotes around a value with commas".to_owned();
                self.fail("has several values where there is one", Some(advice))
            }
            (_, Raw::Map(_)) => self.fail("has members where there is one value", None),
        }
    }
}

/// The one member of a structure that has no other, where it is a scalar: the AWS CLI lets its name be left out.
fn lone_scalar(service: &Service, shape: &Shape) -> Option<(String, ShapeId)> {
    let [member] = shape.members() else {
        return None;
    };
    let kind = &service.shape(member.shape).kind;
    let nested = matches!(
        kind,
        Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } | Kind::Document
    );
    (!nested).then(|| (member.name.clone(), member.shape))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Catalogue, validate};
    use crate::value;

    fn read(service: &str, operation: &str, words: &[&str]) -> Result<Value, ArgumentError> {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let input = arguments(service, operation, &words)?;
        assert!(
            validate(service, operation, &input)
                .iter()
                .all(|misfit| misfit.message.starts_with("missing"))
        );
        Ok(input)
    }

    #[test]
    fn words_become_an_input() {
        for (service, operation, words, input) in [
            (
                "iam",
                "create-group",
                &["--group-name", "alice-RO-GROUP"][..],
                value!({ "GroupName": "alice-RO-GROUP" }),
            ),
            (
                "iam",
                "create-user",
                &["--user-name=a", "--tags", "Key=Team,Value=blue", "Key=x,Value="],
                value!({ "UserName": "a", "Tags": [{ "Key": "Team", "Value": "blue" }, { "Key": "x", "Value": "" }] }),
            ),
            (
                "iam",
                "create-login-profile",
                &["--user-name", "a", "--no-password-reset-required"],
                value!({ "UserName": "a", "PasswordResetRequired": false }),
            ),
            (
                "ec2",
                "modify-vpc-attribute",
                &[
                    "--vpc-id",
                    "vpc-1",
                    "--no-enable-dns-hostnames",
                    "--enable-dns-support",
                ],
                value!({ "VpcId": "vpc-1", "EnableDnsHostnames": { "Value": false }, "EnableDnsSupport": { "Value": true } }),
            ),
            (
                "ec2",
                "describe-vpcs",
                &[
                    "--filters",
                    "Name=is-default,Values=true",
                    "Name=tag:Name,Values=a,b",
                    "--dry-run",
                ],
                value!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }, { "Name": "tag:Name", "Values": ["a", "b"] }], "DryRun": true }),
            ),
            (
                "ec2",
                "describe-vpcs",
                &[
                    "--filters",
                    r#"[{"Name":"is-default","Values":["true"]}]"#,
                    "--max-results",
                    "5",
                ],
                value!({ "Filters": [{ "Name": "is-default", "Values": ["true"] }], "MaxResults": 5_i64 }),
            ),
            (
                "ec2",
                "describe-vpcs",
                &["--vpc-ids", "vpc-1", "vpc-2"],
                value!({ "VpcIds": ["vpc-1", "vpc-2"] }),
            ),
            (
                "ec2",
                "run-instances",
                &["--image-id", "ami-1"],
                value!({ "ImageId": "ami-1", "MinCount": 1_i64, "MaxCount": 1_i64 }),
            ),
            (
                "ec2",
                "run-instances",
                &[
                    "--count",
                    "1:3",
                    "--block-device-mappings",
                    "DeviceName=/dev/sda1,Ebs={VolumeSize=8,Encrypted=true}",
                ],
                value!({ "MinCount": 1_i64, "MaxCount": 3_i64, "BlockDeviceMappings": [{ "DeviceName": "/dev/sda1", "Ebs": { "VolumeSize": 8_i64, "Encrypted": true } }] }),
            ),
            (
                "elb",
                "register-instances-with-load-balancer",
                &["--instances", "i-1", "i-2"],
                value!({ "Instances": [{ "InstanceId": "i-1" }, { "InstanceId": "i-2" }] }),
            ),
            (
                "lambda",
                "tag-resource",
                &["--resource", "arn:aws:lambda:x", "--tags", "a=1,b=two words"],
                value!({ "Resource": "arn:aws:lambda:x", "Tags": { "a": "1", "b": "two words" } }),
            ),
            (
                "iam",
                "create-group",
                &["--cli-input-json", r#"{"GroupName":"g"}"#],
                value!({ "GroupName": "g" }),
            ),
        ] {
            assert_eq!(
                read(service, operation, words).unwrap(),
                input,
                "{service} {operation} {words:?}"
            );
        }
        let time = read("cloudtrail", "lookup-events", &["--start-time", "2026-01-31"]).unwrap();
        assert!(time.get("StartTime").as_time().is_some());
    }

    #[test]
    fn rules_of_security_groups_have_short_names() {
        let words = [
            "--group-id",
            "sg-1",
            "--protocol",
            "tcp",
            "--port",
            "22-23",
            "--cidr",
            "10.0.0.0/8",
        ];
        let expected = value!({ "GroupId": "sg-1", "IpPermissions": [{
            "IpProtocol": "tcp", "FromPort": 22_i64, "ToPort": 23_i64, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }],
        }] });
        assert_eq!(
            read("ec2", "authorize-security-group-ingress", &words).unwrap(),
            expected
        );
    }

    #[test]
    fn errors_say_what_to_write() {
        let told = |service, operation, words: &[&str]| {
            let error = read(service, operation, words).unwrap_err();
            format!("{error}; {}", error.advice.clone().unwrap_or_default())
        };
        for (operation, words, expected) in [
            (
                "create-group",
                &["--groupname", "x"][..],
                "`--groupname` is no parameter of create-group; did you mean `--group-name`?",
            ),
            (
                "create-group",
                &["--group-name"],
                "`--group-name` needs a value; ",
            ),
            (
                "create-group",
                &["--group-name", "a", "b"],
                "`--group-name` takes one value, and `b` follows it; put quotes around a value with spaces",
            ),
            (
                "create-group",
                &["alice"],
                "`alice` follows no parameter; every parameter has a name, as in `--name value`",
            ),
            (
                "create-group",
                &["--group-name", "a", "--group-name", "b"],
                "`--group-name` is given twice; ",
            ),
            (
                "list-users",
                &["--max-items", "many"],
                "`--max-items` must be an integer, not `many`; ",
            ),
            (
                "create-user",
                &["--user-name", "a", "--tags", "Key=a,Valu=b"],
                "`--tags` has no member `Valu`; did you mean `Value`?",
            ),
            (
                "create-user",
                &["--user-name", "a", "--tags", "Team"],
                "`--tags` cannot be read: `=` is missing at the end in `Team`; write it as `Key=value,Key=value` or as JSON",
            ),
            (
                "create-user",
                &["--user-name", "a", "--tags", "[{"],
                "`--tags` is no JSON: EOF while parsing an object at line 1 column 2; ",
            ),
        ] {
            assert_eq!(told("iam", operation, words), expected);
        }
    }
}
