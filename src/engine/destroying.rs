//! Leave to do the work of a step that may destroy something.

use super::EngineError;
use super::driver::Driver;
use crate::document::Step;
use crate::event::{Command, Remark};
use crate::port::{Prompt, PromptError, PromptKind};

/// The name of the question; no input can have it.
pub const DESTROY: &str = "leave-to-destroy";

/// What came of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    Given,
    Declined,
    Interrupted,
}

impl Driver<'_> {
    /// Says what the work of a step may destroy and asks for leave; nobody is asked where nothing is.
    pub(super) fn leave(&self, step: &Step) -> Result<Leave, EngineError> {
        let Some(operations) = self.destroys.get(&step.id).filter(|names| !names.is_empty()) else {
            return Ok(Leave::Given);
        };
        let text = format!("Doing this step may destroy things: {}.", operations.join(", "));
        self.say(Some(step), Remark::Engine, text)?;
        let prompt = Prompt {
            name: DESTROY.to_owned(),
            text: "Do it?".to_owned(),
            help: None,
            kind: PromptKind::Confirm,
            default: None,
        };
        match self.prompter.ask(&prompt) {
            Ok(answer) if answer.value.as_bool() == Some(true) => return Ok(Leave::Given),
            Ok(_) => {}
            Err(PromptError::Interrupted) => return Ok(Leave::Interrupted),
            Err(PromptError::Unanswered { .. }) if self.command != Command::Run => {
                let text = "Not done: nobody is there to agree to it. Give --yes where it is meant, or do the step by hand.";
                self.say(Some(step), Remark::Engine, text.to_owned())?;
                return Ok(Leave::Declined);
            }
            Err(error) => return Err(error.into()),
        }
        self.say(
            Some(step),
            Remark::Engine,
            "Not done; everything is as it was.".to_owned(),
        )?;
        Ok(Leave::Declined)
    }
}
