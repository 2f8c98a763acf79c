//! The events of a run, told to a person.
//!
//! What is told goes to the writer that the command line gives (stdout, unless that carries JSON); only the spinner
//! goes to stderr. Without colour and movement the same words are told: the signs `+ x ~ - !` carry the meaning.

mod changes;
mod checks;
mod cost;
mod ending;
mod holdings;
mod secret;
mod step;
mod steps;

use super::chart;
use super::clean::{clean, clean_line};
use super::face::{Face, Tone};
use super::lines;
use super::markdown;
use super::spinner::Spinner;
use super::words::{account_id, clock_time, count, expected, list, noun};
use crate::event::{CallOutcome, Command, Event, Remark, Role, Summary, Table, Thing};
use crate::port::{Masked, Secrets, Sink, SinkError};
use checks::Checks;
use ending::Ending;
use indexmap::IndexMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What every header shows, and what to type next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Banner {
    /// `PRACTICE`, `LIVE` or `RECORDED`.
    pub target: String,
    /// The account's id.
    pub account: String,
    /// The account's alias, where it has one.
    pub alias: Option<String>,
    /// The region.
    pub region: String,
    /// The trouble that is rehearsed, rule by rule.
    pub trouble: Vec<String>,
    /// The command line that goes on with this run; empty where there is none.
    pub resume: String,
    /// The command line that undoes what is owned; empty where there is none.
    pub cleanup: String,
}

impl Banner {
    /// `PRACTICE 1111-2222-3333 us-east-1`.
    #[must_use]
    pub fn place(&self) -> String {
        let alias = self
            .alias
            .as_ref()
            .map(|alias| format!(" ({})", clean_line(alias)))
            .unwrap_or_default();
        let trouble = self
            .trouble
            .iter()
            .map(|rule| format!(" TROUBLE {}", clean_line(rule)));
        format!(
            "{} {}{alias} {}{}",
            self.target,
            account_id(&self.account),
            self.region,
            trouble.collect::<String>()
        )
    }
}

/// Tells the events of a run.
pub struct Terminal<W: Write> {
    face: Face,
    banner: Banner,
    secrets: Secrets,
    spinner: Spinner,
    state: Mutex<State<W>>,
}

struct State<W: Write> {
    out: Masked<W>,
    command: Option<Command>,
    title: String,
    /// The step that the run is at.
    step: String,
    titles: IndexMap<String, String>,
    listed: Vec<Thing>,
    checks: Checks,
    before: usize,
    waited: Option<String>,
    /// What is owned costs, in words, as it was told last.
    cost: Option<String>,
    summary: Summary,
}

impl<W: Write + Send> Terminal<W> {
    /// Tells to `out`.
    pub fn new(out: W, face: Face, banner: Banner, secrets: Secrets, spinner: Spinner) -> Terminal<W> {
        let state = State {
            out: Masked::new(out, secrets.clone()),
            command: None,
            title: String::new(),
            step: String::new(),
            titles: IndexMap::new(),
            listed: Vec::new(),
            checks: Checks::default(),
            before: 0,
            waited: None,
            cost: None,
            summary: Summary::default(),
        };
        Terminal {
            face,
            banner,
            secrets,
            spinner,
            state: Mutex::new(state),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Text with its ends of line.
    fn put(&self, state: &mut State<W>, text: &str) -> Result<(), SinkError> {
        if text.is_empty() {
            return Ok(());
        }
        self.spinner.clear();
        let written = state
            .out
            .write_all(text.as_bytes())
            .and_then(|()| state.out.flush());
        written.map_err(|error| unwritten(&error))
    }

    /// What goes on, on the one line that moves.
    fn spin(&self, text: &str) {
        self.spinner.say(&self.secrets.mask(text));
    }

    fn line(&self, state: &mut State<W>, tone: Tone, text: &str) -> Result<(), SinkError> {
        let line = format!("{}\n", self.face.paint(tone, text));
        self.put(state, &line)
    }

    /// Plain text, wrapped and indented; a line that fits is left as it was laid out.
    fn text(&self, state: &mut State<W>, tone: Tone, indent: usize, text: &str) -> Result<(), SinkError> {
        let text = self.secrets.mask(&clean(text)).replace('\t', "    ");
        let room = self.face.width.saturating_sub(indent).max(10);
        let pad = " ".repeat(indent);
        let mut out = String::new();
        for line in text.trim_end().lines() {
            for part in lines::wrap(line, room, "") {
                let painted = self.face.paint(tone, &part);
                out.push_str(format!("{pad}{painted}").trim_end());
                out.push('\n');
            }
        }
        self.put(state, &out)
    }

    fn table(&self, state: &mut State<W>, table: &Table) -> Result<(), SinkError> {
        if table.columns.is_empty() {
            return self.text(state, Tone::Plain, 2, "nothing");
        }
        let lines = markdown::table(table, self.face.width.saturating_sub(2), &self.face);
        self.lines(state, &lines, table.more)
    }

    /// Lines that are laid out already, and how many more there would be.
    fn lines(&self, state: &mut State<W>, lines: &[String], more: usize) -> Result<(), SinkError> {
        let text: String = lines
            .iter()
            .map(|line| format!("  {line}").trim_end().to_owned() + "\n")
            .collect();
        self.put(state, &text)?;
        if more == 0 {
            return Ok(());
        }
        self.text(state, Tone::Quiet, 2, &format!("and {}", count(more, "more row")))
    }

    fn tell(&self, state: &mut State<W>, event: &Event) -> Result<(), SinkError> {
        match event {
            Event::RunStarted { command, steps, .. } => {
                state.command = Some(*command);
                state.titles = steps
                    .iter()
                    .map(|step| (step.id.clone(), step.title.clone()))
                    .collect();
                Ok(())
            }
            Event::RunResumed { changed, changes, .. } => {
                self.line(
                    state,
                    Tone::Quiet,
                    "Going on with the run that was interrupted; finished steps are verified first.",
                )?;
                self.changes(state, changed, changes)
            }
            Event::StepStarted {
                step,
                title,
                number,
                of,
                minutes,
                cost,
                ..
            } => {
                // A run that goes on does not list its steps again.
                state.titles.insert(step.clone(), title.clone());
                state.summary.steps = *of;
                state.title.clone_from(title);
                state.step.clone_from(step);
                state.before = 0;
                self.header(state, *number, *of, *minutes, cost.as_deref())
            }
            Event::ProseShown { prose, .. } => {
                let mut text = markdown::render_without_heading(prose, &self.face, &state.title);
                if !text.is_empty() {
                    text.push('\n');
                }
                self.put(state, &text)
            }
            Event::BlockStarted { role, .. } => {
                self.spin(doing(*role));
                Ok(())
            }
            Event::BlockFinished { failure, .. } => {
                self.spinner.clear();
                match failure {
                    Some(failure) => self.put(state, &format!("{}\n", clean(failure).trim_end())),
                    None => Ok(()),
                }
            }
            Event::Answered { .. } => Ok(()),
            Event::Said { remark, text, .. } => match remark {
                Remark::Say => self.text(state, Tone::Plain, 2, text),
                Remark::Note => self.text(state, Tone::Quiet, 2, text),
                Remark::Hint => self.text(state, Tone::Warning, 2, text),
                Remark::Engine => self.text(state, Tone::Quiet, 2, text),
            },
            Event::TableShown { table, .. } => self.table(state, table),
            Event::ChartShown { chart, .. } => {
                let lines = chart::bars(chart, self.face.width.saturating_sub(2), &self.face);
                self.lines(state, &lines, chart.more)
            }
            Event::SecretShown { label, value, .. } => self.secret(state, label, value),
            Event::CallIntended {
                service, operation, ..
            } => {
                self.spin(&format!("{service} {operation}"));
                Ok(())
            }
            Event::CallAnswered {
                service,
                operation,
                outcome,
                ..
            } => {
                match outcome {
                    CallOutcome::Answered => self.spin(&format!("{service} {operation}, answered")),
                    CallOutcome::Refused { code, .. } => {
                        self.spin(&format!("{service} {operation}, {code}"));
                    }
                }
                Ok(())
            }
            // Kept until the block ends: their evidence is aligned.
            Event::Checked { before, check, .. } => {
                if *before {
                    state.before += 1;
                } else {
                    state.checks.add(check.clone());
                }
                Ok(())
            }
            Event::Waited {
                text,
                elapsed,
                limit,
                usually,
                ..
            } => {
                let text = self.secrets.mask(&clean_line(text));
                if self.spinner.is_animated() {
                    let expected = match usually {
                        Some((_, most)) if elapsed > most => {
                            format!("longer than usual, up to {}", clock_time(*limit))
                        }
                        _ => expected(*usually, *limit),
                    };
                    self.spinner.wait(&format!("~ {text}"), *elapsed, &expected);
                } else if state.waited.as_ref() != Some(&text) {
                    let line = format!("~ {text}  waiting, {}", expected(*usually, *limit));
                    state.waited = Some(text);
                    return self.text(state, Tone::Busy, 2, &line);
                }
                Ok(())
            }
            Event::Deferred {
                text, limit, usually, ..
            } => {
                let text = clean_line(text);
                let line = format!("~ {text}  not yet; {}", expected(*usually, *limit));
                self.text(state, Tone::Busy, 2, &line)?;
                self.line(state, Tone::Plain, "Read on: you will be told when it has come.")
            }
            Event::StepsListed { steps, seconds } => {
                let text = steps::lay_out(steps, *seconds, &self.face);
                self.put(state, &text)
            }
            Event::StepLooked { .. }
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::RunUndone { .. } => Ok(()),
            Event::HoldingsListed {
                owned,
                adopted,
                links,
            } => self.holdings(state, owned, adopted, links),
            Event::NotUndone {
                kind,
                id,
                changed,
                link,
                ..
            } => {
                let what = if *changed { "not as it was" } else { "still there" };
                let text = format!(
                    "x {what}: {} {}{}",
                    noun(kind),
                    clean_line(id),
                    at(link.as_deref())
                );
                self.text(state, Tone::Bad, 2, &text)
            }
            // At the end of a run the ending says it; before a cleanup asks it belongs to the question.
            Event::CostTold { .. } if state.command != Some(Command::Cleanup) => Ok(()),
            Event::CostTold { .. } => {
                let text = cost::told(event).unwrap_or_default();
                self.text(state, Tone::Plain, 0, &text)
            }
            Event::Released { kind, id, .. } => {
                state
                    .listed
                    .retain(|thing| (&thing.kind, &thing.id) != (kind, id));
                self.line(
                    state,
                    Tone::Good,
                    &format!("  + gone: {} {}", noun(kind), clean_line(id)),
                )
            }
            Event::LeftOver {
                service,
                operation,
                identifiers,
                link,
                trail,
                ..
            } => {
                let ids: Vec<String> = identifiers
                    .iter()
                    .map(|(name, value)| format!("{name} {}", super::fit::words(value)))
                    .collect();
                let whose = if *trail { ", says CloudTrail" } else { "" };
                let text = format!(
                    "left over: {service} {operation} made {}{whose}, claimed by no check{}",
                    list(&ids),
                    at(link.as_deref())
                );
                self.text(state, Tone::Warning, 2, &text)
            }
            Event::StepFinished {
                step,
                verdict,
                already,
                ..
            } => self.finished_step(state, step, *verdict, *already),
            Event::RunFinished { verdict, .. } => {
                let ending = Ending {
                    command: state.command,
                    verdict: *verdict,
                    summary: &state.summary,
                    titles: &state.titles,
                    kept: &state.listed,
                    cost: state.cost.as_deref(),
                    banner: &self.banner,
                };
                let text = ending.tell(&self.face);
                self.put(state, &text)
            }
        }
    }
}

impl<W: Write + Send> Sink for Terminal<W> {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        let mut state = self.lock();
        let state = &mut *state;
        if !matches!(
            event,
            Event::Checked { .. } | Event::Claimed { .. } | Event::Remembered { .. } | Event::Waited { .. }
        ) && !state.checks.is_empty()
            && !matches!(event, Event::CallIntended { .. } | Event::CallAnswered { .. })
        {
            let text = std::mem::take(&mut state.checks).lay_out(&self.face);
            state.waited = None;
            self.put(state, &text)?;
        }
        state.summary.add(event);
        if let Some(text) = cost::told(event) {
            state.cost = Some(text);
        }
        self.tell(state, event)
    }
}

fn unwritten(error: &io::Error) -> SinkError {
    SinkError(format!("standard output: {error}"))
}

/// A link after what it leads to, where there is one.
fn at(link: Option<&str>) -> String {
    link.map_or_else(String::new, |link| format!(": {link}"))
}

fn doing(role: Role) -> &'static str {
    match role {
        Role::Setup => "looking around",
        Role::Solve => "doing it",
        Role::Check => "checking",
        Role::Hint => "looking for what is wrong",
        Role::Cleanup => "cleaning up",
        Role::Query => "running the query",
        Role::Command => "running on the instance",
    }
}

#[cfg(test)]
mod tests;
