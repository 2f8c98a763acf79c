//! A prompter that gives no secret away in what it asks.

use super::fit::words;
use crate::port::{Answer, Choice, Prompt, PromptError, PromptKind, Prompter, Secrets};
use std::sync::Arc;

/// Stands before a person: what scripts put into questions, help and labels is masked. A default that would show a
/// secret is not offered; what is answered stays as it is.
pub struct Discreet {
    person: Arc<dyn Prompter>,
    secrets: Secrets,
}

impl Discreet {
    /// Before `person`.
    #[must_use]
    pub fn new(person: Arc<dyn Prompter>, secrets: Secrets) -> Discreet {
        Discreet { person, secrets }
    }

    fn labels(&self, choices: &[Choice]) -> Vec<Choice> {
        let masked = |choice: &Choice| Choice {
            label: self.secrets.mask(&choice.label),
            ..choice.clone()
        };
        choices.iter().map(masked).collect()
    }
}

impl Discreet {
    fn masked(&self, prompt: &Prompt) -> Prompt {
        let kind = match &prompt.kind {
            PromptKind::Choice(choices) => PromptKind::Choice(self.labels(choices)),
            PromptKind::Menu(choices) => PromptKind::Menu(self.labels(choices)),
            other @ (PromptKind::Text { .. }
            | PromptKind::Int
            | PromptKind::Secret
            | PromptKind::Confirm
            | PromptKind::List
            | PromptKind::Line) => other.clone(),
        };
        let open = |text: &String| self.secrets.mask(text) == *text;
        Prompt {
            name: prompt.name.clone(),
            text: self.secrets.mask(&prompt.text),
            help: prompt.help.as_ref().map(|help| self.secrets.mask(help)),
            default: prompt.default.clone().filter(|value| open(&words(value))),
            kind,
        }
    }
}

impl Prompter for Discreet {
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        self.person.ask(&self.masked(prompt))
    }

    fn ask_meanwhile(
        &self,
        prompt: &Prompt,
        meanwhile: &mut dyn FnMut() -> bool,
    ) -> Result<Answer, PromptError> {
        self.person.ask_meanwhile(&self.masked(prompt), meanwhile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakePrompter, MASK};
    use crate::value;

    #[test]
    fn a_question_shows_no_secret() {
        let person = Arc::new(FakePrompter::answering([value!("hunter22")]));
        let secrets = Secrets::default();
        secrets.add("hunter22");
        let choice = |value: &str, label: &str| Choice {
            value: value.to_owned(),
            label: label.to_owned(),
            key: None,
        };
        let asked = Prompt {
            name: "which".to_owned(),
            text: "Is it hunter22".to_owned(),
            help: Some("or aHVudGVyMjI=".to_owned()),
            kind: PromptKind::Choice(vec![choice("hunter22", "the word hunter22"), choice("no", "no")]),
            default: Some(value!("hunter22")),
        };
        let answer = Discreet::new(person.clone(), secrets).ask(&asked).unwrap();
        assert_eq!(answer.value, value!("hunter22"));
        let shown = &person.prompts()[0];
        assert_eq!(
            (shown.text.clone(), shown.default.clone()),
            (format!("Is it {MASK}"), None)
        );
        assert_eq!(
            shown.kind,
            PromptKind::Choice(vec![
                choice("hunter22", &format!("the word {MASK}")),
                choice("no", "no")
            ])
        );
        assert_eq!(shown.help, Some(format!("or {MASK}=")));
    }
}
