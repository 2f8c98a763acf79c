//! Packages that can be installed, and what each brings. Versions are illustrative (Amazon Linux 2023 and Ubuntu 24.04
//! as of November 2026).

use super::facts::Platform;

/// A package.
#[derive(Debug)]
pub(super) struct Package {
    /// Its name for `dnf`.
    pub(super) rpm: &'static str,
    /// Its name for `apt`, where Ubuntu calls it otherwise; the empty text where it has none.
    pub(super) deb: &'static str,
    /// Version and release for `dnf`.
    pub(super) version: &'static str,
    /// The service that it brings.
    pub(super) service: Option<&'static str>,
}

const fn package(
    rpm: &'static str,
    deb: &'static str,
    version: &'static str,
    service: Option<&'static str>,
) -> Package {
    Package {
        rpm,
        deb,
        version,
        service,
    }
}

/// All of them; the first ones are on every image.
static PACKAGES: &[Package] = &[
    package("amazon-ssm-agent", "amazon-ssm-agent", "3.3.3050.0-1", None),
    package("bash", "bash", "5.2.15-1", None),
    package("chrony", "chrony", "4.3-1", None),
    package("cloud-init", "cloud-init", "22.2.2-1", None),
    package("coreutils", "coreutils", "8.32-30", None),
    package("curl-minimal", "curl", "8.11.1-4", None),
    package("openssh-server", "openssh-server", "8.7p1-8", None),
    package("openssl", "openssl", "3.2.2-1", None),
    package("python3", "python3", "3.9.23-1", None),
    package("sudo", "sudo", "1.9.15-1", None),
    package("systemd", "systemd", "252.23-3", None),
    package("httpd", "", "2.4.65-1", Some("httpd")),
    package("", "apache2", "2.4.58-1ubuntu8.7", Some("apache2")),
    package("nginx", "nginx", "1.28.0-1", Some("nginx")),
    package(
        "amazon-cloudwatch-agent",
        "",
        "1.300057.1-1",
        Some("amazon-cloudwatch-agent"),
    ),
    package("cronie", "cron", "1.5.7-1", Some("crond")),
    package("docker", "docker.io", "25.0.8-1", Some("docker")),
    package("fail2ban", "fail2ban", "1.0.2-1", Some("fail2ban")),
    package("git", "git", "2.50.1-1", None),
    package("htop", "htop", "3.2.1-1", None),
    package("iptables", "iptables", "1.8.8-3", None),
    package("jq", "jq", "1.7.1-49", None),
    package("lynx", "lynx", "2.8.9-9", None),
    package("mariadb105", "mariadb-client", "10.5.29-1", None),
    package(
        "mariadb105-server",
        "mariadb-server",
        "10.5.29-1",
        Some("mariadb"),
    ),
    package("mod_ssl", "", "2.4.65-1", None),
    package("net-tools", "net-tools", "2.0-0.59", None),
    package("nmap", "nmap", "7.93-3", None),
    package("nmap-ncat", "ncat", "7.93-3", None),
    package("php", "php", "8.4.10-1", None),
    package("stress", "stress", "1.0.4-28", None),
    package("stress-ng", "stress-ng", "0.15.05-1", None),
    package("tcpdump", "tcpdump", "4.99.1-1", None),
    package("telnet", "telnet", "0.17-83", None),
    package("tree", "tree", "1.8.0-6", None),
    package("unzip", "unzip", "6.0-57", None),
    package("vim-enhanced", "vim", "9.1.1484-1", None),
    package("wget", "wget", "1.21.3-1", None),
];

/// How many of them are on every image.
const ON_IMAGES: usize = 11;

impl Package {
    /// Its name on a platform; none where it has none there.
    pub(super) fn name(&self, platform: Platform) -> Option<&'static str> {
        let name = if platform.is_amazon() { self.rpm } else { self.deb };
        (!name.is_empty()).then_some(name)
    }

    /// Its version on a platform.
    pub(super) fn release(&self, platform: Platform) -> String {
        match platform {
            Platform::AmazonLinux2023 => format!("{}.amzn2023", self.version),
            Platform::AmazonLinux2 => format!("{}.amzn2", self.version),
            Platform::Ubuntu(_) | Platform::Windows => self.version.to_owned(),
        }
    }
}

/// The packages that every image of a platform has.
pub(super) fn on_image(platform: Platform) -> impl Iterator<Item = &'static Package> {
    PACKAGES[..ON_IMAGES]
        .iter()
        .filter(move |package| package.name(platform).is_some())
}

/// A package by its name on a platform.
pub(super) fn named(platform: Platform, name: &str) -> Option<&'static Package> {
    PACKAGES
        .iter()
        .find(|package| package.name(platform) == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_has_its_own_packages_and_a_service_comes_with_one() {
        let amazon = Platform::AmazonLinux2023;
        assert_eq!(on_image(amazon).count(), ON_IMAGES);
        assert!(on_image(amazon).all(|package| package.service.is_none()));
        assert_eq!(named(amazon, "httpd").unwrap().service, Some("httpd"));
        assert!(named(amazon, "apache2").is_none());
        assert_eq!(
            named(Platform::Ubuntu("18.04"), "apache2").unwrap().service,
            Some("apache2")
        );
    }
}
