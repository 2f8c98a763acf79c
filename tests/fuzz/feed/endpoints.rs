//! Lines as the parameters of an endpoint: `service region`, then any of `endpoint URL`, `account ID`, `fips`,
//! `dual`, `path` and `NAME VALUE` for what a call determines itself (`Bucket`, ARNs).

use runbook::api::{Catalogue, EndpointParams};
use serde_json::Value as Json;

/// Services whose rules take buckets, ARNs, accounts and identifiers apart.
const SPREAD: &[&str] = &[
    "s3",
    "s3control",
    "dynamodb",
    "events",
    "iam",
    "sts",
    "ec2",
    "kinesis",
];

/// Finds the endpoint. Whatever is asked for, the rules give one or say why there is none.
pub(super) fn feed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let (service, region) = first.split_once(' ').unwrap_or((first, ""));
    let sum = service.bytes().map(usize::from).sum::<usize>();
    let service = SPREAD
        .iter()
        .find(|known| **known == service)
        .unwrap_or(&SPREAD[sum % SPREAD.len()]);
    let Some(service) = Catalogue::embedded().service(service) else {
        return;
    };
    let mut params = EndpointParams {
        region: Some(region.to_owned()).filter(|region| !region.is_empty()),
        ..EndpointParams::default()
    };
    for line in lines {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("endpoint", url) => params.endpoint = Some(url.to_owned()),
            ("account", account) => params.account = Some(account.to_owned()),
            ("fips", _) => params.fips = true,
            ("dual", _) => params.dual_stack = true,
            ("path", _) => params.path_style = true,
            (name, "true") => {
                params.context.insert(name.to_owned(), Json::Bool(true));
            }
            (name, value) => {
                params.context.insert(name.to_owned(), Json::from(value));
            }
        }
    }
    if let Err(error) = service.endpoint(&params) {
        assert!(!error.to_string().is_empty());
    }
}
