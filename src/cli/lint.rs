//! `lint FILE...`: what is wrong with runbooks, without running them.

use super::args::{LintArgs, LintFormat};
use super::exit::Exit;
use super::output::{Format, Output};
use super::settings::Settings;
use super::trouble::Trouble;
use super::{file, stage};
use crate::diagnostic::{Diagnostic, Face as Rendering};
use crate::ui::count;

pub(super) fn run(args: &LintArgs, settings: &Settings, output: &Output) -> Result<Exit, Trouble> {
    let format = args.format.unwrap_or(match settings.format {
        Format::Human => LintFormat::Full,
        Format::Json => LintFormat::Json,
    });
    let mut findings = Vec::new();
    for path in &args.files {
        let source = file::source(path)?;
        let library = stage::library(path, args.scripts.as_deref(), settings)?;
        findings.extend(crate::lint::lint(&source, &library));
    }
    output.data(&Rendering::from(format).render(&findings, output.face.colour))?;
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - errors;
    if matches!(format, LintFormat::Full | LintFormat::Concise) {
        output.talk(&format!(
            "{}: {}, {}.",
            count(args.files.len(), "runbook"),
            count(errors, "error"),
            count(warnings, "warning")
        ));
    }
    let unsound = findings.iter().any(Diagnostic::is_error) || (args.strict && warnings > 0);
    Ok(if unsound { Exit::Usage } else { Exit::Passed })
}
