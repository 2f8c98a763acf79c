//! The book says what the program does: its reference is made here, its commands run, its links lead somewhere.

use crate::support::Lab;
use runbook::cli::Exit;
use runbook::script::vocabulary;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const DAY1: &str = include_str!("../runbooks/day1.md");

#[test]
fn the_commands_are_as_the_program_says() {
    let lab = Lab::new().variable("COLUMNS", "100");
    let help = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain(["--help"]).collect();
        let text = lab.run(&words).code(0).stdout();
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    };
    let overview = help(&[]);
    let mut page =
        format!("# Commands\n\nThe help of the program, as it gives it.\n\n```text\n{overview}\n```\n");
    let mut section = |words: &[&str]| {
        write!(
            page,
            "\n## {}\n\n```text\n{}\n```\n",
            words.join(" "),
            help(words)
        )
        .expect("a text takes all");
    };
    let (commands, _) = overview
        .split_once("\nOptions:")
        .expect("options after the commands");
    let mut count = 0;
    for line in commands.lines().filter_map(|line| line.strip_prefix("  ")) {
        let (names, _) = line.split_once("  ").expect("a command and what it does");
        for name in names.split(", ").filter_map(|name| name.split(' ').next()) {
            count += 1;
            section(&[name]);
            if name == "practice" {
                section(&["practice", "serve"]);
                section(&["practice", "show"]);
                section(&["practice", "reset"]);
            }
        }
    }
    assert!(count >= 13, "{count} commands in:\n{overview}");
    holds("reference/commands.md", &page);
}

#[test]
fn the_words_are_those_of_the_scripts() {
    let mut page = "# Words of the scripts\n\nWhat the scripts have besides Rhai's own words, and besides AWS: each service is \
        a module with a function for each operation (`ec2::describe_vpcs`) and each waiter\n(`ec2::wait_until_vpc_available`), \
        as [The scripts](../authoring/scripts.md) tells.\n"
        .to_owned();
    let mut group = "";
    for word in vocabulary() {
        if word.group != group {
            group = word.group;
            write!(page, "\n## {group}\n\n").expect("a text takes all");
        }
        writeln!(page, "- `{}`: {}", word.signature, word.summary).expect("a text takes all");
    }
    holds("reference/vocabulary.md", &page);
}

#[test]
fn the_practice_page_lists_what_is_modelled() {
    let mut page = "# What practice models\n\nThe operations that the practice account answers. Any other is refused as not modelled, and so is an \
        input member that is not\nlooked at.\n"
        .to_owned();
    let operations = runbook::practice::operations();
    for service in operations.chunk_by(|a, b| a.0 == b.0) {
        let names: Vec<String> = service.iter().map(|(_, name)| format!("`{name}`")).collect();
        write!(
            page,
            "\n## {} ({})\n\n{}\n",
            service[0].0,
            names.len(),
            names.join(", ")
        )
        .expect("a text takes all");
    }
    assert!(operations.len() > 100, "{} operations", operations.len());
    holds("reference/practice.md", &page);
}

#[test]
fn the_exit_codes_are_the_documented_ones() {
    let table: Vec<&str> = include_str!("../src/cli/exit.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("/// |"))
        .collect();
    let codes: Vec<u8> = table
        .iter()
        .filter_map(|line| line.split('|').next()?.trim().parse().ok())
        .collect();
    let exits = [
        Exit::Passed,
        Exit::Unsound,
        Exit::Usage,
        Exit::Refused,
        Exit::Failed,
        Exit::Interrupted,
    ];
    assert_eq!(codes, exits.map(Exit::code));
    holds(
        "reference/exit-codes.md",
        &format!("# Exit codes\n\n|{}\n", table.join("\n|")),
    );
}

#[test]
fn the_commands_of_every_page_run() {
    let mut count = 0;
    for page in pages() {
        let lab = Lab::new()
            .file("runbooks/day1.md", DAY1)
            .variable("RUNBOOK_INPUT_NAME", "alice");
        for line in fences(&page, |info| info == "console")
            .iter()
            .flat_map(|text| text.lines())
        {
            let Some(words) = line.strip_prefix("$ runbook ") else {
                assert!(line.starts_with("$ cargo "), "{}: {line}", page.display());
                continue;
            };
            let (words, code) = words.split_once(" # exit ").unwrap_or((words, "0"));
            let words: Vec<&str> = words.split_whitespace().collect();
            let code: i32 = code.parse().expect("an exit code");
            // The harness keeps this line to itself unless the test fails.
            eprintln!("{}: {line}", page.display());
            lab.run(&words).code(code);
            count += 1;
        }
    }
    assert!(count > 10, "{count} commands");
}

#[test]
fn every_example_that_is_a_runbook_lints_clean() {
    for page in pages() {
        for text in fences(&page, |info| info == "markdown") {
            if text.starts_with("# ") || text.starts_with("---\n") {
                let lab = Lab::new().file("example.md", &text);
                lab.run(&["lint", "--strict", "example.md"]).code(0);
            }
        }
    }
}

#[test]
fn every_relative_link_leads_to_a_file() {
    let mut count = 0;
    for page in pages() {
        let text = read(&page);
        for rest in text.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap_or_default();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            count += 1;
            let target = page.parent().expect("a folder").join(link);
            assert!(target.exists(), "{}: {link} is not there", page.display());
        }
    }
    assert!(count > 20, "{count} links");
}

/// Holds a page of the book to the text that was made, or writes it where `RUNBOOK_UPDATE` is set.
#[track_caller]
fn holds(page: &str, made: &str) {
    let path = root().join("book/src").join(page);
    #[expect(
        clippy::disallowed_methods,
        reason = "a test's own switch, which the program does not read"
    )]
    let update = std::env::var_os("RUNBOOK_UPDATE").is_some();
    if update {
        std::fs::write(&path, made).expect("the page is written");
    }
    assert!(
        read(&path) == made,
        "{page} is not what the program says; make it again with `RUNBOOK_UPDATE=1 cargo test --test all book`"
    );
}

/// The texts of the fences whose info string is wanted; a fence within a longer one is text.
fn fences(page: &Path, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(usize, bool, String)> = None;
    for line in read(page).lines() {
        let info = line.trim_start_matches('`');
        let ticks = line.len() - info.len();
        match &mut open {
            None if ticks >= 3 => open = Some((ticks, wanted(info.trim()), String::new())),
            None => {}
            Some((opened, is_wanted, text)) if ticks >= *opened && info.trim().is_empty() => {
                if *is_wanted {
                    found.push(std::mem::take(text));
                }
                open = None;
            }
            Some((_, _, text)) => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    assert!(open.is_none(), "{}: a fence is not closed", page.display());
    found
}

/// The README and every page of the book.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    let mut folders = vec![root().join("book/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the book") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
