//! The accounts file: who is in the class, and what reaches their accounts.

use crate::cli::exit::Exit;
use crate::cli::trouble::Trouble;
use crate::cloud::Binding;
use crate::diagnostic::suggest;
use crate::value::Value;
use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_saphyr::Spanned;
use std::collections::HashSet;
use std::path::Path;

const KEYS: [&str; 7] = [
    "name", "profile", "role_arn", "practice", "region", "account", "answers",
];

/// One account.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) reach: Reach,
    pub(super) region: Option<String>,
    /// The account that must be found.
    pub(super) account: Option<String>,
    pub(super) answers: IndexMap<String, Value>,
}

/// What reaches it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reach {
    Profile(String),
    Role(String),
    /// A practice world.
    Practice(String),
}

type Fields = IndexMap<String, Spanned<Json>>;

/// Reads the list; everything that is wrong is told at once, with its line.
pub(super) fn read(path: &Path, text: &str) -> Result<Vec<Entry>, Trouble> {
    let shown = path.display();
    let list: Vec<Spanned<Fields>> = serde_saphyr::from_str(text).map_err(|error| {
        Trouble::usage(format!(
            "the accounts file `{shown}` is not a YAML list of accounts: {error}"
        ))
        .hint("write one `- { name: alice, profile: class-alice }` a line")
    })?;
    let (mut entries, mut faults, mut names) = (Vec::new(), Vec::new(), HashSet::new());
    for item in list {
        let line = item.referenced.line();
        let mut fault = |line: u64, text: String| faults.push(format!("{shown}:{line}: {text}"));
        let entry = entry(&item.value, line, &mut fault);
        if let Some(entry) = entry {
            if !names.insert(entry.name.clone()) {
                fault(line, format!("`{}` is listed twice", entry.name));
            }
            entries.push(entry);
        }
    }
    if !faults.is_empty() {
        let count = crate::ui::count(faults.len(), "fault");
        return Err(
            Trouble::usage(format!("the accounts file has {count}\n{}", faults.join("\n")))
                .hint("nothing was begun in any account"),
        );
    }
    if entries.is_empty() {
        return Err(Trouble::new(
            Exit::Usage,
            format!("the accounts file `{shown}` lists no account"),
        ));
    }
    Ok(entries)
}

fn entry(fields: &Fields, line: u64, fault: &mut dyn FnMut(u64, String)) -> Option<Entry> {
    for (key, value) in fields {
        if !KEYS.contains(&key.as_str()) {
            fault(
                value.referenced.line(),
                format!("an account has no `{key}`: {}", suggest(key, &KEYS)),
            );
        }
    }
    let mut text = |key: &str| match fields
        .get(key)
        .map(|value| (&value.value, value.referenced.line()))
    {
        None => None,
        Some((Json::String(text), _)) if !text.trim().is_empty() => Some(text.clone()),
        Some((Json::Number(number), _)) if key == "account" || key == "name" => Some(number.to_string()),
        Some((_, line)) => {
            fault(line, format!("`{key}` is not a text"));
            None
        }
    };
    let (name, region, account) = (text("name"), text("region"), text("account"));
    let reaches: Vec<Reach> = [
        text("profile").map(Reach::Profile),
        text("role_arn").map(Reach::Role),
        text("practice").map(Reach::Practice),
    ]
    .into_iter()
    .flatten()
    .collect();
    let account = account.map(|account| account.replace('-', ""));
    if let Some(account) = account
        .as_ref()
        .filter(|id| id.len() != 12 || !id.bytes().all(|b| b.is_ascii_digit()))
    {
        fault(
            line,
            format!("`{account}` is no account id: it has twelve digits"),
        );
    }
    if reaches.len() > 1 {
        fault(
            line,
            "only one of `profile`, `role_arn` and `practice` reaches an account".to_owned(),
        );
    }
    if let Some(Reach::Role(arn)) = reaches.first()
        && (!arn.starts_with("arn:") || Binding::read(arn).is_err())
    {
        fault(line, format!("`{arn}` is not the ARN of a role"));
    }
    let plain = |name: &str| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    };
    let answers = match fields
        .get("answers")
        .map(|value| (&value.value, value.referenced.line()))
    {
        None => IndexMap::new(),
        Some((Json::Object(answers), line)) => answers
            .iter()
            .filter_map(|(name, json)| match Value::from_json(json.clone()) {
                Ok(value) => Some((name.clone(), value)),
                Err(why) => {
                    fault(line, format!("the answer for `{name}` cannot be read: {why}"));
                    None
                }
            })
            .collect(),
        Some((_, line)) => {
            fault(line, "`answers` is not a map of names and values".to_owned());
            IndexMap::new()
        }
    };
    let Some(name) = name else {
        if !fields.contains_key("name") {
            fault(line, "an account has no `name`".to_owned());
        }
        return None;
    };
    let world = match reaches.first() {
        None => Some(&name),
        Some(Reach::Practice(world)) => Some(world),
        Some(Reach::Profile(_) | Reach::Role(_)) => None,
    };
    if let Some(world) = world.filter(|world| !plain(world)) {
        fault(
            line,
            format!("`{world}` cannot be the name of a practice world: use letters, digits, `-` and `_`"),
        );
    }
    let reach = reaches
        .into_iter()
        .next()
        .unwrap_or_else(|| Reach::Practice(name.clone()));
    Some(Entry {
        name,
        reach,
        region,
        account,
        answers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read() {
        let text = "- { name: alice, answers: { name: alice, count: 3 } }\n- name: bob\n  profile: class-bob\n  account: \"1111-2222-3333\"\n\
                    - { name: carol, role_arn: \"arn:aws:iam::222222222222:role/Lab\", region: eu-west-1 }\n- { name: dan, practice: shared }\n";
        let entries = read(Path::new("class.yaml"), text).unwrap();
        assert_eq!(entries[0].reach, Reach::Practice("alice".to_owned()));
        assert_eq!(entries[0].answers["count"], Value::Int(3));
        assert_eq!(
            (entries[1].reach.clone(), entries[1].account.as_deref()),
            (Reach::Profile("class-bob".to_owned()), Some("111122223333"))
        );
        assert_eq!(entries[2].region.as_deref(), Some("eu-west-1"));
        assert_eq!(entries[3].reach, Reach::Practice("shared".to_owned()));
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_lines() {
        let text = "- { name: alice }\n- { profil: x, name: \"a b\" }\n- { profile: class-y }\n- { name: alice, profile: x, practice: other }\n\
                    - { name: r, role_arn: nonsense, account: 12, answers: [1] }\n";
        let trouble = read(Path::new("class.yaml"), text).unwrap_err();
        let (exit, said, _) = trouble.parts();
        assert_eq!(exit, Exit::Usage);
        for expected in [
            "class.yaml:2: an account has no `profil`: did you mean `profile`?",
            "class.yaml:2: `a b` cannot be the name of a practice world",
            "class.yaml:3: an account has no `name`",
            "class.yaml:4: only one of `profile`, `role_arn` and `practice`",
            "class.yaml:4: `alice` is listed twice",
            "class.yaml:5: `nonsense` is not the ARN of a role",
            "class.yaml:5: `12` is no account id",
            "class.yaml:5: `answers` is not a map",
        ] {
            assert!(said.contains(expected), "{expected}\n{said}");
        }
        assert!(
            read(Path::new("a"), "[]")
                .unwrap_err()
                .parts()
                .1
                .contains("lists no account")
        );
        assert!(
            read(Path::new("a"), "name: x")
                .unwrap_err()
                .parts()
                .1
                .contains("not a YAML list")
        );
    }
}
