//! Users: who runs, and as whom.

use super::super::boot::quoted;
use super::{Host, Run, fails, says};
use rust_bash::CommandResult;

/// The id of a user, if there is one.
fn number(host: &Host, name: &str) -> Option<i64> {
    match name {
        "root" => Some(0),
        "ssm-user" => Some(1001),
        name if name == host.facts.platform.user() => Some(1000),
        name => host.state().users.get(name).copied(),
    }
}

pub(super) fn whoami(_: &Host, run: &Run<'_>) -> CommandResult {
    says(format!("{}\n", run.variable("USER")))
}

pub(super) fn id(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let name = plain.first().copied().unwrap_or_else(|| run.variable("USER"));
    let Some(id) = number(host, name) else {
        return fails(1, format!("id: ‘{name}’: no such user\n"));
    };
    if run.has('u', "--user") {
        let shown = if run.has('n', "--name") {
            name.to_owned()
        } else {
            id.to_string()
        };
        return says(format!("{shown}\n"));
    }
    let more = if name == host.facts.platform.user() {
        ",4(adm),10(wheel)"
    } else {
        ""
    };
    says(format!(
        "uid={id}({name}) gid={id}({name}) groups={id}({name}){more}\n"
    ))
}

pub(super) fn groups(_: &Host, run: &Run<'_>) -> CommandResult {
    says(format!("{}\n", run.variable("USER")))
}

pub(super) fn who(host: &Host, run: &Run<'_>) -> CommandResult {
    if run.name == "w" {
        let load = super::system::uptime_line(host);
        return says(format!(
            "{load}USER     TTY        LOGIN@   IDLE   JCPU   PCPU WHAT\n"
        ));
    }
    says("")
}

pub(super) fn last(host: &Host, _: &Run<'_>) -> CommandResult {
    let at = host.facts.booted.strftime("%a %b %e %H:%M");
    says(format!(
        "reboot   system boot  {:<16.16} {at}   still running\n\nwtmp begins {}\n",
        host.facts.platform.kernel(),
        host.facts.booted.strftime("%a %b %e %H:%M:%S %Y")
    ))
}

pub(super) fn getent(host: &Host, run: &Run<'_>) -> CommandResult {
    match run.plain().as_slice() {
        ["passwd"] => run.shell("cat /etc/passwd"),
        ["passwd", name] if number(host, name).is_none() => fails(2, ""),
        ["passwd", name] => run.shell(&format!("grep {} /etc/passwd", quoted(&format!("^{name}:")))),
        _ => fails(1, "practice models `getent passwd` alone\n"),
    }
}

/// Runs words as another user. Without words a shell starts, which reads what it is given.
fn become_user(host: &Host, run: &Run<'_>, user: &str, words: &[&str]) -> CommandResult {
    if number(host, user).is_none() {
        return fails(1, format!("{}: unknown user {user}\n", run.name));
    }
    let given = run.context.stdin;
    let command = match words {
        [] if given.is_empty() => return says(""),
        [] => format!("bash -c {}", quoted(given)),
        words => words
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" "),
    };
    let home = if user == "root" {
        "/root".to_owned()
    } else {
        format!("/home/{user}")
    };
    // What is piped into `sudo` goes on to what it runs.
    let input = if words.is_empty() || given.is_empty() {
        String::new()
    } else {
        format!("printf '%s' {} | ", quoted(given))
    };
    run.shell(&format!(
        "{input}USER={user} LOGNAME={user} HOME={home} {command}",
        user = quoted(user),
        home = quoted(&home)
    ))
}

pub(super) fn sudo(host: &Host, run: &Run<'_>) -> CommandResult {
    let words = run.words();
    let mut user = "root";
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match *word {
            "-u" | "--user" => {
                user = words.get(at + 1).copied().unwrap_or("root");
                at += 2;
            }
            "-l" => {
                let who = run.variable("USER");
                return says(format!(
                    "User {who} may run the following commands:\n    (ALL) NOPASSWD: ALL\n"
                ));
            }
            "-i" | "-s" | "-E" | "-H" | "-n" | "-S" | "-b" | "--" => at += 1,
            word if word.contains('=') && !word.starts_with('-') => at += 1,
            _ => break,
        }
    }
    become_user(host, run, user, &words[at.min(words.len())..])
}

pub(super) fn su(host: &Host, run: &Run<'_>) -> CommandResult {
    let words = run.words();
    let mut user = "root";
    let mut command = None;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match *word {
            "-c" | "--command" => {
                command = words.get(at + 1).copied();
                at += 2;
            }
            "-" | "-l" | "--login" | "-m" | "-p" => at += 1,
            "-s" => at += 2,
            name => {
                user = name;
                at += 1;
            }
        }
    }
    if number(host, user).is_none() {
        let why = "does not exist or the user entry does not contain all the required fields";
        return fails(1, format!("su: user {user} {why}\n"));
    }
    match command {
        Some(text) => become_user(host, run, user, &["bash", "-c", text]),
        None => become_user(host, run, user, &[]),
    }
}

pub(super) fn useradd(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let Some(name) = plain.last() else {
        return fails(2, "Usage: useradd [options] LOGIN\n");
    };
    if number(host, name).is_some() {
        return fails(9, format!("useradd: user '{name}' already exists\n"));
    }
    let next = 1002 + i64::try_from(host.state().users.len()).unwrap_or(0);
    host.change(|state| {
        state.users.insert((*name).to_owned(), next);
    });
    run.shell(&format!(
        "mkdir -p {home}; printf '%s:x:{next}:{next}::/home/%s:/bin/bash\\n' {name} {name} >> /etc/passwd",
        home = quoted(&format!("/home/{name}")),
        name = quoted(name)
    ))
}

pub(super) fn userdel(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let name = plain.last().copied().unwrap_or_default();
    if !host.state().users.contains_key(name) {
        return fails(6, format!("userdel: user '{name}' does not exist\n"));
    }
    host.change(|state| {
        state.users.remove(name);
    });
    run.shell(&format!("sed -i {} /etc/passwd", quoted(&format!("/^{name}:/d"))))
}

/// Whether the owner and the files are there. Files belong to root here: no command of the workshop asks.
pub(super) fn chown(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let [owner, files @ ..] = plain.as_slice() else {
        return fails(1, "chown: missing operand\n");
    };
    let name = owner.split([':', '.']).next().unwrap_or_default();
    if !name.is_empty() && number(host, name).is_none() && !["apache", "nginx", "www-data"].contains(&name) {
        return fails(1, format!("chown: invalid user: ‘{owner}’\n"));
    }
    for file in files {
        let there = run.shell(&format!("test -e {}", quoted(file)));
        if there.exit_code != 0 {
            return fails(
                1,
                format!("chown: cannot access '{file}': No such file or directory\n"),
            );
        }
    }
    says("")
}
