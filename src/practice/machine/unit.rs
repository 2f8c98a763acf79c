//! Services: what systemd would run on a machine.

use super::facts::{Facts, Platform};
use super::package;
use super::state::{Service, State};
use jiff::Timestamp;

/// A service as a unit describes it.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its name, without `.service`.
    pub(super) name: &'static str,
    /// What it says of itself.
    pub(super) about: &'static str,
    /// Its process.
    pub(super) process: &'static str,
    /// The process's user.
    pub(super) user: &'static str,
    /// The port that it listens on.
    pub(super) port: Option<u16>,
    /// Its process's id in the tables: fixed, so that two looks see the same.
    pub(super) pid: u32,
    /// It is on every image and runs since boot.
    pub(super) image: bool,
}

static UNITS: &[Unit] = &[
    unit(
        "amazon-ssm-agent",
        "amazon-ssm-agent",
        "/usr/bin/amazon-ssm-agent",
        "root",
        None,
        1623,
        true,
    ),
    unit(
        "chronyd",
        "NTP client/server",
        "/usr/sbin/chronyd -F 2",
        "chrony",
        None,
        1511,
        true,
    ),
    unit(
        "sshd",
        "OpenSSH server daemon",
        "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
        "root",
        Some(22),
        1688,
        true,
    ),
    unit(
        "httpd",
        "The Apache HTTP Server",
        "/usr/sbin/httpd -DFOREGROUND",
        "root",
        Some(80),
        2511,
        false,
    ),
    unit(
        "apache2",
        "The Apache HTTP Server",
        "/usr/sbin/apache2 -k start",
        "root",
        Some(80),
        2512,
        false,
    ),
    unit(
        "nginx",
        "The nginx HTTP and reverse proxy server",
        "nginx: master process /usr/sbin/nginx",
        "root",
        Some(80),
        2513,
        false,
    ),
    unit(
        "amazon-cloudwatch-agent",
        "Amazon CloudWatch Agent",
        "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent",
        "root",
        None,
        2520,
        false,
    ),
    unit(
        "crond",
        "Command Scheduler",
        "/usr/sbin/crond -n",
        "root",
        None,
        2521,
        false,
    ),
    unit(
        "docker",
        "Docker Application Container Engine",
        "/usr/bin/dockerd -H fd://",
        "root",
        None,
        2522,
        false,
    ),
    unit(
        "fail2ban",
        "Fail2Ban Service",
        "/usr/bin/python3 -s /usr/bin/fail2ban-server -xf start",
        "root",
        None,
        2523,
        false,
    ),
    unit(
        "mariadb",
        "MariaDB 10.5 database server",
        "/usr/libexec/mariadbd --basedir=/usr",
        "mysql",
        Some(3306),
        2524,
        false,
    ),
];

const fn unit(
    name: &'static str,
    about: &'static str,
    process: &'static str,
    user: &'static str,
    port: Option<u16>,
    pid: u32,
    image: bool,
) -> Unit {
    Unit {
        name,
        about,
        process,
        user,
        port,
        pid,
        image,
    }
}

/// A unit that is there: on the image, or brought by a package.
pub(super) fn named(facts: &Facts, state: &State, name: &str) -> Option<&'static Unit> {
    let name = name.strip_suffix(".service").unwrap_or(name);
    let name = match (facts.platform, name) {
        (Platform::Ubuntu(_), "ssh") => "sshd",
        (Platform::Ubuntu(_), "chrony") => "chronyd",
        (Platform::Ubuntu(_), "snap.amazon-ssm-agent.amazon-ssm-agent") => "amazon-ssm-agent",
        (_, name) => name,
    };
    let found = UNITS.iter().find(|unit| unit.name == name)?;
    let brought = || {
        state.packages.keys().any(|installed| {
            package::named(facts.platform, installed).is_some_and(|package| package.service == Some(name))
        })
    };
    (found.image || brought()).then_some(found)
}

/// How a unit stands.
pub(super) fn standing(facts: &Facts, state: &State, unit: &Unit) -> Service {
    state.services.get(unit.name).copied().unwrap_or(Service {
        since: unit.image.then_some(facts.booted),
        enabled: unit.image,
    })
}

/// The units that run, and since when.
pub(super) fn running(facts: &Facts, state: &State) -> Vec<(&'static Unit, Timestamp)> {
    UNITS
        .iter()
        .filter(|unit| named(facts, state, unit.name).is_some())
        .filter_map(|unit| Some((unit, standing(facts, state, unit).since?)))
        .collect()
}

/// The web server that runs, and since when.
pub(super) fn web(facts: &Facts, state: &State) -> Option<(&'static Unit, Timestamp)> {
    running(facts, state)
        .into_iter()
        .find(|(unit, _)| unit.port == Some(80))
}

/// All units that are there.
pub(super) fn all(facts: &Facts, state: &State) -> impl Iterator<Item = &'static Unit> {
    UNITS
        .iter()
        .filter(move |unit| named(facts, state, unit.name).is_some())
}
