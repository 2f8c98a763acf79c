//! Reading a secret that is not echoed.
//!
//! `dialoguer` and `console` read a hidden line with signals on and a reader that starts again after one: Ctrl-C would
//! be noticed only after Enter. Here the terminal is raw for the whole question, and put back whatever happens.

use std::io;

/// Reads a line without echo; none when the person left by Ctrl-C or Ctrl-D.
#[cfg(unix)]
pub(super) fn read(term: &console::Term) -> io::Result<Option<String>> {
    use console::Key;
    let _raw = raw::Raw::enter()?;
    let mut line = String::new();
    loop {
        match term.read_key_raw() {
            Ok(Key::Enter) => return Ok(Some(line)),
            Ok(Key::CtrlC | Key::Char('\u{3}')) => return Ok(None),
            Ok(Key::Char('\u{4}')) if line.is_empty() => return Ok(None),
            Ok(Key::Char('\u{15}')) => line.clear(),
            Ok(Key::Backspace) => {
                line.pop();
            }
            Ok(Key::Char(c)) if !c.is_control() => line.push(c),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
    }
}

/// Reads a line without echo.
#[cfg(not(unix))]
pub(super) fn read(term: &console::Term) -> io::Result<Option<String>> {
    match term.read_secure_line() {
        Ok(line) => Ok(Some(line)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
pub(super) mod raw {
    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use std::io;

    /// The terminal without echo, lines and signals, until dropped.
    pub(in crate::ui) struct Raw {
        before: Termios,
    }

    impl Raw {
        pub(in crate::ui) fn enter() -> io::Result<Raw> {
            let before = tcgetattr(io::stdin())?;
            let mut now = before.clone();
            now.local_modes
                .remove(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG);
            tcsetattr(io::stdin(), OptionalActions::Now, &now)?;
            Ok(Raw { before })
        }
    }

    impl Drop for Raw {
        fn drop(&mut self) {
            // Nothing is left to be done where the terminal is gone.
            tcsetattr(io::stdin(), OptionalActions::Now, &self.before).unwrap_or(());
        }
    }
}
