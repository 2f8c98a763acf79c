//! The choice of a renderer.

use super::{Diagnostic, concise, full, github, json};

/// How diagnostics look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Face {
    /// Excerpt, label and advice, for people.
    #[default]
    Full,
    /// One line each.
    Concise,
    /// One JSON array.
    Json,
    /// Workflow commands that GitHub shows as annotations.
    Github,
}

impl Face {
    /// The diagnostics as text that ends with a line end; empty without any, except for JSON. Colour is for
    /// [`Face::Full`] and [`Face::Concise`] on a terminal.
    #[must_use]
    pub fn render(self, diagnostics: &[Diagnostic], colour: bool) -> String {
        match self {
            Face::Full => diagnostics.iter().map(|d| full::render(d, colour)).collect(),
            Face::Concise => diagnostics.iter().map(|d| concise::render(d, colour)).collect(),
            Face::Json => json::render(diagnostics),
            Face::Github => diagnostics.iter().map(github::render).collect(),
        }
    }
}
