//! Pages: which part of a long answer a call gives, and the token of the next.
//!
//! A call that asks for no page is given everything: the door's promise is that lists arrive whole.

use super::given::Given;
use super::model::Pages;
use super::refusal::Refusal;
use std::ops::Range;

/// The page that a call asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    /// The members of the operation that ask for and answer pages.
    pub(super) pages: Option<Pages>,
    /// The token of the next page, once the page is cut.
    pub(super) next: Option<String>,
    /// What the operation says to a token that nobody was given: code and message.
    pub(super) unknown: Option<(&'static str, &'static str)>,
}

impl Window {
    /// The items of this page among `total`.
    pub(super) fn range(&mut self, given: &Given<'_>, total: usize) -> Result<Range<usize>, Refusal> {
        let Some(pages) = &self.pages else {
            return Ok(0..total);
        };
        let start = match given.opt(&pages.input) {
            None | Some("") => 0,
            Some(token) => start_of(token).ok_or_else(|| {
                let (code, message) = self.unknown.unwrap_or(UNKNOWN);
                Refusal::new(code, message)
            })?,
        };
        let limit = pages.limit.as_ref().and_then(|limit| given.int(limit));
        let limit = limit
            .and_then(|limit| usize::try_from(limit).ok())
            .filter(|limit| *limit > 0);
        let start = start.min(total);
        let end = limit.map_or(total, |limit| start.saturating_add(limit).min(total));
        self.next = (end < total).then(|| token_of(end));
        Ok(start..end)
    }
}

/// What is said where the operation declares nothing else.
const UNKNOWN: (&str, &str) = ("InvalidNextToken", "The specified token is not valid.");

fn token_of(start: usize) -> String {
    format!("page-{start:016x}")
}

fn start_of(token: &str) -> Option<usize> {
    let digits = token.strip_prefix("page-").filter(|digits| digits.len() == 16)?;
    usize::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::given::Seen;
    use crate::value;

    fn window() -> Window {
        let pages = Pages {
            input: "NextToken".into(),
            output: "NextToken".into(),
            limit: Some("MaxResults".into()),
            result: "Vpcs".into(),
            more: None,
        };
        Window {
            pages: Some(pages),
            next: None,
            unknown: None,
        }
    }

    #[test]
    fn pages_follow_one_another_and_a_made_up_token_is_refused() {
        let mut token = None;
        let mut starts = Vec::new();
        loop {
            let mut window = window();
            let input = value!({ "MaxResults": 2, "NextToken": (token.clone()) });
            let seen = Seen::default();
            let range = window.range(&Given::new(&input, &seen), 5).unwrap();
            starts.push((range.start, range.end));
            token = window.next;
            if token.is_none() {
                break;
            }
        }
        assert_eq!(starts, [(0, 2), (2, 4), (4, 5)]);
        let (input, seen) = (value!({ "NextToken": "mine" }), Seen::default());
        let refusal = window().range(&Given::new(&input, &seen), 5).unwrap_err();
        assert_eq!(refusal.code, "InvalidNextToken");
    }
}
