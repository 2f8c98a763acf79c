//! The words that scripts have besides Rhai's own, and their reference.

/// One word of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its name, `check_eq`.
    pub name: &'static str,
    /// How it is written, `check_eq(text, actual, expected)`.
    pub signature: &'static str,
    /// What it belongs to: `checks`, `people`, `owning`, `aws`, `values`.
    pub group: &'static str,
    /// What it does, in a sentence or two.
    pub summary: &'static str,
}

/// Every word, in the order in which a reference shows them.
#[must_use]
pub fn vocabulary() -> Vec<Word> {
    todo!()
}
