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
            "holds more than 128 MB",
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

/// After each of them the run can be looked at and tried again: its journal is sound.
#[test]
fn a_bomb_ends_with_its_place_and_leaves_a_sound_run() {
    let much = "the block holds more than 128 MB";
    let deep = "nest thousands of levels deep";
    for (code, phrase) in [
        ("let f = || 1;\nloop { let g = f; f = || g.call(); }", much),
        ("let f = 1;\nloop { let g = f; f = #{ a: [|| g] }; }", much),
        ("let a = [];\nloop { a = [a]; }", deep),
        ("let m = #{};\nloop { m = #{ a: m }; }", deep),
        (
            "let b = \"\"; b.pad(1000000, 'x'); let l = [];\nloop { let s = b + l.len(); l.push(|| s); }",
            much,
        ),
        (
            "let s = \"\"; s.pad(9000000, 'x');\ns.to_chars();",
            "not taken apart",
        ),
        (
            "let s = \"\"; s.pad(900000, '[');\nparse_json(s);",
            "recursion limit",
        ),
        ("\nblob(9000000);", "over the limit"),
        (
            "let s = \"\"; s.pad(100000, 'x');\nloop { say(s); }",
            "said more than 1 MB",
        ),
        ("\nlab::again::f();", "deep"),
        ("let f = |g| [1].map(|x| g.call(g));\nf.call(f);", "deep"),
    ] {
        let lab = lab("", "solve", code).file("scripts/again.rhai", "fn f() { lab::again::f() }");
        let said = told(&replay(&lab).code(1));
        assert!(said.contains(phrase), "{code}: {phrase} in\n{said}");
        assert!(
            said.contains("lab.md:6:") || said.contains("lab.md:7:"),
            "{code}:\n{said}"
        );
        let runs = lab.run(&["runs"]).code(0).stdout();
        assert_eq!(runs.lines().count(), 1, "{runs}");
        assert!(lab.run(&["report"]).code(0).stdout().contains("Harm"), "{code}");
        let again = lab.file(
            "lab.md",
            "# Lab\n\n## Harm\n\n```rhai check\ncheck(\"now\", true);\n```\n",
        );
        replay(&again).code(0);
    }
}

#[cfg(unix)]
#[test]
fn prose_and_texts_are_bounded_as_blocks_are() {
    for (text, phrase) in [
        (
            "{{ s }} {{ s }} {{ s }}",
            "the values in this text are longer than 1 MB",
        ),
        ("{{ lab::bomb::chain() }}", "holds more than 128 MB"),
        ("{{ lab::bomb::text(s) }}", "over the limit"),
    ] {
        let book = format!(
            "# Lab\n\n## Harm\n\n```rhai setup\nlet s = \"\"; s.pad(400000, 'x');\n```\n\n{text}\n\n```rhai check\n\
             check(\"never\", false);\n```\n"
        );
        let bombs = "fn chain() { let f = || 1; loop { let g = f; f = || g.call(); } }\nfn text(s) { loop { s += s; } }";
        let lab = Lab::new().file("lab.md", book).file("scripts/bomb.rhai", bombs);
        let mut terminal = lab.at_terminal(&["run", "lab.md", "--world", "./world"]);
        terminal
            .exp_string(phrase)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        terminal.exp_string("lab.md:9:").expect("its place");
    }
}

/// A machine that gives no large stack gives a smaller one, and the blocks get less memory with it.
#[cfg(target_os = "linux")]
#[test]
fn a_machine_with_little_memory_runs_runbooks_too() {
    let lab = lab("", "solve", "let f = || 1; loop { let g = f; f = || g.call(); }");
    let mut command = lab.command(std::path::Path::new("/bin/sh"));
    command.args([
        "-c",
        "ulimit -v 1000000; exec \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_runbook"),
    ]);
    let output = command
        .args(["replay", "lab.md", "--world", "./world"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("the block holds more than") && !said.contains("128 MB"),
        "{said}"
    );
}

/// Each script of a class has its own limit: one that is stopped does not stop its neighbours.
#[test]
fn scripts_of_a_class_do_not_blame_each_other() {
    let code = "let b = \"\"; b.pad(1000000, 'x'); let l = [];\nfor i in 0..if name == \"greedy\" { 400 } else { 40 } { let s = \
                b + i; l.push(|| s); }";
    let text = format!(
        "---\ninputs:\n  name: {{ ask: Who are you }}\n---\n# Lab\n\n## Harm\n\n```rhai solve\n{code}\n```\n\n```rhai check\n\
         check(\"done\", run.id != \"\");\n```\n\n```rhai setup\n{code}\n```\n"
    );
    let class: String = ["a", "b", "greedy", "c"]
        .iter()
        .map(|name| format!("- {{ name: {name}, answers: {{ name: {name} }} }}\n"))
        .collect();
    let lab = Lab::new().file("lab.md", text).file("class.yaml", class);
    let ran = lab
        .run(&["replay", "lab.md", "--accounts", "class.yaml", "--jobs", "4"])
        .code(1);
    let said = told(&ran);
    for (name, end) in [
        ("a", "passed"),
        ("b", "passed"),
        ("greedy", "failed"),
        ("c", "passed"),
    ] {
        let is = |line: &&str| line.split_whitespace().next() == Some(name) && line.contains(end);
        assert!(said.lines().any(|line| is(&line)), "{name}: {said}");
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

/// A pager, a waiter, a typed helper and a further account are doors to AWS too, and a module's code is the block's.
#[test]
fn no_other_door_lets_a_check_change_something() {
    let create = "iam::create_group(#{ GroupName: \"harm\" })";
    let modules = format!(
        "fn harm() {{ {create} }}\nfn through(f) {{ f.call() }}\nfn each(f) {{ [1, 2].map(|x| f.call()) }}"
    );
    for code in [
        "lab::tool::harm();".to_owned(),
        format!("lab::tool::through(|| {create});"),
        "lab::tool::each(|| lab::tool::harm());".to_owned(),
        format!("as_account(\"partner\", || {create});"),
        format!("as_account(\"partner\", || in_region(\"eu-west-1\", || lab::tool::through(|| {create})));"),
        format!(
            "iam::list_users().Users.filter(|user| {{ {create}; true }}); [1].filter(|x| {{ {create}; true }});"
        ),
        format!("[1, 2, 3].reduce(|sum, x| {{ {create}; 0 }}, 0);"),
        format!("check(\"it\", {create} != ());"),
        format!("check_eq(\"it\", {create}, 1);"),
        format!("should(\"it\", {create} != ());"),
        format!("let f = Fn(\"harm\"); fn harm() {{ {create} }}\nf.call();"),
        format!("let m = #{{ f: || {create} }}; m.f.call();"),
        format!("`${{ {create} }}`;"),
        format!("switch {create} {{ _ => 1 }}"),
        "ssm::send_command(#{ DocumentName: \"AWS-RunShellScript\", InstanceIds: [\"i-0123456789abcdef0\"], \
         Parameters: #{ commands: [\"id\"] } });"
            .to_owned(),
        "athena::start_query_execution(#{ QueryString: \"drop table x\" });".to_owned(),
        "s3::put_object(#{ Bucket: \"b\", Key: \"k\" });".to_owned(),
    ] {
        let front = "---\naccounts: [partner]\n---\n";
        let lab = lab(front, "check", &code).file("scripts/tool.rhai", &modules);
        let ran = replay(&lab);
        let said = told(&ran);
        assert!(said.contains("this block may only look"), "{code}:\n{said}");
        ran.code(3);
        let groups = lab
            .run(&["aws", "--world", "./world", "iam", "list-groups"])
            .code(0)
            .stdout();
        assert!(!groups.contains("harm"), "{code}: {groups}");
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

/// Ways to write a text down otherwise, as a runbook would that wants to carry a secret out.
const CODES: &str = r#"
fn hex(text) {
    let out = "";
    for byte in text.to_blob() { let two = byte.to_hex(); out += if two.len() == 1 { "0" + two } else { two }; }
    out
}
fn url(text) {
    let out = "";
    for byte in text.to_blob() { let two = byte.to_hex(); out += "%" + if two.len() == 1 { "0" + two } else { two }; }
    out
}
fn base64(text) {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes = text.to_blob();
    let out = "";
    let at = 0;
    while at < bytes.len() {
        let left = bytes.len() - at;
        let a = bytes[at]; let b = 0; let c = 0;
        if left > 1 { b = bytes[at + 1]; }
        if left > 2 { c = bytes[at + 2]; }
        out += letters[a >> 2];
        out += letters[((a & 3) << 4) | (b >> 4)];
        out += if left > 1 { letters[((b & 15) << 2) | (c >> 6)] } else { '=' };
        out += if left > 2 { letters[c & 63] } else { '=' };
        at += 3;
    }
    out
}
"#;

#[test]
fn a_secret_is_masked_in_other_spellings_too_wherever_they_go() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    const SECRET: &str = "hunter2-Correct/Horse+Battery";
    // Of a text in the middle of base64, the letters at both ends hold bits of others.
    let inside = |before: &str| {
        let letters = STANDARD.encode(format!("{before}{SECRET}"));
        letters[4..letters.len() - 4].to_owned()
    };
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02x}")).collect();
    let url: String = SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let spellings = [
        SECRET.to_owned(),
        hex.to_uppercase(),
        hex,
        url,
        inside(""),
        inside("x"),
        inside("xx"),
    ];
    let codes = [
        "lab::codes::hex(pw)",
        "lab::codes::hex(\"before\" + pw + \"after\")",
        "lab::codes::hex(pw).to_upper()",
        "lab::codes::url(pw)",
        "lab::codes::base64(pw)",
        "lab::codes::base64(\"x\" + pw)",
        "lab::codes::base64(\"xx\" + pw + \"y\")",
        "to_json(#{ a: [pw] })",
    ];
    let all = |word: &str| codes.map(|code| format!("{word}({code});")).join("\n");
    let claims = codes
        .map(|code| format!("check({code}, false, {code});"))
        .join("\n");
    let calls = codes
        .map(|code| {
            format!("try {{ iam::get_user(#{{ UserName: {code} }}); }} catch (e) {{ note(e.message); }}")
        })
        .join("\n");
    let heard_of = |kind: &str, solve: &str| {
        let text = format!(
            "---\ninputs:\n  pw: {{ ask: A password, type: {kind} }}\n---\n# Lab\n\n## Harm\n\n```rhai solve\n{solve}\n```\n\n\
             ```rhai check\n{claims}\n```\n"
        );
        let lab = Lab::new()
            .file("lab.md", text)
            .file("scripts/codes.rhai", CODES)
            .variable("RUNBOOK_INPUT_PW", SECRET);
        let mut heard = String::new();
        for output in ["human", "json"] {
            let ran = lab.run(&[
                "replay", "lab.md", "--world", "./world", "--new", "--output", output,
            ]);
            assert!(
                matches!(ran.exit(), Some(1 | 4)),
                "{:?}: {}",
                ran.exit(),
                told(&ran)
            );
            heard += &told(&ran);
        }
        for format in ["html", "json", "junit", "md"] {
            heard += &lab.run(&["report", "--format", format]).code(0).stdout();
        }
        for entry in std::fs::read_dir(lab.path(".state/runbook/runs")).unwrap() {
            heard += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
        }
        heard
    };
    // What is no secret is heard in each of them.
    let open = heard_of("string", &all("say"));
    for spelling in &spellings {
        assert!(open.contains(spelling.as_str()), "{spelling} in\n{open}");
    }
    for solve in [
        all("say"),
        all("print"),
        calls,
        "throw lab::codes::base64(pw) + lab::codes::hex(pw);".to_owned(),
        "iam::get_user(#{ UserName: lab::codes::hex(pw) });".to_owned(),
    ] {
        let heard = heard_of("secret", &solve);
        assert!(
            heard.contains("Harm") && heard.contains("****"),
            "{solve}:\n{heard}"
        );
        for spelling in &spellings {
            let at = heard.find(spelling.as_str());
            let around = at.map(|at| {
                heard[at.saturating_sub(200)..]
                    .chars()
                    .take(400)
                    .collect::<String>()
            });
            assert_eq!(around, None, "{spelling} after\n{solve}");
        }
    }
}
