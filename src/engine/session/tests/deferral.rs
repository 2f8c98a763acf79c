use super::*;

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
