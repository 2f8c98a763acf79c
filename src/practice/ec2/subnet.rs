//! Subnets.

use super::cidr::Cidr;
use super::network_acl::{self, NETWORK_ACL};
use super::route_table::ROUTE_TABLE;
use super::vpc::VPC;
use super::{flow_log, part, region, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::SUBNETS;
use crate::value;
use crate::value::Value;

/// Subnets.
pub(super) static FAMILY: Family = Family {
    resources: &[&SUBNET],
    moves: &[
        ("CreateSubnet", Move::Do(create)),
        ("DeleteSubnet", Move::Do(delete)),
        ("DescribeSubnets", Move::List(&SUBNET)),
        ("ModifySubnetAttribute", Move::Do(modify_attribute)),
    ],
    ..Family::NONE
};

pub(super) static SUBNET: Resource = Resource {
    kind: "ec2:subnet",
    shape: "Subnet",
    key: "SubnetId",
    ids: "SubnetIds",
    prefix: "subnet-",
    absent: ("InvalidSubnetID.NotFound", "The subnet ID '{}' does not exist"),
    in_use: (
        "DependencyViolation",
        "The subnet '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "availability-zone",
        "availabilityZone=AvailabilityZone",
        "availability-zone-id",
        "availabilityZoneId=AvailabilityZoneId",
        "available-ip-address-count",
        "cidr=CidrBlock",
        "cidr-block",
        "cidrBlock=CidrBlock",
        "default-for-az",
        "enable-dns64=EnableDns64",
        "ipv6-cidr-block-association.association-id=Ipv6CidrBlockAssociationSet.AssociationId",
        "ipv6-cidr-block-association.ipv6-cidr-block=Ipv6CidrBlockAssociationSet.Ipv6CidrBlock",
        "ipv6-cidr-block-association.state=Ipv6CidrBlockAssociationSet.Ipv6CidrBlockState.State",
        "ipv6-native",
        "defaultForAz=DefaultForAz",
        "map-public-ip-on-launch",
        "owner-id",
        "private-dns-name-options-on-launch.enable-resource-name-dns-a-record=PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord",
        "private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record=PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord",
        "private-dns-name-options-on-launch.hostname-type",
        "state",
        "subnet-arn",
        "subnet-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// A subnet in a VPC, in the VPC's default network ACL; gives it.
///
/// # Errors
/// None that a VPC which is there can meet.
pub(super) fn make(
    call: &mut Call<'_>,
    vpc: &str,
    block: Cidr,
    (zone, zone_id): &(String, String),
    default: bool,
) -> Answer {
    let id = call.mint(&SUBNET).id(SUBNET.prefix, SUBNET.form);
    let subnet = value!({
        "AvailabilityZone": zone,
        "AvailabilityZoneId": zone_id,
        "AvailableIpAddressCount": (block.free()),
        "CidrBlock": (block.to_string()),
        "DefaultForAz": default,
        "MapPublicIpOnLaunch": default,
        "MapCustomerOwnedIpOnLaunch": false,
        "State": "available",
        "SubnetId": (&id),
        "VpcId": vpc,
        "OwnerId": (call.account.clone()),
        "AssignIpv6AddressOnCreation": false,
        "Ipv6CidrBlockAssociationSet": [],
        "SubnetArn": (format!("arn:aws:ec2:{}:{}:subnet/{id}", call.region, call.account)),
        "EnableDns64": false,
        "Ipv6Native": false,
        "PrivateDnsNameOptionsOnLaunch": {
            "HostnameType": "ip-name",
            "EnableResourceNameDnsARecord": false,
            "EnableResourceNameDnsAAAARecord": false,
        },
        "BlockPublicAccessStates": { "InternetGatewayBlockMode": "off" },
    });
    call.keep(&SUBNET, &id, subnet);
    let acl = network_acl::default_of(call, vpc);
    network_acl::associate(call, &acl, &id)?;
    call.get(&SUBNET, &id).cloned()
}

/// `CreateSubnet`. Where no zone is named, AWS chooses one.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (vpc, text) = (given.text("VpcId"), given.opt("CidrBlock"));
    let tags = tags::specified(given, "subnet")?;
    let record = call.get(&VPC, vpc)?;
    let of_vpc = Cidr::parse(record.get("CidrBlock").text()).ok_or_else(|| VPC.is_absent(vpc))?;
    let Some(text) = text else {
        let message = "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.";
        return Err(Refusal::new("MissingParameter", message));
    };
    let Some(block) = Cidr::parse(text) else {
        let message =
            format!("Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        return Err(Refusal::new("InvalidParameterValue", message));
    };
    if !(16..=28).contains(&block.bits()) || !of_vpc.holds(block) {
        let message = format!("The CIDR '{text}' is invalid.");
        return Err(Refusal::new("InvalidSubnet.Range", message));
    }
    let zone = zone(call, given)?;
    let others: Vec<Cidr> = call
        .all(&SUBNET)
        .filter(|subnet| subnet.get("VpcId").text() == vpc)
        .filter_map(|subnet| Cidr::parse(subnet.get("CidrBlock").text()))
        .collect();
    if others
        .iter()
        .any(|other| other.holds(block) || block.holds(*other))
    {
        let message = format!("The CIDR '{text}' conflicts with another subnet");
        return Err(Refusal::new("InvalidSubnet.Conflict", message));
    }
    if others.len() >= SUBNETS.limit(call) {
        let message = "The maximum number of subnets has been reached.";
        return Err(Refusal::new("SubnetLimitExceeded", message));
    }
    let mut subnet = make(call, vpc, block, &zone, false)?;
    if !tags.items().is_empty() {
        subnet = call.edit(&SUBNET, subnet.get("SubnetId").text(), |subnet| {
            subnet.set("Tags", tags);
        })?;
    }
    Ok(value!({ "Subnet": subnet }))
}

/// Name and id of the zone that a new subnet is to be in.
fn zone(call: &mut Call<'_>, given: &Given<'_>) -> Result<(String, String), Refusal> {
    let zones: Vec<(String, String)> = region::zones(&call.region).collect();
    let (name, id) = (given.opt("AvailabilityZone"), given.opt("AvailabilityZoneId"));
    let (parameter, wanted) = match (name, id) {
        (Some(name), _) => ("availabilityZone", name),
        (None, Some(id)) => ("availabilityZoneId", id),
        (None, None) => {
            let chosen = call.random("ec2:zone").below(zones.len() as u64);
            let chosen = usize::try_from(chosen).unwrap_or_default();
            return zones.into_iter().nth(chosen).ok_or_else(|| SUBNET.is_absent(""));
        }
    };
    let found = zones.iter().find(|(name, id)| {
        if parameter == "availabilityZone" {
            name == wanted
        } else {
            id == wanted
        }
    });
    found.cloned().ok_or_else(|| {
        let open: Vec<&str> = zones.iter().map(|(name, _)| name.as_str()).collect();
        let message = format!(
            "Value ({wanted}) for parameter {parameter} is invalid. Subnets can currently only be created in the \
             following availability zones: {}.",
            open.join(", ")
        );
        Refusal::new("InvalidParameterValue", message)
    })
}

/// What `ModifySubnetAttribute` changes: the input member, and the record's.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("MapPublicIpOnLaunch", "MapPublicIpOnLaunch"),
    (
        "EnableResourceNameDnsARecordOnLaunch",
        "PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord",
    ),
    (
        "PrivateDnsHostnameTypeOnLaunch",
        "PrivateDnsNameOptionsOnLaunch.HostnameType",
    ),
];

/// `ModifySubnetAttribute`: one attribute a call.
fn modify_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SubnetId");
    call.get(&SUBNET, id)?;
    let wanted: Vec<(&str, Value)> = ATTRIBUTES
        .iter()
        .filter(|(member, _)| given.has(member))
        .map(|(member, path)| {
            let value = match *member {
                "PrivateDnsHostnameTypeOnLaunch" => given.value(member).clone(),
                _ => given.get(member).value("Value").clone(),
            };
            (*path, value)
        })
        .collect();
    let [(path, value)] = &wanted[..] else {
        let message = "The request must contain exactly one attribute to modify.";
        return Err(Refusal::new("InvalidParameterCombination", message));
    };
    call.edit(&SUBNET, id, |subnet| match path.split_once('.') {
        None => subnet.set(path, value),
        Some((member, inner)) => {
            let mut options = subnet.get(member).clone();
            options.set(inner, value);
            subnet.set(member, options);
        }
    })?;
    Ok(Value::map())
}

/// `DeleteSubnet`: its associations with network ACL and route table go with it, and its flow logs.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SubnetId");
    call.drop_unused(&SUBNET, id)?;
    for of in [&NETWORK_ACL, &ROUTE_TABLE] {
        for user in call.with(of, "Associations.SubnetId", id) {
            call.edit(of, &user, |record| {
                part::without(record, "Associations", "SubnetId", id);
            })?;
        }
    }
    flow_log::drop_of(call, id)?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;

    #[test]
    fn a_subnet_is_made_inside_its_vpc_and_beside_the_others() {
        let aws = Asker::new();
        let vpc = aws.ok("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }));
        let vpc = vpc.at("Vpc.VpcId").text();
        aws.pass(5);
        let before = aws.practice.world();
        let ask = |block: &str, zone: &str| {
            aws.call(
                "CreateSubnet",
                value!({ "VpcId": vpc, "CidrBlock": block, "AvailabilityZone": zone }),
            )
        };
        let made = ask("10.0.1.7/24", "us-east-1b").unwrap();
        let made = made.get("Subnet");
        assert_eq!(made.get("CidrBlock").text(), "10.0.1.0/24");
        assert_eq!(made.get("AvailabilityZoneId").text(), "use1-az1");
        assert_eq!(made.get("AvailableIpAddressCount").as_int(), Some(251));
        for (block, zone, expected) in [
            ("10.0.1.128/25", "us-east-1b", "InvalidSubnet.Conflict"),
            ("10.0.0.0/16", "us-east-1b", "InvalidSubnet.Conflict"),
            ("10.1.0.0/24", "us-east-1b", "InvalidSubnet.Range"),
            ("10.0.2.0/29", "us-east-1b", "InvalidSubnet.Range"),
            ("10.0.2.0/24", "us-west-2a", "InvalidParameterValue"),
            ("ten", "us-east-1b", "InvalidParameterValue"),
        ] {
            assert_eq!(code(ask(block, zone)), expected, "{block} in {zone}");
        }
        let bare = value!({ "VpcId": vpc });
        assert_eq!(code(aws.call("CreateSubnet", bare)), "MissingParameter");
        let id = made.get("SubnetId");
        let public = value!({ "SubnetId": id, "MapPublicIpOnLaunch": { "Value": true } });
        aws.ok("ModifySubnetAttribute", public);
        let found = aws.ok(
            "DescribeSubnets",
            value!({ "Filters": [{ "Name": "map-public-ip-on-launch", "Values": ["true"] }, { "Name": "vpc-id", "Values": [vpc] }] }),
        );
        assert_eq!(found.at("Subnets.0.SubnetId"), id);
        let none = value!({ "SubnetId": id });
        assert_eq!(
            code(aws.call("ModifySubnetAttribute", none)),
            "InvalidParameterCombination"
        );
        aws.ok("DeleteSubnet", value!({ "SubnetId": id }));
        let again = aws.call("DeleteSubnet", value!({ "SubnetId": id }));
        assert_eq!(code(again), "InvalidSubnetID.NotFound");
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }

    #[test]
    fn the_vpc_s_quota_of_subnets_is_held() {
        let aws = Asker::new();
        let vpc = aws.ok("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }));
        let vpc = vpc.at("Vpc.VpcId").text();
        let ask = |n: usize| {
            let block = format!("10.0.{n}.0/24");
            aws.call("CreateSubnet", value!({ "VpcId": vpc, "CidrBlock": block }))
        };
        for n in 0..200 {
            ask(n).unwrap();
        }
        assert_eq!(code(ask(200)), "SubnetLimitExceeded");
    }
}
