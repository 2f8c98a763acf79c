//! The prompter for a person at a terminal. Questions go to stderr: stdout may be a pipe.

use super::clean::clean_line;
use super::face::{Face, Tone};
use super::fit::{fit, words};
use super::hidden;
use super::lines;
use super::menu::{Menu, Pick, short};
use super::spinner::Spinner;
use crate::port::{Answer, Choice, Latch, Prompt, PromptError, PromptKind, Prompter, Stop};
use crate::value::Value;
use console::{Key, Term};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Select};
use std::io;
#[cfg(unix)]
use std::time::Duration;

/// How often other things are looked after while a key is waited for.
#[cfg(unix)]
const TICK: Duration = Duration::from_millis(100);

/// Asks a person. Ctrl-C at a question sets the latch and ends it.
pub struct Person {
    face: Face,
    spinner: Spinner,
    latch: Latch,
    term: Term,
    theme: Box<dyn Theme + Send + Sync>,
}

impl Person {
    /// A person at the terminal of stdin and stderr; the spinner is cleared before each question.
    #[must_use]
    pub fn new(face: Face, spinner: Spinner, latch: Latch) -> Person {
        let theme: Box<dyn Theme + Send + Sync> = if face.colour {
            Box::new(ColorfulTheme::default())
        } else {
            Box::new(SimpleTheme)
        };
        Person {
            face,
            spinner,
            latch,
            term: Term::stderr(),
            theme,
        }
    }

    fn left(&self) -> PromptError {
        self.latch.set(Stop::Interrupted);
        PromptError::Interrupted
    }

    fn failed(&self, error: &io::Error) -> PromptError {
        match error.kind() {
            io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => {
                // The key reader may have left the cursor hidden.
                self.term.show_cursor().unwrap_or(());
                self.left()
            }
            _ => PromptError::Terminal(error.to_string()),
        }
    }

    fn dialogue(&self, error: dialoguer::Error) -> PromptError {
        let dialoguer::Error::IO(error) = error;
        self.failed(&error)
    }

    fn tell(&self, tone: Tone, text: &str) -> Result<(), PromptError> {
        self.term
            .write_line(&self.face.paint(tone, text))
            .map_err(|error| self.failed(&error))
    }

    fn menu(
        &self,
        prompt: &Prompt,
        choices: &[Choice],
        meanwhile: &mut dyn FnMut() -> bool,
    ) -> Result<Value, PromptError> {
        let default = prompt.default.as_ref().and_then(Value::as_text);
        let menu = Menu { choices, default };
        loop {
            let line = format!("{} > ", menu.line(&self.face));
            self.term.write_str(&line).map_err(|error| self.failed(&error))?;
            let pick = loop {
                match self.key(&line, meanwhile).map_err(|error| self.failed(&error))? {
                    None => break Pick::Leave,
                    Some(key) => match menu.pick(&key) {
                        Pick::Unknown => {}
                        pick => break pick,
                    },
                }
            };
            match pick {
                Pick::Chosen(value) => {
                    let label = choices
                        .iter()
                        .find(|choice| choice.value == value)
                        .map_or("", short);
                    self.tell(Tone::Quiet, label)?;
                    return Ok(Value::Text(value));
                }
                Pick::Help => {
                    self.tell(Tone::Quiet, "")?;
                    if let Some(help) = &prompt.help {
                        self.tell(Tone::Plain, &clean_line(help))?;
                    }
                    for line in menu.help(&self.face) {
                        self.tell(Tone::Plain, &line)?;
                    }
                }
                Pick::Leave | Pick::Unknown => {
                    self.tell(Tone::Quiet, "")?;
                    return Err(self.left());
                }
            }
        }
    }

    /// Reads a key, and looks after other things until one is pressed; none when the question is given up, or a signal
    /// came. The terminal is put back also where nobody ever presses the key.
    #[cfg(unix)]
    fn key(&self, line: &str, meanwhile: &mut dyn FnMut() -> bool) -> io::Result<Option<Key>> {
        use std::sync::mpsc::{RecvTimeoutError, channel};
        let _raw = hidden::raw::Raw::enter()?;
        let (say, hear) = channel();
        let term = self.term.clone();
        std::thread::spawn(move || say.send(term.read_key_raw()).unwrap_or(()));
        loop {
            match hear.recv_timeout(TICK) {
                Ok(key) => return key.map(Some),
                Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(RecvTimeoutError::Timeout) if self.latch.get() == Some(Stop::Interrupted) => {
                    return Ok(None);
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.spinner.hush(line.lines().count());
                    let goes_on = meanwhile();
                    if self.spinner.unhush() && goes_on {
                        self.term.write_str(line)?;
                    }
                    if !goes_on {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Reads a key; other things are looked after once.
    #[cfg(not(unix))]
    fn key(&self, _: &str, meanwhile: &mut dyn FnMut() -> bool) -> io::Result<Option<Key>> {
        if meanwhile() {
            self.term.read_key().map(Some)
        } else {
            Ok(None)
        }
    }

    fn line(&self, question: &str) -> Result<Value, PromptError> {
        let text = Input::<String>::with_theme(self.theme.as_ref())
            .with_prompt(question)
            .allow_empty(true)
            .interact_text_on(&self.term)
            .map_err(|error| self.dialogue(error))?;
        Ok(Value::Text(text))
    }

    fn text(&self, prompt: &Prompt, question: &str) -> Result<Value, PromptError> {
        let mut input = Input::<String>::with_theme(self.theme.as_ref())
            .with_prompt(question)
            .validate_with(|text: &String| {
                fit(prompt, &Value::Text(text.trim().to_owned()))
                    .map(drop)
                    .map_err(|error| error.to_string())
            });
        if let Some(default) = &prompt.default {
            input = input.default(words(default));
        }
        let text = input
            .interact_text_on(&self.term)
            .map_err(|error| self.dialogue(error))?;
        fit(prompt, &Value::Text(text.trim().to_owned()))
    }

    fn secret(&self, prompt: &Prompt, question: &str) -> Result<Value, PromptError> {
        loop {
            let line = format!("{question} (not shown): ");
            self.term.write_str(&line).map_err(|error| self.failed(&error))?;
            let line = hidden::read(&self.term).map_err(|error| self.failed(&error))?;
            self.tell(Tone::Plain, "")?;
            match fit(prompt, &Value::Text(line.ok_or_else(|| self.left())?)) {
                Ok(value) => return Ok(value),
                Err(error) => self.tell(Tone::Bad, &error.to_string())?,
            }
        }
    }

    fn choice(&self, prompt: &Prompt, question: &str, choices: &[Choice]) -> Result<Value, PromptError> {
        let labels: Vec<String> = choices.iter().map(|choice| clean_line(&choice.label)).collect();
        let default = prompt.default.as_ref().and_then(Value::as_text);
        let at = choices
            .iter()
            .position(|choice| Some(choice.value.as_str()) == default)
            .unwrap_or(0);
        let select = Select::with_theme(self.theme.as_ref())
            .with_prompt(question)
            .items(&labels)
            .default(at);
        let picked = select
            .interact_on_opt(&self.term)
            .map_err(|error| self.dialogue(error))?;
        let choice = picked.and_then(|at| choices.get(at)).ok_or_else(|| self.left())?;
        Ok(Value::Text(choice.value.clone()))
    }

    fn confirm(&self, prompt: &Prompt, question: &str) -> Result<Value, PromptError> {
        // A question that takes two rows would be drawn twice: what comes before its last sentence is told apart.
        let mut question = question;
        if console::measure_text_width(question) + 8 > self.face.width
            && let Some((before, last)) = question.rsplit_once(". ")
        {
            for line in lines::wrap(&format!("{before}."), self.face.width, "") {
                self.tell(Tone::Plain, &line)?;
            }
            question = last;
        }
        let mut confirm = Confirm::with_theme(self.theme.as_ref()).with_prompt(question);
        if let Some(default) = prompt.default.as_ref().and_then(Value::as_bool) {
            confirm = confirm.default(default);
        }
        let answer = confirm
            .interact_on_opt(&self.term)
            .map_err(|error| self.dialogue(error))?;
        answer.map(Value::Bool).ok_or_else(|| self.left())
    }
}

impl Prompter for Person {
    fn ask(&self, prompt: &Prompt) -> Result<Answer, PromptError> {
        self.ask_meanwhile(prompt, &mut || true)
    }

    fn ask_meanwhile(
        &self,
        prompt: &Prompt,
        meanwhile: &mut dyn FnMut() -> bool,
    ) -> Result<Answer, PromptError> {
        self.spinner.clear();
        if self.latch.get() == Some(Stop::Interrupted) {
            return Err(PromptError::Interrupted);
        }
        // What has no words is no question: a secret that is made up.
        if prompt.text.is_empty()
            && let Some(value) = &prompt.default
        {
            return Ok(Answer {
                value: value.clone(),
                defaulted: true,
            });
        }
        let question = clean_line(&prompt.text);
        if !matches!(prompt.kind, PromptKind::Menu(_))
            && let Some(help) = &prompt.help
        {
            for line in lines::wrap(&clean_line(help), self.face.width, "") {
                self.tell(Tone::Quiet, &line)?;
            }
        }
        let value = match &prompt.kind {
            PromptKind::Text { .. } | PromptKind::Int => self.text(prompt, &question),
            PromptKind::List => self.text(prompt, &format!("{question} (separated by commas)")),
            PromptKind::Secret => self.secret(prompt, &question),
            PromptKind::Confirm => self.confirm(prompt, &question),
            PromptKind::Choice(choices) => self.choice(prompt, &question, choices),
            PromptKind::Line => self.line(&question),
            PromptKind::Menu(choices) => self.menu(prompt, choices, meanwhile),
        }?;
        Ok(Answer {
            value,
            defaulted: false,
        })
    }
}
