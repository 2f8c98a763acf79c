//! The parts of a network: what they look like, and the operations that are more than a move.

use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::ids::Form;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

use super::tags;

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
        "defaultForAz=DefaultForAz",
        "map-public-ip-on-launch",
        "owner-id",
        "state",
        "subnet-arn",
        "subnet-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

pub(super) static SECURITY_GROUP: Resource = Resource {
    kind: "ec2:security-group",
    shape: "SecurityGroup",
    key: "GroupId",
    ids: "GroupIds",
    prefix: "sg-",
    absent: ("InvalidGroup.NotFound", "The security group '{}' does not exist"),
    malformed: Some((
        "InvalidGroupId.Malformed",
        "Invalid id: \"{}\" (expecting \"sg-...\")",
    )),
    in_use: ("DependencyViolation", "resource {} has a dependent object"),
    filters: &[
        "description",
        "egress.ip-permission.cidr=IpPermissionsEgress.IpRanges.CidrIp",
        "egress.ip-permission.from-port=IpPermissionsEgress.FromPort",
        "egress.ip-permission.protocol=IpPermissionsEgress.IpProtocol",
        "egress.ip-permission.to-port=IpPermissionsEgress.ToPort",
        "group-id",
        "group-name",
        "ip-permission.cidr=IpPermissions.IpRanges.CidrIp",
        "ip-permission.from-port=IpPermissions.FromPort",
        "ip-permission.group-id=IpPermissions.UserIdGroupPairs.GroupId",
        "ip-permission.protocol=IpPermissions.IpProtocol",
        "ip-permission.to-port=IpPermissions.ToPort",
        "owner-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

pub(super) static ROUTE_TABLE: Resource = Resource {
    kind: "ec2:route-table",
    shape: "RouteTable",
    key: "RouteTableId",
    ids: "RouteTableIds",
    prefix: "rtb-",
    absent: (
        "InvalidRouteTableID.NotFound",
        "The routeTable ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The routeTable '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "association.gateway-id=Associations.GatewayId",
        "association.main=Associations.Main",
        "association.route-table-association-id=Associations.RouteTableAssociationId",
        "association.route-table-id=Associations.RouteTableId",
        "association.subnet-id=Associations.SubnetId",
        "owner-id",
        "route-table-id",
        "route.destination-cidr-block=Routes.DestinationCidrBlock",
        "route.gateway-id=Routes.GatewayId",
        "route.nat-gateway-id=Routes.NatGatewayId",
        "route.origin=Routes.Origin",
        "route.state=Routes.State",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

pub(super) static NETWORK_ACL: Resource = Resource {
    kind: "ec2:network-acl",
    shape: "NetworkAcl",
    key: "NetworkAclId",
    ids: "NetworkAclIds",
    prefix: "acl-",
    absent: (
        "InvalidNetworkAclID.NotFound",
        "The networkAcl ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The networkAcl '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "association.association-id=Associations.NetworkAclAssociationId",
        "association.network-acl-id=Associations.NetworkAclId",
        "association.subnet-id=Associations.SubnetId",
        "default=IsDefault",
        "entry.cidr=Entries.CidrBlock",
        "entry.protocol=Entries.Protocol",
        "entry.rule-action=Entries.RuleAction",
        "entry.egress=Entries.Egress",
        "entry.rule-number=Entries.RuleNumber",
        "network-acl-id",
        "owner-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

pub(super) static INTERNET_GATEWAY: Resource = Resource {
    kind: "ec2:internet-gateway",
    shape: "InternetGateway",
    key: "InternetGatewayId",
    ids: "InternetGatewayIds",
    prefix: "igw-",
    absent: (
        "InvalidInternetGatewayID.NotFound",
        "The internetGateway ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The internetGateway '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "attachment.state=Attachments.State",
        "attachment.vpc-id=Attachments.VpcId",
        "internet-gateway-id",
        "owner-id",
        "tag",
    ],
    refs: &[("Attachments.VpcId", "ec2:vpc")],
    ..Resource::NONE
};

pub(super) static DHCP_OPTIONS: Resource = Resource {
    kind: "ec2:dhcp-options",
    shape: "DhcpOptions",
    key: "DhcpOptionsId",
    ids: "DhcpOptionsIds",
    prefix: "dopt-",
    absent: (
        "InvalidDhcpOptionID.NotFound",
        "The dhcpOption ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The dhcpOptions '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "dhcp-options-id",
        "key=DhcpConfigurations.Key",
        "owner-id",
        "tag",
        "value=DhcpConfigurations.Values.Value",
    ],
    ..Resource::NONE
};

/// An id of something inside a record, as `rtbassoc-0123...`.
pub(super) fn inner_id(call: &mut Call<'_>, prefix: &str) -> String {
    call.random(&format!("ec2:{prefix}")).id(prefix, Form::Hex17)
}

/// `DescribeSecurityGroups`: by id, by name (of the default VPC, for groups outside it AWS wants the id), by filters.
pub(super) fn describe_security_groups(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (ids, names) = (given.texts("GroupIds"), given.texts("GroupNames"));
    let filters = Filter::read(call, &SECURITY_GROUP, given)?;
    let default_vpc = super::vpc::default_id(call).unwrap_or_default();
    for id in &ids {
        call.get(&SECURITY_GROUP, id)?;
    }
    let named = |group: &Value, name: &&str| {
        group.get("GroupName").text() == *name && group.get("VpcId").text() == default_vpc
    };
    for name in &names {
        if !call.all(&SECURITY_GROUP).any(|group| named(group, name)) {
            let message =
                format!("The security group '{name}' does not exist in default VPC '{default_vpc}'");
            return Err(Refusal::new("InvalidGroup.NotFound", message));
        }
    }
    let groups: Vec<Value> = call
        .all(&SECURITY_GROUP)
        .filter(|group| ids.is_empty() || ids.contains(&group.get("GroupId").text()))
        .filter(|group| names.is_empty() || names.iter().any(|name| named(group, name)))
        .filter(|group| filters.iter().all(|filter| filter.admits(group)))
        .cloned()
        .collect();
    let groups = call.cut(given, groups)?;
    Ok(value!({ "SecurityGroups": groups }))
}

/// `DeleteSubnet`: its association with the network ACL goes with it.
pub(super) fn delete_subnet(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SubnetId");
    call.drop_unused(&SUBNET, id)?;
    for acl in call.with(&NETWORK_ACL, "Associations.SubnetId", id) {
        call.edit(&NETWORK_ACL, &acl, |acl| {
            without(acl, "Associations", "SubnetId", id);
        })?;
    }
    Ok(Value::map())
}

/// `CreateInternetGateway`.
pub(super) fn create_internet_gateway(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = tags::specified(given, "internet-gateway")?;
    let owner = call.account.clone();
    let gateway = value!({ "InternetGatewayId": null, "OwnerId": owner, "Attachments": [], "Tags": tags });
    let gateway = call.make(&INTERNET_GATEWAY, gateway);
    Ok(value!({ "InternetGateway": gateway }))
}

/// `AttachInternetGateway`: one gateway a VPC, one VPC a gateway.
pub(super) fn attach_internet_gateway(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, vpc) = (given.text("InternetGatewayId"), given.text("VpcId"));
    call.get(&VPC, vpc)?;
    let gateway = call.get(&INTERNET_GATEWAY, id)?;
    if !gateway.get("Attachments").items().is_empty() {
        let message = format!(
            "resource {id} is already attached to network {}",
            gateway.at("Attachments.0.VpcId").text()
        );
        return Err(Refusal::new("Resource.AlreadyAssociated", message));
    }
    if !call.with(&INTERNET_GATEWAY, "Attachments.VpcId", vpc).is_empty() {
        let message = format!("Network {vpc} already has an internet gateway attached");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let attachment = value!([{ "State": "available", "VpcId": vpc }]);
    call.edit(&INTERNET_GATEWAY, id, |gateway| {
        gateway.set("Attachments", attachment);
    })?;
    Ok(Value::map())
}

/// `DetachInternetGateway`.
pub(super) fn detach_internet_gateway(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, vpc) = (given.text("InternetGatewayId"), given.text("VpcId"));
    let attached = call.get(&INTERNET_GATEWAY, id)?.at("Attachments.0.VpcId").text() == vpc;
    if !attached || vpc.is_empty() {
        let message = format!("resource {id} is not attached to network {vpc}");
        return Err(Refusal::new("Gateway.NotAttached", message));
    }
    call.edit(&INTERNET_GATEWAY, id, |gateway| {
        gateway.set("Attachments", value!([]));
    })?;
    Ok(Value::map())
}

/// Takes the items out of a record's list whose member is `text`.
fn without(record: &mut Value, list: &str, member: &str, text: &str) {
    let left: Value = record
        .get(list)
        .items()
        .iter()
        .filter(|item| item.get(member).text() != text)
        .cloned()
        .collect();
    record.set(list, left);
}
