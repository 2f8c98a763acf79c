//! The words that scripts have besides Rhai's own, and their reference.
//!
//! A test holds the table to what is registered: a word without a line here, or a line without a word, fails.

/// One word of the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its name, `check_eq`.
    pub name: &'static str,
    /// How it is written, `check_eq(text, actual, expected)`.
    pub signature: &'static str,
    /// What it belongs to: `checks`, `owning`, `people`, `aws`, `values`, `time`.
    pub group: &'static str,
    /// What it does, in a sentence or two.
    pub summary: &'static str,
}

/// Every word, in the order in which a reference shows them.
#[must_use]
pub fn vocabulary() -> Vec<Word> {
    WORDS
        .iter()
        .map(|(group, name, signature, summary)| Word {
            name,
            signature,
            group,
            summary,
        })
        .collect()
}

type Line = (&'static str, &'static str, &'static str, &'static str);

const WORDS: &[Line] = &[
    (
        "checks",
        "check",
        "check(text, condition, evidence?)",
        "Claims in a check block that something is so. The block goes on whatever comes out, also when AWS answers with an error inside the condition; both sides of a comparison are shown as evidence.",
    ),
    (
        "checks",
        "check_eq",
        "check_eq(text, actual, expected, evidence?)",
        "Claims that two values are equal, of the same kind too: 1 is not 1.0.",
    ),
    (
        "checks",
        "should",
        "should(text, condition, evidence?)",
        "As `check`, but only a warning when it is not so.",
    ),
    (
        "checks",
        "fail",
        "fail(text)",
        "A check that does not hold, for what no condition can say.",
    ),
    (
        "owning",
        "claim",
        "claim(kind, id)",
        "Names a thing that a check block found, as in `claim(\"ec2:vpc\", vpc.VpcId)`. What was there before the step is adopted, what came later is owned.",
    ),
    (
        "owning",
        "owned",
        "owned(kind)",
        "The ids of what the run owns of a kind; cleanup deletes only these.",
    ),
    (
        "owning",
        "remember",
        "remember(kind, id, value)",
        "Keeps the state of an adopted thing, in a setup or check block; only what the first check sees is kept.",
    ),
    (
        "owning",
        "remembered",
        "remembered(kind, id)",
        "The kept state, or `()`, to put it back in cleanup.",
    ),
    (
        "people",
        "ask",
        "ask(name, text, #{ \"default\", pattern, help }?)",
        "Asks for a line of text, in a setup block; once in a run.",
    ),
    (
        "people",
        "choose",
        "choose(name, text, choices, #{ \"default\", help }?)",
        "Asks for one of a list of texts, or of maps with `value` and `label`.",
    ),
    (
        "people",
        "confirm",
        "confirm(name, text, #{ \"default\", help }?)",
        "Asks yes or no.",
    ),
    (
        "people",
        "secret",
        "secret(name, text, #{ help }?)",
        "Asks for a secret: not echoed, not kept, masked wherever it appears.",
    ),
    (
        "people",
        "say",
        "say(text)",
        "Tells the person something now; in a hint block, the hint.",
    ),
    ("people", "note", "note(text)", "Keeps a remark with the step."),
    (
        "people",
        "table",
        "table(rows)",
        "Shows a list of maps as a table, in the terminal and in the report.",
    ),
    (
        "people",
        "chart",
        "chart(rows, #{ x, y, title?, kind? })",
        "Shows a column of numbers of a list of maps over another, as bars or, with `kind: \"line\"`, as a line in the report: `chart(rows, #{ x: \"Port\", y: \"Count\" })`.",
    ),
    (
        "people",
        "reveal",
        "reveal(label, secret)",
        "Shows a secret to the person once; it is in no journal and no report.",
    ),
    (
        "people",
        "password",
        "password(policy?)",
        "A random password, a secret. The policy is what IAM answers as `PasswordPolicy`, or `#{ length: 24 }`.",
    ),
    (
        "aws",
        "in_region",
        "in_region(region, || ...)",
        "Makes the calls of a closure in another region.",
    ),
    (
        "aws",
        "as_account",
        "as_account(name, || ...)",
        "Makes the calls of a closure in another account of the front matter; in a real account `--bind` says what reaches it.",
    ),
    (
        "aws",
        "assume",
        "assume(role_arn, #{ RoleSessionName, ExternalId, DurationSeconds, Policy }?, || ...)",
        "Makes the calls of a closure as a role, in the role's account. Inside another `assume` its session assumes the role.",
    ),
    (
        "values",
        "tag",
        "tag(record, key)",
        "The value of a tag of something that AWS answered, or `()`.",
    ),
    (
        "values",
        "tags",
        "tags(#{ Key: value })",
        "The list of `Key` and `Value` that AWS wants.",
    ),
    (
        "values",
        "to_json",
        "to_json(value)",
        "The JSON of a value: a policy document from a map.",
    ),
    (
        "values",
        "parse_json",
        "parse_json(text)",
        "The value of a JSON text.",
    ),
    (
        "values",
        "ident",
        "ident(name)",
        "A name rather than a value in a query: `SELECT * FROM {{ ident(table) }}`.",
    ),
    (
        "time",
        "now",
        "now()",
        "The target's time as a moment. Moments compare; their difference is seconds, `now() - 3600` is an hour ago.",
    ),
    (
        "time",
        "moment",
        "moment(text)",
        "The moment of a text such as `2026-11-24T05:00:00Z`, or of seconds since 1970.",
    ),
    (
        "time",
        "seconds_since",
        "seconds_since(moment)",
        "How long ago a moment was.",
    ),
    (
        "time",
        "sleep",
        "sleep(seconds)",
        "Waits on the target's clock, in solve and cleanup blocks.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::testing;
    use std::collections::BTreeSet;

    #[test]
    fn the_reference_has_every_word_that_is_registered_and_no_other() {
        let engine = testing::engine();
        let own: BTreeSet<String> = engine
            .collect_fn_metadata(None, |function| Some(function.metadata.name.to_string()), false)
            .into_iter()
            .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            .collect();
        let syntax = ["check", "check_eq", "should"].map(str::to_owned);
        let silent = [
            "to_string",
            "to_debug",
            "exit",
            "timestamp",
            "replace",
            "split",
            "split_rev",
            "to_chars",
            "print",
            "debug",
        ]
        .map(str::to_owned);
        let registered: BTreeSet<String> = own
            .into_iter()
            .chain(syntax)
            .filter(|name| !silent.contains(name))
            .collect();
        let documented: BTreeSet<String> = vocabulary().iter().map(|word| word.name.to_owned()).collect();
        assert_eq!(registered, documented);
    }

    #[test]
    fn a_signature_begins_with_its_word_and_a_summary_is_sentences() {
        for word in vocabulary() {
            assert!(
                word.signature.starts_with(&format!("{}(", word.name)),
                "{}",
                word.name
            );
            assert!(word.summary.ends_with('.'), "{}", word.name);
        }
    }
}
