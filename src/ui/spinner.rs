//! The one moving thing: a spinner on stderr while calls run and checks wait.

use super::words::clock_time;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Columns that are not the message's: the spinner, the time, what a Ctrl-C echoes.
const ROOM: usize = 20;

/// Shared by the terminal, which says what goes on, and the prompters, which need the line for themselves.
#[derive(Clone, Debug, Default)]
pub struct Spinner {
    animated: bool,
    bar: Arc<Mutex<Option<ProgressBar>>>,
    question: Arc<Mutex<Option<Question>>>,
}

/// A question that stands on the terminal while other things are looked after.
#[derive(Debug)]
struct Question {
    rows: usize,
    erased: bool,
}

impl Spinner {
    /// A spinner; one that is not animated shows nothing.
    #[must_use]
    pub fn new(animated: bool) -> Spinner {
        Spinner {
            animated,
            bar: Arc::default(),
            question: Arc::default(),
        }
    }

    /// True where it moves.
    #[must_use]
    pub fn is_animated(&self) -> bool {
        self.animated
    }

    /// Says what goes on.
    pub fn say(&self, text: &str) {
        if let Some(style) = style("  {spinner} {msg}") {
            self.show(text, style);
        }
    }

    /// Says what is waited for, so many seconds already, and what is expected; the seconds go on.
    pub fn wait(&self, text: &str, seconds: u64, expected: &str) {
        // The time stands first: it is what a narrow line must not cut.
        let Some(style) = style("  {spinner} {clock} {msg}") else {
            return;
        };
        let clock = move |state: &ProgressState, out: &mut dyn Write| {
            // What cannot be drawn is not worth an error.
            out.write_str(&clock_time(seconds + state.elapsed().as_secs()))
                .unwrap_or(());
        };
        self.show(&format!("{text}  {expected}"), style.with_key("clock", clock));
    }

    fn show(&self, text: &str, style: ProgressStyle) {
        if !self.animated || self.question().is_some() {
            return;
        }
        let mut bar = self.lock();
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        bar.set_style(style);
        bar.reset_elapsed();
        // The line is not filled: a Ctrl-C that the terminal echoes at its end would leave the line standing.
        let (_, columns) = console::Term::stderr().size();
        let room = usize::from(columns).saturating_sub(ROOM);
        bar.set_message(console::truncate_str(text, room, "").into_owned());
    }

    /// A question of so many rows stands where the spinner would be: it does not move meanwhile, and what is told in
    /// between takes the place of the question.
    pub(super) fn hush(&self, rows: usize) {
        *self.question() = Some(Question { rows, erased: false });
    }

    /// The spinner may move again; true where the question has to be put again.
    pub(super) fn unhush(&self) -> bool {
        self.question().take().is_some_and(|question| question.erased)
    }

    fn question(&self) -> std::sync::MutexGuard<'_, Option<Question>> {
        self.question.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Clears its line, or the question in its place.
    pub fn clear(&self) {
        if let Some(question) = self.question().as_mut().filter(|question| !question.erased) {
            question.erased = true;
            let term = console::Term::stderr();
            // A terminal that is gone shows nothing anyway.
            term.clear_line()
                .and_then(|()| term.clear_last_lines(question.rows.saturating_sub(1)))
                .unwrap_or(());
        }
        if let Some(bar) = self.lock().take() {
            bar.finish_and_clear();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The look of a line; none for a template that does not read, which these constants do.
fn style(template: &str) -> Option<ProgressStyle> {
    let style = ProgressStyle::with_template(template).ok()?;
    Some(style.tick_chars("|/-\\ "))
}
