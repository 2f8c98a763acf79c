//! The one moving thing: a spinner on stderr while calls run and checks wait.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Shared by the terminal, which says what goes on, and the prompters, which need the line for themselves.
#[derive(Clone, Debug, Default)]
pub struct Spinner {
    animated: bool,
    bar: Arc<Mutex<Option<ProgressBar>>>,
}

impl Spinner {
    /// A spinner; one that is not animated shows nothing.
    #[must_use]
    pub fn new(animated: bool) -> Spinner {
        Spinner {
            animated,
            bar: Arc::default(),
        }
    }

    /// True where it moves.
    #[must_use]
    pub fn is_animated(&self) -> bool {
        self.animated
    }

    /// Says what goes on.
    pub fn say(&self, text: &str) {
        if !self.animated {
            return;
        }
        let mut bar = self.lock();
        let bar = bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // A template that is constant and fits; the default one serves if it ever did not.
            if let Ok(style) = ProgressStyle::with_template("  {spinner} {wide_msg}") {
                bar.set_style(style.tick_chars("|/-\\ "));
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        bar.set_message(text.to_owned());
    }

    /// Clears its line.
    pub fn clear(&self) {
        if let Some(bar) = self.lock().take() {
            bar.finish_and_clear();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<ProgressBar>> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
