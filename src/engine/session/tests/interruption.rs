use super::*;

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
