//! What a fleet shows while it works: a line for each account that is under way, where lines can move; else a line for
//! each thing of note.

use crate::ui::clean;
use console::Term;
use indexmap::IndexMap;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::sync::{Mutex, PoisonError};

/// The lines on stderr.
pub(super) struct Board {
    /// None where nothing moves.
    moving: Option<Moving>,
}

struct Moving {
    all: MultiProgress,
    whole: ProgressBar,
    bars: Mutex<IndexMap<String, ProgressBar>>,
}

impl Board {
    pub(super) fn new(animated: bool, accounts: usize) -> Board {
        let moving = animated.then(|| {
            let all = MultiProgress::new();
            let whole = all.add(ProgressBar::new(u64::try_from(accounts).unwrap_or(u64::MAX)));
            whole.set_style(style("{pos} of {len} accounts  {elapsed}"));
            Moving {
                all,
                whole,
                bars: Mutex::default(),
            }
        });
        Board { moving }
    }

    /// An account is at this.
    pub(super) fn goes(&self, name: &str, at: &str) {
        let Some(moving) = &self.moving else { return };
        let mut bars = moving.bars.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = bars.entry(name.to_owned()).or_insert_with(|| {
            let bar = moving
                .all
                .insert_before(&moving.whole, ProgressBar::new_spinner());
            bar.set_style(style("  {spinner} {wide_msg}").tick_chars("|/-\\ "));
            bar
        });
        bar.set_message(clean(&format!("{name}  {at}")));
        bar.tick();
    }

    /// An account is done.
    pub(super) fn done(&self, name: &str, line: &str) {
        if let Some(moving) = &self.moving {
            let bar = moving
                .bars
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .shift_remove(name);
            if let Some(bar) = bar {
                bar.finish_and_clear();
                moving.all.remove(&bar);
            }
            moving.whole.inc(1);
        }
        self.line(line);
    }

    /// A line that stays.
    pub(super) fn line(&self, text: &str) {
        let text = clean(text);
        // Nobody is left to hear that stderr is closed.
        match &self.moving {
            Some(moving) => moving.all.println(text),
            None => Term::stderr().write_line(&text),
        }
        .unwrap_or_default();
    }

    /// Nothing moves any more.
    pub(super) fn clear(&self) {
        if let Some(moving) = &self.moving {
            moving.whole.finish_and_clear();
        }
    }
}

/// A template that is constant and fits; the default one serves if it ever did not.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
