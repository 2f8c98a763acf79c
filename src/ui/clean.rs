//! Text from documents and from AWS, made safe for a terminal.

/// The text without escape sequences and control characters, and without the characters that reverse or
/// hide the direction of writing. Newlines and tabs stay.
#[must_use]
pub fn clean(text: &str) -> String {
    console::strip_ansi_codes(text)
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || is_shown(*c))
        .collect()
}

/// The text on one line: newlines and tabs become blanks.
pub(super) fn clean_line(text: &str) -> String {
    console::strip_ansi_codes(text)
        .chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| is_shown(*c))
        .collect()
}

fn is_shown(c: char) -> bool {
    let marks = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let placeholders = matches!(c, '\u{e000}' | '\u{e001}');
    !(c.is_control() || marks || placeholders)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_go_and_text_stays() {
        assert_eq!(clean("a\x1b[31mred\x07\u{9b}2J\u{202e}x\r\n\tü"), "aredx\n\tü");
        assert_eq!(clean_line("a\nb\tc\x1b"), "a b c");
    }
}
