use super::*;

const SAMPLE: &str = "\
## Enable GuardDuty

<!-- step: id=guardduty -->

Open **GuardDuty** in *\u{e000}0\u{e001}* at <https://\u{e000}0\u{e001}.console.aws.amazon.com/guardduty/home?region=\u{e000}0\u{e001}>, or read
[the guide](https://docs.aws.amazon.com/guardduty/latest/ug/what-is-guardduty.html) and [the next step](#next).

1. Choose `Get started`, then `Enable GuardDuty`.
2. Choose Settings:
   - Sample findings,
     - `Generate sample findings`
   - [x] done
   - [ ] not yet
10. A last one that is long enough to be wrapped onto a second line of its list item.

### By the command line

```bash
aws guardduty create-detector --enable --region \u{e000}0\u{e001} --finding-publishing-frequency FIFTEEN_MINUTES
aws guardduty list-detectors
```

> A sample finding is *not* an attack.
>
> - it ends with a tag

<details><summary>Solution</summary>

</details>

| Name | Meaning of the severity in the console | Count |
|:-----|:--------------------------------------:|------:|
| Low  | Something that was blocked before it did any harm | 12 |
| High | `i-\u{e000}1\u{e001}` is likely compromised, isolate it now | 3 |

![An architecture](guardduty.png)

---
The end,\\
~~truly~~ 日本語の文章はここで折り返します、そうでしょう。
";

fn sample() -> Prose {
    Prose {
        markdown: SAMPLE.to_owned(),
        values: vec![
            "us-east-1".to_owned(),
            "0123\x1b[31m456*7*\u{e000}0\u{e001}".to_owned(),
        ],
    }
}

#[test]
fn plain_at_80_columns() {
    insta::assert_snapshot!(render(&sample(), &Face::plain(80)));
}

#[test]
fn plain_at_40_columns() {
    insta::assert_snapshot!(render_without_heading(
        &sample(),
        &Face::plain(40),
        "Enable GuardDuty"
    ));
}

#[test]
fn nothing_but_code_and_addresses_is_wider_than_the_terminal() {
    for width in [24, 40, 63, 80] {
        let text = render(&sample(), &Face::plain(width));
        for line in text
            .lines()
            .filter(|line| !line.starts_with("    ") && !line.contains("://"))
        {
            assert!(wrap::columns(line) <= width, "{width}: {line}");
        }
    }
}

#[test]
fn colour_changes_no_word_and_links_are_links() {
    let face = Face {
        width: 80,
        colour: true,
        animated: false,
    };
    let text = render(&sample(), &face);
    assert!(
        text.contains(
            "\x1b]8;;https://us-east-1.console.aws.amazon.com/guardduty/home?region=us-east-1\x1b\\"
        )
    );
    assert!(!text.contains("\x1b[31m456"));
    let words = |text: &str| {
        text.replace('`', "")
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let plain = render(&sample(), &Face::plain(80));
    let dashes = |word: &String| !word.chars().all(|c| c == '-' || c == '─' || c == '=');
    let coloured = words(&console::strip_ansi_codes(&text));
    let coloured: Vec<_> = coloured.into_iter().filter(|w| dashes(w)).collect();
    let plain: Vec<_> = words(&plain).into_iter().filter(|w| dashes(w)).collect();
    assert_eq!(coloured, plain);
}

#[test]
fn a_table_without_room_becomes_records() {
    let markdown = "| A long name | Another one | A third | A fourth |\n|---|---|---|---|\n| aaaaaaaaaaaaaaa | bbbbbbbbbbbbbbb | ccccccccccccccc | ddddddddddd |\n".to_owned();
    let text = render(
        &Prose {
            markdown,
            values: Vec::new(),
        },
        &Face::plain(30),
    );
    assert_eq!(
        text,
        "A long name\n  aaaaaaaaaaaaaaa\nAnother one\n  bbbbbbbbbbbbbbb\nA third\n  ccccccccccccccc\nA fourth\n  ddddddddddd\n"
    );
}
