//! `systemctl`, `service` and `journalctl`.

use super::super::facts::Facts;
use super::super::state::Service;
use super::super::unit::{self, Unit};
use super::super::web;
use super::{Host, Run, fails, says};
use rust_bash::CommandResult;
use rust_bash::VirtualFs;
use std::path::Path;
use std::time::Duration;

pub(super) fn systemctl(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let [verb, names @ ..] = plain.as_slice() else {
        return list(host);
    };
    let now = run.args.iter().any(|word| word == "--now");
    if *verb == "daemon-reload" {
        return says("");
    }
    if matches!(*verb, "list-units" | "list-unit-files") {
        return list(host);
    }
    if names.is_empty() {
        return fails(1, "Too few arguments.\n");
    }
    let mut result = CommandResult::default();
    for name in names {
        let one = act(host, verb, name, now);
        result.stdout.push_str(&one.stdout);
        result.stderr.push_str(&one.stderr);
        result.exit_code = result.exit_code.max(one.exit_code);
    }
    result
}

/// The older order of the words: `service httpd start`.
pub(super) fn service(host: &Host, run: &Run<'_>) -> CommandResult {
    match run.plain().as_slice() {
        [name, verb] => {
            let mut result = act(host, verb, name, false);
            result.stderr = format!(
                "Redirecting to /bin/systemctl {verb} {name}.service\n{}",
                result.stderr
            );
            result
        }
        _ => fails(
            1,
            "Usage: service < option > | --status-all | [ service_name [ command ] ]\n",
        ),
    }
}

fn act(host: &Host, verb: &str, name: &str, now: bool) -> CommandResult {
    let state = host.state();
    let Some(unit) = unit::named(&host.facts, &state, name) else {
        let name = name.strip_suffix(".service").unwrap_or(name);
        return match verb {
            "status" => fails(4, format!("Unit {name}.service could not be found.\n")),
            "is-active" => CommandResult {
                exit_code: 4,
                ..says("inactive\n")
            },
            "is-enabled" | "enable" | "disable" => fails(
                1,
                format!("Failed to {verb} unit: Unit file {name}.service does not exist.\n"),
            ),
            _ => fails(
                5,
                format!("Failed to {verb} {name}.service: Unit {name}.service not found.\n"),
            ),
        };
    };
    let standing = unit::standing(&host.facts, &state, unit);
    match verb {
        "start" if standing.since.is_some() => says(""),
        "start" => start(host, unit, standing),
        "restart" => start(
            host,
            unit,
            Service {
                since: None,
                ..standing
            },
        ),
        "reload" if standing.since.is_none() => fails(
            1,
            format!("{}.service is not active, cannot reload.\n", unit.name),
        ),
        "reload" => says(""),
        "stop" => {
            keep(
                host,
                unit,
                Service {
                    since: None,
                    ..standing
                },
            );
            says("")
        }
        "enable" => enable(host, unit, standing, now),
        "disable" => {
            let since = standing.since.filter(|_| !now);
            keep(
                host,
                unit,
                Service {
                    since,
                    enabled: false,
                },
            );
            if standing.enabled {
                fails(
                    0,
                    format!(
                        "Removed \"/etc/systemd/system/multi-user.target.wants/{}.service\".\n",
                        unit.name
                    ),
                )
            } else {
                says("")
            }
        }
        "is-active" => CommandResult {
            exit_code: if standing.since.is_some() { 0 } else { 3 },
            ..says(if standing.since.is_some() {
                "active\n"
            } else {
                "inactive\n"
            })
        },
        "is-enabled" => CommandResult {
            exit_code: i32::from(!standing.enabled),
            ..says(if standing.enabled {
                "enabled\n"
            } else {
                "disabled\n"
            })
        },
        "status" => CommandResult {
            exit_code: if standing.since.is_some() { 0 } else { 3 },
            ..says(status(&host.facts, unit, standing))
        },
        _ => fails(1, format!("Unknown command verb {verb}.\n")),
    }
}

fn keep(host: &Host, unit: &Unit, service: Service) {
    host.change(|state| {
        state.services.insert(unit.name.to_owned(), service);
    });
}

fn enable(host: &Host, unit: &'static Unit, standing: Service, now: bool) -> CommandResult {
    let enabled = Service {
        enabled: true,
        ..standing
    };
    keep(host, unit, enabled);
    let mut result = CommandResult::default();
    if !standing.enabled {
        result.stderr = format!(
            "Created symlink /etc/systemd/system/multi-user.target.wants/{name}.service → /usr/lib/systemd/system/{name}.service.\n",
            name = unit.name
        );
    }
    if now && standing.since.is_none() {
        let started = start(host, unit, enabled);
        result.stderr.push_str(&started.stderr);
        result.exit_code = started.exit_code;
    }
    result
}

fn start(host: &Host, unit: &'static Unit, standing: Service) -> CommandResult {
    let state = host.state();
    let rival = unit::running(&host.facts, &state)
        .into_iter()
        .find(|(other, _)| other.name != unit.name && other.port.is_some() && other.port == unit.port);
    if rival.is_some() {
        return fails(
            1,
            format!(
                "Job for {name}.service failed because the control process exited with error code.\n\
                 See \"systemctl status {name}.service\" and \"journalctl -xeu {name}.service\" for details.\n",
                name = unit.name
            ),
        );
    }
    host.takes(Duration::from_millis(400));
    keep(
        host,
        unit,
        Service {
            since: Some(host.facts.now),
            ..standing
        },
    );
    if unit.port == Some(80) {
        return opened(host, unit);
    }
    says("")
}

/// A web server writes its logs as soon as it runs.
fn opened(host: &Host, unit: &Unit) -> CommandResult {
    let (access, error) = web::logs(unit.name);
    let now = host.facts.now;
    let old = |path: &str| host.disk.read_file(Path::new(path)).unwrap_or_default();
    let mut errors = old(&error);
    errors.extend(web::errors(unit.name, host.facts.now, &[]).into_bytes());
    let written = host
        .disk
        .put(&error, &errors, 0o644, now)
        .and_then(|()| host.disk.put(&access, &old(&access), 0o644, now));
    match written {
        Ok(()) => says(""),
        Err(problem) => fails(1, format!("{problem}\n")),
    }
}

fn status(facts: &Facts, unit: &Unit, standing: Service) -> String {
    let enabled = if standing.enabled { "enabled" } else { "disabled" };
    let head = format!(
        "{} {name}.service - {}\n     Loaded: loaded (/usr/lib/systemd/system/{name}.service; {enabled}; preset: disabled)\n",
        if standing.since.is_some() { "●" } else { "○" },
        unit.about,
        name = unit.name
    );
    match standing.since {
        None => format!("{head}     Active: inactive (dead)\n"),
        Some(since) => {
            let ago = facts.now.duration_since(since).unsigned_abs().as_secs();
            let ago = if ago < 60 {
                format!("{ago}s")
            } else {
                format!("{}min {}s", ago / 60, ago % 60)
            };
            format!(
                "{head}     Active: active (running) since {}; {ago} ago\n   Main PID: {} ({})\n      Tasks: 177 (limit: 1111)\n     \
                 Memory: 13.2M\n        CPU: 63ms\n     CGroup: /system.slice/{name}.service\n             └─{} {}\n",
                since.strftime("%a %Y-%m-%d %H:%M:%S UTC"),
                unit.pid,
                unit.name,
                unit.pid,
                unit.process,
                name = unit.name
            )
        }
    }
}

fn list(host: &Host) -> CommandResult {
    let state = host.state();
    let mut text = String::from("  UNIT                             LOAD   ACTIVE SUB     DESCRIPTION\n");
    let mut count = 0;
    for (unit, _) in unit::running(&host.facts, &state) {
        let name = format!("{}.service", unit.name);
        text.push_str(&format!("  {name:<32} loaded active running {}\n", unit.about));
        count += 1;
    }
    text.push_str(&format!("\n{count} loaded units listed.\n"));
    says(text)
}

pub(super) fn journalctl(host: &Host, run: &Run<'_>) -> CommandResult {
    let words = run.words();
    let asked = words.iter().enumerate().find_map(|(at, word)| {
        let inline = word.strip_prefix("--unit=");
        inline.or_else(|| {
            (word.ends_with('u') && word.starts_with('-'))
                .then(|| words.get(at + 1).copied())
                .flatten()
        })
    });
    let state = host.state();
    let mut text = String::new();
    for unit in unit::all(&host.facts, &state) {
        let wanted = asked.is_none_or(|name| name.trim_end_matches(".service") == unit.name);
        let since = unit::standing(&host.facts, &state, unit).since.filter(|_| wanted);
        if let Some(since) = since {
            let at = since.strftime("%b %d %H:%M:%S");
            let host_name = host.facts.host();
            text.push_str(&format!(
                "{at} {host_name} systemd[1]: Starting {name}.service - {about}...\n\
                 {at} {host_name} systemd[1]: Started {name}.service - {about}.\n",
                name = unit.name,
                about = unit.about
            ));
        }
    }
    if text.is_empty() {
        text.push_str("-- No entries --\n");
    }
    says(text)
}
