//! A recording of the calls of a run: JSON Lines, a header first, an end last.
//!
//! It is taken below pagination, so that it holds what the target really answered, page by page. What is secret or
//! somebody's own is not in it: see [`Redactor`].

mod compare;
mod player;
mod recorder;
mod redact;

pub use player::Recorded;
pub use recorder::Tape;

use crate::port::{CloudError, Fault};
use crate::value::Value;
use indexmap::IndexMap;
use jiff::Timestamp;
use redact::Redactor;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes, and the only one that it reads.
const FORMAT: u32 = 1;
/// The account of every recording: AWS's own example.
const ACCOUNT: &str = "111122223333";

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The format of the file; it also says that this is a recording.
    cassette: u32,
    /// The version of the program that wrote it.
    pub tool: String,
    /// The runbook's title.
    pub runbook: String,
    /// The run's id, which names may derive from.
    pub run: String,
    /// `live` or `practice`.
    pub target: String,
    /// The account, in the place of the real one.
    pub account: String,
    /// Further accounts, by their names in the front matter.
    pub accounts: IndexMap<String, String>,
    /// The region of calls that name none.
    pub region: String,
    /// When it began, on the target's clock.
    pub at: Timestamp,
}

impl Header {
    /// The header of a recording that begins.
    #[must_use]
    pub fn new(runbook: &str, run: &str, target: &str, region: &str, at: Timestamp) -> Header {
        Header {
            cassette: FORMAT,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            runbook: runbook.to_owned(),
            run: run.to_owned(),
            target: target.to_owned(),
            account: ACCOUNT.to_owned(),
            accounts: IndexMap::new(),
            region: region.to_owned(),
            at,
        }
    }
}

/// A further line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "line")]
enum Line {
    Call(Box<Call>),
    End { calls: u64 },
}

/// A call and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Call {
    service: String,
    operation: String,
    /// Another region than the header's.
    region: Option<String>,
    /// Another account, by its name in the front matter.
    account: Option<String>,
    /// The ARNs of the roles that it was made as.
    roles: Vec<String>,
    input: Value,
    outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    Output(Value),
    Error(Failure),
}

/// A [`CloudError`] without the call that it is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Failure {
    fault: Fault,
    code: String,
    message: String,
    status: Option<u16>,
    request_id: Option<String>,
    advice: Option<String>,
}

impl From<&CloudError> for Failure {
    fn from(error: &CloudError) -> Failure {
        Failure {
            fault: error.fault,
            code: error.code.clone(),
            message: error.message.clone(),
            status: error.status,
            request_id: error.request_id.clone(),
            advice: error.advice.clone(),
        }
    }
}

/// Why a file cannot be replayed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CassetteError {
    /// It has no header.
    #[error("it is no recording: {0}")]
    Strange(String),
    /// It was written in another format.
    #[error("it is a recording of format {found}, and this program reads format {FORMAT}")]
    Format {
        /// Its format.
        found: u64,
    },
    /// A line is not what it should be.
    #[error("line {line} of the recording is damaged: {reason}")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// What a recording holds.
#[derive(Clone, Debug, PartialEq)]
struct Cassette {
    header: Header,
    calls: Vec<Call>,
    /// Its end is missing: the run was broken off, or the file was.
    cut: bool,
}

/// The member of the header that every format has.
#[derive(Deserialize)]
struct Version {
    cassette: u64,
}

impl Cassette {
    fn read(text: &str) -> Result<Cassette, CassetteError> {
        let mut lines = text.split_inclusive('\n').enumerate().peekable();
        let strange = |reason: &str| CassetteError::Strange(reason.to_owned());
        let first = lines.next().map_or("", |(_, line)| line);
        if !first.ends_with('\n') {
            return Err(strange("it has no whole first line"));
        }
        let version: Version =
            serde_json::from_str(first).map_err(|_| strange("its first line does not say `cassette`"))?;
        if version.cassette != u64::from(FORMAT) {
            return Err(CassetteError::Format {
                found: version.cassette,
            });
        }
        let damaged = |line: usize, reason: String| CassetteError::Damaged { line, reason };
        let header: Header = serde_json::from_str(first).map_err(|error| damaged(1, error.to_string()))?;
        let (mut calls, mut cut) = (Vec::new(), true);
        while let Some((at, line)) = lines.next() {
            let torn = !line.ends_with('\n') && lines.peek().is_none();
            match serde_json::from_str(line) {
                _ if torn => {}
                Ok(_) if !cut => return Err(damaged(at + 1, "something follows the end".to_owned())),
                Ok(Line::Call(call)) => calls.push(*call),
                Ok(Line::End { calls: count }) if count == calls.len() as u64 => cut = false,
                Ok(Line::End { calls: count }) => {
                    let reason = format!("{count} calls were recorded, and {} are there", calls.len());
                    return Err(damaged(at + 1, reason));
                }
                Err(error) => return Err(damaged(at + 1, error.to_string())),
            }
        }
        Ok(Cassette { header, calls, cut })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn text() -> String {
        let at = Timestamp::UNIX_EPOCH;
        let header = Header::new("Day 1", "k7", "practice", "us-east-1", at);
        let call = |outcome| {
            Line::Call(Box::new(Call {
                service: "iam".to_owned(),
                operation: "GetUser".to_owned(),
                region: None,
                account: None,
                roles: Vec::new(),
                input: value!({ "UserName": "ada" }),
                outcome,
            }))
        };
        let request = crate::port::Request::new("iam", "GetUser", Value::map());
        let error = CloudError::new(&request, Fault::Service, "NoSuchEntity", "gone");
        let lines = [
            call(Outcome::Error(Failure::from(&error))),
            call(Outcome::Output(
                value!({ "User": { "UserName": "ada", "At": at } }),
            )),
            Line::End { calls: 2 },
        ];
        let mut text = serde_json::to_string(&header).unwrap() + "\n";
        for line in lines {
            text += &(serde_json::to_string(&line).unwrap() + "\n");
        }
        text
    }

    #[test]
    fn a_cut_at_any_byte_is_refused_or_noticed() {
        let whole = text();
        let read = Cassette::read(&whole).unwrap();
        assert_eq!((read.calls.len(), read.cut), (2, false));
        for end in 0..whole.len() {
            match Cassette::read(&whole[..end]) {
                Ok(read) => assert!(read.cut, "at {end}"),
                Err(CassetteError::Strange(_)) => assert!(end <= whole.find('\n').unwrap()),
                Err(error) => panic!("at {end}: {error}"),
            }
        }
    }

    #[test]
    fn a_newer_format_and_damage_are_refused_by_name() {
        let newer = text().replacen("\"cassette\":1", "\"cassette\":2", 1);
        assert_eq!(Cassette::read(&newer), Err(CassetteError::Format { found: 2 }));
        let damaged = text().replacen("\"operation\"", "\"deed\"", 1);
        assert!(matches!(
            Cassette::read(&damaged),
            Err(CassetteError::Damaged { line: 2, .. })
        ));
        let short: String = text()
            .lines()
            .enumerate()
            .filter(|(at, _)| *at != 1)
            .map(|(_, line)| format!("{line}\n"))
            .collect();
        assert!(
            Cassette::read(&short)
                .unwrap_err()
                .to_string()
                .contains("2 calls were recorded, and 1 are there")
        );
        assert!(matches!(
            Cassette::read("# A runbook\n"),
            Err(CassetteError::Strange(_))
        ));
        assert!(Cassette::read(&text().repeat(2)).is_err());
    }
}
