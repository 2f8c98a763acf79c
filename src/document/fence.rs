//! What the info string of a fence says: `LANGUAGE ROLE key=value ...`.

use super::amount::{duration, range, size};
use super::log::Log;
use super::name;
use super::scan::Fence;
use super::words::{Word, words};
use super::{Block, CommandOptions, QueryOptions, Task, Timing, Waiting};
use crate::diagnostic::{either, nearest, suggest};
use std::time::Duration;

/// The roles: the word, the languages that it goes with, its attributes.
const ROLES: &[(&str, &[&str], &[&str])] = &[
    ("setup", &["rhai"], &[]),
    ("solve", &["rhai"], &[]),
    ("check", &["rhai"], &["within", "every", "usually", "defer"]),
    ("hint", &["rhai"], &[]),
    ("cleanup", &["rhai"], &[]),
    (
        "athena",
        &["sql"],
        &["into", "database", "workgroup", "max_scan", "raw"],
    ),
    (
        "ssm",
        &["bash", "powershell"],
        &["target", "into", "within", "raw"],
    ),
];

/// The attributes of a fence without a role.
const TEXT: &[&str] = &["as", "raw"];

/// The pause between two tries of a check that names none.
const EVERY: Duration = Duration::from_secs(10);

/// The block that a fence is; none for a fence that is only shown.
pub(super) fn block(log: &mut Log, fence: &Fence, timing: Timing) -> Option<Block> {
    let words = words(log, fence.info);
    let (first, rest) = words.split_first()?;
    let language = log.source.slice(first.span).to_lowercase();
    if let Some(key) = first.key
        && TEXT.contains(&log.source.slice(key))
    {
        log.error(
            "missing-language",
            first.span,
            "the info string does not begin with a language",
            "expected a language",
            format!("write `text {}`", log.source.slice(fence.info)),
        );
        return None;
    }
    let role = role(log, &language, first, rest).ok()?;
    let is_named = |word: &Word| word.key.is_some_and(|key| log.source.slice(key) == "as");
    if language == "rhai" && role.is_none() && !rest.iter().any(is_named) {
        log.error(
            "missing-role",
            first.span,
            "a `rhai` block has no role",
            "what is it for?",
            format!("write {}", roles_of("rhai")),
        );
        return None;
    }
    if rest.is_empty() {
        return None;
    }
    let allowed = role.map_or(TEXT, |(_, _, attributes)| attributes);
    let named = role.map(|(word, ..)| format!("{language} {word}"));
    let mut reader = Reader::new(log, rest, allowed, named.as_deref());
    let raw = reader.read("raw", flag);
    let task = match role {
        Some(("setup", ..)) => Task::Setup,
        Some(("solve", ..)) => Task::Solve,
        Some(("hint", ..)) => Task::Hint,
        Some(("cleanup", ..)) => Task::Cleanup,
        Some(("check", ..)) => Task::Check(reader.waiting(timing)),
        Some(("athena", ..)) => Task::Query(QueryOptions {
            into: reader.name("into"),
            database: reader.text("database"),
            workgroup: reader.text("workgroup"),
            max_scan: reader.read("max_scan", size),
        }),
        Some(_) => {
            if reader.word("target").is_none() {
                reader.log.error(
                    "missing-attribute",
                    fence.info,
                    "an instance command does not say which instance it runs on",
                    "`target=` is missing",
                    "add `target=NAME`, NAME being what the setup block calls the instance's id",
                );
            }
            Task::Command(CommandOptions {
                target: reader.text("target").unwrap_or_default(),
                into: reader.name("into"),
                within: reader.read("within", duration),
            })
        }
        None => Task::Text {
            name: reader.name("as")?,
        },
    };
    Some(Block {
        task,
        language,
        fence: fence.span,
        info: fence.info,
        code: fence.code.clone(),
        raw: raw.unwrap_or_default(),
    })
}

/// True where the text after a fence's marks asks for something to be done; the fence itself may be lost.
pub(super) fn asks(info: &str) -> bool {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default().to_lowercase();
    language == "rhai"
        || words.any(|word| word.starts_with("as=") || ROLES.iter().any(|(role, ..)| *role == word))
}

fn flag(text: &str) -> Result<bool, String> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("it can be `true` or `false`".to_owned()),
    }
}

type Role = (&'static str, &'static [&'static str], &'static [&'static str]);

/// A role that is not known, logged.
struct Unknown;

fn role(log: &mut Log, language: &str, first: &Word, rest: &[Word]) -> Result<Option<Role>, Unknown> {
    let mut bare = rest.iter().filter(|word| word.key.is_none());
    let Some(word) = bare.next() else { return Ok(None) };
    for second in bare {
        log.error(
            "second-role",
            second.span,
            format!("`{}` is one word too many", log.source.slice(second.span)),
            "a block has one role",
            "write attributes as `key=value`, with quotes around a value of several words",
        );
    }
    let text = log.source.slice(word.span).to_owned();
    let Some(role) = ROLES.iter().find(|(name, ..)| *name == text) else {
        let known: Vec<&str> = ROLES.iter().map(|(name, ..)| *name).collect();
        let mut help = suggest(&text, &known);
        if language != "rhai" && nearest(&text, known).is_none() {
            help = format!("a fence that is only shown has the language alone: `{language}`");
        }
        log.error(
            "unknown-role",
            word.span,
            format!("there is no role `{text}`"),
            "not a role",
            help,
        );
        return Err(Unknown);
    };
    if !role.1.contains(&language) {
        log.error(
            "wrong-language",
            first.span,
            format!("the role `{text}` does not go with `{language}`"),
            format!("`{text}` runs {}", role.1.join(" or ")),
            format!("write `{} {text}`", role.1[0]),
        );
    }
    Ok(Some(*role))
}

fn roles_of(language: &str) -> String {
    let all: Vec<String> = ROLES
        .iter()
        .filter(|(_, languages, _)| languages.contains(&language))
        .map(|(role, ..)| format!("`{language} {role}`"))
        .collect();
    either(&all)
}

/// Reads the attributes of one info string.
struct Reader<'a> {
    log: &'a mut Log,
    words: Vec<(String, Word)>,
}

impl<'a> Reader<'a> {
    /// Logs attributes that are unknown or repeated, and keeps the others.
    fn new(log: &'a mut Log, rest: &[Word], allowed: &[&str], role: Option<&str>) -> Reader<'a> {
        let mut words: Vec<(String, Word)> = Vec::new();
        for word in rest {
            let Some(key) = word.key else { continue };
            let text = log.source.slice(key).to_owned();
            if words.iter().any(|(known, _)| *known == text) {
                log.error(
                    "repeated-attribute",
                    word.span,
                    format!("the attribute `{text}` is given twice"),
                    "again",
                    "keep one of them",
                );
            } else if allowed.contains(&text.as_str()) {
                words.push((text, *word));
            } else {
                let owner = ROLES
                    .iter()
                    .find(|(.., attributes)| attributes.contains(&text.as_str()));
                let help = match (nearest(&text, allowed.iter().copied()), owner, &role) {
                    (Some(near), ..) => format!("did you mean `{near}`?"),
                    (None, Some((owner, languages, _)), _) => {
                        format!("`{text}=` belongs to `{} {owner}`", languages[0])
                    }
                    (None, None, Some(role)) if allowed.is_empty() => format!("`{role}` takes no attribute"),
                    _ => suggest(&text, allowed),
                };
                log.error(
                    "unknown-attribute",
                    key,
                    format!("there is no attribute `{text}` here"),
                    "not an attribute of this block",
                    help,
                );
            }
        }
        Reader { log, words }
    }

    fn word(&self, key: &str) -> Option<Word> {
        self.words
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, word)| *word)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.word(key)
            .map(|word| self.log.source.slice(word.value).to_owned())
    }

    /// The value of an attribute, or an error with what to write instead.
    fn read<T>(&mut self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let word = self.word(key).filter(|word| word.value.start < word.value.end)?;
        let text = self.log.source.slice(word.value).to_owned();
        match parse(&text) {
            Ok(value) => Some(value),
            Err(help) => {
                self.log.error(
                    "invalid-attribute",
                    word.value,
                    format!("`{text}` cannot be the value of `{key}`"),
                    format!("not a value of `{key}`"),
                    help,
                );
                None
            }
        }
    }

    /// An attribute whose value scripts will read by name.
    fn name(&mut self, key: &str) -> Option<String> {
        self.read(key, |text| match name::objection(text) {
            None => Ok(text.to_owned()),
            Some(objection) => Err(match name::repaired(text) {
                Some(repaired) => format!("{objection}: write `{key}={repaired}`"),
                None => objection,
            }),
        })
    }

    fn waiting(&mut self, timing: Timing) -> Option<Waiting> {
        let every = self.read("every", duration);
        let within = self.read("within", duration);
        let usually = self.read("usually", range);
        let defer = self.read("defer", flag).unwrap_or_default();
        if self.word("within").is_none() && timing.within.is_none() {
            let said = [
                ("every", "says how often to try"),
                ("usually", "says how long it takes as a rule"),
                ("defer", "says to go on meanwhile"),
            ];
            for (key, what) in said {
                if let Some(word) = self.word(key) {
                    self.log.error(
                        "missing-attribute",
                        word.span,
                        format!("`{key}=` {what}, and nothing says for how long"),
                        "`within=` is missing",
                        "add `within=5m`, or whatever time it may take",
                    );
                }
            }
        }
        let within = within.or(timing.within)?;
        if let (Some(word), Some((_, most))) = (self.word("usually"), usually)
            && most > within
        {
            self.log.error(
                "invalid-attribute",
                word.value,
                "it usually takes longer than it is waited for",
                "longer than `within=`",
                "let `within=` be the longer one",
            );
        }
        Some(Waiting {
            within,
            every: every.or(timing.every).unwrap_or(EVERY),
            usually,
            defer,
        })
    }
}
