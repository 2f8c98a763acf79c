//! Styled words, and lines made of them.

use super::inline::Style;
use crate::ui::face::{Face, Tone};
use textwrap::core::Fragment;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A word: pieces that stand together, of one style each, and whether a blank follows.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    pieces: Vec<(String, Style)>,
    pub(super) width: usize,
    blank: bool,
}

impl Word {
    fn push(&mut self, text: &str, style: &Style) {
        self.width += columns(text);
        match self.pieces.last_mut() {
            Some((last, known)) if known == style => last.push_str(text),
            _ => self.pieces.push((text.to_owned(), style.clone())),
        }
    }

    /// An address is left whole, to be clicked and copied.
    fn is_address(&self) -> bool {
        self.pieces.iter().any(|(text, _)| text.contains("://"))
    }

    /// The word in parts of at most `room` columns.
    fn broken(self, room: usize) -> Vec<Word> {
        if self.width <= room || self.is_address() {
            return vec![self];
        }
        let mut parts = vec![Word::default()];
        for (text, style) in &self.pieces {
            for c in text.chars() {
                let wide = c.width().unwrap_or(0);
                if parts
                    .last()
                    .is_some_and(|part| part.width > 0 && part.width + wide > room)
                {
                    parts.push(Word::default());
                }
                if let Some(part) = parts.last_mut() {
                    part.push(c.encode_utf8(&mut [0; 4]), style);
                }
            }
        }
        if let Some(part) = parts.last_mut() {
            part.blank = self.blank;
        }
        parts
    }
}

impl Fragment for Word {
    #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
    fn width(&self) -> f64 {
        self.width as f64
    }

    fn whitespace_width(&self) -> f64 {
        f64::from(u8::from(self.blank))
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The columns of a text.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The columns of words on one line.
pub(super) fn line_columns(line: &[Word]) -> usize {
    let blanks = line.iter().rev().skip(1).filter(|word| word.blank).count();
    line.iter().map(|word| word.width).sum::<usize>() + blanks
}

/// Adds the words of a run. Without colour, code keeps its backticks, so that what to type stands out.
pub(super) fn split(text: &str, style: &Style, face: &Face, words: &mut Vec<Word>) {
    let ticked;
    let text = if style.code && !face.colour {
        ticked = format!("`{text}`");
        &ticked
    } else {
        text
    };
    for (index, part) in text.split(char::is_whitespace).enumerate() {
        if index > 0
            && let Some(word) = words.last_mut()
        {
            word.blank = true;
        }
        if !part.is_empty() {
            match words.last_mut() {
                Some(word) if !word.blank => word.push(part, style),
                _ => {
                    let mut word = Word::default();
                    word.push(part, style);
                    words.push(word);
                }
            }
        }
    }
}

/// The words in lines of at most `room` columns.
pub(super) fn wrap(words: Vec<Word>, room: usize) -> Vec<Vec<Word>> {
    let words: Vec<Word> = words.into_iter().flat_map(|word| word.broken(room)).collect();
    #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
    let widths = [room as f64];
    textwrap::wrap_algorithms::wrap_first_fit(&words, &widths)
        .into_iter()
        .map(<[Word]>::to_vec)
        .collect()
}

/// A line as text, neighbours of one style painted together.
pub(super) fn paint(line: &[Word], face: &Face, base: Tone) -> String {
    let mut runs: Vec<(String, Style)> = Vec::new();
    let mut blank = false;
    for word in line {
        for (index, (text, style)) in word.pieces.iter().enumerate() {
            let gap = index == 0 && std::mem::replace(&mut blank, false);
            match runs.last_mut() {
                Some((last, known)) if known == style => {
                    last.push_str(if gap { " " } else { "" });
                    last.push_str(text);
                }
                _ => {
                    if gap {
                        runs.push((" ".to_owned(), Style::default()));
                    }
                    runs.push((text.clone(), style.clone()));
                }
            }
        }
        blank = word.blank;
    }
    runs.iter()
        .map(|(text, style)| painted(text, style, face, base))
        .collect()
}

fn painted(text: &str, style: &Style, face: &Face, base: Tone) -> String {
    if !face.colour {
        return text.to_owned();
    }
    let tone = match style {
        Style { code: true, .. } => Tone::Code,
        Style { quiet: true, .. } => Tone::Quiet,
        Style { strong: true, .. } => Tone::Strong,
        _ => base,
    };
    let mut out = face.paint(tone, text);
    let more = console::Style::new().force_styling(true);
    if style.emphasis {
        out = more.clone().italic().apply_to(out).to_string();
    }
    if style.strike {
        out = more.clone().strikethrough().apply_to(out).to_string();
    }
    match &style.link {
        Some(url) if url.contains("://") => {
            let text = if style.quiet {
                out
            } else {
                more.underlined().apply_to(out).to_string()
            };
            format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\")
        }
        _ => out,
    }
}
