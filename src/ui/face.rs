//! What the terminal can do, decided once by the settings.

use console::Style;

/// How things may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// Columns.
    pub width: usize,
    /// Colours, bold and hyperlinks; without it everything is told by words and signs alone.
    pub colour: bool,
    /// Something may move: a spinner while calls run.
    pub animated: bool,
}

/// What a piece of text is, for its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As it is.
    Plain,
    /// A heading.
    Title,
    /// Emphasised.
    Strong,
    /// Beside the point.
    Quiet,
    /// It holds.
    Good,
    /// It does not hold.
    Bad,
    /// Worth a look.
    Warning,
    /// Still going on.
    Busy,
    /// What can be typed.
    Code,
}

impl Face {
    /// No colour, nothing moves.
    #[must_use]
    pub fn plain(width: usize) -> Face {
        Face {
            width,
            colour: false,
            animated: false,
        }
    }

    /// The text in a tone; unchanged without colour.
    #[must_use]
    pub fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let style = Style::new().force_styling(true);
        let style = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Title => style.bold().cyan(),
            Tone::Strong => style.bold(),
            Tone::Quiet => style.dim(),
            Tone::Good => style.green(),
            Tone::Bad => style.red(),
            Tone::Warning => style.yellow(),
            Tone::Busy | Tone::Code => style.cyan(),
        };
        style.apply_to(text).to_string()
    }
}
