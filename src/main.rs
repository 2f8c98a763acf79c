//! The door: everything else is the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    runbook::cli::main(std::env::args_os())
}
