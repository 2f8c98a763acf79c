//! Texts taken apart. Rhai's own words make the pieces of a text of any length and look at their number afterwards.

use super::bounds::PIECES;
use super::dynamic::{from_plain_json, from_value};
use super::trouble::{self, Refusal};
use rhai::{Array, Dynamic, Engine, ImmutableString};

/// Registers the words.
pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_fn("to_chars", |text: &str| {
            short(text)?;
            Ok::<Array, Refusal>(text.chars().map(Dynamic::from).collect())
        })
        .register_fn("split", |text: &mut ImmutableString| {
            short(text)?;
            Ok::<Array, Refusal>(list(text.split_whitespace()))
        })
        .register_fn("split", |text: &mut ImmutableString, at: &str| {
            split(text, at, None)
        })
        .register_fn("split", |text: &mut ImmutableString, at: &str, pieces: i64| {
            split(text, at, Some(pieces))
        })
        .register_fn("split", |text: &mut ImmutableString, at: char| {
            split(text, at.encode_utf8(&mut [0; 4]), None)
        })
        .register_fn("split", |text: &mut ImmutableString, at: char, pieces: i64| {
            split(text, at.encode_utf8(&mut [0; 4]), Some(pieces))
        })
        .register_fn("split_rev", |text: &mut ImmutableString, at: &str| {
            split_rev(text, at, None)
        })
        .register_fn(
            "split_rev",
            |text: &mut ImmutableString, at: &str, pieces: i64| split_rev(text, at, Some(pieces)),
        )
        .register_fn("split_rev", |text: &mut ImmutableString, at: char| {
            split_rev(text, at.encode_utf8(&mut [0; 4]), None)
        })
        .register_fn(
            "split_rev",
            |text: &mut ImmutableString, at: char, pieces: i64| {
                split_rev(text, at.encode_utf8(&mut [0; 4]), Some(pieces))
            },
        )
        .register_fn("parse_json", |text: &str| -> Result<Dynamic, Refusal> {
            short(text)?;
            serde_json::from_str(text)
                .map(|json| from_value(&from_plain_json(json)))
                .map_err(|error| trouble::refuse("no-json", format!("this is no JSON: {error}")))
        });
}

/// Refuses what is too long to be taken apart.
fn short(text: &str) -> Result<(), Refusal> {
    if text.len() > PIECES {
        let most = PIECES >> 20;
        return Err(trouble::refuse(
            "limit",
            format!("a text over {most} MB is not taken apart"),
        ));
    }
    Ok(())
}

/// Splits from the front; less than one piece is one.
fn split(text: &ImmutableString, at: &str, pieces: Option<i64>) -> Result<Array, Refusal> {
    short(text)?;
    Ok(match pieces {
        Some(most) => list(text.splitn(count(most), at)),
        // Rhai's: of nothing there is one piece, whatever it is split at.
        None if text.is_empty() => list([""].into_iter()),
        None => list(text.split(at)),
    })
}

/// Splits from the end, the last piece first.
fn split_rev(text: &ImmutableString, at: &str, pieces: Option<i64>) -> Result<Array, Refusal> {
    short(text)?;
    Ok(match pieces {
        Some(most) => list(text.rsplitn(count(most), at)),
        None => list(text.rsplit(at)),
    })
}

fn count(pieces: i64) -> usize {
    usize::try_from(pieces).unwrap_or(1).max(1)
}

fn list<'t>(pieces: impl Iterator<Item = &'t str>) -> Array {
    pieces.map(Into::into).collect()
}
