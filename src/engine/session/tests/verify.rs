use super::*;

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
