//! What scripts ask of and say to people. A prompt is data; who answers it is the prompter's matter.

use super::dynamic::{self, from_value, printable, string};
use super::picture;
use super::stage::{Stage, Why};
use super::trouble::{self, Refusal};
use crate::event::{Event, Remark, Role};
use crate::port::{Choice, Prompt, PromptError, PromptKind, Secrets, Stop};
use crate::value::Value;
use rhai::{Dynamic, Engine, Map, NativeCallContext};
use std::sync::Arc;

/// Registers the words.
pub(crate) fn register(engine: &mut Engine, stage: &Arc<Stage>) {
    prompts(engine, stage);
    remarks(engine, stage);
}

fn prompts(engine: &mut Engine, stage: &Arc<Stage>) {
    let with = |kind: fn() -> PromptKind| {
        let stage = Arc::clone(stage);
        move |ctx: NativeCallContext<'_>, name: &str, text: &str, options: Map| {
            ask(&stage, &ctx, name, text, kind(), &options)
        }
    };
    let plain = |kind: fn() -> PromptKind| {
        let stage = Arc::clone(stage);
        move |ctx: NativeCallContext<'_>, name: &str, text: &str| {
            ask(&stage, &ctx, name, text, kind(), &Map::new())
        }
    };
    let line: fn() -> PromptKind = || PromptKind::Text { pattern: None };
    engine
        .register_fn("ask", plain(line))
        .register_fn("ask", with(line))
        .register_fn("confirm", plain(|| PromptKind::Confirm))
        .register_fn("confirm", with(|| PromptKind::Confirm))
        .register_fn("secret", plain(|| PromptKind::Secret))
        .register_fn("secret", with(|| PromptKind::Secret));
    let (short, long) = (Arc::clone(stage), Arc::clone(stage));
    engine
        .register_fn(
            "choose",
            move |ctx: NativeCallContext<'_>, name: &str, text: &str, choices: rhai::Array| {
                ask(
                    &short,
                    &ctx,
                    name,
                    text,
                    PromptKind::Choice(read_choices(&choices)?),
                    &Map::new(),
                )
            },
        )
        .register_fn(
            "choose",
            move |ctx: NativeCallContext<'_>, name: &str, text: &str, choices: rhai::Array, options: Map| {
                ask(
                    &long,
                    &ctx,
                    name,
                    text,
                    PromptKind::Choice(read_choices(&choices)?),
                    &options,
                )
            },
        );
}

fn read_choices(choices: &[Dynamic]) -> Result<Vec<Choice>, Refusal> {
    let bad = || {
        trouble::refuse(
            "no-choice",
            "a choice is a text, or a map such as `#{ value: \"a\", label: \"The first\" }`",
        )
    };
    let read = |choice: &Dynamic| {
        if let Some(value) = string(choice) {
            return Ok(Choice {
                value: value.to_string(),
                label: printable(&value),
                key: None,
            });
        }
        let map = choice.as_map_ref().map_err(|_| bad())?;
        let member = |name: &str| map.get(name).and_then(string);
        let value = member("value").ok_or_else(bad)?;
        Ok(Choice {
            label: printable(&member("label").unwrap_or_else(|| value.clone())),
            value: value.to_string(),
            key: None,
        })
    };
    if choices.is_empty() {
        return Err(trouble::refuse("no-choice", "there is nothing to choose from"));
    }
    choices.iter().map(read).collect()
}

fn ask(
    stage: &Stage,
    ctx: &NativeCallContext<'_>,
    name: &str,
    text: &str,
    kind: PromptKind,
    options: &Map,
) -> Result<Dynamic, Refusal> {
    stage.alive()?;
    if stage.role() != Some(Role::Setup) {
        return Err(trouble::advise(
            "ask-outside-setup",
            format!("`{}` stands outside a setup block", ctx.fn_name()),
            "ask in a `rhai setup` block: what it answers is seen by the step's other blocks",
        ));
    }
    if let Some(known) = stage.answers().get(name) {
        return Ok(from_value(known));
    }
    let secret = kind == PromptKind::Secret;
    let prompt = prompt(name, text, kind, options)?;
    let answer = match stage.away(|| stage.doors.prompter.ask(&prompt)) {
        Ok(answer) => answer,
        Err(error) => {
            if error == PromptError::Interrupted {
                stage.doors.latch.set(Stop::Interrupted);
            }
            return Err(stage.halt(ctx, Why::Prompt(error)));
        }
    };
    if secret {
        keep(stage, ctx, name, answer.value.text())?;
    }
    stage.answers().insert(name.to_owned(), answer.value.clone());
    let step = stage.now().step.clone();
    let told = Event::Answered {
        step,
        name: name.to_owned(),
        value: if secret { Value::Null } else { answer.value.clone() },
        secret,
    };
    stage.tell(ctx, &told)?;
    Ok(from_value(&answer.value))
}

/// From here on it is masked; one that cannot be everywhere is said.
fn keep(stage: &Stage, ctx: &NativeCallContext<'_>, name: &str, secret: &str) -> Result<(), Refusal> {
    stage.doors.secrets.add(secret);
    match Secrets::warning(name, secret) {
        Some(warning) => stage.remark(ctx, Remark::Engine, &warning),
        None => Ok(()),
    }
}

fn prompt(name: &str, text: &str, mut kind: PromptKind, options: &Map) -> Result<Prompt, Refusal> {
    const OPTIONS: [&str; 3] = ["default", "pattern", "help"];
    if let Some(unknown) = options.keys().find(|key| !OPTIONS.contains(&key.as_str())) {
        return Err(trouble::advise(
            "unknown-option",
            format!("a question has no option `{unknown}`"),
            crate::diagnostic::suggest(unknown, &OPTIONS),
        ));
    }
    let default = options
        .get("default")
        .map(dynamic::to_value)
        .transpose()
        .map_err(|why| trouble::refuse("no-default", why))?;
    if let (Some(pattern), PromptKind::Text { pattern: slot }) =
        (options.get("pattern").and_then(string), &mut kind)
    {
        *slot = Some(pattern.to_string());
    }
    Ok(Prompt {
        name: name.to_owned(),
        text: printable(text),
        help: options.get("help").and_then(string).map(|help| printable(&help)),
        kind,
        default: default.filter(|value| !value.is_null()),
    })
}

fn remarks(engine: &mut Engine, stage: &Arc<Stage>) {
    let (say, note, show, draw, reveal) = (
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
    );
    engine
        .register_fn("say", move |ctx: NativeCallContext<'_>, text: Dynamic| {
            say.remark(&ctx, said_by(say.role()), &dynamic::text(&text))
        })
        .register_fn("note", move |ctx: NativeCallContext<'_>, text: Dynamic| {
            note.remark(&ctx, Remark::Note, &dynamic::text(&text))
        })
        .register_fn("table", move |ctx: NativeCallContext<'_>, rows: rhai::Array| {
            let table = picture::table(&rows, &show.doors.secrets)?;
            let step = show.now().step.clone();
            show.tell(&ctx, &Event::TableShown { step, table })
        })
        .register_fn(
            "chart",
            move |ctx: NativeCallContext<'_>, rows: rhai::Array, options: Map| {
                let chart = picture::chart(&rows, &options, &draw.doors.secrets)?;
                let step = draw.now().step.clone();
                draw.tell(&ctx, &Event::ChartShown { step, chart })
            },
        )
        .register_fn(
            "reveal",
            move |ctx: NativeCallContext<'_>, label: &str, secret: &str| {
                keep(&reveal, &ctx, label, secret)?;
                let step = reveal.now().step.clone();
                let event = Event::SecretShown {
                    step,
                    label: printable(label),
                    value: printable(secret),
                };
                reveal.tell(&ctx, &event)
            },
        );
}

fn said_by(role: Option<Role>) -> Remark {
    match role {
        Some(Role::Hint) => Remark::Hint,
        _ => Remark::Say,
    }
}
