//! Whether security groups and network ACLs let a packet through.

use crate::practice::ec2::cidr::Cidr;
use crate::value::Value;
use std::net::Ipv4Addr;

/// What a rule is asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet<'a> {
    /// IANA's number of the protocol.
    pub(super) protocol: u8,
    /// The port that it goes to.
    pub(super) port: u16,
    /// Who is at the other end.
    pub(super) peer: Ipv4Addr,
    /// The security groups of the other end, if it is in the network.
    pub(super) peer_groups: &'a [&'a str],
}

/// Whether a block holds an address.
pub(super) fn holds(block: &str, address: Ipv4Addr) -> bool {
    Cidr::parse(block).is_some_and(|block| block.place_of(address).is_some())
}

/// Whether one of the permissions of security groups lets a packet through. There are no others than those that allow.
pub(super) fn permits(permissions: &[Value], packet: &Packet<'_>) -> bool {
    permissions.iter().any(|permission| {
        let protocol = permission.get("IpProtocol").text();
        let all = protocol == "-1";
        let port = i64::from(packet.port);
        let first = permission.get("FromPort").as_int().unwrap_or(0);
        let last = permission.get("ToPort").as_int().unwrap_or(65_535);
        let ranges = permission.get("IpRanges").items();
        let pairs = permission.get("UserIdGroupPairs").items();
        (all || number(protocol) == Some(packet.protocol) && (first..=last).contains(&port))
            && (ranges
                .iter()
                .any(|range| holds(range.get("CidrIp").text(), packet.peer))
                || pairs
                    .iter()
                    .any(|pair| packet.peer_groups.contains(&pair.get("GroupId").text())))
    })
}

/// IANA's number of a protocol that a security group names.
fn number(protocol: &str) -> Option<u8> {
    match protocol {
        "icmp" => Some(1),
        "tcp" => Some(6),
        "udp" => Some(17),
        number => number.parse().ok(),
    }
}

/// Whether a network ACL lets a packet through: the first entry that fits decides (AWS: *Network ACL rules*).
pub(super) fn passes(entries: &[Value], egress: bool, packet: &Packet<'_>) -> bool {
    entries
        .iter()
        .filter(|entry| entry.get("Egress").as_bool() == Some(egress))
        .filter(|entry| {
            let protocol = entry.get("Protocol").text();
            let range = entry.get("PortRange");
            let first = range.get("From").as_int().unwrap_or(0);
            let last = range.get("To").as_int().unwrap_or(65_535);
            (protocol == "-1"
                || number(protocol) == Some(packet.protocol)
                    && (first..=last).contains(&i64::from(packet.port)))
                && holds(entry.get("CidrBlock").text(), packet.peer)
        })
        .min_by_key(|entry| entry.get("RuleNumber").as_int())
        .is_some_and(|entry| entry.get("RuleAction").text() == "allow")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn packet(protocol: u8, port: u16, peer: &str) -> Packet<'static> {
        Packet {
            protocol,
            port,
            peer: peer.parse().unwrap(),
            peer_groups: &[],
        }
    }

    #[test]
    fn groups_allow_by_protocol_port_and_peer() {
        let web = value!([{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
        assert!(permits(web.items(), &packet(6, 80, "203.0.113.9")));
        assert!(!permits(web.items(), &packet(6, 22, "203.0.113.9")));
        assert!(!permits(web.items(), &packet(17, 80, "203.0.113.9")));
        let own = value!([{ "IpProtocol": "-1", "UserIdGroupPairs": [{ "GroupId": "sg-1" }] }]);
        assert!(!permits(own.items(), &packet(6, 80, "10.0.1.5")));
        let friend = Packet {
            peer_groups: &["sg-1"],
            ..packet(6, 80, "10.0.1.5")
        };
        assert!(permits(own.items(), &friend));
        assert!(!permits(&[], &friend));
    }

    #[test]
    fn the_first_entry_of_an_acl_that_fits_decides() {
        let entry = |number: i64, action: &str, block: &str| value!({ "Egress": false, "RuleNumber": number, "RuleAction": action, "CidrBlock": block, "Protocol": "6", "PortRange": { "From": 80, "To": 80 } });
        let entries = value!([
            (entry(200, "allow", "0.0.0.0/0")),
            (entry(100, "deny", "203.0.113.0/24")),
            { "Egress": false, "RuleNumber": 32767, "RuleAction": "deny", "CidrBlock": "0.0.0.0/0", "Protocol": "-1" },
        ]);
        assert!(!passes(entries.items(), false, &packet(6, 80, "203.0.113.9")));
        assert!(passes(entries.items(), false, &packet(6, 80, "198.51.100.9")));
        assert!(!passes(entries.items(), false, &packet(6, 443, "198.51.100.9")));
        assert!(!passes(entries.items(), true, &packet(6, 80, "198.51.100.9")));
    }
}
