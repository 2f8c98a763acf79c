//! The rules and their manual pages.

use super::Subject;
use super::{
    mutating_look, not_yet, nothing_to_do, parameters, solve_without_check, solve_without_cleanup,
    unread_expression, untold_trust,
};
use crate::diagnostic::Diagnostic;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// The codes of its diagnostics.
    pub codes: &'static [&'static str],
    /// Adds what it finds.
    pub check: fn(&Subject<'_>, &mut Vec<Diagnostic>),
    page: &'static str,
}

impl Rule {
    /// The manual page: what the rule does, why it matters, an example.
    #[must_use]
    pub fn manual(&self) -> String {
        self.page
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
            .collect()
    }
}

macro_rules! rules {
    ($($module:ident: $($code:literal)+;)*) => {
        /// All rules, sorted by the file that each is in.
        pub static RULES: &[Rule] = &[$(Rule {
            codes: &[$($code),+],
            check: $module::check,
            page: include_str!(concat!(stringify!($module), ".rs")),
        }),*];
    };
}

rules! {
    mutating_look: "mutating-look";
    not_yet: "not-yet";
    nothing_to_do: "no-steps" "no-title";
    parameters: "unknown-parameter" "missing-parameter" "unfit-parameter";
    solve_without_check: "solve-without-check";
    solve_without_cleanup: "solve-without-cleanup";
    unread_expression: "unread-expression";
    untold_trust: "untold-service" "untold-mutation";
}
