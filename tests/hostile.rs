//! Runbooks that mean harm: each is stopped, with a message that names what it tried and an exit code that scripts can
//! read. Nothing of the account is changed by what was refused.

use crate::support::{Lab, Ran};

/// A runbook of one step with one block.
fn lab(front: &str, role: &str, code: &str) -> Lab {
    let check = if role == "check" {
        ""
    } else {
        "```rhai check\ncheck(\"never\", false);\n```\n"
    };
    let text = format!("{front}# Lab\n\n## Harm\n\n```rhai {role}\n{code}\n```\n\n{check}");
    Lab::new().file("lab.md", text)
}

fn replay(lab: &Lab) -> Ran {
    let ran = lab.run(&["replay", "lab.md", "--world", "./world"]);
    assert!(!ran.stderr().contains("panicked"), "{}", ran.stderr());
    ran
}

fn told(ran: &Ran) -> String {
    format!("{}{}", ran.stdout(), ran.stderr())
}

#[track_caller]
fn stopped(lab: &Lab, code: i32, phrase: &str) {
    let ran = replay(lab).code(code);
    assert!(told(&ran).contains(phrase), "{phrase} in\n{}", told(&ran));
}

#[test]
fn what_takes_all_time_or_memory_meets_a_limit() {
    for (code, phrase) in [
        ("loop { try { loop { } } catch { } }", "operations"),
        ("let s = \"x\"; loop { s += s; }", "over the limit"),
        ("let s = \"\"; s.pad(1000000000, 'x');", "over the limit"),
        ("let a = [1]; loop { a += a; }", "over the limit"),
        ("let a = [0]; loop { a = [a, a]; }", "over the limit"),
        ("let a = []; a.pad(1000000000, 0);", "over the limit"),
        (
            "let m = #{ a: 1 }; loop { m = #{ a: m, b: m }; }",
            "over the limit",
        ),
        ("fn f(n) { f(n + 1) }\nf(0);", "deep"),
        ("let f = |g, h| g.call(g, h); f.call(f, f);", "deep"),
    ] {
        let ran = replay(&lab("", "solve", code));
        let said = told(&ran);
        assert!(matches!(ran.exit(), Some(1)), "{code}: {:?}\n{said}", ran.exit());
        assert!(said.contains(phrase), "{code}: {phrase} in\n{said}");
    }
}

#[test]
fn nothing_outside_of_the_modules_is_reached() {
    for code in [
        "import \"/etc/passwd\" as p;",
        "import \"../secret\" as s;",
        "eval(\"1\");",
        "lab::passwd::x();",
    ] {
        let ran = replay(&lab("", "solve", code)).code(2);
        assert!(!told(&ran).contains("root:"), "{}", told(&ran));
    }
    let refused = lab("", "solve", "lab::secret::x();");
    #[cfg(unix)]
    {
        let refused = refused
            .file("secret.txt", "TOP SECRET WORDS")
            .file("scripts/ok.rhai", "fn a() { 1 }");
        std::os::unix::fs::symlink(refused.path("secret.txt"), refused.path("scripts/secret.rhai")).unwrap();
        let said = told(&replay(&refused).code(2));
        assert!(
            said.contains("leads out of its folder") && !said.contains("TOP SECRET"),
            "{said}"
        );
    }
}

#[test]
fn blocks_that_may_only_look_change_nothing_however_they_try() {
    let create = "iam::create_group(#{ GroupName: \"harm\" })";
    for role in ["check", "setup", "hint"] {
        for code in [
            format!("{create};"),
            format!("try {{ {create}; }} catch {{ }}"),
            format!("[1].map(|x| {create});"),
            format!("[2, 1].sort(|a, b| {{ {create}; 0 }});"),
            format!("in_region(\"eu-west-1\", || {create});"),
            format!("assume(\"arn:aws:iam::111122223333:role/Admin\", || {create});"),
        ] {
            let lab = lab("", role, &code);
            let ran = lab.run(&["replay", "lab.md", "--world", "./world", "--hints"]);
            let said = told(&ran);
            assert!(
                said.contains("this block may only look"),
                "{role} {code}:\n{said}"
            );
            ran.code(3);
            let groups = lab
                .run(&["aws", "--world", "./world", "iam", "list-groups"])
                .code(0)
                .stdout();
            assert!(!groups.contains("harm"), "{role} {code}: {groups}");
        }
    }
}

#[test]
fn regions_and_promises_of_the_front_matter_hold() {
    let vpc = "ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\" });";
    let elsewhere = format!("try {{ in_region(\"eu-west-1\", || {{ {vpc} }}); }} catch {{ }}");
    stopped(
        &lab("---\nregions: [us-east-1]\n---\n", "solve", &elsewhere),
        3,
        "works in us-east-1 only",
    );
    let iam = "try { iam::create_group(#{ GroupName: \"harm\" }); } catch { }";
    stopped(
        &lab(
            "---\ntrust: { services: [ec2], mutating: true }\n---\n",
            "solve",
            iam,
        ),
        3,
        "is none of what `trust:`",
    );
    stopped(
        &lab("---\ntrust: { services: [ec2] }\n---\n", "solve", vpc),
        3,
        "`trust:` says that nothing is changed",
    );
    let look = "iam::list_users();";
    stopped(
        &lab(
            "---\ntrust: { services: [ec2], mutating: true }\n---\n",
            "setup",
            look,
        ),
        3,
        "is none of what `trust:`",
    );
}

#[test]
fn terminals_get_no_escapes_from_documents_or_from_aws() {
    let code = "let v = ec2::create_vpc(#{ CidrBlock: \"10.0.0.0/16\", TagSpecifications: [#{ ResourceType: \"vpc\", \
        Tags: [#{ Key: \"Name\", Value: \"a\\x1b[2Jb\\u202e\" }] }] }).Vpc;\nsay(v.Tags[0].Value);\nthrow \"\\x1b]0;owned\\x07\" + v.Tags[0].Value;";
    let text = format!(
        "# Lab \u{1b}[31m\n\n## Harm \u{1b}]0;owned\u{7}\n\nRead \u{1b}[2J this.\n\n```rhai solve\n{code}\n```\n\n```rhai check\n\
         check(\"a \\x1b[2J claim\", false);\n```\n"
    );
    let lab = Lab::new().file("lab.md", text);
    let ran = replay(&lab);
    let said = told(&ran);
    assert!(said.contains("Harm"), "{said}");
    for control in ['\u{1b}', '\u{7}', '\u{202e}'] {
        assert!(!said.contains(control), "{control:?} in {said:?}");
    }
}

#[test]
fn a_secret_goes_nowhere_by_words_evidence_or_errors() {
    const SECRET: &str = "hunter2-Öl+/correct horse";
    let front = "---\ninputs:\n  pw: { ask: A password, type: secret }\n---\n";
    for code in [
        "say(pw);",
        "note(\"is \" + pw);",
        "print(pw);",
        "debug(pw);",
        "throw \"why: \" + pw;",
        "iam::create_group(#{ GroupName: pw });",
        "iam::get_user(#{ UserName: pw });",
        "let m = #{}; m[pw];",
        "say(`${[pw, #{ a: pw }]}`);",
    ] {
        let text = format!(
            "{front}# Lab\n\n## Harm\n\nIt is {{{{ pw }}}}.\n\n```rhai solve\n{code}\n```\n\n```rhai check\ncheck_eq(\"same \" + pw, pw, \
             \"x\" + pw);\n```\n"
        );
        let lab = Lab::new()
            .file("lab.md", text)
            .variable("RUNBOOK_INPUT_PW", SECRET);
        for output in ["human", "json"] {
            let ran = lab.run(&[
                "replay", "lab.md", "--world", "./world", "--new", "--output", output,
            ]);
            let said = told(&ran);
            assert!(said.contains("Harm") && !said.contains(SECRET), "{code}:\n{said}");
        }
        for entry in std::fs::read_dir(lab.path(".state/runbook/runs")).unwrap() {
            let journal = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            assert!(
                journal.contains("Harm") && !journal.contains(SECRET),
                "{code}:\n{journal}"
            );
        }
    }
}
