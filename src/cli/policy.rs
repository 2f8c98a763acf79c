//! `policy FILE`: the IAM policy that a runbook needs, and no more, as JSON on stdout.

use super::args::PolicyArgs;
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::trouble::Trouble;
use super::{file, stage, walk};
use crate::analysis;
use crate::script::survey;

/// The most characters of a managed policy, blanks not counted (AWS: "IAM and AWS STS quotas").
const MANAGED: usize = 6_144;

pub(super) fn run(args: &PolicyArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let runbook = file::sound_runbook(&args.file)?;
    let library = stage::library(&args.file, args.scripts.as_deref(), settings)?;
    let survey = survey(&runbook, &library);
    walk::sound(&survey)?;
    let policy = analysis::policy(&runbook, &survey, settings.catalogue);
    output.json(&policy)?;
    let long = serde_json::to_string(&policy).map_or(0, |text| text.len());
    if long > MANAGED {
        output.warn(&format!(
            "the policy has {long} characters; a managed policy may have {MANAGED}, a role's own policies 10,240 together"
        ));
    }
    Ok(Exit::Passed)
}
