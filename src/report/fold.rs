//! From events to a run.

mod cleaned;
mod finish;

use super::{Answer, Block, Call, Cost, LeftOver, Part, Result, Resumption, Run};
use super::{Shown, Standing, Step, Wait};
use crate::event::{CallOutcome, Check, Event, Role, Summary, Thing};
use crate::journal::Record;
use crate::ui::clean;
use crate::value::{Map, Value};
use cleaned::{cleaned, cleaned_chart, cleaned_map, cleaned_table, cleaned_value, line, thing};
use indexmap::IndexMap;
use jiff::Timestamp;

/// The run that a journal tells of.
pub(super) fn run(record: &Record) -> Run {
    let mut fold = Fold {
        steps: IndexMap::new(),
        setup: Part::default(),
        resumed: Vec::new(),
        released: Vec::new(),
        left_over: Vec::new(),
        not_undone: Vec::new(),
        cost: None,
        summary: Summary::default(),
        open: None,
        checking: None,
        since: None,
        last: record.header.started,
        spent: 0,
    };
    record.events.iter().for_each(|event| fold.add(event));
    fold.finish(record)
}

struct Fold {
    steps: IndexMap<String, Step>,
    setup: Part,
    resumed: Vec<Resumption>,
    released: Vec<Thing>,
    left_over: Vec<LeftOver>,
    not_undone: Vec<Thing>,
    cost: Option<Cost>,
    summary: Summary,
    /// The step that is entered, since when, and whether its text was shown in this visit.
    open: Option<(String, Timestamp, bool)>,
    /// The look at a step that goes on.
    checking: Option<Checking>,
    since: Option<Timestamp>,
    last: Timestamp,
    spent: u64,
}

/// One look at a step: each of its check blocks once.
struct Checking {
    step: String,
    /// The lines of the blocks so far.
    lines: Vec<usize>,
    /// True once a claim was told.
    told: bool,
}

impl Fold {
    fn add(&mut self, event: &Event) {
        self.summary.add(event);
        if let Some(at) = event.at() {
            self.last = self.last.max(at);
        }
        match event {
            Event::RunStarted { steps, at, .. } => {
                self.since = Some(*at);
                for (index, name) in steps.iter().enumerate() {
                    let step = Step::new(&clean(&name.id), &line(&name.title), index + 1);
                    self.steps.insert(name.id.clone(), step);
                }
            }
            Event::RunResumed { changed, changes, at } => {
                // What was cut off counts up to its last stamp.
                self.pause(None);
                self.since = Some(*at);
                self.last = *at;
                self.resumed.push(Resumption {
                    at: *at,
                    changed: changed.iter().map(|id| clean(id)).collect(),
                    changes: changes.iter().map(|change| line(&change.words())).collect(),
                });
            }
            Event::StepStarted {
                step: id,
                title,
                number,
                minutes,
                cost,
                at,
                ..
            } => {
                self.leave(*at);
                let step = self
                    .steps
                    .entry(id.clone())
                    .or_insert_with(|| Step::new(&clean(id), "", *number));
                step.title = line(title);
                step.number = *number;
                step.minutes = *minutes;
                step.cost = cost.as_deref().map(line);
                step.entered += 1;
                step.started.get_or_insert(*at);
                if step.standing == Standing::NotTaken {
                    step.standing = Standing::Unfinished;
                }
                self.open = Some((id.clone(), *at, false));
                self.checking = None;
            }
            Event::StepFinished {
                step: id,
                verdict,
                already,
                at,
            } => {
                if self.open.as_ref().is_some_and(|(open, ..)| open == id) {
                    self.leave(*at);
                }
                let step = self.step(id);
                step.standing = Standing::Ended(*verdict);
                step.already = *already;
            }
            Event::RunFinished { at, .. } => self.pause(Some(*at)),
            Event::ProseShown { step, prose } => {
                let prose = cleaned(prose);
                let first = match (&mut self.open, step) {
                    (Some((open, _, shown)), Some(id)) if open == id => !std::mem::replace(shown, true),
                    (_, None) => true,
                    _ => false,
                };
                let part = self.part(step.as_deref());
                if first {
                    part.text = Some(prose);
                } else {
                    part.shown.push(Shown::Told { text: prose });
                }
            }
            Event::BlockStarted {
                step,
                role,
                line,
                code,
            } => {
                if let (Role::Check, Some(id)) = (role, step) {
                    self.begin_check(id, *line);
                }
                let code = clean(code);
                let blocks = &mut self.part(step.as_deref()).blocks;
                let known = blocks
                    .iter_mut()
                    .find(|block| (block.role, block.line, &block.code) == (*role, *line, &code));
                match known {
                    Some(block) => block.times += 1,
                    None => blocks.push(Block {
                        role: *role,
                        line: *line,
                        times: 1,
                        code,
                    }),
                }
            }
            Event::BlockFinished {
                step,
                role,
                failure: Some(text),
            } => {
                let text = clean(text).trim_end().to_owned();
                let shown = &mut self.part(step.as_deref()).shown;
                shown.push(Shown::Failure { role: *role, text });
            }
            Event::Answered {
                step,
                name,
                value,
                secret,
            } => {
                let answer = Answer {
                    name: line(name),
                    value: if *secret {
                        Value::Null
                    } else {
                        cleaned_value(value)
                    },
                    secret: *secret,
                };
                let answers = &mut self.part(step.as_deref()).answers;
                answers.retain(|known| known.name != answer.name);
                answers.push(answer);
            }
            Event::Said { step, remark, text } => {
                let said = Shown::Said {
                    remark: *remark,
                    text: clean(text).trim_end().to_owned(),
                };
                self.part(step.as_deref()).shown.push(said);
            }
            Event::TableShown { step, table } => {
                let table = cleaned_table(table);
                // A check that looks again shows the same again.
                let shown = &mut self.part(step.as_deref()).shown;
                shown.retain(|known| !matches!(known, Shown::Table { table: known } if *known == table));
                shown.push(Shown::Table { table });
            }
            Event::ChartShown { step, chart } => {
                let chart = cleaned_chart(chart);
                let shown = &mut self.part(step.as_deref()).shown;
                shown.retain(|known| !matches!(known, Shown::Chart { chart: known } if *known == chart));
                shown.push(Shown::Chart { chart });
            }
            Event::CallIntended { .. } | Event::CallAnswered { .. } => self.call(event),
            Event::Checked { step, before, check } => self.checked(step, *before, check),
            Event::Waited {
                step,
                text,
                elapsed,
                limit,
                ..
            } => {
                let wait = Wait {
                    text: line(text),
                    elapsed: *elapsed,
                    limit: *limit,
                };
                let waits = &mut self.part(step.as_deref()).waits;
                match waits.last_mut() {
                    Some(last) if last.text == wait.text && last.elapsed <= wait.elapsed => *last = wait,
                    _ => waits.push(wait),
                }
            }
            Event::Released { step, kind, id } => self.released.push(thing(&Thing {
                kind: kind.clone(),
                id: id.clone(),
                step: step.clone(),
            })),
            Event::NotUndone { step, kind, id, .. } => self.not_undone.push(thing(&Thing {
                kind: kind.clone(),
                id: id.clone(),
                step: step.clone(),
            })),
            Event::CostTold {
                charges,
                micros,
                by_use,
                unpriced,
                prices,
            } => {
                let counted = charges.len() + by_use.len() + unpriced.len();
                self.cost = (counted > 0).then(|| Cost {
                    micros: *micros,
                    charged: charges.len(),
                    by_use: by_use.len(),
                    unpriced: unpriced.len(),
                    prices: line(prices),
                });
            }
            Event::Deferred {
                step, text, limit, ..
            } => {
                let wait = Wait {
                    text: line(text),
                    elapsed: 0,
                    limit: *limit,
                };
                self.step(step).part.waits.push(wait);
            }
            Event::LeftOver {
                step,
                service,
                operation,
                identifiers,
                link,
                ..
            } => self.left_over.push(LeftOver {
                step: step.clone(),
                service: line(service),
                operation: line(operation),
                identifiers: cleaned_map(identifiers),
                link: link.as_deref().map(line),
            }),
            Event::BlockFinished { failure: None, .. }
            | Event::StepLooked { .. }
            | Event::StepsListed { .. }
            | Event::SecretShown { .. }
            | Event::Claimed { .. }
            | Event::Remembered { .. }
            | Event::HoldingsListed { .. }
            | Event::RunUndone { .. } => {}
        }
    }

    /// A step, also one that no list named.
    fn step(&mut self, id: &str) -> &mut Step {
        let number = self.steps.len() + 1;
        self.steps
            .entry(id.to_owned())
            .or_insert_with(|| Step::new(&clean(id), &line(id), number))
    }

    fn part(&mut self, step: Option<&str>) -> &mut Part {
        match step {
            Some(id) => &mut self.step(id).part,
            None => &mut self.setup,
        }
    }

    /// Ends the visit to a step.
    fn leave(&mut self, at: Timestamp) {
        if let Some((id, since, _)) = self.open.take() {
            self.step(&id).milliseconds += between(since, at);
        }
    }

    /// The run ends, or was cut off at the last stamp that is known.
    fn pause(&mut self, at: Option<Timestamp>) {
        let at = at.unwrap_or(self.last);
        self.leave(at);
        if let Some(since) = self.since.take() {
            self.spent += between(since, at);
        }
    }

    /// A check block begins. One that ran in this look already begins another look.
    fn begin_check(&mut self, step: &str, line: usize) {
        match &mut self.checking {
            Some(look) if look.step == step && !look.lines.contains(&line) => look.lines.push(line),
            _ => {
                self.checking = Some(Checking {
                    step: step.to_owned(),
                    lines: vec![line],
                    told: false,
                });
            }
        }
    }

    /// The first claim of a look replaces what the look before it found.
    fn checked(&mut self, id: &str, before: bool, check: &Check) {
        let fresh = match &mut self.checking {
            Some(look) if look.step == id => !std::mem::replace(&mut look.told, true),
            _ => false,
        };
        let check = Check {
            text: line(&check.text),
            state: check.state,
            evidence: line(&check.evidence),
            line: check.line,
        };
        let step = self.step(id);
        let checks = if before {
            &mut step.before
        } else {
            &mut step.checks
        };
        if fresh {
            checks.clear();
        }
        let known = |known: &&mut Check| (known.line, &known.text) == (check.line, &check.text);
        match checks.iter_mut().find(known) {
            Some(known) => *known = check,
            None => checks.push(check),
        }
    }

    fn call(&mut self, event: &Event) {
        match event {
            Event::CallIntended {
                call,
                step,
                service,
                operation,
                class,
                account,
                region,
                parameters,
                ..
            } => self.part(step.as_deref()).calls.push(Call {
                call: *call,
                service: line(service),
                operation: line(operation),
                class: *class,
                account: line(account),
                region: line(region),
                result: Result::Unanswered,
                code: None,
                message: None,
                parameters: cleaned_map(parameters),
                identifiers: Map::new(),
                request_id: None,
                milliseconds: None,
            }),
            Event::CallAnswered {
                call,
                step,
                service,
                operation,
                class,
                account,
                region,
                outcome,
                identifiers,
                request_id,
                milliseconds,
            } => {
                let (result, refusal) = match outcome {
                    CallOutcome::Answered => (Result::Answered, None),
                    CallOutcome::Refused { code, message } => {
                        (Result::Refused, Some((line(code), line(message))))
                    }
                };
                let (code, message) = refusal.unzip();
                let calls = &mut self.part(step.as_deref()).calls;
                let intended = calls.iter().rposition(|known| {
                    known.call == *call && known.result == Result::Unanswered && known.operation == *operation
                });
                let parameters = intended.map_or(Map::new(), |at| calls.remove(at).parameters);
                calls.push(Call {
                    call: *call,
                    service: line(service),
                    operation: line(operation),
                    class: *class,
                    account: line(account),
                    region: line(region),
                    result,
                    code,
                    message,
                    parameters,
                    identifiers: cleaned_map(identifiers),
                    request_id: request_id.as_deref().map(line),
                    milliseconds: Some(*milliseconds),
                });
            }
            _ => {}
        }
    }
}

/// Milliseconds; nothing where a clock was set back.
fn between(since: Timestamp, at: Timestamp) -> u64 {
    u64::try_from(at.duration_since(since).as_millis()).unwrap_or_default()
}
