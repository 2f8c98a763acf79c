//! Packages: `dnf` and `yum`, `apt-get` and `apt`, `rpm`, `dpkg`.

use super::super::package::{self, Package};
use super::super::{image, unit};
use super::{Host, Run, fails, says};
use rust_bash::{CommandResult, VirtualFs};
use std::path::Path;
use std::time::Duration;

/// The packages that are installed.
fn installed(host: &Host) -> Vec<&'static Package> {
    let platform = host.facts.platform;
    let state = host.state();
    let added = state
        .packages
        .keys()
        .filter_map(|name| package::named(platform, name));
    let mut all: Vec<_> = package::on_image(platform).chain(added).collect();
    all.sort_by_key(|package| package.name(platform));
    all.dedup_by_key(|package| package.name(platform));
    all
}

fn is_installed(host: &Host, name: &str) -> bool {
    installed(host)
        .iter()
        .any(|package| package.name(host.facts.platform) == Some(name))
}

/// Puts packages on the machine. Their files come with them.
fn install(host: &Host, names: &[&str]) -> Result<(), String> {
    host.takes(Duration::from_secs(8));
    host.change(|state| {
        for name in names {
            state.packages.entry((*name).to_owned()).or_insert(host.facts.now);
        }
    });
    for (path, (content, mode, at)) in image::files(&host.facts, &host.state()) {
        if host.disk.exists(Path::new(&path)) {
            continue;
        }
        let put = match content {
            Some(bytes) => host.disk.put(&path, &bytes, mode, at),
            None => host.disk.mkdir_p(Path::new(&path)),
        };
        put.map_err(|error| error.to_string())?;
    }
    // Debian's way: what is installed is started.
    if !host.facts.platform.is_amazon() {
        for name in names {
            let service = package::named(host.facts.platform, name).and_then(|package| package.service);
            if let Some(service) =
                service.filter(|service| unit::named(&host.facts, &host.state(), service).is_some())
            {
                host.change(|state| {
                    let standing = state.services.entry(service.to_owned()).or_default();
                    standing.enabled = true;
                    standing.since.get_or_insert(host.facts.now);
                });
            }
        }
    }
    Ok(())
}

fn remove(host: &Host, names: &[&str]) {
    host.change(|state| {
        for name in names {
            state.packages.remove(*name);
            if let Some(service) =
                package::named(host.facts.platform, name).and_then(|package| package.service)
            {
                state.services.remove(service);
            }
        }
    });
}

const ABORTED: &str = "Is this ok [y/N]: Operation aborted.\n";

pub(super) fn dnf(host: &Host, run: &Run<'_>) -> CommandResult {
    if !host.facts.platform.is_amazon() {
        return fails(127, format!("bash: {}: command not found\n", run.name));
    }
    let plain = run.plain();
    let [verb, names @ ..] = plain.as_slice() else {
        return fails(1, "usage: dnf [options] COMMAND\n");
    };
    let yes = run.has('y', "--assumeyes") || run.context.stdin.starts_with(['y', 'Y']);
    if *verb == "list" {
        return listed(
            host,
            names.contains(&"installed") || run.args.iter().any(|word| word == "--installed"),
        );
    }
    if host.facts.outside.is_none() && !matches!(*verb, "remove" | "erase" | "clean") {
        host.takes(Duration::from_secs(120));
        return fails(
            1,
            format!(
                "Amazon Linux 2023 repository                    0.0  B/s |   0  B     00:30\n\
                 Errors during downloading metadata for repository 'amazonlinux':\n  - Curl error (28): Timeout was reached for \
                 https://al2023-repos-{region}-de612dc2.s3.dualstack.{region}.amazonaws.com/core/mirrors/latest/x86_64/mirror.list \
                 [Connection timed out after 30000 milliseconds]\n\
                 Error: Failed to download metadata for repo 'amazonlinux': Cannot prepare internal mirrorlist: Curl error (28)\n",
                region = host.facts.region
            ),
        );
    }
    match *verb {
        "update" | "upgrade" | "check-update" | "makecache" => {
            host.takes(Duration::from_secs(5));
            says(
                "Last metadata expiration check: 0:00:05 ago.\nDependencies resolved.\nNothing to do.\nComplete!\n",
            )
        }
        "clean" => says("17 files removed\n"),
        "install" if names.is_empty() => fails(1, "Error: Need to pass a list of pkgs to install\n"),
        "install" | "reinstall" => dnf_install(host, names, yes),
        "remove" | "erase" | "autoremove" => {
            let there: Vec<&str> = names
                .iter()
                .copied()
                .filter(|name| is_installed(host, name))
                .collect();
            if there.is_empty() {
                return says(format!(
                    "No match for argument: {}\nNo packages marked for removal.\nDependencies resolved.\nNothing to do.\nComplete!\n",
                    names.join(" ")
                ));
            }
            if !yes {
                return fails(1, ABORTED);
            }
            remove(host, &there);
            says(format!(
                "Dependencies resolved.\nRemoved:\n{}\nComplete!\n",
                rows(host, &there)
            ))
        }
        "info" | "search" => {
            let known = names
                .iter()
                .filter_map(|name| package::named(host.facts.platform, name));
            let text: String = known
                .map(|package| {
                    let name = package.name(host.facts.platform).unwrap_or_default();
                    format!(
                        "Name         : {name}\nVersion      : {}\nRepository   : amazonlinux\n\n",
                        package.release(host.facts.platform)
                    )
                })
                .collect();
            if text.is_empty() {
                fails(1, "Error: No matching Packages to list\n")
            } else {
                says(text)
            }
        }
        verb => fails(1, format!("practice does not model `{} {verb}`\n", run.name)),
    }
}

fn rows(host: &Host, names: &[&str]) -> String {
    let platform = host.facts.platform;
    let found = names.iter().filter_map(|name| package::named(platform, name));
    found
        .map(|package| {
            let name = package.name(platform).unwrap_or_default();
            format!("  {name}-{}.x86_64\n", package.release(platform))
        })
        .collect()
}

fn dnf_install(host: &Host, names: &[&str], yes: bool) -> CommandResult {
    let mut out = String::from("Last metadata expiration check: 0:00:12 ago.\n");
    let unknown: Vec<&&str> = names
        .iter()
        .filter(|name| package::named(host.facts.platform, name).is_none())
        .collect();
    if !unknown.is_empty() {
        let missing: String = unknown
            .iter()
            .map(|name| format!("No match for argument: {name}\n"))
            .collect();
        let asked: Vec<_> = unknown.iter().map(|name| **name).collect();
        return CommandResult {
            stdout: format!("{out}{missing}"),
            stderr: format!("Error: Unable to find a match: {}\n", asked.join(" ")),
            exit_code: 1,
            ..CommandResult::default()
        };
    }
    let new: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !is_installed(host, name))
        .collect();
    for name in names.iter().filter(|name| !new.contains(name)) {
        let release = package::named(host.facts.platform, name)
            .map(|package| package.release(host.facts.platform))
            .unwrap_or_default();
        out.push_str(&format!(
            "Package {name}-{release}.x86_64 is already installed.\n"
        ));
    }
    if new.is_empty() {
        out.push_str("Dependencies resolved.\nNothing to do.\nComplete!\n");
        return says(out);
    }
    out.push_str(&format!(
        "Dependencies resolved.\n================================================================================\n Package\n\
         ================================================================================\nInstalling:\n{}\n\
         Transaction Summary\n================================================================================\nInstall  {} Package{}\n\n",
        rows(host, &new),
        new.len(),
        if new.len() == 1 { "" } else { "s" }
    ));
    if !yes {
        return CommandResult {
            stdout: out,
            ..fails(1, ABORTED)
        };
    }
    if let Err(problem) = install(host, &new) {
        return fails(1, format!("{problem}\n"));
    }
    out.push_str(&format!(
        "Downloading Packages:\nRunning transaction check\nTransaction check succeeded.\nRunning transaction test\n\
         Transaction test succeeded.\nRunning transaction\n\nInstalled:\n{}\nComplete!\n",
        rows(host, &new)
    ));
    says(out)
}

fn listed(host: &Host, only_installed: bool) -> CommandResult {
    let platform = host.facts.platform;
    let mut text = String::from("Installed Packages\n");
    for package in installed(host) {
        let name = format!("{}.x86_64", package.name(platform).unwrap_or_default());
        let from = if host
            .state()
            .packages
            .contains_key(package.name(platform).unwrap_or_default())
        {
            "@amazonlinux"
        } else {
            "@System"
        };
        text.push_str(&format!("{name:<40} {:<24} {from}\n", package.release(platform)));
    }
    if !only_installed {
        text.push_str("practice lists installed packages alone\n");
    }
    says(text)
}

pub(super) fn apt(host: &Host, run: &Run<'_>) -> CommandResult {
    let platform = host.facts.platform;
    if platform.is_amazon() {
        return fails(127, format!("bash: {}: command not found\n", run.name));
    }
    let plain = run.plain();
    let [verb, names @ ..] = plain.as_slice() else {
        return fails(1, "E: Command line option is missing\n");
    };
    let codename = image::codename(platform.version());
    let mirror = format!("http://{}.ec2.archive.ubuntu.com/ubuntu", host.facts.region);
    let unreachable = host.facts.outside.is_none();
    match *verb {
        "update" if unreachable => {
            host.takes(Duration::from_secs(120));
            says(format!(
                "Ign:1 {mirror} {codename} InRelease\nErr:1 {mirror} {codename} InRelease\n  Could not connect to the archive, connection timed out\n\
                 Reading package lists...\nW: Failed to fetch {mirror}/dists/{codename}/InRelease  connection timed out\n\
                 W: Some index files failed to download. They have been ignored, or old ones used instead.\n"
            ))
        }
        "update" => says(format!(
            "Hit:1 {mirror} {codename} InRelease\nGet:2 {mirror} {codename}-updates InRelease [126 kB]\nReading package lists...\n"
        )),
        "upgrade" | "dist-upgrade" | "full-upgrade" => says(
            "Reading package lists...\nBuilding dependency tree...\nCalculating upgrade...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n",
        ),
        "install" => {
            if let Some(name) = names.iter().find(|name| package::named(platform, name).is_none()) {
                return fails(100, format!("E: Unable to locate package {name}\n"));
            }
            let new: Vec<&str> = names
                .iter()
                .copied()
                .filter(|name| !is_installed(host, name))
                .collect();
            if unreachable && !new.is_empty() {
                host.takes(Duration::from_secs(120));
                return fails(
                    100,
                    format!(
                        "E: Failed to fetch {mirror}/pool/main  connection timed out\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n"
                    ),
                );
            }
            let noninteractive =
                run.has('y', "--yes") || run.has('q', "") || run.context.stdin.starts_with(['y', 'Y']);
            if !noninteractive && !new.is_empty() {
                return fails(1, "Do you want to continue? [Y/n] Abort.\n");
            }
            if let Err(problem) = install(host, &new) {
                return fails(100, format!("E: {problem}\n"));
            }
            let set: String = new
                .iter()
                .filter_map(|name| package::named(platform, name).map(|package| (name, package)))
                .map(|(name, package)| format!("Setting up {name} ({}) ...\n", package.release(platform)))
                .collect();
            says(format!(
                "Reading package lists...\nBuilding dependency tree...\nThe following NEW packages will be installed:\n  {}\n\
                 0 upgraded, {} newly installed, 0 to remove and 0 not upgraded.\n{set}",
                new.join(" "),
                new.len()
            ))
        }
        "remove" | "purge" => {
            remove(host, names);
            says(format!(
                "Reading package lists...\nRemoving {} ...\n",
                names.join(" ")
            ))
        }
        "list" => {
            let rows = installed(host).into_iter().map(|package| {
                format!(
                    "{}/{codename},now {} amd64 [installed]\n",
                    package.name(platform).unwrap_or_default(),
                    package.release(platform)
                )
            });
            says(
                std::iter::once("Listing...\n".to_owned())
                    .chain(rows)
                    .collect::<String>(),
            )
        }
        verb => fails(1, format!("practice does not model `{} {verb}`\n", run.name)),
    }
}

pub(super) fn rpm(host: &Host, run: &Run<'_>) -> CommandResult {
    let platform = host.facts.platform;
    if !platform.is_amazon() {
        return fails(127, "bash: rpm: command not found\n");
    }
    let show = |package: &Package| {
        format!(
            "{}-{}.x86_64\n",
            package.name(platform).unwrap_or_default(),
            package.release(platform)
        )
    };
    let plain = run.plain();
    if !run.has('q', "--query") {
        return fails(1, "practice models `rpm -q` and `rpm -qa` alone\n");
    }
    if run.has('a', "--all") {
        return says(
            installed(host)
                .iter()
                .map(|package| show(package))
                .collect::<String>(),
        );
    }
    let mut result = CommandResult::default();
    for name in plain {
        match package::named(platform, name).filter(|_| is_installed(host, name)) {
            Some(package) => result.stdout.push_str(&show(package)),
            None => {
                result
                    .stdout
                    .push_str(&format!("package {name} is not installed\n"));
                result.exit_code = 1;
            }
        }
    }
    result
}

pub(super) fn dpkg(host: &Host, run: &Run<'_>) -> CommandResult {
    let platform = host.facts.platform;
    if platform.is_amazon() {
        return fails(127, "bash: dpkg: command not found\n");
    }
    if !run.has('l', "--list") {
        return fails(1, "practice models `dpkg -l` alone\n");
    }
    let plain = run.plain();
    let mut text = String::from(
        "||/ Name                 Version              Architecture Description\n+++-====================-====================-============-===========\n",
    );
    let mut found = false;
    for package in installed(host) {
        let name = package.name(platform).unwrap_or_default();
        if plain.is_empty() || plain.contains(&name) {
            found = true;
            text.push_str(&format!(
                "ii  {name:<20} {:<20} amd64        {name}\n",
                package.release(platform)
            ));
        }
    }
    if found {
        says(text)
    } else {
        fails(
            1,
            format!("dpkg-query: no packages found matching {}\n", plain.join(" ")),
        )
    }
}
