//! Criteria of coverage and findings: of one member one entry must hold (unless it says NOT_EQUALS), of several members
//! all.

use crate::practice::filter::texts_at;
use crate::practice::given::Given;
use crate::value::Value;

/// Where a record holds what a criterion of text is about.
pub(super) type Table = &'static [(&'static str, &'static str)];

/// Criteria as a call gives them.
pub(super) struct Criteria<'a> {
    texts: Vec<(&'static str, Vec<(&'a str, &'a str)>)>,
    tags: Vec<(&'a str, Option<&'a str>)>,
    at: &'static str,
}

impl<'a> Criteria<'a> {
    /// The criteria of a call: those of text by the table, those of tags under `tags`, which a record holds `at`.
    pub(super) fn read(given: &Given<'a>, table: Table, tags: &str, at: &'static str) -> Criteria<'a> {
        let all = given.get("filterCriteria");
        let texts = table
            .iter()
            .filter(|(member, _)| all.has(member))
            .map(|(member, path)| {
                let list = all.list(member);
                let entries = list.iter().map(|one| (one.text("comparison"), one.text("value")));
                (*path, entries.collect())
            })
            .collect();
        let tags = all
            .list(tags)
            .iter()
            .map(|one| {
                one.text("comparison");
                (one.text("key"), one.opt("value"))
            })
            .collect();
        Criteria { texts, tags, at }
    }

    /// True where a record meets them.
    pub(super) fn admit(&self, record: &Value) -> bool {
        let texts = self.texts.iter().all(|(path, entries)| {
            let found = texts_at(record, path);
            let holds = |(comparison, value): &(&str, &str)| match *comparison {
                "PREFIX" => found.iter().any(|text| text.starts_with(value)),
                "NOT_EQUALS" => found.iter().all(|text| text != value),
                _ => found.iter().any(|text| text == value),
            };
            let (not, some): (Vec<_>, Vec<_>) = entries.iter().partition(|(word, _)| *word == "NOT_EQUALS");
            not.into_iter().all(holds) && (some.is_empty() || some.into_iter().any(holds))
        });
        let tagged = self.tags.is_empty()
            || self.tags.iter().any(|(key, value)| {
                let found = record.at(self.at).get(key).as_text();
                found.is_some_and(|found| value.is_none_or(|value| value == found))
            });
        texts && tagged
    }
}
