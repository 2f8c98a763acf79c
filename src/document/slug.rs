//! Ids of headings, as GitHub makes their anchors.

use std::collections::HashMap;

/// Makes slugs that are unique in one document.
#[derive(Debug, Default)]
pub(super) struct Slugger {
    seen: HashMap<String, usize>,
}

impl Slugger {
    /// The slug of the next heading: lower case, blanks as hyphens, punctuation gone, a repeated one numbered.
    pub(super) fn slug(&mut self, title: &str) -> String {
        let plain = slug(title);
        let mut unique = plain.clone();
        while self.seen.contains_key(&unique) {
            let count = self.seen.entry(plain.clone()).or_default();
            *count += 1;
            unique = format!("{plain}-{count}");
        }
        self.seen.insert(unique.clone(), 0);
        unique
    }
}

/// The slug of a text on its own.
pub(super) fn slug(title: &str) -> String {
    title
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_headings_are_numbered_as_github_does() {
        let mut slugger = Slugger::default();
        let slugs: Vec<String> = [
            "Enable `GuardDuty`!",
            "enable guardduty",
            "Enable GuardDuty 1",
            "Enable GuardDuty",
            "Ünïts – 2",
        ]
        .iter()
        .map(|title| slugger.slug(title))
        .collect();
        assert_eq!(
            slugs,
            [
                "enable-guardduty",
                "enable-guardduty-1",
                "enable-guardduty-1-1",
                "enable-guardduty-2",
                "ünïts--2"
            ]
        );
    }
}
