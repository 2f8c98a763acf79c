//! The server's side of the wire: botocore's requests are understood, and what is answered botocore reads.

use super::answers::first_difference;
use super::oracle;
use crate::support::tally::Tally;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;
use runbook::api::{Catalogue, Kind, Operation, Protocol, Service};
use runbook::value::{Map, Value};
use runbook::wire::served::{Served, refusal, reply};
use runbook::wire::{WireAnswer, WireRequest};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// The made-up values; what a client alone turns on, no server sees.
fn made_up(line: &Json) -> bool {
    matches!(oracle::text(line, "variant"), "required" | "full") && line.get("skipped").is_none()
}

#[test]
fn botocores_requests_are_understood() {
    let began = Instant::now();
    let served = Served::new(Catalogue::embedded()).host("oracle.example");
    let told = AtomicUsize::new(0);
    let tally = oracle::tallied("signed", "oracle.py", |line, tally| {
        let Some((service, operation)) = oracle::found(line) else {
            return tally.note(line, Err("the models here do not have it".to_owned()));
        };
        if made_up(line) {
            tally.note(line, understood(&served, &told, service, operation, line));
        }
    });
    println!(
        "requests-served: {} are another service's but for what the client says",
        told.into_inner()
    );
    let least = oracle::share(99.8);
    tally.close("requests-served", least, &oracle::services(), began.elapsed());
}

fn understood(
    served: &Served,
    told: &AtomicUsize,
    service: &Service,
    operation: &Operation,
    line: &Json,
) -> Result<(), String> {
    let theirs = &line["request"];
    let headers = theirs["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
    let url = oracle::text(theirs, "url");
    let (_, place) = url.split_once("://").ok_or("no URL")?;
    let (host, uri) = place.split_once('/').unwrap_or((place, ""));
    let host = ("host".to_owned(), host.to_owned());
    let mut request = WireRequest {
        method: oracle::text(theirs, "method").to_owned(),
        uri: format!("/{uri}"),
        headers: headers
            .filter(|(name, _)| name != "host" && name != "user-agent")
            .chain([host])
            .collect(),
        body: STANDARD
            .decode(oracle::text(theirs, "body"))
            .map_err(|e| e.to_string())?,
    };
    let mut meant = served.meaning(&request).map_err(|e| e.to_string())?;
    if meant.service.name != service.name {
        // Some services share every route with another. Clients that say which service they are for are heard.
        request
            .headers
            .push(("user-agent".to_owned(), format!("api/{}#1.0", service.name)));
        meant = served.meaning(&request).map_err(|e| e.to_string())?;
        told.fetch_add(1, Ordering::Relaxed);
    }
    if (&meant.service.name, &meant.operation.name) != (&service.name, &operation.name) {
        return Err(format!(
            "taken for {}:{}",
            meant.service.name, meant.operation.name
        ));
    }
    let mut ours = meant.input()?;
    let mut theirs = Value::from_json(line["input"].clone())?;
    plain(service, operation, &mut ours, &mut theirs);
    if ours == theirs {
        Ok(())
    } else {
        Err(first_difference("", &ours, &theirs))
    }
}

/// Takes out what a wire does not carry, and what only the wire does.
fn plain(service: &Service, operation: &Operation, ours: &mut Value, theirs: &mut Value) {
    let members = operation.input.map_or(&[][..], |id| service.shape(id).members());
    let form = matches!(service.protocol, Protocol::Query | Protocol::Ec2);
    for value in [&mut *ours, &mut *theirs] {
        if form {
            prune(value);
        }
        // An empty list or map has no header and no parameter.
        for member in members.iter().filter(|member| member.location.is_some()) {
            if hollow(value.get(&member.name)) {
                remove(value, &member.name);
            }
            if member.wire_name().eq_ignore_ascii_case("content-length") {
                remove(value, &member.name);
            }
        }
    }
    // A path is sent as its last segment.
    if service.name == "route53" {
        for (name, value) in theirs.as_map_mut().into_iter().flatten() {
            let last = value.text().rsplit_once('/').map(|(_, last)| last.to_owned());
            if last.as_deref().is_some_and(|last| ours.get(name).text() == last) {
                *value = Value::from(last);
            }
        }
    }
    // Each client chooses its own checksums.
    for member in members {
        let sum = member.name.starts_with("Checksum") || member.name == "ContentMD5";
        if sum && theirs.get(&member.name).is_null() {
            remove(ours, &member.name);
        }
    }
}

fn remove(value: &mut Value, member: &str) {
    if let Some(members) = value.as_map_mut() {
        members.shift_remove(member);
    }
}

fn hollow(value: &Value) -> bool {
    value.is_null()
        || value.as_map().is_some_and(Map::is_empty)
        || matches!(value, Value::List(items) if items.is_empty())
}

fn prune(value: &mut Value) {
    match value {
        Value::Map(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, value| !hollow(value));
        }
        Value::List(items) => {
            items.iter_mut().for_each(prune);
            items.retain(|value| !hollow(value));
        }
        _ => {}
    }
}

#[test]
fn botocore_reads_what_is_answered() {
    let began = Instant::now();
    let kept = Mutex::new((Vec::new(), String::new()));
    let mut tally = oracle::tallied("answers", "oracle.py", |line, tally| {
        let Some((service, operation)) = oracle::found(line) else {
            return tally.note(line, Err("the models here do not have it".to_owned()));
        };
        if !made_up(line) {
            return;
        }
        let written = Value::from_json(line["output"].clone()).and_then(|output| {
            // A listing is encoded for who asked for it.
            let mut input = Value::map();
            if operation
                .input
                .is_some_and(|id| service.shape(id).member("EncodingType").is_some())
            {
                input.set("EncodingType", output.get("EncodingType").clone());
            }
            reply(service, operation, &input, &output, "r-1")
        });
        match written {
            Ok(answer) => {
                let mut kept = kept.lock().unwrap();
                ask(&mut kept.1, &service.name, &operation.name, &answer);
                kept.0.push(line.clone());
            }
            Err(error) => tally.note(line, Err(error)),
        }
    });
    let (lines, asked) = kept.into_inner().unwrap();
    let read = reads(&asked);
    assert_eq!(read.len(), lines.len());
    for (line, read) in lines.iter().zip(&read) {
        tally.note(line, same_output(line, read));
    }
    let least = oracle::share(99.9);
    tally.close("answers-served", least, &oracle::services(), began.elapsed());
}

fn same_output(line: &Json, read: &Json) -> Result<(), String> {
    if let Some(refused) = read.get("refused") {
        return Err(format!("botocore refuses: {refused}"));
    }
    let metadata = &read["metadata"];
    // An answer without an output has it in its header alone.
    if metadata["RequestId"] != "r-1" && metadata["HTTPHeaders"]["x-amzn-requestid"] != "r-1" {
        return Err(format!("the request's id is not read: {}", read["metadata"]));
    }
    let (written, mut read) = (
        Value::from_json(line["output"].clone())?,
        Value::from_json(read["output"].clone())?,
    );
    decoded(line, &mut read)?;
    if written == read {
        Ok(())
    } else {
        Err(first_difference("", &read, &written))
    }
}

/// What botocore's handlers do after its parser.
fn decoded(line: &Json, value: &mut Value) -> Result<(), String> {
    match (oracle::text(line, "service"), value) {
        ("iam", Value::Text(text)) => *text = percent_decode_str(text).decode_utf8_lossy().into_owned(),
        ("ec2", Value::Map(members)) if oracle::text(line, "operation") == "GetConsoleOutput" => {
            if let Some(Value::Text(text)) = members.get_mut("Output") {
                let plain = STANDARD.decode(&text).map_err(|e| e.to_string())?;
                *text = String::from_utf8(plain).map_err(|e| e.to_string())?;
            }
        }
        (_, Value::Map(members)) => members.values_mut().try_for_each(|value| decoded(line, value))?,
        (_, Value::List(items)) => items.iter_mut().try_for_each(|value| decoded(line, value))?,
        _ => {}
    }
    Ok(())
}

/// Every error that a service declares, and one that it does not.
#[test]
fn botocore_reads_what_is_refused() {
    let began = Instant::now();
    let mut tally = Tally::default();
    let mut asked = String::new();
    let mut written = Vec::new();
    for service in oracle::services()
        .iter()
        .filter_map(|name| Catalogue::embedded().service(name))
    {
        let mut seen = BTreeSet::new();
        for operation in service.operations() {
            let declared = operation.errors.iter().map(|id| {
                let shape = service.shape(*id);
                let code = shape.error().and_then(|facts| facts.code.clone()).filter(|_| {
                    service.query_compatible
                        || !matches!(
                            service.protocol,
                            Protocol::Json | Protocol::RestJson | Protocol::Cbor
                        )
                });
                assert!(matches!(shape.kind, Kind::Structure { .. }));
                code.unwrap_or_else(|| shape.name.clone())
            });
            for code in declared.chain(["Undeclared".to_owned()]) {
                if seen.insert(code.clone()) {
                    let answer = refusal(service, Some(operation), &code, "no such <thing> é", None, "r-1");
                    ask(&mut asked, &service.name, &operation.name, &answer);
                    let line =
                        json!({ "service": service.name, "operation": operation.name, "variant": code });
                    written.push((line, answer.status));
                }
            }
        }
    }
    let read = reads(&asked);
    assert_eq!(read.len(), written.len());
    for ((line, status), read) in written.iter().zip(&read) {
        let error = &read["output"]["Error"];
        let seen = json!([
            error["Code"],
            error["Message"],
            read["metadata"]["HTTPStatusCode"],
            read["metadata"]["RequestId"]
        ]);
        let meant = json!([line["variant"], "no such <thing> é", status, "r-1"]);
        tally.note(
            line,
            if seen == meant {
                Ok(())
            } else {
                Err(format!("{seen} for {meant}"))
            },
        );
    }
    tally.close("errors-served", 100.0, &oracle::services(), began.elapsed());
}

fn ask(lines: &mut String, service: &str, operation: &str, answer: &WireAnswer) {
    let answer =
        json!({ "status": answer.status, "headers": answer.headers, "body": STANDARD.encode(&answer.body) });
    writeln!(
        lines,
        "{}",
        json!({ "service": service, "operation": operation, "answer": answer })
    )
    .unwrap();
}

/// What botocore reads in each of these answers.
fn reads(lines: &str) -> Vec<Json> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answers");
    std::fs::write(&file, lines).unwrap();
    let output = oracle::script("oracle.py")
        .arg("reads")
        .stdin(Stdio::from(std::fs::File::open(&file).unwrap()))
        .output()
        .expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}
