//! Bad input at the command line: each is told with advice and its exit code, and nothing panics.

use crate::support::Lab;

const SOUND: &str = "# Sound\n\n## Look around\n\n```rhai check\ncheck(\"it is so\", true);\n```\n";

#[test]
fn each_bad_input_has_its_message_advice_and_code() {
    let lab = Lab::new()
        .file("sound.md", SOUND)
        .file("latin.md", b"# Caf\xe9\n")
        .file("binary.md", [0, 159, 146, 150])
        .file(
            "broken.md",
            "# Broken\n\n## Step\n\n```rhai chek\ncheck(\"x\", true);\n```\n",
        )
        .file("answers.yaml", "- not\n- a map\n");
    let table: [(&[&str], i32, &str, &str); 17] = [
        (
            &["replay", "sond.md"],
            2,
            "there is no runbook `sond.md`",
            "did you mean",
        ),
        (
            &["replay", "."],
            2,
            "is a folder, not a runbook",
            "name a file in it",
        ),
        (&["replay", "latin.md"], 2, "is not UTF-8: line 1", "UTF-8"),
        (&["replay", "binary.md"], 2, "is a binary file", "Markdown"),
        (
            &["replay", "broken.md"],
            2,
            "broken.md:5",
            "did you mean `check`?",
        ),
        (
            &["replay", "sound.md", "--from", "look-arond"],
            2,
            "there is no step `look-arond`",
            "did you mean `look-around`?",
        ),
        (
            &["replay", "sound.md", "--tag", "day9"],
            2,
            "no step has the tag `day9`",
            "tags",
        ),
        (
            &["replay", "sound.md", "--set", "x"],
            2,
            "`--set x` names no value",
            "NAME=VALUE",
        ),
        (
            &["replay", "sound.md", "--set", "x=1"],
            2,
            "nothing in the runbook asks for `x`",
            "no inputs",
        ),
        (
            &["replay", "sound.md", "--answers", "answers.yaml"],
            2,
            "is not a YAML map",
            "name: value",
        ),
        (
            &["replay", "sound.md", "--answers", "none.yaml"],
            2,
            "there is no answers file",
            "give the path",
        ),
        (
            &["replay", "sound.md", "--scripts", "none"],
            2,
            "there is no folder `none`",
            "--scripts",
        ),
        (
            &["replay", "sound.md", "--world", "a b"],
            2,
            "cannot be the name of a world",
            "letters",
        ),
        (&["run", "sound.md"], 2, "there is no terminal", "runbook replay"),
        (&["resume", "zzz"], 2, "zzz", "runbook runs"),
        (&["resume"], 2, "no run was interrupted", "runbook runs"),
        (&["forget", "zzz"], 2, "zzz", "runbook runs"),
    ];
    for (words, code, message, advice) in table {
        let ran = lab.run(words).code(code);
        let said = ran.stderr();
        assert!(said.contains(message), "{words:?}: {said}");
        assert!(said.contains(advice), "{words:?}: {said}");
        assert!(!said.contains("panicked"), "{words:?}: {said}");
    }
}

#[test]
fn wrong_usage_is_code_2_and_help_is_data() {
    let lab = Lab::new();
    assert!(lab.run(&["wlak"]).code(2).stderr().contains("wlak"));
    assert!(lab.run(&["replay"]).code(2).stderr().contains("FILE"));
    assert!(lab.run(&["--help"]).code(0).stdout().contains("For learners:"));
    assert!(lab.run(&["--version"]).code(0).stdout().starts_with("runbook "));
    let wrong = Lab::new().variable("RUNBOOK_TARGET", "moon");
    assert!(
        wrong
            .run(&["runs"])
            .code(2)
            .stderr()
            .contains("it can be `practice` or `live`")
    );
}

#[test]
fn json_on_stdout_is_json_and_nothing_else() {
    let lab = Lab::new().file("sound.md", SOUND);
    let ran = lab.run(&["verify", "sound.md", "--output", "json"]).code(0);
    let events = ran.events();
    assert_eq!(events.first().unwrap()["event"], "run-started");
    assert_eq!(events.last().unwrap()["event"], "run-finished");
    let runs = lab.run(&["runs", "--output", "json"]).code(0).stdout();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&runs).unwrap()[0]["verdict"],
        "passed"
    );
}
