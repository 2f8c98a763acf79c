//! For test runners: a suite for each run, a case for each step.
//!
//! A step whose check does not hold is a failure; one that could not be done, was stopped or was cut off is an error; one
//! that was gone past or never begun is skipped. What ends a run outside its steps is a case of its own, for a suite
//! without a failure would pass.

use super::{Report, Run, Shown, Standing, Step, words};
use crate::event::{CheckState, Verdict};
use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// The report as XML.
pub(super) fn xml(report: &Report) -> Result<String, String> {
    let mut junit = quick_junit::Report::new(report.title());
    junit.timestamp = report
        .started()
        .and_then(|started| started.to_string().parse().ok());
    junit.set_time(Duration::from_millis(report.counts.milliseconds));
    junit.add_test_suites(report.runs.iter().map(|run| suite(run, report.runs.len() > 1)));
    junit.to_string().map_err(|error| error.to_string())
}

fn suite(run: &Run, several: bool) -> TestSuite {
    let name = if several {
        format!("{} ({}, {})", run.title, words::place(run), run.id)
    } else {
        run.title.clone()
    };
    let mut suite = TestSuite::new(name);
    suite.timestamp = run.started.to_string().parse().ok();
    suite.set_time(Duration::from_millis(run.counts.milliseconds));
    let properties = [
        ("run", run.id.clone()),
        ("command", words::command(run.command).to_owned()),
        ("verdict", words::ended(run.verdict).to_owned()),
        ("runbook", run.runbook.clone()),
        ("target", run.target.clone()),
        ("account", run.account.clone()),
        ("region", run.region.clone()),
        ("steps", words::steps(&run.counts.steps)),
        ("checks", words::checks(&run.counts.checks)),
        ("calls", words::calls(&run.counts.calls)),
        ("things", words::things(&run.counts)),
        ("cost", run.cost.as_ref().map(words::cost).unwrap_or_default()),
    ];
    suite.add_properties(
        properties
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Property::new(name, value)),
    );
    suite.add_test_cases(run.steps.iter().map(|step| case(run, step)));
    suite.add_test_cases(outside(run));
    suite
}

fn case(run: &Run, step: &Step) -> TestCase {
    let mut case = TestCase::new(step.title.as_str(), status(step));
    case.set_classname(format!("{}.{}", run.title, step.id));
    case.set_time(Duration::from_millis(step.milliseconds));
    case.set_assertions(step.judged().len());
    if let Some(started) = step.started {
        case.timestamp = started.to_string().parse().ok();
    }
    let mut out: Vec<String> = step.judged().iter().map(line).collect();
    for shown in &step.part.shown {
        if let Shown::Said { remark, text } = shown {
            out.push(format!("{}: {text}", words::remark(*remark)));
        }
    }
    if !out.is_empty() {
        case.set_system_out(out.join("\n"));
    }
    case
}

fn line(check: &crate::event::Check) -> String {
    let line = format!("{} {}  {}", words::sign(check.state), check.text, check.evidence);
    line.trim_end().to_owned()
}

fn status(step: &Step) -> TestCaseStatus {
    let (kind, word) = match step.standing {
        Standing::Ended(Verdict::Passed | Verdict::Warned) => return TestCaseStatus::success(),
        standing @ (Standing::Ended(Verdict::Skipped) | Standing::NotTaken) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(words::standing(standing));
            return status;
        }
        standing @ Standing::Ended(Verdict::Failed) => (NonSuccessKind::Failure, words::standing(standing)),
        standing @ (Standing::Ended(Verdict::Errored | Verdict::Stopped) | Standing::Unfinished) => {
            (NonSuccessKind::Error, words::standing(standing))
        }
    };
    let not: Vec<String> = step
        .judged()
        .iter()
        .filter(|check| matches!(check.state, CheckState::Failed | CheckState::Errored))
        .map(line)
        .collect();
    let failures = failures(&step.part.shown);
    let mut status = TestCaseStatus::non_success(kind);
    status.set_type(word);
    status.set_message(match not.len() {
        0 => word.to_owned(),
        number => format!(
            "{word}: {} not hold",
            if number == 1 {
                "1 check does".to_owned()
            } else {
                format!("{number} checks do")
            }
        ),
    });
    let description = not.into_iter().chain(failures).collect::<Vec<_>>().join("\n");
    if !description.is_empty() {
        status.set_description(description);
    }
    status
}

fn failures(shown: &[Shown]) -> impl Iterator<Item = String> {
    shown.iter().filter_map(|shown| match shown {
        Shown::Failure { text, .. } => Some(text.clone()),
        _ => None,
    })
}

/// A run that did not end well although none of its steps says so.
fn outside(run: &Run) -> Option<TestCase> {
    let told = run.steps.iter().any(|step| {
        matches!(
            step.standing,
            Standing::Unfinished | Standing::Ended(Verdict::Failed | Verdict::Errored | Verdict::Stopped)
        )
    });
    let ends_well = matches!(
        run.verdict,
        Some(Verdict::Passed | Verdict::Warned | Verdict::Skipped)
    );
    if told || ends_well {
        return None;
    }
    let word = words::ended(run.verdict);
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type(word);
    status.set_message(word);
    let description = failures(&run.setup.shown).collect::<Vec<_>>().join("\n");
    if !description.is_empty() {
        status.set_description(description);
    }
    let mut case = TestCase::new("the run", status);
    case.set_classname(run.title.as_str());
    Some(case)
}
