//! `{{ expr }}`: found by Rhai's own lexer, so that braces in texts and maps do not end it, and evaluated on a copy of
//! the scope in which everything is constant: showing a step changes nothing.

use super::quote::Tongue;
use crate::source::{Source, Span};
use rhai::{AST, Engine, Position, Token};

/// A text with expressions in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    pub(crate) parts: Vec<Part>,
    pub(crate) tongue: Option<Tongue>,
}

impl Template {
    /// The key of its first expression.
    pub(crate) fn first(&self) -> Option<&str> {
        self.parts.iter().find_map(|part| match part {
            Part::Expression { key, .. } => Some(key.as_str()),
            Part::Text(_) => None,
        })
    }
}

/// A part of a template.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// As it is written.
    Text(String),
    /// To be evaluated.
    Expression {
        /// The key of its unit.
        key: String,
        /// What it compiled to.
        ast: AST,
    },
}

/// What stands between and around the braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// As it is written, `\{{` already read.
    Text(String),
    /// An expression, without its braces.
    Expression(Span),
    /// `{{` that is not closed, or that does not read as Rhai.
    Unclosed(Span),
}

/// Takes a text apart. It is given as spans of the source that follow each other; an expression ends where the
/// paragraph does.
pub(crate) fn segments(engine: &Engine, source: &Source, spans: &[Span]) -> Vec<Segment> {
    let text: String = spans.iter().map(|span| source.slice(*span)).collect();
    let origin = |offset: usize| origin(spans, offset);
    let mut segments = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{{").map(|found| at + found) {
        if let Some(before) = text[at..found].strip_suffix('\\') {
            plain.push_str(before);
            plain.push_str("{{");
            at = found + 2;
            continue;
        }
        plain.push_str(&text[at..found]);
        let body = found + 2;
        let end = text[body..].find("\n\n").map_or(text.len(), |end| body + end);
        if let Some(length) = closing(engine, &text[body..end]) {
            if !plain.is_empty() {
                segments.push(Segment::Text(std::mem::take(&mut plain)));
            }
            segments.push(Segment::Expression(Span::new(
                origin(body),
                origin(body + length),
            )));
            at = body + length + 2;
        } else {
            segments.push(Segment::Unclosed(Span::new(origin(found), origin(found) + 2)));
            at = end;
        }
    }
    plain.push_str(&text[at..]);
    if !plain.is_empty() {
        segments.push(Segment::Text(plain));
    }
    segments
}

/// The byte of the source that an offset into the joined spans stands for.
fn origin(spans: &[Span], mut offset: usize) -> usize {
    for span in spans {
        let length = span.end - span.start;
        if offset <= length {
            return span.start + offset;
        }
        offset -= length;
    }
    spans.last().map_or(0, |span| span.end)
}

/// The length of the expression that a text begins with, up to the `}}` that closes it.
fn closing(engine: &Engine, text: &str) -> Option<usize> {
    #[derive(PartialEq)]
    enum Opened {
        Bracket,
        InText,
    }
    let inputs = [text];
    let (tokens, control) = engine.lex(&inputs);
    let mut opened = Vec::new();
    let mut in_text = false;
    for (token, position) in tokens {
        match token {
            Token::LexError(_) | Token::EOF => return None,
            Token::InterpolatedString(_) => {
                in_text = true;
                continue;
            }
            Token::LeftBrace if in_text => opened.push(Opened::InText),
            Token::LeftBrace | Token::MapStart | Token::LeftParen | Token::LeftBracket => {
                opened.push(Opened::Bracket);
            }
            Token::RightBrace if opened.is_empty() => {
                let offset = offset(text, position)?;
                return text[offset..].starts_with("}}").then_some(offset);
            }
            Token::RightBrace | Token::RightParen | Token::RightBracket => {
                let closed = opened.pop()?;
                control.borrow_mut().is_within_text = closed == Opened::InText;
            }
            _ => {}
        }
        in_text = false;
    }
    None
}

fn offset(text: &str, position: Position) -> Option<usize> {
    let (line, column) = (position.line()?, position.position()?);
    let start = match line {
        1 => 0,
        line => text.match_indices('\n').nth(line - 2)?.0 + 1,
    };
    let (within, _) = text[start..].char_indices().nth(column - 1)?;
    Some(start + within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let source = Source::new("a.md", text);
        let whole = Span::new(0, source.text().len());
        segments(&Engine::new(), &source, &[whole])
            .into_iter()
            .map(|segment| match segment {
                Segment::Text(text) => text,
                Segment::Expression(span) => format!("<{}>", source.slice(span).trim()),
                Segment::Unclosed(span) => format!("!{}", source.place(span.start).column),
            })
            .collect()
    }

    #[test]
    fn trap_braces_inside_an_expression_do_not_end_it() {
        assert_eq!(read("a {{ x }} b"), ["a ", "<x>", " b"]);
        assert_eq!(
            read(r##"{{ #{ a: #{ b: 1 }}.a }}!"##),
            ["<#{ a: #{ b: 1 }}.a>", "!"]
        );
        assert_eq!(
            read(r#"{{ "}}" + `${ #{a: 1}.a }}}` }}."#),
            [r#"<"}}" + `${ #{a: 1}.a }}}`>"#, "."]
        );
        assert_eq!(read("{{a}}{{ b.map(|x| { x }) }}"), ["<a>", "<b.map(|x| { x })>"]);
        assert_eq!(read("é {{ \"é\" }} }} ${x}"), ["é ", "<\"é\">", " }} ${x}"]);
        assert_eq!(read("{{ a +\n  b }}"), ["<a +\n  b>"]);
    }

    #[test]
    fn a_backslash_keeps_braces_and_an_open_one_is_told_at_its_place() {
        assert_eq!(read(r"x \{{ y }} {{ z }}"), [r"x {{ y }} ", "<z>"]);
        assert_eq!(read("ab {{ x } and on"), ["!4", "ab "]);
        assert_eq!(
            read("ab {{ \"x }}\n\nit's {{ y }}"),
            ["!4", "ab \n\nit's ", "<y>"]
        );
    }
}
