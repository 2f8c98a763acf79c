//! What a comparison found, held to the list of named differences.

#![expect(clippy::print_stdout, reason = "the counts are the result")]

use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The text of a member.
pub(crate) fn text<'j>(line: &'j Json, member: &str) -> &'j str {
    line[member].as_str().unwrap_or_default()
}

/// Comparison, service, operation, variant, reason; one a line.
const LIST: &str = include_str!("../oracles/differences.txt");

/// Where a line stands: service, operation, variant.
type Place = (String, String, String);

/// What a comparison found.
#[derive(Default)]
pub(crate) struct Tally {
    equal: usize,
    different: BTreeMap<Place, String>,
}

impl Tally {
    /// Takes in one line's result.
    pub(crate) fn note(&mut self, line: &Json, result: Result<(), String>) {
        self.note_as(line, text(line, "variant"), result);
    }

    /// Takes in the result of one of several variants in a line.
    pub(crate) fn note_as(&mut self, line: &Json, variant: &str, result: Result<(), String>) {
        match result {
            Ok(()) => self.equal += 1,
            Err(difference) => {
                let of = |member| text(line, member).to_owned();
                let operation = if line["operation"].is_string() {
                    of("operation")
                } else {
                    "-".to_owned()
                };
                self.different
                    .insert((of("service"), operation, variant.to_owned()), difference);
            }
        }
    }

    /// Takes in what another thread found.
    #[cfg(feature = "oracles")]
    pub(crate) fn add(&mut self, other: Tally) {
        self.equal += other.equal;
        self.different.extend(other.different);
    }

    /// Prints the figures and fails on any difference that the list does not name, on any that it names and that is
    /// none, and where less is equal than was promised.
    pub(crate) fn close(&self, what: &str, least: f64, services: &[&str], took: Duration) {
        let named = named(what, services);
        let all = self.equal + self.different.len();
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
        let share = 100.0 * self.equal as f64 / all as f64;
        println!(
            "{what}: {} of {all} equal ({share:.3} %), {} differ by name, {} services, {:.1} s",
            self.equal,
            self.different.len(),
            services.len(),
            took.as_secs_f64()
        );
        let found: BTreeSet<&Place> = self.different.keys().collect();
        let unexpected: Vec<_> = self
            .different
            .iter()
            .filter(|(place, _)| !named.contains(*place))
            .collect();
        for ((service, operation, variant), difference) in &unexpected {
            println!("  {what} {service} {operation} {variant}: {difference}");
        }
        let idle: Vec<_> = named.iter().filter(|place| !found.contains(place)).collect();
        assert!(
            unexpected.is_empty(),
            "{what}: {} differ and are not named",
            unexpected.len()
        );
        assert!(
            idle.is_empty(),
            "{what}: named in differences.txt and equal: {idle:?}"
        );
        assert!(all > 0, "{what}: nothing was compared");
        assert!(share >= least, "{what}: {share:.3} % is less than {least} %");
    }
}

/// The differences that are named for a comparison, as far as it looks at their services.
fn named(what: &str, services: &[&str]) -> BTreeSet<Place> {
    let lines = LIST
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [comparison, service, operation, variant, _, ..] = words[..] else {
                panic!("differences.txt: `{line}` lacks a column");
            };
            (
                comparison,
                (service.to_owned(), operation.to_owned(), variant.to_owned()),
            )
        })
        .filter(|(comparison, (service, ..))| *comparison == what && services.contains(&service.as_str()))
        .map(|(_, place)| place)
        .collect()
}
