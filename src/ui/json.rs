//! Events as JSON Lines, for programs.

use crate::event::Event;
use crate::port::{Secrets, Sink, SinkError};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// Writes each event that can be kept as one line of JSON. What is only for a person's eyes is left out: the prose,
/// which the document has, the list of steps, and a secret that is shown.
pub struct JsonLines<W> {
    out: Mutex<W>,
    secrets: Secrets,
}

impl<W: Write + Send> JsonLines<W> {
    /// Writes to `out`, secrets masked.
    pub fn new(out: W, secrets: Secrets) -> JsonLines<W> {
        JsonLines {
            out: Mutex::new(out),
            secrets,
        }
    }
}

impl<W: Write + Send> Sink for JsonLines<W> {
    fn emit(&self, event: &Event) -> Result<(), SinkError> {
        if matches!(
            event,
            Event::ProseShown { .. } | Event::SecretShown { .. } | Event::StepsListed { .. }
        ) {
            return Ok(());
        }
        let failed = |error: &dyn std::fmt::Display| SinkError(format!("standard output: {error}"));
        let line = self.secrets.line(event).map_err(|error| failed(&error))?;
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(out, "{line}")
            .and_then(|()| out.flush())
            .map_err(|error| failed(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Remark;

    #[test]
    fn one_line_an_event_and_no_secret() {
        let secrets = Secrets::default();
        secrets.add("hunter22");
        let sink = JsonLines::new(Vec::new(), secrets);
        let said = |text: &str| Event::Said {
            step: None,
            remark: Remark::Say,
            text: text.to_owned(),
        };
        let shown = Event::SecretShown {
            step: None,
            label: "password".to_owned(),
            value: "hunter22".to_owned(),
        };
        for event in [said("it is hunter22\nnow"), shown, said("b")] {
            sink.emit(&event).unwrap();
        }
        let text = String::from_utf8(sink.out.into_inner().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains(r#""event":"said""#) && lines[0].contains("it is ********\\nnow"));
    }
}
