//! The inputs of the front matter, each asked once.

use super::EngineError;
use crate::document::{Front, Input, InputType};
use crate::event::{Event, Remark};
use crate::port::{Answer, Choice, MASK, Prompt, PromptError, PromptKind, Secrets};
use crate::script::{Doors, Failure};
use crate::value::Value;
use indexmap::IndexMap;

/// Characters of a generated secret, by class; those that are mistaken for one another are left out.
const CLASSES: [&[u8]; 4] = [
    b"ABCDEFGHJKLMNPQRSTUVWXYZ",
    b"abcdefghijkmnpqrstuvwxyz",
    b"23456789",
    b"!@#%^*-_=+",
];

/// The length of a generated secret.
const LENGTH: usize = 20;

/// Computes what an input, by its name, may be chosen from, of the answers to those before it.
pub type Choices<'a> = dyn FnMut(&str, &IndexMap<String, Value>) -> Result<Vec<String>, Failure> + 'a;

/// Asks for the inputs in the author's order; what an earlier part of the run answered, `known`, is not asked again, a secret
/// is made where none is given. Each is told as `Answered`, a secret's value as `Null`.
///
/// An input without `ask:`, or one that can be generated, is never put to a person: its prompt has no text. What
/// an earlier run of the runbook in this account was given, `earlier`, is the default where it still fits: whoever
/// cleans up is not asked to remember a name.
///
/// `choices` is asked where the front matter says that they are computed.
///
/// # Errors
/// Every input without an answer or with one that does not fit, at once; or a sink that failed.
pub fn inputs(
    front: &Front,
    doors: &Doors,
    known: &IndexMap<String, Value>,
    earlier: &IndexMap<String, Value>,
    choices: &mut Choices<'_>,
) -> Result<IndexMap<String, Value>, EngineError> {
    let (mut inputs, mut unready) = (IndexMap::new(), Vec::new());
    for input in &front.inputs {
        let secret = input.kind == InputType::Secret;
        // An input that the author changed since may want another answer.
        let kept = known.get(&input.name).and_then(|value| fit(input, value).ok());
        let value = match kept {
            Some(value) => value,
            None => {
                let mut input = input.clone();
                if input.computed.is_some() {
                    input.choices = choices(&input.name, &inputs).map_err(EngineError::Choices)?;
                }
                let input = &input;
                let value = match resolve(input, doors, earlier.get(&input.name)) {
                    Ok(value) => value,
                    Err(error @ (PromptError::Unanswered { .. } | PromptError::Unfit { .. })) => {
                        unready.push((input.span, error));
                        continue;
                    }
                    Err(error) => return Err(error.into()),
                };
                if secret {
                    doors.secrets.add(value.text());
                    if let Some(text) = Secrets::warning(&input.name, value.text()) {
                        doors.sink.emit(&Event::Said {
                            step: None,
                            remark: Remark::Engine,
                            text,
                        })?;
                    }
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
    if unready.is_empty() {
        Ok(inputs)
    } else {
        Err(EngineError::Inputs(unready))
    }
}

fn resolve(input: &Input, doors: &Doors, earlier: Option<&Value>) -> Result<Value, PromptError> {
    let mut prompt = prompt(input)?;
    if let Some(value) = earlier.and_then(|value| fit(input, value).ok()) {
        prompt.default = Some(value);
    }
    let Answer { value, .. } = doors.prompter.ask(&prompt)?;
    fit(input, &value)
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

/// The answer as the input wants it, wherever it came from: a default of the front matter is held to it too.
fn fit(input: &Input, value: &Value) -> Result<Value, PromptError> {
    let accepted = match value {
        Value::Text(text) if text.trim().is_empty() => Err("it is blank".to_owned()),
        _ => input.accept(value),
    };
    accepted.map_err(|reason| PromptError::Unfit {
        name: input.name.clone(),
        answer: match (input.kind, value) {
            (InputType::Secret, _) => MASK.to_owned(),
            (_, Value::Text(text)) => text.clone(),
            (_, other) => other.to_json().to_string(),
        },
        reason,
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
    use crate::port::{FakeClock, FakeCloud, FakePrompter, Latch, Memory};
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
            computed: None,
            default: None,
            generate: false,
            help: None,
        }
    }

    #[test]
    fn answers_that_do_not_fit() {
        let told =
            |kind: InputType, text: &str| fit(&input(kind), &text.into()).map_err(|error| error.to_string());
        assert_eq!(
            told(InputType::String, " ").unwrap_err(),
            "` ` cannot be the answer for `x`: it is blank"
        );
        assert_eq!(
            told(InputType::Secret, "  ").unwrap_err(),
            "`********` cannot be the answer for `x`: it is blank"
        );
        assert!(told(InputType::Choice, "green").is_err());
        assert!(told(InputType::Cidr, "10.0.0.0/33").is_err());
        assert_eq!(
            told(InputType::AccountId, "1111-2222-3333"),
            Ok("111122223333".into())
        );
        let patterned = Input {
            pattern: Some("a|b".to_owned()),
            ..input(InputType::String)
        };
        assert_eq!(fit(&patterned, &"b".into()), Ok("b".into()));
        assert!(
            fit(&patterned, &"ab".into()).is_err(),
            "the whole text must match"
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
        let earlier = IndexMap::from([("colour".to_owned(), Value::from("blue"))]);
        let mut none = |_: &str, _: &IndexMap<String, Value>| Ok(Vec::new());
        let first = inputs(&front, &doors, &IndexMap::new(), &earlier, &mut none).unwrap();
        assert_eq!(first["colour"], "red".into());
        let asked = prompter.prompts();
        assert_eq!(
            asked[0].default,
            Some("blue".into()),
            "what an earlier run was given"
        );
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
            inputs(
                &front,
                &doors,
                &crate::plan::answers(&memory.events()),
                &earlier,
                &mut none
            )
            .is_err(),
            "the fake has no third answer"
        );
        assert_eq!(prompter.prompts().len(), 3);
        assert_eq!(prompter.prompts()[2].name, "password");
    }
}
