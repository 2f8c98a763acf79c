//! Names that scripts can read: inputs, `as=` texts, `into=` results.

/// Words that a name cannot be: the script language's own (those it uses and those it keeps for later), and the
/// words of the vocabulary that are not functions. A table rather than a question to the script room, because the
/// document knows no scripts; a test there may compare.
const RESERVED: &[&str] = &[
    "Fn",
    "as",
    "async",
    "await",
    "break",
    "call",
    "case",
    "catch",
    "const",
    "continue",
    "curry",
    "debug",
    "default",
    "do",
    "else",
    "eval",
    "exit",
    "export",
    "false",
    "fn",
    "for",
    "global",
    "go",
    "goto",
    "if",
    "import",
    "in",
    "is",
    "is_def_fn",
    "is_def_var",
    "is_shared",
    "let",
    "loop",
    "match",
    "module",
    "new",
    "nil",
    "null",
    "package",
    "print",
    "private",
    "protected",
    "public",
    "return",
    "shared",
    "spawn",
    "static",
    "super",
    "switch",
    "sync",
    "this",
    "thread",
    "throw",
    "true",
    "try",
    "type_of",
    "until",
    "use",
    "var",
    "void",
    "while",
    "with",
    "yield",
    // ours
    "check",
    "check_eq",
    "fail",
    "lab",
    "run",
    "should",
];

/// Why a word cannot be a name; none if it can.
pub(super) fn objection(name: &str) -> Option<String> {
    if !is_identifier(name) {
        Some("a name begins with a letter and goes on with letters, digits and `_`".to_owned())
    } else if RESERVED.contains(&name) {
        Some("the scripts keep this word for themselves".to_owned())
    } else {
        None
    }
}

fn is_identifier(name: &str) -> bool {
    let bare = name.trim_start_matches('_');
    bare.starts_with(|c: char| c.is_ascii_alphabetic())
        && bare.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The nearest word that could be a name: `my-name` becomes `my_name`.
pub(super) fn repaired(name: &str) -> Option<String> {
    let mut repaired: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if RESERVED.contains(&repaired.as_str()) {
        repaired.push('_');
    }
    (repaired != name && objection(&repaired).is_none()).then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_a_script_can_read() {
        for good in ["name", "_n", "vpc_2", "N"] {
            assert_eq!(objection(good), None, "{good}");
        }
        for bad in ["", "_", "2nd", "my-name", "naïve", "fn", "check", "run"] {
            assert!(objection(bad).is_some(), "{bad}");
        }
        assert_eq!(repaired("my-name").as_deref(), Some("my_name"));
        assert_eq!(repaired("fn").as_deref(), Some("fn_"));
        assert_eq!(repaired("2nd"), None);
    }

    #[test]
    fn the_table_holds_every_word_that_the_script_language_refuses() {
        let engine = rhai::Engine::new_raw();
        for word in RESERVED
            .iter()
            .filter(|word| !["check", "check_eq", "fail", "lab", "run", "should"].contains(word))
        {
            let refused = engine.compile(format!("let {word} = 1;")).is_err();
            // `exit` and `global` could be variables, and would only hide what the language offers.
            assert!(refused || ["exit", "global"].contains(word), "{word}");
        }
    }
}
