//! `preflight:` what an account must have room for, as the author counted it.

use super::fields::{Fields, invalid};
use super::yaml::Node;
use crate::document::log::Log;
use indexmap::IndexMap;

/// What a runbook takes of an account at most, where its author says so: loops and choices are not counted from without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preflight {
    /// How many of each at the same time.
    pub amounts: IndexMap<Amount, u32>,
    /// The types of its instances, where scripts compute them.
    pub instance_types: Vec<String>,
    /// The letters of the zones that it works in, `a`; none for any.
    pub zones: Vec<String>,
}

/// What AWS counts and limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// Elastic IP addresses.
    ElasticIps,
    /// Internet gateways.
    InternetGateways,
    /// NAT gateways in the zone that has most of them.
    NatGatewaysPerZone,
    /// Virtual CPUs of running on-demand instances of the usual families.
    Vcpus,
    /// VPCs.
    Vpcs,
}

impl Amount {
    /// All of them.
    pub const ALL: [Amount; 5] = [
        Amount::ElasticIps,
        Amount::InternetGateways,
        Amount::NatGatewaysPerZone,
        Amount::Vcpus,
        Amount::Vpcs,
    ];

    /// Its key under `preflight:`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Amount::ElasticIps => "elastic-ips",
            Amount::InternetGateways => "internet-gateways",
            Amount::NatGatewaysPerZone => "nat-gateways-per-zone",
            Amount::Vcpus => "vcpus",
            Amount::Vpcs => "vpcs",
        }
    }
}

const TYPES: &str = "instance-types";
const ZONES: &str = "zones";

/// Reads the map.
pub(super) fn read(log: &mut Log, node: &Node) -> Preflight {
    let keys: Vec<&str> = Amount::ALL
        .iter()
        .map(|amount| amount.key())
        .chain([TYPES, ZONES])
        .collect();
    let mut fields = Fields::of(log, node, "`preflight`", &keys);
    let number = |text: &str| {
        text.parse::<u32>()
            .map_err(|_| "write how many at the same time: `3`".to_owned())
    };
    let amounts = Amount::ALL
        .into_iter()
        .filter_map(|amount| Some((amount, fields.read(amount.key(), number)?)))
        .collect();
    let zones = fields.texts(ZONES);
    let letter = |zone: &String| zone.len() == 1 && zone.bytes().all(|byte| byte.is_ascii_lowercase());
    if !zones.iter().all(letter)
        && let Some(node) = fields.get(ZONES)
    {
        invalid(
            fields.log,
            node.span,
            ZONES,
            "write the letters of the zones: `[a, b]`",
        );
    }
    Preflight {
        amounts,
        instance_types: fields.texts(TYPES),
        zones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::source::Source;

    fn front(yaml: &str) -> (Preflight, Vec<String>) {
        let text = format!("---\ntitle: T\npreflight: {yaml}\n---\n# T\n\n## S\n\nText.\n");
        let (runbook, found) = parse(&Source::new("a.md", &text));
        let told = found.iter().map(|found| found.message.clone()).collect();
        (runbook.front.preflight, told)
    }

    #[test]
    fn amounts_types_and_zones_are_read() {
        let (told, found) = front("{ vpcs: 1, elastic-ips: 3, instance-types: t3.micro, zones: [a, b] }");
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(told.amounts.get(&Amount::ElasticIps), Some(&3));
        assert_eq!(told.amounts.get(&Amount::Vcpus), None);
        assert_eq!(told.instance_types, ["t3.micro"]);
        assert_eq!(told.zones, ["a", "b"]);
    }

    #[test]
    fn what_is_no_amount_is_told() {
        for (yaml, told) in [
            ("{ vpcs: many }", "vpcs"),
            ("{ vpcs: -1 }", "vpcs"),
            ("{ elastic-ip: 1 }", "elastic-ip"),
            ("{ zones: [us-east-1a] }", "zones"),
        ] {
            let (_, found) = front(yaml);
            assert!(
                found.iter().any(|message| message.contains(told)),
                "{yaml}: {found:?}"
            );
        }
    }
}
