//! A person's terminal, recorded: the program runs at a real pseudo-terminal of a given size, and what a screen shows
//! after all that was written to it is kept, from the first line to the last.

use rexpect::process::{PtyProcess, WaitStatus};
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Rows of the screen that records: as many as a session may take, so that nothing scrolls away.
const ROWS: NonZeroU16 = NonZeroU16::new(900).expect("more than none");
const PATIENCE: Duration = Duration::from_secs(40);

/// The program at a terminal.
pub(crate) struct Screen {
    process: PtyProcess,
    keys: File,
    written: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
    /// Text that was seen already, in bytes of all that was written.
    seen: usize,
}

impl Screen {
    /// Runs a command, which sets the size of its terminal itself, at a screen of so many columns.
    pub(crate) fn of(command: Command, columns: u16) -> Screen {
        let columns = NonZeroU16::new(columns).expect("a screen has columns");
        let process = PtyProcess::new(command).expect("a terminal");
        let mut reader = process.get_file_handle().expect("the terminal's other side");
        let keys = process.get_file_handle().expect("the terminal's other side");
        let written = Arc::new(Mutex::new((vt100::Parser::new(ROWS, columns, 0), Vec::new())));
        let ears = Arc::clone(&written);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A terminal whose program ended answers with an error.
            while let Ok(count) = reader.read(&mut bytes)
                && count > 0
            {
                let mut ears = ears.lock().expect("nobody panics with it");
                ears.0.process(&bytes[..count]);
                ears.1.extend_from_slice(&bytes[..count]);
            }
        });
        Screen {
            process,
            keys,
            written,
            seen: 0,
        }
    }

    /// Waits until this was written, behind what was waited for before.
    #[track_caller]
    pub(crate) fn until(&mut self, text: &str) -> &mut Screen {
        let began = Instant::now();
        loop {
            {
                let written = self.written.lock().expect("nobody panics with it");
                let rest = &written.1[self.seen..];
                if let Some(at) = rest.windows(text.len()).position(|part| part == text.as_bytes()) {
                    self.seen += at + text.len();
                    break;
                }
            }
            assert!(
                began.elapsed() < PATIENCE,
                "no `{text}` behind byte {}:\n{}",
                self.seen,
                self.shown()
            );
            #[expect(clippy::disallowed_methods, reason = "a test waits for a process")]
            std::thread::sleep(Duration::from_millis(20));
        }
        self
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Screen {
        self.keys.write_all(keys.as_bytes()).expect("keys");
        self.keys.flush().expect("keys");
        self
    }

    /// Waits for the menu, then presses keys.
    #[track_caller]
    pub(crate) fn at_menu(&mut self, keys: &str) -> &mut Screen {
        self.until("more > ").press(keys)
    }

    /// The exit code.
    pub(crate) fn code(&mut self) -> i32 {
        match self.process.wait().expect("the program ends") {
            WaitStatus::Exited(_, code) => {
                // What it wrote last may still be on its way.
                #[expect(clippy::disallowed_methods, reason = "a test waits for a process")]
                std::thread::sleep(Duration::from_millis(200));
                code
            }
            other => panic!("it ended by {other:?}:\n{}", self.shown()),
        }
    }

    /// What the screen shows, without blank lines at its end.
    pub(crate) fn shown(&self) -> String {
        let written = self.written.lock().expect("nobody panics with it");
        let contents = written.0.screen().contents();
        let lines: Vec<&str> = contents.lines().map(str::trim_end).collect();
        lines.join("\n").trim_end().to_owned()
    }

    /// The colour of the first cell that shows this text.
    pub(crate) fn colour(&self, text: &str) -> vt100::Color {
        let written = self.written.lock().expect("nobody panics with it");
        let screen = written.0.screen();
        let (_, columns) = screen.size();
        let found = screen.rows(0, columns.get()).enumerate().find_map(|(row, line)| {
            let at = line.find(text)?;
            let column = u16::try_from(line[..at].chars().count()).ok()?;
            screen.cell(u16::try_from(row).ok()?, column)
        });
        found.expect("the text is on the screen").fgcolor()
    }

    /// True where something was written in a colour, or bold or dim.
    pub(crate) fn is_coloured(&self) -> bool {
        let written = self.written.lock().expect("nobody panics with it");
        let text = String::from_utf8_lossy(&written.1).into_owned();
        text.split("\u{1b}[").skip(1).any(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(0);
            rest[end..].starts_with('m') && !matches!(&rest[..end], "" | "0")
        })
    }
}
