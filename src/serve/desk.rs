//! The desk: what the program's other processes ask of a server that holds a world. Not AWS.
//!
//! Anybody may ask whether it is well. The clock is for who read the token out of the world's folder.

use crate::wire::WireAnswer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where it is.
const PATH: &str = "/_practice/";
/// The header that carries the token.
pub(super) const TOKEN: &str = "x-practice-token";
/// How the server is.
pub(super) const HEALTH: &str = "/_practice/health";
/// The clock: `GET` tells it, `POST` with `?ms=N` puts it forward.
pub(super) const CLOCK: &str = "/_practice/clock";

/// Who keeps the clock of what is behind the door.
pub trait Timekeeper: Send + Sync {
    /// The instant now.
    fn now(&self) -> Timestamp;
    /// How many times as fast as the wall's it goes.
    fn speed(&self) -> u32;
    /// Puts it forward.
    ///
    /// # Errors
    /// Why it cannot be.
    fn skip(&self, span: Duration) -> Result<(), String>;
}

/// What the clock tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) now: Timestamp,
    pub(super) speed: u32,
}

/// The desk's answer; none to what is not asked of it.
pub(super) fn answer(
    method: &str,
    uri: &str,
    token: Option<&str>,
    keeper: &dyn Timekeeper,
    right: &str,
) -> Option<WireAnswer> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    path.starts_with(PATH).then(|| match (method, path) {
        ("GET", HEALTH) => json(200, &serde_json::json!({ "status": "ok" })),
        (_, CLOCK) if token != Some(right) => plain(403, "the clock is for who knows the token"),
        ("GET", CLOCK) => clock(keeper),
        ("POST", CLOCK) => {
            let span = query.strip_prefix("ms=").and_then(|ms| ms.parse().ok());
            match span.map(|ms| keeper.skip(Duration::from_millis(ms))) {
                Some(Ok(())) => clock(keeper),
                Some(Err(why)) => plain(500, &why),
                None => plain(400, "`ms` must be a number of milliseconds"),
            }
        }
        _ => plain(404, "there is no such thing at the desk"),
    })
}

fn clock(keeper: &dyn Timekeeper) -> WireAnswer {
    let told = Told {
        now: keeper.now(),
        speed: keeper.speed(),
    };
    json(200, &told)
}

fn json(status: u16, value: &impl Serialize) -> WireAnswer {
    WireAnswer {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: serde_json::to_vec(value).unwrap_or_default(),
    }
}

/// An answer in a sentence.
pub(super) fn plain(status: u16, text: &str) -> WireAnswer {
    WireAnswer {
        status,
        headers: vec![("content-type".to_owned(), "text/plain; charset=utf-8".to_owned())],
        body: format!("{text}\n").into_bytes(),
    }
}
