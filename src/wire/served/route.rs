//! Whether a request takes the route of an operation, and how closely it does.

use super::asked::Asked;
use crate::api::{Location, Operation, Service};
use percent_encoding::percent_decode_str;

/// How closely a request fits; of several operations the greatest is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Segment by segment: a literal above a label, a label above a greedy one.
    segments: Vec<u8>,
    /// Parameters that the template asks for, `?list-type=2`.
    constants: usize,
    /// Everything that the input requires is there.
    complete: bool,
    /// How much it requires: S3's `UploadPart` is a `PutObject` with two parameters more.
    required: usize,
    /// Not one that AWS advises against: a later one took its place, and its route.
    current: bool,
}

impl Fit {
    /// An operation that is called by its name, with the version of its service or another.
    pub(super) fn named(complete: bool) -> Fit {
        Fit {
            complete,
            ..Fit::default()
        }
    }
}

/// The labels of a route: name and value.
pub(super) type Labels = Vec<(String, String)>;

/// How a request fits the route of a REST operation; none where it does not.
pub(super) fn fit(service: &Service, operation: &Operation, asked: &Asked<'_>) -> Option<(Fit, Labels)> {
    if !operation.http_method.eq_ignore_ascii_case(asked.method) {
        return None;
    }
    let (template, constants) = operation.uri.split_once('?').unwrap_or((&operation.uri, ""));
    let (segments, labels) = follow(template, &asked.path)?;
    let mut count = 0;
    for (name, value) in form_urlencoded::parse(constants.as_bytes()) {
        let given = asked.parameter(&name)?;
        if !value.is_empty() && given != value {
            return None;
        }
        count += 1;
    }
    let members = operation.input.map_or(&[][..], |id| service.shape(id).members());
    let demands = members.iter().filter(|member| member.required);
    let (mut complete, mut required) = (true, 0);
    for member in demands {
        let there = match member.location {
            Some(Location::Query) => asked.parameter(member.wire_name()).is_some(),
            Some(Location::Header) => asked.header(member.wire_name()).is_some(),
            _ => continue,
        };
        complete &= there;
        required += 1;
    }
    let fit = Fit {
        segments,
        constants: count,
        complete,
        required,
        current: !operation.deprecated,
    };
    Some((fit, labels))
}

/// Follows a template along a path.
fn follow(template: &str, path: &str) -> Option<(Vec<u8>, Labels)> {
    let greedy = template.contains("+}");
    let pattern = segments(template, greedy);
    let given = segments(path, greedy);
    let spare = given.len().checked_sub(pattern.len())?;
    if spare > 0 && !greedy {
        return None;
    }
    let mut labels = Labels::new();
    let mut kinds = Vec::with_capacity(pattern.len());
    let mut at = 0;
    for segment in pattern {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            if *given.get(at)? != segment {
                return None;
            }
            kinds.push(2);
            at += 1;
            continue;
        };
        let (name, kind, taken) = match name.strip_suffix('+') {
            Some(name) => (name, 0, 1 + spare),
            None => (name, 1, 1),
        };
        let value = given.get(at..at + taken)?.join("/");
        if value.is_empty() {
            return None;
        }
        labels.push((
            name.to_owned(),
            percent_decode_str(&value).decode_utf8_lossy().into_owned(),
        ));
        kinds.push(kind);
        at += taken;
    }
    Some((kinds, labels))
}

/// The segments of a path. Where nothing is greedy, a slash at the end says nothing.
fn segments(path: &str, greedy: bool) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = if greedy {
        path
    } else {
        path.strip_suffix('/').unwrap_or(path)
    };
    path.split('/').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(template: &str, path: &str) -> Option<Vec<(String, String)>> {
        follow(template, path).map(|(_, labels)| labels)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn templates_are_followed() {
        assert_eq!(labels("/detector", "/detector/"), Some(vec![]));
        assert_eq!(
            labels("/detector/{Id}", "/detector/a%2Fb"),
            Some(vec![pair("Id", "a/b")])
        );
        assert_eq!(labels("/detector/{Id}", "/detector/"), None);
        assert_eq!(labels("/detector/{Id}", "/detector/a/b"), None);
        assert_eq!(
            labels("/{Bucket}/{Key+}", "/b/a%20b//c/"),
            Some(vec![pair("Bucket", "b"), pair("Key", "a b//c/")])
        );
        assert_eq!(labels("/{Bucket}/{Key+}", "/b/"), None);
        assert_eq!(
            labels("/portals/{arn+}/settings", "/portals/a/b/settings"),
            Some(vec![pair("arn", "a/b")])
        );
        assert_eq!(labels("/portals/{arn+}/settings", "/portals/a/b/other"), None);
        assert_eq!(labels("/", "/"), Some(vec![]));
    }

    #[test]
    fn literals_come_before_labels_and_labels_before_greedy_ones() {
        let kinds = |template| follow(template, "/a/b").unwrap().0;
        assert!(kinds("/a/b") > kinds("/a/{x}"));
        assert!(kinds("/a/{x}") > kinds("/a/{x+}"));
        assert!(kinds("/a/{x+}") > kinds("/{x+}"));
    }
}
