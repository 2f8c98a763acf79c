//! What happened within a step, or before the first.

use super::Call;
use crate::event::{Chart, Prose, Remark, Role, Table};
use crate::value::Value;
use serde::{Serialize, Serializer};

/// What happened within a step, or before the first.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Part {
    /// The text that a person was shown, its values filled in; nothing of an unattended run.
    #[serde(serialize_with = "filled", skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// What was answered.
    pub answers: Vec<Answer>,
    /// What was said and shown, in order.
    pub shown: Vec<Shown>,
    /// What was waited for.
    pub waits: Vec<Wait>,
    /// The blocks that ran, in order, each once.
    pub blocks: Vec<Block>,
    /// The calls that they made.
    pub calls: Vec<Call>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Answer {
    /// The name of the input or question.
    pub name: String,
    /// The answer; nothing for a secret.
    pub value: Value,
    /// True where it is kept back.
    pub secret: bool,
}

/// Something that was said or shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Shown {
    /// A remark.
    Said {
        /// What it is.
        remark: Remark,
        /// The text.
        text: String,
    },
    /// Rows.
    Table {
        /// The rows.
        table: Table,
    },
    /// A chart.
    Chart {
        /// The chart.
        chart: Chart,
    },
    /// A hint or a solution that the author wrote.
    Told {
        /// The text.
        #[serde(serialize_with = "told")]
        text: Prose,
    },
    /// What went wrong in a block.
    Failure {
        /// What the block was for.
        role: Role,
        /// What went wrong, with its place and advice.
        text: String,
    },
}

/// Something that was waited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wait {
    /// The claim, or what a waiter looks at.
    pub text: String,
    /// The seconds that it was last seen to have taken, on the target's clock.
    pub elapsed: u64,
    /// The limit in seconds.
    pub limit: u64,
}

/// A block that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Block {
    /// What it is for.
    pub role: Role,
    /// The line of its fence, from 1.
    pub line: usize,
    /// How often it ran.
    pub times: usize,
    /// The exact code.
    pub code: String,
}

/// Markdown with its values in their places.
pub(super) fn plain(prose: &Prose) -> String {
    let mut out = String::new();
    fill(&prose.markdown, &prose.values, |piece| out.push_str(piece));
    out
}

/// Takes a text apart at its placeholders, and gives what stands between and what belongs in their place.
pub(super) fn fill(text: &str, values: &[String], mut take: impl FnMut(&str)) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{e000}') {
        take(before);
        let Some((index, behind)) = after.split_once('\u{e001}') else {
            rest = after;
            continue;
        };
        if let Some(value) = index.parse::<usize>().ok().and_then(|index| values.get(index)) {
            take(value);
        }
        rest = behind;
    }
    take(rest);
}

fn told<S: Serializer>(prose: &Prose, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&plain(prose))
}

fn filled<S: Serializer>(prose: &Option<Prose>, serializer: S) -> Result<S::Ok, S::Error> {
    match prose {
        Some(prose) => told(prose, serializer),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places() {
        let prose = Prose {
            markdown: "a \u{e000}1\u{e001} b \u{e000}0\u{e001}\u{e000}7\u{e001} c\u{e000}".to_owned(),
            values: vec!["x".to_owned(), "*y*".to_owned()],
        };
        assert_eq!(plain(&prose), "a *y* b x c");
    }
}
