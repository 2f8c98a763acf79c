//! The functions that rules are made of.

use super::partition::Partitions;
use serde_json::{Value as Json, json};
use std::net::{Ipv4Addr, Ipv6Addr};

/// A function of the rules.
#[derive(Clone, Copy, Debug)]
pub(super) enum Function {
    IsSet,
    Not,
    GetAttr,
    StringEquals,
    BooleanEquals,
    Partition,
    ParseArn,
    IsVirtualHostableBucket,
    ParseUrl,
    IsValidHostLabel,
    Substring,
    UriEncode,
}

impl Function {
    pub(super) fn named(name: &str) -> Result<Function, String> {
        Ok(match name {
            "isSet" => Function::IsSet,
            "not" => Function::Not,
            "getAttr" => Function::GetAttr,
            "stringEquals" => Function::StringEquals,
            "booleanEquals" => Function::BooleanEquals,
            "aws.partition" => Function::Partition,
            "aws.parseArn" => Function::ParseArn,
            "aws.isVirtualHostableS3Bucket" => Function::IsVirtualHostableBucket,
            "parseURL" => Function::ParseUrl,
            "isValidHostLabel" => Function::IsValidHostLabel,
            "substring" => Function::Substring,
            "uriEncode" => Function::UriEncode,
            _ => return Err(format!("there is no function `{name}`")),
        })
    }

    /// Applies the function; `null` is "none".
    pub(super) fn apply(self, arguments: &[Json], partitions: &Partitions) -> Result<Json, String> {
        let argument = |i: usize| arguments.get(i).unwrap_or(&Json::Null);
        let text = |i: usize| argument(i).as_str();
        let flag = |i: usize| argument(i).as_bool().unwrap_or_default();
        Ok(match self {
            Function::IsSet => Json::Bool(!argument(0).is_null()),
            Function::Not => Json::Bool(matches!(argument(0), Json::Null | Json::Bool(false))),
            Function::GetAttr => get_attr(argument(0), text(1).unwrap_or_default()),
            Function::StringEquals => match (text(0), text(1)) {
                (Some(left), Some(right)) => Json::Bool(left == right),
                _ => return Err(format!("{} and {} are not both text", argument(0), argument(1))),
            },
            Function::BooleanEquals => match (argument(0).as_bool(), argument(1).as_bool()) {
                (Some(left), Some(right)) => Json::Bool(left == right),
                _ => {
                    return Err(format!(
                        "{} and {} are not both true or false",
                        argument(0),
                        argument(1)
                    ));
                }
            },
            Function::Partition => partitions.of(text(0)),
            Function::ParseArn => text(0).and_then(parse_arn).unwrap_or_default(),
            Function::IsVirtualHostableBucket => {
                Json::Bool(text(0).is_some_and(|bucket| virtual_hostable(bucket, flag(1))))
            }
            Function::ParseUrl => text(0).and_then(parse_url).unwrap_or_default(),
            Function::IsValidHostLabel => Json::Bool(text(0).is_some_and(|label| host_label(label, flag(1)))),
            Function::Substring => text(0)
                .and_then(|text| {
                    let bound = |i: usize| usize::try_from(argument(i).as_u64()?).ok();
                    substring(text, bound(1)?, bound(2)?, flag(3))
                })
                .into(),
            Function::UriEncode => text(0).map(uri_encode).into(),
        })
    }
}

/// `resourceId[0]`, `scheme`, `a.b`.
fn get_attr(value: &Json, path: &str) -> Json {
    path.split('.')
        .fold(value, |value, part| match part.split_once('[') {
            Some((name, index)) => {
                let list = if name.is_empty() { value } else { &value[name] };
                let index = index.trim_end_matches(']').parse::<usize>();
                index
                    .ok()
                    .and_then(|index| list.get(index))
                    .unwrap_or(&Json::Null)
            }
            None => &value[part],
        })
        .clone()
}

fn parse_arn(arn: &str) -> Option<Json> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [prefix, partition, service, region, account, resource] = parts[..] else {
        return None;
    };
    if prefix != "arn" || partition.is_empty() || service.is_empty() || resource.is_empty() {
        return None;
    }
    let resource: Vec<&str> = resource.split([':', '/']).collect();
    Some(json!({
        "partition": partition, "service": service, "region": region, "accountId": account, "resourceId": resource,
    }))
}

/// RFC 1123: letters, digits and inner hyphens, 63 at most.
fn host_label(label: &str, dots: bool) -> bool {
    if dots && label.contains('.') {
        return label.split('.').all(|label| host_label(label, false));
    }
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

fn virtual_hostable(bucket: &str, dots: bool) -> bool {
    bucket.len() >= 3
        && !bucket.chars().any(char::is_uppercase)
        && bucket.parse::<Ipv4Addr>().is_err()
        && host_label(bucket, dots)
}

fn parse_url(url: &str) -> Option<Json> {
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme, "http" | "https") || rest.contains('?') {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => host
            .split_once(':')
            .map_or((host, None), |(host, port)| (host, Some(port))),
    };
    if port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().is_err()) {
        return None;
    }
    let mut normalized = String::from("/");
    for part in clean_segments(path) {
        normalized.push_str(&quote(part, b"-._~/"));
        normalized.push('/');
    }
    Some(json!({
        "scheme": scheme,
        "authority": authority,
        "path": path,
        "normalizedPath": normalized,
        "isIp": host.parse::<Ipv4Addr>().is_ok() || host.parse::<Ipv6Addr>().is_ok(),
    }))
}

/// The segments of a path without empty ones and dots.
fn clean_segments(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments
}

fn substring(text: &str, start: usize, stop: usize, reverse: bool) -> Option<String> {
    if start >= stop || text.len() < stop || !text.is_ascii() {
        return None;
    }
    let (start, stop) = if reverse {
        (text.len() - stop, text.len() - start)
    } else {
        (start, stop)
    };
    Some(text[start..stop].to_owned())
}

fn uri_encode(text: &str) -> String {
    quote(text, b"-._~")
}

fn quote(text: &str, safe: &[u8]) -> String {
    use std::fmt::Write as _;
    text.bytes()
        .fold(String::with_capacity(text.len()), |mut quoted, byte| {
            if byte.is_ascii_alphanumeric() || safe.contains(&byte) {
                quoted.push(char::from(byte));
            } else if write!(quoted, "%{byte:02X}").is_err() {
                // Writing to a string does not fail.
                quoted.push('%');
            }
            quoted
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_and_arns_come_apart() {
        let url = parse_url("http://[::1]:8080/a/../b c").unwrap();
        assert_eq!(url["authority"], "[::1]:8080");
        assert_eq!(
            (url["normalizedPath"].as_str(), url["isIp"].as_bool()),
            (Some("/b%20c/"), Some(true))
        );
        assert_eq!(parse_url("http://h:port"), None);
        assert_eq!(parse_url("ftp://h"), None);
        assert_eq!(parse_url("https://h/?a"), None);
        let arn = parse_arn("arn:aws:s3:us-west-2:123456789012:accesspoint:mine").unwrap();
        assert_eq!(get_attr(&arn, "resourceId[1]"), "mine");
        assert_eq!(get_attr(&arn, "resourceId[2]"), Json::Null);
        assert_eq!(parse_arn("arn:aws:s3:::"), None);
    }

    #[test]
    fn labels_and_parts_of_texts() {
        assert!(host_label("a-b", false) && !host_label("a.b", false) && host_label("a.b", true));
        assert!(!host_label("-a", true) && !host_label("", true) && !host_label("a..b", true));
        assert!(
            virtual_hostable("lab-logs", false)
                && !virtual_hostable("Lab", false)
                && !virtual_hostable("1.2.3.4", true)
        );
        assert_eq!(substring("abcdef", 0, 2, true).as_deref(), Some("ef"));
        assert_eq!(substring("abc", 2, 9, false), None);
        assert_eq!(uri_encode("a/b é"), "a%2Fb%20%C3%A9");
    }
}
