//! Entries of a network ACL, each known by its number and direction.
//!
//! AWS: *CreateNetworkAclEntry*; protocols by number, as IANA gives them, or by name.

use super::cidr::Cidr;
use super::network_acl::{LAST, NETWORK_ACL};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::service_quotas::NETWORK_ACL_RULES;
use crate::value;
use crate::value::Value;

/// Entries.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("CreateNetworkAclEntry", Move::Do(create)),
        ("DeleteNetworkAclEntry", Move::Do(delete)),
        ("ReplaceNetworkAclEntry", Move::Do(replace)),
    ],
    ..Family::NONE
};

/// Protocols that have a name.
const NAMED: &[(&str, &str)] = &[
    ("all", "-1"),
    ("icmp", "1"),
    ("tcp", "6"),
    ("udp", "17"),
    ("icmpv6", "58"),
];

fn invalid(message: String) -> Refusal {
    Refusal::new("InvalidParameterValue", message)
}

/// Number and direction of the entry that a call names.
fn named(given: &Given<'_>) -> Result<(i64, bool), Refusal> {
    let number = given.int("RuleNumber").unwrap_or_default();
    if !(1..LAST).contains(&number) {
        return Err(invalid(format!(
            "Value ({number}) for parameter ruleNumber is invalid. Rule numbers are from 1 to {}.",
            LAST - 1
        )));
    }
    Ok((number, given.flag("Egress").unwrap_or_default()))
}

fn is(entry: &Value, number: i64, egress: bool) -> bool {
    entry.get("RuleNumber").as_int() == Some(number) && entry.get("Egress").as_bool() == Some(egress)
}

/// The entry that a call gives.
fn entry(given: &Given<'_>, number: i64, egress: bool) -> Answer {
    let text = given.opt("CidrBlock").ok_or_else(|| {
        let message = "The request must contain exactly one of cidrBlock or ipv6CidrBlock";
        Refusal::new("MissingParameter", message)
    })?;
    let cidr = Cidr::parse(text).ok_or_else(|| {
        invalid(format!(
            "Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block."
        ))
    })?;
    let protocol = given.text("Protocol");
    let known = NAMED
        .iter()
        .find(|(name, _)| *name == protocol)
        .map(|(_, number)| *number);
    let number_of = protocol
        .parse::<i16>()
        .ok()
        .filter(|number| (-1..=255).contains(number));
    let protocol = known
        .map(str::to_owned)
        .or_else(|| number_of.map(|number| number.to_string()));
    let protocol = protocol.ok_or_else(|| {
        invalid(format!(
            "Invalid value '{}' for IP protocol.",
            given.text("Protocol")
        ))
    })?;
    let mut entry = value!({
        "CidrBlock": (cidr.to_string()),
        "Egress": egress,
        "Protocol": (&protocol),
        "RuleAction": (given.text("RuleAction")),
        "RuleNumber": number,
    });
    let (ports, icmp) = (given.get("PortRange"), given.get("IcmpTypeCode"));
    let (from, to) = (ports.int("From"), ports.int("To"));
    let (kind, code) = (icmp.int("Type"), icmp.int("Code"));
    match protocol.as_str() {
        "6" | "17" => {
            let range = from
                .zip(to)
                .filter(|(from, to)| 0 <= *from && from <= to && *to <= 65_535);
            let (from, to) = range.ok_or_else(|| {
                invalid("A port range from 0 to 65535 is needed for TCP and UDP.".to_owned())
            })?;
            entry.set("PortRange", value!({ "From": from, "To": to }));
        }
        "1" => {
            let (kind, code) = kind
                .zip(code)
                .ok_or_else(|| invalid("An ICMP type and code is needed for ICMP.".to_owned()))?;
            entry.set("IcmpTypeCode", value!({ "Code": code, "Type": kind }));
        }
        _ => {}
    }
    Ok(entry)
}

/// Puts the entries of a network ACL in AWS's order: by direction, then by number.
fn keep(call: &mut Call<'_>, id: &str, mut entries: Vec<Value>) -> Result<(), Refusal> {
    entries.sort_by_key(|entry| {
        (
            entry.get("Egress").as_bool() != Some(true),
            entry.get("RuleNumber").as_int(),
        )
    });
    call.edit(&NETWORK_ACL, id, |acl| acl.set("Entries", entries))?;
    Ok(())
}

/// `CreateNetworkAclEntry`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, (number, egress)) = (given.text("NetworkAclId"), named(given)?);
    let mut entries = call.get(&NETWORK_ACL, id)?.get("Entries").items().to_vec();
    let entry = entry(given, number, egress)?;
    if entries.iter().any(|entry| is(entry, number, egress)) {
        let message = format!("The network acl entry identified by {number} already exists.");
        return Err(Refusal::new("NetworkAclEntryAlreadyExists", message));
    }
    let same_way = |entry: &&Value| entry.get("Egress").as_bool() == Some(egress);
    if entries.iter().filter(same_way).count() > NETWORK_ACL_RULES.limit(call) {
        let message = "The maximum number of network acl entries has been reached.";
        return Err(Refusal::new("NetworkAclEntryLimitExceeded", message));
    }
    entries.push(entry);
    keep(call, id, entries)?;
    Ok(Value::map())
}

/// The entries of a network ACL but the one that a call names.
fn others(call: &Call<'_>, id: &str, number: i64, egress: bool) -> Result<Vec<Value>, Refusal> {
    let entries = call.get(&NETWORK_ACL, id)?.get("Entries").items();
    let left: Vec<Value> = entries
        .iter()
        .filter(|entry| !is(entry, number, egress))
        .cloned()
        .collect();
    if left.len() == entries.len() {
        let message = format!("The network acl entry identified by {number} does not exist");
        return Err(Refusal::new("InvalidNetworkAclEntry.NotFound", message));
    }
    Ok(left)
}

/// `ReplaceNetworkAclEntry`.
fn replace(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, (number, egress)) = (given.text("NetworkAclId"), named(given)?);
    let mut entries = others(call, id, number, egress)?;
    entries.push(entry(given, number, egress)?);
    keep(call, id, entries)?;
    Ok(Value::map())
}

/// `DeleteNetworkAclEntry`.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, (number, egress)) = (given.text("NetworkAclId"), named(given)?);
    let left = others(call, id, number, egress)?;
    keep(call, id, left)?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;
    use crate::value::Value;

    fn acl_of(aws: &Asker, subnet: &str) -> Value {
        let filter = value!({ "Filters": [{ "Name": "association.subnet-id", "Values": [subnet] }] });
        aws.ok("DescribeNetworkAcls", filter).at("NetworkAcls.0").clone()
    }

    #[test]
    fn an_acl_is_made_filled_put_before_a_subnet_and_taken_away() {
        let aws = Asker::new();
        let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
        let subnet = value!({ "VpcId": (&vpc), "CidrBlock": "10.0.0.0/24" });
        let subnet = aws.made("CreateSubnet", subnet, "Subnet.SubnetId");
        let old = acl_of(&aws, &subnet);
        let acl = aws.made(
            "CreateNetworkAcl",
            value!({ "VpcId": (&vpc) }),
            "NetworkAcl.NetworkAclId",
        );
        let web = |number: i64, action: &str| {
            value!({
                "NetworkAclId": (&acl), "RuleNumber": number, "Egress": false, "Protocol": "tcp",
                "RuleAction": action, "CidrBlock": "0.0.0.0/0", "PortRange": { "From": 80, "To": 80 },
            })
        };
        aws.ok("CreateNetworkAclEntry", web(200, "allow"));
        aws.ok("CreateNetworkAclEntry", web(100, "deny"));
        let found = aws.ok("DescribeNetworkAcls", value!({ "NetworkAclIds": [(&acl)] }));
        let numbers: Vec<_> = found
            .at("NetworkAcls.0.Entries")
            .items()
            .iter()
            .map(|entry| {
                (
                    entry.get("Egress").as_bool().unwrap(),
                    entry.get("RuleNumber").as_int().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            numbers,
            [(true, 32767), (false, 100), (false, 200), (false, 32767)]
        );
        assert_eq!(found.at("NetworkAcls.0.Entries.1.Protocol").text(), "6");
        let mut bare = web(300, "allow");
        bare.set("PortRange", Value::Null);
        for (operation, input, expected) in [
            (
                "CreateNetworkAclEntry",
                web(100, "allow"),
                "NetworkAclEntryAlreadyExists",
            ),
            (
                "CreateNetworkAclEntry",
                web(32_767, "allow"),
                "InvalidParameterValue",
            ),
            ("CreateNetworkAclEntry", bare, "InvalidParameterValue"),
            (
                "ReplaceNetworkAclEntry",
                web(300, "allow"),
                "InvalidNetworkAclEntry.NotFound",
            ),
        ] {
            assert_eq!(code(aws.call(operation, input)), expected, "{operation}");
        }
        aws.ok("ReplaceNetworkAclEntry", web(100, "allow"));
        let denied = value!({ "Filters": [{ "Name": "entry.rule-number", "Values": ["100"] }, { "Name": "vpc-id", "Values": [(&vpc)] }, { "Name": "default", "Values": ["false"] }] });
        let found = aws.ok("DescribeNetworkAcls", denied);
        assert_eq!(found.at("NetworkAcls.0.Entries.1.RuleAction").text(), "allow");
        let put = |association: &Value, acl: &Value| {
            let input = value!({ "AssociationId": association, "NetworkAclId": acl });
            aws.made("ReplaceNetworkAclAssociation", input, "NewAssociationId")
        };
        let association = put(
            old.at("Associations.0.NetworkAclAssociationId"),
            &Value::from(&acl),
        );
        assert_eq!(acl_of(&aws, &subnet).get("NetworkAclId").text(), acl);
        let deletion = || value!({ "NetworkAclId": (&acl) });
        assert_eq!(
            code(aws.call("DeleteNetworkAcl", deletion())),
            "DependencyViolation"
        );
        let of_default = value!({ "NetworkAclId": (old.get("NetworkAclId")) });
        assert_eq!(
            code(aws.call("DeleteNetworkAcl", of_default)),
            "InvalidParameterValue"
        );
        put(&Value::from(association), old.get("NetworkAclId"));
        let entry = || value!({ "NetworkAclId": (&acl), "RuleNumber": 100, "Egress": false });
        aws.ok("DeleteNetworkAclEntry", entry());
        assert_eq!(
            code(aws.call("DeleteNetworkAclEntry", entry())),
            "InvalidNetworkAclEntry.NotFound"
        );
        aws.ok("DeleteNetworkAcl", deletion());
        assert_eq!(
            code(aws.call("DeleteNetworkAcl", deletion())),
            "InvalidNetworkAclID.NotFound"
        );
    }
}
