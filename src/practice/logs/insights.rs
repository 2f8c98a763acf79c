//! The language of Logs Insights, as far as practice speaks it: `fields`, `display`, `filter`, `sort`, `limit`, `stats`,
//! `parse` and `dedup` (AWS: *CloudWatch Logs Insights query syntax*).

mod lexer;
mod row;
mod stats;
mod test;

use crate::practice::refusal::Refusal;
use lexer::{Lexer, Token};
use regex::Regex;
use stats::Stats;
use std::cmp::Ordering;
use test::Test;

pub(super) use row::Row;

/// The most rows that a query gives.
const MOST: usize = 10_000;

/// A query that was read.
#[derive(Debug)]
pub(super) struct Query(Vec<Command>);

#[derive(Debug)]
enum Command {
    /// The fields to show, each under a name.
    Fields(Vec<(String, String)>),
    /// Those, and no others of before.
    Display(Vec<(String, String)>),
    Filter(Test),
    /// Fields, and whether downwards.
    Sort(Vec<(String, bool)>),
    Limit(usize),
    Stats(Stats),
    /// A field, how it is read, the names of what is found.
    Parse(String, Regex, Vec<String>),
    Dedup(Vec<String>),
}

/// What a query gives: rows of fields and values.
#[derive(Debug)]
pub(super) struct Table {
    /// The rows.
    pub(super) rows: Vec<Vec<(String, String)>>,
    /// How many events passed the filters.
    pub(super) matched: usize,
}

/// The refusal of a query that cannot be read. (Wording illustrative.)
fn malformed(why: &str) -> Refusal {
    Refusal::new(
        "MalformedQueryException",
        format!("unexpected symbol found: {why}"),
    )
}

fn unknown(what: &str) -> Refusal {
    Refusal::unmodelled(&format!("{what} of Logs Insights"))
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// `MalformedQueryException`; `NotModelled` for a command or function that practice does not have.
    pub(super) fn read(text: &str) -> Result<Query, Refusal> {
        let mut lexer = Lexer::read(text)?;
        let mut commands = Vec::new();
        loop {
            commands.push(Command::read(&mut lexer)?);
            if lexer.is_done() {
                return Ok(Query(commands));
            }
            lexer.expect("|")?;
        }
    }

    /// Runs it over events, the newest first.
    pub(super) fn run(&self, mut rows: Vec<Row<'_>>, limit: Option<usize>) -> Table {
        rows.sort_by_key(|row| std::cmp::Reverse(row.at));
        let mut shown: Vec<(String, String)> = Vec::new();
        let mut matched = rows.len();
        let mut counted = false;
        for command in &self.0 {
            match command {
                Command::Fields(fields) => {
                    rename(&mut rows, fields);
                    shown.extend(fields.iter().cloned());
                }
                Command::Display(fields) => {
                    rename(&mut rows, fields);
                    shown.clone_from(fields);
                }
                Command::Filter(test) => {
                    rows.retain(|row| test.holds(row));
                    if !counted {
                        matched = rows.len();
                    }
                }
                Command::Sort(fields) => rows.sort_by(|one, two| order(one, two, fields)),
                Command::Limit(most) => rows.truncate(*most),
                Command::Stats(stats) => {
                    rows = stats.run(&rows);
                    shown = stats
                        .names()
                        .map(|name| (name.to_owned(), name.to_owned()))
                        .collect();
                    counted = true;
                }
                Command::Parse(field, regex, names) => {
                    for row in &mut rows {
                        row.parse(field, regex, names);
                    }
                }
                Command::Dedup(fields) => {
                    let mut seen = std::collections::HashSet::new();
                    rows.retain(|row| {
                        let key: Vec<String> = fields
                            .iter()
                            .map(|field| row.get(field).unwrap_or_default().into_owned())
                            .collect();
                        seen.insert(key)
                    });
                }
            }
        }
        rows.truncate(limit.unwrap_or(MOST).min(MOST));
        if shown.is_empty() {
            let both = ["@timestamp", "@message"];
            shown = both.map(|name| (name.to_owned(), name.to_owned())).to_vec();
        }
        let rows = rows.iter().map(|row| {
            let fields = shown
                .iter()
                .filter_map(|(_, name)| Some((name.clone(), row.get(name)?.into_owned())));
            let pointer = row.pointer.clone().map(|pointer| ("@ptr".to_owned(), pointer));
            fields.chain(pointer).collect()
        });
        Table {
            rows: rows.collect(),
            matched,
        }
    }
}

/// Gives fields their other names.
fn rename(rows: &mut [Row<'_>], fields: &[(String, String)]) {
    for (field, name) in fields.iter().filter(|(field, name)| field != name) {
        for row in &mut *rows {
            if let Some(value) = row.get(field).map(std::borrow::Cow::into_owned) {
                row.set(name, value);
            }
        }
    }
}

fn order(one: &Row<'_>, two: &Row<'_>, fields: &[(String, bool)]) -> Ordering {
    fields
        .iter()
        .map(|(field, down)| {
            let (one, two) = (
                one.get(field).unwrap_or_default(),
                two.get(field).unwrap_or_default(),
            );
            let order = match (one.parse::<f64>(), two.parse::<f64>()) {
                (Ok(one), Ok(two)) => one.total_cmp(&two),
                _ => one.cmp(&two),
            };
            if *down { order.reverse() } else { order }
        })
        .find(|order| *order != Ordering::Equal)
        .unwrap_or(Ordering::Equal)
}

impl Command {
    fn read(lexer: &mut Lexer) -> Result<Command, Refusal> {
        let word = lexer.word()?;
        match word.to_lowercase().as_str() {
            "fields" => Ok(Command::Fields(named(lexer)?)),
            "display" => Ok(Command::Display(named(lexer)?)),
            "filter" => Ok(Command::Filter(Test::read(lexer)?)),
            "sort" => {
                let mut fields = Vec::new();
                loop {
                    let field = field(lexer)?;
                    let down = lexer.eat_word("desc");
                    if !down {
                        lexer.eat_word("asc");
                    }
                    fields.push((field, down));
                    if !lexer.eat(",") {
                        return Ok(Command::Sort(fields));
                    }
                }
            }
            "limit" => {
                let word = lexer.word()?;
                let most = word.parse().map_err(|_| malformed(&word))?;
                Ok(Command::Limit(most))
            }
            "stats" => Ok(Command::Stats(Stats::read(lexer)?)),
            "parse" => parse(lexer),
            "dedup" => Ok(Command::Dedup(
                named(lexer)?.into_iter().map(|(field, _)| field).collect(),
            )),
            "pattern" | "diff" | "unmask" | "unnest" | "filterindex" | "anomaly" | "source" | "lookup" => {
                Err(unknown(&format!("the command `{word}`")))
            }
            _ => Err(malformed(&word)),
        }
    }
}

/// A field's name.
fn field(lexer: &mut Lexer) -> Result<String, Refusal> {
    let word = lexer.word()?;
    if lexer.eat("(") {
        return Err(unknown(&format!("the function `{word}`")));
    }
    Ok(word)
}

/// Fields with the names that they are given.
fn named(lexer: &mut Lexer) -> Result<Vec<(String, String)>, Refusal> {
    let mut fields = Vec::new();
    loop {
        let field = field(lexer)?;
        let name = if lexer.eat_word("as") {
            lexer.word()?
        } else {
            field.clone()
        };
        fields.push((field, name));
        if !lexer.eat(",") {
            return Ok(fields);
        }
    }
}

/// `parse @message "* [*]" as a, b`, or by a regular expression with named groups.
fn parse(lexer: &mut Lexer) -> Result<Command, Refusal> {
    let field = match lexer.peek() {
        Some(Token::Word(_)) => field(lexer)?,
        _ => "@message".to_owned(),
    };
    match lexer.next() {
        Some(Token::Regex(text)) => {
            let regex = Regex::new(&text).map_err(|error| malformed(&error.to_string()))?;
            let names = regex.capture_names().flatten().map(str::to_owned).collect();
            Ok(Command::Parse(field, regex, names))
        }
        Some(Token::Text(glob)) => {
            let parts: Vec<String> = glob.split('*').map(regex::escape).collect();
            let last = parts.len().saturating_sub(1);
            let mut pattern = String::from("(?s)");
            for (n, part) in parts.iter().enumerate() {
                pattern.push_str(part);
                if n < last {
                    // The last star of a glob that ends with it takes all that is left.
                    pattern.push_str(if n + 1 == last && parts[last].is_empty() {
                        "(.*)"
                    } else {
                        "(.*?)"
                    });
                }
            }
            let regex = Regex::new(&pattern).map_err(|error| malformed(&error.to_string()))?;
            if !lexer.eat_word("as") {
                return Err(malformed("'as' is missing"));
            }
            let names: Vec<String> = named(lexer)?.into_iter().map(|(name, _)| name).collect();
            if names.len() != last {
                return Err(malformed("there are not as many names as stars"));
            }
            Ok(Command::Parse(field, regex, names))
        }
        _ => Err(malformed("a pattern is missing")),
    }
}
