//! Every operation that practice models, by boto3: made, read back, refused, deleted, and what moto's server says of the
//! same in the same run. The checks are Python's, in `operations/`.

#![expect(clippy::print_stdout, reason = "the two rates are what it shows")]

use super::moto::Moto;
use super::oracle;
use crate::support::Lab;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

/// What a file of checks told: for each check why it failed, against practice and against moto.
struct Told {
    checks: BTreeMap<String, [Option<String>; 2]>,
}

/// Runs a file of checks against a fresh practice account, whose clock goes sixty times as fast, and moto's server.
fn told(moto: &Moto, file: &str) -> Told {
    let lab = Lab::new();
    let profiles = tempfile::tempdir().unwrap();
    let folder = profiles.path().to_str().unwrap();
    let words = ["--account", "partner", "--region", "us-east-1", "--speed", "60"];
    let serving = lab.serve(&[&words[..], &["--profiles", folder]].concat());
    let script =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/oracles/operations/{file}.py"));
    let output = Command::new(oracle::python())
        .arg(script)
        .args([
            "--practice",
            serving.url(),
            "--moto",
            &moto.url,
            "--profiles",
            folder,
        ])
        .output()
        .expect("Python runs");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{file}: {complaints}");
    let table: Json = serde_json::from_slice(&output.stdout).unwrap();
    let why = |found: &Json, target: &str| found[target].as_str().map(str::to_owned);
    let checks = table["checks"].as_object().unwrap().iter();
    Told {
        checks: checks
            .map(|(name, found)| (name.clone(), [why(found, "practice"), why(found, "moto")]))
            .collect(),
    }
}

/// Holds the checks of some files against practice, and says how moto does; every operation of the services is checked.
fn hold(services: &[&str], files: &[&str]) {
    let moto = Moto::start();
    let mut wrong = Vec::new();
    let mut checked = BTreeSet::new();
    let (mut count, mut by_moto) = (0, 0);
    for file in files {
        let told = told(&moto, file);
        let right = |target: usize| told.checks.values().filter(|why| why[target].is_none()).count();
        let (here, there) = (right(0), right(1));
        println!(
            "{file}: of {} checks practice passes {here}, moto {there}",
            told.checks.len()
        );
        count += told.checks.len();
        by_moto += there;
        for (name, [why, _]) in &told.checks {
            checked.extend(name.split(' ').next().map(str::to_owned));
            wrong.extend(why.iter().map(|why| format!("{file}: {name}: {why}")));
        }
    }
    println!(
        "{}: of {count} checks practice passes {}, moto {by_moto}",
        services.join(", "),
        count - wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unchecked: Vec<String> = runbook::practice::operations()
        .into_iter()
        .filter(|(service, _)| services.contains(service))
        .map(|(service, operation)| format!("{service}:{operation}"))
        .filter(|name| !checked.contains(name))
        .collect();
    assert!(unchecked.is_empty(), "no check calls {}", unchecked.join(", "));
}

#[test]
fn ec2_and_inspector_answer_as_aws_does() {
    hold(
        &["ec2", "inspector2"],
        &["ec2_network", "ec2_interfaces", "ec2_instances", "inspector"],
    );
}

#[test]
fn the_other_services_of_day_1_answer_as_aws_does() {
    let services = ["iam", "sts", "ssm", "logs", "s3", "guardduty", "cloudtrail"];
    hold(&services, &services);
}

#[test]
fn quotas_are_asked_about_and_raised_as_in_aws() {
    hold(&["service-quotas"], &["quotas"]);
}
