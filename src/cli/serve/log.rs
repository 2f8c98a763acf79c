//! The log of requests: a line each.

use crate::cli::output::{Format, Output};
use crate::serve::Entry;
use serde_json::json;

/// Where a server tells its requests: lines on stderr for people, JSON on stdout for programs.
pub(super) fn to(output: &Output, quiet: bool) -> Box<dyn Fn(&Entry) + Send + Sync> {
    let output = output.clone();
    match (quiet, output.format) {
        (true, _) => Box::new(|_| {}),
        (false, Format::Human) => Box::new(move |entry| output.talk(&line(entry))),
        (false, Format::Json) => Box::new(move |entry| {
            let mut line = json!({ "event": "request" });
            if let (Some(line), Ok(serde_json::Value::Object(members))) =
                (line.as_object_mut(), serde_json::to_value(entry))
            {
                line.extend(members);
            }
            // Nobody reads on: then nobody misses it.
            output.line(&line).unwrap_or_default();
        }),
    }
}

/// `13:45:02  ASIA...  ec2:DescribeVpcs us-east-1  200  0.8 ms`
fn line(entry: &Entry) -> String {
    let what = match (entry.service, entry.operation) {
        (Some(service), Some(operation)) => format!("{service}:{operation}"),
        _ => entry.line.clone(),
    };
    let region = entry
        .region
        .as_deref()
        .map(|region| format!(" {region}"))
        .unwrap_or_default();
    let code = entry
        .code
        .as_deref()
        .map(|code| format!(" {code}"))
        .unwrap_or_default();
    format!(
        "{}  {}  {what}{region}  {}{code}  {:.1} ms",
        entry.at.strftime("%H:%M:%S"),
        entry.key.as_deref().unwrap_or("nobody"),
        entry.status,
        entry.ms
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_who_what_and_how_it_ended() {
        let entry = Entry {
            at: "2026-11-24T13:45:02Z".parse().unwrap(),
            key: Some("ASIAEXAMPLE".to_owned()),
            service: Some("ec2"),
            operation: Some("DescribeVpcs"),
            region: Some("us-east-1".to_owned()),
            line: "POST /".to_owned(),
            status: 400,
            code: Some("InvalidVpcID.NotFound".to_owned()),
            ms: 0.84,
        };
        assert_eq!(
            line(&entry),
            "13:45:02  ASIAEXAMPLE  ec2:DescribeVpcs us-east-1  400 InvalidVpcID.NotFound  0.8 ms"
        );
        let strange = Entry {
            key: None,
            service: None,
            operation: None,
            region: None,
            code: None,
            status: 404,
            ..entry
        };
        assert_eq!(line(&strange), "13:45:02  nobody  POST /  404  0.8 ms");
    }
}
