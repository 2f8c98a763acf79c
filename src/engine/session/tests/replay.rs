use super::*;

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
fn work_without_leave_is_refused_and_at_the_menu_nothing_happened() {
    let told = walk(
        &mut session(Command::Replay, [full("a"), full("b")]),
        [
            (Open, Done),
            (Enter(0), Done),
            (Check(0, Look::Before), judged(Failed)),
            (Work(0), Outcome::Declined),
            (Finished(Errored), Done),
        ],
    );
    assert_eq!(told, ["a!", "a?", "a=Errored", "=Errored"]);
    let mut session = session(Command::Run, [full("a")]);
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
    assert_eq!(session.settle(Outcome::Declined, now()), []);
    ask(&session);
    assert_eq!(session.trouble(), None);
}
