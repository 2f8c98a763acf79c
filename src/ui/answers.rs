//! The prompter that has its answers already, and asks nobody, or a person for the rest.

use super::fit::{fit, words};
use crate::port::{Answer, Prompt, PromptError, PromptKind, Prompter};
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::Arc;

/// Answers by name, from `--set`, an answers file and the environment (the settings put them in that order).
///
/// What has no answer goes to the person, where there is one. Else the default stands in, and that is said aloud;
/// a prompt without one is refused by its name. Nothing ever waits for a person who is not there.
pub struct Answers {
    given: IndexMap<String, Value>,
    person: Option<Arc<dyn Prompter>>,
    aloud: Box<dyn Fn(&str) + Send + Sync>,
}

impl Answers {
    /// The answers; `aloud` tells which default stood in.
    pub fn new(
        given: IndexMap<String, Value>,
        person: Option<Arc<dyn Prompter>>,
        aloud: impl Fn(&str) + Send + Sync + 'static,
    ) -> Answers {
        Answers {
            given,
            person,
            aloud: Box::new(aloud),
        }
    }
}

impl Prompter for Answers {
    fn ask_meanwhile(
        &self,
        prompt: &Prompt,
        meanwhile: &mut dyn FnMut() -> bool,
    ) -> Result<Answer, PromptError> {
        match &self.person {
            Some(person) if !self.given.contains_key(&prompt.name) => person.ask_meanwhile(prompt, meanwhile),
            _ => self.ask(prompt),
        }
    }

    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        if let Some(given) = self.given.get(&prompt.name) {
            return Ok(Answer {
                value: fit(prompt, given)?,
                defaulted: false,
            });
        }
        if let Some(person) = &self.person {
            return person.ask(prompt);
        }
        // A menu is for a person: its default would be a choice that nobody made.
        let default = prompt
            .default
            .as_ref()
            .filter(|_| !matches!(prompt.kind, PromptKind::Menu(_) | PromptKind::Line));
        let Some(default) = default else {
            return Err(PromptError::Unanswered {
                name: prompt.name.clone(),
            });
        };
        let value = fit(prompt, default)?;
        if prompt.kind != PromptKind::Secret {
            (self.aloud)(&format!(
                "{}: {} (the default of `{}`)",
                prompt.text,
                words(&value),
                prompt.name
            ));
        }
        Ok(Answer {
            value,
            defaulted: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::FakePrompter;
    use crate::value;
    use std::sync::Mutex;

    fn prompt(name: &str, default: Option<Value>) -> Prompt {
        Prompt {
            name: name.into(),
            text: "Which region".into(),
            help: None,
            kind: PromptKind::Text {
                pattern: Some("[a-z0-9-]+".into()),
            },
            default,
        }
    }

    #[test]
    fn given_then_person_then_default_aloud_then_refused() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        let given: IndexMap<String, Value> =
            [("a".to_owned(), value!("x1")), ("bad".to_owned(), value!("X!"))]
                .into_iter()
                .collect();
        let alone = Answers::new(given.clone(), None, move |text| {
            ears.lock().unwrap().push(text.to_owned());
        });
        let answer = |value: &str, defaulted| {
            Ok(Answer {
                value: value.into(),
                defaulted,
            })
        };
        assert_eq!(alone.ask(&prompt("a", Some(value!("d")))), answer("x1", false));
        assert!(matches!(
            alone.ask(&prompt("bad", None)),
            Err(PromptError::Unfit { .. })
        ));
        assert_eq!(alone.ask(&prompt("b", Some(value!("d")))), answer("d", true));
        assert_eq!(
            alone.ask(&prompt("c", None)),
            Err(PromptError::Unanswered { name: "c".into() })
        );
        assert_eq!(*heard.lock().unwrap(), ["Which region: d (the default of `b`)"]);

        let person = Arc::new(FakePrompter::answering([value!("typed")]));
        let both = Answers::new(given, Some(person), |_| {});
        assert_eq!(both.ask(&prompt("a", None)), answer("x1", false));
        assert_eq!(both.ask(&prompt("b", Some(value!("d")))), answer("typed", false));
    }

    #[test]
    fn nobody_chooses_from_a_menu() {
        let menu = Prompt {
            kind: PromptKind::Menu(Vec::new()),
            ..prompt("step", Some(value!("check")))
        };
        assert!(Answers::new(IndexMap::new(), None, |_| {}).ask(&menu).is_err());
    }
}
