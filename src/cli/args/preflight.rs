//! Arguments of `preflight`.

use super::{FleetArgs, TargetArgs};
use clap::Args;
use std::path::PathBuf;

#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct PreflightArgs {
    /// The runbook.
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Script modules that add to the built-in ones or replace them; `scripts` beside the runbook where it is there.
    #[arg(long, value_name = "FOLDER")]
    pub(in crate::cli) scripts: Option<PathBuf>,
    /// What reaches an account that the runbook names, for --live; may be given several times.
    #[arg(long, requires = "live", value_name = "NAME=PROFILE|ROLE_ARN")]
    pub(in crate::cli) bind: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) target: TargetArgs,
    #[command(flatten)]
    pub(in crate::cli) fleet: FleetArgs,
}
