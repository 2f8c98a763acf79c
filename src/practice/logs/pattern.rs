//! Filter patterns: which events a search, or a metric filter, lets through.
//!
//! Three languages in one text (AWS: *Filter pattern syntax for metric filters, subscription filters, filter log events,
//! and Live Tail*): terms (`ERROR -"not this"`), columns of space-delimited events (`[a, b, action = "REJECT", ...]`) and
//! selectors into JSON (`{ $.eventName = "CreateVpc" }`).

mod columns;
mod condition;
mod json;
mod reader;
mod terms;

use super::unfit;
use crate::practice::refusal::Refusal;

/// A pattern that was read.
#[derive(Debug)]
pub(super) enum Pattern {
    /// Of terms in the text.
    Terms(terms::Terms),
    /// Of columns.
    Columns(columns::Columns),
    /// Of JSON.
    Json(json::Selectors),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// AWS's refusal of one that cannot be read; `NotModelled` for what practice does not understand of one that can.
    pub(super) fn read(text: &str) -> Result<Pattern, Refusal> {
        let text = text.trim();
        if text.chars().count() > 1024 {
            let rule = "have length less than or equal to 1024";
            return Err(super::constraint(text, "filterPattern", rule));
        }
        if let Some(inside) = text.strip_prefix('[') {
            return columns::Columns::read(inside).map(Pattern::Columns);
        }
        if let Some(inside) = text.strip_prefix('{') {
            return json::Selectors::read(inside).map(Pattern::Json);
        }
        terms::Terms::read(text).map(Pattern::Terms)
    }

    /// True where the pattern lets a message through.
    pub(super) fn admits(&self, message: &str) -> bool {
        match self {
            Pattern::Terms(terms) => terms.admits(message),
            Pattern::Columns(columns) => columns.admits(message),
            Pattern::Json(selectors) => selectors.admits(message),
        }
    }

    /// What it names in a message that it lets through: `$status` and its column, `$.a.b` and its value.
    pub(super) fn extracted(&self, message: &str) -> Vec<(String, String)> {
        match self {
            Pattern::Terms(_) => Vec::new(),
            Pattern::Columns(columns) => columns.extracted(message),
            Pattern::Json(selectors) => selectors.extracted(message),
        }
    }
}

/// The refusal of a pattern that cannot be read. (Wording illustrative.)
fn invalid(why: &str) -> Refusal {
    unfit(format!("Invalid filter pattern: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(pattern: &str, message: &str) -> bool {
        Pattern::read(pattern)
            .unwrap_or_else(|refusal| panic!("{pattern}: {refusal:?}"))
            .admits(message)
    }

    #[test]
    fn terms_are_all_there_or_any_and_none_of_those_left_out() {
        let message = "[ERROR 400] BAD REQUEST";
        for (pattern, expected) in [
            ("", true),
            ("\"\"", true),
            ("ERROR", true),
            ("error", false),
            ("ERROR REQUEST", true),
            ("ERROR FINE", false),
            ("?FINE ?BAD", true),
            ("?FINE ?WELL", false),
            ("ERROR -REQUEST", false),
            ("ERROR -FINE", true),
            ("\"BAD REQUEST\"", true),
            ("\"REQUEST BAD\"", false),
            ("-\"BAD REQUEST\"", false),
            ("%4[0-9]{2}%", true),
            ("%5[0-9]{2}%", false),
            // One that is optional beside others says nothing.
            ("ERROR ?FINE", true),
        ] {
            assert_eq!(admits(pattern, message), expected, "{pattern}");
        }
    }

    const LINE: &str =
        "2 111122223333 eni-0a 203.0.113.9 10.0.1.5 40000 22 6 1 40 1767603600 1767603660 REJECT OK";

    #[test]
    fn columns_are_counted_named_and_compared() {
        let names = "version, account_id, interface_id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end";
        for (pattern, expected) in [
            (format!("[{names}, action, log_status]"), true),
            (format!("[{names}, action != \"ACCEPT\", log_status ]"), true),
            (format!("[{names}, action != \"-\", log_status ]"), true),
            (format!("[{names}, action = ACCEPT, log_status]"), false),
            (format!("[{names}, action]"), false),
            ("[..., action = REJECT, log_status]".to_owned(), true),
            ("[version = 2, ...]".to_owned(), true),
            ("[version, account, ..., status = OK]".to_owned(), true),
            ("[version, account, eni, src = 203.0.*, ...]".to_owned(), true),
            ("[v, a, e, src != 203.0.*, ...]".to_owned(), false),
            (
                "[v, a, e, s, d, sp >= 40000, dp < 23 && dp != 21, ...]".to_owned(),
                true,
            ),
            ("[v, a, e, s, d, sp, dp = 21 || dp = 22, ...]".to_owned(), true),
            ("[v, a, e, s, d, sp, dp = %2[0-9]%, ...]".to_owned(), true),
            ("[v, a, e, s, d, sp = 4*, ...]".to_owned(), true),
        ] {
            assert_eq!(admits(&pattern, LINE), expected, "{pattern}");
        }
        let pattern = Pattern::read("[ip, id, user, time, request, ...]").unwrap();
        let message = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /a b\" 404 5";
        let found = pattern.extracted(message);
        assert_eq!(
            found[3],
            ("$time".to_owned(), "10/Oct/2000:13:25:15 -0700".to_owned())
        );
        assert_eq!(found[4].1, "GET /a b");
    }

    #[test]
    fn json_is_selected_into() {
        let event = r#"{"eventName":"CreateVpc","user":{"id":7,"on":true,"none":null},"list":["a",{"b":"c"}],"ip":"10.0.1.5"}"#;
        for (pattern, expected) in [
            ("{ $.eventName = \"CreateVpc\" }", true),
            ("{ $.eventName = CreateVpc }", true),
            ("{ $.eventName = \"Create*\" }", true),
            ("{ $.eventName != \"Create*\" }", false),
            ("{ $.user.id = 7 }", true),
            ("{ $.user.id >= 7 && $.user.id < 8 }", true),
            ("{ ($.user.id = 1) || ($.list[0] = \"a\") }", true),
            ("{ $.list[1].b = %c|d% }", true),
            ("{ $.user.on IS TRUE }", true),
            ("{ $.user.on IS FALSE }", false),
            ("{ $.user.none IS NULL }", true),
            ("{ $.user.other NOT EXISTS }", true),
            ("{ $.user.on NOT EXISTS }", false),
            ("{ $.absent = \"x\" }", false),
            ("{ $.ip = 10.0.* && ($.a = 1 || $.user.id = 7) }", true),
        ] {
            assert_eq!(admits(pattern, event), expected, "{pattern}");
        }
        assert!(!admits("{ $.eventName = \"CreateVpc\" }", "no json"));
        let found = Pattern::read("{ $.user.id = 7 }").unwrap().extracted(event);
        assert_eq!(found, [("$.user.id".to_owned(), "7".to_owned())]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_and_what_practice_cannot_is_named() {
        for pattern in [
            "a.b",
            "\"open",
            "[a, b",
            "[a = ]",
            "{ $.a }",
            "{ $.a = }",
            "{ a = 1 }",
            "{ ($.a = 1 }",
            "%(a)%",
            "[..., ...]",
        ] {
            let refusal = Pattern::read(pattern).unwrap_err();
            assert_eq!(refusal.code, "InvalidParameterException", "{pattern}");
        }
        assert_eq!(Pattern::read("{ $.a[*] = 1 }").unwrap_err().code, "NotModelled");
    }
}
