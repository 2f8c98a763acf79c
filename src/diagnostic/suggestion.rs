//! What was probably meant.

use strsim::jaro_winkler;

/// The candidate that looks most like the word, if any looks enough like it.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Advice for a word that is not one of the candidates: the nearest, else all of them.
#[must_use]
pub fn suggest(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let all: Vec<String> = candidates.iter().map(|c| format!("`{c}`")).collect();
            format!("it can be {}", list(&all))
        }
    }
}

fn list(words: &[String]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_gets_the_list() {
        assert_eq!(
            suggest("chek", &["setup", "solve", "check"]),
            "did you mean `check`?"
        );
        assert_eq!(suggest("Tittle", &["title", "summary"]), "did you mean `title`?");
        assert_eq!(
            suggest("{1,3}", &["setup", "solve", "check"]),
            "it can be `setup`, `solve` or `check`"
        );
    }
}
