//! `cleanup FILE`: what is owned is shown, undone in reverse order, and proved gone.

use super::args::CleanupArgs;
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::trouble::Trouble;
use super::walk::{Walk, class};
use crate::event::Command;
use crate::value::Value;

/// The name of the engine's question before it deletes.
pub(super) const LEAVE: &str = "cleanup";

pub(super) fn run(args: &CleanupArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let mut walk = Walk::new(Command::Cleanup, &args.book, (&args.steps).into());
    if args.yes {
        walk.answers.insert(LEAVE.to_owned(), Value::Bool(true));
    }
    class(&walk, &args.fleet, settings, output)
}
