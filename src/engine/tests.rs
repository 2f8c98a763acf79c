//! The driver, on a stage.

use super::Trouble;
use super::stage::{Stage, after, key, yes};
use crate::event::{Command, Event, Remark, Thing, Verdict};
use crate::plan::Selection;

/// Two steps: a net, and a host in it that takes half a minute to be seen.
const LAB: &str = r#"# Lab

What it is about.

## Net

Make a net.

<details><summary>Hint</summary>

Look to the left.

</details>

<details><summary>Solution</summary>

```rhai solve
make net
```

```rhai check
has net
```

```rhai hint
say the net is missing
```

```rhai cleanup
drop net
```

</details>

## Reading

Only words.

## Host

Make a host.

```rhai setup
needs net
```

```rhai solve
make disk
make host after 30
```

```rhai check within=5m every=10s
has net
has host
```

```rhai cleanup
drop host
```
"#;

fn said(events: &[Event], wanted: Remark) -> Vec<String> {
    let texts = events.iter().filter_map(|event| match event {
        Event::Said { remark, text, .. } if *remark == wanted => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

fn ids(things: impl Iterator<Item = Thing>) -> Vec<String> {
    things.map(|thing| thing.id).collect()
}

#[test]
fn replayed_twice_verified_and_cleaned_up() {
    let mut stage = Stage::new(LAB);
    let before = stage.go(Command::Verify);
    assert_eq!(
        before.verdicts(),
        "net=Failed host=Errored",
        "nothing to find for the setup"
    );
    assert_eq!(ids(stage.ledger().owned()), Vec::<String>::new());

    let first = stage.go(Command::Replay);
    assert_eq!(first.verdicts(), "net=Passed reading=Passed host=Passed");
    let waits: Vec<u64> = first
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Waited { elapsed, .. } => Some(*elapsed),
            _ => None,
        })
        .collect();
    assert_eq!(waits, [0, 10, 20]);
    assert_eq!(ids(stage.ledger().owned()), ["net", "host"]);

    let second = stage.go(Command::Replay);
    assert_eq!(second.verdicts(), "net=Passed reading=Passed host=Passed");
    assert_eq!(second.mutations(), 0);
    assert!(
        second
            .events
            .iter()
            .any(|event| matches!(event, Event::StepFinished { already: true, .. }))
    );
    assert_eq!(stage.go(Command::Verify).verdicts(), "net=Passed host=Passed");

    let cleanup = stage.go(Command::Cleanup);
    assert_eq!(cleanup.verdicts(), "host=Passed net=Passed");
    assert_eq!(stage.world.names(), ["disk"]);
    assert_eq!(ids(stage.ledger().owned()), Vec::<String>::new());
    let left: Vec<&Event> = cleanup
        .events
        .iter()
        .filter(|event| matches!(event, Event::LeftOver { .. }))
        .collect();
    let [Event::LeftOver { operation, link, .. }] = &left[..] else {
        panic!("the disk is claimed by nothing: {left:?}");
    };
    assert_eq!(operation, "CreateThing");
    assert!(
        link.as_deref()
            .is_some_and(|link| link.starts_with("https://us-east-1.console.aws.amazon.com/")),
        "{link:?}"
    );

    let again = stage.go(Command::Cleanup);
    assert_eq!(again.verdicts(), "", "nothing is owned any more");
    assert_eq!(again.ending.unwrap().verdict, Verdict::Passed);
}

#[test]
fn what_was_there_is_adopted_and_stays() {
    let mut stage = Stage::new(LAB);
    stage.world.put("net");
    stage.go(Command::Replay);
    assert_eq!(ids(stage.ledger().adopted()), ["net"]);
    stage.go(Command::Cleanup);
    assert_eq!(stage.world.names(), ["disk", "net"]);

    // Cleaned up, it is judged anew: what the lab makes now is owned.
    stage.world.drop("net");
    stage.world.drop("disk");
    stage.go(Command::Replay);
    assert_eq!(ids(stage.ledger().owned()), ["net", "host"]);
}

#[test]
fn what_the_person_makes_by_hand_is_owned() {
    let mut stage = Stage::new(LAB);
    let walk = stage.with(vec![
        key("check"),
        key("hint"),
        key("explain"),
        after(|world| world.put("net"), "check"),
        key("check"),
        key("skip"),
    ]);
    assert_eq!(walk.verdicts(), "net=Passed reading=Passed host=Skipped");
    assert_eq!(ids(stage.ledger().owned()), ["net"]);
    assert_eq!(said(&walk.events, Remark::Hint), ["say the net is missing"]);
    let shown: Vec<String> = walk
        .events
        .iter()
        .filter_map(|event| match event {
            Event::ProseShown { prose, .. } => Some(prose.markdown.trim().to_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(shown[0], "What it is about.");
    assert_eq!(shown[1], "Make a net.");
    assert_eq!(shown[2], "Look to the left.");
    assert!(shown[3].contains("make net"), "the solution: {shown:?}");
}

#[test]
fn the_persons_check_waits_only_where_something_is_under_way() {
    let mut stage = Stage::new(LAB);
    stage.world.put("net");
    stage.selection = Selection {
        only: vec!["host".to_owned()],
        ..Selection::default()
    };
    // The net holds already, so the host may be on its way: the whole limit is waited for.
    let walk = stage.with(vec![key("check"), key("do")]);
    let limit = walk
        .events
        .iter()
        .filter(|event| matches!(event, Event::Waited { .. }))
        .count();
    assert_eq!((limit, walk.verdicts().as_str()), (33, "host=Passed"));

    let mut stage = Stage::new(&LAB.replace("has net\nhas host", "has host"));
    stage.world.put("net");
    stage.selection.only = vec!["host".to_owned()];
    let walk = stage.with(vec![key("check"), key("quit")]);
    assert!(
        !walk
            .events
            .iter()
            .any(|event| matches!(event, Event::Waited { .. }))
    );
}

#[test]
fn verify_waits_when_asked() {
    for (wait, verdict) in [(false, "host=Failed"), (true, "host=Passed")] {
        let mut stage = Stage::new(&LAB.replace("needs net", "make host after 30"));
        stage.world.put("net");
        stage.selection.only = vec!["host".to_owned()];
        stage.options.wait = wait;
        assert_eq!(stage.go(Command::Verify).verdicts(), verdict);
    }
}

#[test]
fn changed_things_are_put_back() {
    let lab = "# L\n\n## Dial\n\n```rhai solve\nchange dial 7\n```\n\n```rhai check\nhas dial\nkeeps dial\nis dial 7\n```\n\n```rhai cleanup\nrestore dial\n```\n";
    let mut stage = Stage::new(lab);
    stage.world.set("dial", 3);
    assert_eq!(stage.go(Command::Replay).verdicts(), "dial=Passed");
    assert_eq!(stage.go(Command::Replay).verdicts(), "dial=Passed");
    assert_eq!(stage.world.names(), ["dial=7"]);
    assert_eq!(stage.go(Command::Cleanup).verdicts(), "dial=Passed");
    assert_eq!(stage.world.names(), ["dial=3"]);
    assert_eq!(stage.ledger().memories().count(), 0);
}

#[test]
fn what_is_still_there_fails_its_step() {
    let lab = LAB.replace("drop host", "say nothing is dropped");
    let mut stage = Stage::new(&lab);
    stage.go(Command::Replay);
    let cleanup = stage.go(Command::Cleanup);
    assert_eq!(cleanup.verdicts(), "host=Failed net=Passed");
    assert!(
        cleanup.events.iter().any(|event| matches!(event,
            Event::NotUndone { kind, id, changed: false, .. } if (kind.as_str(), id.as_str()) == ("thing", "host")))
    );
    assert_eq!(ids(stage.ledger().owned()), ["host"]);
}

/// The disk was there with the value 5; the work changes it, and its cleanup does not put it back.
#[test]
fn what_was_adopted_and_is_not_put_back_fails_its_step() {
    let lab = "# L\n## Disk\n~~~rhai check\nhas disk\nkeeps disk\nis disk 7\n~~~\n\
        ~~~rhai solve\nchange disk 7\n~~~\n~~~rhai cleanup\nLINE\n~~~\n";
    for (line, verdict, left) in [
        ("restore disk", "Passed", "disk=5"),
        ("say nothing", "Failed", "disk=7"),
    ] {
        let mut stage = Stage::new(&lab.replace("LINE", line));
        stage.world.set("disk", 5);
        stage.go(Command::Replay);
        let cleanup = stage.go(Command::Cleanup);
        assert_eq!(cleanup.verdicts(), format!("disk={verdict}"));
        assert_eq!(stage.world.names(), [left]);
        let told = cleanup
            .events
            .iter()
            .any(|event| matches!(event, Event::NotUndone { changed: true, .. }));
        assert_eq!(told, verdict == "Failed");
    }
}

/// The first cleanup block of the step breaks, and the second is run all the same.
#[test]
fn cleanup_goes_on_past_a_block_that_fails() {
    let lab = LAB.replace("drop host", "typo\n```\n\n```rhai cleanup\ndrop host");
    let mut stage = Stage::new(&lab);
    stage.go(Command::Replay);
    assert_eq!(stage.go(Command::Cleanup).verdicts(), "host=Errored net=Passed");
    assert_eq!(stage.world.names(), ["disk"]);
}

#[test]
fn cleanup_copes_with_things_that_are_gone() {
    let mut stage = Stage::new(LAB);
    stage.go(Command::Replay);
    stage.world.drop("net");
    // The host's setup cannot find the net any more; that does not keep the net's step from being cleaned.
    assert_eq!(stage.go(Command::Cleanup).verdicts(), "host=Errored net=Passed");
    stage.world.put("net");
    assert_eq!(stage.go(Command::Cleanup).verdicts(), "host=Passed net=Passed");
    assert_eq!(stage.world.names(), ["disk", "net"], "this net is not the lab's");
}

#[test]
fn cleanup_without_leave_does_nothing() {
    let mut stage = Stage::new(LAB);
    stage.go(Command::Replay);
    let no = (yes().0, false.into());
    for (part, verdict) in [(vec![no], Verdict::Skipped), (vec![], Verdict::Stopped)] {
        let scene = stage.play(Command::Cleanup, Vec::new(), part, usize::MAX);
        assert_eq!(scene.mutations(), 0);
        assert_eq!(scene.ending.unwrap().verdict, verdict);
    }
    assert_eq!(stage.world.names(), ["disk", "host", "net"]);
}

#[test]
fn a_refusal_errs_its_step_and_the_next_one_is_taken() {
    let mut stage = Stage::new(&LAB.replace("make net\n", "refused\n"));
    stage.world.drop("net");
    stage.options.keep_going = true;
    let scene = stage.go(Command::Replay);
    assert_eq!(scene.verdicts(), "net=Errored reading=Passed host=Errored");
    assert_eq!(scene.ending.unwrap().trouble, Some(Trouble::Refused));
    assert_eq!(stage.latch.get(), None);
}

#[test]
fn an_answer_of_aws_fails_a_check_and_is_quiet_at_first() {
    let mut stage = Stage::new(&LAB.replace("has net\n```", "no-answer\n```"));
    let scene = stage.go(Command::Replay);
    assert_eq!(scene.verdicts(), "net=Failed");
    let failures = scene
        .events
        .iter()
        .filter(|event| matches!(event, Event::BlockFinished { failure: Some(_), .. }))
        .count();
    assert_eq!(failures, 1, "the look before the work is quiet");
    assert!(
        !scene
            .events
            .iter()
            .any(|event| matches!(event, Event::StepLooked { .. })),
        "a look that broke off is none: what it would have claimed is not known"
    );
}

#[test]
fn ctrl_c_stops_and_the_run_goes_on_later() {
    let mut stage = Stage::new(&LAB.replace("make disk", "make disk\nctrl-c"));
    let cut = stage.go(Command::Replay);
    assert_eq!(cut.verdicts(), "net=Passed reading=Passed host=Stopped");
    assert!(cut.ending.unwrap().interrupted);
    stage.runbook = Stage::new(LAB).runbook;
    let rest = stage.play(Command::Replay, cut.events, Vec::new(), usize::MAX);
    assert_eq!(rest.verdicts(), "net=Passed reading=Passed host=Passed");
    assert_eq!(rest.mutations(), 1, "the disk is there, the host is not");
}

#[test]
fn a_person_who_is_gone_interrupts() {
    let mut stage = Stage::new(LAB);
    let walk = stage.with(Vec::new());
    assert_eq!(walk.verdicts(), "net=Stopped");
    assert!(walk.ending.is_ok_and(|ending| ending.interrupted));
}

#[test]
fn a_kill_at_every_event_ends_in_the_same() {
    let whole = Stage::new(LAB).go(Command::Replay);
    for kill in 0..whole.events.len() {
        let mut stage = Stage::new(LAB);
        let cut = stage.play(Command::Replay, Vec::new(), Vec::new(), kill);
        assert!(cut.ending.is_err());
        let rest = stage.play(Command::Replay, cut.events.clone(), Vec::new(), usize::MAX);
        assert_eq!(rest.verdicts(), whole.verdicts(), "killed after {kill} events");
        assert_eq!(
            cut.mutations() + rest.mutations(),
            3,
            "killed after {kill} events"
        );
        let mut owned = ids(stage.ledger().owned());
        owned.sort();
        assert_eq!(owned, ["host", "net"], "killed after {kill} events");
        stage.go(Command::Cleanup);
        assert_eq!(stage.world.names(), ["disk"], "killed after {kill} events");
    }
}

#[test]
fn a_kill_while_solving_and_then_a_new_run_or_a_cleanup() {
    // The calls were journalled: what they made is the lab's, although no check had come to claim it.
    for command in [Command::Replay, Command::Cleanup] {
        let mut stage = Stage::new(LAB);
        let whole = stage.go(Command::Replay).events;
        let made = whole
            .iter()
            .position(|event| matches!(event, Event::CallAnswered { .. }))
            .unwrap();
        let mut stage = Stage::new(LAB);
        stage.play(Command::Replay, Vec::new(), Vec::new(), made + 1);
        assert_eq!(stage.world.names(), ["net"]);
        stage.go(command);
        stage.go(Command::Cleanup);
        assert!(!stage.world.names().contains(&"net".to_owned()), "{command:?}");
    }
}

/// The host's check is put off; a step that needs the host comes after one that does not.
const LATER: &str = "# L\n\n## Host\n\n```rhai solve\nmake disk\nmake host after 30\n```\n\n```rhai check within=5m every=10s usually=10s..1m defer=true\nhas disk\nhas host\n```\n\n## Net\n\n```rhai solve\nmake net\n```\n\n```rhai check\nhas net\n```\n\n## Use\n<!-- step: needs=host -->\n\n```rhai setup\nneeds host\n```\n\n```rhai check\nhas host\n```\n";

fn short(events: &[Event]) -> String {
    let told = events.iter().filter_map(|event| match event {
        Event::Deferred {
            step, text, usually, ..
        } => Some(format!("{step} later: {text} {usually:?}")),
        Event::StepFinished { step, verdict, .. } => Some(format!("{step}={verdict:?}")),
        Event::Waited { elapsed, .. } => Some(format!("~{elapsed}")),
        _ => None,
    });
    told.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_check_is_put_off_and_a_step_that_needs_it_waits() {
    let mut stage = Stage::new(LATER);
    let replay = stage.go(Command::Replay);
    assert_eq!(
        short(&replay.events),
        "host later: host is there Some((10, 60)); net=Passed; ~0; ~10; ~20; host=Passed; use=Passed"
    );
    let mut owned = ids(stage.ledger().owned());
    owned.sort();
    assert_eq!(owned, ["disk", "host", "net"]);
}

#[test]
fn what_does_not_come_fails_its_step_at_the_end() {
    let lab = LATER
        .replace("after 30", "after 3000")
        .replace("needs=host", "tags=x");
    let mut stage = Stage::new(&lab.replace("needs host\n", ""));
    stage.options.keep_going = true;
    stage.selection.skip = vec!["use".to_owned()];
    let replay = stage.go(Command::Replay);
    assert_eq!(replay.verdicts(), "net=Passed host=Failed");
    assert_eq!(replay.ending.unwrap().verdict, Verdict::Failed);
}

#[test]
fn a_person_reads_on_lists_evaluates_and_is_told() {
    let mut stage = Stage::new(LATER);
    let clock = stage.clock.clone();
    let pass = move |_: &super::stage::World| {
        use crate::port::Clock;
        clock
            .wait(std::time::Duration::from_secs(40), &crate::port::Latch::default())
            .unwrap();
    };
    let walk = stage.with(vec![
        key("do"),
        key("evaluate"),
        key("net"),
        key(""),
        key("list"),
        after(pass, "list"),
        key("do"),
    ]);
    assert_eq!(walk.verdicts(), "host=Passed net=Passed use=Passed");
    let lists: Vec<Vec<bool>> = walk
        .events
        .iter()
        .filter_map(|event| match event {
            Event::StepsListed { steps, .. } => Some(steps.iter().map(|step| step.deferred).collect()),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [[true, false, false], [false, false, false]]);
    let evaluated = walk
        .events
        .iter()
        .any(|event| matches!(event, Event::ProseShown { prose, .. } if prose.markdown.contains("NET")));
    assert!(evaluated);
}

#[test]
fn ctrl_c_in_a_script_comes_back_to_the_menu_and_the_run_goes_on() {
    let mut stage = Stage::new(&LAB.replace("make disk", "make disk\nctrl-c"));
    let walk = stage.with(vec![key("do"), key("check"), key("do"), key("skip")]);
    assert_eq!(walk.verdicts(), "net=Passed reading=Passed host=Skipped");
    assert!(
        said(&walk.events, Remark::Engine)
            .iter()
            .any(|text| text.starts_with("Stopped. Nothing is lost"))
    );
    assert!(walk.ending.is_ok_and(|ending| !ending.interrupted));
}
