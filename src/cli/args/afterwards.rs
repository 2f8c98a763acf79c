//! What happens when a replay is over.

use clap::{Args, ValueEnum};

/// Whether a replay is undone.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct AfterwardsArgs {
    /// Undo what is owned when the replay is over, as `runbook cleanup --yes` would: also after a failed step and a Ctrl-C,
    /// or only where everything passed.
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", conflicts_with_all = ["record", "recorded"])]
    pub(in crate::cli) cleanup: Afterwards,
}

/// When a replay is undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Afterwards {
    /// Not at all.
    #[default]
    Never,
    /// Where it passed.
    Passed,
    /// However it ended.
    Always,
}
