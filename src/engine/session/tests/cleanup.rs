use super::*;

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
