//! Inputs: what they are, and which answers fit them.

use super::fields::{Fields, invalid, map, text};
use super::yaml::{Kind, Node};
use crate::diagnostic::suggest;
use crate::document::log::Log;
use crate::document::name;
use crate::source::Span;
use crate::value::Value;
use regex::Regex;
use std::net::Ipv4Addr;

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name in the scripts.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// `ask:` the question; without one it is only set.
    pub ask: Option<String>,
    /// `type:`.
    pub kind: InputType,
    /// `pattern:` a regular expression for the whole text.
    pub pattern: Option<String>,
    /// `choices:`.
    pub choices: Vec<String>,
    /// `choices:` as an expression, `{{ ... }}`: where it stands, without the braces. It is evaluated when the input is
    /// asked for, and its list is put into `choices`.
    pub computed: Option<Span>,
    /// `default:`.
    pub default: Option<Value>,
    /// `generate: true`: a secret is made when none is given.
    pub generate: bool,
    /// `help:`.
    pub help: Option<String>,
}

/// The type of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    /// `string`.
    #[default]
    String,
    /// `int`.
    Int,
    /// `bool`.
    Bool,
    /// `choice`.
    Choice,
    /// `list` of strings.
    List,
    /// `account-id`: twelve digits.
    AccountId,
    /// `cidr`: an IPv4 block.
    Cidr,
    /// `secret`: never echoed, stored or reported.
    Secret,
}

const TYPES: [(&str, InputType); 8] = [
    ("string", InputType::String),
    ("int", InputType::Int),
    ("bool", InputType::Bool),
    ("choice", InputType::Choice),
    ("list", InputType::List),
    ("account-id", InputType::AccountId),
    ("cidr", InputType::Cidr),
    ("secret", InputType::Secret),
];

const KEYS: &[&str] = &["ask", "type", "pattern", "choices", "default", "generate", "help"];

impl Input {
    /// The value of an answer that is written as text, as on a command line; a list has commas between its items.
    ///
    /// # Errors
    /// Why it does not fit, for people.
    pub fn read(&self, answer: &str) -> Result<Value, String> {
        match self.kind {
            InputType::String | InputType::Secret => {
                self.matches(answer)?;
                Ok(Value::from(answer))
            }
            InputType::Int => answer
                .trim()
                .parse::<i64>()
                .map(Value::Int)
                .map_err(|_| "a whole number is needed".to_owned()),
            InputType::Bool => match answer.trim().to_lowercase().as_str() {
                "true" | "yes" | "y" => Ok(Value::Bool(true)),
                "false" | "no" | "n" => Ok(Value::Bool(false)),
                _ => Err("`true` or `false` is needed".to_owned()),
            },
            // What there is to choose from is not known before the input is asked for.
            InputType::Choice if self.computed.is_some() && self.choices.is_empty() => {
                Ok(Value::from(answer))
            }
            InputType::Choice => {
                if self.choices.iter().any(|choice| choice == answer) {
                    Ok(Value::from(answer))
                } else {
                    let choices: Vec<&str> = self.choices.iter().map(String::as_str).collect();
                    Err(suggest(answer, &choices))
                }
            }
            InputType::List => {
                let items = answer.split(',').map(str::trim).filter(|item| !item.is_empty());
                items
                    .map(|item| self.matches(item).map(|()| Value::from(item)))
                    .collect::<Result<Vec<Value>, String>>()
                    .map(Value::List)
            }
            InputType::AccountId => {
                let digits: String = answer
                    .chars()
                    .filter(|c| *c != '-' && !c.is_whitespace())
                    .collect();
                if digits.len() == 12 && digits.chars().all(|c| c.is_ascii_digit()) {
                    Ok(Value::Text(digits))
                } else {
                    Err("an account id has twelve digits".to_owned())
                }
            }
            InputType::Cidr => cidr(answer).map(|()| Value::from(answer)),
        }
    }

    /// The value of an answer that has a type already, as in an answers file.
    ///
    /// # Errors
    /// Why it does not fit, for people.
    pub fn accept(&self, answer: &Value) -> Result<Value, String> {
        match (answer, self.kind) {
            (Value::Text(text), _) => self.read(text),
            (Value::Int(number), InputType::Bool) => {
                Err(format!("`true` or `false` is needed, not {number}"))
            }
            (Value::Int(number), _) => self.read(&number.to_string()),
            (Value::Bool(_), InputType::Bool) => Ok(answer.clone()),
            (Value::List(items), InputType::List) => items
                .iter()
                .map(|item| match item {
                    Value::Text(text) => self.matches(text).map(|()| item.clone()),
                    Value::Int(number) => Ok(Value::Text(number.to_string())),
                    _ => Err(format!("a list of texts is needed; {} is in it", item.kind())),
                })
                .collect::<Result<Vec<Value>, String>>()
                .map(Value::List),
            _ => Err(format!("{} does not fit", answer.kind())),
        }
    }

    fn matches(&self, text: &str) -> Result<(), String> {
        let Some(pattern) = &self.pattern else {
            return Ok(());
        };
        match whole(pattern) {
            Ok(regex) if regex.is_match(text) => Ok(()),
            Ok(_) => Err(match &self.help {
                Some(help) => help.clone(),
                None => format!("it must match `{pattern}`"),
            }),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// A pattern holds for the whole text.
fn whole(pattern: &str) -> Result<Regex, regex::Error> {
    Regex::new(&format!(r"\A(?:{pattern})\z"))
}

fn cidr(text: &str) -> Result<(), String> {
    let form = || "write an IPv4 block like `10.0.0.0/16`".to_owned();
    let (address, length) = text.split_once('/').ok_or_else(form)?;
    let address: Ipv4Addr = address.parse().map_err(|_| form())?;
    let length: u32 = length.parse().map_err(|_| form())?;
    if length > 32 {
        return Err(form());
    }
    let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
    let base = Ipv4Addr::from(u32::from(address) & mask);
    if base == address {
        Ok(())
    } else {
        Err(format!(
            "the address has bits beyond /{length}: write `{base}/{length}`"
        ))
    }
}

/// Reads `inputs:`.
pub(super) fn inputs(log: &mut Log, node: &Node) -> Vec<Input> {
    map(log, node, "`inputs`")
        .iter()
        .map(|entry| {
            if let Some(objection) = name::objection(&entry.key) {
                let help = match name::repaired(&entry.key) {
                    Some(repaired) => format!("{objection}: write `{repaired}`"),
                    None => objection,
                };
                log.error(
                    "invalid-name",
                    entry.span,
                    format!("`{}` cannot be the name of an input", entry.key),
                    "not a name that scripts can read",
                    help,
                );
            }
            input(log, &entry.key, entry.span, &entry.value)
        })
        .collect()
}

fn input(log: &mut Log, name: &str, span: Span, node: &Node) -> Input {
    let mut fields = Fields::of(log, node, &format!("the input `{name}`"), KEYS);
    let kind = fields.read("type", |text| {
        TYPES
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, kind)| *kind)
            .ok_or_else(|| suggest(text, &TYPES.map(|(word, _)| word)))
    });
    let pattern = fields.read("pattern", |text| {
        whole(text).map(|_| text.to_owned()).map_err(|error| {
            let reason = error.to_string();
            let reason = reason
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned();
            format!("the regular expression does not compile: {reason}")
        })
    });
    let computed = fields.expression("choices");
    let mut input = Input {
        name: name.to_owned(),
        span,
        ask: fields.text("ask"),
        kind: kind.unwrap_or_default(),
        pattern,
        choices: match computed {
            Some(_) => Vec::new(),
            None => fields.texts("choices"),
        },
        computed,
        default: None,
        generate: fields.flag("generate").unwrap_or_default(),
        help: fields.text("help"),
    };
    let (typed, default) = (fields.get("type"), fields.get("default"));
    // A type that is wrong was told; what depends on it would only be noise.
    if typed.is_none() || kind.is_some() {
        let fits: [(&str, bool, &str); 3] = [
            (
                "pattern",
                matches!(
                    input.kind,
                    InputType::String | InputType::Secret | InputType::List
                ),
                "only a `string`, a `list` or a `secret` has a pattern",
            ),
            (
                "choices",
                input.kind == InputType::Choice,
                "only `type: choice` has choices",
            ),
            (
                "generate",
                input.kind == InputType::Secret,
                "only `type: secret` is generated",
            ),
        ];
        for (key, fits, help) in fits {
            if let Some(node) = fields.get(key).filter(|_| !fits) {
                invalid(fields.log, node.span, key, help);
            }
        }
        if input.kind == InputType::Choice && input.choices.is_empty() && computed.is_none() {
            fields.log.error(
                "missing-key",
                span,
                format!("the input `{name}` is a choice of nothing"),
                "`choices` is missing",
                "add `choices: [one, another]`",
            );
        }
        if let Some(node) = default {
            input.default = default_value(fields.log, &input, node);
        }
    }
    input
}

fn default_value(log: &mut Log, input: &Input, node: &Node) -> Option<Value> {
    if input.kind == InputType::Secret {
        invalid(
            log,
            node.span,
            "default",
            "a secret in a document is none: leave it out, or write `generate: true`",
        );
        return None;
    }
    let value = match &node.kind {
        Kind::Bool(flag) if input.kind == InputType::Bool => Value::Bool(*flag),
        Kind::List(items) if input.kind == InputType::List => items
            .iter()
            .filter_map(|item| text(log, "default", item))
            .map(Value::Text)
            .collect(),
        _ => Value::Text(text(log, "default", node)?),
    };
    input
        .accept(&value)
        .map_err(|help| invalid(log, node.span, "default", help))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(kind: InputType) -> Input {
        Input {
            name: "x".to_owned(),
            span: Span::default(),
            ask: None,
            kind,
            pattern: None,
            choices: vec!["red".to_owned(), "green".to_owned()],
            computed: None,
            default: None,
            generate: false,
            help: None,
        }
    }

    #[test]
    fn answers_are_read_by_type() {
        let table: [(InputType, &str, Result<Value, &str>); 13] = [
            (InputType::Int, "42", Ok(Value::Int(42))),
            (InputType::Int, "4.2", Err("a whole number is needed")),
            (InputType::Bool, "Yes", Ok(Value::Bool(true))),
            (InputType::Bool, "maybe", Err("`true` or `false` is needed")),
            (InputType::Choice, "green", Ok(Value::from("green"))),
            (InputType::Choice, "gren", Err("did you mean `green`?")),
            (
                InputType::List,
                "a, b,",
                Ok(Value::List(vec!["a".into(), "b".into()])),
            ),
            (
                InputType::AccountId,
                "0000-1111-2222",
                Ok(Value::from("000011112222")),
            ),
            (
                InputType::AccountId,
                "123",
                Err("an account id has twelve digits"),
            ),
            (InputType::Cidr, "10.0.0.0/16", Ok(Value::from("10.0.0.0/16"))),
            (InputType::Cidr, "0.0.0.0/0", Ok(Value::from("0.0.0.0/0"))),
            (
                InputType::Cidr,
                "10.0.1.0/16",
                Err("the address has bits beyond /16: write `10.0.0.0/16`"),
            ),
            (
                InputType::Cidr,
                "10.0.0.0",
                Err("write an IPv4 block like `10.0.0.0/16`"),
            ),
        ];
        for (kind, answer, expected) in table {
            assert_eq!(
                input(kind).read(answer),
                expected.map_err(str::to_owned),
                "{kind:?} {answer}"
            );
        }
    }

    #[test]
    fn a_pattern_holds_for_the_whole_text() {
        let input = Input {
            pattern: Some("a|bc".to_owned()),
            ..input(InputType::String)
        };
        assert!(input.read("bc").is_ok());
        assert!(input.read("ac").is_err());
        assert!(input.read("bc\n").is_err());
    }
}
