//! What was probably meant.

use strsim::osa_distance;

/// The candidate that was probably meant, if any is near enough: at most one letter in three amiss, whatever the case.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| word.len().abs_diff(candidate.len()) <= limit)
        .map(|candidate| (osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Advice for a word that is not one of the candidates: the nearest, else all of them.
#[must_use]
pub fn suggest(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => {
            let all: Vec<String> = candidates.iter().map(|c| format!("`{c}`")).collect();
            format!("it can be {}", either(&all))
        }
    }
}

/// Words as `a, b or c`.
#[must_use]
pub fn either(words: &[String]) -> String {
    match words {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The first of many names, and how many more there are.
#[must_use]
pub fn few(names: &[&str]) -> String {
    const MANY: usize = 8;
    let shown: Vec<String> = names.iter().take(MANY).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MANY);
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
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
