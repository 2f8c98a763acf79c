"""What the checks of EC2 share."""

from harness import check, expect_error

DOES_NOT_EXIST = "does not exist"


def ec2(target):
    return target.client("ec2")


def tagged(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def by(name, *values):
    return [{"Name": name, "Values": list(values)}]


def vpc(target):
    make = lambda target: ec2(target).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return target.kept("vpc", make)


def subnet(target):
    words = {"CidrBlock": "10.0.1.0/24", "AvailabilityZone": "us-east-1a"}
    make = lambda target: ec2(target).create_subnet(VpcId=vpc(target), **words)["Subnet"]["SubnetId"]
    return target.kept("subnet", make)


def gateway(target):
    """Attached to the VPC."""

    def make(target):
        made = ec2(target).create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2(target).attach_internet_gateway(InternetGatewayId=made, VpcId=vpc(target))
        return made

    return target.kept("gateway", make)


def lists(operation, result, **words):
    """Registers what every describing operation does with filters: unknown ones are refused, tags select."""
    method = "".join("_" + letter.lower() if letter.isupper() else letter for letter in operation)[1:]
    filters = "Filter" if operation in ("DescribeFlowLogs", "DescribeNatGateways") else "Filters"

    @check(f"ec2:{operation} refuse unknown filter")
    def _(target):
        with expect_error("InvalidParameterValue", "The filter 'no-such' is invalid", 400):
            getattr(ec2(target), method)(**{filters: by("no-such", "x")}, **words)

    @check(f"ec2:{operation} read none by tag")
    def _(target):
        found = getattr(ec2(target), method)(**{filters: by("tag:Name", "nobody-has-it")}, **words)
        assert found[result] == [], found
