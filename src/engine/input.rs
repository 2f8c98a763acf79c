//! The inputs of the front matter, each asked once.

use super::EngineError;
use crate::document::{Front, Input, InputType};
use crate::event::Event;
use crate::plan::answers;
use crate::port::{Answer, Choice, MASK, Prompt, PromptError, PromptKind};
use crate::script::Doors;
use crate::value::Value;
use indexmap::IndexMap;
use regex::Regex;

/// Characters of a generated secret, by class; those that are mistaken for one another are left out.
const CLASSES: [&[u8]; 4] = [
    b"ABCDEFGHJKLMNPQRSTUVWXYZ",
    b"abcdefghijkmnpqrstuvwxyz",
    b"23456789",
    b"!@#%^*-_=+",
];

/// The length of a generated secret.
const LENGTH: usize = 20;

/// Asks for the inputs in the author's order; what an earlier part of the run answered is not asked again, a secret
/// is made where none is given. Each is told as `Answered`, a secret's value as `Null`.
///
/// An input without `ask:`, or one that can be generated, is never put to a person: its prompt has no text.
///
/// # Errors
/// An input without an answer, an answer that does not fit, or a sink that failed.
pub fn inputs(front: &Front, doors: &Doors, past: &[Event]) -> Result<IndexMap<String, Value>, EngineError> {
    let known = answers(past);
    let mut inputs = IndexMap::new();
    for input in &front.inputs {
        let secret = input.kind == InputType::Secret;
        let value = match known.get(&input.name) {
            Some(value) => value.clone(),
            None => {
                let value = resolve(input, doors)?;
                if secret {
                    doors.secrets.add(value.text());
                }
                doors.sink.emit(&Event::Answered {
                    step: None,
                    name: input.name.clone(),
                    value: if secret { Value::Null } else { value.clone() },
                    secret,
                })?;
                value
            }
        };
        inputs.insert(input.name.clone(), value);
    }
    Ok(inputs)
}

fn resolve(input: &Input, doors: &Doors) -> Result<Value, PromptError> {
    let Answer { value, .. } = doors.prompter.ask(&prompt(input)?)?;
    fit(input, value)
}

fn prompt(input: &Input) -> Result<Prompt, PromptError> {
    let generated = if input.generate && input.default.is_none() {
        Some(Value::Text(secret()?))
    } else {
        None
    };
    let pattern = |own: &str| PromptKind::Text {
        pattern: Some(input.pattern.clone().unwrap_or_else(|| own.to_owned())),
    };
    Ok(Prompt {
        name: input.name.clone(),
        text: input.ask.clone().filter(|_| !input.generate).unwrap_or_default(),
        help: input.help.clone(),
        kind: match input.kind {
            InputType::String => PromptKind::Text {
                pattern: input.pattern.clone(),
            },
            InputType::Int => PromptKind::Int,
            InputType::Bool => PromptKind::Confirm,
            InputType::Choice => PromptKind::Choice(
                input
                    .choices
                    .iter()
                    .map(|choice| Choice {
                        value: choice.clone(),
                        label: choice.clone(),
                        key: None,
                    })
                    .collect(),
            ),
            InputType::List => PromptKind::List,
            InputType::AccountId => pattern("[0-9]{12}"),
            InputType::Cidr => pattern(r"[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}"),
            InputType::Secret => PromptKind::Secret,
        },
        default: generated.or_else(|| input.default.clone()),
    })
}

/// Whether an answer is what the input wants, wherever it came from: a default of the front matter is held to it too.
fn fit(input: &Input, value: Value) -> Result<Value, PromptError> {
    match reason(input, &value) {
        None => Ok(value),
        Some(reason) => Err(PromptError::Unfit {
            name: input.name.clone(),
            answer: match (input.kind, &value) {
                (InputType::Secret, _) => MASK.to_owned(),
                (_, Value::Text(text)) => text.clone(),
                (_, other) => other.to_json().to_string(),
            },
            reason,
        }),
    }
}

fn reason(input: &Input, value: &Value) -> Option<String> {
    let wrong = |wanted: &str| Some(format!("it is {}, not {wanted}", value.kind()));
    let matches = |text: &str| match &input.pattern {
        None => None,
        Some(pattern) => match Regex::new(&format!("^(?:{pattern})$")) {
            Err(_) => Some(format!(
                "the pattern `{pattern}` of the runbook is not a regular expression"
            )),
            Ok(whole) => (!whole.is_match(text)).then(|| match input.kind {
                InputType::Secret => "it does not match the pattern of the runbook".to_owned(),
                _ => format!("it does not match the pattern `{pattern}`"),
            }),
        },
    };
    match (input.kind, value) {
        (InputType::Int, Value::Int(_)) | (InputType::Bool, Value::Bool(_)) => None,
        (InputType::Int, _) => wrong("a whole number"),
        (InputType::Bool, _) => wrong("yes or no"),
        (InputType::List, Value::List(items)) => items.iter().find_map(|item| match item {
            Value::Text(text) => matches(text),
            other => Some(format!("an item of it is {}, not a string", other.kind())),
        }),
        (InputType::List, _) => wrong("a list"),
        (_, Value::Text(text)) if text.trim().is_empty() => Some("it is blank".to_owned()),
        (InputType::String | InputType::Secret, Value::Text(text)) => matches(text),
        (InputType::Choice, Value::Text(text)) => {
            (!input.choices.contains(text)).then(|| format!("it is none of {}", input.choices.join(", ")))
        }
        (InputType::AccountId, Value::Text(text)) => {
            let digits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
            if digits {
                matches(text)
            } else {
                Some("an account id has twelve digits".to_owned())
            }
        }
        (InputType::Cidr, Value::Text(text)) => cidr(text).or_else(|| matches(text)),
        (
            InputType::String
            | InputType::Secret
            | InputType::Choice
            | InputType::AccountId
            | InputType::Cidr,
            _,
        ) => wrong("a string"),
    }
}

/// What is wrong with an IPv4 block.
fn cidr(text: &str) -> Option<String> {
    let parts = text.split_once('/');
    let parsed = parts.and_then(|(address, length)| {
        let address: std::net::Ipv4Addr = address.parse().ok()?;
        let length: u32 = length.parse().ok().filter(|length| *length <= 32)?;
        Some((u32::from(address), length))
    });
    let Some((address, length)) = parsed else {
        return Some("an IPv4 block looks like 10.0.0.0/16".to_owned());
    };
    let network = u32::MAX.checked_shl(32 - length).unwrap_or(0) & address;
    (network != address).then(|| {
        let network = std::net::Ipv4Addr::from(network);
        format!("its address has bits behind the first {length}; {network}/{length} has none")
    })
}

/// A secret with a character of every class, from the machine's randomness.
fn secret() -> Result<String, PromptError> {
    let all: Vec<u8> = CLASSES.concat();
    loop {
        let characters = (0..LENGTH).map(|_| pick(&all)).collect::<Result<Vec<u8>, _>>()?;
        let complete = CLASSES
            .iter()
            .all(|class| characters.iter().any(|byte| class.contains(byte)));
        if complete {
            return Ok(characters.into_iter().map(char::from).collect());
        }
    }
}

/// One of the characters, each as likely as the others.
fn pick(from: &[u8]) -> Result<u8, PromptError> {
    let mut byte = [0_u8];
    loop {
        getrandom::fill(&mut byte)
            .map_err(|error| PromptError::Terminal(format!("the machine has no randomness: {error}")))?;
        let fair = 256 - 256 % from.len();
        if usize::from(byte[0]) < fair {
            return Ok(from[usize::from(byte[0]) % from.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakeClock, FakeCloud, FakePrompter, Latch, Memory, Secrets};
    use crate::source::Span;
    use jiff::Timestamp;
    use std::sync::Arc;

    fn input(kind: InputType) -> Input {
        Input {
            name: "x".to_owned(),
            span: Span::default(),
            ask: Some("What is x?".to_owned()),
            kind,
            pattern: None,
            choices: vec!["red".to_owned(), "blue".to_owned()],
            default: None,
            generate: false,
            help: None,
        }
    }

    #[test]
    fn answers_that_do_not_fit() {
        let table = [
            (InputType::String, "", Some("it is blank")),
            (InputType::String, "a", None),
            (InputType::Choice, "green", Some("it is none of red, blue")),
            (InputType::Choice, "blue", None),
            (
                InputType::AccountId,
                "12345678901",
                Some("an account id has twelve digits"),
            ),
            (InputType::AccountId, "123456789012", None),
            (
                InputType::Cidr,
                "10.0.0.0/33",
                Some("an IPv4 block looks like 10.0.0.0/16"),
            ),
            (
                InputType::Cidr,
                "10.0.1.0/16",
                Some("its address has bits behind the first 16; 10.0.0.0/16 has none"),
            ),
            (InputType::Cidr, "0.0.0.0/0", None),
            (InputType::Cidr, "10.1.2.3/32", None),
            (InputType::Int, "7", Some("it is a string, not a whole number")),
            (InputType::Bool, "yes", Some("it is a string, not yes or no")),
            (InputType::List, "a", Some("it is a string, not a list")),
        ];
        for (kind, text, expected) in table {
            let found = reason(&input(kind), &Value::from(text));
            assert_eq!(found.as_deref(), expected, "{kind:?} {text}");
        }
        let patterned = Input {
            pattern: Some("a|b".to_owned()),
            ..input(InputType::String)
        };
        assert_eq!(reason(&patterned, &"b".into()), None);
        assert!(
            reason(&patterned, &"ab".into()).is_some(),
            "the whole text must match"
        );
        let secret = fit(&input(InputType::Secret), " ".into()).unwrap_err();
        assert_eq!(
            secret.to_string(),
            "`********` cannot be the answer for `x`: it is blank"
        );
    }

    #[test]
    fn each_is_asked_once_and_a_secret_is_made_but_kept_nowhere() {
        let memory = Arc::new(Memory::default());
        let prompter = Arc::new(FakePrompter::answering(
            ["red", "Correct-Horse-1"].map(Value::from),
        ));
        let doors = Doors {
            cloud: Arc::new(FakeCloud::default()),
            prompter: prompter.clone(),
            clock: Arc::new(FakeClock::at(Timestamp::UNIX_EPOCH)),
            sink: memory.clone(),
            latch: Latch::default(),
            secrets: Secrets::default(),
        };
        let front = Front {
            inputs: vec![
                Input {
                    name: "colour".to_owned(),
                    ..input(InputType::Choice)
                },
                Input {
                    name: "password".to_owned(),
                    generate: true,
                    ..input(InputType::Secret)
                },
            ],
            ..Front::default()
        };
        let first = inputs(&front, &doors, &[]).unwrap();
        assert_eq!(first["colour"], "red".into());
        let asked = prompter.prompts();
        assert_eq!(asked[1].text, "", "what can be made is not asked of a person");
        let made = asked[1].default.clone().unwrap();
        assert_eq!(made.text().len(), LENGTH);
        assert!(
            CLASSES
                .iter()
                .all(|class| made.text().bytes().any(|byte| class.contains(&byte)))
        );
        let kept = format!("{:?}", memory.events());
        assert!(!kept.contains("Correct-Horse-1"), "{kept}");
        assert_eq!(doors.secrets.mask("Correct-Horse-1"), MASK);

        // Going on: the colour is known, the password was kept nowhere.
        assert!(
            inputs(&front, &doors, &memory.events()).is_err(),
            "the fake has no third answer"
        );
        assert_eq!(prompter.prompts().len(), 3);
        assert_eq!(prompter.prompts()[2].name, "password");
    }
}
