//! The layer that records.

use super::{Call, Failure, Header, Line, Outcome, Redactor};
use crate::api::Catalogue;
use crate::port::{Cloud, CloudError, Fault, Latch, Request, Secrets, Stop};
use crate::value::Value;
use indexmap::IndexMap;
use serde::Serialize;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// A recording that is made. Dropped without [`Tape::end`], it has no end, and whoever replays it is told.
pub struct Tape {
    out: Mutex<Out>,
    redactor: Redactor,
    catalogue: &'static Catalogue,
    region: String,
    latch: Latch,
}

struct Out {
    writer: Box<dyn Write + Send>,
    calls: u64,
}

impl fmt::Debug for Tape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tape")
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl Tape {
    /// Begins a recording of the calls of `account`, and of further `accounts` by name.
    ///
    /// # Errors
    /// The header cannot be written.
    pub fn begin(
        writer: Box<dyn Write + Send>,
        mut header: Header,
        account: &str,
        accounts: &IndexMap<String, String>,
        catalogue: &'static Catalogue,
        secrets: Secrets,
        latch: Latch,
    ) -> io::Result<Tape> {
        let redactor = Redactor::new(secrets, account);
        let stand_in = |(name, id): (&String, &String)| (name.clone(), redactor.text(id));
        header.accounts = accounts.iter().map(stand_in).collect();
        let mut out = Out { writer, calls: 0 };
        out.line(&header)?;
        Ok(Tape {
            out: Mutex::new(out),
            redactor,
            catalogue,
            region: header.region,
            latch,
        })
    }

    /// The target, its calls recorded.
    pub fn around(self: &Arc<Self>, inner: Arc<dyn Cloud>) -> Arc<dyn Cloud> {
        Arc::new(Recorder {
            inner,
            tape: Arc::clone(self),
        })
    }

    /// Ends the recording.
    ///
    /// # Errors
    /// The end cannot be written.
    pub fn end(&self) -> io::Result<()> {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = out.calls;
        out.line(&Line::End { calls })
    }

    fn keep(&self, request: &Request, answer: &Result<Value, CloudError>) -> io::Result<()> {
        let Request {
            service, operation, ..
        } = request;
        let redact = |output, value: &Value| {
            self.redactor
                .value(self.catalogue, service, operation, output, value)
        };
        let outcome = match answer {
            Ok(value) => Outcome::Output(redact(true, value)),
            Err(error) => Outcome::Error(Failure {
                message: self.redactor.text(&error.message),
                ..Failure::from(error)
            }),
        };
        let call = Call {
            service: service.clone(),
            operation: operation.clone(),
            region: request.region.clone().filter(|region| *region != self.region),
            account: request.account.clone(),
            roles: request
                .roles
                .iter()
                .map(|role| self.redactor.text(role.arn()))
                .collect(),
            input: redact(false, &request.input),
            outcome,
        };
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        out.calls += 1;
        out.line(&Line::Call(Box::new(call)))
    }
}

impl Out {
    /// One line whole, so that a crash can only tear the last.
    fn line(&mut self, content: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(content)?;
        line.push(b'\n');
        self.writer.write_all(&line)?;
        self.writer.flush()
    }
}

struct Recorder {
    inner: Arc<dyn Cloud>,
    tape: Arc<Tape>,
}

impl Cloud for Recorder {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let answer = self.inner.call(request);
        self.tape.keep(request, &answer).map_err(|error| {
            let message = format!("the recording cannot be written: {error}");
            self.tape.latch.set(Stop::Broken(message.clone()));
            CloudError::new(request, Fault::Machine, "NoRecording", message)
                .advice("make room on the disk, then record the run anew")
        })?;
        answer
    }
}
