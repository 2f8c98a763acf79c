//! The front matter.

mod fields;
mod input;
mod preflight;
mod yaml;

pub use input::{Input, InputType};
pub use preflight::{Amount, Preflight};

use self::fields::{Fields, map, text};
use self::yaml::{Kind, Node};
use super::amount::duration;
use super::log::Log;
use crate::source::Span;
use std::time::Duration;

/// What stands between the `---` lines at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    /// `title:`; else the `#` heading serves.
    pub title: Option<String>,
    /// `summary:` in a sentence or two.
    pub summary: Option<String>,
    /// `regions:` where mutating calls may go; empty for anywhere.
    pub regions: Vec<String>,
    /// `requires:` runbooks whose end state is verified first.
    pub requires: Vec<String>,
    /// `inputs:` in the author's order.
    pub inputs: Vec<Input>,
    /// `accounts:` further accounts that the lab needs.
    pub accounts: Vec<AccountNeed>,
    /// `trust:` what the runbook says it may do.
    pub trust: Option<Trust>,
    /// `preflight:` what an account must have room for.
    pub preflight: Preflight,
    /// `timing:` defaults of waiting.
    pub timing: Timing,
}

/// A further account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNeed {
    /// Its name in the scripts.
    pub name: String,
    /// What it is for.
    pub summary: Option<String>,
}

/// What a runbook says it may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// The services it calls.
    pub services: Vec<String>,
    /// Whether it changes anything.
    pub mutating: bool,
}

/// Defaults of waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// `within:` of a check that names none.
    pub within: Option<Duration>,
    /// `every:` of a check that names none.
    pub every: Option<Duration>,
}

const KEYS: &[&str] = &[
    "title",
    "summary",
    "regions",
    "requires",
    "inputs",
    "accounts",
    "trust",
    "preflight",
    "timing",
];

/// Reads the front matter and says where the Markdown begins.
pub(super) fn read(log: &mut Log) -> (Front, usize) {
    let source = log.source.clone();
    let Some((yaml, rest)) = split(log) else {
        return (Front::default(), 0);
    };
    match yaml::read(&source, yaml) {
        Ok(node) => (front(log, &node), rest),
        Err((message, span)) => {
            log.error(
                "invalid-yaml",
                span,
                format!("the front matter cannot be read: {message}"),
                "here",
                "write YAML between the `---` lines: `key: value`, texts with `:` or `#` in quotes",
            );
            (Front::default(), rest)
        }
    }
}

/// The YAML between the `---` lines, and where the text behind them begins.
fn split(log: &mut Log) -> Option<(Span, usize)> {
    let source = log.source.clone();
    let text = source.text();
    let opening = text.split_inclusive('\n').next()?;
    if opening.trim_end() != "---" {
        return None;
    }
    let start = opening.len();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((Span::new(start, at), at + line.len()));
        }
        at += line.len();
    }
    let first = text[start..].lines().next().unwrap_or_default();
    let key = first.split_once(':').map_or("", |(key, _)| key);
    if !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    {
        log.error(
            "unclosed-front-matter",
            Span::new(0, 3),
            "the front matter is never closed",
            "opened here",
            "close it with a line of `---`",
        );
    }
    None
}

fn front(log: &mut Log, node: &Node) -> Front {
    let mut fields = Fields::of(log, node, "the front matter", KEYS);
    let (inputs, accounts) = (fields.get("inputs"), fields.get("accounts"));
    let (trust, timing) = (fields.get("trust"), fields.get("timing"));
    let preflight = fields.get("preflight");
    Front {
        title: fields.text("title"),
        summary: fields.text("summary"),
        regions: fields.texts("regions"),
        requires: fields.texts("requires"),
        inputs: inputs
            .map(|node| input::inputs(fields.log, node))
            .unwrap_or_default(),
        accounts: accounts.map(|node| needs(fields.log, node)).unwrap_or_default(),
        trust: trust.map(|node| {
            let mut fields = Fields::of(fields.log, node, "`trust`", &["services", "mutating"]);
            Trust {
                services: fields.texts("services"),
                mutating: fields.flag("mutating").unwrap_or_default(),
            }
        }),
        preflight: preflight
            .map(|node| preflight::read(fields.log, node))
            .unwrap_or_default(),
        timing: timing
            .map(|node| {
                let mut fields = Fields::of(fields.log, node, "`timing`", &["within", "every"]);
                Timing {
                    within: fields.read("within", duration),
                    every: fields.read("every", duration),
                }
            })
            .unwrap_or_default(),
    }
}

/// `accounts:` as a list of names, or as a map from name to what it is for.
fn needs(log: &mut Log, node: &Node) -> Vec<AccountNeed> {
    let named: Vec<(String, Span, Option<String>)> = if let Kind::List(items) = &node.kind {
        items
            .iter()
            .filter_map(|item| text(log, "accounts", item).map(|name| (name, item.span, None)))
            .collect()
    } else {
        map(log, node, "`accounts`")
            .iter()
            .map(|entry| {
                let summary = match entry.value.kind {
                    Kind::Null => None,
                    _ => text(log, &entry.key, &entry.value),
                };
                (entry.key.clone(), entry.span, summary)
            })
            .collect()
    };
    named
        .into_iter()
        .map(|(name, span, summary)| {
            if name.is_empty()
                || !name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            {
                log.error(
                    "invalid-name",
                    span,
                    format!("`{name}` cannot be the name of an account"),
                    "not a name",
                    "make it of letters, digits, `-` and `_`",
                );
            }
            AccountNeed { name, summary }
        })
        .collect()
}
