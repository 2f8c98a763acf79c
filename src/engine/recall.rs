//! A prompter that remembers.

use crate::port::{Answer, Prompt, PromptError, PromptKind, Prompter};
use crate::value::Value;
use indexmap::IndexMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stands before another prompter and gives the answers that the run has already; scripts ask through it. Menus,
/// confirmations and secrets pass through.
pub struct Recall {
    inner: Arc<dyn Prompter>,
    known: Mutex<IndexMap<String, Value>>,
}

impl Recall {
    /// Before `inner`, with the answers of [`crate::plan::answers`].
    #[must_use]
    pub fn new(inner: Arc<dyn Prompter>, answers: IndexMap<String, Value>) -> Recall {
        Recall {
            inner,
            known: Mutex::new(answers),
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, IndexMap<String, Value>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Prompter for Recall {
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        match prompt.kind {
            PromptKind::Menu(_) | PromptKind::Line | PromptKind::Confirm | PromptKind::Secret => {
                self.inner.ask(prompt)
            }
            PromptKind::Text { .. } | PromptKind::Int | PromptKind::Choice(_) | PromptKind::List => {
                let known = self.known().get(&prompt.name).cloned();
                if let Some(value) = known {
                    return Ok(Answer {
                        value,
                        defaulted: false,
                    });
                }
                let answer = self.inner.ask(prompt)?;
                self.known().insert(prompt.name.clone(), answer.value.clone());
                Ok(answer)
            }
        }
    }
}
