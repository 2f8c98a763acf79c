"""EC2's networks: VPCs, subnets, gateways, routes, network ACLs, DHCP options, tags.

Codes and wordings: "Error codes for the Amazon EC2 API" and the pages of the operations in Amazon's API reference.
"""

from ec2_base import DOES_NOT_EXIST, by, ec2, gateway, lists, subnet, tagged, vpc
from harness import check, expect_error, refuses, run

VPC, SUBNET, IGW, RTB = (kind + "-0123456789abcdef0" for kind in ("vpc", "subnet", "igw", "rtb"))
ACL, DOPT = (kind + "-0123456789abcdef0" for kind in ("acl", "dopt"))


def table(target):
    make = lambda target: ec2(target).create_route_table(VpcId=vpc(target))["RouteTable"]["RouteTableId"]
    return target.kept("table", make)


def acl(target):
    make = lambda target: ec2(target).create_network_acl(VpcId=vpc(target))["NetworkAcl"]["NetworkAclId"]
    return target.kept("acl", make)


def routes(target):
    found = ec2(target).describe_route_tables(RouteTableIds=[table(target)])["RouteTables"][0]["Routes"]
    return {route["DestinationCidrBlock"]: route for route in found}


# VPCs ----------------------------------------------------------------------------------------------------------------


@check("ec2:CreateVpc create")
def _(target):
    made = ec2(target).create_vpc(CidrBlock="10.1.0.5/16", TagSpecifications=tagged("vpc", "made"))["Vpc"]
    target.made = made["VpcId"]
    assert made["State"] == "pending", made
    assert made["CidrBlock"] == "10.1.0.0/16", "a block is brought to its canonical form"
    assert made["IsDefault"] is False and made["InstanceTenancy"] == "default", made
    assert made["Tags"] == [{"Key": "Name", "Value": "made"}], made
    assert made["CidrBlockAssociationSet"][0]["CidrBlockState"]["State"] == "associated", made
    assert made["DhcpOptionsId"].startswith("dopt-") and len(made["OwnerId"]) == 12, made


@check("ec2:CreateVpc read what is made beside it")
def _(target):
    made = ec2(target).create_vpc(CidrBlock="10.2.0.0/16")["Vpc"]["VpcId"]
    filters = by("vpc-id", made)
    group = ec2(target).describe_security_groups(Filters=filters)["SecurityGroups"]
    main = ec2(target).describe_route_tables(Filters=filters)["RouteTables"]
    acls = ec2(target).describe_network_acls(Filters=filters)["NetworkAcls"]
    assert [one["GroupName"] for one in group] == ["default"], group
    assert main[0]["Associations"][0]["Main"] is True, main
    assert main[0]["Routes"][0]["GatewayId"] == "local" and main[0]["Routes"][0]["State"] == "active", main
    assert len(acls) == 1 and acls[0]["IsDefault"] is True and len(acls[0]["Entries"]) == 4, acls
    ec2(target).delete_vpc(VpcId=made)
    left = ec2(target).describe_security_groups(Filters=filters)["SecurityGroups"]
    assert left == [], left


@check("ec2:DescribeVpcs read")
def _(target):
    waiter = ec2(target).get_waiter("vpc_available")
    waiter.wait(VpcIds=[vpc(target)], WaiterConfig={"Delay": 1, "MaxAttempts": 10})
    found = ec2(target).describe_vpcs(VpcIds=[vpc(target)])["Vpcs"][0]
    assert found["State"] == "available" and found["CidrBlock"] == "10.0.0.0/16", found
    default = ec2(target).describe_vpcs(Filters=by("is-default", "true"))["Vpcs"]
    assert [one["CidrBlock"] for one in default] == ["172.31.0.0/16"], default


@check("ec2:DescribeVpcs read in pages")
def _(target):
    pages = ec2(target).get_paginator("describe_vpcs").paginate(PaginationConfig={"PageSize": 5})
    whole = [one["VpcId"] for page in pages for one in page["Vpcs"]]
    assert len(whole) == len(set(whole)) and vpc(target) in whole, whole


@check("ec2:DescribeVpcs read by wildcard")
def _(target):
    found = ec2(target).describe_vpcs(Filters=by("tag:Name", "m?d*"))["Vpcs"]
    assert len(found) == 1, found


refuses(
    "ec2:DescribeVpcs refuse unknown id",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).describe_vpcs(VpcIds=[VPC]),
    f"The vpc ID '{VPC}' does not exist",
    400,
)
refuses(
    "ec2:CreateVpc refuse too large a block",
    "InvalidVpc.Range",
    lambda target: ec2(target).create_vpc(CidrBlock="10.0.0.0/8"),
    "The CIDR '10.0.0.0/8' is invalid.",
)
refuses(
    "ec2:CreateVpc refuse no block",
    "InvalidParameterValue",
    lambda target: ec2(target).create_vpc(CidrBlock="ten"),
    "Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.",
)
refuses(
    "ec2:CreateVpc refuse dry run",
    "DryRunOperation",
    lambda target: ec2(target).create_vpc(CidrBlock="10.0.0.0/16", DryRun=True),
    "Request would have succeeded, but DryRun flag is set.",
    412,
)
refuses(
    "ec2:CreateVpc refuse tags of another kind",
    "InvalidParameterValue",
    lambda target: ec2(target).create_vpc(CidrBlock="10.9.0.0/16", TagSpecifications=tagged("subnet", "x")),
)
refuses(
    "ec2:CreateDefaultVpc refuse a second",
    "DefaultVpcAlreadyExists",
    lambda target: ec2(target).create_default_vpc(),
    "A Default VPC already exists for this account in this region.",
)


@check("ec2:CreateDefaultVpc create")
def _(target):
    west = target.client("ec2", region="us-west-1")
    old = west.describe_vpcs(Filters=by("is-default", "true"))["Vpcs"][0]["VpcId"]
    for one in west.describe_subnets(Filters=by("vpc-id", old))["Subnets"]:
        west.delete_subnet(SubnetId=one["SubnetId"])
    for one in west.describe_internet_gateways(Filters=by("attachment.vpc-id", old))["InternetGateways"]:
        west.detach_internet_gateway(InternetGatewayId=one["InternetGatewayId"], VpcId=old)
        west.delete_internet_gateway(InternetGatewayId=one["InternetGatewayId"])
    west.delete_vpc(VpcId=old)
    made = west.create_default_vpc()["Vpc"]
    assert made["IsDefault"] is True and made["CidrBlock"] == "172.31.0.0/16", made
    filters = by("vpc-id", made["VpcId"])
    subnets = west.describe_subnets(Filters=filters)["Subnets"]
    zones = west.describe_availability_zones()["AvailabilityZones"]
    assert len(subnets) == len(zones), subnets
    assert all(one["DefaultForAz"] and one["MapPublicIpOnLaunch"] for one in subnets), subnets
    main = west.describe_route_tables(Filters=filters)["RouteTables"][0]
    assert "0.0.0.0/0" in [route.get("DestinationCidrBlock") for route in main["Routes"]], main


@check("ec2:ModifyVpcAttribute create")
def _(target):
    ec2(target).modify_vpc_attribute(VpcId=vpc(target), EnableDnsHostnames={"Value": True})
    found = ec2(target).describe_vpc_attribute(VpcId=vpc(target), Attribute="enableDnsHostnames")
    assert found["EnableDnsHostnames"]["Value"] is True and found["VpcId"] == vpc(target), found


refuses(
    "ec2:ModifyVpcAttribute refuse two at once",
    "InvalidParameterCombination",
    lambda target: ec2(target).modify_vpc_attribute(
        VpcId=vpc(target), EnableDnsHostnames={"Value": True}, EnableDnsSupport={"Value": True}
    ),
)
refuses(
    "ec2:ModifyVpcAttribute refuse unknown id",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).modify_vpc_attribute(VpcId=VPC, EnableDnsSupport={"Value": True}),
    DOES_NOT_EXIST,
)


@check("ec2:DescribeVpcAttribute read")
def _(target):
    new = ec2(target).create_vpc(CidrBlock="10.3.0.0/16")["Vpc"]["VpcId"]
    for name, member, value in [
        ("enableDnsSupport", "EnableDnsSupport", True),
        ("enableDnsHostnames", "EnableDnsHostnames", False),
        ("enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics", False),
    ]:
        found = ec2(target).describe_vpc_attribute(VpcId=new, Attribute=name)
        assert found[member] == {"Value": value}, found
    ec2(target).delete_vpc(VpcId=new)


refuses(
    "ec2:DescribeVpcAttribute refuse unknown id",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).describe_vpc_attribute(VpcId=VPC, Attribute="enableDnsSupport"),
    DOES_NOT_EXIST,
)

# Subnets -------------------------------------------------------------------------------------------------------------


@check("ec2:CreateSubnet create")
def _(target):
    words = {"CidrBlock": "10.0.2.0/24", "AvailabilityZone": "us-east-1b"}
    made = ec2(target).create_subnet(VpcId=vpc(target), TagSpecifications=tagged("subnet", "b"), **words)["Subnet"]
    assert made["State"] == "available" and made["AvailableIpAddressCount"] == 251, made
    assert made["AvailabilityZone"] == "us-east-1b" and made["AvailabilityZoneId"].startswith("use1-az"), made
    assert made["MapPublicIpOnLaunch"] is False and made["DefaultForAz"] is False, made
    assert made["SubnetArn"].endswith(":subnet/" + made["SubnetId"]), made
    assert made["PrivateDnsNameOptionsOnLaunch"]["HostnameType"] == "ip-name", made
    assert made["Tags"] == [{"Key": "Name", "Value": "b"}], made
    target.second = made["SubnetId"]


@check("ec2:DescribeSubnets read")
def _(target):
    subnet(target)
    filters = by("vpc-id", vpc(target)) + by("availability-zone", "us-east-1a")
    found = ec2(target).describe_subnets(Filters=filters)["Subnets"]
    assert [one["SubnetId"] for one in found] == [subnet(target)], found
    assert found[0]["CidrBlock"] == "10.0.1.0/24" and found[0]["Ipv6Native"] is False, found
    defaults = ec2(target).describe_subnets(Filters=by("default-for-az", "true"))["Subnets"]
    assert len(defaults) == 6 and all(one["MapPublicIpOnLaunch"] for one in defaults), defaults


for name, code, block, saying in [
    ("outside", "InvalidSubnet.Range", "10.99.0.0/24", "The CIDR '10.99.0.0/24' is invalid."),
    ("small", "InvalidSubnet.Range", "10.0.3.0/29", "The CIDR '10.0.3.0/29' is invalid."),
    ("taken", "InvalidSubnet.Conflict", "10.0.1.128/25", "The CIDR '10.0.1.128/25' conflicts with another subnet"),
    ("garbage", "InvalidParameterValue", "ten", "This is not a valid CIDR block."),
]:

    def ask(target, block=block):
        subnet(target)
        ec2(target).create_subnet(VpcId=vpc(target), CidrBlock=block)

    refuses(f"ec2:CreateSubnet refuse {name}", code, ask, saying)

refuses(
    "ec2:CreateSubnet refuse unknown zone",
    "InvalidParameterValue",
    lambda target: ec2(target).create_subnet(
        VpcId=vpc(target), CidrBlock="10.0.9.0/24", AvailabilityZone="us-west-2a"
    ),
    "Value (us-west-2a) for parameter availabilityZone is invalid. "
    "Subnets can currently only be created in the following availability zones: us-east-1a",
)
refuses(
    "ec2:CreateSubnet refuse unknown vpc",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).create_subnet(VpcId=VPC, CidrBlock="10.0.9.0/24"),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:DescribeSubnets refuse unknown id",
    "InvalidSubnetID.NotFound",
    lambda target: ec2(target).describe_subnets(SubnetIds=[SUBNET]),
    f"The subnet ID '{SUBNET}' does not exist",
    400,
)


@check("ec2:ModifySubnetAttribute create")
def _(target):
    ec2(target).modify_subnet_attribute(SubnetId=subnet(target), MapPublicIpOnLaunch={"Value": True})
    found = ec2(target).describe_subnets(Filters=by("map-public-ip-on-launch", "true") + by("vpc-id", vpc(target)))
    assert [one["SubnetId"] for one in found["Subnets"]] == [subnet(target)], found


refuses(
    "ec2:ModifySubnetAttribute refuse unknown id",
    "InvalidSubnetID.NotFound",
    lambda target: ec2(target).modify_subnet_attribute(SubnetId=SUBNET, MapPublicIpOnLaunch={"Value": True}),
    DOES_NOT_EXIST,
)

# Internet gateways ---------------------------------------------------------------------------------------------------


@check("ec2:CreateInternetGateway create")
def _(target):
    words = {"TagSpecifications": tagged("internet-gateway", "loose")}
    made = ec2(target).create_internet_gateway(**words)["InternetGateway"]
    assert made["InternetGatewayId"].startswith("igw-") and made["Attachments"] == [], made
    assert made["Tags"] == [{"Key": "Name", "Value": "loose"}] and len(made["OwnerId"]) == 12, made
    target.loose = made["InternetGatewayId"]


refuses(
    "ec2:CreateInternetGateway refuse dry run",
    "DryRunOperation",
    lambda target: ec2(target).create_internet_gateway(DryRun=True),
    status=412,
)


@check("ec2:AttachInternetGateway create")
def _(target):
    new = ec2(target).create_vpc(CidrBlock="10.4.0.0/16")["Vpc"]["VpcId"]
    ec2(target).attach_internet_gateway(InternetGatewayId=target.loose, VpcId=new)
    found = ec2(target).describe_internet_gateways(InternetGatewayIds=[target.loose])["InternetGateways"][0]
    assert found["Attachments"] == [{"State": "available", "VpcId": new}], found
    target.beside = new


@check("ec2:AttachInternetGateway refuse a second time")
def _(target):
    with expect_error("Resource.AlreadyAssociated", f"resource {gateway(target)} is already attached to network"):
        ec2(target).attach_internet_gateway(InternetGatewayId=gateway(target), VpcId=vpc(target))


@check("ec2:AttachInternetGateway refuse a second gateway")
def _(target):
    gateway(target)
    other = ec2(target).create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    try:
        with expect_error("InvalidParameterValue", f"Network {vpc(target)} already has an internet gateway attached"):
            ec2(target).attach_internet_gateway(InternetGatewayId=other, VpcId=vpc(target))
    finally:
        ec2(target).delete_internet_gateway(InternetGatewayId=other)


@check("ec2:DescribeInternetGateways read")
def _(target):
    gateway(target)
    found = ec2(target).describe_internet_gateways(Filters=by("attachment.vpc-id", vpc(target)))["InternetGateways"]
    assert [one["InternetGatewayId"] for one in found] == [gateway(target)], found


refuses(
    "ec2:DescribeInternetGateways refuse unknown id",
    "InvalidInternetGatewayID.NotFound",
    lambda target: ec2(target).describe_internet_gateways(InternetGatewayIds=[IGW]),
    f"The internetGateway ID '{IGW}' does not exist",
)


@check("ec2:DeleteInternetGateway refuse while attached")
def _(target):
    with expect_error("DependencyViolation", f"The internetGateway '{gateway(target)}' has dependencies"):
        ec2(target).delete_internet_gateway(InternetGatewayId=gateway(target))


@check("ec2:DetachInternetGateway delete")
def _(target):
    ec2(target).detach_internet_gateway(InternetGatewayId=target.loose, VpcId=target.beside)
    found = ec2(target).describe_internet_gateways(InternetGatewayIds=[target.loose])["InternetGateways"][0]
    assert found["Attachments"] == [], found


@check("ec2:DetachInternetGateway refuse what is not attached")
def _(target):
    with expect_error("Gateway.NotAttached", f"resource {target.loose} is not attached to network {target.beside}"):
        ec2(target).detach_internet_gateway(InternetGatewayId=target.loose, VpcId=target.beside)


@check("ec2:DeleteInternetGateway delete")
def _(target):
    ec2(target).delete_internet_gateway(InternetGatewayId=target.loose)
    ec2(target).delete_vpc(VpcId=target.beside)
    with expect_error("InvalidInternetGatewayID.NotFound"):
        ec2(target).describe_internet_gateways(InternetGatewayIds=[target.loose])


# Route tables and routes ---------------------------------------------------------------------------------------------


@check("ec2:CreateRouteTable create")
def _(target):
    words = {"VpcId": vpc(target), "TagSpecifications": tagged("route-table", "private")}
    made = ec2(target).create_route_table(**words)["RouteTable"]
    local = made["Routes"][0]
    assert local["DestinationCidrBlock"] == "10.0.0.0/16" and local["GatewayId"] == "local", made
    assert local["State"] == "active" and local["Origin"] == "CreateRouteTable", made
    assert made["Associations"] == [] and made["Tags"] == [{"Key": "Name", "Value": "private"}], made
    target.spare_table = made["RouteTableId"]


@check("ec2:DescribeRouteTables read")
def _(target):
    table(target)
    found = ec2(target).describe_route_tables(Filters=by("vpc-id", vpc(target)) + by("association.main", "true"))
    assert len(found["RouteTables"]) == 1, found
    state = found["RouteTables"][0]["Associations"][0]["AssociationState"]["State"]
    assert state == "associated", found


refuses(
    "ec2:CreateRouteTable refuse unknown vpc",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).create_route_table(VpcId=VPC),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:DescribeRouteTables refuse unknown id",
    "InvalidRouteTableID.NotFound",
    lambda target: ec2(target).describe_route_tables(RouteTableIds=[RTB]),
    f"The routeTable ID '{RTB}' does not exist",
)


@check("ec2:AssociateRouteTable create")
def _(target):
    made = ec2(target).associate_route_table(RouteTableId=table(target), SubnetId=subnet(target))
    assert made["AssociationId"].startswith("rtbassoc-"), made
    assert made["AssociationState"]["State"] == "associated", made
    found = ec2(target).describe_route_tables(Filters=by("association.subnet-id", subnet(target)))["RouteTables"]
    assert [one["RouteTableId"] for one in found] == [table(target)], found
    assert found[0]["Associations"][0]["Main"] is False, found
    target.association = made["AssociationId"]


@check("ec2:AssociateRouteTable refuse another")
def _(target):
    with expect_error("Resource.AlreadyAssociated", "conflicts with an existing association"):
        ec2(target).associate_route_table(RouteTableId=target.spare_table, SubnetId=subnet(target))


@check("ec2:ReplaceRouteTableAssociation create")
def _(target):
    words = {"AssociationId": target.association, "RouteTableId": target.spare_table}
    made = ec2(target).replace_route_table_association(**words)
    assert made["NewAssociationId"].startswith("rtbassoc-") and made["NewAssociationId"] != target.association, made
    assert made["AssociationState"]["State"] == "associated", made
    target.association = made["NewAssociationId"]
    found = ec2(target).describe_route_tables(Filters=by("association.subnet-id", subnet(target)))["RouteTables"]
    assert [one["RouteTableId"] for one in found] == [target.spare_table], found


@check("ec2:DeleteRouteTable refuse while associated")
def _(target):
    with expect_error("DependencyViolation", f"The routeTable '{target.spare_table}' has dependencies"):
        ec2(target).delete_route_table(RouteTableId=target.spare_table)


@check("ec2:DeleteRouteTable refuse the main one")
def _(target):
    filters = by("vpc-id", vpc(target)) + by("association.main", "true")
    main = ec2(target).describe_route_tables(Filters=filters)["RouteTables"][0]["RouteTableId"]
    with expect_error("DependencyViolation", f"The routeTable '{main}' has dependencies and cannot be deleted."):
        ec2(target).delete_route_table(RouteTableId=main)


@check("ec2:DisassociateRouteTable refuse the main one")
def _(target):
    filters = by("vpc-id", vpc(target)) + by("association.main", "true")
    main = ec2(target).describe_route_tables(Filters=filters)["RouteTables"][0]["Associations"][0]
    with expect_error("InvalidParameterValue", "cannot disassociate the main route table association"):
        ec2(target).disassociate_route_table(AssociationId=main["RouteTableAssociationId"])


@check("ec2:DisassociateRouteTable delete")
def _(target):
    ec2(target).disassociate_route_table(AssociationId=target.association)
    found = ec2(target).describe_route_tables(Filters=by("association.subnet-id", subnet(target)))["RouteTables"]
    assert found == [], found


for name in ["DisassociateRouteTable", "ReplaceRouteTableAssociation"]:

    @check(f"ec2:{name} refuse unknown association")
    def _(target, name=name):
        words = {"AssociationId": "rtbassoc-0123456789abcdef0"}
        with expect_error("InvalidAssociationID.NotFound", "rtbassoc-0123456789abcdef0' does not exist"):
            if name == "DisassociateRouteTable":
                ec2(target).disassociate_route_table(**words)
            else:
                ec2(target).replace_route_table_association(RouteTableId=table(target), **words)


@check("ec2:CreateRoute create")
def _(target):
    words = {"RouteTableId": table(target), "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway(target)}
    made = ec2(target).create_route(**words)
    assert made["Return"] is True, made
    route = routes(target)["0.0.0.0/0"]
    assert route["GatewayId"] == gateway(target) and route["Origin"] == "CreateRoute", route
    assert route["State"] == "active", route


@check("ec2:CreateRoute refuse the same again")
def _(target):
    words = {"RouteTableId": table(target), "DestinationCidrBlock": "0.0.0.0/0"}
    other = ec2(target).create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    try:
        with expect_error(("RouteAlreadyExists", "InvalidParameterValue")):
            ec2(target).create_route(GatewayId=other, **words)
    finally:
        ec2(target).delete_internet_gateway(InternetGatewayId=other)


refuses(
    "ec2:CreateRoute refuse unknown gateway",
    "InvalidGatewayID.NotFound",
    lambda target: ec2(target).create_route(
        RouteTableId=table(target), DestinationCidrBlock="10.50.0.0/16", GatewayId=IGW
    ),
    f"The gateway ID '{IGW}' does not exist",
)
refuses(
    "ec2:CreateRoute refuse unknown table",
    "InvalidRouteTableID.NotFound",
    lambda target: ec2(target).create_route(
        RouteTableId=RTB, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway(target)
    ),
    DOES_NOT_EXIST,
)


@check("ec2:ReplaceRoute create")
def _(target):
    words = {"RouteTableId": table(target), "GatewayId": gateway(target)}
    ec2(target).replace_route(DestinationCidrBlock="0.0.0.0/0", **words)
    assert routes(target)["0.0.0.0/0"]["GatewayId"] == gateway(target), routes(target)


refuses(
    "ec2:ReplaceRoute refuse unknown route",
    "InvalidParameterValue",
    lambda target: ec2(target).replace_route(
        RouteTableId=table(target), DestinationCidrBlock="9.9.9.0/24", GatewayId=gateway(target)
    ),
    "There is no route defined for '9.9.9.0/24' in the route table. Use CreateRoute instead.",
)
refuses(
    "ec2:DeleteRoute refuse unknown route",
    "InvalidRoute.NotFound",
    lambda target: ec2(target).delete_route(RouteTableId=table(target), DestinationCidrBlock="9.9.9.0/24"),
    "no route with destination-cidr-block 9.9.9.0/24 in route table rtb-",
)
refuses(
    "ec2:DeleteRoute refuse the local one",
    "InvalidParameterValue",
    lambda target: ec2(target).delete_route(RouteTableId=table(target), DestinationCidrBlock="10.0.0.0/16"),
    "cannot remove local route 10.0.0.0/16 in route table rtb-",
)


@check("ec2:DeleteRoute delete")
def _(target):
    ec2(target).delete_route(RouteTableId=table(target), DestinationCidrBlock="0.0.0.0/0")
    assert list(routes(target)) == ["10.0.0.0/16"], routes(target)


@check("ec2:DeleteRouteTable delete")
def _(target):
    ec2(target).delete_route_table(RouteTableId=target.spare_table)
    with expect_error("InvalidRouteTableID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_route_tables(RouteTableIds=[target.spare_table])


# Network ACLs --------------------------------------------------------------------------------------------------------


@check("ec2:CreateNetworkAcl create")
def _(target):
    words = {"VpcId": vpc(target), "TagSpecifications": tagged("network-acl", "closed")}
    made = ec2(target).create_network_acl(**words)["NetworkAcl"]
    assert made["IsDefault"] is False and made["Associations"] == [], made
    closed = [(entry["RuleNumber"], entry["RuleAction"], entry["Egress"]) for entry in made["Entries"]]
    assert sorted(closed) == [(32767, "deny", False), (32767, "deny", True)], made
    target.spare_acl = made["NetworkAclId"]


@check("ec2:DescribeNetworkAcls read")
def _(target):
    subnet(target)
    filters = by("association.subnet-id", subnet(target))
    found = ec2(target).describe_network_acls(Filters=filters)["NetworkAcls"]
    assert len(found) == 1 and found[0]["IsDefault"] is True, found
    allowed = {entry["RuleNumber"] for entry in found[0]["Entries"] if entry["RuleAction"] == "allow"}
    assert allowed == {100} and found[0]["Entries"][0]["Protocol"] == "-1", found


refuses(
    "ec2:CreateNetworkAcl refuse unknown vpc",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).create_network_acl(VpcId=VPC),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:DescribeNetworkAcls refuse unknown id",
    "InvalidNetworkAclID.NotFound",
    lambda target: ec2(target).describe_network_acls(NetworkAclIds=[ACL]),
    f"The networkAcl ID '{ACL}' does not exist",
)


def entry(target, number, **more):
    words = {"RuleNumber": number, "Protocol": "6", "RuleAction": "allow", "Egress": False}
    words |= {"CidrBlock": "0.0.0.0/0", "PortRange": {"From": 80, "To": 80}}
    return {"NetworkAclId": acl(target)} | words | more


def entries(target):
    found = ec2(target).describe_network_acls(NetworkAclIds=[acl(target)])["NetworkAcls"][0]["Entries"]
    return {one["RuleNumber"]: one for one in found if not one["Egress"]}


@check("ec2:CreateNetworkAclEntry create")
def _(target):
    ec2(target).create_network_acl_entry(**entry(target, 100))
    found = entries(target)[100]
    assert found["Protocol"] == "6" and found["PortRange"] == {"From": 80, "To": 80}, found
    assert found["RuleAction"] == "allow" and found["CidrBlock"] == "0.0.0.0/0", found


@check("ec2:CreateNetworkAclEntry refuse the same number")
def _(target):
    with expect_error("NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists."):
        ec2(target).create_network_acl_entry(**entry(target, 100))


@check("ec2:ReplaceNetworkAclEntry create")
def _(target):
    ec2(target).replace_network_acl_entry(**entry(target, 100, RuleAction="deny"))
    assert entries(target)[100]["RuleAction"] == "deny", entries(target)


for name in ["ReplaceNetworkAclEntry", "DeleteNetworkAclEntry"]:

    @check(f"ec2:{name} refuse unknown number")
    def _(target, name=name):
        with expect_error("InvalidNetworkAclEntry.NotFound"):
            if name == "DeleteNetworkAclEntry":
                ec2(target).delete_network_acl_entry(NetworkAclId=acl(target), RuleNumber=9, Egress=False)
            else:
                ec2(target).replace_network_acl_entry(**entry(target, 9))


@check("ec2:DeleteNetworkAclEntry delete")
def _(target):
    ec2(target).delete_network_acl_entry(NetworkAclId=acl(target), RuleNumber=100, Egress=False)
    assert list(entries(target)) == [32767], entries(target)


@check("ec2:ReplaceNetworkAclAssociation create")
def _(target):
    filters = by("association.subnet-id", subnet(target))
    before = ec2(target).describe_network_acls(Filters=filters)["NetworkAcls"][0]
    old = next(one for one in before["Associations"] if one["SubnetId"] == subnet(target))
    words = {"AssociationId": old["NetworkAclAssociationId"], "NetworkAclId": acl(target)}
    new = ec2(target).replace_network_acl_association(**words)["NewAssociationId"]
    assert new.startswith("aclassoc-") and new != old["NetworkAclAssociationId"], new
    found = ec2(target).describe_network_acls(Filters=filters)["NetworkAcls"]
    assert [one["NetworkAclId"] for one in found] == [acl(target)], found
    target.back = (new, before["NetworkAclId"])


refuses(
    "ec2:ReplaceNetworkAclAssociation refuse unknown association",
    "InvalidAssociationID.NotFound",
    lambda target: ec2(target).replace_network_acl_association(
        AssociationId="aclassoc-0123456789abcdef0", NetworkAclId=acl(target)
    ),
    DOES_NOT_EXIST,
)


@check("ec2:DeleteNetworkAcl refuse while associated")
def _(target):
    with expect_error("DependencyViolation", f"The networkAcl '{acl(target)}' has dependencies"):
        ec2(target).delete_network_acl(NetworkAclId=acl(target))


@check("ec2:DeleteNetworkAcl delete")
def _(target):
    association, default = target.back
    ec2(target).replace_network_acl_association(AssociationId=association, NetworkAclId=default)
    ec2(target).delete_network_acl(NetworkAclId=acl(target))
    with expect_error("InvalidNetworkAclID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_network_acls(NetworkAclIds=[acl(target)])


# DHCP options, and what is not made by a practice account ------------------------------------------------------------


@check("ec2:CreateDhcpOptions create")
def _(target):
    configuration = {"Key": "domain-name-servers", "Values": ["10.2.5.1", "10.2.5.2"]}
    made = ec2(target).create_dhcp_options(DhcpConfigurations=[configuration])["DhcpOptions"]
    value = made["DhcpConfigurations"][0]
    assert value["Key"] == "domain-name-servers", made
    assert value["Values"] == [{"Value": "10.2.5.1"}, {"Value": "10.2.5.2"}], made
    target.options = made["DhcpOptionsId"]


@check("ec2:AssociateDhcpOptions create")
def _(target):
    ec2(target).associate_dhcp_options(DhcpOptionsId=target.options, VpcId=vpc(target))
    found = ec2(target).describe_vpcs(VpcIds=[vpc(target)])["Vpcs"][0]
    assert found["DhcpOptionsId"] == target.options, found


@check("ec2:DescribeDhcpOptions read")
def _(target):
    filters = by("key", "domain-name-servers") + by("value", "10.2.5.1")
    found = ec2(target).describe_dhcp_options(Filters=filters)["DhcpOptions"]
    assert [one["DhcpOptionsId"] for one in found] == [target.options], found


@check("ec2:DescribeDhcpOptions refuse unknown id")
def _(target):
    with expect_error(("InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"), DOES_NOT_EXIST):
        ec2(target).describe_dhcp_options(DhcpOptionsIds=[DOPT])


@check("ec2:AssociateDhcpOptions refuse unknown options")
def _(target):
    with expect_error(("InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound"), DOES_NOT_EXIST):
        ec2(target).associate_dhcp_options(DhcpOptionsId=DOPT, VpcId=vpc(target))


refuses(
    "ec2:CreateDhcpOptions refuse unknown key",
    "InvalidParameterValue",
    lambda target: ec2(target).create_dhcp_options(DhcpConfigurations=[{"Key": "colour", "Values": ["red"]}]),
    "colour",
)


@check("ec2:DeleteDhcpOptions refuse while associated")
def _(target):
    with expect_error("DependencyViolation", "has dependencies and cannot be deleted."):
        ec2(target).delete_dhcp_options(DhcpOptionsId=target.options)


@check("ec2:DeleteDhcpOptions delete")
def _(target):
    ec2(target).associate_dhcp_options(DhcpOptionsId="default", VpcId=vpc(target))
    ec2(target).delete_dhcp_options(DhcpOptionsId=target.options)
    with expect_error(("InvalidDhcpOptionID.NotFound", "InvalidDhcpOptionsID.NotFound")):
        ec2(target).describe_dhcp_options(DhcpOptionsIds=[target.options])


for operation, result in [
    ("DescribeEgressOnlyInternetGateways", "EgressOnlyInternetGateways"),
    ("DescribeVpcEndpoints", "VpcEndpoints"),
    ("DescribeVpcPeeringConnections", "VpcPeeringConnections"),
    ("DescribeDhcpOptions", "DhcpOptions"),
    ("DescribeInternetGateways", "InternetGateways"),
    ("DescribeNetworkAcls", "NetworkAcls"),
    ("DescribeRouteTables", "RouteTables"),
    ("DescribeSubnets", "Subnets"),
    ("DescribeVpcs", "Vpcs"),
]:
    lists(operation, result)

refuses(
    "ec2:DescribeEgressOnlyInternetGateways refuse unknown id",
    "InvalidGatewayID.NotFound",
    lambda target: ec2(target).describe_egress_only_internet_gateways(
        EgressOnlyInternetGatewayIds=["eigw-0123456789abcdef0"]
    ),
)
refuses(
    "ec2:DescribeVpcEndpoints refuse unknown id",
    "InvalidVpcEndpointId.NotFound",
    lambda target: ec2(target).describe_vpc_endpoints(VpcEndpointIds=["vpce-0123456789abcdef0"]),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:DescribeVpcPeeringConnections refuse unknown id",
    "InvalidVpcPeeringConnectionID.NotFound",
    lambda target: ec2(target).describe_vpc_peering_connections(VpcPeeringConnectionIds=["pcx-0123456789abcdef0"]),
    DOES_NOT_EXIST,
)

# Regions and zones ---------------------------------------------------------------------------------------------------


@check("ec2:DescribeRegions read")
def _(target):
    found = {one["RegionName"]: one for one in ec2(target).describe_regions()["Regions"]}
    assert found["us-east-1"]["OptInStatus"] == "opt-in-not-required", found
    assert found["us-east-1"]["Endpoint"] == "ec2.us-east-1.amazonaws.com", found
    assert "af-south-1" not in found, "regions that are not enabled are told only with AllRegions"
    whole = {one["RegionName"]: one for one in ec2(target).describe_regions(AllRegions=True)["Regions"]}
    assert whole["af-south-1"]["OptInStatus"] == "not-opted-in", whole


@check("ec2:DescribeAvailabilityZones read")
def _(target):
    found = ec2(target).describe_availability_zones()["AvailabilityZones"]
    assert [one["ZoneName"][-1] for one in found] == list("abcdef"), found
    first = found[0]
    assert first["State"] == "available" and first["ZoneType"] == "availability-zone", first
    assert first["GroupName"].startswith("us-east-1") and first["RegionName"] == "us-east-1", first
    assert len({one["ZoneId"] for one in found}) == 6, found


refuses(
    "ec2:DescribeAvailabilityZones refuse unknown zone",
    "InvalidParameterValue",
    lambda target: ec2(target).describe_availability_zones(ZoneNames=["mars-1a"]),
    "Invalid availability zone: [mars-1a]",
)
refuses(
    "ec2:DescribeRegions refuse unknown region",
    "InvalidParameterValue",
    lambda target: ec2(target).describe_regions(RegionNames=["mars-1"]),
    "mars-1",
)

# Tags ----------------------------------------------------------------------------------------------------------------


@check("ec2:CreateTags create")
def _(target):
    ec2(target).create_tags(Resources=[vpc(target), subnet(target)], Tags=[{"Key": "team", "Value": "é & <b>"}])
    found = ec2(target).describe_subnets(Filters=by("tag:team", "é & <b>"))["Subnets"]
    assert [one["SubnetId"] for one in found] == [subnet(target)], found


@check("ec2:DescribeTags read")
def _(target):
    found = ec2(target).describe_tags(Filters=by("key", "team"))["Tags"]
    kinds = {one["ResourceType"]: (one["ResourceId"], one["Value"]) for one in found}
    assert kinds == {"vpc": (vpc(target), "é & <b>"), "subnet": (subnet(target), "é & <b>")}, found


refuses(
    "ec2:CreateTags refuse reserved keys",
    "InvalidParameterValue",
    lambda target: ec2(target).create_tags(Resources=[vpc(target)], Tags=[{"Key": "aws:mine", "Value": "x"}]),
    "Tag keys starting with 'aws:' are reserved for internal use",
)
refuses(
    "ec2:CreateTags refuse unknown id",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).create_tags(Resources=[VPC], Tags=[{"Key": "a", "Value": "x"}]),
    DOES_NOT_EXIST,
)
refuses(
    "ec2:CreateTags refuse what is no id",
    "InvalidID",
    lambda target: ec2(target).create_tags(Resources=["nothing"], Tags=[{"Key": "a", "Value": "x"}]),
    "The ID 'nothing' is not valid",
)
refuses(
    "ec2:CreateTags refuse too many",
    "TagLimitExceeded",
    lambda target: ec2(target).create_tags(
        Resources=[vpc(target)], Tags=[{"Key": f"key-{number}", "Value": ""} for number in range(51)]
    ),
)
refuses(
    "ec2:DescribeTags refuse unknown filter",
    "InvalidParameterValue",
    lambda target: ec2(target).describe_tags(Filters=by("no-such", "x")),
    "The filter 'no-such' is invalid",
)
refuses(
    "ec2:DeleteTags refuse unknown id",
    "InvalidVpcID.NotFound",
    lambda target: ec2(target).delete_tags(Resources=[VPC], Tags=[{"Key": "a"}]),
    DOES_NOT_EXIST,
)


@check("ec2:DeleteTags delete")
def _(target):
    ec2(target).delete_tags(Resources=[vpc(target)], Tags=[{"Key": "team", "Value": "another"}])
    left = ec2(target).describe_tags(Filters=by("key", "team"))["Tags"]
    assert len(left) == 2, f"a tag of another value stays: {left}"
    ec2(target).delete_tags(Resources=[vpc(target), subnet(target)], Tags=[{"Key": "team"}])
    assert ec2(target).describe_tags(Filters=by("key", "team"))["Tags"] == []


# The end -------------------------------------------------------------------------------------------------------------


@check("ec2:DeleteVpc refuse while used")
def _(target):
    subnet(target)
    with expect_error("DependencyViolation", f"The vpc '{vpc(target)}' has dependencies and cannot be deleted."):
        ec2(target).delete_vpc(VpcId=vpc(target))


@check("ec2:DeleteSubnet delete")
def _(target):
    ec2(target).delete_subnet(SubnetId=target.second)
    with expect_error("InvalidSubnetID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_subnets(SubnetIds=[target.second])


@check("ec2:DeleteVpc delete")
def _(target):
    ec2(target).delete_vpc(VpcId=target.made)
    with expect_error("InvalidVpcID.NotFound", DOES_NOT_EXIST):
        ec2(target).describe_vpcs(VpcIds=[target.made])


for operation, member, absent, code in [
    ("delete_vpc", "VpcId", VPC, "InvalidVpcID.NotFound"),
    ("delete_subnet", "SubnetId", SUBNET, "InvalidSubnetID.NotFound"),
    ("delete_internet_gateway", "InternetGatewayId", IGW, "InvalidInternetGatewayID.NotFound"),
    ("delete_route_table", "RouteTableId", RTB, "InvalidRouteTableID.NotFound"),
    ("delete_network_acl", "NetworkAclId", ACL, "InvalidNetworkAclID.NotFound"),
]:
    name = "".join(word.capitalize() for word in operation.split("_"))

    def ask(target, operation=operation, member=member, absent=absent):
        getattr(ec2(target), operation)(**{member: absent})

    refuses(f"ec2:{name} refuse unknown id", code, ask, f"'{absent}' does not exist", 400)

run()
