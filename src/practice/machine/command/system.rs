//! The machine itself: its name, its time, its processes, its memory.

use super::super::facts::{Facts, Platform};
use super::super::unit;
use super::{Host, Run, fails, says};
use jiff::Timestamp;
use rust_bash::CommandResult;
use std::time::Duration;

/// Since when the machine runs.
pub(in super::super) fn uptime(facts: &Facts) -> Duration {
    let span = facts.now.duration_since(facts.booted);
    if span.is_negative() {
        Duration::ZERO
    } else {
        span.unsigned_abs()
    }
}

pub(super) fn uptime_line(host: &Host) -> String {
    let minutes = uptime(&host.facts).as_secs() / 60;
    let up = match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours:>2}:{minutes:02}"),
        (1, hours, minutes) => format!("1 day, {hours:>2}:{minutes:02}"),
        (days, hours, minutes) => format!("{days} days, {hours:>2}:{minutes:02}"),
    };
    let now = host.facts.now.strftime("%H:%M:%S");
    format!(" {now} up {up},  0 users,  load average: 0.08, 0.03, 0.01\n")
}

pub(super) fn uptime_command(host: &Host, run: &Run<'_>) -> CommandResult {
    if run.has('s', "--since") {
        return says(format!("{}\n", host.facts.booted.strftime("%Y-%m-%d %H:%M:%S")));
    }
    if run.has('p', "--pretty") {
        return says(format!("up {} minutes\n", uptime(&host.facts).as_secs() / 60));
    }
    says(uptime_line(host))
}

pub(super) fn date(host: &Host, run: &Run<'_>) -> CommandResult {
    let now = host.facts.now;
    let words = run.words();
    let shifted =
        |word: &&&str| !word.starts_with(['+', '-']) || **word == "-d" || word.starts_with("--date");
    if let Some(word) = words.iter().find(shifted) {
        return fails(1, format!("practice does not model `date {word}`\n"));
    }
    let format = match words.iter().find_map(|word| word.strip_prefix('+')) {
        Some(format) => format.replace("%Z", "UTC").replace("%z", "+0000"),
        None if run.has('I', "--iso-8601") => "%Y-%m-%d".to_owned(),
        None if run.has('R', "--rfc-email") => "%a, %d %b %Y %H:%M:%S +0000".to_owned(),
        None => "%a %b %e %H:%M:%S UTC %Y".to_owned(),
    };
    match jiff::fmt::strtime::format(&format, now) {
        Ok(text) => says(format!("{text}\n")),
        Err(_) => fails(
            1,
            format!("practice does not model the format `{format}` of date\n"),
        ),
    }
}

pub(super) fn sleep(host: &Host, run: &Run<'_>) -> CommandResult {
    let mut total = 0.0;
    for word in run.words() {
        let (number, unit) = match word.find(|letter: char| letter.is_ascii_alphabetic()) {
            Some(at) => word.split_at(at),
            None => (word, "s"),
        };
        let unit = match unit {
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            _ => f64::NAN,
        };
        let seconds = number.parse::<f64>().unwrap_or(f64::NAN) * unit;
        if !seconds.is_finite() || seconds < 0.0 {
            return fails(1, format!("sleep: invalid time interval ‘{word}’\n"));
        }
        total += seconds;
    }
    host.takes(Duration::try_from_secs_f64(total).unwrap_or(Duration::MAX));
    says("")
}

pub(super) fn hostname(host: &Host, run: &Run<'_>) -> CommandResult {
    let facts = &host.facts;
    if run.has('I', "--all-ip-addresses") || run.has('i', "--ip-address") {
        return says(format!("{} \n", facts.private));
    }
    if run.has('s', "--short") {
        return says(format!("{}\n", facts.host()));
    }
    match run.plain().first() {
        Some(_) => fails(1, "practice does not model setting the host's name\n"),
        None if facts.platform.is_amazon() || run.has('f', "--fqdn") => says(format!("{}\n", facts.domain())),
        None => says(format!("{}\n", facts.host())),
    }
}

pub(super) fn hostnamectl(host: &Host, _: &Run<'_>) -> CommandResult {
    let facts = &host.facts;
    let system = format!("{} {}", facts.platform.name(), facts.platform.version());
    says(format!(
        " Static hostname: {}\n       Icon name: computer-vm\n         Chassis: vm\n  Virtualization: amazon\n\
         Operating System: {system}\n          Kernel: Linux {}\n    Architecture: x86-64\n Hardware Vendor: Amazon EC2\n  \
         Hardware Model: {}\n",
        facts.domain(),
        facts.platform.kernel(),
        facts.kind
    ))
}

pub(super) fn uname(host: &Host, run: &Run<'_>) -> CommandResult {
    let facts = &host.facts;
    let all = run.has('a', "--all");
    let parts = [
        (
            run.has('s', "--kernel-name") || run.args.is_empty(),
            "Linux".to_owned(),
        ),
        (run.has('n', "--nodename"), facts.domain()),
        (
            run.has('r', "--kernel-release"),
            facts.platform.kernel().to_owned(),
        ),
        (
            run.has('v', "--kernel-version"),
            "#1 SMP PREEMPT_DYNAMIC Tue Nov 10 12:00:00 UTC 2026".to_owned(),
        ),
        (
            run.has('m', "--machine") || run.has('p', "") || run.has('i', ""),
            "x86_64".to_owned(),
        ),
        (run.has('o', "--operating-system"), "GNU/Linux".to_owned()),
    ];
    let chosen: Vec<_> = parts
        .into_iter()
        .filter(|(wanted, _)| all || *wanted)
        .map(|(_, text)| text)
        .collect();
    says(format!("{}\n", chosen.join(" ")))
}

pub(super) fn nproc(_: &Host, _: &Run<'_>) -> CommandResult {
    says("1\n")
}

pub(super) fn lscpu(_: &Host, _: &Run<'_>) -> CommandResult {
    says(
        "Architecture:            x86_64\nCPU(s):                  1\nVendor ID:               GenuineIntel\n\
         Model name:              Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz\nHypervisor vendor:       Xen\n",
    )
}

pub(super) fn df(host: &Host, run: &Run<'_>) -> CommandResult {
    let disk = match host.facts.platform {
        Platform::Ubuntu(_) => "/dev/root ",
        _ => "/dev/xvda1",
    };
    if run.has('h', "--human-readable") {
        return says(format!(
            "Filesystem      Size  Used Avail Use% Mounted on\ndevtmpfs        4.0M     0  4.0M   0% /dev\n\
             tmpfs           475M     0  475M   0% /dev/shm\n{disk}      8.0G  1.6G  6.4G  20% /\n"
        ));
    }
    says(format!(
        "Filesystem     1K-blocks    Used Available Use% Mounted on\ndevtmpfs            4096       0      4096   0% /dev\n\
         tmpfs             486236       0    486236   0% /dev/shm\n{disk}       8310764 1638220   6672544  20% /\n"
    ))
}

pub(super) fn free(_: &Host, run: &Run<'_>) -> CommandResult {
    let row = if run.has('h', "--human") {
        ["949Mi", "163Mi", "521Mi", "2.0Mi", "264Mi", "646Mi"]
    } else if run.has('m', "--mebi") {
        ["949", "163", "521", "2", "264", "646"]
    } else {
        ["972476", "167216", "534308", "2760", "270952", "661700"]
    };
    let cells: String = row.iter().map(|cell| format!("{cell:>12}")).collect();
    says(format!(
        "               total        used        free      shared  buff/cache   available\nMem:    {cells}\n\
         Swap:   {:>12}{:>12}{:>12}\n",
        0, 0, 0
    ))
}

/// One process.
struct Process {
    user: &'static str,
    id: u32,
    parent: u32,
    command: &'static str,
    since: Timestamp,
}

fn processes(host: &Host) -> Vec<Process> {
    let facts = &host.facts;
    let process = |user, id, parent, command, since| Process {
        user,
        id,
        parent,
        command,
        since,
    };
    let boot = facts.booted;
    let mut all = vec![
        process(
            "root",
            1,
            0,
            "/usr/lib/systemd/systemd --switched-root --system --deserialize=32",
            boot,
        ),
        process("root", 2, 0, "[kthreadd]", boot),
        process("root", 1042, 1, "/usr/lib/systemd/systemd-journald", boot),
    ];
    for (unit, since) in unit::running(facts, &host.state()) {
        all.push(process(unit.user, unit.pid, 1, unit.process, since));
        let (worker, command) = match unit.name {
            "httpd" => ("apache", unit.process),
            "apache2" => ("www-data", unit.process),
            "nginx" => ("nginx", "nginx: worker process"),
            _ => continue,
        };
        all.extend((20..23).map(|number| process(worker, unit.pid + number, unit.pid, command, since)));
    }
    all.push(process(
        "root",
        2601,
        1623,
        "/usr/bin/ssm-document-worker",
        facts.now,
    ));
    all.push(process("root", 2610, 2601, "sh -c _script.sh", facts.now));
    all.sort_by_key(|process| process.id);
    all
}

pub(super) fn ps(host: &Host, run: &Run<'_>) -> CommandResult {
    let words = run.words();
    let full = run.has('f', "") && run.has('e', "");
    let loud = words
        .iter()
        .any(|word| word.trim_start_matches('-').starts_with("aux"));
    let mut text = String::new();
    if loud {
        text.push_str("USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n");
        for Process {
            user,
            id,
            command,
            since,
            ..
        } in processes(host)
        {
            let at = since.strftime("%H:%M");
            text.push_str(&format!(
                "{user:<8} {id:>7}  0.0  0.6  18420  6104 ?        Ss   {at}   0:00 {command}\n"
            ));
        }
    } else if full {
        text.push_str("UID          PID    PPID  C STIME TTY          TIME CMD\n");
        for Process {
            user,
            id,
            parent,
            command,
            since,
        } in processes(host)
        {
            let at = since.strftime("%H:%M");
            text.push_str(&format!(
                "{user:<8} {id:>7} {parent:>7}  0 {at} ?        00:00:00 {command}\n"
            ));
        }
    } else if words.is_empty() {
        text.push_str(
            "    PID TTY          TIME CMD\n   2610 ?        00:00:00 sh\n   2615 ?        00:00:00 ps\n",
        );
    } else {
        let asked = words.join(" ");
        return fails(
            1,
            format!("practice models `ps`, `ps aux` and `ps -ef`, not `ps {asked}`\n"),
        );
    }
    says(text)
}

pub(super) fn pgrep(host: &Host, run: &Run<'_>) -> CommandResult {
    let plain = run.plain();
    let Some(pattern) = plain.first() else {
        return fails(2, "pgrep: no matching criteria specified\n");
    };
    let found: String = processes(host)
        .iter()
        .filter(|process| process.command.contains(pattern))
        .map(|process| format!("{}\n", process.id))
        .collect();
    CommandResult {
        exit_code: i32::from(found.is_empty()),
        ..says(found)
    }
}
