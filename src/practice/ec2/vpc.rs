//! VPCs: making one with what AWS makes beside it, its attributes, and its end.

use super::cidr::Cidr;
use super::security_group::{self, SECURITY_GROUP};
use super::{defaults, dhcp_options, flow_log, network_acl, part, route_table, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::VPCS;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// VPCs.
pub(super) static FAMILY: Family = Family {
    resources: &[&VPC],
    moves: &[
        ("CreateDefaultVpc", Move::Do(create_default)),
        ("CreateVpc", Move::Do(create)),
        ("DeleteVpc", Move::Do(delete)),
        ("DescribeVpcAttribute", Move::Do(describe_attribute)),
        ("DescribeVpcs", Move::List(&VPC)),
        ("ModifyVpcAttribute", Move::Do(modify_attribute)),
    ],
    ..Family::NONE
};

pub(super) static VPC: Resource = Resource {
    kind: "ec2:vpc",
    shape: "Vpc",
    key: "VpcId",
    ids: "VpcIds",
    prefix: "vpc-",
    absent: ("InvalidVpcID.NotFound", "The vpc ID '{}' does not exist"),
    in_use: (
        "DependencyViolation",
        "The vpc '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "cidr=CidrBlock",
        "cidr-block-association.association-id=CidrBlockAssociationSet.AssociationId",
        "cidr-block-association.cidr-block=CidrBlockAssociationSet.CidrBlock",
        "cidr-block-association.state=CidrBlockAssociationSet.CidrBlockState.State",
        "dhcp-options-id",
        "is-default",
        "isDefault=IsDefault",
        "owner-id",
        "state",
        "tag",
        "vpc-id",
    ],
    refs: &[("DhcpOptionsId", "ec2:dhcp-options")],
    ..Resource::NONE
};

/// How long a new VPC is `pending`. Illustrative.
const PENDING: Duration = Duration::from_secs(3);

/// The attributes of a VPC: the input member, the name in a description, where the record keeps it.
const ATTRIBUTES: &[(&str, &str, &str)] = &[
    ("EnableDnsHostnames", "enableDnsHostnames", "_EnableDnsHostnames"),
    ("EnableDnsSupport", "enableDnsSupport", "_EnableDnsSupport"),
    (
        "EnableNetworkAddressUsageMetrics",
        "enableNetworkAddressUsageMetrics",
        "_EnableNetworkAddressUsageMetrics",
    ),
];

/// The default VPC's id.
pub(super) fn default_id(call: &Call<'_>) -> Option<String> {
    let found = call
        .all(&VPC)
        .find(|vpc| vpc.get("IsDefault").as_bool() == Some(true));
    found.map(|vpc| vpc.get("VpcId").text().to_owned())
}

/// `CreateVpc`: the VPC, its default security group, its main route table, its default network ACL.
pub(super) fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let text = given.text("CidrBlock");
    let Some(cidr) = Cidr::parse(text) else {
        let message =
            format!("Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        return Err(Refusal::new("InvalidParameterValue", message));
    };
    if !(16..=28).contains(&cidr.bits()) {
        return Err(Refusal::new(
            "InvalidVpc.Range",
            format!("The CIDR '{text}' is invalid."),
        ));
    }
    let tenancy = given.opt("InstanceTenancy").unwrap_or("default");
    let tags = tags::specified(given, "vpc")?;
    if call.all(&VPC).count() >= VPCS.limit(call) {
        let message = "The maximum number of VPCs has been reached.";
        return Err(Refusal::new("VpcLimitExceeded", message));
    }
    let id = make(call, cidr, tenancy, false);
    if !tags.items().is_empty() {
        call.edit(&VPC, &id, |vpc| vpc.set("Tags", tags))?;
    }
    let vpc = call.edit(&VPC, &id, |vpc| vpc.set("State", "pending"))?;
    call.later_set(PENDING, &VPC, &id, &[("State", "available")]);
    Ok(value!({ "Vpc": vpc }))
}

/// A VPC and what AWS makes beside it; gives its id.
pub(super) fn make(call: &mut Call<'_>, cidr: Cidr, tenancy: &str, default: bool) -> String {
    let owner = call.account.clone();
    let block = cidr.to_string();
    let association = part::id(call, "vpc-cidr-assoc-");
    let dhcp = dhcp_options::default_id(call);
    let vpc = call.make(
        &VPC,
        value!({
            "CidrBlock": (&block),
            "DhcpOptionsId": dhcp,
            "State": "available",
            "VpcId": null,
            "OwnerId": (&owner),
            "InstanceTenancy": tenancy,
            "CidrBlockAssociationSet": [{
                "AssociationId": association,
                "CidrBlock": (&block),
                "CidrBlockState": { "State": "associated" },
            }],
            "IsDefault": default,
            "BlockPublicAccessStates": { "InternetGatewayBlockMode": "off" },
            "_EnableDnsSupport": true,
            "_EnableDnsHostnames": default,
            "_EnableNetworkAddressUsageMetrics": false,
        }),
    );
    let id = vpc.get("VpcId").text().to_owned();
    security_group::make_default(call, &id);
    route_table::make(call, &id, &block, true);
    network_acl::make(call, &id, true);
    id
}

/// `CreateDefaultVpc`: as a fresh account has it, unless there is one.
pub(super) fn create_default(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    if default_id(call).is_some() {
        let message = "A Default VPC already exists for this account in this region.";
        return Err(Refusal::new("DefaultVpcAlreadyExists", message));
    }
    let id = defaults::default_vpc(call)?;
    Ok(value!({ "Vpc": (call.get(&VPC, &id)?) }))
}

/// `DeleteVpc`: refused while anything is in it but what AWS made beside it, which goes with it.
pub(super) fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("VpcId");
    call.get(&VPC, id)?;
    let mut beside = Vec::new();
    for (kind, user) in call.users_of(&VPC, id) {
        let record = call.get(kind, &user)?;
        let made_beside = match kind.kind {
            "ec2:security-group" => record.get("GroupName").text() == "default",
            "ec2:route-table" => route_table::is_main(record),
            "ec2:network-acl" => record.get("IsDefault").as_bool() == Some(true),
            _ => false,
        };
        if !made_beside {
            return Err(VPC.is_in_use(id));
        }
        beside.push((kind, user));
    }
    for (kind, user) in beside {
        if kind.kind == SECURITY_GROUP.kind {
            security_group::drop_it(call, &user)?;
        } else {
            call.remove(kind, &user)?;
        }
    }
    call.remove(&VPC, id)?;
    flow_log::drop_of(call, id)?;
    Ok(Value::map())
}

/// `DescribeVpcAttribute`: one attribute a call.
pub(super) fn describe_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, wanted) = (given.text("VpcId"), given.text("Attribute"));
    let vpc = call.get(&VPC, id)?;
    let mut answer = value!({ "VpcId": id });
    let Some((member, _, kept)) = ATTRIBUTES.iter().find(|(_, name, _)| *name == wanted) else {
        let message = format!("Value ({wanted}) for parameter attribute is invalid. Unknown attribute.");
        return Err(Refusal::new("InvalidParameterValue", message));
    };
    answer.set(member, value!({ "Value": (vpc.get(kept)) }));
    Ok(answer)
}

/// `ModifyVpcAttribute`: one attribute a call; host names need DNS support (AWS: *ModifyVpcAttribute*, which leaves code
/// and wording unsaid).
pub(super) fn modify_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("VpcId");
    let wanted: Vec<(&str, bool)> = ATTRIBUTES
        .iter()
        .filter(|(member, ..)| given.has(member))
        .map(|(member, _, kept)| (*kept, given.get(member).flag("Value").unwrap_or_default()))
        .collect();
    let [(kept, flag)] = wanted[..] else {
        let (code, message) = if wanted.is_empty() {
            (
                "MissingParameter",
                "The request must contain exactly one attribute to modify.",
            )
        } else {
            (
                "InvalidParameterCombination",
                "Fields for multiple attribute types specified.",
            )
        };
        return Err(Refusal::new(code, message));
    };
    let dns = call.get(&VPC, id)?.get("_EnableDnsSupport").as_bool() == Some(true);
    if flag && kept == "_EnableDnsHostnames" && !dns {
        let message = "DNS hostnames can be enabled only where DNS support is.";
        return Err(Refusal::new("InvalidParameterCombination", message));
    }
    call.edit(&VPC, id, |vpc| vpc.set(kept, flag))?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;

    #[test]
    fn a_vpc_comes_with_its_parts_and_takes_them_along() {
        let aws = Asker::new();
        let before = aws.practice.world();
        let vpc = aws.ok("CreateVpc", value!({ "CidrBlock": "10.1.0.0/16" }));
        let id = vpc.at("Vpc.VpcId").text().to_owned();
        assert_eq!(vpc.at("Vpc.State").text(), "pending");
        let of_vpc = || value!({ "Filters": [{ "Name": "vpc-id", "Values": [(&id)] }] });
        for (operation, list) in [
            ("DescribeSecurityGroups", "SecurityGroups"),
            ("DescribeRouteTables", "RouteTables"),
            ("DescribeNetworkAcls", "NetworkAcls"),
        ] {
            assert_eq!(
                aws.ok(operation, of_vpc()).get(list).items().len(),
                1,
                "{operation}"
            );
        }
        aws.pass(3);
        assert_eq!(
            aws.ok("DescribeVpcs", of_vpc()).at("Vpcs.0.State").text(),
            "available"
        );
        aws.ok("DeleteVpc", value!({ "VpcId": (&id) }));
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
        assert_eq!(
            code(aws.call("DeleteVpc", value!({ "VpcId": id }))),
            "InvalidVpcID.NotFound"
        );
    }

    #[test]
    fn the_default_vpc_goes_only_empty_and_can_be_had_again() {
        let aws = Asker::new();
        let vpcs = aws.ok("DescribeVpcs", value!({}));
        let id = vpcs.at("Vpcs.0.VpcId").text().to_owned();
        assert_eq!(
            code(aws.call("CreateDefaultVpc", value!({}))),
            "DefaultVpcAlreadyExists"
        );
        assert_eq!(
            code(aws.call("DeleteVpc", value!({ "VpcId": (&id) }))),
            "DependencyViolation"
        );
        for subnet in aws.ok("DescribeSubnets", value!({})).get("Subnets").items() {
            aws.ok("DeleteSubnet", value!({ "SubnetId": (subnet.get("SubnetId")) }));
        }
        let gateway = aws
            .ok("DescribeInternetGateways", value!({}))
            .at("InternetGateways.0.InternetGatewayId")
            .clone();
        let deletion = value!({ "InternetGatewayId": (&gateway) });
        aws.ok(
            "DetachInternetGateway",
            value!({ "InternetGatewayId": (&gateway), "VpcId": (&id) }),
        );
        aws.ok("DeleteInternetGateway", deletion);
        aws.ok("DeleteVpc", value!({ "VpcId": (&id) }));
        assert_eq!(aws.ok("DescribeVpcs", value!({})).get("Vpcs").items().len(), 0);
        let again = aws.ok("CreateDefaultVpc", value!({}));
        assert_ne!(again.at("Vpc.VpcId").text(), id);
        assert_eq!(
            aws.ok("DescribeSubnets", value!({})).get("Subnets").items().len(),
            6
        );
    }

    #[test]
    fn attributes_are_changed_one_at_a_time() {
        let aws = Asker::new();
        let id = aws
            .ok("CreateVpc", value!({ "CidrBlock": "10.1.0.0/16" }))
            .at("Vpc.VpcId")
            .text()
            .to_owned();
        let asked = || value!({ "VpcId": (&id), "Attribute": "enableDnsHostnames" });
        assert_eq!(
            aws.ok("DescribeVpcAttribute", asked())
                .at("EnableDnsHostnames.Value")
                .as_bool(),
            Some(false)
        );
        aws.ok(
            "ModifyVpcAttribute",
            value!({ "VpcId": (&id), "EnableDnsHostnames": { "Value": true } }),
        );
        assert_eq!(
            aws.ok("DescribeVpcAttribute", asked())
                .at("EnableDnsHostnames.Value")
                .as_bool(),
            Some(true)
        );
        let both = value!({ "VpcId": (&id), "EnableDnsHostnames": { "Value": true }, "EnableDnsSupport": { "Value": true } });
        assert_eq!(
            code(aws.call("ModifyVpcAttribute", both)),
            "InvalidParameterCombination"
        );
    }

    #[test]
    fn a_block_out_of_range_is_refused_and_changes_nothing() {
        let aws = Asker::new();
        let before = aws.ok("DescribeVpcs", value!({}));
        assert_eq!(
            code(aws.call("CreateVpc", value!({ "CidrBlock": "10.0.0.0/8" }))),
            "InvalidVpc.Range"
        );
        assert_eq!(
            code(aws.call("CreateVpc", value!({ "CidrBlock": "ten" }))),
            "InvalidParameterValue"
        );
        assert_eq!(aws.ok("DescribeVpcs", value!({})).get("Vpcs"), before.get("Vpcs"));
    }
}
