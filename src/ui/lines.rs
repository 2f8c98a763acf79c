//! Plain text in lines, broken at blanks only: regions, ids and options have hyphens that belong to them.

use textwrap::{Options, WordSeparator, WordSplitter};

/// The text in lines of at most `width` columns, those after the first behind `indent`.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false)
        .subsequent_indent(indent);
    textwrap::wrap(text, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}
