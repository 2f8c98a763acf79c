//! The parts of a runbook beside its steps, as far as it must be told whether they are still the same.

use super::Runbook;
use super::runbook::digest;
use indexmap::IndexMap;

impl Runbook {
    /// SHA-256 of the text of each key of the front matter, by the key, and of the blocks before the first step, by the
    /// empty name.
    #[must_use]
    pub fn parts(&self) -> IndexMap<String, String> {
        let mut texts: IndexMap<String, String> = IndexMap::new();
        let front = &self.source.text()[..self.preface.start];
        let mut key = None;
        for line in front.lines().skip(1).take_while(|line| line.trim_end() != "---") {
            let begins = !line.starts_with([' ', '\t', '#', '-']);
            if let Some((name, _)) = line.split_once(':').filter(|_| begins) {
                key = Some(name.trim().to_owned());
            }
            if let Some(key) = &key {
                let text = texts.entry(key.clone()).or_default();
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        let setup = self.setup.iter().map(|block| block.code.text(&self.source));
        texts.insert(String::new(), setup.collect());
        texts
            .into_iter()
            .map(|(name, text)| (name, digest(&text)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::parse;
    use crate::source::Source;

    #[test]
    fn each_part_is_told_apart() {
        let parts = |text: &str| parse(&Source::new("a.md", text)).0.parts();
        let text = "---\ntitle: T\ninputs:\n  a:\n    ask: A?\nregions: [us-east-1]\n---\n\nText.\n\n```rhai setup\n\
            let x = 1;\n```\n\n## S\n\nText.\n";
        let first = parts(text);
        assert_eq!(
            first.keys().collect::<Vec<_>>(),
            ["title", "inputs", "regions", ""]
        );
        let table = [
            ("ask: A?", "ask: B?", "inputs"),
            ("us-east-1", "us-west-2", "regions"),
            ("x = 1", "x = 2", ""),
        ];
        for (from, to, part) in table {
            let second = parts(&text.replace(from, to));
            let differ: Vec<&str> = first
                .iter()
                .filter(|(name, digest)| second.get(*name) != Some(digest))
                .map(|(name, _)| name.as_str())
                .collect();
            assert_eq!(differ, [part]);
        }
        assert_eq!(parts("## S\n").len(), 1);
    }
}
