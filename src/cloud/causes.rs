//! An error with its causes in one sentence.

use std::error::Error;

/// What it says, then what each of its causes adds. Never how the error is made up: that would show the whole answer,
/// and whatever is secret in it.
pub(super) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !said.contains(&more) {
            said.push_str(": ");
            said.push_str(&more);
        }
        cause = error.source();
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Link(&'static str, #[source] Option<Box<Link>>);

    #[test]
    fn each_cause_is_said_once() {
        let inner = Link("reset by peer", None);
        let middle = Link("reset by peer", Some(Box::new(inner)));
        let outer = Link("dispatch failure", Some(Box::new(middle)));
        assert_eq!(causes(&outer), "dispatch failure: reset by peer");
    }
}
