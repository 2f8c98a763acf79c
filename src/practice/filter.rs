//! EC2's filters: which records they let through, and which names are refused.
//!
//! Names are case-sensitive, several filters must all hold, one of a filter's values must match, `*` and `?` are
//! wildcards (AWS: *List and filter using the CLI and API*, EC2 user guide).

use super::call::Call;
use super::given::Given;
use super::model;
use super::refusal::Refusal;
use super::resource::Resource;
use crate::value::Value;
use std::borrow::Cow;

/// One filter of a call, its name resolved to where a record holds the value.
#[derive(Debug)]
pub(crate) struct Filter<'a> {
    seek: Seek<'a>,
    values: Vec<Pattern<'a>>,
    /// The member that holds the tags.
    tags: &'static str,
}

#[derive(Debug)]
enum Seek<'a> {
    Path(Cow<'static, str>),
    TagValue(&'a str),
    TagKey,
}

impl<'a> Filter<'a> {
    /// The filters that are given.
    ///
    /// # Errors
    /// A name that AWS does not know, refused as AWS does; one that only practice does not know, as unmodelled.
    pub(crate) fn read(
        call: &Call<'_>,
        of: &Resource,
        given: &Given<'a>,
    ) -> Result<Vec<Filter<'a>>, Refusal> {
        // Flow logs and NAT gateways call the list `Filter`.
        ["Filters", "Filter"]
            .iter()
            .flat_map(|member| given.list(member))
            .collect::<Vec<_>>()
            .iter()
            .map(|filter| Filter::one(call, of, filter))
            .collect()
    }

    fn one(call: &Call<'_>, of: &Resource, given: &Given<'a>) -> Result<Filter<'a>, Refusal> {
        let name = given.text("Name");
        let values = given.texts("Values").into_iter().map(Pattern::new).collect();
        let tagged = of.filters.contains(&"tag");
        let seek = match name.split_once(':') {
            Some(("tag", key)) if tagged => Seek::TagValue(key),
            None if name == "tag-key" && tagged => Seek::TagKey,
            _ => match of.filters.iter().find_map(|known| path_of(known, name)) {
                Some(path) => Seek::Path(path),
                None if model::knows_filter(call.service, &call.operation, name) => {
                    return Err(Refusal::unmodelled(&format!(
                        "the filter `{name}` of {}:{}",
                        call.service, call.operation
                    )));
                }
                None => {
                    return Err(Refusal::new(
                        "InvalidParameterValue",
                        format!("The filter '{name}' is invalid"),
                    ));
                }
            },
        };
        Ok(Filter {
            seek,
            values,
            tags: of.tags,
        })
    }

    /// True where the filter lets the record through.
    pub(crate) fn admits(&self, record: &Value) -> bool {
        let any = |found: &str| self.values.iter().any(|pattern| pattern.fits(found));
        match &self.seek {
            Seek::Path(path) => walk(record, path, &mut |found| any(&found)),
            Seek::TagKey => record
                .get(self.tags)
                .items()
                .iter()
                .any(|tag| any(tag.get("Key").text())),
            Seek::TagValue(key) => record
                .get(self.tags)
                .items()
                .iter()
                .any(|tag| tag.get("Key").text() == *key && any(tag.get("Value").text())),
        }
    }

    /// The same for what is no record yet: `text` is what it would hold at a path.
    pub(crate) fn admits_text<'t>(&self, text: impl Fn(&str) -> &'t str) -> bool {
        match &self.seek {
            Seek::Path(path) => {
                let text = text(path);
                self.values.iter().any(|pattern| pattern.fits(text))
            }
            Seek::TagKey | Seek::TagValue(_) => false,
        }
    }
}

/// The path that a resource's filter stands for, if that is the one named: `cidr=CidrBlock`, or `vpc-id` for `VpcId`.
fn path_of(known: &'static str, name: &str) -> Option<Cow<'static, str>> {
    match known.split_once('=') {
        Some((word, path)) => (word == name).then_some(Cow::Borrowed(path)),
        None => (known == name && known != "tag")
            .then(|| Cow::Owned(known.split('.').map(pascal).collect::<Vec<_>>().join("."))),
    }
}

fn pascal(kebab: &str) -> String {
    kebab
        .split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                .unwrap_or_default()
        })
        .collect()
}

/// The texts at a dotted path, through every item of the lists on the way. Numbers, booleans and instants as AWS's
/// filters write them.
pub(crate) fn texts_at<'v>(value: &'v Value, path: &str) -> Vec<Cow<'v, str>> {
    let mut found = Vec::new();
    walk(value, path, &mut |text| {
        found.push(text);
        false
    });
    found
}

/// True where a text at a dotted path is the one that is looked for.
pub(crate) fn holds(value: &Value, path: &str, text: &str) -> bool {
    walk(value, path, &mut |found| found == text)
}

/// Shows the texts at a dotted path to `visit`, until it says that it has seen enough; true where it said so.
fn walk<'v>(value: &'v Value, path: &str, visit: &mut impl FnMut(Cow<'v, str>) -> bool) -> bool {
    if let Value::List(items) = value {
        return items.iter().any(|item| walk(item, path, visit));
    }
    if path.is_empty() {
        return match value {
            Value::Text(text) => visit(Cow::Borrowed(text)),
            Value::Bool(flag) => visit(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Value::Int(number) => visit(Cow::Owned(number.to_string())),
            Value::Float(number) => visit(Cow::Owned(number.to_string())),
            Value::Time(time) => visit(Cow::Owned(time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())),
            Value::Null | Value::Blob(_) | Value::List(_) | Value::Map(_) => false,
        };
    }
    let (member, rest) = path.split_once('.').unwrap_or((path, ""));
    walk(value.get(member), rest, visit)
}

/// What a text must be, `*` standing for any characters and `?` for one; a backslash takes both their meaning away.
#[derive(Debug)]
enum Pattern<'a> {
    Plain(&'a str),
    Wild(Vec<Piece>),
}

/// A piece of a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    /// Any characters, or none.
    Any,
    /// One character, whichever.
    One,
    /// That character.
    Letter(char),
}

impl<'a> Pattern<'a> {
    fn new(text: &'a str) -> Pattern<'a> {
        if !text.contains(['*', '?', '\\']) {
            return Pattern::Plain(text);
        }
        let mut letters = text.chars();
        let mut pieces = Vec::new();
        while let Some(letter) = letters.next() {
            pieces.push(match letter {
                '*' => Piece::Any,
                '?' => Piece::One,
                '\\' => Piece::Letter(letters.next().unwrap_or(letter)),
                letter => Piece::Letter(letter),
            });
        }
        Pattern::Wild(pieces)
    }

    fn fits(&self, text: &str) -> bool {
        match self {
            Pattern::Plain(plain) => *plain == text,
            Pattern::Wild(pieces) => fits(pieces, text),
        }
    }
}

/// Where a piece does not fit, the last [`Piece::Any`] takes one character more; what stood before it is settled.
fn fits(pieces: &[Piece], text: &str) -> bool {
    let (mut at, mut rest) = (0, text.chars());
    let mut last = None;
    loop {
        let piece = pieces.get(at);
        if piece == Some(&Piece::Any) {
            at += 1;
            last = Some((at, rest.clone()));
            continue;
        }
        let mut after = rest.clone();
        let fitting = match (piece, after.next()) {
            (None, None) => return true,
            (Some(Piece::One), Some(_)) => true,
            (Some(Piece::Letter(letter)), Some(found)) => *letter == found,
            _ => false,
        };
        if fitting {
            (at, rest) = (at + 1, after);
            continue;
        }
        let Some((behind, taken)) = &mut last else {
            return false;
        };
        if taken.next().is_none() {
            return false;
        }
        (at, rest) = (*behind, taken.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    #[test]
    fn wildcards_match_as_ec2_says() {
        for (pattern, text, expected) in [
            ("vpc-1", "vpc-1", true),
            ("vpc-1", "vpc-12", false),
            ("vpc-*", "vpc-12", true),
            ("*", "", true),
            ("v?c-*2", "vpc-12", true),
            ("?", "", false),
            (r"\*x", "*x", true),
            (r"\*x", "yx", false),
            (r"x\", r"x\", true),
            ("a*b?d*f", "axbxbcdef", true),
            ("a*b?d*f", "axbxbcde", false),
            ("*é?", "caféé!", true),
            ("**x**", "x", true),
        ] {
            assert_eq!(Pattern::new(pattern).fits(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn names_become_paths_and_paths_go_through_lists() {
        assert_eq!(path_of("vpc-id", "vpc-id").unwrap(), "VpcId");
        assert_eq!(path_of("cidr=CidrBlock", "cidr").unwrap(), "CidrBlock");
        assert_eq!(path_of("tag", "tag"), None);
        let record = value!({ "Routes": [{ "Main": true }, { "Main": false, "Port": 80 }] });
        assert_eq!(texts_at(&record, "Routes.Main"), ["true", "false"]);
        assert_eq!(texts_at(&record, "Routes.Port"), ["80"]);
    }
}
