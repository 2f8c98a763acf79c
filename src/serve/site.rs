//! What answers one request.

use super::denial::Denial;
use super::desk::{self, Timekeeper};
use super::entry::Entry;
use super::host::is_loopback;
use super::keys::Keys;
use super::signature;
use crate::cloud::{Caller, Door, Heard};
use crate::port::{Clock as _, WallClock};
use crate::wire::served::refusal;
use crate::wire::{WireAnswer, WireRequest};
use std::time::Instant;

/// What is served: a door, the keys to it, and a desk beside it.
pub struct Site {
    /// The way into AWS.
    pub door: Door,
    /// Who may sign.
    pub keys: Box<dyn Keys>,
    /// The clock of what is behind the door.
    pub keeper: Box<dyn Timekeeper>,
    /// What must be known to ask for the clock.
    pub token: String,
    /// Where requests are told.
    pub log: Box<dyn Fn(&Entry) + Send + Sync>,
}

impl Site {
    /// Answers a request, and tells the log. The host is the one of the request line where that has one.
    pub(super) fn answer(&self, request: &WireRequest) -> WireAnswer {
        let host = header(request, "host").unwrap_or_default();
        if !is_loopback(host) {
            let said = format!("this is a practice AWS for this machine alone, and not `{host}`");
            return desk::plain(421, &said);
        }
        let token = header(request, desk::TOKEN);
        let asked = desk::answer(&request.method, &request.uri, token, &*self.keeper, &self.token);
        if let Some(answer) = asked {
            return answer;
        }
        let (at, began) = (WallClock.now(), Instant::now());
        let mut key = None;
        let heard = self.door.hear(request, |meant| {
            let service = meant.service;
            match signature::check(request, &service.name, &*self.keys, at) {
                Ok(id) => {
                    key = Some(id.clone());
                    Ok(Caller {
                        account: None,
                        key: Some(id),
                    })
                }
                Err(Denial::Missing) if meant.operation.unsigned => Ok(Caller::default()),
                Err(denial) => Err(denial.told(Some(service))),
            }
        });
        let heard = if heard.operation.is_none() && !is_signed(request) {
            unsigned(heard)
        } else {
            heard
        };
        (self.log)(&Entry {
            at,
            key: key.or_else(|| heard.key.clone()),
            service: heard.service,
            operation: heard.operation,
            region: heard.region.clone(),
            line: format!("{} {}", request.method, path(request)),
            status: heard.answer.status,
            code: heard.code,
            ms: began.elapsed().as_secs_f64() * 1000.0,
        });
        heard.answer
    }
}

/// The path alone: a presigned request carries its signature behind it.
fn path(request: &WireRequest) -> &str {
    request.uri.split('?').next().unwrap_or_default()
}

fn header<'r>(request: &'r WireRequest, name: &str) -> Option<&'r str> {
    let mut headers = request.headers.iter();
    headers
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn is_signed(request: &WireRequest) -> bool {
    header(request, "authorization").is_some() || request.uri.contains("X-Amz-Signature=")
}

/// What is not understood because no signature says which service is meant lacks the signature first of all.
fn unsigned(mut heard: Heard) -> Heard {
    let denied = Denial::Missing.told(None);
    let id = "practice-unsigned";
    let sts = crate::api::Catalogue::embedded().service("sts");
    if let Some(sts) = sts {
        heard.answer = refusal(sts, None, &denied.code, &denied.message, Some(denied.status), id);
    }
    heard.code = Some(denied.code);
    heard
}
