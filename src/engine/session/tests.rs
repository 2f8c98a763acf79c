use super::*;
use crate::event::Verdict::*;

fn now() -> Timestamp {
    Timestamp::UNIX_EPOCH
}

/// A step that can do everything.
fn full(id: &str) -> Leg {
    Leg {
        id: id.to_owned(),
        title: id.to_uppercase(),
        checks: true,
        works: true,
        cleans: true,
        ..Leg::default()
    }
}

fn reading(id: &str) -> Leg {
    Leg {
        id: id.to_owned(),
        reading: true,
        ..Leg::default()
    }
}

fn session(command: Command, legs: impl IntoIterator<Item = Leg>) -> Session {
    Session::new(command, Options::default(), legs.into_iter().collect(), false)
}

fn judged(verdict: Verdict) -> Outcome {
    Outcome::Judged {
        verdict,
        trouble: None,
    }
}

fn broken(trouble: Trouble) -> Outcome {
    Outcome::Judged {
        verdict: Errored,
        trouble: Some(trouble),
    }
}

/// Leads a session along a table of (the action that must be next, how it comes out), and gives what was told in
/// short: `a!` for a step that was entered, `a?` for one that was looked at, `a=verdict`, `=verdict` for the run.
fn walk(session: &mut Session, table: impl IntoIterator<Item = (Action, Outcome)>) -> Vec<String> {
    let mut told = Vec::new();
    for (row, (action, outcome)) in table.into_iter().enumerate() {
        assert_eq!(session.next(), action, "row {row}; told {told:?}");
        told.extend(session.settle(outcome, now()).iter().map(short));
    }
    told
}

fn short(event: &Event) -> String {
    match event {
        Event::StepStarted { step, .. } => format!("{step}!"),
        Event::StepLooked { step, .. } => format!("{step}?"),
        Event::StepFinished {
            step,
            verdict,
            already,
            ..
        } => format!("{step}={verdict:?}{}", if *already { " already" } else { "" }),
        Event::RunFinished { verdict, .. } => format!("={verdict:?}"),
        other => panic!("a session does not tell {other:?}"),
    }
}

fn ask(session: &Session) -> Action {
    let action = session.next();
    assert!(matches!(action, Action::Ask(..)), "{action:?}");
    action
}

fn choose(session: &mut Session, key: Key) -> Vec<String> {
    let action = ask(session);
    walk(session, [(action, Outcome::Chosen(key))])
}

use Action::{Check, Clean, Enter, Explain, Finished, Hint, Jump, List, Open, Prove, Show, Tidy, Work};
use Outcome::{Done, Failed as Broke, Interrupted};

#[test]
fn replay_looks_works_and_checks() {
    // | look    | then                       | step            |
    // |---------|----------------------------|-----------------|
    // | passed  | nothing                    | passed, already |
    // | warned  | nothing                    | warned, already |
    // | failed  | work, patient check passed | passed          |
    // | failed  | work, patient check failed | failed, stops   |
    let mut session = session(Command::Replay, ["a", "b", "c", "d", "e"].map(full));
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Passed)),
            (Enter(1), Done),
            (Check(1, Look::Before), judged(Warned)),
            (Enter(2), Done),
            (Check(2, Look::Before), judged(Failed)),
            (Work(2), Done),
            (Check(2, Look::Patient), judged(Passed)),
            (Enter(3), Done),
            (Check(3, Look::Before), judged(Failed)),
            (Work(3), Done),
            (Check(3, Look::Patient), judged(Failed)),
            (Finished(Failed), Done),
        ],
    );
    assert_eq!(
        told.join(" "),
        "a! a? a=Passed already b! b? b=Warned already c! c? c=Passed d! d? d=Failed =Failed"
    );
}

#[test]
fn replay_keeps_going_when_told_to() {
    let mut session = Session::new(
        Command::Replay,
        Options {
            keep_going: true,
            ..Options::default()
        },
        ["a", "b", "c"].map(full).to_vec(),
        false,
    );
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Broke(Trouble::Script)),
            (Enter(1), Done),
            (Check(1, Look::Before), judged(Failed)),
            (Work(1), Broke(Trouble::Machine)),
            (Enter(2), Done),
            (Check(2, Look::Before), judged(Passed)),
        ],
    );
    assert_eq!(
        told.join(" "),
        "a! a=Errored b! b? b=Errored c! c? c=Passed already =Errored"
    );
    assert_eq!(session.trouble(), Some(Trouble::Machine));
}

#[test]
fn replay_works_after_a_look_that_broke_off_by_script_only() {
    // | trouble of the look | then                                        |
    // |---------------------|---------------------------------------------|
    // | script, AWS's no    | work; the look does not count as one        |
    // | AWS, person, guard  | the step is errored: work would be no better |
    for trouble in [Trouble::Answer, Trouble::Machine, Trouble::Refused] {
        let mut session = session(Command::Replay, [full("a")]);
        let told = walk(
            &mut session,
            [
                (Open, Done),
                (Enter(0), Done),
                (Check(0, Look::Before), broken(trouble)),
            ],
        );
        assert_eq!(told.join(" "), "a! a=Errored =Errored");
        assert_eq!(session.trouble(), Some(trouble));
    }
    let mut session = session(Command::Replay, [full("a")]);
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), broken(Trouble::Script)),
            (Work(0), Done),
            (Check(0, Look::Patient), judged(Passed)),
        ],
    );
    assert_eq!(told.join(" "), "a! a=Passed =Passed");
}

#[test]
fn steps_that_lack_something() {
    // | step has     | replay                          | run: Enter      |
    // |--------------|---------------------------------|-----------------|
    // | only prose   | passes it                       | goes on         |
    // | no check     | works, passed                   | taken as done   |
    // | only a check | looks, then waits for it        | checks          |
    // | only a setup | enters it, passed               | taken as done   |
    let unchecked = Leg {
        checks: false,
        ..full("unchecked")
    };
    let manual = Leg {
        works: false,
        ..full("manual")
    };
    let bare = Leg {
        works: false,
        checks: false,
        ..full("bare")
    };
    let legs = [reading("prose"), unchecked, manual, bare];
    let mut replay = session(Command::Replay, legs.clone());
    let told = walk(
        &mut replay,
        [
            (Open, Done),
            (Enter(1), Done),
            (Work(1), Done),
            (Enter(2), Done),
            (Check(2, Look::Before), judged(Failed)),
            (Check(2, Look::Patient), judged(Passed)),
            (Enter(3), Done),
        ],
    );
    assert_eq!(
        told.join(" "),
        "prose! prose=Passed unchecked! unchecked=Passed manual! manual? manual=Passed bare! bare=Passed =Passed"
    );
    let mut run = session(Command::Run, [legs[0].clone(), legs[1].clone()]);
    walk(&mut run, [(Open, Done), (Enter(0), Done), (Show(0), Done)]);
    assert_eq!(choose(&mut run, Key::Check).join(" "), "prose=Passed unchecked!");
    walk(&mut run, [(Enter(1), Done), (Show(1), Done)]);
    assert_eq!(choose(&mut run, Key::Check).join(" "), "unchecked=Passed =Passed");
}

#[test]
fn run_says_already_so_or_asks() {
    let mut session = session(Command::Run, ["a", "b"].map(full));
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Passed)),
            (Enter(1), Done),
            (Check(1, Look::Before), judged(Failed)),
            (Show(1), Done),
        ],
    );
    assert_eq!(told.join(" "), "a! a? a=Passed already b! b?");
    // The person's check enters again, for setup may find something else by now; wrong work comes back to the menu.
    assert!(choose(&mut session, Key::Check).is_empty());
    walk(
        &mut session,
        [(Enter(1), Done), (Check(1, Look::Eager), judged(Failed))],
    );
    choose(&mut session, Key::Hint);
    walk(&mut session, [(Hint(1), Done)]);
    choose(&mut session, Key::Explain);
    walk(&mut session, [(Explain(1), Done)]);
    choose(&mut session, Key::Work);
    let told = walk(
        &mut session,
        [
            (Work(1), Done),
            (Check(1, Look::Patient), judged(Passed)),
            (Finished(Passed), Done),
        ],
    );
    assert_eq!(told.join(" "), "b=Passed =Passed");
}

#[test]
fn run_keeps_at_a_step_whose_work_or_setup_fails() {
    let mut session = session(Command::Run, [full("a")]);
    walk(
        &mut session,
        [(Open, Done), (Enter(0), Broke(Trouble::Script)), (Show(0), Done)],
    );
    let Action::Ask(_, menu) = ask(&session) else {
        unreachable!()
    };
    assert_eq!(menu.enter, "try again");
    assert!(
        !menu.keys.contains(&Key::Work),
        "what was not entered cannot be done"
    );
    choose(&mut session, Key::Check);
    walk(
        &mut session,
        [
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Failed)),
            (Show(0), Done),
        ],
    );
    choose(&mut session, Key::Work);
    walk(&mut session, [(Work(0), Broke(Trouble::Refused))]);
    choose(&mut session, Key::Skip);
    assert_eq!(session.next(), Finished(Skipped));
    assert_eq!(session.trouble(), None, "the step did not end badly");
}

#[test]
fn run_goes_back_and_forth() {
    let mut session = session(Command::Run, ["a", "b", "c", "d"].map(full));
    let to_menu = |at: usize| {
        [
            (Enter(at), Done),
            (Check(at, Look::Before), judged(Failed)),
            (Show(at), Done),
        ]
    };
    walk(&mut session, [(Open, Done)]);
    walk(&mut session, to_menu(0));
    assert_eq!(choose(&mut session, Key::Skip).join(" "), "a=Skipped b!");
    walk(&mut session, to_menu(1));
    // Back to a step that holds by now: it is shown all the same, for it was asked for.
    assert_eq!(choose(&mut session, Key::Back).join(" "), "b=Stopped a!");
    walk(
        &mut session,
        [
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Passed)),
            (Show(0), Done),
        ],
    );
    choose(&mut session, Key::Check);
    let told = walk(
        &mut session,
        [(Enter(0), Done), (Check(0, Look::Eager), judged(Passed))],
    );
    assert_eq!(told.join(" "), "a=Passed b!");
    walk(&mut session, to_menu(1));
    assert_eq!(choose(&mut session, Key::Again).join(" "), "b!");
    walk(&mut session, to_menu(1));
    choose(&mut session, Key::Jump);
    walk(&mut session, [(Jump(1), Outcome::Jumped(None))]);
    choose(&mut session, Key::Jump);
    let told = walk(&mut session, [(Jump(1), Outcome::Jumped(Some(3)))]);
    assert_eq!(told.join(" "), "b=Skipped c=Skipped d!");
    walk(&mut session, to_menu(3));
    assert_eq!(choose(&mut session, Key::Quit).join(" "), "d=Stopped =Stopped");
    assert!(!session.interrupted());
}

#[test]
fn names_left_by_a_query_are_not_lost_to_the_check() {
    let query = Leg {
        carries: true,
        ..full("a")
    };
    let mut session = session(Command::Run, [query]);
    walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Failed)),
            (Show(0), Done),
        ],
    );
    choose(&mut session, Key::Work);
    walk(
        &mut session,
        [(Work(0), Done), (Check(0, Look::Patient), judged(Failed))],
    );
    choose(&mut session, Key::Check);
    assert_eq!(session.next(), Check(0, Look::Eager));
}

#[test]
fn verify_goes_through_whatever_fails() {
    let mut once = session(Command::Verify, ["a", "b", "c"].map(full));
    let told = walk(
        &mut once,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Once), judged(Failed)),
            (Enter(1), Broke(Trouble::Script)),
            (Enter(2), Done),
            (Check(2, Look::Once), judged(Passed)),
        ],
    );
    assert_eq!(told.join(" "), "a! a=Failed b! b=Errored c! c=Passed =Errored");
    let options = Options {
        wait: true,
        ..Options::default()
    };
    let mut waiting = Session::new(Command::Verify, options, vec![full("a")], false);
    walk(
        &mut waiting,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Patient), judged(Passed)),
        ],
    );
}

#[test]
fn a_grade_gives_the_hints_of_what_does_not_hold_when_told_to() {
    let options = Options {
        hints: true,
        ..Options::default()
    };
    let leg = |id: &str| Leg {
        hints: true,
        ..full(id)
    };
    let mut session = Session::new(Command::Verify, options, ["a", "b"].map(leg).to_vec(), false);
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Once), judged(Failed)),
            (Hint(0), Broke(Trouble::Script)),
            (Enter(1), Done),
            (Check(1, Look::Once), judged(Passed)),
        ],
    );
    assert_eq!(told.join(" "), "a! a=Failed b! b=Passed =Failed");
}

#[test]
fn cleanup_cleans_and_proves() {
    // | enter  | clean | enter  | prove | step                                     |
    // |--------|-------|--------|-------|------------------------------------------|
    // | done   | done  | done   | gone  | passed                                   |
    // | done   | done  | done   | still | failed                                   |
    // | done   | broke | done   | gone  | errored, but what is gone was released   |
    // | done   | done  | broke  |       | errored: not proved                      |
    // | broke  |       |        |       | passed, when it owns nothing any more    |
    // | broke  |       |        |       | errored, when it does                    |
    let holding = ["a", "b", "c", "d", "f"].map(str::to_owned).to_vec();
    let mut session = session(Command::Cleanup, ["a", "b", "c", "d", "e", "f"].map(full));
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (
                List,
                Outcome::Listed {
                    holding,
                    agreed: true,
                },
            ),
            (Enter(0), Done),
            (Clean(0), Done),
            (Enter(0), Done),
            (Prove(0), Outcome::Proved { still: false }),
            (Enter(1), Done),
            (Clean(1), Done),
            (Enter(1), Done),
            (Prove(1), Outcome::Proved { still: true }),
            (Enter(2), Done),
            (Clean(2), Broke(Trouble::Machine)),
            (Enter(2), Done),
            (Prove(2), Outcome::Proved { still: false }),
            (Enter(3), Done),
            (Clean(3), Done),
            (Enter(3), Broke(Trouble::Script)),
            (Enter(4), Broke(Trouble::Script)),
            (Enter(5), Broke(Trouble::Script)),
            (Tidy, Done),
            (Finished(Errored), Done),
        ],
    );
    assert_eq!(
        told.join(" "),
        "a! a=Passed b! b=Failed c! c=Errored d! d=Errored e! e=Passed already f! f=Errored =Errored"
    );
}

#[test]
fn cleanup_asks_first_and_looks_first_when_something_is_unclaimed() {
    let listed = |holding: &[&str], agreed| Outcome::Listed {
        holding: holding.iter().map(ToString::to_string).collect(),
        agreed,
    };
    let mut refused = session(Command::Cleanup, [full("a")]);
    let told = walk(&mut refused, [(Open, Done), (List, listed(&["a"], false))]);
    assert_eq!(told.join(" "), "=Skipped");
    assert_eq!(refused.trouble(), Some(Trouble::Refused));

    let mut nothing = session(Command::Cleanup, [full("a")]);
    let told = walk(
        &mut nothing,
        [(Open, Done), (List, listed(&[], true)), (Tidy, Done)],
    );
    assert_eq!(told.join(" "), "=Passed");

    let mut crashed = Session::new(
        Command::Cleanup,
        Options::default(),
        vec![
            full("a"),
            Leg {
                checks: false,
                ..full("b")
            },
            full("c"),
        ],
        true,
    );
    let told = walk(
        &mut crashed,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Failed)),
            (Enter(2), Broke(Trouble::Script)),
            (List, listed(&["a"], true)),
            (Enter(0), Done),
        ],
    );
    assert_eq!(told.join(" "), "a!");
}

#[test]
fn an_interruption_ends_everything() {
    let rows = [
        (Open, Done),
        (Enter(0), Done),
        (Check(0, Look::Before), judged(Failed)),
        (Work(0), Done),
        (Check(0, Look::Patient), judged(Passed)),
    ];
    for cut in 0..rows.len() {
        let mut session = session(Command::Replay, [full("a")]);
        walk(&mut session, rows[..cut].to_vec());
        let told: Vec<String> = session.settle(Interrupted, now()).iter().map(short).collect();
        let expected = if cut == 0 {
            "=Stopped"
        } else {
            "a=Stopped =Stopped"
        };
        assert_eq!(told.join(" "), expected);
        assert!(session.interrupted());
    }
}

#[test]
fn a_failing_document_setup_ends_the_run() {
    let mut session = session(Command::Verify, [full("a")]);
    let told = walk(&mut session, [(Open, Broke(Trouble::Answer))]);
    assert_eq!(told.join(" "), "=Errored");
    assert_eq!(session.trouble(), Some(Trouble::Answer));
}

#[test]
fn what_ended_before_a_resume() {
    // | ended   | has a check | then                                |
    // |---------|-------------|-------------------------------------|
    // | passed  | yes         | looked at again                     |
    // | passed  | no          | left as it was                      |
    // | skipped |             | stays skipped                       |
    // | failed  |             | taken again                         |
    let before = |leg: Leg, verdict| Leg {
        finished: Some(verdict),
        ..leg
    };
    let legs = [
        before(full("a"), Passed),
        before(
            Leg {
                checks: false,
                ..full("b")
            },
            Passed,
        ),
        before(full("c"), Skipped),
        before(reading("d"), Passed),
        before(full("e"), Failed),
    ];
    let mut session = session(Command::Run, legs);
    let told = walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Passed)),
            (Enter(4), Done),
        ],
    );
    assert_eq!(
        told.join(" "),
        "a! a? a=Passed already b! b=Passed already c! c=Skipped d! d=Passed already e!"
    );
}

#[test]
fn what_is_put_off_gates_the_step_that_needs_it_or_the_end() {
    let needing = Leg {
        needs: vec!["a".to_owned()],
        ..full("c")
    };
    let legs = [full("a"), full("b"), needing, full("d")];
    let begin = |legs: &[Leg]| {
        let mut session = session(Command::Replay, legs.to_vec());
        let told = walk(
            &mut session,
            [
                (Open, Done),
                (Enter(0), Done),
                (Check(0, Look::Before), judged(Failed)),
                (Work(0), Done),
                (Check(0, Look::Patient), Outcome::Deferred),
                (Enter(1), Done),
                (Check(1, Look::Before), judged(Passed)),
            ],
        );
        assert_eq!(session.deferred(), [0]);
        (session, told.join(" "))
    };
    let (mut gated, told) = begin(&legs[..3]);
    assert_eq!(told, "a! a? b! b? b=Passed already c!");
    let told = walk(
        &mut gated,
        [
            (Action::Await(0), judged(Passed)),
            (Enter(2), Done),
            (Check(2, Look::Before), judged(Passed)),
        ],
    );
    assert_eq!(told.join(" "), "a=Passed c? c=Passed already =Passed");

    // Nothing needs it: the end waits for it, and fails with it.
    let (mut last, _) = begin(&[legs[0].clone(), legs[1].clone()]);
    let told = walk(&mut last, [(Action::Await(0), judged(Failed))]);
    assert_eq!(told.join(" "), "a=Failed =Failed");

    // It came meanwhile: nothing is waited for.
    let (mut came, _) = begin(&[legs[0].clone(), legs[1].clone(), legs[3].clone()]);
    let told: Vec<String> = came.arrived(0, Passed, None, now()).iter().map(short).collect();
    assert_eq!(told.join(" "), "a=Passed");
    assert_eq!(came.next(), Enter(2));
}

#[test]
fn a_person_who_stops_what_goes_on_comes_back_to_the_menu() {
    let legs = [
        full("a"),
        Leg {
            needs: vec!["a".to_owned()],
            ..full("b")
        },
    ];
    let mut session = session(Command::Run, legs);
    walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), Interrupted),
            (Show(0), Done),
        ],
    );
    for (key, action) in [
        (Key::Work, Work(0)),
        (Key::Wait, Check(0, Look::Patient)),
        (Key::Hint, Hint(0)),
    ] {
        // What can be waited for is known after a check only; the key is what the menu would give.
        choose(&mut session, key);
        assert!(walk(&mut session, [(action, Interrupted)]).is_empty());
    }
    choose(&mut session, Key::Later);
    walk(&mut session, [(Check(0, Look::Later), Outcome::Deferred)]);
    let told = walk(&mut session, [(Action::Await(0), Interrupted)]);
    assert!(told.is_empty());
    let Action::Ask(1, menu) = ask(&session) else {
        panic!("the menu of the step that needs it")
    };
    assert_eq!(menu.enter, "wait for it");
    choose(&mut session, Key::Check);
    assert_eq!(session.next(), Action::Await(0));
    walk(&mut session, [(Action::Await(0), Interrupted)]);
    // At the menu, Ctrl-C leaves the run; what was put off is not lost.
    let asked = ask(&session);
    let told = walk(&mut session, [(asked, Interrupted)]);
    assert_eq!(told.join(" "), "a=Stopped b=Stopped =Stopped");
    assert!(session.interrupted());
}

#[test]
fn a_step_that_does_not_hold_any_more_has_not_passed() {
    let mut session = session(Command::Run, ["a", "b"].map(full));
    walk(
        &mut session,
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Passed)),
            (Enter(1), Done),
            (Check(1, Look::Before), judged(Failed)),
            (Show(1), Done),
        ],
    );
    choose(&mut session, Key::Back);
    let told = walk(
        &mut session,
        [
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Failed)),
            (Show(0), Done),
        ],
    );
    assert_eq!(told.join(" "), "a? a=Failed");
    assert_eq!(session.tally().step("a"), Some(Failed));
}
