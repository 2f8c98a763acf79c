//! `vocabulary [WORD]`: the words that scripts have besides Rhai's own.

use super::args::VocabularyArgs;
use super::exit::Exit;
use super::output::{Format, Output};
use super::trouble::Trouble;
use crate::diagnostic::suggest;
use crate::script::{Word, vocabulary};
use crate::ui::Tone;
use serde_json::json;

pub(super) fn run(args: &VocabularyArgs, output: &Output) -> Result<Exit, Trouble> {
    let all = vocabulary();
    let wanted = args.word.as_deref().unwrap_or_default();
    let words: Vec<&Word> = all.iter().filter(|word| word.name.contains(wanted)).collect();
    if words.is_empty() {
        let names: Vec<&str> = all.iter().map(|word| word.name).collect();
        return Err(Trouble::usage(format!("scripts have no word `{wanted}`")).hint(suggest(wanted, &names)));
    }
    match output.format {
        Format::Json => output.json(&words.iter().map(|word| object(word)).collect::<Vec<_>>())?,
        Format::Human => output.data(&text(&words, output))?,
    }
    Ok(Exit::Passed)
}

fn object(word: &Word) -> serde_json::Value {
    json!({ "name": word.name, "signature": word.signature, "group": word.group, "summary": word.summary })
}

fn text(words: &[&Word], output: &Output) -> String {
    let face = &output.face;
    let mut text = String::new();
    let mut group = "";
    for word in words {
        if word.group != group {
            let gap = if group.is_empty() { "" } else { "\n" };
            group = word.group;
            text.push_str(&format!("{gap}{}\n", face.paint(Tone::Title, group)));
        }
        text.push_str(&format!("  {}\n", face.paint(Tone::Code, word.signature)));
        for line in textwrap::wrap(word.summary, face.width.saturating_sub(6)) {
            text.push_str(&format!("      {line}\n"));
        }
    }
    text
}
