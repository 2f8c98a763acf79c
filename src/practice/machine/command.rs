//! The commands of a machine that are more than files: who and where it is, services, packages, the network. What the
//! interpreter has itself (`cat`, `grep`, `awk` and their kin) is not here.

mod curl;
mod list;
mod metadata;
mod network;
mod package;
mod service;
mod system;
mod user;

use super::disk::Disk;
use super::facts::Facts;
use super::state::State;
use rust_bash::{CommandContext, CommandResult, VirtualCommand};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub(super) use system::uptime;

/// The machine while a script runs on it.
pub(super) struct Host {
    pub(super) facts: Facts,
    pub(super) disk: Disk,
    changing: Mutex<(State, Duration)>,
}

impl Host {
    pub(super) fn new(facts: Facts, state: State, disk: Disk) -> Host {
        Host {
            facts,
            disk,
            changing: Mutex::new((state, Duration::ZERO)),
        }
    }

    /// The state as it is now.
    pub(super) fn state(&self) -> State {
        self.changing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .0
            .clone()
    }

    /// Changes the state.
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.changing.lock().unwrap_or_else(PoisonError::into_inner).0);
    }

    /// That a command took time on the machine; nobody waits for it here.
    fn takes(&self, time: Duration) {
        let mut changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        changing.1 = changing.1.saturating_add(time);
    }

    /// How long the commands so far took.
    pub(super) fn took(&self) -> Duration {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner).1
    }
}

/// One call of a command.
#[derive(Clone, Copy)]
struct Run<'a> {
    name: &'a str,
    args: &'a [String],
    context: &'a CommandContext<'a>,
}

impl<'a> Run<'a> {
    /// The arguments as texts.
    fn words(&self) -> Vec<&'a str> {
        self.args.iter().map(String::as_str).collect()
    }

    /// The arguments that are no options.
    fn plain(&self) -> Vec<&'a str> {
        let words = self.words();
        words.into_iter().filter(|word| !word.starts_with('-')).collect()
    }

    /// True where an option is given, alone or in a group of letters: `-l` in `-la`.
    fn has(&self, short: char, long: &str) -> bool {
        self.args.iter().any(|word| {
            (!long.is_empty() && word == long)
                || (word.starts_with('-') && !word.starts_with("--") && word[1..].contains(short))
        })
    }

    /// A variable of the environment.
    fn variable(&self, name: &str) -> &'a str {
        self.context.env.get(name).map_or("", String::as_str)
    }

    /// Lets the shell run something.
    fn shell(&self, text: &str) -> CommandResult {
        match self.context.exec.map(|exec| exec(text)) {
            Some(Ok(result)) => result,
            Some(Err(error)) => fails(1, format!("bash: {error}\n")),
            None => fails(1, "bash: no shell here\n"),
        }
    }
}

/// Output of a command that went well.
fn says(text: impl Into<String>) -> CommandResult {
    CommandResult {
        stdout: text.into(),
        ..CommandResult::default()
    }
}

/// A command that failed.
fn fails(code: i32, text: impl Into<String>) -> CommandResult {
    CommandResult {
        stderr: text.into(),
        exit_code: code,
        ..CommandResult::default()
    }
}

/// What is known to exist on such a machine and is not modelled.
fn unmodelled(_: &Host, run: &Run<'_>) -> CommandResult {
    fails(1, format!("practice does not model the command `{}`\n", run.name))
}

/// A command that is called by its path: `/usr/bin/whoami`.
fn by_path(_: &Host, run: &Run<'_>) -> CommandResult {
    let name = run.name.rsplit('/').next().unwrap_or_default();
    let words: Vec<String> = run.args.iter().map(|word| super::boot::quoted(word)).collect();
    let command = format!("{name} {}", words.join(" "));
    if run.context.stdin.is_empty() {
        return run.shell(&command);
    }
    let input = super::boot::quoted(run.context.stdin);
    run.shell(&format!("printf '%s' {input} | {command}"))
}

/// What is called by its path as a rule.
static PATHS: &[&str] = &[
    "/bin/bash",
    "/bin/cat",
    "/bin/echo",
    "/bin/ls",
    "/bin/sh",
    "/bin/systemctl",
    "/usr/bin/apt-get",
    "/usr/bin/bash",
    "/usr/bin/cat",
    "/usr/bin/curl",
    "/usr/bin/date",
    "/usr/bin/dnf",
    "/usr/bin/echo",
    "/usr/bin/grep",
    "/usr/bin/hostname",
    "/usr/bin/id",
    "/usr/bin/ls",
    "/usr/bin/ps",
    "/usr/bin/sudo",
    "/usr/bin/systemctl",
    "/usr/bin/tail",
    "/usr/bin/uptime",
    "/usr/bin/whoami",
    "/usr/bin/yum",
    "/usr/sbin/service",
    "/usr/sbin/useradd",
];

type Action = fn(&Host, &Run<'_>) -> CommandResult;

static COMMANDS: &[(&str, Action)] = &[
    ("apt", package::apt),
    ("apt-get", package::apt),
    ("chown", user::chown),
    ("curl", curl::curl),
    ("date", system::date),
    ("df", system::df),
    ("dnf", package::dnf),
    ("dpkg", package::dpkg),
    ("ec2-metadata", metadata::ec2_metadata),
    ("free", system::free),
    ("getent", user::getent),
    ("groups", user::groups),
    ("hostname", system::hostname),
    ("hostnamectl", system::hostnamectl),
    ("id", user::id),
    ("ifconfig", network::ifconfig),
    ("ip", network::ip),
    ("journalctl", service::journalctl),
    ("last", user::last),
    ("ls", list::ls),
    ("lscpu", system::lscpu),
    ("netstat", network::sockets),
    ("nproc", system::nproc),
    ("ps", system::ps),
    ("pgrep", system::pgrep),
    ("rpm", package::rpm),
    ("service", service::service),
    ("sleep", system::sleep),
    ("ss", network::sockets),
    ("su", user::su),
    ("sudo", user::sudo),
    ("systemctl", service::systemctl),
    ("uname", system::uname),
    ("uptime", system::uptime_command),
    ("useradd", user::useradd),
    ("adduser", user::useradd),
    ("userdel", user::userdel),
    ("w", user::who),
    ("wget", curl::wget),
    ("who", user::who),
    ("whoami", user::whoami),
    ("yum", package::dnf),
];

/// Commands that such machines have, or that people try there, and that are not modelled.
static UNMODELLED: &[&str] = &[
    "amazon-linux-extras",
    "aws",
    "blkid",
    "crontab",
    "dd",
    "dig",
    "dmesg",
    "docker",
    "fdisk",
    "firewall-cmd",
    "gcc",
    "host",
    "htop",
    "iptables",
    "kill",
    "killall",
    "less",
    "lsblk",
    "lsof",
    "make",
    "mount",
    "mysql",
    "nano",
    "nc",
    "nft",
    "nmap",
    "node",
    "npm",
    "nslookup",
    "openssl",
    "passwd",
    "perl",
    "php",
    "ping",
    "pip3",
    "pkill",
    "python",
    "python3",
    "reboot",
    "rsync",
    "ruby",
    "scp",
    "shutdown",
    "snap",
    "ssh",
    "strace",
    "stress",
    "sysctl",
    "tcpdump",
    "telnet",
    "top",
    "traceroute",
    "ufw",
    "usermod",
    "vi",
    "vim",
];

struct Word {
    name: &'static str,
    action: Action,
    host: Arc<Host>,
}

impl VirtualCommand for Word {
    fn name(&self) -> &str {
        self.name
    }

    fn execute(&self, args: &[String], context: &CommandContext<'_>) -> CommandResult {
        let run = Run {
            name: self.name,
            args,
            context,
        };
        (self.action)(&self.host, &run)
    }
}

/// The commands, for the interpreter.
pub(super) fn words(host: &Arc<Host>) -> impl Iterator<Item = Arc<dyn VirtualCommand>> {
    let known = COMMANDS.iter().copied();
    let unknown = UNMODELLED.iter().map(|name| (*name, unmodelled as Action));
    let paths = PATHS.iter().map(|path| (*path, by_path as Action));
    known.chain(unknown).chain(paths).map(|(name, action)| {
        let word: Arc<dyn VirtualCommand> = Arc::new(Word {
            name,
            action,
            host: Arc::clone(host),
        });
        word
    })
}
