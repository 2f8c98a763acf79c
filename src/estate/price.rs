//! Prices: on demand, US East (N. Virginia), in millionths of a US dollar an hour.
//!
//! Sources: AWS's pages "Amazon EC2 On-Demand Pricing" (instances), "Amazon EBS pricing" (volumes), "Amazon VPC
//! pricing" (NAT gateways, public IPv4 addresses) and "Elastic Load Balancing pricing"; held in November 2026 against
//! what public cost guides quote from them (NAT gateway 0.045, address 0.005, gp3 0.08 and gp2 0.10 a GB-month,
//! t3.micro 0.0104, t2.micro 0.0116). Rates of Windows, of t4g and t3a, and of volumes other than gp2 and gp3 were not
//! found quoted this year and are illustrative. No free plan, credit or discount is taken into account, nor what is
//! paid by volume: traffic through a NAT gateway, units of a load balancer.

/// Which prices these are.
pub(super) const WHICH: &str = "on demand in us-east-1, November 2026";

/// A NAT gateway.
pub(super) const NAT_GATEWAY: u64 = 45_000;
/// A public IPv4 address, in use or not.
pub(super) const PUBLIC_ADDRESS: u64 = 5_000;
/// An application load balancer, without its capacity units.
pub(super) const LOAD_BALANCER: u64 = 22_500;

/// The hours of a month, as AWS counts them for storage.
const HOURS: u64 = 730;

/// A type, with Linux and with Windows.
const INSTANCES: &[(&str, u64, u64)] = &[
    ("t2.nano", 5_800, 8_100),
    ("t2.micro", 11_600, 16_200),
    ("t2.small", 23_000, 32_000),
    ("t2.medium", 46_400, 64_400),
    ("t3.nano", 5_200, 9_800),
    ("t3.micro", 10_400, 19_600),
    ("t3.small", 20_800, 39_200),
    ("t3.medium", 41_600, 60_000),
    ("t3.large", 83_200, 110_800),
    ("t3a.micro", 9_400, 18_600),
    ("t3a.small", 18_800, 37_200),
    ("t4g.nano", 4_200, 0),
    ("t4g.micro", 8_400, 0),
    ("t4g.small", 16_800, 0),
    ("t4g.medium", 33_600, 0),
    ("m5.large", 96_000, 188_000),
    ("c5.large", 85_000, 177_000),
];

/// A type of volume, in millionths of a US dollar for a GB and a month.
const VOLUMES: &[(&str, u64)] = &[
    ("gp2", 100_000),
    ("gp3", 80_000),
    ("io1", 125_000),
    ("io2", 125_000),
    ("sc1", 15_000),
    ("st1", 45_000),
    ("standard", 50_000),
];

/// An instance that runs.
pub(super) fn instance(kind: &str, windows: bool) -> Option<u64> {
    let (_, linux, with_windows) = INSTANCES.iter().find(|(name, ..)| *name == kind)?;
    let price = if windows { *with_windows } else { *linux };
    (price > 0).then_some(price)
}

/// A volume of so many GB.
pub(super) fn volume(kind: &str, gigabytes: u64) -> Option<u64> {
    let (_, month) = VOLUMES.iter().find(|(name, _)| *name == kind)?;
    Some((month * gigabytes + HOURS / 2) / HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_is_turned_to_hours() {
        // 8 GB of gp3 at 0.08 a month are 0.64 a month.
        assert_eq!(volume("gp3", 8), Some(877));
        assert_eq!(volume("gp2", 30), Some(4_110));
        assert_eq!(volume("gp9", 8), None);
        assert_eq!(instance("t3.micro", false), Some(10_400));
        assert_eq!(instance("t4g.micro", true), None);
        assert_eq!(instance("x9.huge", false), None);
    }
}
