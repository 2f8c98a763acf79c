//! `aws SERVICE OPERATION [--param value ...]`: one AWS call on the target, in the AWS CLI's words.
//!
//! It is how work is done by hand in the practice account, from a second terminal while `run` waits, and it is no
//! replacement for the AWS CLI: no `--query`, no pages, JSON only.

use super::args::{AwsArgs, TargetArgs};
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::target::{Pace, Target};
use super::trouble::Trouble;
use super::wants::Wants;
use super::{interrupt, live, stage};
use crate::api::{ArgumentError, Unknown, arguments};
use crate::cloud::{self, Doors, Pin};
use crate::port::{Fault, Latch, Memory, Prompter, Request};
use crate::ui::Spinner;
use crate::value::Value;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value as Json;
use std::sync::Arc;

pub(super) fn run(args: &AwsArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let (words, target) = global(&args.words, &args.target)?;
    let catalogue = settings.catalogue;
    let (service, operation) = catalogue
        .find(&args.service, &args.operation)
        .map_err(|error| unknown(&error))?;
    let input = arguments(service, operation, &words).map_err(unclear)?;

    let latch = Latch::default();
    interrupt::watch(vec![latch.clone()], output);
    let target = Target::open(
        &target,
        settings,
        &Wants::default(),
        Pace::Unattended,
        &latch,
        "aws",
    )?;
    if target.live {
        let person = stage::person(settings, &Spinner::default(), &latch);
        let person = person
            .as_ref()
            .map(|person| Arc::clone(person) as Arc<dyn Prompter>);
        live::agree(&target, args.target.account.as_deref(), person.as_deref(), output)?;
    }
    for rule in &target.trouble {
        output.warn(&format!("TROUBLE {rule}"));
    }
    let pin = Pin {
        account: target.account.clone(),
        region: target.region.clone(),
        ..Pin::default()
    };
    let doors = Doors {
        catalogue,
        sink: Arc::new(Memory::default()),
        latch,
    };
    let cloud = cloud::stack(Arc::clone(&target.cloud), pin, doors);
    let request = Request::new(&args.service, &operation.name, input).mutating();
    match cloud.call(&request) {
        Ok(answer) => {
            if let Some(json) = plain(&answer) {
                output.json(&json)?;
            }
            Ok(Exit::Passed)
        }
        Err(error) if error.fault == Fault::Service => {
            let trouble = Trouble::new(
                Exit::Failed,
                format!(
                    "An error occurred ({}) when calling the {} operation: {}",
                    error.code, operation.name, error.message
                ),
            );
            Err(match error.advice {
                Some(advice) => trouble.hint(advice),
                None => trouble,
            })
        }
        Err(error) => Err(error.into()),
    }
}

fn unknown(unknown: &Unknown) -> Trouble {
    let trouble = Trouble::usage(unknown.to_string());
    match unknown.advice() {
        Some(advice) => trouble.hint(advice),
        None => trouble.hint("names are written as the AWS CLI writes them: `ec2 describe-vpcs`"),
    }
}

fn unclear(error: ArgumentError) -> Trouble {
    let trouble = Trouble::usage(error.to_string());
    match error.advice {
        Some(advice) => trouble.hint(advice),
        None => trouble,
    }
}

/// The AWS CLI takes its global options also behind the operation; those that mean something here are taken out.
fn global(words: &[String], target: &TargetArgs) -> Result<(Vec<String>, TargetArgs), Trouble> {
    let mut target = target.clone();
    let mut rest = Vec::new();
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            _ => (word.as_str(), None),
        };
        match name {
            "--region" | "--profile" | "--world" | "--as" | "--account" | "--trouble" | "--output"
            | "--query" => {
                let value = value.take().or_else(|| words.next().cloned());
                let value = value.ok_or_else(|| Trouble::usage(format!("`{name}` needs a value")))?;
                match name {
                    "--region" => target.region = Some(value),
                    "--profile" => target.profile = Some(value),
                    "--world" => target.world = Some(value),
                    "--as" => target.acting = Some(value),
                    "--account" => target.account = Some(value),
                    "--trouble" => target.trouble.push(value),
                    "--output" if value == "json" => {}
                    _ => {
                        return Err(Trouble::usage(format!(
                            "`{name} {value}` is not understood here: answers are whole, and JSON"
                        ))
                        .hint("pipe the answer through `jq`"));
                    }
                }
            }
            "--models" => {
                return Err(Trouble::usage(
                    "`--models` stands too late: the operation was looked up before it",
                )
                .hint("write it in front: `runbook aws --models FOLDER SERVICE OPERATION`"));
            }
            "--live" if value.is_none() => target.live = true,
            "--no-cli-pager" if value.is_none() => {}
            _ => rest.push(word.clone()),
        }
    }
    Ok((rest, target))
}

/// The answer as the AWS CLI writes it: nothing for an empty one, absent members left out, instants as text, blobs as
/// base64.
fn plain(value: &Value) -> Option<Json> {
    match json(value) {
        Json::Object(members) if members.is_empty() => None,
        Json::Null => None,
        json => Some(json),
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => serde_json::Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Text(text) => Json::String(text.clone()),
        Value::Blob(bytes) => Json::String(STANDARD.encode(bytes)),
        Value::Time(time) => Json::String(time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Map(members) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), json(value)))
            .collect::<serde_json::Map<String, Json>>()
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn global_options_may_stand_behind_the_operation() {
        let words = [
            "--vpc-ids",
            "vpc-1",
            "--region",
            "us-west-2",
            "--output=json",
            "--no-cli-pager",
        ]
        .map(str::to_owned);
        let (rest, target) = global(&words, &TargetArgs::default()).unwrap();
        assert_eq!(rest, ["--vpc-ids", "vpc-1"]);
        assert_eq!(target.region.as_deref(), Some("us-west-2"));
        assert!(global(&["--query".to_owned(), "Vpcs".to_owned()], &TargetArgs::default()).is_err());
        assert!(global(&["--region".to_owned()], &TargetArgs::default()).is_err());
    }

    #[test]
    fn answers_look_as_the_aws_cli_writes_them() {
        let time: jiff::Timestamp = "2026-01-05T09:00:00Z".parse().unwrap();
        let answer = value!({ "Name": "a", "Absent": null, "At": time, "Tags": [] });
        assert_eq!(
            plain(&answer).unwrap().to_string(),
            r#"{"Name":"a","At":"2026-01-05T09:00:00+00:00","Tags":[]}"#
        );
        assert_eq!(plain(&value!({ "Absent": null })), None);
    }
}
