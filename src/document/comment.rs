//! The comment under a heading: `<!-- step: id=guardduty tags=detect,day1 minutes=5 cost="30-day trial" -->`.

use super::log::Log;
use super::words::words;
use super::{Attributes, Need};
use crate::diagnostic::suggest;
use crate::source::Span;

const KEYS: &[&str] = &["id", "tags", "minutes", "cost", "needs"];

/// Where the attributes of a step comment stand; none for any other comment.
pub(super) fn content(text: &str, comment: Span) -> Option<Span> {
    let inner = text.strip_prefix("<!--")?;
    let inner = inner.strip_suffix("-->").unwrap_or(inner);
    let word = inner.trim_start();
    let rest = word.strip_prefix("step")?.trim_start().strip_prefix(':')?;
    let start = comment.start + 4 + (inner.len() - rest.len());
    Some(Span::new(start, start + rest.len()))
}

/// True for a comment that lost its colon: `<!-- step id=x -->`, or spells the word wrong: `<!-- steps: -->`.
pub(super) fn nearly(text: &str) -> bool {
    let inner = text.trim_start_matches("<!--").trim_start();
    let word: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
    let rest = inner[word.len()..].trim_start();
    match word.to_lowercase().as_str() {
        "step" => KEYS.iter().any(|key| rest.starts_with(&format!("{key}="))) || rest.starts_with(':'),
        "steps" => rest.starts_with(':') || rest.starts_with("id="),
        _ => false,
    }
}

/// Reads the attributes, and the id with its place if one is given.
pub(super) fn attributes(log: &mut Log, content: Span) -> (Attributes, Option<(String, Span)>) {
    let mut attributes = Attributes::default();
    let mut id = None;
    let mut seen: Vec<String> = Vec::new();
    for word in words(log, content) {
        let value = log.source.slice(word.value).to_owned();
        let Some(key_span) = word.key else {
            log.error(
                "malformed-step-comment",
                word.span,
                format!("`{value}` is not an attribute of a step"),
                "expected `key=value`",
                "write `<!-- step: id=NAME tags=a,b minutes=5 cost=\"...\" -->`, with quotes around several words",
            );
            continue;
        };
        let key = log.source.slice(key_span).to_owned();
        if seen.contains(&key) {
            log.error(
                "repeated-attribute",
                word.span,
                format!("the attribute `{key}` is given twice"),
                "again",
                "keep one of them",
            );
            continue;
        }
        seen.push(key.clone());
        if value.is_empty() {
            continue;
        }
        let objection = match key.as_str() {
            "id" => {
                let fits = value.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
                id = fits.then(|| (value.clone(), word.value)).or(id);
                (!fits).then(|| "an id is made of letters, digits, `-` and `_`".to_owned())
            }
            "tags" => {
                attributes.tags = value.split(',').map(|tag| tag.trim().to_owned()).collect();
                attributes
                    .tags
                    .iter()
                    .any(String::is_empty)
                    .then(|| "write tags with single commas between them: `tags=detect,day1`".to_owned())
            }
            "needs" => {
                attributes.needs = needs(&value, word.value);
                attributes.needs.iter().any(|need| need.step.is_empty()).then(|| {
                    "write ids of steps with single commas between them: `needs=vpc,subnets`".to_owned()
                })
            }
            "minutes" => {
                attributes.minutes = value.parse().ok().filter(|minutes| *minutes > 0);
                attributes
                    .minutes
                    .is_none()
                    .then(|| "write a whole number: `minutes=5`".to_owned())
            }
            "cost" => {
                attributes.cost = Some(value.clone());
                None
            }
            _ => {
                log.error(
                    "unknown-attribute",
                    key_span,
                    format!("a step has no attribute `{key}`"),
                    "not an attribute of a step",
                    suggest(&key, KEYS),
                );
                None
            }
        };
        if let Some(help) = objection {
            log.error(
                "invalid-attribute",
                word.value,
                format!("`{value}` cannot be the value of `{key}`"),
                format!("not a value of `{key}`"),
                help,
            );
        }
    }
    (attributes, id)
}

/// The ids of a list, each with its place.
fn needs(value: &str, whole: Span) -> Vec<Need> {
    let mut start = whole.start;
    let mut needs = Vec::new();
    for part in value.split(',') {
        needs.push(Need {
            step: part.trim().to_owned(),
            span: Span::new(start, start + part.len()),
        });
        start += part.len() + 1;
    }
    needs
}
