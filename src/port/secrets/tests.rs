use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use std::io::Write as _;

fn secrets(all: &[&str]) -> Secrets {
    let secrets = Secrets::default();
    all.iter().for_each(|secret| secrets.add(secret));
    secrets
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn form(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&#34;")
}

#[test]
fn a_secret_inside_another_is_masked_with_it() {
    let secrets = secrets(&["secret", "secrets-of-all", "  "]);
    assert_eq!(
        secrets.mask("a secrets-of-all, a secret"),
        format!("a {MASK}, a {MASK}")
    );
    assert_eq!(secrets.mask("nothing of it"), "nothing of it");
    assert!(Secrets::default().is_empty() && !secrets.is_empty());
}

#[test]
fn a_short_secret_is_masked_as_a_word() {
    let secrets = secrets(&["pin", "#1"]);
    for (text, masked) in [
        ("the pin is pin.", "the ******** is ********."),
        ("spinning, pins", "spinning, pins"),
        ("PIN=pin", "PIN=********"),
        (r#"{"a":"pin\n"}"#, r#"{"a":"********\n"}"#),
        ("cGlu and 70696e, not cGluaw", "******** and ********, not cGluaw"),
        ("in #1, not #12", "in ********, not #12"),
    ] {
        assert_eq!(secrets.mask(text), masked, "{text}");
    }
    assert!(
        Secrets::warning("pin", "12345")
            .unwrap()
            .contains("`pin` has fewer than 6")
    );
    assert_eq!(Secrets::warning("password", "123456"), None);
}

#[test]
fn every_form_is_found() {
    let secret = "p4ss w%41\"rd+/é\\&<";
    let secrets = secrets(&[secret]);
    let shown = |text: &str| secrets.mask(&format!("<{text}>"));
    let percent = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let table = [
        secret.to_owned(),
        percent(secret),
        percent(secret).to_lowercase(),
        form(secret),
        hex(secret),
        hex(secret).to_uppercase(),
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
        html(secret),
        // Within one another.
        percent(&percent(secret)),
        percent(&STANDARD.encode(secret)),
        html(json(secret).trim_matches('"')),
        json(json(secret).trim_matches('"')).trim_matches('"').to_owned(),
        json(&percent(secret)).trim_matches('"').to_owned(),
        // As `printf %q` and Rust's `{:?}` write it.
        r#"p4ss\ w%41\"rd+/\u{e9}\\&<"#.replace("\\ ", " "),
        r#"p4ss w%41\"rd+\/\u00e9\\&<"#.to_owned(),
    ];
    for text in table {
        let masked = shown(&text);
        assert!(masked.starts_with(&format!("<{MASK}")), "{text} became {masked}");
        assert!(
            masked.len() <= MASK.len() + "<%3D%3D>".len(),
            "{text} became {masked}"
        );
    }
}

#[test]
fn base64_is_found_wherever_the_secret_stands_in_it() {
    let secret = "Correct-Horse-1";
    let secrets = secrets(&[secret]);
    for (before, after) in [
        ("", ""),
        ("a", ""),
        ("ab", "c"),
        ("abc", "de"),
        ("user:", "\n"),
        ("ÿ", "ÿÿ"),
    ] {
        for base64 in [STANDARD, URL_SAFE_NO_PAD] {
            let text = base64.encode(format!("{before}{secret}{after}"));
            let masked = secrets.mask(&text);
            // No character that holds a bit of the secret is left: what is left encodes what was around alone.
            let left: Vec<&str> = masked.split(MASK).collect();
            assert_eq!(left.len(), 2, "{masked}");
            assert!(
                left[0].len() <= before.len() * 4 / 3 && left[1].len() <= after.len() * 4 / 3 + 2,
                "{text} became {masked}"
            );
        }
        let broken: Vec<String> = STANDARD
            .encode(format!("{before}{secret}{after}"))
            .as_bytes()
            .chunks(7)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        let masked = secrets.mask(&broken.join("\r\n"));
        assert!(
            masked.contains(MASK) && masked.len() < 24,
            "{broken:?} became {masked}"
        );
    }
}

#[test]
fn each_line_of_a_key_is_secret() {
    let secrets = secrets(&["-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA1\nq8Zt0PzX7mV\nx=\n-----END KEY-----\n"]);
    assert_eq!(secrets.mask("   MIIEpAIBAAKCAQEA1 |"), format!("   {MASK} |"));
    assert_eq!(
        secrets.mask("-----BEGIN KEY-----\\nMIIEpAIBAAKCAQEA1\\nq8Zt0PzX7mV\\nx=\\n-----END KEY-----\\n."),
        format!("{MASK}\\n.")
    );
}

#[test]
fn a_secret_that_comes_in_several_writes_is_masked() {
    let mut out = Vec::new();
    let mut masked = Masked::new(&mut out, secrets(&["hunter22"]));
    for part in ["it is hun", "te", "r22\nand again hunt", "er", "22"] {
        masked.write_all(part.as_bytes()).unwrap();
        masked.flush().unwrap();
    }
    masked.write_open("(hunter22)\n").unwrap();
    write!(masked, "the end of hunter").unwrap();
    drop(masked);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        format!("it is {MASK}\nand again {MASK}(hunter22)\nthe end of hunter")
    );
}

#[test]
fn what_aws_calls_secret_is_learned() {
    let secrets = Secrets::default();
    secrets.learn(&crate::value!({
        "AccessKey": { "AccessKeyId": "AKIAEXAMPLE", "SecretAccessKey": "wJalrXUtnFEMI" },
        "Parameters": [
            { "Name": "a", "Type": "SecureString", "Value": "open sesame" },
            { "Name": "b", "Type": "String", "Value": "ami-12345678" }
        ]
    }));
    assert_eq!(
        secrets.mask("wJalrXUtnFEMI AKIAEXAMPLE open sesame ami-12345678"),
        format!("{MASK} AKIAEXAMPLE {MASK} ami-12345678")
    );
}

#[test]
fn a_line_of_json_stays_one() {
    let secrets = secrets(&["said", "123456", "at-home", "correct\"horse"]);
    let event = crate::event::Event::Remembered {
        step: "at-home".to_owned(),
        kind: "said".to_owned(),
        id: "a".to_owned(),
        value: crate::value!({
            "n": 123456,
            "m": 99,
            "correct\"horse": "said so",
            "blob": (Value::Blob(b"\xff 123456".to_vec()))
        }),
    };
    let line = secrets.line(&event).unwrap();
    let read: crate::event::Event = serde_json::from_str(&line).unwrap();
    let crate::event::Event::Remembered {
        step, kind, value, ..
    } = read
    else {
        panic!("{line}");
    };
    assert_eq!((step.as_str(), kind.as_str()), (MASK, MASK));
    assert_eq!(value.get("n"), &Value::from(MASK));
    assert_eq!(value.get("m"), &Value::Int(99));
    assert_eq!(value.get(MASK).text(), format!("{MASK} so"));
    assert_eq!(
        value.get("blob"),
        &Value::Blob([b"\xff ", MASK.as_bytes()].concat())
    );
}

proptest! {
    #[test]
    fn nothing_is_left_whatever_the_secret_and_its_coat(
        secret in "[ -~é]{6,24}",
        before in "[ -~\n]{0,9}",
        after in "[ -~\n]{0,9}",
        coat in 0..8_usize,
    ) {
        prop_assume!(!secret.trim().is_empty() && secret.trim().chars().count() >= SHORT);
        let secrets = secrets(&[&secret]);
        let text = format!("{before}{secret}{after}");
        let dressed = match coat {
            0 => text,
            1 => utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string(),
            2 => form(&text),
            3 => json(&text),
            4 => STANDARD.encode(&text),
            5 => URL_SAFE_NO_PAD.encode(&text),
            6 => hex(&text),
            _ => html(&text),
        };
        let masked = secrets.mask(&dressed);
        prop_assert!(masked.contains(MASK), "{dressed} became {masked}");
        prop_assert!(!masked.contains(&secret) || MASK.contains(secret.trim()), "{dressed} became {masked}");
    }

    #[test]
    fn any_bytes_are_taken(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[%+\\\\&;#xu{}0-9a-f\n]{0,60}") {
        let secrets = secrets(&["abc", "secret-1", "é%41"]);
        let masked = secrets.mask_bytes(&bytes);
        prop_assert!(masked.len() <= bytes.len() + 9 * bytes.len());
        let once = secrets.mask(&text);
        prop_assert_eq!(secrets.mask(&once), once);
    }
}
