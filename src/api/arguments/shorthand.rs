//! The AWS CLI's shorthand: `Key=Name,Value=x`, `Name=vpc-id,Values=a,b`, `Ebs={VolumeSize=8}`, `Values=[a,b]`.
//!
//! What follows a comma is another value of the same key unless it is a key itself.

use std::iter::Peekable;
use std::str::CharIndices;

/// What shorthand says, before the model gives it kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(String, Raw)>),
}

/// Reads one word.
pub(super) fn parse(text: &str) -> Result<Raw, String> {
    let mut parser = Parser {
        rest: text.char_indices().peekable(),
    };
    let mut members = vec![parser.pair()?];
    while !parser.ended() {
        parser.expect(',')?;
        let (key, value) = parser.pair()?;
        if members.iter().any(|(known, _)| *known == key) {
            return Err(format!("`{key}` stands twice"));
        }
        members.push((key, value));
    }
    Ok(Raw::Map(members))
}

#[derive(Clone)]
struct Parser<'a> {
    rest: Peekable<CharIndices<'a>>,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|(_, c)| *c)
    }

    fn space(&mut self) {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
    }

    fn ended(&mut self) -> bool {
        self.space();
        self.peek().is_none()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        self.space();
        match self.rest.next() {
            Some((_, c)) if c == wanted => {
                self.space();
                Ok(())
            }
            Some((at, c)) => Err(format!(
                "`{wanted}` is missing before `{c}` (position {})",
                at + 1
            )),
            None => Err(format!("`{wanted}` is missing at the end")),
        }
    }

    /// `key=value`.
    fn pair(&mut self) -> Result<(String, Raw), String> {
        let mut key = String::new();
        while let Some((_, c)) = self
            .rest
            .next_if(|(_, c)| c.is_ascii_alphanumeric() || "-_.#/:".contains(*c))
        {
            key.push(c);
        }
        self.expect('=')?;
        Ok((key, self.values()?))
    }

    /// What follows `=`: a list, a map, a text, or texts between commas.
    fn values(&mut self) -> Result<Raw, String> {
        if matches!(self.peek(), Some('[' | '{')) {
            return self.nested();
        }
        let first = Raw::Text(self.text(",")?);
        let mut items = vec![first];
        loop {
            // A key after the comma begins the next pair: go back before the comma.
            let mut ahead = self.clone();
            if ahead.expect(',').is_err() || ahead.peek().is_none() {
                break;
            }
            let text = ahead.text(",=")?;
            if ahead.peek() == Some('=') {
                break;
            }
            items.push(Raw::Text(text));
            *self = ahead;
        }
        Ok(if items.len() == 1 {
            items.remove(0)
        } else {
            Raw::List(items)
        })
    }

    /// `[a,b]`, `{Key=a}` or a text inside of one.
    fn nested(&mut self) -> Result<Raw, String> {
        match self.peek() {
            Some('[') => {
                self.expect('[')?;
                let mut items = Vec::new();
                while self.peek() != Some(']') {
                    items.push(self.nested()?);
                    self.separator(']')?;
                }
                self.expect(']')?;
                Ok(Raw::List(items))
            }
            Some('{') => {
                self.expect('{')?;
                let mut members = Vec::new();
                while self.peek() != Some('}') {
                    let mut key = String::new();
                    while let Some((_, c)) = self
                        .rest
                        .next_if(|(_, c)| !"=,}]".contains(*c) && !c.is_whitespace())
                    {
                        key.push(c);
                    }
                    self.expect('=')?;
                    members.push((key, self.nested()?));
                    self.separator('}')?;
                }
                self.expect('}')?;
                Ok(Raw::Map(members))
            }
            _ => self.text(",]}").map(Raw::Text),
        }
    }

    /// A comma, unless the end of the list or map is next.
    fn separator(&mut self, end: char) -> Result<(), String> {
        self.space();
        if self.peek() == Some(end) {
            Ok(())
        } else {
            self.expect(',')
        }
    }

    /// A text up to one of `ends`, or in quotes. A backslash keeps a comma or a quote.
    fn text(&mut self, ends: &str) -> Result<String, String> {
        let mut text = String::new();
        if let Some(quote) = self.peek().filter(|c| matches!(c, '\'' | '"')) {
            self.rest.next();
            loop {
                match self.rest.next() {
                    Some((_, c)) if c == quote => break,
                    Some((_, '\\')) => {
                        let escaped = self.rest.next_if(|(_, c)| *c == quote || *c == '\\');
                        text.push(escaped.map_or('\\', |(_, c)| c));
                    }
                    Some((_, c)) => text.push(c),
                    None => return Err(format!("the closing {quote} is missing")),
                }
            }
            self.space();
            return Ok(text);
        }
        while let Some((_, c)) = self.rest.next_if(|(_, c)| !ends.contains(*c)) {
            if c == '\\' && self.rest.next_if(|(_, c)| *c == ',').is_some() {
                text.push(',');
            } else {
                text.push(c);
            }
        }
        Ok(text.trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> Raw {
        Raw::Text(text.to_owned())
    }

    fn map<const N: usize>(members: [(&str, Raw); N]) -> Raw {
        Raw::Map(members.map(|(key, raw)| (key.to_owned(), raw)).into())
    }

    #[test]
    fn the_forms_of_shorthand() {
        for (word, raw) in [
            ("a=b", map([("a", text("b"))])),
            ("a=b,c=d", map([("a", text("b")), ("c", text("d"))])),
            (
                "a=b,c,d=e",
                map([("a", Raw::List(vec![text("b"), text("c")])), ("d", text("e"))]),
            ),
            ("a=[b,c]", map([("a", Raw::List(vec![text("b"), text("c")]))])),
            (
                "a={b=1,c=[2]}",
                map([("a", map([("b", text("1")), ("c", Raw::List(vec![text("2")]))]))]),
            ),
            ("a=", map([("a", text(""))])),
            (
                "a='x,y',b=\"q\\\"r\"",
                map([("a", text("x,y")), ("b", text("q\"r"))]),
            ),
            (r"a=x\,y", map([("a", text("x,y"))])),
            ("a=b=c", map([("a", text("b=c"))])),
            (
                "Key=Name , Value=two words ",
                map([("Key", text("Name")), ("Value", text("two words"))]),
            ),
        ] {
            assert_eq!(parse(word), Ok(raw), "{word}");
        }
        assert!(
            parse("a").is_err()
                && parse("a=1,a=2").is_err()
                && parse("a={b").is_err()
                && parse("a='").is_err()
        );
    }

    proptest! {
        /// In quotes any text is itself, whatever shorthand would make of it.
        #[test]
        fn quotes_keep_a_text(value in "[a=,\\[\\]{}'\"\\\\ é]{0,24}", tail in "(,k=v)?") {
            let quoted = value.replace('\\', "\\\\").replace('\'', "\\'");
            let raw = parse(&format!("a='{quoted}'{tail}"));
            let Ok(Raw::Map(members)) = raw else {
                return Err(TestCaseError::fail(format!("{raw:?}")));
            };
            prop_assert_eq!(&members[0], &("a".to_owned(), Raw::Text(value)));
            prop_assert_eq!(members.len(), if tail.is_empty() { 1 } else { 2 });
        }

        /// Whatever is written, reading ends, and what was read has a first key.
        #[test]
        fn reading_ends(word in "[a=,\\[\\]{}'\"\\\\ é]{0,24}") {
            if let Ok(raw) = parse(&word) {
                prop_assert!(matches!(raw, Raw::Map(members) if !members.is_empty()));
            }
        }
    }
}
