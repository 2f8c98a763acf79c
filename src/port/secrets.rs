//! The secrets of a run, so that whatever is shown or kept can be masked.

use std::sync::{Arc, Mutex, PoisonError};

/// What stands in the place of a secret.
pub const MASK: &str = "********";

/// Shared by all that make, show or keep text.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<Mutex<Vec<String>>>);

impl Secrets {
    /// Adds a secret. Texts under four characters are left out: masking them would hide half of every sentence.
    pub fn add(&self, secret: &str) {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if secret.chars().count() >= 4 && !secrets.iter().any(|known| known == secret) {
            secrets.push(secret.to_owned());
            secrets.sort_by_key(|known| std::cmp::Reverse(known.len()));
        }
    }

    /// True where there is nothing to mask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// The text with every secret masked, the longest first.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets
            .iter()
            .fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_inside_another_is_masked_with_it() {
        let secrets = Secrets::default();
        secrets.add("pass");
        secrets.add("password");
        secrets.add("a");
        assert_eq!(secrets.mask("a password, a pass"), format!("a {MASK}, a {MASK}"));
    }
}
