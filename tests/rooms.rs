//! The arrows between the rooms, as the table in `book/src/design/rooms.md` shows them: an arrow points at what a
//! room may use. The test reads the `crate::` paths of every file and holds them to the table.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Room -> what it may use. `cli` puts everything together and may use all.
const ARROWS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("meter", &[]),
    ("value", &[]),
    ("diagnostic", &["source"]),
    ("event", &["value"]),
    ("port", &["event", "value"]),
    ("document", &["source", "diagnostic", "event", "value"]),
    ("api", &["event", "value"]),
    ("wire", &["api", "value"]),
    ("cloud", &["api", "wire", "port", "event", "value"]),
    ("practice", &["api", "port", "event", "value"]),
    ("serve", &["api", "wire", "cloud", "port"]),
    ("estate", &["port", "event", "value"]),
    (
        "script",
        &[
            "source",
            "diagnostic",
            "document",
            "event",
            "port",
            "api",
            "value",
            "meter",
        ],
    ),
    (
        "analysis",
        &["source", "document", "script", "estate", "api", "event"],
    ),
    (
        "preflight",
        &[
            "source", "document", "script", "analysis", "cloud", "wire", "api", "port", "event", "value",
        ],
    ),
    (
        "lint",
        &[
            "document",
            "script",
            "analysis",
            "api",
            "diagnostic",
            "source",
            "event",
            "value",
        ],
    ),
    ("plan", &["source", "document", "event", "value"]),
    (
        "engine",
        &[
            "document",
            "plan",
            "script",
            "estate",
            "event",
            "port",
            "value",
            "diagnostic",
            "source",
        ],
    ),
    ("journal", &["event", "port", "value"]),
    ("report", &["journal", "event", "ui", "value"]),
    (
        "ui",
        &["event", "port", "diagnostic", "document", "value", "source"],
    ),
];

#[test]
fn every_use_of_a_room_follows_an_arrow() {
    let table: BTreeMap<&str, BTreeSet<&str>> = ARROWS
        .iter()
        .map(|(room, may)| (*room, may.iter().copied().collect()))
        .collect();
    let mut wrong = Vec::new();
    for (file, room) in files() {
        let text = fs::read_to_string(&file).unwrap();
        for used in rooms_used(&text) {
            let may = room == "cli"
                || used == room
                || table
                    .get(room.as_str())
                    .is_some_and(|may| may.contains(used.as_str()));
            if !may {
                wrong.push(format!("{} uses {used}, which {room} may not", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_is_a_room_of_the_table() {
    let known: BTreeSet<String> = ARROWS
        .iter()
        .map(|(room, _)| (*room).to_owned())
        .chain(["cli".to_owned()])
        .collect();
    let found: BTreeSet<String> = files().into_iter().map(|(_, room)| room).collect();
    assert_eq!(found, known);
}

/// The book's table and this one are the same.
#[test]
fn the_book_shows_these_arrows() {
    let book = fs::read_to_string(root().join("book/src/design/rooms.md")).unwrap();
    for (room, may) in ARROWS {
        let row = format!("| `{room}` |");
        let line = book
            .lines()
            .find(|line| line.starts_with(&row))
            .unwrap_or_else(|| panic!("no row for {room}"));
        let shown: BTreeSet<&str> = line
            .rsplit('|')
            .nth(1)
            .unwrap()
            .split(',')
            .map(str::trim)
            .filter(|word| *word != "-")
            .collect();
        assert_eq!(shown, may.iter().copied().collect(), "the row of {room}");
    }
}

#[test]
fn the_test_sees_an_arrow_that_is_not_there() {
    let used = |text| rooms_used(text).into_iter().collect::<Vec<_>>();
    assert_eq!(
        used("use crate::engine::Session;\nuse crate::{\n    api,\n    value::Value,\n};"),
        ["api", "engine", "value"]
    );
    assert_eq!(used("//! See [`crate::ui`].\nuse crate::value as v;"), ["value"]);
}

/// The rooms that a file's code names after `crate::`, grouped or not; comments do not count.
fn rooms_used(text: &str) -> BTreeSet<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            match rest.strip_prefix('{') {
                Some(group) => group
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split(',')
                    .map(first_word)
                    .collect(),
                None => vec![first_word(rest)],
            }
        })
        .filter(|word| root().join("src").join(format!("{word}.rs")).exists())
        .map(str::to_owned)
        .collect()
}

fn first_word(path: &str) -> &str {
    let path = path.trim();
    &path[..path
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(path.len())]
}

/// Every source file with the room that it is in.
fn files() -> Vec<(PathBuf, String)> {
    let src = root().join("src");
    let mut left = vec![src.clone()];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&src).unwrap();
                let room = inside.components().next().unwrap().as_os_str().to_str().unwrap();
                let room = room.trim_end_matches(".rs").to_owned();
                if !matches!(room.as_str(), "lib" | "main") {
                    found.push((path, room));
                }
            }
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
