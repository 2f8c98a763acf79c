//! Words that the AWS CLI knows beyond the model: `--count` of `run-instances`, and the one rule of a security group
//! that `--protocol`, `--port`, `--cidr` and `--source-group` describe.

use super::{ArgumentError, error};
use crate::api::{Operation, Service};
use serde_json::json;

const RULE_WORDS: &[&str] = &["--protocol", "--port", "--cidr", "--source-group"];

/// The same words with the CLI's own ones spelled out.
pub(super) fn translated(
    service: &Service,
    operation: &Operation,
    words: &[String],
) -> Result<Vec<String>, ArgumentError> {
    match (service.name.as_str(), operation.name.as_str()) {
        ("ec2", "RunInstances") => Ok(count(words)),
        (
            "ec2",
            "AuthorizeSecurityGroupIngress"
            | "AuthorizeSecurityGroupEgress"
            | "RevokeSecurityGroupIngress"
            | "RevokeSecurityGroupEgress",
        ) => rule(words),
        _ => Ok(words.to_vec()),
    }
}

/// `--count 2` is the least and the most, `--count 1:3` each of them; nothing said is one.
fn count(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    let place = words.iter().position(|word| word == "--count");
    if let Some((i, value)) = place.and_then(|i| Some((i, words.get(i + 1)?.clone()))) {
        let (least, most) = value.split_once(':').unwrap_or((&value, &value));
        let spelled = ["--min-count", least, "--max-count", most].map(str::to_owned);
        words.splice(i..=i + 1, spelled);
    }
    let says = |word: &String| {
        ["--min-count", "--max-count"]
            .iter()
            .any(|known| word.starts_with(known))
    };
    if !words.iter().any(says) {
        words.extend(["--min-count", "1", "--max-count", "1"].map(str::to_owned));
    }
    words
}

/// One permission out of the four words.
fn rule(words: &[String]) -> Result<Vec<String>, ArgumentError> {
    let mut kept = Vec::new();
    let mut permission = json!({});
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if !RULE_WORDS.contains(&word.as_str()) {
            kept.push(word.clone());
            continue;
        }
        let value = rest
            .next()
            .ok_or_else(|| error(word, format!("`{word}` needs a value"), None))?;
        match word.as_str() {
            "--protocol" => permission["IpProtocol"] = json!(if value == "all" { "-1" } else { value }),
            "--port" => {
                let (from, to) = ports(value).ok_or_else(|| {
                    let advice = "write it as `22`, `80-90` or `all`".to_owned();
                    error(
                        word,
                        format!("`--port` must be a port or a range, not `{value}`"),
                        Some(advice),
                    )
                })?;
                permission["FromPort"] = json!(from);
                permission["ToPort"] = json!(to);
            }
            "--cidr" if value.contains(':') => permission["Ipv6Ranges"] = json!([{ "CidrIpv6": value }]),
            "--cidr" => permission["IpRanges"] = json!([{ "CidrIp": value }]),
            _ => {
                let key = if value.starts_with("sg-") {
                    "GroupId"
                } else {
                    "GroupName"
                };
                permission["UserIdGroupPairs"] = json!([{ key: value }]);
            }
        }
    }
    if permission != json!({}) {
        kept.extend(["--ip-permissions".to_owned(), json!([permission]).to_string()]);
    }
    Ok(kept)
}

fn ports(value: &str) -> Option<(i64, i64)> {
    if matches!(value, "all" | "-1") {
        return Some((-1, -1));
    }
    match value.split_once('-') {
        Some((from, to)) => Some((from.parse().ok()?, to.parse().ok()?)),
        None => value.parse().ok().map(|port| (port, port)),
    }
}
