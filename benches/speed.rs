//! How fast the program is, against what it promises: `cargo bench`. Each line tells the best of several rounds; the
//! exit code says whether every promise is kept.
//!
//! A plain loop on purpose: the promises are milliseconds of a whole command, where a statistics harness adds minutes
//! and says nothing more.

#![expect(clippy::print_stdout, reason = "the figures are its output")]

#[path = "support/figure.rs"]
mod figure;

use figure::{Figure, best};
use runbook::document::parse;
use runbook::port::{Cloud, Request};
use runbook::practice::{Options, Practice};
use runbook::source::Source;
use runbook::value;
use runbook::value::Value;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let figures = [
        vec![parsing()],
        replaying(folder.path()),
        vec![planning(folder.path()), answering(folder.path())],
        walking(folder.path()),
        crowding(folder.path()),
    ];
    let figures = figures.concat();
    for figure in &figures {
        println!("{}", figure.line());
    }
    ExitCode::from(u8::from(!figures.iter().all(Figure::kept)))
}

/// 1 MB of Markdown with all that a runbook has.
fn parsing() -> Figure {
    let mut text = String::from("---\ntitle: Long\ninputs:\n  name: { ask: Who }\n---\n# Long\n\n");
    let mut number = 0;
    while text.len() < 1_000_000 {
        number += 1;
        text += &format!(
            "## Step {number} of *many*\n<!-- step: tags=a,b minutes=5 -->\n\nOpen [the console](https://example.com/{number}) \
             and look for **things** in `{{{{ name }}}}`. A paragraph of a lab says *what* to choose, **where** to find \
             it and why it matters, so that the page can be read on its own, as in [the guide](https://example.com).\n\n1. One\n2. Two, with a table:\n\n   | a | b |\n   |---|---|\n   | 1 | 2 |\n\n\
             ```bash\naws ec2 describe-vpcs\n```\n\n<details><summary>Hint</summary>\n\nLook *up*.\n\n</details>\n\n\
             > ```json as=policy\n> {{ \"a\": [1, 2, 3] }}\n> ```\n\n<details><summary>Solution</summary>\n\n\
             ```rhai solve\nlet a = 1;\nlet b = a + 1;\n```\n\n```rhai check within=5m\ncheck(\"it is so\", true);\n```\n\n</details>\n\n"
        );
    }
    let source = Source::new("long.md", &text);
    let time = best(20, || {
        let (runbook, found) = parse(&source);
        assert!(found.is_empty() && runbook.steps.len() == number);
    });
    Figure::milliseconds("parse 1 MB", time, 50.0)
}

/// A thousand steps of one trivial check each, by the program itself.
fn replaying(folder: &Path) -> Vec<Figure> {
    let mut text = String::from("# Thousand\n\n");
    for number in 1..=1000 {
        text += &format!("## Step {number}\n\n```rhai check\ncheck(\"it is so\", {number} > 0);\n```\n\n");
    }
    let file = folder.join("thousand.md");
    std::fs::write(&file, text).expect("a runbook");
    let file = file.to_string_lossy().into_owned();
    let mut memory = 0;
    let time = best(7, || {
        let peak = run(folder, &["replay", &file, "--fresh", "--output", "json"]);
        memory = memory.max(peak.unwrap_or_default());
    });
    let mut figures = vec![Figure::milliseconds("replay 1,000 steps", time, 150.0)];
    if memory > 0 {
        figures.push(Figure {
            name: "replay 1,000 steps, memory".to_owned(),
            value: figure::megabytes(memory),
            unit: "MB",
            promise: Some(0.0..=60.0),
        });
    }
    figures
}

/// The plan of the first day, by the program itself.
fn planning(folder: &Path) -> Figure {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
    let time = best(15, || {
        run(folder, &["plan", file]);
    });
    Figure::milliseconds("plan runbooks/day1.md", time, 30.0)
}

/// Reads of a practice account that is kept in a folder; the limit is what the first spike of the world reached.
fn answering(folder: &Path) -> Figure {
    let practice = Practice::open(&folder.join("world"), &Options::new("us-east-1")).expect("a world");
    let request = Request::new("ec2", "DescribeVpcs", value!({}));
    let time = best(5, || {
        for _ in 0..1000 {
            practice.call(&request).expect("the default VPC");
        }
    });
    Figure::milliseconds("1,000 DescribeVpcs in practice", time, 370.0)
}

/// Ten thousand instances with ten tags each, in an account that is kept in a folder: descriptions in which one is
/// looked for, a page of them all, and how long it takes to put the account away and to take it out again.
fn crowding(folder: &Path) -> Vec<Figure> {
    const RUNS: usize = 10;
    const EACH: usize = 1000;
    let (place, options) = (folder.join("crowd"), Options::new("us-east-1"));
    let practice = Practice::open(&place, &options).expect("a world");
    let call = |operation: &str, input| {
        let request = Request::new("ec2", operation, input);
        practice.call(&request).unwrap_or_else(|error| panic!("{error}"))
    };
    let vpc = call("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }));
    let subnet = value!({ "VpcId": (vpc.at("Vpc.VpcId")), "CidrBlock": "10.0.0.0/16" });
    let subnet = call("CreateSubnet", subnet).at("Subnet.SubnetId").clone();
    let mut figures = Vec::new();
    let making = best(1, || {
        for run in 0..RUNS {
            let mut tags: Vec<Value> = (0..9)
                .map(
                    |n| value!({ "Key": (format!("tag {n}")), "Value": (format!("value {n} of run {run}")) }),
                )
                .collect();
            tags.push(value!({ "Key": "Name", "Value": (format!("run {run}")) }));
            let input = value!({
                "ImageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
                "InstanceType": "t2.micro",
                "MinCount": (EACH as i64),
                "MaxCount": (EACH as i64),
                "SubnetId": (&subnet),
                "TagSpecifications": [{ "ResourceType": "instance", "Tags": tags }],
            });
            call("RunInstances", input);
        }
    });
    figures.push(Figure::milliseconds("launch 10,000 instances", making, 10_000.0));
    let one = call("DescribeInstances", value!({ "MaxResults": 5 }));
    let one = one.at("Reservations.0.Instances.0.InstanceId").text().to_owned();
    call(
        "CreateTags",
        value!({ "Resources": [one], "Tags": [{ "Key": "Name", "Value": "the one" }] }),
    );
    for (what, name, text, found) in [
        ("by a tag", "tag:Name", "the one", 1),
        ("by a wildcard", "tag:Name", "*e one", 1),
        ("by none that fits", "instance-state-name", "stopped", 0),
    ] {
        let input = value!({ "Filters": [{ "Name": name, "Values": [text] }] });
        let time = best(5, || {
            let answer = call("DescribeInstances", input.clone());
            assert_eq!(answer.get("Reservations").items().len(), found);
        });
        figures.push(Figure::milliseconds(&format!("one of 10,000 {what}"), time, 50.0));
    }
    let tags = value!({ "Filters": [{ "Name": "value", "Values": ["the one"] }] });
    let time = best(5, || {
        assert_eq!(call("DescribeTags", tags.clone()).get("Tags").items().len(), 1);
    });
    figures.push(Figure::milliseconds("one of 100,000 tags", time, 50.0));
    let time = best(5, || {
        call("DescribeInstances", value!({ "MaxResults": 1000 }));
    });
    figures.push(Figure::milliseconds("1,000 of 10,000, a page", time, 200.0));
    let mut practice = Some(practice);
    let time = best(1, || drop(practice.take()));
    figures.push(Figure::milliseconds("save 10,000 instances", time, 1000.0));
    // Kept, so that none is freed beside the next.
    let mut opened = Vec::new();
    let time = best(3, || {
        opened.push(Practice::open(&place, &options).expect("the world again"));
    });
    figures.push(Figure::milliseconds("load 10,000 instances", time, 1000.0));
    figures
}

/// The first day, all of its steps, by the program itself.
fn walking(folder: &Path) -> Vec<Figure> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");
    let mut memory = 0;
    let time = best(5, || {
        let peak = run(
            folder,
            &[
                "replay",
                file,
                "--fresh",
                "--set",
                "name=alice",
                "--output",
                "json",
            ],
        );
        memory = memory.max(peak.unwrap_or_default());
    });
    let mut figures = vec![Figure::milliseconds("replay day 1", time, 1000.0)];
    if memory > 0 {
        figures.push(Figure {
            name: "replay day 1, memory".to_owned(),
            value: figure::megabytes(memory),
            unit: "MB",
            promise: Some(0.0..=120.0),
        });
    }
    figures
}

/// Runs the program in a state folder of its own; gives its peak memory in bytes where the system tells it.
fn run(folder: &Path, arguments: &[&str]) -> Option<u64> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_runbook"))
        .args(arguments)
        .env("XDG_STATE_HOME", folder)
        .env("XDG_CONFIG_HOME", folder)
        .env("RUNBOOK_TARGET", "practice")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let process = child.id().to_string();
    let mut peak = None;
    let exit = loop {
        peak = figure::memory(&process, "VmHWM").or(peak);
        if let Some(exit) = child.try_wait().expect("the program ends") {
            break exit;
        }
        std::thread::park_timeout(Duration::from_micros(500));
    };
    assert!(
        exit.success(),
        "`runbook {}` ended with {exit}",
        arguments.join(" ")
    );
    peak
}
