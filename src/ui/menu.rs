//! A menu answered by one key: `[Enter] check my work  [d]o it for me  [h]int  [?] more`.

use super::face::{Face, Tone};
use crate::port::Choice;
use console::Key;

/// Choices that the line names besides Enter, so that it and its answer fit 80 columns; the others are behind `?`.
const NAMED: usize = 3;

/// What a key means in a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// A choice, by its value.
    Chosen(String),
    /// Show all choices.
    Help,
    /// Ctrl-C, Ctrl-D, or nobody there.
    Leave,
    /// No choice has this key.
    Unknown,
}

pub(super) struct Menu<'a> {
    pub(super) choices: &'a [Choice],
    pub(super) default: Option<&'a str>,
}

impl Menu<'_> {
    /// What the key picks.
    pub(super) fn pick(&self, key: &Key) -> Pick {
        match key {
            Key::Enter => self
                .default
                .map_or(Pick::Unknown, |value| Pick::Chosen(value.to_owned())),
            Key::Char('?') => Pick::Help,
            Key::Char('\u{3}' | '\u{4}') | Key::CtrlC => Pick::Leave,
            Key::Char(c) => {
                let lower = c.to_lowercase().next();
                let exact = self.choices.iter().find(|choice| choice.key == Some(*c));
                exact
                    .or_else(|| {
                        self.choices
                            .iter()
                            .find(|choice| choice.key.is_some() && choice.key == lower)
                    })
                    .map_or(Pick::Unknown, |choice| Pick::Chosen(choice.value.clone()))
            }
            _ => Pick::Unknown,
        }
    }

    /// The line that asks, without the cursor's `> `.
    pub(super) fn line(&self, face: &Face) -> String {
        let mut parts = Vec::new();
        let default = self
            .choices
            .iter()
            .find(|choice| Some(choice.value.as_str()) == self.default);
        if let Some(choice) = default {
            parts.push(format!(
                "{} {}",
                face.paint(Tone::Strong, "[Enter]"),
                choice.label
            ));
        }
        let others: Vec<&Choice> = self
            .choices
            .iter()
            .filter(|choice| Some(choice.value.as_str()) != self.default && choice.key.is_some())
            .collect();
        parts.extend(others.iter().take(NAMED).map(|choice| keyed(choice, face)));
        if others.len() > NAMED {
            parts.push(format!("{} more", face.paint(Tone::Strong, "[?]")));
        }
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            let wide = console::measure_text_width(&part);
            match lines.last_mut() {
                Some(line) if console::measure_text_width(line) + 2 + wide + 3 <= face.width => {
                    line.push_str("  ");
                    line.push_str(&part);
                }
                _ => lines.push(part),
            }
        }
        lines.join("\n")
    }

    /// Every choice on a line of its own.
    pub(super) fn help(&self, face: &Face) -> Vec<String> {
        self.choices
            .iter()
            .map(|choice| {
                let enter = if Some(choice.value.as_str()) == self.default {
                    "Enter"
                } else {
                    ""
                };
                let key = choice.key.map(String::from).unwrap_or_default();
                let keys = [enter, key.as_str()]
                    .into_iter()
                    .filter(|key| !key.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ");
                format!(
                    "  {}  {}",
                    face.paint(Tone::Strong, &format!("{keys:>8}")),
                    choice.label
                )
            })
            .collect()
    }
}

/// `[d]o it for me` where the label begins with the key, else `[x] label`.
fn keyed(choice: &Choice, face: &Face) -> String {
    let key = choice.key.map(String::from).unwrap_or_default();
    let shown = face.paint(Tone::Strong, &format!("[{key}]"));
    let label = short(choice);
    match label.strip_prefix(key.as_str()) {
        Some(rest) => format!("{shown}{rest}"),
        None => format!("{shown} {label}"),
    }
}

/// The label without what stands behind a colon or a comma, which is for the list of all choices.
pub(super) fn short(choice: &Choice) -> &str {
    choice.label.split([':', ',']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        [
            ("check", "check my work", 'c'),
            ("solve", "do it for me", 'd'),
            ("hint", "hint", 'h'),
            ("skip", "skip", 's'),
            ("again", "setup again", 'a'),
            ("quit", "quit", 'q'),
        ]
        .map(|(value, label, key)| Choice {
            value: value.into(),
            label: label.into(),
            key: Some(key),
        })
        .to_vec()
    }

    #[test]
    fn keys_pick_and_enter_is_the_default() {
        let choices = choices();
        let menu = Menu {
            choices: &choices,
            default: Some("check"),
        };
        let chosen = |value: &str| Pick::Chosen(value.to_owned());
        let table = [
            (Key::Enter, chosen("check")),
            (Key::Char('d'), chosen("solve")),
            (Key::Char('D'), chosen("solve")),
            (Key::Char('x'), Pick::Unknown),
            (Key::Char('?'), Pick::Help),
            (Key::Char('\u{4}'), Pick::Leave),
            (Key::ArrowUp, Pick::Unknown),
        ];
        for (key, pick) in table {
            assert_eq!(menu.pick(&key), pick, "{key:?}");
        }
        assert_eq!(
            Menu {
                choices: &choices,
                default: None
            }
            .pick(&Key::Enter),
            Pick::Unknown
        );
    }

    #[test]
    fn the_line_names_the_default_and_some_and_breaks_when_narrow() {
        let choices = choices();
        let menu = Menu {
            choices: &choices,
            default: Some("check"),
        };
        assert_eq!(
            menu.line(&Face::plain(80)),
            "[Enter] check my work  [d]o it for me  [h]int  [s]kip  [?] more"
        );
        assert!(menu.line(&Face::plain(40)).lines().all(|line| line.len() <= 38));
        assert_eq!(menu.help(&Face::plain(80))[1], "         d  do it for me");
    }
}
