//! The words of an info string or a step comment: `word`, `key=value`, `key="several words"`.

use super::log::Log;
use crate::source::Span;

/// One word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// All of it.
    pub(super) span: Span,
    /// What stands before `=`.
    pub(super) key: Option<Span>,
    /// What stands after `=`, without quotes; the whole word where there is no key.
    pub(super) value: Span,
}

/// Splits a span into words. A quote that does not close, or a value that is missing, is logged.
pub(super) fn words(log: &mut Log, span: Span) -> Vec<Word> {
    let source = log.source.clone();
    let text = source.slice(span);
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..]
        .find(|c: char| !c.is_whitespace())
        .map(|skip| at + skip)
    {
        let blank = |from: usize| {
            text[from..]
                .find(char::is_whitespace)
                .map_or(text.len(), |length| from + length)
        };
        let place = |from: usize, to: usize| Span::new(span.start + from, span.start + to);
        let mut end = blank(begin);
        let equals = text[begin..end].find('=').map(|offset| begin + offset);
        let word = match equals {
            Some(equals) if equals > begin => {
                let key = Some(place(begin, equals));
                let value = if text[equals + 1..].starts_with('"') {
                    let open = equals + 2;
                    match text[open..].find('"') {
                        Some(length) => {
                            if length == 0 {
                                missing(log, place(begin, open + 1), &text[begin..equals]);
                            }
                            end = blank(open + length + 1);
                            if end > open + length + 1 {
                                log.error(
                                    "malformed-attribute",
                                    place(open + length + 1, end),
                                    "text follows the closing quote of an attribute",
                                    "not part of the value",
                                    "put a blank between two attributes",
                                );
                            }
                            place(open, open + length)
                        }
                        None => {
                            end = text.len();
                            log.error(
                                "malformed-attribute",
                                place(open - 1, text.trim_end().len().max(open)),
                                "the quote of an attribute does not close",
                                "opened here",
                                "end the value with `\"` on the same line",
                            );
                            place(open, end)
                        }
                    }
                } else {
                    if equals + 1 == end {
                        missing(log, place(begin, end), &text[begin..equals]);
                    }
                    place(equals + 1, end)
                };
                Word {
                    span: place(begin, end),
                    key,
                    value,
                }
            }
            _ => Word {
                span: place(begin, end),
                key: None,
                value: place(begin, end),
            },
        };
        words.push(word);
        at = end;
    }
    words
}

fn missing(log: &mut Log, span: Span, key: &str) {
    log.error(
        "malformed-attribute",
        span,
        format!("the attribute `{key}` has no value"),
        "nothing follows `=`",
        format!("write `{key}=VALUE` without a blank, or leave it out"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn words_keep_their_places() {
        let text = "sql  athena into=rows cost=\"a b\" =x";
        let mut log = Log::new(&Source::new("a.md", text));
        let words = words(&mut log, Span::new(0, text.len()));
        let seen: Vec<(Option<&str>, &str)> = words
            .iter()
            .map(|word| (word.key.map(|key| &text[key.range()]), &text[word.value.range()]))
            .collect();
        assert_eq!(
            seen,
            [
                (None, "sql"),
                (None, "athena"),
                (Some("into"), "rows"),
                (Some("cost"), "a b"),
                (None, "=x")
            ]
        );
        assert!(log.finish().is_empty());
    }

    #[test]
    fn a_broken_value_is_an_error_at_its_place() {
        for (text, column) in [("x a=\"b", 5), ("x a= b", 3), ("x a=\"b\"c", 8)] {
            let mut log = Log::new(&Source::new("a.md", text));
            words(&mut log, Span::new(0, text.len()));
            let found = log.finish();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].place().column, column, "{text}");
        }
    }
}
