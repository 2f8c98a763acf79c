//! Questions as data: a terminal asks them, an answers file answers them, and neither hangs.

use crate::value::Value;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the answer is.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// The key that picks it, in a menu.
    pub key: Option<char>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum PromptKind {
    /// A line of text that matches the regular expression, if there is one.
    Text {
        /// The expression; the whole text must match.
        pattern: Option<String>,
    },
    /// An integer.
    Int,
    /// Text that is not echoed, stored or reported.
    Secret,
    /// Yes or no.
    Confirm,
    /// One of a list.
    Choice(Vec<Choice>),
    /// Several texts.
    List,
    /// A line that may be blank; only a person can answer it.
    Line,
    /// One key of a menu; only a person can answer it.
    Menu(Vec<Choice>),
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// The name under which `--set`, `--answers` and the environment answer it.
    pub name: String,
    /// The question; empty for what is only set, and never put to a person: it takes its answer from the settings or
    /// its default.
    pub text: String,
    /// More about it, shown on demand or beneath.
    pub help: Option<String>,
    /// What is asked for.
    pub kind: PromptKind,
    /// The answer when nothing else is said.
    pub default: Option<Value>,
}

/// An answer and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Of the kind that was asked for: `Text`, `Int`, `Bool`, or a `List` of texts.
    pub value: Value,
    /// True where a default stood in.
    pub defaulted: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PromptError {
    /// There is no terminal, and nothing else answers.
    #[error("there is no terminal to ask for `{name}`, and it has no answer and no default")]
    Unanswered {
        /// The name of the prompt.
        name: String,
    },
    /// A prepared answer does not fit.
    #[error("`{answer}` cannot be the answer for `{name}`: {reason}")]
    Unfit {
        /// The name of the prompt.
        name: String,
        /// The answer; a placeholder for secrets.
        answer: String,
        /// Why not.
        reason: String,
    },
    /// Ctrl-C, or the end of the input.
    #[error("interrupted")]
    Interrupted,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Terminal(String),
}

/// Someone or something that answers.
pub trait Prompter: Send + Sync {
    /// Asks.
    ///
    /// # Errors
    /// Why there is no answer.
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError>;

    /// Asks for a key of a menu, and lets `meanwhile` look after other things, again and again, while nobody answers;
    /// where that is false, the question is given up. What cannot wait for two things at once only asks.
    ///
    /// # Errors
    /// Why there is no answer.
    fn ask_meanwhile(
        &self,
        prompt: &Prompt,
        meanwhile: &mut dyn FnMut() -> bool,
    ) -> Result<Answer, PromptError> {
        if meanwhile() {
            self.ask(prompt)
        } else {
            Err(PromptError::Interrupted)
        }
    }
}

/// Answers prepared in order, and the prompts that were shown: for unit tests.
#[derive(Debug, Default)]
pub struct FakePrompter {
    answers: Mutex<VecDeque<Value>>,
    prompts: Mutex<Vec<Prompt>>,
}

impl FakePrompter {
    /// A person who gives these answers in order, then is gone.
    #[must_use]
    pub fn answering(answers: impl IntoIterator<Item = Value>) -> FakePrompter {
        FakePrompter {
            answers: Mutex::new(answers.into_iter().collect()),
            prompts: Mutex::default(),
        }
    }

    /// The prompts that were shown so far.
    #[must_use]
    pub fn prompts(&self) -> Vec<Prompt> {
        self.prompts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Prompter for FakePrompter {
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        self.prompts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(prompt.clone());
        let answer = self
            .answers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        answer
            .map(|value| Answer {
                value,
                defaulted: false,
            })
            .ok_or(PromptError::Interrupted)
    }
}
