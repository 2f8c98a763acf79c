//! An input that remembers which of its members were read.
//!
//! A handler that does not look at a member would answer as if it had not been given: the call is refused instead.

use crate::value::Value;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::HashSet;

/// Which values of one input were read, by their addresses: the input does not move while a call runs.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    entered: RefCell<HashSet<usize>>,
    whole: RefCell<HashSet<usize>>,
}

impl Seen {
    fn enter(&self, value: &Value) {
        self.entered.borrow_mut().insert(address(value));
    }

    fn read(&self, value: &Value) {
        self.whole.borrow_mut().insert(address(value));
    }

    /// The path of the first member that nobody read.
    pub(crate) fn unread(&self, value: &Value) -> Option<String> {
        if value.is_null() || self.whole.borrow().contains(&address(value)) {
            return None;
        }
        let entered = self.entered.borrow().contains(&address(value));
        let inside = |found: Option<(String, String)>| {
            found.map(|(name, rest)| {
                if rest.is_empty() {
                    name
                } else {
                    format!("{name}.{rest}")
                }
            })
        };
        match value {
            Value::Map(members) if entered => inside(
                members
                    .iter()
                    .find_map(|(name, member)| Some((name.clone(), self.unread(member)?))),
            ),
            Value::List(items) if entered => inside(
                items
                    .iter()
                    .enumerate()
                    .find_map(|(i, item)| Some((i.to_string(), self.unread(item)?))),
            ),
            _ => Some(String::new()),
        }
    }
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value) as usize
}

/// A structure of the input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    value: &'a Value,
    seen: &'a Seen,
}

impl<'a> Given<'a> {
    /// The whole input.
    pub(crate) fn new(value: &'a Value, seen: &'a Seen) -> Given<'a> {
        seen.enter(value);
        Given { value, seen }
    }

    /// True where the member is given. It is not read by that.
    pub(crate) fn has(&self, member: &str) -> bool {
        !self.value.get(member).is_null()
    }

    /// A structure inside; an empty one where it is not given.
    pub(crate) fn get(&self, member: &str) -> Given<'a> {
        Given::new(self.value.get(member), self.seen)
    }

    /// The member as it is, read whole.
    pub(crate) fn value(&self, member: &str) -> &'a Value {
        let value = self.value.get(member);
        self.seen.read(value);
        value
    }

    /// This structure as it is, read whole: for handlers of tests, which have nothing to say about it.
    #[cfg(test)]
    pub(crate) fn whole(&self) -> &'a Value {
        self.seen.read(self.value);
        self.value
    }

    /// A text, if given.
    pub(crate) fn opt(&self, member: &str) -> Option<&'a str> {
        self.value(member).as_text()
    }

    /// A text, or the empty one.
    pub(crate) fn text(&self, member: &str) -> &'a str {
        self.value(member).text()
    }

    /// An integer, if given.
    pub(crate) fn int(&self, member: &str) -> Option<i64> {
        self.value(member).as_int()
    }

    /// A boolean, if given.
    pub(crate) fn flag(&self, member: &str) -> Option<bool> {
        self.value(member).as_bool()
    }

    /// An instant, if given.
    pub(crate) fn time(&self, member: &str) -> Option<Timestamp> {
        self.value(member).as_time()
    }

    /// The structures of a list; each must be read.
    pub(crate) fn list(&self, member: &str) -> Vec<Given<'a>> {
        let list = self.value.get(member);
        self.seen.enter(list);
        list.items()
            .iter()
            .map(|item| Given::new(item, self.seen))
            .collect()
    }

    /// The texts of a list.
    pub(crate) fn texts(&self, member: &str) -> Vec<&'a str> {
        self.value(member)
            .items()
            .iter()
            .filter_map(Value::as_text)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn a_member_that_nobody_read_is_found_at_its_path() {
        let input = value!({ "A": "x", "B": { "C": 1, "D": [{ "E": 1, "F": 2 }] }, "G": [], "H": null });
        let seen = Seen::default();
        let given = Given::new(&input, &seen);
        assert_eq!(seen.unread(&input).unwrap(), "A");
        given.text("A");
        assert_eq!(seen.unread(&input).unwrap(), "B");
        given.get("B").int("C");
        assert_eq!(seen.unread(&input).unwrap(), "B.D");
        given.get("B").list("D")[0].int("E");
        assert_eq!(seen.unread(&input).unwrap(), "B.D.0.F");
        given.get("B").value("D");
        assert_eq!(seen.unread(&input).unwrap(), "G");
        given.texts("G");
        assert_eq!(seen.unread(&input), None);
    }
}
