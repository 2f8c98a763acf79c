//! What ends a command early, told as `error:` and `hint:` lines.

use super::exit::Exit;
use crate::diagnostic::{Diagnostic, Face as Rendering};
use crate::engine::EngineError;
use crate::journal::JournalError;
use crate::plan::PlanError;
use crate::port::{CloudError, Fault, PromptError, Secrets, Stop};
use crate::practice::StoreError;
use crate::script::Cause;
use crate::source::{Source, Span};
use crate::ui::{Face, Tone, clean};
use std::io::Write;

/// Something that ends a command, with its exit code, a sentence and advice.
#[derive(Debug)]
pub(super) struct Trouble {
    exit: Exit,
    message: String,
    hint: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Trouble {
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Trouble {
        Trouble {
            exit,
            message: message.into(),
            hint: None,
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn usage(message: impl Into<String>) -> Trouble {
        Trouble::new(Exit::Usage, message)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Trouble {
        self.hint = Some(hint.into());
        self
    }

    /// Diagnostics that stop a command; they say everything themselves.
    pub(super) fn document(diagnostics: Vec<Diagnostic>) -> Trouble {
        Trouble {
            exit: Exit::Usage,
            message: String::new(),
            hint: None,
            diagnostics,
        }
    }

    /// The exit code and the sentences, in one line.
    pub(super) fn brief(self) -> (Exit, String) {
        let found = Rendering::Concise.render(&self.diagnostics, false);
        let parts = [
            found.trim(),
            &self.message,
            self.hint.as_deref().unwrap_or_default(),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (self.exit, parts.join("; ").replace('\n', "; "))
    }

    /// Without the secrets of a run.
    pub(super) fn masked(mut self, secrets: &Secrets) -> Trouble {
        self.message = secrets.mask(&self.message);
        self.hint = self.hint.map(|hint| secrets.mask(&hint));
        self
    }

    /// Tells it on stderr and gives the exit code.
    pub(super) fn tell(self, colour: bool) -> Exit {
        let face = Face {
            colour,
            ..Face::plain(80)
        };
        let mut text = Rendering::Full.render(&self.diagnostics, colour);
        if !self.message.is_empty() {
            text.push_str(&format!(
                "{} {}\n",
                face.paint(Tone::Bad, "error:"),
                clean(&self.message)
            ));
        }
        if let Some(hint) = &self.hint {
            text.push_str(&format!("{} {}\n", face.paint(Tone::Title, "hint:"), clean(hint)));
        }
        // Nobody is left to hear that stderr is closed; the exit code still tells.
        std::io::stderr().write_all(text.as_bytes()).unwrap_or(());
        self.exit
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> (Exit, &str, Option<&str>) {
        (self.exit, &self.message, self.hint.as_deref())
    }
}

impl From<PlanError> for Trouble {
    fn from(error: PlanError) -> Trouble {
        Trouble::usage(error.to_string()).hint(error.advice())
    }
}

impl From<JournalError> for Trouble {
    fn from(error: JournalError) -> Trouble {
        let exit = match error {
            JournalError::Unknown { .. } | JournalError::Ambiguous { .. } => Exit::Usage,
            JournalError::Held { .. } => Exit::Refused,
            JournalError::Io { .. } | JournalError::Format { .. } | JournalError::Damaged { .. } => {
                Exit::Failed
            }
        };
        Trouble::new(exit, error.to_string()).hint(error.advice())
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        let exit = match error {
            StoreError::Served { .. } => Exit::Refused,
            _ => Exit::Failed,
        };
        Trouble::new(exit, error.to_string()).hint(error.advice())
    }
}

impl From<CloudError> for Trouble {
    fn from(error: CloudError) -> Trouble {
        let exit = match error.fault {
            Fault::Invalid => Exit::Usage,
            Fault::Guard | Fault::Unmodelled => Exit::Refused,
            Fault::Service | Fault::Credentials | Fault::Transport | Fault::Machine => Exit::Failed,
        };
        let message = match error.fault {
            Fault::Credentials | Fault::Machine => error.message.clone(),
            Fault::Service | Fault::Invalid | Fault::Guard | Fault::Unmodelled | Fault::Transport => {
                error.to_string()
            }
        };
        let trouble = Trouble::new(exit, message);
        match error.advice {
            Some(advice) => trouble.hint(advice),
            None => trouble,
        }
    }
}

impl From<PromptError> for Trouble {
    fn from(error: PromptError) -> Trouble {
        let message = error.to_string();
        match error {
            PromptError::Unanswered { name } if name == super::cleanup::LEAVE => {
                Trouble::new(Exit::Refused, "nobody is there to agree to what would be deleted")
                    .hint("give --yes")
            }
            PromptError::Unanswered { name } => Trouble::usage(message).hint(give(&name)),
            PromptError::Unfit { .. } => Trouble::usage(message),
            PromptError::Interrupted => Trouble::new(Exit::Interrupted, message),
            PromptError::Terminal(_) => Trouble::new(Exit::Failed, message),
        }
    }
}

/// How an answer is given where nobody is asked.
fn give(name: &str) -> String {
    format!(
        "give it with `--set {name}=...`, in a file with `--answers`, or as RUNBOOK_INPUT_{}",
        name.to_uppercase()
    )
}

/// What is wrong with the inputs of a runbook, each at its place in the front matter.
pub(super) fn of_inputs(error: EngineError, source: &Source) -> Trouble {
    let unready = match error {
        EngineError::Inputs(unready) => unready,
        other => return other.into(),
    };
    let told = |(span, error): (Span, PromptError)| {
        let message = error.to_string();
        let (label, name) = match error {
            PromptError::Unanswered { name } => ("this input has no answer", name),
            PromptError::Unfit { name, .. } => ("the answer for this input does not fit", name),
            PromptError::Interrupted | PromptError::Terminal(_) => ("this input", String::new()),
        };
        Diagnostic::error("missing-answer", source, span, message)
            .label(label)
            .help(give(&name))
    };
    Trouble::document(unready.into_iter().map(told).collect())
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Trouble {
        match error {
            EngineError::Prompt(error) => error.into(),
            EngineError::Choices(failure) => Trouble {
                exit: match &failure.cause {
                    Cause::Cloud(error) => Trouble::from((**error).clone()).exit,
                    Cause::Stopped(Stop::Interrupted) => Exit::Interrupted,
                    Cause::Stopped(Stop::Refused(_)) => Exit::Refused,
                    Cause::Script | Cause::Prompt | Cause::Stopped(_) => Exit::Usage,
                },
                ..Trouble::document(vec![*failure.diagnostic])
            },
            EngineError::Inputs(_) => Trouble::usage(error.to_string()),
            EngineError::Sink(_) | EngineError::Broken(_) => Trouble::new(Exit::Failed, error.to_string()),
        }
    }
}
