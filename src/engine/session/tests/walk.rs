use super::*;

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
