//! `completions SHELL`: the completion script of a shell.

use super::args::{Args, CompletionsArgs};
use super::exit::Exit;
use super::output::Output;
use super::trouble::Trouble;
use clap::CommandFactory;

pub(super) fn run(args: &CompletionsArgs, output: &Output) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "runbook", &mut script);
    output.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Passed)
}
