//! The arguments.

mod afterwards;
mod fleet;
mod policy;
mod preflight;
mod report;

pub(super) use afterwards::{Afterwards, AfterwardsArgs};
pub(super) use fleet::FleetArgs;
pub(super) use policy::PolicyArgs;
pub(super) use preflight::PreflightArgs;
pub(super) use report::{ReportArgs, ReportFormat};

use super::output::Format;
use crate::diagnostic::Face as Rendering;
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const HELP: &str = "\
{before-help}{about-with-newline}
{usage-heading} {usage}

For learners:
  run FILE            Walk the steps: do the work, or have it done; each is checked
  resume [RUN]        Go on with a run that was interrupted
  cleanup FILE        Show what is yours in the account, undo it, prove that it is gone
  aws SERVICE OP ...  One AWS call in the practice account, in the AWS CLI's words
  practice            The practice account: serve, show, reset

For instructors:
  replay FILE         Do every step unattended
  verify FILE         Grade the account as it is; changes nothing
  preflight FILE      Is this account ready? Permissions, quotas, regions, each with a fix
  plan FILE           Every step with the AWS operations it may call, without running
  policy FILE         The IAM policy that allows all of it, and no more
  report RUN          A run as a page, or for programs and test runners; --merge joins several
  runs, forget        The record of runs: list, drop

For authors:
  lint FILE...        Check runbooks without running them
  vocabulary          The words of the scripts
  completions SHELL   Completion for a shell

Options:
{options}

The target is the practice account, on this machine and free of charge; --live means the real one.
Exit codes: 0 passed, 1 a check failed, 2 usage or document, 3 refused, 4 AWS or the machine failed, 130 interrupted.
{after-help}";

/// Hands-on cloud workshops as Markdown runbooks: walk them, check the work, clean up.
#[derive(Debug, Parser)]
#[command(name = "runbook", version, help_template = HELP, disable_help_subcommand = true)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) look: Look,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// How it looks.
#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct Look {
    /// What stdout carries: text for people, or JSON and nothing else.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) output: Format,
    /// Colours; `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: When,
    /// API models in botocore's layout, which add services or stand in for them by name; may be given several times.
    #[arg(long, global = true, value_name = "FOLDER")]
    pub(super) models: Vec<PathBuf>,
}

/// When there are colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Walk the steps of a runbook: do the work yourself or have it done; each step is checked.
    Run(RunArgs),
    /// Do every step of a runbook unattended; the exit code tells.
    Replay(ReplayArgs),
    /// Grade the account as it is: setup and checks only, nothing is changed.
    #[command(alias = "grade")]
    Verify(VerifyArgs),
    /// Show what is yours, undo it in reverse order, prove that it is gone.
    Cleanup(CleanupArgs),
    /// List every step with the AWS operations it may call, its minutes and cost, without running anything.
    Plan(PlanArgs),
    /// Ask whether an account is ready for a runbook: identity, region, permissions, quotas; changes nothing.
    Preflight(PreflightArgs),
    /// Print the IAM policy that a runbook needs, and no more, as JSON.
    Policy(PolicyArgs),
    /// Test a runbook as a lab, in practice: each check fails before its work and holds after it, and cleanup restores.
    Test(TestArgs),
    /// Check runbooks without running them: document, scripts, operations and their parameters.
    Lint(LintArgs),
    /// The practice account.
    Practice(PracticeArgs),
    /// Make one AWS call on the target, in the AWS CLI's words: how to work by hand in the practice account.
    Aws(AwsArgs),
    /// List the runs that are recorded.
    Runs(RunsArgs),
    /// Go on with a run that was interrupted; without RUN, the newest.
    Resume(ResumeArgs),
    /// Render the record of a run: as a page, for test runners, for programs, as Markdown.
    Report(ReportArgs),
    /// Drop the record of a run.
    Forget(ForgetArgs),
    /// Show the words that scripts have.
    Vocabulary(VocabularyArgs),
    /// Print the completion script of a shell.
    Completions(CompletionsArgs),
}

impl Command {
    /// True for a command that looks at AWS's services, and so at models from outside the binary.
    pub(super) fn needs_services(&self) -> bool {
        match self {
            Command::Run(_)
            | Command::Replay(_)
            | Command::Verify(_)
            | Command::Cleanup(_)
            | Command::Plan(_)
            | Command::Policy(_)
            | Command::Preflight(_)
            | Command::Test(_)
            | Command::Lint(_)
            | Command::Aws(_)
            | Command::Resume(_) => true,
            Command::Practice(_)
            | Command::Runs(_)
            | Command::Report(_)
            | Command::Forget(_)
            | Command::Vocabulary(_)
            | Command::Completions(_) => false,
        }
    }
}

/// Which account.
#[derive(Clone, Debug, Default, Arguments)]
#[command(next_help_heading = "Target")]
pub(super) struct TargetArgs {
    /// The real AWS account of your credentials, not the practice one.
    #[arg(long)]
    pub(super) live: bool,
    /// The account that must be found, which answers the question that --live asks.
    #[arg(long, requires = "live", value_name = "ID")]
    pub(super) account: Option<String>,
    /// The profile of the AWS configuration files, for --live.
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// The region.
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// The practice account to use: a name, or a folder (written with a slash).
    #[arg(long, value_name = "NAME|FOLDER", conflicts_with = "live")]
    pub(super) world: Option<String>,
    /// A practice account that is made for this command alone and kept nowhere.
    #[arg(long, conflicts_with_all = ["live", "world"])]
    pub(super) fresh: bool,
    /// What the ids of a practice account that has to be made derive from.
    #[arg(long, value_name = "NUMBER", conflicts_with = "live")]
    pub(super) seed: Option<u64>,
    /// Work as a user or role of the practice account, to see what it may not do.
    #[arg(long = "as", value_name = "user/NAME|role/NAME", conflicts_with = "live")]
    pub(super) acting: Option<String>,
    #[arg(skip)]
    pub(super) recorded: Option<PathBuf>,
    /// A role that the credentials assume first, for an account of a fleet.
    #[arg(skip)]
    pub(super) role: Option<String>,
    /// Trouble to rehearse, `throttle ec2:* 20%` or `latency 80ms`; may be given several times.
    #[arg(long, value_name = "RULE")]
    pub(super) trouble: Vec<String>,
}

/// A recording in the place of an account.
#[derive(Clone, Debug, Default, Arguments)]
#[command(next_help_heading = "Target")]
pub(super) struct RecordingArgs {
    /// A recording that answers in the place of an account, offline.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["live", "world", "fresh", "seed", "profile", "region", "acting", "trouble", "record"]
    )]
    pub(super) recorded: Option<PathBuf>,
}

/// Which runbook, which answers.
#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct BookArgs {
    /// The runbook.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Answer an input or a question; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    /// Answers from a YAML map of names and values.
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// Script modules that add to the built-in ones or replace them; `scripts` beside the runbook where it is there.
    #[arg(long, value_name = "FOLDER")]
    pub(super) scripts: Option<PathBuf>,
    /// Trust a runbook that did not come with the program, for --live without a terminal.
    #[arg(long)]
    pub(super) trust: bool,
    /// What reaches an account that the runbook names, for --live; may be given several times.
    #[arg(long, requires = "live", value_name = "NAME=PROFILE|ROLE_ARN")]
    pub(super) bind: Vec<String>,
    /// Keep the secrets of runs in this file, for its owner alone, and take them from it.
    #[arg(long, value_name = "FILE")]
    pub(super) secrets_file: Option<PathBuf>,
    /// Record every call and its answer in a new file, without secrets and account ids.
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    #[command(flatten)]
    pub(super) target: TargetArgs,
}

/// Which steps.
#[derive(Clone, Debug, Default, Arguments)]
#[command(next_help_heading = "Steps")]
pub(super) struct StepArgs {
    /// Begin with this step.
    #[arg(long, value_name = "STEP")]
    pub(super) from: Option<String>,
    /// End with this step.
    #[arg(long, value_name = "STEP")]
    pub(super) until: Option<String>,
    /// Take this step; may be given several times.
    #[arg(long, value_name = "STEP")]
    pub(super) only: Vec<String>,
    /// Take the steps with this tag; may be given several times.
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// Leave this step out; may be given several times.
    #[arg(long, value_name = "STEP")]
    pub(super) skip: Vec<String>,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    #[command(flatten)]
    pub(super) steps: StepArgs,
    /// Begin anew where an earlier run was interrupted.
    #[arg(long)]
    pub(super) new: bool,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct ReplayArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    #[command(flatten)]
    pub(super) steps: StepArgs,
    /// Take later steps although one failed.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Give the hints of a step whose check does not hold.
    #[arg(long)]
    pub(super) hints: bool,
    /// Begin anew where an earlier replay was interrupted.
    #[arg(long)]
    pub(super) new: bool,
    /// Do the steps whose work may destroy something without asking.
    #[arg(long, short)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) afterwards: AfterwardsArgs,
    #[command(flatten)]
    pub(super) recording: RecordingArgs,
    #[command(flatten)]
    pub(super) fleet: FleetArgs,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    #[command(flatten)]
    pub(super) steps: StepArgs,
    /// Wait for what takes its time, as a run would.
    #[arg(long)]
    pub(super) wait: bool,
    /// Give the hints of a step whose check does not hold.
    #[arg(long)]
    pub(super) hints: bool,
    #[command(flatten)]
    pub(super) recording: RecordingArgs,
    #[command(flatten)]
    pub(super) fleet: FleetArgs,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct CleanupArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    #[command(flatten)]
    pub(super) steps: StepArgs,
    /// Delete what is shown without asking.
    #[arg(long, short)]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) fleet: FleetArgs,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct TestArgs {
    /// The runbook.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Answer an input or a question; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    /// Answers from a YAML map of names and values.
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// Script modules that add to the built-in ones or replace them; `scripts` beside the runbook where it is there.
    #[arg(long, value_name = "FOLDER")]
    pub(super) scripts: Option<PathBuf>,
    #[command(flatten)]
    pub(super) steps: StepArgs,
}

#[derive(Clone, Debug, Default, Arguments)]
pub(super) struct PlanArgs {
    /// The runbook.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Script modules that add to the built-in ones or replace them.
    #[arg(long, value_name = "FOLDER")]
    pub(super) scripts: Option<PathBuf>,
    #[command(flatten)]
    pub(super) steps: StepArgs,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct LintArgs {
    /// The runbooks.
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// How findings look.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<LintFormat>,
    /// Script modules that add to the built-in ones or replace them.
    #[arg(long, value_name = "FOLDER")]
    pub(super) scripts: Option<PathBuf>,
    /// Warnings count as errors.
    #[arg(long)]
    pub(super) strict: bool,
}

/// How findings look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    /// With an excerpt.
    Full,
    /// One line each.
    Concise,
    /// A JSON array.
    Json,
    /// Annotations of GitHub.
    Github,
}

impl From<LintFormat> for Rendering {
    fn from(format: LintFormat) -> Rendering {
        match format {
            LintFormat::Full => Rendering::Full,
            LintFormat::Concise => Rendering::Concise,
            LintFormat::Json => Rendering::Json,
            LintFormat::Github => Rendering::Github,
        }
    }
}

#[derive(Debug, Arguments)]
pub(super) struct PracticeArgs {
    #[command(subcommand)]
    pub(super) command: PracticeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum PracticeCommand {
    /// Put a fresh account in the place of the practice account; the runs in it are forgotten.
    Reset(ResetArgs),
    /// Serve it to the AWS CLI and every SDK on this machine, until Ctrl-C.
    Serve(ServeArgs),
    /// Show what differs from a fresh account.
    Show(WorldArgs),
}

#[derive(Debug, Arguments)]
pub(super) struct WorldArgs {
    /// The practice account: a name, or a folder (written with a slash).
    #[arg(long, value_name = "NAME|FOLDER")]
    pub(super) world: Option<String>,
    /// What the ids of a fresh account derive from.
    #[arg(long, value_name = "NUMBER")]
    pub(super) seed: Option<u64>,
}

#[derive(Debug, Arguments)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    pub(super) world: WorldArgs,
    /// A fresh account that is kept in memory alone and gone when the server ends: nothing waits for the disk.
    #[arg(long, conflicts_with = "world")]
    pub(super) fresh: bool,
    /// The port on loopback; 0 takes any that is free.
    #[arg(long, value_name = "NUMBER", default_value_t = 4300)]
    pub(super) port: u16,
    /// The region of the profiles.
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// How many times as fast as the wall's clock the account's goes.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) speed: u32,
    /// A further account to make a profile for, by its name in a runbook; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(super) account: Vec<String>,
    /// The folder to write the profiles into, as the files `config` and `credentials`; without it, the account's own.
    #[arg(long, value_name = "FOLDER")]
    pub(super) profiles: Option<PathBuf>,
    /// No log of requests.
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Arguments)]
pub(super) struct ResetArgs {
    #[command(flatten)]
    pub(super) world: WorldArgs,
    /// Do it without asking.
    #[arg(long, short)]
    pub(super) yes: bool,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct AwsArgs {
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// The service, `ec2`.
    pub(super) service: String,
    /// The operation, `describe-vpcs`.
    pub(super) operation: String,
    /// Its parameters, `--vpc-ids vpc-1`.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "PARAMETERS"
    )]
    pub(super) words: Vec<String>,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct RunsArgs {
    /// Runs of this runbook only.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct ResumeArgs {
    /// The run's id, or the beginning of it; the newest interrupted run without one.
    pub(super) run: Option<String>,
    /// Answer an input or a question; may be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,
    /// Answers from a YAML map of names and values.
    #[arg(long, value_name = "FILE")]
    pub(super) answers: Option<PathBuf>,
    /// Script modules that add to the built-in ones or replace them.
    #[arg(long, value_name = "FOLDER")]
    pub(super) scripts: Option<PathBuf>,
    /// The profile of the AWS configuration files, for a live run.
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// The account that must be found, which answers the question that a live run asks.
    #[arg(long, value_name = "ID")]
    pub(super) account: Option<String>,
    /// What reaches an account that the runbook names, for a live run; may be given several times.
    #[arg(long, value_name = "NAME=PROFILE|ROLE_ARN")]
    pub(super) bind: Vec<String>,
    /// Keep the secrets of runs in this file, for its owner alone, and take them from it.
    #[arg(long, value_name = "FILE")]
    pub(super) secrets_file: Option<PathBuf>,
    /// Take later steps although one failed, for a replay.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Do the steps whose work may destroy something without asking, for a replay.
    #[arg(long, short)]
    pub(super) yes: bool,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct ForgetArgs {
    /// The run's id, or the beginning of it.
    pub(super) run: String,
    /// Forget it although it still owns things, which cleanup then no longer finds.
    #[arg(long, short)]
    pub(super) yes: bool,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct VocabularyArgs {
    /// A word, or a part of one.
    pub(super) word: Option<String>,
}

#[derive(Clone, Debug, Arguments)]
pub(super) struct CompletionsArgs {
    /// The shell.
    pub(super) shell: clap_complete::Shell,
}
