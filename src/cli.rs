//! x
/// The program.
pub fn main(args: std::env::ArgsOs) -> std::process::ExitCode {
    todo!()
}
