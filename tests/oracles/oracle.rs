//! Running the Python side, and the tally of a comparison.

use runbook::api::Catalogue;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// The services that are compared whole: every operation, with the fewest and with all members.
const SERVICES: &[&str] = &[
    "sts",
    "iam",
    "ec2",
    "guardduty",
    "ssm",
    "athena",
    "s3",
    "cloudtrail",
    "logs",
    "securityhub",
    "inspector2",
    "detective",
    "config",
    "events",
    "lambda",
    "wafv2",
    "elbv2",
    "autoscaling",
    "cloudformation",
    "route53",
    "kms",
    "sns",
    "sqs",
    "dynamodb",
    "secretsmanager",
    "organizations",
    "cloudwatch",
    "acm",
    "macie2",
    "glue",
    "ecs",
];

/// The Python that has botocore and moto.
pub(crate) fn python() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    std::env::var_os("RUNBOOK_PYTHON").map(PathBuf::from).expect(
        "RUNBOOK_PYTHON names no Python: make one with `python3 -m venv venv && venv/bin/pip install botocore \
         'moto[server]'` and set RUNBOOK_PYTHON=$PWD/venv/bin/python",
    )
}

/// The data folder of botocore, and its version.
pub(crate) fn botocore() -> (PathBuf, String) {
    let script = "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data')); print(botocore.__version__)";
    let text = told(Command::new(python()).args(["-c", script]));
    let mut lines = text.lines().map(str::to_owned);
    (PathBuf::from(lines.next().unwrap()), lines.next().unwrap())
}

/// The services to compare.
pub(crate) fn services() -> Vec<&'static str> {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    match std::env::var("RUNBOOK_ORACLE_SERVICES").as_deref() {
        Ok("all") => Catalogue::embedded().names().collect(),
        _ => SERVICES.to_vec(),
    }
}

/// The lines that the oracle of the client gives.
pub(crate) fn ask(what: &str) -> Vec<Json> {
    let words: Vec<&str> = [what].into_iter().chain(services()).collect();
    run("tools/oracle.py", &words)
}

/// The lines that a script gives.
pub(crate) fn run(script: &str, words: &[&str]) -> Vec<Json> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(script);
    let text = told(Command::new(python()).arg(script).args(words));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What a command says, which must go well.
fn told(command: &mut Command) -> String {
    let output = command.output().expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The text of a member.
pub(crate) fn text<'j>(line: &'j Json, member: &str) -> &'j str {
    line[member].as_str().unwrap_or_default()
}

/// The service and operation of a line.
pub(crate) fn found(
    line: &Json,
) -> Option<(&'static runbook::api::Service, &'static runbook::api::Operation)> {
    let service = Catalogue::embedded().service(text(line, "service"))?;
    Some((service, service.operation(text(line, "operation"))?))
}

/// What a comparison found.
#[derive(Default)]
pub(crate) struct Tally {
    equal: BTreeMap<String, usize>,
    skipped: Vec<String>,
    different: BTreeMap<String, String>,
}

impl Tally {
    /// Takes in one line's result.
    pub(crate) fn note(&mut self, line: &Json, result: Result<(), String>) {
        let (service, operation) = (text(line, "service"), text(line, "operation"));
        match result {
            Ok(()) => *self.equal.entry(service.to_owned()).or_default() += 1,
            Err(difference) => {
                let at = format!("{service} {operation} {}", text(line, "variant"));
                self.different.insert(at, difference);
            }
        }
    }

    /// Takes in a line that the oracle has no opinion on.
    pub(crate) fn skip(&mut self, line: &Json) {
        self.skipped.push(format!(
            "{} {}: {}",
            text(line, "service"),
            text(line, "operation"),
            text(line, "skipped")
        ));
    }

    /// Prints the counts and fails on any difference that is not excepted by name, and on any exception that is none.
    pub(crate) fn close(&self, what: &str, exceptions: &[(&str, &str)]) {
        let equal: usize = self.equal.values().sum();
        println!(
            "{what}: {equal} equal, {} different, {} skipped",
            self.different.len(),
            self.skipped.len()
        );
        for (service, count) in &self.equal {
            println!("  {service}: {count} equal");
        }
        for skipped in &self.skipped {
            println!("  skipped {skipped}");
        }
        for (at, difference) in &self.different {
            let reason = exceptions
                .iter()
                .find(|(name, _)| name == at)
                .map_or("NOT EXCEPTED", |(_, reason)| reason);
            println!("  different {at} ({reason}): {difference}");
        }
        let unexpected: Vec<_> = self
            .different
            .keys()
            .filter(|at| !exceptions.iter().any(|(name, _)| name == at))
            .collect();
        let idle: Vec<_> = exceptions
            .iter()
            .filter(|(name, _)| !self.different.contains_key(*name))
            .filter(|(name, _)| {
                services()
                    .iter()
                    .any(|service| name.split(' ').next() == Some(service))
            })
            .collect();
        assert!(
            unexpected.is_empty(),
            "{what}: {} differ: {unexpected:?}",
            unexpected.len()
        );
        assert!(idle.is_empty(), "{what}: exceptions that are none: {idle:?}");
        assert!(equal > 0, "{what}: nothing was compared");
    }
}
