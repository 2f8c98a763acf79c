//! The findings as a person reads them: by what they are about, a line each, and beneath what is not ready how to mend it.

use crate::cli::exit::Exit;
use crate::cli::target::Target;
use crate::preflight::{Finding, Fix, Readiness};
use crate::ui::{Face, Tone, account_id, clean, count};
use std::fmt::Write;

/// How far what belongs to a finding stands in.
const INDENT: usize = 6;
/// The widest that a subject makes the column.
const SUBJECT: usize = 34;

pub(super) fn text(title: &str, target: &Target, found: &[Finding], exit: Exit, face: &Face) -> String {
    let alias = target
        .alias
        .as_ref()
        .map(|alias| format!(" ({})", clean(alias)))
        .unwrap_or_default();
    let place = format!(
        "{} {}{alias} {}",
        target.word(),
        account_id(&target.account),
        target.region
    );
    let mut text = format!(
        "{}\n{}\n",
        face.paint(Tone::Title, &clean(title)),
        face.paint(if target.live { Tone::Warning } else { Tone::Quiet }, &place)
    );
    listed(&mut text, found, face);
    text.push_str(&format!("\n{}\n", sum(found, exit, face)));
    text
}

/// What is in the way in the accounts of a class, each thing once with the accounts that it is about; nothing where
/// nothing is.
pub(in crate::cli) fn class(accounts: &[(&str, &[Finding])], face: &Face) -> String {
    let mut alike: Vec<(Finding, Vec<&str>)> = Vec::new();
    for (name, found) in accounts {
        for finding in found.iter().filter(|finding| !finding.verdict.is_go()) {
            let same = |other: &Finding| {
                let words = |finding: &Finding| finding.fix.as_ref().map(|fix| fix.text.clone());
                (other.topic, &other.subject, other.verdict)
                    == (finding.topic, &finding.subject, finding.verdict)
                    && words(other) == words(finding)
            };
            match alike.iter_mut().find(|(other, _)| same(other)) {
                Some((_, names)) => names.push(name),
                None => alike.push((finding.clone(), vec![name])),
            }
        }
    }
    alike.sort_by_key(|(finding, _)| finding.topic);
    let found: Vec<Finding> = alike
        .into_iter()
        .map(|(mut finding, names)| {
            finding.evidence = format!("in {}: {}", names.join(", "), finding.evidence);
            finding
        })
        .collect();
    let mut text = String::new();
    listed(&mut text, &found, face);
    text
}

/// The findings, by what they are about.
fn listed(text: &mut String, found: &[Finding], face: &Face) {
    let wide = found
        .iter()
        .map(|finding| clean(&finding.subject).chars().count())
        .max()
        .unwrap_or(0)
        .min(SUBJECT);
    let mut topic = None;
    for (at, finding) in found.iter().enumerate() {
        if topic != Some(finding.topic) {
            topic = Some(finding.topic);
            let head = face.paint(Tone::Strong, finding.topic.heading());
            text.push_str(&format!("\n{head}\n"));
        }
        one(text, finding, wide, face);
        // What mends several in a row is said once, beneath the last.
        let next = found.get(at + 1).filter(|next| next.topic == finding.topic);
        if let Some(fix) = &finding.fix
            && next.and_then(|next| next.fix.as_ref()) != Some(fix)
        {
            mended(text, fix, face);
        }
    }
}

fn mark(verdict: Readiness) -> (&'static str, Tone) {
    match verdict {
        Readiness::Ready => ("+", Tone::Good),
        Readiness::Attention => ("!", Tone::Warning),
        Readiness::CouldNotBeTold => ("?", Tone::Warning),
        Readiness::Blocked => ("x", Tone::Bad),
    }
}

fn one(text: &mut String, finding: &Finding, wide: usize, face: &Face) {
    let (mark, tone) = mark(finding.verdict);
    let word = match finding.verdict {
        Readiness::Ready => String::new(),
        Readiness::Attention | Readiness::CouldNotBeTold | Readiness::Blocked => {
            format!("{}: ", finding.verdict.word())
        }
    };
    let subject = clean(&finding.subject);
    let lead = format!("  {mark} {subject:<wide$}  ");
    let said = wrapped(
        &format!("{word}{}", clean(&finding.evidence)),
        lead.chars().count(),
        face,
    );
    text.push_str(&lead.replacen(mark, &face.paint(tone, mark), 1));
    text.push_str(&said);
    text.push('\n');
    if !finding.items.is_empty() {
        let items: Vec<String> = finding
            .items
            .iter()
            .map(|item| {
                let name = item
                    .name
                    .split_once(':')
                    .map_or(item.name.as_str(), |(_, name)| name);
                if item.steps.is_empty() {
                    clean(name)
                } else {
                    format!("{} ({})", clean(name), item.steps.join(", "))
                }
            })
            .collect();
        line(text, "", &items.join("; "), face);
    }
}

/// How to mend it.
fn mended(text: &mut String, fix: &Fix, face: &Face) {
    line(text, "fix: ", &clean(&fix.text), face);
    for more in fix.command.iter().chain(&fix.link) {
        // To be copied whole, and so never broken.
        text.push_str(&format!(
            "{:INDENT$}     {}\n",
            "",
            face.paint(Tone::Code, &clean(more))
        ));
    }
}

/// A line beneath a finding.
fn line(text: &mut String, lead: &str, words: &str, face: &Face) {
    let said = wrapped(words, INDENT + lead.len(), face);
    text.push_str(&format!(
        "{:INDENT$}{}{said}\n",
        "",
        face.paint(Tone::Quiet, lead)
    ));
}

/// Words that stand in so far.
fn wrapped(words: &str, indent: usize, face: &Face) -> String {
    // Beside a wide subject on a narrow terminal, a line of its own is easier to read.
    let room = face.width.saturating_sub(indent);
    let (room, lead) = if room < 24 {
        (face.width.saturating_sub(INDENT), INDENT)
    } else {
        (room, indent)
    };
    let options = textwrap::Options::new(room.max(20))
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false);
    let lines = textwrap::wrap(words, options).join(&format!("\n{:lead$}", ""));
    if lead == indent {
        lines
    } else {
        format!("\n{:lead$}{lines}", "")
    }
}

/// What it comes to.
fn sum(found: &[Finding], exit: Exit, face: &Face) -> String {
    let mut text = String::new();
    for verdict in [
        Readiness::Ready,
        Readiness::Attention,
        Readiness::CouldNotBeTold,
        Readiness::Blocked,
    ] {
        let number = found.iter().filter(|finding| finding.verdict == verdict).count();
        if number > 0 {
            let comma = if text.is_empty() { "" } else { ", " };
            // Writing into a text cannot fail.
            write!(text, "{comma}{number} {}", verdict.word()).unwrap_or_default();
        }
    }
    let (tone, end) = match exit {
        Exit::Passed => (Tone::Good, "The account is ready."),
        Exit::Interrupted => (Tone::Warning, "Interrupted: the rest was not looked at."),
        _ => (Tone::Bad, "The account is not ready."),
    };
    let sum = wrapped(&format!("{}: {text}.", count(found.len(), "check")), 0, face);
    format!("{sum}\n{}", face.paint(tone, end))
}
