//! Arguments of `policy`.

use clap::Args;
use std::path::PathBuf;

#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct PolicyArgs {
    /// The runbook.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Script modules that add to the built-in ones or replace them.
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) scripts: Option<PathBuf>,
}
