//! The command line: arguments, settings, exit codes, one file a command. The only room where targets and rooms are
//! put together, and the only one that reads the environment.
//!
//! stdout carries what a command is for: the walk as a person reads it, a table, or JSON with `--output json` and then
//! nothing else. Questions, the spinner, errors and hints go to stderr. A command that needs no cloud loads none.

mod args;
mod aws;
mod cleanup;
mod completions;
mod exit;
mod file;
mod fleet;
mod forget;
mod interrupt;
mod lint;
mod live;
mod models;
mod output;
mod plan;
mod policy;
mod practice;
mod preflight;
mod recording;
mod report;
mod resume;
mod runs;
mod serve;
mod served;
mod settings;
mod stage;
mod target;
mod test;
mod trouble;
mod trust;
mod vault;
mod vocabulary;
mod walk;
mod wants;

pub use exit::Exit;

use crate::script;
use args::{Args, Command};
use clap::Parser;
use clap::error::ErrorKind;
use output::Output;
use settings::Settings;
use std::ffi::OsString;
use std::process::ExitCode;
use std::thread::ScopedJoinHandle;
use trouble::Trouble;

/// The program: takes its arguments, the name first, and gives the exit code.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let work = || run(args.clone());
    let exit = match std::thread::scope(|scope| script::spawn(scope, &work).map(ScopedJoinHandle::join)) {
        Ok(Ok(exit)) => exit,
        // The panic said what it had to say; a thread that cannot be made is the machine's failure too.
        Ok(Err(_)) | Err(_) => Exit::Failed,
    };
    exit.into()
}

fn run(args: Vec<OsString>) -> Exit {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    let mut settings = match Settings::read(&args.look) {
        Ok(settings) => settings,
        Err(trouble) => return trouble.tell(false),
    };
    let output = Output::new(&settings);
    let done = if args.command.needs_services() {
        models::take_in(&mut settings, &output)
    } else {
        Ok(())
    };
    match done.and_then(|()| dispatch(args.command, &settings, &output)) {
        Ok(exit) => exit,
        Err(trouble) => trouble.tell(settings.colour_of_stderr),
    }
}

fn dispatch(command: Command, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    match command {
        Command::Run(args) => walk::run(&args, settings, output),
        Command::Replay(args) => walk::replay(&args, settings, output),
        Command::Verify(args) => walk::verify(&args, settings, output),
        Command::Cleanup(args) => cleanup::run(&args, settings, output),
        Command::Plan(args) => plan::run(&args, settings, output),
        Command::Policy(args) => policy::run(&args, settings, output),
        Command::Preflight(args) => preflight::run(&args, settings, output),
        Command::Test(args) => test::run(&args, settings, output),
        Command::Lint(args) => lint::run(&args, settings, output),
        Command::Practice(args) => practice::run(&args.command, settings, output),
        Command::Aws(args) => aws::run(&args, settings, output),
        Command::Runs(args) => runs::run(&args, settings, output),
        Command::Resume(args) => resume::run(&args, settings, output),
        Command::Report(args) => report::run(&args, settings, output),
        Command::Forget(args) => forget::run(&args, settings, output),
        Command::Vocabulary(args) => vocabulary::run(&args, output),
        Command::Completions(args) => completions::run(&args, output),
    }
}

/// Help and version are data; a wrong usage is an error of ours.
fn usage(error: &clap::Error) -> Exit {
    let exit = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Passed,
        _ => Exit::Usage,
    };
    // clap chooses stdout or stderr by the kind; a closed pipe is nobody's failure.
    error.print().unwrap_or(());
    exit
}
