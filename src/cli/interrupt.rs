//! Ctrl-C: once to stop between two things, twice to end at once.

use super::exit::Exit;
use super::output::Output;
use crate::port::Latch;

/// Sets the latches on the first signal. The second ends the process: every event is in the journal before the next thing
/// happens and the world commits whole, so nothing is lost but the step that was under way.
pub(super) fn watch(latches: Vec<Latch>, output: &Output) {
    let handler = move || {
        let mut second = false;
        for latch in &latches {
            second |= latch.signal();
        }
        if second {
            console::Term::stderr().show_cursor().unwrap_or(());
            #[expect(clippy::exit, clippy::disallowed_methods, reason = "the person asked twice")]
            std::process::exit(Exit::Interrupted.code().into());
        }
    };
    if ctrlc::set_handler(handler).is_err() {
        output.warn("Ctrl-C cannot be watched here; it ends the program at once");
    }
}
