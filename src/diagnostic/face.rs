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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Span};

    /// An error in a line with characters of several widths, and a warning over two lines.
    fn found() -> Vec<Diagnostic> {
        let source = Source::new("labs/day1.md", "# Über\n```rhai chek\n\u{1b}[31mü = 1;\n```\n");
        let (role, code) = (
            source.text().find("chek").unwrap(),
            source.text().find("\u{1b}").unwrap(),
        );
        vec![
            Diagnostic::error(
                "unknown-role",
                &source,
                Span::new(role, role + 4),
                "there is no role `chek`",
            )
            .label("not a role")
            .help("did you mean `check`?"),
            Diagnostic::warning(
                "odd",
                &source,
                Span::new(code, source.text().len()),
                "100%, \u{1b}odd",
            ),
        ]
    }

    #[test]
    fn the_full_face_shows_the_excerpt_and_removes_terminal_escapes() {
        insta::assert_snapshot!(Face::Full.render(&found(), false), @r#"
        error[unknown-role]: there is no role `chek`
         --> labs/day1.md:2:9
          |
        2 | ```rhai chek
          |         ^^^^ not a role
          |
          = help: did you mean `check`?

        warning[odd]: 100%, �odd
         --> labs/day1.md:3:1
          |
        3 | / ␛[31mü = 1;
        4 | | ```
          | |____^
        "#);
        assert!(Face::Full.render(&found(), true).contains("\u{1b}[1m"));
    }

    #[test]
    fn the_concise_face_is_a_line_each() {
        insta::assert_snapshot!(Face::Concise.render(&found(), false), @r#"
        labs/day1.md:2:9: error[unknown-role]: there is no role `chek`; did you mean `check`?
        labs/day1.md:3:1: warning[odd]: 100%, �odd
        "#);
    }

    #[test]
    fn the_github_face_escapes_what_workflow_commands_reserve() {
        insta::assert_snapshot!(Face::Github.render(&found(), false), @r#"
        ::error file=labs/day1.md,line=2,endLine=2,col=9,endColumn=13,title=unknown-role::there is no role `chek`%0Adid you mean `check`?
        ::warning file=labs/day1.md,line=3,endLine=5,col=1,title=odd::100%25, �odd
        "#);
    }

    #[test]
    fn the_json_face_is_one_array_even_when_nothing_was_found() {
        insta::assert_snapshot!(Face::Json.render(&found(), false), @r#"
        [
          {
            "code": "unknown-role",
            "severity": "error",
            "message": "there is no role `chek`",
            "label": "not a role",
            "help": "did you mean `check`?",
            "file": "labs/day1.md",
            "start": {
              "line": 2,
              "column": 9,
              "byte": 16
            },
            "end": {
              "line": 2,
              "column": 13,
              "byte": 20
            }
          },
          {
            "code": "odd",
            "severity": "warning",
            "message": "100%, \u001bodd",
            "label": "",
            "help": null,
            "file": "labs/day1.md",
            "start": {
              "line": 3,
              "column": 1,
              "byte": 21
            },
            "end": {
              "line": 5,
              "column": 1,
              "byte": 38
            }
          }
        ]
        "#);
        assert_eq!(Face::Json.render(&[], false), "[]\n");
    }
}
