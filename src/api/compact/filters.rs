//! The names of filters, which AWS's models hold in their documentation only.

use super::model::{Model, Operation, Type};
use indexmap::IndexSet;
use regex::Regex;
use serde::{Deserialize, Deserializer};
use std::sync::LazyLock;

/// What lists are nested by, and the beginning of a list item up to the name in its first words.
static LISTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"<ul>|</ul>|<li>(?:\s*(?:<p>)?\s*<code>\s*(?<name>[^<]+?)\s*</code>)?").ok()
});

/// The names that an operation's `Filters` (or `Filter`) understand: the values that the model has for them, then those
/// that the documentation lists.
pub(super) fn of<'m>(model: &'m Model, operation: &Operation) -> IndexSet<&'m str> {
    let mut names = IndexSet::new();
    let input = operation
        .input
        .as_ref()
        .and_then(|input| model.shapes.get(&input.shape));
    for (name, member) in input.map(|input| &input.members).into_iter().flatten() {
        if !["Filters", "Filter", "filters", "filter"].contains(&name.as_str()) {
            continue;
        }
        let list = model
            .shapes
            .get(&member.shape)
            .filter(|shape| shape.kind == Type::List);
        let item = list.and_then(|list| model.shapes.get(&list.member.as_ref()?.shape));
        let key = item.and_then(|item| {
            ["Name", "name", "Key", "key"]
                .iter()
                .find_map(|key| item.members.get(*key))
        });
        let Some(key) = key.and_then(|key| model.shapes.get(&key.shape)) else {
            continue;
        };
        names.extend(key.values.iter().map(String::as_str));
        names.extend(member.listed.iter().map(String::as_str));
    }
    names
}

/// Reads a documentation and keeps the names that it lists.
pub(super) fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let documentation = Option::<String>::deserialize(deserializer)?;
    Ok(documentation.as_deref().map(names).unwrap_or_default())
}

/// The names that a list in a documentation begins its items with; what is listed below an item is its values.
fn names(documentation: &str) -> Vec<String> {
    let mut names = Vec::new();
    // Most documentation lists nothing.
    let Some(listed) = LISTED.as_ref().filter(|_| documentation.contains("<ul>")) else {
        return names;
    };
    let mut depth = 0_i32;
    let mut marks = listed.captures_iter(documentation).peekable();
    while let Some(mark) = marks.next() {
        match &mark[0] {
            "<ul>" => depth += 1,
            "</ul>" => depth -= 1,
            _ if depth != 1 => {}
            item => {
                let Some(name) = mark.name("name") else { continue };
                let name = name.as_str().replace("&lt;", "<").replace("&gt;", ">");
                let from = mark.get(0).map_or(0, |found| found.start()) + item.len();
                let to = marks.peek().and_then(|next| next.get(0)).map(|next| next.start());
                let behind = &documentation[from..to.unwrap_or(documentation.len())];
                names.extend(plain(name, behind));
            }
        }
    }
    names
}

/// A name that is one; all forms of "any tag" are `tag:<key>`. `behind` is what the item says of it.
fn plain(name: String, behind: &str) -> Option<String> {
    let of_tags = ["tag:<key>", "tag:key", "tag:<tag-key>"].contains(&name.to_lowercase().as_str())
        || (name == "tag" && behind.contains("combination of a tag"));
    if of_tags {
        return Some("tag:<key>".to_owned());
    }
    let letters = |c: char| c.is_ascii_alphanumeric() || "_.:<>/-".contains(c);
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(letters)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_the_outer_list_are_filters_and_those_of_the_inner_ones_values() {
        let documentation = "<p>The filters.</p> <ul> <li> <p> <code>state</code> - The state (<code>on</code>):</p> <ul> \
             <li><code>off</code></li> </ul></li> <li><code>tag:&lt;key&gt;</code> - A tag.</li> \
             <li><code>tag</code> - The key/value combination of a tag.</li> <li> <code>two words</code></li> \
             <li>Nothing</li> <li><code>kind </code></li> </ul>";
        assert_eq!(names(documentation), ["state", "tag:<key>", "tag:<key>", "kind"]);
        assert!(names("<p><code>state</code></p>").is_empty());
    }
}
