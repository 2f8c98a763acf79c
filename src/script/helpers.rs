//! Small pure words, and Rhai's own that must not be as they are.

use super::bounds::TEXT;
use super::dynamic::{self, plain_json, string, to_value};
use super::moment::{self, Moment};
use super::password;
use super::quote::Ident;
use super::stage::{Stage, Why};
use super::trouble::{self, Refusal};
use crate::event::Role;
use rhai::{Array, Dynamic, Engine, ImmutableString, Map, NativeCallContext};
use std::sync::Arc;
use std::time::Duration;

/// Registers the words.
pub(crate) fn register(engine: &mut Engine, stage: &Arc<Stage>) {
    values(engine);
    passwords(engine, stage);
    time(engine, stage);
    replacing(engine);
    for word in ["exit", "timestamp"] {
        let refuse = move || -> Result<(), Refusal> {
            let advice = super::translate::refused(word).unwrap_or_default();
            Err(trouble::advise(
                "refused-word",
                format!("`{word}` is not for runbooks"),
                advice,
            ))
        };
        engine.register_fn(word, refuse);
        engine.register_fn(word, move |_: Dynamic| refuse());
    }
}

fn values(engine: &mut Engine) {
    engine
        .register_fn("to_json", |value: Dynamic| -> Result<String, Refusal> {
            to_value(&value)
                .map(|value| plain_json(&value).to_string())
                .map_err(|why| trouble::refuse("no-json", why))
        })
        .register_fn("to_json", |value: &mut Map| -> Result<String, Refusal> {
            to_value(&Dynamic::from_map(value.clone()))
                .map(|value| plain_json(&value).to_string())
                .map_err(|why| trouble::refuse("no-json", why))
        })
        .register_fn("tag", |record: Dynamic, key: &str| tag(&record, key))
        .register_fn("tags", |pairs: Map| -> Array {
            let tag = |(key, value): (&rhai::Identifier, &Dynamic)| {
                let members = [
                    ("Key".into(), key.as_str().into()),
                    ("Value".into(), dynamic::text(value).into()),
                ];
                Dynamic::from_map(members.into_iter().collect())
            };
            pairs.iter().map(tag).collect()
        })
        .register_type_with_name::<Ident>("identifier")
        .register_fn("ident", |name: &str| Ident(name.to_owned()));
}

/// The value of a tag in any of the spellings that AWS uses: a list of `Key` and `Value`, or a map.
fn tag(record: &Dynamic, key: &str) -> Dynamic {
    let Ok(record) = record.as_map_ref() else {
        return Dynamic::UNIT;
    };
    let tags = ["Tags", "tags", "TagSet", "TagList"]
        .iter()
        .find_map(|name| record.get(*name));
    let Some(tags) = tags else { return Dynamic::UNIT };
    if let Ok(map) = tags.as_map_ref() {
        return map.get(key).cloned().unwrap_or(Dynamic::UNIT);
    }
    let Ok(list) = tags.as_array_ref() else {
        return Dynamic::UNIT;
    };
    let member = |tag: &Map, names: [&str; 2]| names.iter().find_map(|name| tag.get(*name).cloned());
    list.iter()
        .filter_map(|tag| tag.as_map_ref().ok())
        .find(|tag| {
            member(tag, ["Key", "key"])
                .as_ref()
                .and_then(string)
                .is_some_and(|name| name == key)
        })
        .and_then(|tag| member(&tag, ["Value", "value"]))
        .unwrap_or(Dynamic::UNIT)
}

fn passwords(engine: &mut Engine, stage: &Arc<Stage>) {
    let make = |stage: &Stage, policy: &Map| -> Result<String, Refusal> {
        stage.alive()?;
        let password = password::generate_password(password::length(policy)?).map_err(|why| {
            trouble::refuse(
                "no-password",
                format!("the machine gives no random numbers: {why}"),
            )
        })?;
        stage.doors.secrets.add(&password);
        Ok(password)
    };
    let (plain, with, answered) = (Arc::clone(stage), Arc::clone(stage), Arc::clone(stage));
    engine
        .register_fn("password", move || make(&plain, &Map::new()))
        .register_fn("password", move |policy: Map| make(&with, &policy))
        .register_fn("password", move |_nothing: ()| make(&answered, &Map::new()));
}

fn time(engine: &mut Engine, stage: &Arc<Stage>) {
    moment::register(engine);
    let (now, since, whole, half) = (
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
        Arc::clone(stage),
    );
    engine
        .register_fn("now", move || Moment(now.doors.clock.now()))
        .register_fn("moment", |value: Dynamic| moment::parse(&value))
        .register_fn("seconds_since", move |value: Dynamic| -> Result<i64, Refusal> {
            let then = moment::parse(&value)?;
            Ok(since.doors.clock.now().duration_since(then.0).as_secs())
        })
        .register_fn("sleep", move |ctx: NativeCallContext<'_>, seconds: i64| {
            wait(&whole, &ctx, Duration::try_from_secs_f64(seconds as f64).ok())
        })
        .register_fn("sleep", move |ctx: NativeCallContext<'_>, seconds: f64| {
            wait(&half, &ctx, Duration::try_from_secs_f64(seconds).ok())
        });
}

fn wait(stage: &Stage, ctx: &NativeCallContext<'_>, span: Option<Duration>) -> Result<(), Refusal> {
    stage.alive()?;
    if !matches!(stage.role(), Some(Role::Solve | Role::Cleanup)) {
        return Err(trouble::advise(
            "sleep-outside",
            "`sleep` stands outside a solve or cleanup block",
            "a check is tried again by itself with `within=5m every=10s` on its fence",
        ));
    }
    let span = span
        .filter(|span| *span <= Duration::from_secs(3600))
        .ok_or_else(|| trouble::refuse("wrong-type", "`sleep` takes seconds, from 0 to 3600"))?;
    let latch = stage.doors.latch.clone();
    stage
        .away(|| stage.doors.clock.wait(span, &latch))
        .map_err(|_| stage.halt(ctx, Why::Latch))
}

/// Rhai's `replace` makes a text of any length before it looks, and a machine without that memory aborts.
fn replacing(engine: &mut Engine) {
    fn replace(text: &mut ImmutableString, find: &str, put: &str) -> Result<(), Refusal> {
        let found = if find.is_empty() {
            text.chars().count() + 1
        } else {
            text.matches(find).count()
        };
        let grown = found.saturating_mul(put.len()).saturating_add(text.len());
        if grown > TEXT {
            return Err(Box::new(rhai::EvalAltResult::ErrorDataTooLarge(
                "Length of string".to_owned(),
                rhai::Position::NONE,
            )));
        }
        if found > 0 {
            *text = text.replace(find, put).into();
        }
        Ok(())
    }
    engine
        .register_fn("replace", replace)
        .register_fn("replace", |text: &mut ImmutableString, find: char, put: &str| {
            replace(text, find.encode_utf8(&mut [0; 4]), put)
        })
        .register_fn("replace", |text: &mut ImmutableString, find: &str, put: char| {
            replace(text, find, put.encode_utf8(&mut [0; 4]))
        })
        .register_fn("replace", |text: &mut ImmutableString, find: char, put: char| {
            replace(text, find.encode_utf8(&mut [0; 4]), put.encode_utf8(&mut [0; 4]))
        });
}
