"""EC2's doors and wires: security groups, network interfaces, Elastic IP addresses, NAT gateways, flow logs."""

import json

from botocore.exceptions import ClientError
from ec2_base import DOES_NOT_EXIST, by, ec2, gateway, lists, subnet, tagged, vpc
from harness import check, eventually, expect_error, refuses, run

SG, SGR, ENI, NAT = (kind + "-0123456789abcdef0" for kind in ("sg", "sgr", "eni", "nat"))
FL, EIPALLOC, EIPASSOC = (kind + "-0123456789abcdef0" for kind in ("fl", "eipalloc", "eipassoc"))


def group(target):
    words = {"GroupName": "web", "Description": "for checks"}
    make = lambda target: ec2(target).create_security_group(VpcId=vpc(target), **words)["GroupId"]
    return target.kept("group", make)


def interface(target):
    def make(target):
        made = ec2(target).create_network_interface(SubnetId=subnet(target), Groups=[group(target)])
        return made["NetworkInterface"]["NetworkInterfaceId"]

    return target.kept("interface", make)


def address(target):
    return target.kept("address", lambda target: ec2(target).allocate_address(Domain="vpc")["AllocationId"])


def permission(first, last=None, block="0.0.0.0/0", **more):
    span = {"FromPort": first, "ToPort": last or first}
    return [{"IpProtocol": "tcp", "IpRanges": [{"CidrIp": block} | more]} | span]


def rules(target, egress=False):
    found = ec2(target).describe_security_group_rules(Filters=by("group-id", group(target)))["SecurityGroupRules"]
    return [one for one in found if one["IsEgress"] is egress]


# Security groups -----------------------------------------------------------------------------------------------------


@check("ec2:CreateSecurityGroup create")
def _(target):
    words = {"GroupName": "http-world", "Description": "port 80", "VpcId": vpc(target)}
    made = ec2(target).create_security_group(TagSpecifications=tagged("security-group", "http"), **words)
    target.spare = made["GroupId"]
    assert made["GroupId"].startswith("sg-"), made
    assert made["Tags"] == [{"Key": "Name", "Value": "http"}], made
    assert made["SecurityGroupArn"].endswith(f":security-group/{made['GroupId']}"), made
    found = ec2(target).describe_security_groups(GroupIds=[made["GroupId"]])["SecurityGroups"][0]
    assert found["IpPermissions"] == [] and found["Description"] == "port 80", found
    out = found["IpPermissionsEgress"]
    assert out[0]["IpProtocol"] == "-1" and out[0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}], found


@check("ec2:CreateSecurityGroup refuse the same name")
def _(target):
    group(target)
    with expect_error("InvalidGroup.Duplicate", f"The security group 'web' already exists for VPC '{vpc(target)}'"):
        ec2(target).create_security_group(GroupName="web", Description="again", VpcId=vpc(target))


for name, words, saying in [
    ("a name like an id", {"GroupName": "sg-mine"}, "Group names may not be in the format sg-*"),
    ("a name of other letters", {"GroupName": "näh"}, "Character sets beyond ASCII are not supported."),
    ("a description of other letters", {"Description": "für"}, "Character sets beyond ASCII are not supported."),
    ("a name too long", {"GroupName": "x" * 256}, None),
]:

    def ask(target, words=words):
        ec2(target).create_security_group(**{"GroupName": "a", "Description": "b", "VpcId": vpc(target)} | words)

    refuses(f"ec2:CreateSecurityGroup refuse {name}", "InvalidParameterValue", ask, saying)

refuses(
    "ec2:CreateSecurityGroup refuse unknown vpc",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).create_security_group(
        GroupName="a", Description="b", VpcId="vpc-0123456789abcdef0"
    ),
    DOES_NOT_EXIST,
)


@check("ec2:DescribeSecurityGroups read")
def _(target):
    group(target)
    found = ec2(target).describe_security_groups(Filters=by("group-name", "web") + by("vpc-id", vpc(target)))
    assert [one["GroupId"] for one in found["SecurityGroups"]] == [group(target)], found
    default = ec2(target).describe_security_groups(GroupNames=["default"])["SecurityGroups"]
    own = default[0]["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"]
    assert len(default) == 1 and own == default[0]["GroupId"], default


refuses(
    "ec2:DescribeSecurityGroups refuse unknown id",
    "InvalidGroup.NotFound",
    lambda target: ec2(target).describe_security_groups(GroupIds=[SG]),
    f"The security group '{SG}' does not exist",
    400,
)
refuses(
    "ec2:DescribeSecurityGroups refuse unknown name",
    "InvalidGroup.NotFound",
    lambda target: ec2(target).describe_security_groups(GroupNames=["nobody"]),
    "The security group 'nobody' does not exist",
)


@check("ec2:AuthorizeSecurityGroupIngress create")
def _(target):
    asked = permission(80, Description="web")
    made = ec2(target).authorize_security_group_ingress(GroupId=group(target), IpPermissions=asked)
    rule = made["SecurityGroupRules"][0]
    target.rule = rule["SecurityGroupRuleId"]
    assert made["Return"] is True and rule["SecurityGroupRuleId"].startswith("sgr-"), made
    assert rule["CidrIpv4"] == "0.0.0.0/0" and rule["FromPort"] == 80 and rule["IsEgress"] is False, made
    assert rule["Description"] == "web" and rule["GroupOwnerId"].isdigit(), made
    found = ec2(target).describe_security_groups(GroupIds=[group(target)])["SecurityGroups"][0]["IpPermissions"]
    assert found[0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0", "Description": "web"}], found
    assert found[0]["UserIdGroupPairs"] == [] and found[0]["PrefixListIds"] == [], found


@check("ec2:AuthorizeSecurityGroupIngress create from a group")
def _(target):
    pair = [{"GroupId": target.spare}]
    asked = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": pair}]
    made = ec2(target).authorize_security_group_ingress(GroupId=group(target), IpPermissions=asked)
    assert made["SecurityGroupRules"][0]["ReferencedGroupInfo"]["GroupId"] == target.spare, made


@check("ec2:AuthorizeSecurityGroupIngress refuse a second time")
def _(target):
    with expect_error(
        "InvalidPermission.Duplicate",
        'the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
    ):
        ec2(target).authorize_security_group_ingress(GroupId=group(target), IpPermissions=permission(80))


for name, code, asked in [
    ("ports the wrong way round", "InvalidParameterValue", permission(90, 80)),
    ("a port too high", "InvalidParameterValue", permission(70000)),
    ("a block that is none", "InvalidParameterValue", permission(81, block="ten")),
]:

    def ask(target, asked=asked):
        ec2(target).authorize_security_group_ingress(GroupId=group(target), IpPermissions=asked)

    refuses(f"ec2:AuthorizeSecurityGroupIngress refuse {name}", code, ask)


@check("ec2:AuthorizeSecurityGroupEgress create")
def _(target):
    words = {"GroupId": group(target), "IpPermissions": permission(443, block="10.0.0.0/8")}
    made = ec2(target).authorize_security_group_egress(**words)
    assert made["SecurityGroupRules"][0]["IsEgress"] is True, made
    assert len(rules(target, egress=True)) == 2, rules(target, egress=True)


@check("ec2:AuthorizeSecurityGroupEgress refuse a second time")
def _(target):
    words = {"GroupId": group(target), "IpPermissions": permission(443, block="10.0.0.0/8")}
    with expect_error("InvalidPermission.Duplicate", "already exists"):
        ec2(target).authorize_security_group_egress(**words)


@check("ec2:DescribeSecurityGroupRules read")
def _(target):
    found = ec2(target).describe_security_group_rules(SecurityGroupRuleIds=[target.rule])["SecurityGroupRules"]
    assert found[0]["GroupId"] == group(target) and found[0]["IpProtocol"] == "tcp", found
    assert found[0]["SecurityGroupRuleArn"].endswith(target.rule), found


refuses(
    "ec2:DescribeSecurityGroupRules refuse unknown id",
    "InvalidSecurityGroupRuleId.NotFound",
    lambda target: ec2(target).describe_security_group_rules(SecurityGroupRuleIds=[SGR]),
    DOES_NOT_EXIST,
)


@check("ec2:ModifySecurityGroupRules create")
def _(target):
    rule = {"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "CidrIpv4": "10.0.0.0/8", "Description": "inside"}
    changed = [{"SecurityGroupRuleId": target.rule, "SecurityGroupRule": rule}]
    made = ec2(target).modify_security_group_rules(GroupId=group(target), SecurityGroupRules=changed)
    assert made["Return"] is True, made
    found = ec2(target).describe_security_group_rules(SecurityGroupRuleIds=[target.rule])["SecurityGroupRules"][0]
    assert (found["FromPort"], found["CidrIpv4"], found["Description"]) == (8080, "10.0.0.0/8", "inside"), found


@check("ec2:ModifySecurityGroupRules refuse unknown id")
def _(target):
    rule = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIpv4": "10.0.0.0/8"}
    changed = [{"SecurityGroupRuleId": SGR, "SecurityGroupRule": rule}]
    with expect_error("InvalidSecurityGroupRuleId.NotFound", DOES_NOT_EXIST):
        ec2(target).modify_security_group_rules(GroupId=group(target), SecurityGroupRules=changed)


for side in ["ingress", "egress"]:
    operation = f"UpdateSecurityGroupRuleDescriptions{side.capitalize()}"

    @check(f"ec2:{operation} create")
    def _(target, side=side):
        egress = side == "egress"
        port, block = (443, "10.0.0.0/8") if egress else (22, "10.0.0.0/8")
        if not egress:
            words = {"GroupId": group(target), "IpPermissions": permission(port, block=block)}
            ec2(target).authorize_security_group_ingress(**words)
        update = getattr(ec2(target), f"update_security_group_rule_descriptions_{side}")
        told = permission(port, block=block, Description="said later")
        assert update(GroupId=group(target), IpPermissions=told)["Return"] is True
        found = [one for one in rules(target, egress) if one.get("Description") == "said later"]
        assert [one["FromPort"] for one in found] == [port], found

    @check(f"ec2:{operation} refuse unknown rule")
    def _(target, side=side):
        update = getattr(ec2(target), f"update_security_group_rule_descriptions_{side}")
        with expect_error("InvalidPermission.NotFound", "The specified rule does not exist in this security group"):
            update(GroupId=group(target), IpPermissions=permission(7, Description="none"))

    operation = f"RevokeSecurityGroup{side.capitalize()}"

    @check(f"ec2:{operation} delete")
    def _(target, side=side):
        revoke = getattr(ec2(target), f"revoke_security_group_{side}")
        gone = [one["SecurityGroupRuleId"] for one in rules(target, side == "egress")]
        answer = revoke(GroupId=group(target), SecurityGroupRuleIds=gone)
        assert answer["Return"] is True, answer
        told = [one["SecurityGroupRuleId"] for one in answer["RevokedSecurityGroupRules"]]
        assert sorted(told) == sorted(gone), answer
        assert rules(target, side == "egress") == []

    @check(f"ec2:{operation} refuse unknown rule")
    def _(target, side=side):
        revoke = getattr(ec2(target), f"revoke_security_group_{side}")
        with expect_error("InvalidPermission.NotFound", "The specified rule does not exist in this security group."):
            revoke(GroupId=group(target), IpPermissions=permission(7))

    @check(f"ec2:{operation} refuse unknown group")
    def _(target, side=side):
        revoke = getattr(ec2(target), f"revoke_security_group_{side}")
        with expect_error("InvalidGroup.NotFound", f"The security group '{SG}' does not exist"):
            revoke(GroupId=SG, IpPermissions=permission(7))


@check("ec2:DeleteSecurityGroup refuse the default one")
def _(target):
    filters = by("vpc-id", vpc(target)) + by("group-name", "default")
    default = ec2(target).describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
    saying = f'the specified group: "{default}" name: "default" cannot be deleted by a user'
    with expect_error("CannotDelete", saying):
        ec2(target).delete_security_group(GroupId=default)


@check("ec2:DeleteSecurityGroup refuse while used")
def _(target):
    interface(target)
    with expect_error("DependencyViolation", f"resource {group(target)} has a dependent object"):
        ec2(target).delete_security_group(GroupId=group(target))


@check("ec2:DeleteSecurityGroup delete")
def _(target):
    answer = ec2(target).delete_security_group(GroupId=target.spare)
    with expect_error("InvalidGroup.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_security_groups(GroupIds=[target.spare])
    assert answer["Return"] is True and answer["GroupId"] == target.spare, answer


# Network interfaces --------------------------------------------------------------------------------------------------


@check("ec2:CreateNetworkInterface create")
def _(target):
    words = {"Description": "made", "PrivateIpAddress": "10.0.1.77", "Groups": [group(target)]}
    tags = tagged("network-interface", "made")
    made = ec2(target).create_network_interface(SubnetId=subnet(target), TagSpecifications=tags, **words)
    made = made["NetworkInterface"]
    target.made = made["NetworkInterfaceId"]
    assert made["PrivateIpAddress"] == "10.0.1.77" and made["Status"] == "pending", made
    assert made["PrivateIpAddresses"][0]["Primary"] is True and made["SourceDestCheck"] is True, made
    assert made["Groups"] == [{"GroupId": group(target), "GroupName": "web"}], made
    assert made["InterfaceType"] == "interface" and made["RequesterManaged"] is False, made
    assert made["TagSet"] == [{"Key": "Name", "Value": "made"}] and made["VpcId"] == vpc(target), made
    assert made["MacAddress"].count(":") == 5 and made["AvailabilityZone"] == "us-east-1a", made


@check("ec2:CreateNetworkInterface refuse an address in use")
def _(target):
    with expect_error(("InvalidIPAddress.InUse", "InvalidParameterValue"), "10.0.1.77"):
        ec2(target).create_network_interface(SubnetId=subnet(target), PrivateIpAddress="10.0.1.77")


refuses(
    "ec2:CreateNetworkInterface refuse an address outside",
    "InvalidParameterValue",
    lambda target: ec2(target).create_network_interface(SubnetId=subnet(target), PrivateIpAddress="10.0.9.9"),
    "does not fall within the subnet's address range",
)
refuses(
    "ec2:CreateNetworkInterface refuse unknown subnet",
    "InvalidSubnetID.NotFound",
    lambda target: ec2(target).create_network_interface(SubnetId="subnet-0123456789abcdef0"),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:CreateNetworkInterface refuse unknown group",
    "InvalidGroup.NotFound",
    lambda target: ec2(target).create_network_interface(SubnetId=subnet(target), Groups=[SG]),
    DOES_NOT_EXIST,
)


@check("ec2:DescribeNetworkInterfaces read")
def _(target):
    state = lambda: ec2(target).describe_network_interfaces(NetworkInterfaceIds=[target.made])["NetworkInterfaces"][0]
    found = eventually(lambda: state() if state()["Status"] == "available" else None, "an available interface")
    assert found["Description"] == "made" and found["SubnetId"] == subnet(target), found
    filters = by("subnet-id", subnet(target)) + by("private-ip-address", "10.0.1.77")
    found = ec2(target).describe_network_interfaces(Filters=filters)["NetworkInterfaces"]
    assert [one["NetworkInterfaceId"] for one in found] == [target.made], found


refuses(
    "ec2:DescribeNetworkInterfaces refuse unknown id",
    "InvalidNetworkInterfaceID.NotFound",
    lambda target: ec2(target).describe_network_interfaces(NetworkInterfaceIds=[ENI]),
    f"The networkInterface ID '{ENI}' does not exist",
)


@check("ec2:ModifyNetworkInterfaceAttribute create")
def _(target):
    words = {"NetworkInterfaceId": target.made}
    ec2(target).modify_network_interface_attribute(Description={"Value": "told"}, **words)
    ec2(target).modify_network_interface_attribute(SourceDestCheck={"Value": False}, **words)
    found = ec2(target).describe_network_interfaces(NetworkInterfaceIds=[target.made])["NetworkInterfaces"][0]
    assert found["Description"] == "told" and found["SourceDestCheck"] is False, found


@check("ec2:DescribeNetworkInterfaceAttribute read")
def _(target):
    words = {"NetworkInterfaceId": target.made}
    found = ec2(target).describe_network_interface_attribute(Attribute="description", **words)
    assert found["Description"] == {"Value": "told"} and found["NetworkInterfaceId"] == target.made, found
    found = ec2(target).describe_network_interface_attribute(Attribute="groupSet", **words)
    assert [one["GroupId"] for one in found["Groups"]] == [group(target)], found


refuses(
    "ec2:ModifyNetworkInterfaceAttribute refuse unknown id",
    "InvalidNetworkInterfaceID.NotFound",
    lambda target: ec2(target).modify_network_interface_attribute(
        NetworkInterfaceId=ENI, Description={"Value": "x"}
    ),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:DescribeNetworkInterfaceAttribute refuse unknown id",
    "InvalidNetworkInterfaceID.NotFound",
    lambda target: ec2(target).describe_network_interface_attribute(NetworkInterfaceId=ENI, Attribute="description"),
    DOES_NOT_EXIST,
)


@check("ec2:DeleteNetworkInterface delete")
def _(target):
    ec2(target).delete_network_interface(NetworkInterfaceId=target.made)
    with expect_error("InvalidNetworkInterfaceID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_network_interfaces(NetworkInterfaceIds=[target.made])


refuses(
    "ec2:DeleteNetworkInterface refuse unknown id",
    "InvalidNetworkInterfaceID.NotFound",
    lambda target: ec2(target).delete_network_interface(NetworkInterfaceId=ENI),
    DOES_NOT_EXIST,
)


@check("ec2:DeleteSubnet refuse while used")
def _(target):
    used = ec2(target).create_subnet(VpcId=vpc(target), CidrBlock="10.0.8.0/24")["Subnet"]["SubnetId"]
    wire = ec2(target).create_network_interface(SubnetId=used)["NetworkInterface"]["NetworkInterfaceId"]
    with expect_error("DependencyViolation", f"The subnet '{used}' has dependencies and cannot be deleted."):
        ec2(target).delete_subnet(SubnetId=used)
    ec2(target).delete_network_interface(NetworkInterfaceId=wire)
    ec2(target).delete_subnet(SubnetId=used)


# Elastic IP addresses ------------------------------------------------------------------------------------------------


@check("ec2:AllocateAddress create")
def _(target):
    made = ec2(target).allocate_address(Domain="vpc", TagSpecifications=tagged("elastic-ip", "made"))
    target.made_address = made["AllocationId"]
    assert made["AllocationId"].startswith("eipalloc-") and made["PublicIp"].count(".") == 3, made
    assert made["Domain"] == "vpc" and made["PublicIpv4Pool"] == "amazon", made
    assert made["NetworkBorderGroup"] == "us-east-1", made


@check("ec2:DescribeAddresses read")
def _(target):
    found = ec2(target).describe_addresses(Filters=by("tag:Name", "made"))["Addresses"]
    assert [one["AllocationId"] for one in found] == [target.made_address], found
    assert "AssociationId" not in found[0] and found[0]["Domain"] == "vpc", found
    again = ec2(target).describe_addresses(PublicIps=[found[0]["PublicIp"]])["Addresses"]
    assert again == found, again


refuses(
    "ec2:DescribeAddresses refuse unknown id",
    "InvalidAllocationID.NotFound",
    lambda target: ec2(target).describe_addresses(AllocationIds=[EIPALLOC]),
    f"The allocation ID '{EIPALLOC}' does not exist",
)
refuses(
    "ec2:DescribeAddresses refuse unknown address",
    "InvalidAddress.NotFound",
    lambda target: ec2(target).describe_addresses(PublicIps=["192.0.2.1"]),
    "Address '192.0.2.1' not found.",
)


@check("ec2:DescribeAddressesAttribute read")
def _(target):
    words = {"AllocationIds": [target.made_address], "Attribute": "domain-name"}
    found = ec2(target).describe_addresses_attribute(**words)["Addresses"]
    assert [one["AllocationId"] for one in found] == [target.made_address], found
    assert "PtrRecord" not in found[0], found


refuses(
    "ec2:DescribeAddressesAttribute refuse unknown id",
    "InvalidAllocationID.NotFound",
    lambda target: ec2(target).describe_addresses_attribute(AllocationIds=[EIPALLOC], Attribute="domain-name"),
    DOES_NOT_EXIST,
)


@check("ec2:AllocateAddress refuse more than the quota")
def _(target):
    made = []
    try:
        with expect_error("AddressLimitExceeded", "The maximum number of addresses has been reached."):
            for _ in range(6):
                made.append(ec2(target).allocate_address()["AllocationId"])
    finally:
        for one in made:
            ec2(target).release_address(AllocationId=one)


@check("ec2:AssociateAddress refuse where no gateway leads out")
def _(target):
    words = {"AllocationId": address(target), "NetworkInterfaceId": interface(target)}
    with expect_error("Gateway.NotAttached", f"Network {vpc(target)} is not attached to any internet gateway"):
        ec2(target).associate_address(**words)


@check("ec2:AssociateAddress create")
def _(target):
    gateway(target)
    words = {"AllocationId": address(target), "NetworkInterfaceId": interface(target)}
    target.association = ec2(target).associate_address(**words)["AssociationId"]
    assert target.association.startswith("eipassoc-"), target.association
    found = ec2(target).describe_addresses(AllocationIds=[address(target)])["Addresses"][0]
    assert found["AssociationId"] == target.association, found
    assert found["NetworkInterfaceId"] == interface(target), found
    eni = ec2(target).describe_network_interfaces(NetworkInterfaceIds=[interface(target)])["NetworkInterfaces"][0]
    assert eni["Association"]["PublicIp"] == found["PublicIp"], eni
    assert eni["PrivateIpAddress"] == found["PrivateIpAddress"], (eni, found)


refuses(
    "ec2:AssociateAddress refuse unknown id",
    "InvalidAllocationID.NotFound",
    lambda target: ec2(target).associate_address(AllocationId=EIPALLOC, NetworkInterfaceId=interface(target)),
    DOES_NOT_EXIST,
)


@check("ec2:AssociateAddress refuse what is associated")
def _(target):
    made = ec2(target).create_network_interface(SubnetId=subnet(target))["NetworkInterface"]["NetworkInterfaceId"]
    words = {"AllocationId": address(target), "NetworkInterfaceId": made, "AllowReassociation": False}
    try:
        with expect_error("Resource.AlreadyAssociated", f"resource {address(target)} is already associated"):
            ec2(target).associate_address(**words)
    finally:
        ec2(target).delete_network_interface(NetworkInterfaceId=made)


@check("ec2:ReleaseAddress refuse while associated")
def _(target):
    with expect_error("InvalidIPAddress.InUse"):
        ec2(target).release_address(AllocationId=address(target))


@check("ec2:DetachInternetGateway refuse while addresses are mapped")
def _(target):
    saying = f"Network {vpc(target)} has some mapped public address(es)."
    with expect_error("DependencyViolation", saying):
        ec2(target).detach_internet_gateway(InternetGatewayId=gateway(target), VpcId=vpc(target))


@check("ec2:DisassociateAddress delete")
def _(target):
    ec2(target).disassociate_address(AssociationId=target.association)
    found = ec2(target).describe_addresses(AllocationIds=[address(target)])["Addresses"][0]
    assert "AssociationId" not in found and "NetworkInterfaceId" not in found, found


refuses(
    "ec2:DisassociateAddress refuse unknown association",
    "InvalidAssociationID.NotFound",
    lambda target: ec2(target).disassociate_address(AssociationId=EIPASSOC),
    f"The association ID '{EIPASSOC}' does not exist",
)


@check("ec2:ReleaseAddress delete")
def _(target):
    ec2(target).release_address(AllocationId=target.made_address)
    with expect_error("InvalidAllocationID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_addresses(AllocationIds=[target.made_address])


refuses(
    "ec2:ReleaseAddress refuse unknown id",
    "InvalidAllocationID.NotFound",
    lambda target: ec2(target).release_address(AllocationId=EIPALLOC),
    DOES_NOT_EXIST,
)

# NAT gateways --------------------------------------------------------------------------------------------------------


@check("ec2:CreateNatGateway create")
def _(target):
    gateway(target)
    words = {"SubnetId": subnet(target), "AllocationId": address(target)}
    made = ec2(target).create_nat_gateway(TagSpecifications=tagged("natgateway", "nat"), **words)["NatGateway"]
    target.nat = made["NatGatewayId"]
    assert made["State"] == "pending" and made["ConnectivityType"] == "public", made
    assert made["VpcId"] == vpc(target) and made["SubnetId"] == subnet(target), made
    assert made["NatGatewayAddresses"][0]["AllocationId"] == address(target), made
    assert made["Tags"] == [{"Key": "Name", "Value": "nat"}], made


@check("ec2:DescribeNatGateways read")
def _(target):
    waiter = ec2(target).get_waiter("nat_gateway_available")
    waiter.wait(NatGatewayIds=[target.nat], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    found = ec2(target).describe_nat_gateways(Filter=by("vpc-id", vpc(target)) + by("state", "available"))
    assert [one["NatGatewayId"] for one in found["NatGateways"]] == [target.nat], found
    with_address = found["NatGateways"][0]["NatGatewayAddresses"][0]
    assert with_address["PublicIp"] and with_address["PrivateIp"].startswith("10.0.1."), with_address
    assert with_address["Status"] == "succeeded" and with_address["IsPrimary"] is True, with_address
    wires = ec2(target).describe_network_interfaces(NetworkInterfaceIds=[with_address["NetworkInterfaceId"]])
    wire = wires["NetworkInterfaces"][0]
    assert wire["InterfaceType"] == "nat_gateway" and wire["RequesterManaged"] is True, wire
    assert wire["Description"] == f"Interface for NAT Gateway {target.nat}", wire


@check("ec2:CreateRoute create to a nat gateway")
def _(target):
    table = ec2(target).create_route_table(VpcId=vpc(target))["RouteTable"]["RouteTableId"]
    words = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": target.nat}
    ec2(target).create_route(**words)
    found = ec2(target).describe_route_tables(Filters=by("route.nat-gateway-id", target.nat))["RouteTables"]
    assert [one["RouteTableId"] for one in found] == [table], found
    target.table = table


refuses(
    "ec2:CreateRoute refuse unknown nat gateway",
    ("InvalidNatGatewayID.NotFound", "NatGatewayNotFound"),
    lambda target: ec2(target).create_route(
        RouteTableId=target.table, DestinationCidrBlock="10.60.0.0/16", NatGatewayId=NAT
    ),
)
refuses(
    "ec2:CreateNatGateway refuse without an address",
    "MissingParameter",
    lambda target: ec2(target).create_nat_gateway(SubnetId=subnet(target)),
    "llocationId",
)
@check("ec2:CreateNatGateway refuse unknown address")
def _(target):
    """It is made and fails: "DescribeNatGateways" has the code among those of `FailureCode`."""
    try:
        words = {"SubnetId": subnet(target), "AllocationId": EIPALLOC}
        made = ec2(target).create_nat_gateway(**words)["NatGateway"]["NatGatewayId"]
    except ClientError as error:
        assert error.response["Error"]["Code"] == "InvalidAllocationID.NotFound", error
        return
    state = lambda: ec2(target).describe_nat_gateways(NatGatewayIds=[made])["NatGateways"][0]
    failed = eventually(lambda: state() if state()["State"] == "failed" else None, "a failed gateway")
    assert failed["FailureCode"] == "InvalidAllocationID.NotFound" and failed["FailureMessage"], failed


refuses(
    "ec2:CreateNatGateway refuse unknown subnet",
    ("InvalidSubnetID.NotFound", "InvalidSubnet"),
    lambda target: ec2(target).create_nat_gateway(
        SubnetId="subnet-0123456789abcdef0", AllocationId=address(target)
    ),
)
for name in ["DescribeNatGateways", "DeleteNatGateway"]:

    def ask(target, name=name):
        if name == "DeleteNatGateway":
            ec2(target).delete_nat_gateway(NatGatewayId=NAT)
        else:
            ec2(target).describe_nat_gateways(NatGatewayIds=[NAT])

    refuses(f"ec2:{name} refuse unknown id", "NatGatewayNotFound", ask, f"{NAT} was not found")


@check("ec2:DeleteNatGateway delete")
def _(target):
    assert ec2(target).delete_nat_gateway(NatGatewayId=target.nat)["NatGatewayId"] == target.nat
    waiter = ec2(target).get_waiter("nat_gateway_deleted")
    waiter.wait(NatGatewayIds=[target.nat], WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    found = ec2(target).describe_nat_gateways(NatGatewayIds=[target.nat])["NatGateways"][0]
    assert found["State"] == "deleted" and "DeleteTime" in found, found
    route = ec2(target).describe_route_tables(RouteTableIds=[target.table])["RouteTables"][0]["Routes"][-1]
    assert route["State"] == "blackhole", route


# Flow logs -----------------------------------------------------------------------------------------------------------


def role(target):
    """The role that delivers flow logs."""

    def make(target):
        iam = target.client("iam")
        who = {"Effect": "Allow", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [who]})
        made = iam.create_role(RoleName="flow-logs", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        what = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [what]})
        iam.put_role_policy(RoleName="flow-logs", PolicyName="deliver", PolicyDocument=policy)
        return made

    return target.kept("role", make)


def to_logs(target, **more):
    words = {"ResourceIds": [vpc(target)], "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "flow"}
    return words | {"DeliverLogsPermissionArn": role(target)} | more


@check("ec2:CreateFlowLogs create")
def _(target):
    target.client("logs").create_log_group(logGroupName="flow")
    words = {"MaxAggregationInterval": 60, "TagSpecifications": tagged("vpc-flow-log", "flow")}
    made = ec2(target).create_flow_logs(**to_logs(target, **words))
    target.flow_log = made["FlowLogIds"][0]
    assert target.flow_log.startswith("fl-") and made["Unsuccessful"] == [], made


@check("ec2:CreateFlowLogs create to a bucket")
def _(target):
    target.client("s3").create_bucket(Bucket="flow-logs-of-the-checks")
    words = {"ResourceIds": [vpc(target)], "ResourceType": "VPC", "TrafficType": "REJECT"}
    to = {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flow-logs-of-the-checks"}
    made = ec2(target).create_flow_logs(**words, **to)
    assert made["Unsuccessful"] == [], made
    target.to_bucket = made["FlowLogIds"]
    found = ec2(target).describe_flow_logs(FlowLogIds=target.to_bucket)["FlowLogs"][0]
    assert found["LogDestination"] == to["LogDestination"] and found["TrafficType"] == "REJECT", found
    assert found["MaxAggregationInterval"] == 600, found


@check("ec2:DescribeFlowLogs read")
def _(target):
    found = ec2(target).describe_flow_logs(Filter=by("resource-id", vpc(target)) + by("log-group-name", "flow"))
    (found,) = found["FlowLogs"]
    assert found["FlowLogId"] == target.flow_log and found["FlowLogStatus"] == "ACTIVE", found
    assert found["MaxAggregationInterval"] == 60 and found["LogDestinationType"] == "cloud-watch-logs", found
    assert found["DeliverLogsPermissionArn"] == role(target) and found["TrafficType"] == "ALL", found
    assert found["LogFormat"].startswith("${version} ${account-id} ${interface-id} ${srcaddr}"), found
    assert found["Tags"] == [{"Key": "Name", "Value": "flow"}], found


@check("ec2:CreateFlowLogs refuse the same again")
def _(target):
    made = None
    try:
        made = ec2(target).create_flow_logs(**to_logs(target, MaxAggregationInterval=60))
    except ClientError as error:
        assert error.response["Error"]["Code"] == "FlowLogAlreadyExists", error
    if made:
        assert made["Unsuccessful"][0]["Error"]["Code"] == "FlowLogAlreadyExists", made


@check("ec2:CreateFlowLogs refuse without a role")
def _(target):
    words = to_logs(target)
    del words["DeliverLogsPermissionArn"]
    saying = "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs"
    with expect_error("InvalidParameter", saying):
        ec2(target).create_flow_logs(**words)


refuses(
    "ec2:CreateFlowLogs refuse another interval",
    ("InvalidParameter", "InvalidParameterValue"),
    lambda target: ec2(target).create_flow_logs(**to_logs(target, MaxAggregationInterval=90)),
)


@check("ec2:DeleteFlowLogs delete")
def _(target):
    gone = ec2(target).delete_flow_logs(FlowLogIds=[target.flow_log, *target.to_bucket])
    assert gone["Unsuccessful"] == [], gone
    assert ec2(target).describe_flow_logs(Filter=by("resource-id", vpc(target)))["FlowLogs"] == []


@check("ec2:DeleteFlowLogs refuse unknown id")
def _(target):
    try:
        told = ec2(target).delete_flow_logs(FlowLogIds=[FL])["Unsuccessful"][0]["Error"]["Code"]
    except ClientError as error:
        told = error.response["Error"]["Code"]
    assert told == "InvalidFlowLogId.NotFound", told


for operation, result in [
    ("DescribeAddresses", "Addresses"),
    ("DescribeFlowLogs", "FlowLogs"),
    ("DescribeNatGateways", "NatGateways"),
    ("DescribeNetworkInterfaces", "NetworkInterfaces"),
    ("DescribeSecurityGroupRules", "SecurityGroupRules"),
    ("DescribeSecurityGroups", "SecurityGroups"),
]:
    lists(operation, result)

run()
