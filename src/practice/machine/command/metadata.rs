//! The instance metadata service, versions 1 and 2 (AWS: EC2 user guide, "Use the Instance Metadata Service to access
//! instance metadata").

use super::super::facts::{Facts, Platform};
use super::{Host, Run, fails, says};
use crate::practice::ids::Seed;
use rust_bash::CommandResult;

/// A request to the service.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// The value of `X-aws-ec2-metadata-token`.
    pub(super) token: Option<&'a str>,
    /// The value of `X-aws-ec2-metadata-token-ttl-seconds`.
    pub(super) seconds: Option<&'a str>,
}

/// The token that a machine is given; one at a time is enough.
fn token(facts: &Facts) -> String {
    use base64::Engine;
    let bytes = Seed::new(facts.seed, &facts.instance, "token", 0).hex(40);
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Status and body.
pub(super) fn answer(facts: &Facts, ask: Ask<'_>) -> (u16, String) {
    if ask.path.trim_end_matches('/') == "/latest/api/token" {
        let valid = ask
            .seconds
            .and_then(|text| text.parse::<u32>().ok())
            .is_some_and(|span| (1..=21_600).contains(&span));
        return match (ask.method, valid) {
            ("PUT", true) => (200, token(facts)),
            ("PUT", false) => error(400, "Bad Request"),
            _ => error(405, "Method Not Allowed"),
        };
    }
    match ask.token {
        Some(given) if given != token(facts) => return error(401, "Unauthorized"),
        None if facts.metadata.tokens => return error(401, "Unauthorized"),
        _ => {}
    }
    if ask.method != "GET" {
        return error(405, "Method Not Allowed");
    }
    match find(facts, ask.path) {
        Some(text) => (200, text),
        None => error(404, "Not Found"),
    }
}

fn error(status: u16, title: &str) -> (u16, String) {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"\n\
         \t\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\" lang=\"en\">\n \
         <head>\n  <title>{status} - {title}</title>\n </head>\n <body>\n  <h1>{status} - {title}</h1>\n </body>\n</html>\n"
    );
    (status, body)
}

/// What stands at a path; a folder lists what is in it.
fn find(facts: &Facts, path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default().trim_matches('/');
    let leaves = leaves(facts);
    let path = match path {
        "" => return Some("latest".to_owned()),
        other => other
            .strip_prefix("latest")
            .or_else(|| other.strip_prefix("2021-07-15"))?
            .trim_matches('/'),
    };
    if path.is_empty() {
        return Some("dynamic\nmeta-data\nuser-data".to_owned());
    }
    if let Some((_, text)) = leaves.iter().find(|(leaf, _)| leaf == path) {
        return Some(text.clone());
    }
    let folder = format!("{path}/");
    let mut inside: Vec<String> = leaves
        .iter()
        .filter_map(|(leaf, _)| leaf.strip_prefix(&folder))
        .map(|rest| match rest.split_once('/') {
            Some((first, _)) => format!("{first}/"),
            None => rest.to_owned(),
        })
        .collect();
    inside.sort();
    inside.dedup();
    (!inside.is_empty()).then(|| inside.join("\n"))
}

fn leaves(facts: &Facts) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = [
        ("ami-id", facts.image.clone()),
        ("ami-launch-index", "0".to_owned()),
        ("hostname", facts.domain()),
        ("instance-action", "none".to_owned()),
        ("instance-id", facts.instance.clone()),
        ("instance-life-cycle", "on-demand".to_owned()),
        ("instance-type", facts.kind.clone()),
        ("local-hostname", facts.domain()),
        ("local-ipv4", facts.private.clone()),
        ("mac", facts.mac.clone()),
        ("placement/availability-zone", facts.zone.clone()),
        ("placement/region", facts.region.clone()),
        ("security-groups", facts.groups.join("\n")),
        ("services/domain", "amazonaws.com".to_owned()),
        ("services/partition", "aws".to_owned()),
    ]
    .into_iter()
    .map(|(path, text)| (format!("meta-data/{path}"), text))
    .collect();
    if let Some(public) = &facts.public {
        all.push(("meta-data/public-ipv4".to_owned(), public.clone()));
        all.push(("meta-data/public-hostname".to_owned(), facts.public_name(public)));
    }
    if facts.metadata.tags {
        let tags = facts.tags.iter().filter(|(key, _)| !key.contains([' ', '/']));
        all.extend(tags.map(|(key, value)| (format!("meta-data/tags/instance/{key}"), value.clone())));
    }
    if let Some(role) = &facts.role {
        let seed = Seed::new(facts.seed, &facts.instance, "credentials", 0);
        let credentials = format!(
            "{{\n  \"Code\" : \"Success\",\n  \"LastUpdated\" : \"{}\",\n  \"Type\" : \"AWS-HMAC\",\n  \"AccessKeyId\" : \"ASIA{}\",\n  \
             \"SecretAccessKey\" : \"practice-{}\",\n  \"Token\" : \"practice-{}\",\n  \"Expiration\" : \"{}\"\n}}",
            facts.booted.strftime("%Y-%m-%dT%H:%M:%SZ"),
            seed.unique(16),
            seed.hex(31),
            seed.hex(64),
            facts
                .now
                .saturating_add(jiff::SignedDuration::from_hours(6))
                .unwrap_or(facts.now)
                .strftime("%Y-%m-%dT%H:%M:%SZ")
        );
        all.push((format!("meta-data/iam/security-credentials/{role}"), credentials));
    }
    if let Some(data) = facts.user_data.as_ref().filter(|data| !data.is_empty()) {
        all.push(("user-data".to_owned(), data.clone()));
    }
    all.push((
        "dynamic/instance-identity/document".to_owned(),
        format!(
            "{{\n  \"accountId\" : \"{}\",\n  \"architecture\" : \"x86_64\",\n  \"availabilityZone\" : \"{}\",\n  \"imageId\" : \"{}\",\n  \
             \"instanceId\" : \"{}\",\n  \"instanceType\" : \"{}\",\n  \"pendingTime\" : \"{}\",\n  \"privateIp\" : \"{}\",\n  \
             \"region\" : \"{}\",\n  \"version\" : \"2017-09-30\"\n}}",
            facts.account,
            facts.zone,
            facts.image,
            facts.instance,
            facts.kind,
            facts.booted.strftime("%Y-%m-%dT%H:%M:%SZ"),
            facts.private,
            facts.region
        ),
    ));
    all
}

/// Amazon Linux's own look at it.
pub(super) fn ec2_metadata(host: &Host, run: &Run<'_>) -> CommandResult {
    if !host.facts.platform.is_amazon() || host.facts.platform == Platform::Windows {
        return fails(127, "bash: ec2-metadata: command not found\n");
    }
    let options = [
        ('i', "--instance-id", "instance-id"),
        ('a', "--ami-id", "ami-id"),
        ('t', "--instance-type", "instance-type"),
        ('o', "--local-ipv4", "local-ipv4"),
        ('v', "--public-ipv4", "public-ipv4"),
        ('z', "--availability-zone", "placement/availability-zone"),
        ('R', "--region", "placement/region"),
    ];
    let all = run.args.is_empty() || run.has(' ', "--all");
    let mut text = String::new();
    for (short, long, path) in options {
        if all || run.has(short, long) {
            let value = find(&host.facts, &format!("/latest/meta-data/{path}"));
            let name = path.rsplit('/').next().unwrap_or(path);
            text.push_str(&format!(
                "{name}: {}\n",
                value.as_deref().unwrap_or("not available")
            ));
        }
    }
    says(text)
}
