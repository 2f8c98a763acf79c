use super::*;
use crate::event::Verdict;
use crate::event::{Chart, Check, CheckState, Point, Prose, StepName};
use crate::value::Value;

fn terminal(width: usize) -> Terminal<Vec<u8>> {
    let banner = Banner {
        target: "PRACTICE".to_owned(),
        account: "111122223333".to_owned(),
        alias: Some("class-07".to_owned()),
        region: "us-east-1".to_owned(),
        trouble: Vec::new(),
        resume: "runbook resume k7".to_owned(),
        cleanup: "runbook cleanup day1.md".to_owned(),
    };
    let secrets = Secrets::default();
    secrets.add("correct horse");
    Terminal::new(
        Vec::new(),
        Face::plain(width),
        banner,
        secrets,
        Spinner::new(false),
    )
}

fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(seconds).unwrap()
}

fn events() -> Vec<Event> {
    let step = || "guardduty".to_owned();
    let checked = |before, text: &str, state, evidence: &str| Event::Checked {
        step: step(),
        before,
        check: Check {
            text: text.to_owned(),
            state,
            evidence: evidence.to_owned(),
            line: 1,
        },
    };
    let finished = |role, failure| Event::BlockFinished {
        step: Some(step()),
        role,
        failure,
    };
    let said = |remark, text: &str| Event::Said {
        step: Some(step()),
        remark,
        text: text.to_owned(),
    };
    let names = ["guardduty", "vpc"].map(|id| StepName {
        id: id.to_owned(),
        title: format!("Enable {id}"),
    });
    vec![
        Event::RunStarted {
            command: Command::Run,
            steps: names.to_vec(),
            at: at(0),
        },
        Event::StepStarted {
            step: step(),
            title: "Enable guardduty".to_owned(),
            number: 1,
            of: 2,
            minutes: Some(5),
            cost: Some("30-day trial".to_owned()),
            at: at(0),
        },
        Event::ProseShown {
            step: Some(step()),
            prose: Prose {
                markdown: "## Enable guardduty\n\n1. Open GuardDuty.\n".to_owned(),
                values: Vec::new(),
            },
        },
        checked(true, "GuardDuty is on", CheckState::Failed, "no detector"),
        finished(Role::Check, None),
        checked(
            false,
            "GuardDuty is on in us-east-1",
            CheckState::Failed,
            "no detector",
        ),
        checked(false, "sample findings exist", CheckState::Errored, "not reached"),
        finished(Role::Check, None),
        said(
            Remark::Hint,
            "There is a detector in us-west-2, made 3 minutes ago by you. Switch the region (top right) and enable it there too.\x1b[2J",
        ),
        Event::SecretShown {
            step: Some(step()),
            label: "console password".to_owned(),
            value: "correct horse".to_owned(),
        },
        said(Remark::Say, "the password is correct horse"),
        Event::Waited {
            step: Some(step()),
            text: "sample findings exist".to_owned(),
            elapsed: 18,
            limit: 300,
            usually: Some((60, 300)),
        },
        Event::Waited {
            step: Some(step()),
            text: "sample findings exist".to_owned(),
            elapsed: 28,
            limit: 300,
            usually: Some((60, 300)),
        },
        Event::TableShown {
            step: Some(step()),
            table: Table {
                columns: ["Finding", "Count", "Seen"].map(str::to_owned).to_vec(),
                rows: vec![
                    vec!["Recon:EC2/Portscan".into(), 12_i64.into(), "\x1b[2J10:00".into()],
                    vec!["correct horse".into(), 3_i64.into(), Value::Null],
                ],
                more: 4,
            },
        },
        Event::ChartShown {
            step: Some(step()),
            chart: Chart {
                x: "Finding".to_owned(),
                y: "Count".to_owned(),
                points: [("Recon:EC2/Portscan", 12.0), ("none", 0.0), ("few", -3.5)]
                    .map(|(x, y)| Point { x: x.to_owned(), y })
                    .to_vec(),
                ..Chart::default()
            },
        },
        checked(
            false,
            "GuardDuty is on in us-east-1",
            CheckState::Passed,
            "12ab34",
        ),
        checked(false, "sample findings exist", CheckState::Passed, "351"),
        checked(false, "they are archived", CheckState::Warned, ""),
        Event::Claimed {
            step: step(),
            kind: "guardduty:detector".to_owned(),
            id: "12ab34".to_owned(),
            owned: true,
        },
        finished(Role::Check, None),
        Event::StepFinished {
            step: step(),
            verdict: Verdict::Warned,
            already: false,
            at: at(250),
        },
        Event::StepFinished {
            step: "vpc".to_owned(),
            verdict: Verdict::Stopped,
            already: false,
            at: at(250),
        },
        Event::RunFinished {
            verdict: Verdict::Stopped,
            at: at(300),
        },
    ]
}

fn told(width: usize) -> String {
    let terminal = terminal(width);
    for event in events() {
        terminal.emit(&event).unwrap();
    }
    String::from_utf8(terminal.state.into_inner().unwrap().out.get_ref().clone()).unwrap()
}

#[test]
fn a_run_at_100_columns() {
    insta::assert_snapshot!(told(100));
}

#[test]
fn a_run_at_40_columns() {
    let told = told(40);
    assert!(told.lines().all(|line| line.chars().count() <= 40), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn a_step_that_was_so_already_says_how_many_checks_hold() {
    let terminal = terminal(80);
    let check = Check {
        text: "a".to_owned(),
        state: CheckState::Passed,
        evidence: String::new(),
        line: 1,
    };
    let step = || "s".to_owned();
    terminal
        .emit(&Event::Checked {
            step: step(),
            before: true,
            check,
        })
        .unwrap();
    terminal
        .emit(&Event::StepFinished {
            step: step(),
            verdict: Verdict::Passed,
            already: true,
            at: at(0),
        })
        .unwrap();
    let out = String::from_utf8(terminal.state.into_inner().unwrap().out.get_ref().clone()).unwrap();
    assert_eq!(out, "Already so: 1 check holds.\n");
}
