//! The profiles that the AWS CLI and the SDKs reach a served account by.

use crate::cli::exit::Exit;
use crate::cli::trouble::Trouble;
use crate::practice::{Credentials, Practice};
use serde_json::{Value as Json, json};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The profile of the own account; further ones are `practice-NAME`.
const NAME: &str = "practice";

/// The profiles of the accounts that are served.
#[derive(Debug)]
pub(super) struct Profiles {
    url: String,
    region: String,
    all: Vec<Profile>,
}

#[derive(Debug)]
struct Profile {
    name: String,
    account: String,
    key: Credentials,
}

/// The files that hold them.
#[derive(Debug)]
pub(super) struct Files {
    /// In the form of `~/.aws/config`.
    pub(super) config: PathBuf,
    /// In the form of `~/.aws/credentials`.
    pub(super) credentials: PathBuf,
}

impl Profiles {
    /// Of the own account, and of the further ones that were named.
    pub(super) fn of(practice: &Practice, accounts: &[String], region: &str, url: &str) -> Profiles {
        let profile = |name: String, account: Option<&str>| {
            let account = practice.account(account);
            Profile {
                name,
                key: practice.credentials(&account),
                account,
            }
        };
        let further = accounts
            .iter()
            .map(|name| profile(format!("{NAME}-{name}"), Some(name)));
        Profiles {
            url: url.to_owned(),
            region: region.to_owned(),
            all: [profile(NAME.to_owned(), None)]
                .into_iter()
                .chain(further)
                .collect(),
        }
    }

    /// What they sign with.
    pub(super) fn keys(&self) -> Vec<Credentials> {
        self.all.iter().map(|profile| profile.key.clone()).collect()
    }

    fn config(&self) -> String {
        let (region, url) = (&self.region, &self.url);
        let section = |profile: &Profile| {
            format!(
                "[profile {}]\nregion = {region}\nendpoint_url = {url}\n",
                profile.name
            )
        };
        self.all.iter().map(section).collect::<Vec<_>>().join("\n")
    }

    fn credentials(&self) -> String {
        let section = |Profile { name, key, .. }: &Profile| {
            let token = key.token.as_deref().unwrap_or_default();
            format!(
                "[{name}]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_session_token = {token}\n",
                key.access_key, key.secret
            )
        };
        self.all.iter().map(section).collect::<Vec<_>>().join("\n")
    }

    /// Writes them into a folder of their own, beside nobody's real ones.
    pub(super) fn write(&self, folder: &Path) -> Result<Files, Trouble> {
        let files = Files {
            config: folder.join("config"),
            credentials: folder.join("credentials"),
        };
        let wrote = fs::create_dir_all(folder)
            .and_then(|()| write(&files.config, &self.config()))
            .and_then(|()| write(&files.credentials, &self.credentials()));
        wrote.map_err(|error| {
            Trouble::new(
                Exit::Failed,
                format!("the profiles cannot be written to {}: {error}", folder.display()),
            )
            .hint("name another folder with --profiles")
        })?;
        Ok(files)
    }

    /// What a person pastes: a line for one terminal, and the profiles themselves.
    pub(super) fn told(&self, files: &Files) -> String {
        let further: Vec<&str> = self
            .all
            .iter()
            .skip(1)
            .map(|profile| profile.name.as_str())
            .collect();
        let further = if further.is_empty() {
            String::new()
        } else {
            format!(
                "The other accounts: `aws --profile {}`.\n\n",
                further.join("`, `aws --profile ")
            )
        };
        format!(
            "Paste this into a terminal, and the AWS CLI and every SDK work here:\n\n\
             export AWS_CONFIG_FILE={} AWS_SHARED_CREDENTIALS_FILE={} AWS_PROFILE={NAME}\n\n{further}\
             Or keep the profiles. In ~/.aws/config:\n\n{}\nIn ~/.aws/credentials:\n\n{}\n\
             A tool that takes no endpoint from a profile takes it from `export AWS_ENDPOINT_URL={}`.\n",
            quoted(&files.config),
            quoted(&files.credentials),
            self.config(),
            self.credentials(),
            self.url,
        )
    }

    /// For programs.
    pub(super) fn json(&self) -> Json {
        let profile = |Profile { name, account, key }: &Profile| {
            json!({
                "name": name,
                "account": account,
                "region": self.region,
                "access_key_id": key.access_key,
                "secret_access_key": key.secret,
                "session_token": key.token,
            })
        };
        self.all.iter().map(profile).collect()
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::Options;

    #[test]
    fn paths_are_quoted_for_a_shell() {
        assert_eq!(
            quoted(Path::new("/home/a/.aws-x/config")),
            "/home/a/.aws-x/config"
        );
        assert_eq!(quoted(Path::new("/home/a b/it's")), r"'/home/a b/it'\''s'");
    }

    #[test]
    fn each_account_has_a_profile() {
        let practice = Practice::in_memory(&Options::new("eu-west-1"));
        let profiles = Profiles::of(
            &practice,
            &["partner".to_owned()],
            "eu-west-1",
            "http://127.0.0.1:1",
        );
        assert_eq!(
            profiles.config(),
            "[profile practice]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n\n\
             [profile practice-partner]\nregion = eu-west-1\nendpoint_url = http://127.0.0.1:1\n"
        );
        let credentials = profiles.credentials();
        let keys: Vec<&str> = credentials
            .lines()
            .filter(|line| line.starts_with("aws_access_key_id"))
            .collect();
        assert!(keys.len() == 2 && keys[0] != keys[1], "{credentials}");
    }
}
