//! A live target against a server of a test, with keys of its own, so that the machine's environment is left out.

use runbook::api::Catalogue;
use runbook::cloud::{Live, Settings};
use runbook::port::Latch;
use tempfile::TempDir;

/// Settings, and the folder that their keys lie in.
pub(crate) fn settings(url: &str, latch: &Latch) -> (TempDir, Settings) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let keys = folder.path().join("credentials");
    std::fs::write(
        &keys,
        "[class]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\nmax_attempts = 3\n",
    )
    .expect("the keys");
    let settings = Settings {
        profile: Some("class".to_owned()),
        files: vec![keys],
        region: Some("us-east-1".to_owned()),
        endpoint: Some(url.to_owned()),
        ..Settings::new(Catalogue::embedded(), latch.clone())
    };
    (folder, settings)
}

/// A target, connected.
pub(crate) fn live(url: &str, latch: &Latch) -> Live {
    let (_folder, settings) = settings(url, latch);
    Live::connect(settings).unwrap_or_else(|error| panic!("{error}"))
}
