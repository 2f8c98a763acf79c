//! What AWS says of a machine, from the outside.

use jiff::Timestamp;

/// The system of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    /// Amazon Linux 2023.
    AmazonLinux2023,
    /// Amazon Linux 2.
    AmazonLinux2,
    /// Ubuntu Server, by its version.
    Ubuntu(&'static str),
    /// Windows Server.
    Windows,
}

impl Platform {
    /// The platform of an image, by its name: `al2023-ami-...`, `ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-...`.
    pub(crate) fn of(image: &str) -> Platform {
        let image = image.to_ascii_lowercase();
        if image.contains("windows") {
            return Platform::Windows;
        }
        if image.contains("ubuntu") {
            let known = ["18.04", "20.04", "22.04", "24.04", "26.04"];
            let version = known.iter().find(|version| image.contains(**version));
            return Platform::Ubuntu(version.unwrap_or(&"24.04"));
        }
        if image.contains("amzn2-") {
            return Platform::AmazonLinux2;
        }
        Platform::AmazonLinux2023
    }

    /// Its name, as Systems Manager says it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Platform::AmazonLinux2023 | Platform::AmazonLinux2 => "Amazon Linux",
            Platform::Ubuntu(_) => "Ubuntu",
            Platform::Windows => "Microsoft Windows Server 2022 Datacenter",
        }
    }

    /// Its version, as Systems Manager says it.
    pub(crate) fn version(self) -> &'static str {
        match self {
            Platform::AmazonLinux2023 => "2023",
            Platform::AmazonLinux2 => "2",
            Platform::Ubuntu(version) => version,
            Platform::Windows => "10.0.20348",
        }
    }

    /// True where packages come by `yum` and `dnf`.
    pub(crate) fn is_amazon(self) -> bool {
        matches!(self, Platform::AmazonLinux2023 | Platform::AmazonLinux2)
    }

    /// The user that the image is made for.
    pub(crate) fn user(self) -> &'static str {
        match self {
            Platform::AmazonLinux2023 | Platform::AmazonLinux2 => "ec2-user",
            Platform::Ubuntu(_) => "ubuntu",
            Platform::Windows => "Administrator",
        }
    }

    /// The kernel's release.
    pub(crate) fn kernel(self) -> &'static str {
        match self {
            Platform::AmazonLinux2023 => "6.1.141-155.222.amzn2023.x86_64",
            Platform::AmazonLinux2 => "5.10.238-231.953.amzn2.x86_64",
            Platform::Ubuntu("18.04") => "5.4.0-1103-aws",
            Platform::Ubuntu(_) => "6.8.0-1029-aws",
            Platform::Windows => "10.0.20348",
        }
    }
}

/// The instance's `MetadataOptions`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// `HttpEndpoint` is enabled.
    pub(crate) enabled: bool,
    /// `HttpTokens` is `required`: IMDSv2 alone.
    pub(crate) tokens: bool,
    /// `InstanceMetadataTags` is enabled.
    pub(crate) tags: bool,
}

/// A machine from the outside: what decides the output of a command there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    /// `i-0123456789abcdef0`.
    pub(crate) instance: String,
    /// The image.
    pub(crate) image: String,
    /// `t2.micro`.
    pub(crate) kind: String,
    /// The account that owns it.
    pub(crate) account: String,
    /// The region.
    pub(crate) region: String,
    /// The availability zone.
    pub(crate) zone: String,
    /// The private address.
    pub(crate) private: String,
    /// The public address.
    pub(crate) public: Option<String>,
    /// The MAC address.
    pub(crate) mac: String,
    /// The names of its security groups.
    pub(crate) groups: Vec<String>,
    /// Its tags.
    pub(crate) tags: Vec<(String, String)>,
    /// The role of its instance profile.
    pub(crate) role: Option<String>,
    /// The system.
    pub(crate) platform: Platform,
    /// The rules of the metadata service.
    pub(crate) metadata: Metadata,
    /// The address that the internet sees it by, where it has a way out: its own, or a NAT gateway's.
    pub(crate) outside: Option<String>,
    /// Port 80 can be reached from the internet: public address, route, security group, ACL.
    pub(crate) open: bool,
    /// The user data, decoded.
    pub(crate) user_data: Option<String>,
    /// When it booted last.
    pub(crate) booted: Timestamp,
    /// The instant of the look.
    pub(crate) now: Timestamp,
    /// The seed of the world.
    pub(crate) seed: u64,
}

impl Facts {
    /// The host's name: `ip-10-0-1-5`.
    pub(crate) fn host(&self) -> String {
        match self.platform {
            Platform::Windows => format!(
                "EC2AMAZ-{}",
                crate::practice::ids::Seed::new(self.seed, &self.instance, "host", 0).unique(7)
            ),
            _ => format!("ip-{}", self.private.replace('.', "-")),
        }
    }

    /// The whole name inside the VPC.
    pub(crate) fn domain(&self) -> String {
        let zone = match self.region.as_str() {
            "us-east-1" => "ec2.internal".to_owned(),
            region => format!("{region}.compute.internal"),
        };
        format!("{}.{zone}", self.host())
    }

    /// The public DNS name of an address.
    pub(crate) fn public_name(&self, address: &str) -> String {
        let zone = match self.region.as_str() {
            "us-east-1" => "compute-1".to_owned(),
            region => format!("{region}.compute"),
        };
        format!("ec2-{}.{zone}.amazonaws.com", address.replace('.', "-"))
    }
}
