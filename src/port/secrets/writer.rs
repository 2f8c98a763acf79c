//! A stream of text in which secrets are masked.

use super::Secrets;
use std::io::{self, Write};

/// Writes whole lines, masked; the beginning of a line is held back until its end is there, so that a secret is found
/// that comes in several writes. What is left at the end is written when it is dropped.
#[derive(Debug)]
pub struct Masked<W: Write> {
    out: W,
    secrets: Secrets,
    held: Vec<u8>,
}

impl<W: Write> Masked<W> {
    /// Around `out`.
    pub fn new(out: W, secrets: Secrets) -> Masked<W> {
        Masked {
            out,
            secrets,
            held: Vec::new(),
        }
    }

    /// Writes without masking, for the one text that a person needs as it is; what was held back comes before it.
    ///
    /// # Errors
    /// As the stream beneath.
    pub fn write_open(&mut self, text: &str) -> io::Result<()> {
        self.release(self.held.len())?;
        self.out.write_all(text.as_bytes())
    }

    /// The stream beneath.
    pub fn get_ref(&self) -> &W {
        &self.out
    }

    /// Writes the first bytes of what is held, masked.
    fn release(&mut self, length: usize) -> io::Result<()> {
        if length == 0 {
            return Ok(());
        }
        let rest = self.held.split_off(length);
        let lines = std::mem::replace(&mut self.held, rest);
        self.out.write_all(&self.secrets.mask_bytes(&lines))
    }
}

impl<W: Write> Write for Masked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        let end = self.held.iter().rposition(|byte| *byte == b'\n');
        self.release(end.map_or(0, |end| end + 1))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Drop for Masked<W> {
    fn drop(&mut self) {
        // Nobody is left to hear of a stream that is closed.
        self.release(self.held.len())
            .and_then(|()| self.out.flush())
            .unwrap_or_default();
    }
}
