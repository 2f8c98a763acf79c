//! The same call, typed and dynamic, is the same request.

use super::catcher::{Catcher, Caught};
use super::clients;
use super::typed::{INPUTS, Typed};
use crate::support::canonical::{self, differ, headers};
use crate::support::tally::{Tally, text};
use crate::support::workshop;
use regex::Regex;
use runbook::api::{Catalogue, Protocol};
use runbook::port::{Cloud, Request};
use runbook::value::Value;
use runbook::wire::WireAnswer;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::time::Instant;

#[test]
fn requests_equal_those_of_the_typed_clients() {
    let began = Instant::now();
    let (theirs, ours) = (catcher(), catcher());
    let (typed, live) = (Typed::new(&theirs), clients::live(&ours));
    let mut tally = Tally::default();
    let (mut count, mut compared) = (0, BTreeSet::new());
    for line in INPUTS.lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        let (service, operation) = (text(&line, "service"), text(&line, "operation"));
        let call = typed.send(service, operation, text(&line, "variant"));
        let call = call.unwrap_or_else(|| panic!("{service} {operation} is not made with the typed client"));
        let said = clients::wait(call);
        let request = Request::new(
            service,
            operation,
            Value::from_json(line["input"].clone()).unwrap(),
        );
        let answered = live.call(&request);
        let protocol = Catalogue::embedded().service(service).unwrap().protocol;
        // Both are taken, also where one was not sent: the next call finds its own.
        let (mine, other) = (one(&ours, "ours", &answered), one(&theirs, "theirs", &said));
        let result = mine.and_then(|mine| compare(protocol, &mine, &other?));
        tally.note(&line, result);
        compared.insert((service.to_owned(), operation.to_owned()));
        count += 1;
    }
    assert_eq!(
        count,
        Typed::count(),
        "each typed call has an input, and each input a call"
    );
    for (service, operation) in workshop::operations() {
        let pair = (service.to_owned(), operation.to_owned());
        assert!(compared.contains(&pair), "{service} {operation} is not compared");
    }
    let services: BTreeSet<&str> = workshop::operations().map(|(service, _)| service).collect();
    let services: Vec<&str> = services.into_iter().collect();
    tally.close("typed", 98.0, &services, began.elapsed());
}

/// One that answers what no client takes for more than a failure which is not to be tried again.
fn catcher() -> Catcher {
    Catcher::answering(WireAnswer {
        status: 400,
        ..WireAnswer::default()
    })
}

/// The one request of a call.
fn one<T, E: std::fmt::Display>(
    catcher: &Catcher,
    whose: &str,
    answered: &Result<T, E>,
) -> Result<Caught, String> {
    let mut caught = catcher.take();
    match (caught.pop(), caught.is_empty(), answered) {
        (Some(request), true, _) => Ok(request),
        (None, _, Err(error)) => Err(format!("{whose} was not sent: {error}")),
        (last, ..) => Err(format!("{whose} is not one request: {caught:?} {last:?}")),
    }
}

fn compare(protocol: Protocol, ours: &Caught, theirs: &Caught) -> Result<(), String> {
    let uri = |request: &Caught| {
        let (path, mut query) = canonical::uri(&without_tokens(&request.uri));
        // The typed client of S3 tells the operation's name to whoever reads its logs; S3 does not look at it.
        query.retain(|(name, _)| name != "x-id");
        (path, query)
    };
    let body = |request: &Caught| {
        let text = String::from_utf8(request.body.clone());
        let bytes = text.map_or_else(|e| e.into_bytes(), |text| without_tokens(&text).into_bytes());
        canonical::body(protocol, &bytes)
    };
    let headers = |request: &Caught| {
        let all = request.headers.iter();
        headers(protocol, all.map(|(name, value)| (name.as_str(), value.as_str())))
    };
    // Key, region and service; the day stands between them.
    let scope = |request: &Caught| {
        let mut all = request.headers.iter();
        let signed = all.find(|(name, _)| name == "authorization");
        let credential = signed.and_then(|(_, value)| value.split("Credential=").nth(1)?.split(',').next());
        let parts = credential.unwrap_or_default().split('/').enumerate();
        Vec::from_iter(parts.filter(|(at, _)| *at != 1).map(|(_, part)| part.to_owned()))
    };
    differ("method", &ours.method, &theirs.method)?;
    // boto3 and we ask for buckets of us-east-1 at the one endpoint of old, the typed client at the Region's.
    let host = |request: &Caught| {
        request
            .host
            .replace("s3.us-east-1.amazonaws.com", "s3.amazonaws.com")
    };
    differ("host", &host(ours), &host(theirs))?;
    differ("signature's scope", &scope(ours), &scope(theirs))?;
    differ("uri", &uri(ours), &uri(theirs))?;
    differ("body", &body(ours), &body(theirs))?;
    differ("headers", &headers(ours), &headers(theirs))
}

/// The text, with its random tokens (UUIDs, for calls that may be repeated) made equal.
fn without_tokens(text: &str) -> String {
    let token = Regex::new("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").unwrap();
    token.replace_all(text, "token").into_owned()
}
