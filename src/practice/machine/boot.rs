//! What happens when a machine boots for the first time: cloud-init runs its user data.

use super::facts::{Facts, Platform};
use super::shell::{Outcome, Script, run};
use super::state::{Node, State};
use serde::Deserialize;

/// What cloud-init writes of a script's output.
const LOG: &str = "/var/log/cloud-init-output.log";

/// The parts of `#cloud-config` that are modelled.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CloudConfig {
    package_update: bool,
    package_upgrade: bool,
    packages: Vec<String>,
    runcmd: Vec<Command>,
    write_files: Vec<File>,
    hostname: Option<String>,
}

/// An entry of `runcmd`: a line for the shell, or words.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Command {
    Line(String),
    Words(Vec<String>),
}

#[derive(Debug, Deserialize)]
struct File {
    path: String,
    #[serde(default)]
    content: String,
}

/// Boots a machine: user data runs once, as root, and its output goes to cloud-init's log (AWS: EC2 user guide, "Run
/// commands when you launch an EC2 instance with user data input").
pub(crate) fn boot(facts: &Facts, state: &mut State) -> Outcome {
    if state.initialised || facts.platform == Platform::Windows {
        state.initialised = true;
        return Outcome::default();
    }
    state.initialised = true;
    let (script, told) = match facts.user_data.as_deref() {
        None | Some("") => (String::new(), String::new()),
        Some(data) if data.trim_start().starts_with("#!") => (data.trim_start().to_owned(), String::new()),
        Some(data) if data.starts_with("#cloud-config") => configured(data, facts),
        Some(_) => (
            String::new(),
            "__init__.py[WARNING]: Unhandled non-multipart (text/x-not-multipart) userdata\n".to_owned(),
        ),
    };
    let outcome = run(
        facts,
        state,
        Script {
            text: &script,
            user: "root",
            folder: "/",
        },
    );
    let stamp = |seconds: i64| {
        let at = jiff::Timestamp::from_second(facts.booted.as_second() + seconds).unwrap_or(facts.booted);
        at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
    };
    let version = if facts.platform.is_amazon() {
        "22.2.2"
    } else {
        "24.4"
    };
    let mut log = format!(
        "Cloud-init v. {version} running 'init' at {}. Up 6.21 seconds.\n\
         Cloud-init v. {version} running 'modules:final' at {}. Up 12.84 seconds.\n{told}",
        stamp(6),
        stamp(12)
    );
    log.push_str(&outcome.stdout);
    log.push_str(&outcome.stderr);
    if outcome.code != 0 {
        log.push_str(&format!(
            "{} - cc_scripts_user.py[WARNING]: Failed to run module scripts-user (scripts in \
             /var/lib/cloud/instance/scripts)\n",
            facts.booted.strftime("%Y-%m-%d %H:%M:%S")
        ));
    }
    log.push_str(&format!(
        "Cloud-init v. {version} finished at {}. Datasource DataSourceEc2.  Up 21.37 seconds\n",
        stamp(21)
    ));
    let node = Node::File {
        bytes: log.into_bytes(),
        mode: 0o640,
        at: facts.now,
    };
    state.files.insert(LOG.to_owned(), node);
    outcome
}

/// The script that a `#cloud-config` amounts to, and what cloud-init says of what is not modelled.
fn configured(data: &str, facts: &Facts) -> (String, String) {
    let config: CloudConfig = match serde_saphyr::from_str(data) {
        Ok(config) => config,
        Err(error) => {
            let first = error.to_string();
            let first = first.lines().next().unwrap_or_default();
            return (
                String::new(),
                format!("util.py[WARNING]: Failed loading yaml blob. {first}\n"),
            );
        }
    };
    let manager = if facts.platform.is_amazon() {
        "dnf"
    } else {
        "apt-get"
    };
    let mut script = String::new();
    if let Some(name) = &config.hostname {
        script.push_str(&format!("echo {} > /etc/hostname\n", quoted(name)));
    }
    for file in &config.write_files {
        script.push_str(&format!(
            "mkdir -p \"$(dirname {path})\"\nprintf '%s' {content} > {path}\n",
            path = quoted(&file.path),
            content = quoted(&file.content)
        ));
    }
    if config.package_update {
        script.push_str(&format!("{manager} -y update\n"));
    }
    if config.package_upgrade {
        script.push_str(&format!("{manager} -y upgrade\n"));
    }
    if !config.packages.is_empty() {
        let names: Vec<_> = config.packages.iter().map(|name| quoted(name)).collect();
        script.push_str(&format!("{manager} -y install {}\n", names.join(" ")));
    }
    for command in &config.runcmd {
        match command {
            Command::Line(line) => script.push_str(line),
            Command::Words(words) => {
                let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
                script.push_str(&words.join(" "));
            }
        }
        script.push('\n');
    }
    (script, String::new())
}

/// A word that a shell reads as it is.
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
