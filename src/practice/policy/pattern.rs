//! Patterns with `*`, `?` and policy variables.

use super::question::Question;

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// That letter.
    Letter(char),
    /// `*`: any letters.
    Any,
    /// `?`: one letter.
    One,
    /// `${key}` or `${key, 'default'}`.
    Variable(String, Option<String>),
}

/// A pattern, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    variables: bool,
}

impl Pattern {
    /// Reads a pattern. Variables are known from version 2012-10-17 on; before it `${` is text.
    pub(super) fn read(text: &str, variables: bool) -> Pattern {
        let mut pieces = Vec::with_capacity(text.len());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            if variables && let Some((piece, after)) = variable(rest) {
                pieces.push(piece);
                rest = after;
                continue;
            }
            pieces.push(match letter {
                '*' => Piece::Any,
                '?' => Piece::One,
                other => Piece::Letter(other),
            });
            rest = &rest[letter.len_utf8()..];
        }
        Pattern {
            variables: pieces.iter().any(|piece| matches!(piece, Piece::Variable(..))),
            pieces,
        }
    }

    /// True where a text fits. A variable that the request does not have fits nothing.
    pub(super) fn fits(&self, text: &str, question: &Question) -> bool {
        if !self.variables {
            return glob(&self.pieces, text, |a, b| a == b);
        }
        self.filled(question)
            .is_some_and(|pieces| glob(&pieces, text, |a, b| a == b))
    }

    /// True where a text fits, upper and lower case being one.
    pub(super) fn fits_any_case(&self, text: &str) -> bool {
        glob(&self.pieces, text, |a, b| a.eq_ignore_ascii_case(&b))
    }

    /// The text that the pattern stands for where `*` and `?` are letters, as for `StringEquals`.
    pub(super) fn literal(&self, question: &Question) -> Option<String> {
        let letter = |piece: &Piece| match piece {
            Piece::Any => '*',
            Piece::One => '?',
            Piece::Letter(letter) => *letter,
            Piece::Variable(..) => '$',
        };
        if self.variables {
            Some(self.filled(question)?.iter().map(letter).collect())
        } else {
            Some(self.pieces.iter().map(letter).collect())
        }
    }

    /// The parts of an ARN's pattern: `*` does not reach over a colon there (AWS: "Amazon Resource Name (ARN) condition
    /// operators").
    pub(super) fn fits_arn(&self, arn: &str, question: &Question) -> bool {
        let Some(pieces) = self.filled(question) else {
            return false;
        };
        let mut parts: Vec<&[Piece]> = pieces.splitn(6, |piece| *piece == Piece::Letter(':')).collect();
        let texts: Vec<&str> = arn.splitn(6, ':').collect();
        if parts.len() == 1 && pieces.iter().all(|piece| *piece == Piece::Any) {
            parts = vec![&pieces[..]; texts.len()];
        }
        parts.len() == texts.len()
            && parts
                .iter()
                .zip(texts)
                .all(|(part, text)| glob(part, text, |a, b| a == b))
    }

    fn filled(&self, question: &Question) -> Option<Vec<Piece>> {
        let mut filled = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            match piece {
                Piece::Variable(key, default) => {
                    let value = question.one(key).or(default.as_deref())?;
                    filled.extend(value.chars().map(Piece::Letter));
                }
                other => filled.push(other.clone()),
            }
        }
        Some(filled)
    }
}

/// The variable at the beginning of a text, and what is behind it.
fn variable(text: &str) -> Option<(Piece, &str)> {
    let (inside, after) = text.strip_prefix("${")?.split_once('}')?;
    let piece = match inside {
        "*" | "?" | "$" => Piece::Letter(inside.chars().next()?),
        _ => match inside.split_once(',') {
            Some((key, default)) => {
                let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                Piece::Variable(key.trim().to_owned(), Some(default.to_owned()))
            }
            None => Piece::Variable(inside.trim().to_owned(), None),
        },
    };
    Some((piece, after))
}

/// Matches with one point of return: linear in practice, and never worse than the product of the lengths.
fn glob(pieces: &[Piece], text: &str, same: impl Fn(char, char) -> bool) -> bool {
    let (mut at, mut rest) = (0, text.chars());
    let mut back: Option<(usize, std::str::Chars<'_>)> = None;
    loop {
        if pieces.get(at) == Some(&Piece::Any) {
            at += 1;
            back = Some((at, rest.clone()));
            continue;
        }
        let mut ahead = rest.clone();
        match (pieces.get(at), ahead.next()) {
            (None, None) => return true,
            (Some(Piece::One), Some(_)) => {
                at += 1;
                rest = ahead;
                continue;
            }
            (Some(Piece::Letter(wanted)), Some(letter)) if same(*wanted, letter) => {
                at += 1;
                rest = ahead;
                continue;
            }
            _ => {}
        }
        let Some((star, from)) = &mut back else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        at = *star;
        rest = from.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let question = Question::new("", "").with("aws:username", "ana").with("k", "a*");
        Pattern::read(pattern, true).fits(text, &question)
    }

    #[test]
    fn wildcards_and_variables() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbc", true),
            ("a*c", "abbd", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("home/${aws:username}/*", "home/ana/x", true),
            ("home/${aws:username}/*", "home/bob/x", false),
            ("${nobody}", "", false),
            ("${nobody, 'bob'}", "bob", true),
            ("${*}", "*", true),
            ("${*}", "x", false),
            ("${k}", "a*", true),
            ("${k}", "ab", false),
            ("${aws:username", "${aws:username", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
        let old = Pattern::read("${aws:username}", false);
        let question = Question::new("", "").with("aws:username", "ana");
        assert!(!old.fits("ana", &question) && old.fits("${aws:username}", &question));
    }

    proptest! {
        #[test]
        fn globs_agree_with_a_plain_definition(pattern in "[ab*?]{0,8}", text in "[ab]{0,8}") {
            fn plain(pattern: &[u8], text: &[u8]) -> bool {
                match (pattern, text) {
                    ([], []) => true,
                    ([b'*', rest @ ..], _) => (0..=text.len()).any(|skip| plain(rest, &text[skip..])),
                    ([b'?', rest @ ..], [_, after @ ..]) => plain(rest, after),
                    ([a, rest @ ..], [b, after @ ..]) => a == b && plain(rest, after),
                    _ => false,
                }
            }
            prop_assert_eq!(fits(&pattern, &text), plain(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
