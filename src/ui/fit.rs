//! Whether a text, or a value from an answers file, can be the answer to a prompt.

use crate::port::{Choice, MASK, Prompt, PromptError, PromptKind};
use crate::value::Value;
use regex::Regex;

/// The value that answers the prompt.
///
/// # Errors
/// [`PromptError::Unfit`] with the reason; a secret is named by its mask.
pub fn fit(prompt: &Prompt, given: &Value) -> Result<Value, PromptError> {
    reason(&prompt.kind, given).map_err(|reason| PromptError::Unfit {
        name: prompt.name.clone(),
        answer: match prompt.kind {
            PromptKind::Secret => MASK.to_owned(),
            PromptKind::Text { .. }
            | PromptKind::Int
            | PromptKind::Confirm
            | PromptKind::Choice(_)
            | PromptKind::List
            | PromptKind::Line
            | PromptKind::Menu(_) => words(given),
        },
        reason,
    })
}

/// A value in the words that a person would type.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(","),
        other => other.to_json().to_string(),
    }
}

fn reason(kind: &PromptKind, given: &Value) -> Result<Value, String> {
    match kind {
        PromptKind::Text { pattern } => {
            let text = scalar(given)?;
            if text.trim().is_empty() {
                return Err("it is blank".to_owned());
            }
            if let Some(pattern) = pattern {
                let whole = Regex::new(&format!("^(?:{pattern})$")).map_err(|_| {
                    format!("the pattern `{pattern}` of the runbook is not a regular expression")
                })?;
                if !whole.is_match(&text) {
                    return Err(format!("it does not match the pattern `{pattern}`"));
                }
            }
            Ok(Value::Text(text))
        }
        PromptKind::Secret => match scalar(given)? {
            text if text.is_empty() => Err("it is blank".to_owned()),
            text => Ok(Value::Text(text)),
        },
        PromptKind::Int => match given {
            Value::Int(number) => Ok(Value::Int(*number)),
            other => {
                let text = scalar(other)?;
                text.trim()
                    .parse()
                    .map(Value::Int)
                    .map_err(|_| "it is not a whole number".to_owned())
            }
        },
        PromptKind::Confirm => match given {
            Value::Bool(flag) => Ok(Value::Bool(*flag)),
            other => match scalar(other)?.trim().to_lowercase().as_str() {
                "y" | "yes" | "true" => Ok(Value::Bool(true)),
                "n" | "no" | "false" => Ok(Value::Bool(false)),
                _ => Err("it is neither yes nor no".to_owned()),
            },
        },
        PromptKind::Choice(choices) => choice(choices, &scalar(given)?),
        PromptKind::List => match given {
            Value::List(items) => items.iter().map(|item| scalar(item).map(Value::Text)).collect(),
            other => Ok(scalar(other)?
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(Value::from)
                .collect()),
        },
        PromptKind::Line => scalar(given).map(Value::Text),
        PromptKind::Menu(choices) => choice(choices, &scalar(given)?),
    }
}

fn choice(choices: &[Choice], text: &str) -> Result<Value, String> {
    let known = choices.iter().find(|choice| choice.value == text.trim());
    known
        .map(|choice| Value::Text(choice.value.clone()))
        .ok_or_else(|| {
            let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
            format!("it is none of {}", values.join(", "))
        })
}

/// A value that stands for itself as text.
fn scalar(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(_) | Value::Int(_) | Value::Float(_) => Ok(words(value)),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(format!("it is {}, not a text", other.kind())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn what_fits() {
        let text = |pattern: &str| PromptKind::Text {
            pattern: Some(pattern.to_owned()),
        };
        let choices = || {
            PromptKind::Choice(
                ["a", "b"]
                    .map(|v| Choice {
                        value: v.into(),
                        label: v.into(),
                        key: None,
                    })
                    .to_vec(),
            )
        };
        let table: Vec<(PromptKind, Value, Result<Value, &str>)> = vec![
            (text("a|b"), value!("a"), Ok(value!("a"))),
            (
                text("a|b"),
                value!("ab"),
                Err("it does not match the pattern `a|b`"),
            ),
            (
                text("("),
                value!("a"),
                Err("the pattern `(` of the runbook is not a regular expression"),
            ),
            (
                PromptKind::Text { pattern: None },
                value!(" "),
                Err("it is blank"),
            ),
            (PromptKind::Text { pattern: None }, value!(12), Ok(value!("12"))),
            (
                PromptKind::Text { pattern: None },
                value!({}),
                Err("it is a map, not a text"),
            ),
            (PromptKind::Int, value!("12"), Ok(value!(12))),
            (PromptKind::Int, value!("1.5"), Err("it is not a whole number")),
            (PromptKind::Confirm, value!("Yes"), Ok(value!(true))),
            (
                PromptKind::Confirm,
                value!("maybe"),
                Err("it is neither yes nor no"),
            ),
            (choices(), value!("b"), Ok(value!("b"))),
            (choices(), value!("c"), Err("it is none of a, b")),
            (PromptKind::List, value!("a, b"), Ok(value!(["a", "b"]))),
            (PromptKind::List, value!(["a", 2]), Ok(value!(["a", "2"]))),
        ];
        for (kind, given, expected) in table {
            assert_eq!(
                reason(&kind, &given),
                expected.map_err(str::to_owned),
                "{kind:?} {given:?}"
            );
        }
    }

    #[test]
    fn a_secret_is_never_named() {
        let prompt = Prompt {
            name: "token".into(),
            text: "Token".into(),
            help: None,
            kind: PromptKind::Secret,
            default: None,
        };
        let error = fit(&prompt, &value!(["abc"])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`********` cannot be the answer for `token`: it is a list, not a text"
        );
    }
}
