use super::*;
use crate::document::parse;
use crate::source::Source;
use jiff::Timestamp;

fn runbook() -> Runbook {
    let step = |id: &str, tags: &str| {
        format!("## {id}\n\n<!-- step: tags={tags} -->\n\n```rhai check\ncheck(\"a\", true);\n```\n\n")
    };
    let text = format!(
        "# Lab\n\n{}{}{}",
        step("Enable GuardDuty", "detect,day1"),
        step("Name the VPC", "net"),
        step("Flow logs", "net,detect")
    );
    parse(&Source::new("lab.md", &text)).0
}

fn taken(selection: &Selection) -> Result<Vec<usize>, PlanError> {
    plan(&runbook(), selection, &[]).map(|plan| plan.steps.iter().map(|step| step.index).collect())
}

#[test]
fn selections() {
    // | from        | until        | only      | tag    | steps    |
    type Row = (
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
        &'static [usize],
    );
    let table: [Row; 7] = [
        ("", "", &[], &[], &[0, 1, 2]),
        ("name-the-vpc", "", &[], &[], &[1, 2]),
        ("", "name-the-vpc", &[], &[], &[0, 1]),
        ("name-the-vpc", "name-the-vpc", &[], &[], &[1]),
        ("", "", &["flow-logs", "enable-guardduty"], &[], &[0, 2]),
        ("", "", &[], &["detect"], &[0, 2]),
        ("name-the-vpc", "", &[], &["detect", "net"], &[1, 2]),
    ];
    for (from, until, only, tags, steps) in table {
        let some = |id: &str| (!id.is_empty()).then(|| id.to_owned());
        let all = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
        let selection = Selection {
            from: some(from),
            until: some(until),
            only: all(only),
            tags: all(tags),
            skip: Vec::new(),
        };
        assert_eq!(taken(&selection).as_deref(), Ok(steps), "{selection:?}");
    }
}

#[test]
fn wrong_selections_say_what_was_meant() {
    let one = |only: &str| Selection {
        only: vec![only.to_owned()],
        ..Selection::default()
    };
    let told = |selection: &Selection| {
        let error = taken(selection).unwrap_err();
        format!("{error}: {}", error.advice())
    };
    assert_eq!(
        told(&one("wizardry")),
        "there is no step `wizardry`: The steps are: enable-guardduty, name-the-vpc, flow-logs"
    );
    assert_eq!(
        told(&one("flow")),
        "there is no step `flow`: did you mean `flow-logs`? The steps are: enable-guardduty, name-the-vpc, flow-logs"
    );
    assert_eq!(
        told(&one("name-teh-vpc")),
        "there is no step `name-teh-vpc`: did you mean `name-the-vpc`? The steps are: enable-guardduty, name-the-vpc, flow-logs"
    );
    let tags = Selection {
        tags: vec!["detekt".to_owned()],
        ..Selection::default()
    };
    assert_eq!(
        told(&tags),
        "no step has the tag `detekt`: did you mean `detect`?"
    );
    let backwards = Selection {
        from: Some("flow-logs".to_owned()),
        until: Some("enable-guardduty".to_owned()),
        ..Selection::default()
    };
    assert_eq!(
        told(&backwards),
        "`flow-logs` comes after `enable-guardduty`: try `--from enable-guardduty --until flow-logs`"
    );
    let empty = Selection {
        only: vec!["flow-logs".to_owned()],
        until: Some("name-the-vpc".to_owned()),
        ..Selection::default()
    };
    assert_eq!(taken(&empty), Err(PlanError::Empty));
    let without = Selection {
        skip: vec!["name-the-vpc".to_owned()],
        ..Selection::default()
    };
    assert_eq!(taken(&without), Ok(vec![0, 2]));
}

#[test]
fn the_last_word_on_a_step_counts() {
    let at = Timestamp::UNIX_EPOCH;
    let started = |step: &str| Event::StepStarted {
        step: step.to_owned(),
        title: String::new(),
        number: 1,
        of: 3,
        minutes: None,
        cost: None,
        at,
    };
    let finished = |step: &str, verdict| Event::StepFinished {
        step: step.to_owned(),
        verdict,
        already: false,
        at,
    };
    let past = [
        started("enable-guardduty"),
        finished("enable-guardduty", Verdict::Failed),
        started("enable-guardduty"),
        finished("enable-guardduty", Verdict::Passed),
        started("name-the-vpc"),
        finished("name-the-vpc", Verdict::Stopped),
    ];
    let plan = plan(&runbook(), &Selection::default(), &past).unwrap();
    let standings: Vec<Standing> = plan.steps.iter().map(|step| step.standing).collect();
    assert_eq!(
        standings,
        [
            Standing::Finished(Verdict::Passed),
            Standing::Interrupted,
            Standing::Due
        ]
    );
}

#[test]
fn a_resumed_run_keeps_its_selection() {
    let name = |id: &str| StepName {
        id: id.to_owned(),
        title: String::new(),
    };
    let past = |steps: &[&str]| {
        [Event::RunStarted {
            command: crate::event::Command::Replay,
            steps: steps.iter().map(|id| name(id)).collect(),
            at: Timestamp::UNIX_EPOCH,
        }]
    };
    let taken = |steps: &[&str], kept: &[&str]| {
        taken(&Selection::of(&past(steps), &runbook(), |id| kept.contains(&id))).unwrap()
    };
    let all = ["enable-guardduty", "name-the-vpc", "flow-logs"];
    assert_eq!(taken(&all[1..2], &all), [1]);
    // A step that the author wrote since belongs to a run of the whole runbook, and to no other; one that is gone, to none.
    assert_eq!(
        taken(&["gone", all[0], all[2]], &["gone", all[0], all[2]]),
        [0, 1, 2]
    );
    assert_eq!(taken(&["gone", all[2]], &["gone", all[0], all[2]]), [2]);
    let gone = Selection::of(&past(&["gone"]), &runbook(), |id| {
        id == "gone" || all.contains(&id)
    });
    assert!(matches!(
        plan(&runbook(), &gone, &[]),
        Err(PlanError::UnknownStep { .. })
    ));
}

#[test]
fn a_run_goes_on_after_a_replay_and_not_after_a_cleanup() {
    let at = Timestamp::UNIX_EPOCH;
    let run = |command| Event::RunStarted {
        command,
        steps: Vec::new(),
        at,
    };
    let finished = |step: &str, verdict| Event::StepFinished {
        step: step.to_owned(),
        verdict,
        already: false,
        at,
    };
    use crate::event::Command;
    let history = [
        run(Command::Replay),
        finished("enable-guardduty", Verdict::Passed),
        finished("name-the-vpc", Verdict::Failed),
        run(Command::Run),
        finished("flow-logs", Verdict::Passed),
        run(Command::Cleanup),
    ];
    let standings = |history: &[Event]| -> Vec<Standing> {
        let plan = plan(&runbook(), &Selection::default(), &caught_up(history)).unwrap();
        plan.steps.iter().map(|step| step.standing).collect()
    };
    assert_eq!(
        standings(&history[..5]),
        [Standing::Finished(Verdict::Passed), Standing::Due, Standing::Due]
    );
    assert_eq!(standings(&history), [Standing::Due; 3]);
}
