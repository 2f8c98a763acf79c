//! What a rule lets through: its direction, protocol, ports and peer, as calls say them and as refusals tell them.

use super::super::cidr::Cidr;
use super::super::security_group::{self, SECURITY_GROUP};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::value;
use crate::value::Value;
use std::net::Ipv6Addr;

/// The members that say what a rule lets through; the rest says what it is called.
const TERMS: [&str; 7] = [
    "IsEgress",
    "IpProtocol",
    "FromPort",
    "ToPort",
    "CidrIpv4",
    "CidrIpv6",
    "ReferencedGroupInfo",
];

/// Peer of a rule: every IPv4 address.
pub(in crate::practice::ec2) fn anywhere() -> Value {
    value!({ "CidrIpv4": "0.0.0.0/0" })
}

/// A rule for all protocols and ports.
pub(in crate::practice::ec2) fn everything(egress: bool, peer: &Value) -> Value {
    with(
        &value!({ "IsEgress": egress, "IpProtocol": "-1", "FromPort": (-1), "ToPort": (-1) }),
        peer,
    )
}

/// A structure with the members of another.
pub(super) fn with(one: &Value, other: &Value) -> Value {
    let mut both = one.clone();
    for (member, value) in other.as_map().into_iter().flatten() {
        both.set(member, value);
    }
    both
}

/// Whether two rules let the same through.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    TERMS.iter().all(|member| one.get(member) == other.get(member))
}

/// The rules that a call lists, as terms: the permissions, or the one that its own members say.
pub(super) fn wanted(
    call: &Call<'_>,
    given: &Given<'_>,
    group: &Value,
    egress: bool,
) -> Result<Vec<Value>, Refusal> {
    let mut found = Vec::new();
    let mut lists = given.list("IpPermissions");
    if lists.is_empty() {
        lists.push(*given);
    }
    for permission in &lists {
        let protocol = protocol(permission.text("IpProtocol"));
        let ports = ports(&protocol, permission.int("FromPort"), permission.int("ToPort"))?;
        let mut peers: Vec<(Value, Option<&str>)> = Vec::new();
        if let Some(text) = permission_text(permission, given, "CidrIp") {
            peers.push((value!({ "CidrIpv4": (block_v4(text)?) }), None));
        }
        if let Some(name) = permission_text(permission, given, "SourceSecurityGroupName") {
            given.text("SourceSecurityGroupOwnerId");
            let other = security_group::of_names(call, &[name])?.concat();
            peers.push((referred(call, group, &other)?, None));
        }
        for range in permission.list("IpRanges") {
            let block = block_v4(range.text("CidrIp"))?;
            peers.push((value!({ "CidrIpv4": block }), range.opt("Description")));
        }
        for range in permission.list("Ipv6Ranges") {
            let block = block_v6(range.text("CidrIpv6"))?;
            peers.push((value!({ "CidrIpv6": block }), range.opt("Description")));
        }
        for pair in permission.list("UserIdGroupPairs") {
            // The account and the VPC follow from the group; peered VPCs are not modelled.
            pair.text("UserId");
            pair.text("VpcId");
            let other = match (pair.opt("GroupId"), pair.opt("GroupName")) {
                (Some(id), _) => id.to_owned(),
                (None, name) => security_group::of_names(call, &[name.unwrap_or_default()])?.concat(),
            };
            peers.push((referred(call, group, &other)?, pair.opt("Description")));
        }
        if peers.is_empty() {
            let message = "Either 'cidrIp' or 'sourceSecurityGroupId' should be provided.";
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        for (peer, description) in peers {
            found.push(terms(egress, &protocol, ports, &peer, description));
        }
    }
    Ok(found)
}

/// The terms that a rule is to have from now on.
pub(super) fn changed(call: &Call<'_>, group: &Value, change: &Given<'_>, egress: bool) -> Answer {
    let protocol = protocol(change.text("IpProtocol"));
    let ports = ports(&protocol, change.int("FromPort"), change.int("ToPort"))?;
    let peer = match (
        change.opt("CidrIpv4"),
        change.opt("CidrIpv6"),
        change.opt("ReferencedGroupId"),
    ) {
        (Some(text), None, None) => value!({ "CidrIpv4": (block_v4(text)?) }),
        (None, Some(text), None) => value!({ "CidrIpv6": (block_v6(text)?) }),
        (None, None, Some(other)) => referred(call, group, other)?,
        _ => {
            let message = "Exactly one source or destination must be specified for a security group rule.";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
    };
    Ok(terms(egress, &protocol, ports, &peer, change.opt("Description")))
}

/// A member that only the call itself has, not a permission in its list.
fn permission_text<'a>(permission: &Given<'a>, given: &Given<'a>, member: &str) -> Option<&'a str> {
    if given.has("IpPermissions") {
        None
    } else {
        permission.opt(member)
    }
}

fn terms(
    egress: bool,
    protocol: &str,
    (from, to): (i64, i64),
    peer: &Value,
    description: Option<&str>,
) -> Value {
    let mut terms = value!({ "IsEgress": egress, "IpProtocol": protocol, "FromPort": from, "ToPort": to });
    if let Some(text) = description {
        terms.set("Description", text);
    }
    with(&terms, peer)
}

/// A rule in the words of a refusal.
pub(super) fn told(terms: &Value) -> String {
    let peer = ["CidrIpv4", "CidrIpv6", "ReferencedGroupInfo.GroupId"]
        .iter()
        .find_map(|path| terms.at(path).as_text())
        .unwrap_or_default();
    let (from, to) = (
        terms.get("FromPort").as_int().unwrap_or(-1),
        terms.get("ToPort").as_int().unwrap_or(-1),
    );
    let number = |n: i64| if n == -1 { "ALL".to_owned() } else { n.to_string() };
    match terms.get("IpProtocol").text() {
        "-1" => format!("peer: {peer}, ALL, ALLOW"),
        word @ ("tcp" | "udp") => {
            format!(
                "peer: {peer}, {}, from port: {from}, to port: {to}, ALLOW",
                word.to_ascii_uppercase()
            )
        }
        word @ ("icmp" | "icmpv6") => {
            let word = word.to_ascii_uppercase();
            format!(
                "peer: {peer}, {word}, type: {}, code: {}, ALLOW",
                number(from),
                number(to)
            )
        }
        other => format!("peer: {peer}, protocol: {other}, ALLOW"),
    }
}

/// AWS knows four protocols by name, the others by number.
fn protocol(text: &str) -> String {
    match text.to_ascii_lowercase().as_str() {
        "6" => "tcp".to_owned(),
        "17" => "udp".to_owned(),
        "1" => "icmp".to_owned(),
        "58" => "icmpv6".to_owned(),
        "all" | "" => "-1".to_owned(),
        other => other.to_owned(),
    }
}

/// The range of ports; all of them for protocols without ports.
fn ports(protocol: &str, from: Option<i64>, to: Option<i64>) -> Result<(i64, i64), Refusal> {
    let invalid = |message: String| Err(Refusal::new("InvalidParameterValue", message));
    match protocol {
        "tcp" | "udp" => {
            let (Some(from), Some(to)) = (from, to) else {
                return invalid(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
                        .to_owned(),
                );
            };
            for port in [from, to] {
                if !(0..=65_535).contains(&port) {
                    return invalid(format!("TCP/UDP port ({port}) out of range"));
                }
            }
            if from > to {
                return invalid(format!("Invalid TCP/UDP port range ({from}:{to})"));
            }
            Ok((from, to))
        }
        "icmp" | "icmpv6" => Ok((from.unwrap_or(-1), to.unwrap_or(-1))),
        "-1" => Ok((-1, -1)),
        number if number.parse::<u8>().is_ok() => Ok((-1, -1)),
        other => invalid(format!(
            "Invalid value '{other}' for IP protocol. Unknown protocol."
        )),
    }
}

fn block_v4(text: &str) -> Result<String, Refusal> {
    Cidr::parse(text)
        .map(|block| block.to_string())
        .ok_or_else(|| malformed(text))
}

/// A block of IPv6, its bits beyond the prefix dropped.
fn block_v6(text: &str) -> Result<String, Refusal> {
    let read = || {
        let (address, bits) = text.split_once('/')?;
        let address = u128::from(address.parse::<Ipv6Addr>().ok()?);
        let bits: u32 = bits.parse().ok().filter(|bits| *bits <= 128)?;
        let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
        Some(format!("{}/{bits}", Ipv6Addr::from(address & mask)))
    };
    read().ok_or_else(|| malformed(text))
}

fn malformed(text: &str) -> Refusal {
    Refusal::new("InvalidParameterValue", format!("CIDR block {text} is malformed"))
}

/// Peer of a rule: another group, of the same VPC.
fn referred(call: &Call<'_>, group: &Value, other: &str) -> Answer {
    let found = call.get(&SECURITY_GROUP, other)?;
    if found.get("VpcId") != group.get("VpcId") {
        let message = "You have specified two resources that belong to different networks.";
        return Err(Refusal::new("InvalidGroup.NotFound", message));
    }
    Ok(value!({ "ReferencedGroupInfo": { "GroupId": other, "UserId": (found.get("OwnerId")) } }))
}
