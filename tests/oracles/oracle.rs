//! Running the Python side: a few processes at once, their lines judged as they come.

pub(crate) use crate::support::tally::{Tally, text};
use runbook::api::Catalogue;
use serde_json::Value as Json;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// How many processes share the services.
const SHARES: usize = 2;

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
    let output = Command::new(python())
        .args(["-c", script])
        .output()
        .expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines().map(str::to_owned);
    (PathBuf::from(lines.next().unwrap()), lines.next().unwrap())
}

/// A script of the folder `tools`, about to be run.
pub(crate) fn script(name: &str) -> Command {
    let mut command = Command::new(python());
    command.arg(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tools").join(name));
    command
}

/// The services to compare: all, or those that the setting names for a closer look.
pub(crate) fn services() -> Vec<&'static str> {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    let chosen = std::env::var("RUNBOOK_ORACLE_SERVICES").ok();
    let all = Catalogue::embedded().names();
    match chosen.as_deref() {
        None | Some("" | "all") => all.collect(),
        Some(chosen) => all
            .filter(|name| chosen.split_whitespace().any(|word| word == *name))
            .collect(),
    }
}

/// Lets a script of the folder `tools` say something of every service, judges each line, and closes the tally.
/// `least` is the share that has to be equal, in percent.
pub(crate) fn compare(what: &str, name: &str, least: f64, judge: impl Fn(&Json, &mut Tally) + Sync) {
    let began = Instant::now();
    tallied(what, name, judge).close(what, share(least), &services(), began.elapsed());
}

/// The share that has to be equal; a closer look at a few services promises none of the whole.
pub(crate) fn share(least: f64) -> f64 {
    let whole = Catalogue::embedded().names().count() == services().len();
    if whole { least } else { 0.0 }
}

/// Lets a script say something of every service, and judges each line.
pub(crate) fn tallied(what: &str, name: &str, judge: impl Fn(&Json, &mut Tally) + Sync) -> Tally {
    let (services, judge) = (services(), &judge);
    let mut whole = Tally::default();
    std::thread::scope(|scope| {
        let shares: Vec<_> = (0..SHARES)
            .map(|share| {
                let services = services.iter().skip(share).step_by(SHARES);
                let mut command = script(name);
                command.arg(what).args(services);
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    lines(&mut command, |line| judge(line, &mut tally));
                    tally
                })
            })
            .collect();
        for share in shares {
            whole.add(share.join().unwrap());
        }
    });
    whole
}

/// Runs a script and hands on each of its lines.
pub(crate) fn lines(command: &mut Command, mut each: impl FnMut(&Json)) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let mut stderr = child.stderr.take().unwrap();
    let complaints = std::thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        each(&serde_json::from_str(&line.unwrap()).unwrap());
    }
    ended(&mut child, &complaints.join().unwrap().unwrap_or_default());
}

fn ended(child: &mut Child, complaints: &str) {
    let status = child.wait().unwrap();
    assert!(status.success(), "{complaints}");
}

/// The service and operation of a line.
pub(crate) fn found(
    line: &Json,
) -> Option<(&'static runbook::api::Service, &'static runbook::api::Operation)> {
    let service = Catalogue::embedded().service(text(line, "service"))?;
    Some((service, service.operation(text(line, "operation"))?))
}
