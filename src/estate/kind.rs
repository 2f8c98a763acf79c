//! The kinds that runbooks claim: how AWS is asked whether one is there, and what makes one.

/// How AWS is asked about one thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// The operation.
    pub(super) operation: &'static str,
    /// How the id is given.
    pub(super) ask: Ask,
    /// Where the answer has the thing: `Reservations.*.Instances.*`, or nothing where an answer is enough.
    pub(super) found: &'static str,
    /// The member that is the id; nothing where an item is the id itself.
    pub(super) id: &'static str,
    /// The member with the state, and the states in which it is gone or on its way.
    pub(super) over: (&'static str, &'static [&'static str]),
}

/// How an operation is given an id.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask {
    /// By a filter: the member with the filters, the filter's name. What is absent is no error then.
    Filter(&'static str, &'static str),
    /// As a member.
    Member(&'static str),
    /// Not at all: it lists everything.
    All,
}

/// One kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// As claims name it.
    pub(super) name: &'static str,
    /// The operation that makes one; nothing where several do.
    pub(super) made: &'static str,
    /// How it is looked up.
    pub(super) look: Look,
}

impl Kind {
    /// The kind by its name.
    pub(super) fn named(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind of what an operation makes.
    pub(super) fn made_by(service: &str, operation: &str) -> Option<&'static Kind> {
        KINDS
            .iter()
            .find(|kind| kind.made == operation && kind.service() == service)
    }

    /// boto3's service name.
    pub(super) fn service(&self) -> &'static str {
        self.name
            .split_once(':')
            .map_or(self.name, |(service, _)| service)
    }
}

const fn filtered(
    operation: &'static str,
    filter: (&'static str, &'static str),
    found: &'static str,
    id: &'static str,
) -> Look {
    Look {
        operation,
        ask: Ask::Filter(filter.0, filter.1),
        found,
        id,
        over: ("", &[]),
    }
}

const fn single(operation: &'static str, member: &'static str) -> Look {
    Look {
        operation,
        ask: Ask::Member(member),
        found: "",
        id: "",
        over: ("", &[]),
    }
}

/// An instance, which is seen for an hour after its end.
pub(super) const ENDED: &[&str] = &["terminated", "shutting-down"];
/// A NAT gateway, which is seen for an hour after its end.
pub(super) const DELETED: &[&str] = &["deleted", "deleting", "failed"];

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    Kind { name: "ec2:vpc", made: "CreateVpc", look: filtered("DescribeVpcs", ("Filters", "vpc-id"), "Vpcs.*", "VpcId") },
    Kind { name: "ec2:subnet", made: "CreateSubnet", look: filtered("DescribeSubnets", ("Filters", "subnet-id"), "Subnets.*", "SubnetId") },
    Kind { name: "ec2:route-table", made: "CreateRouteTable", look: filtered("DescribeRouteTables", ("Filters", "route-table-id"), "RouteTables.*", "RouteTableId") },
    Kind { name: "ec2:internet-gateway", made: "CreateInternetGateway", look: filtered("DescribeInternetGateways", ("Filters", "internet-gateway-id"), "InternetGateways.*", "InternetGatewayId") },
    Kind { name: "ec2:nat-gateway", made: "CreateNatGateway", look: Look { over: ("State", DELETED), ..filtered("DescribeNatGateways", ("Filter", "nat-gateway-id"), "NatGateways.*", "NatGatewayId") } },
    Kind { name: "ec2:elastic-ip", made: "AllocateAddress", look: filtered("DescribeAddresses", ("Filters", "allocation-id"), "Addresses.*", "AllocationId") },
    Kind { name: "ec2:instance", made: "RunInstances", look: Look { over: ("State.Name", ENDED), ..filtered("DescribeInstances", ("Filters", "instance-id"), "Reservations.*.Instances.*", "InstanceId") } },
    Kind { name: "ec2:volume", made: "CreateVolume", look: filtered("DescribeVolumes", ("Filters", "volume-id"), "Volumes.*", "VolumeId") },
    Kind { name: "ec2:security-group", made: "CreateSecurityGroup", look: filtered("DescribeSecurityGroups", ("Filters", "group-id"), "SecurityGroups.*", "GroupId") },
    Kind { name: "ec2:flow-log", made: "CreateFlowLogs", look: filtered("DescribeFlowLogs", ("Filter", "flow-log-id"), "FlowLogs.*", "FlowLogId") },
    Kind { name: "guardduty:detector", made: "CreateDetector", look: Look { operation: "ListDetectors", ask: Ask::All, found: "DetectorIds.*", id: "", over: ("", &[]) } },
    Kind { name: "iam:group", made: "CreateGroup", look: single("GetGroup", "GroupName") },
    Kind { name: "iam:instance-profile", made: "CreateInstanceProfile", look: single("GetInstanceProfile", "InstanceProfileName") },
    Kind { name: "iam:login-profile", made: "CreateLoginProfile", look: single("GetLoginProfile", "UserName") },
    Kind { name: "iam:role", made: "CreateRole", look: single("GetRole", "RoleName") },
    Kind { name: "iam:user", made: "CreateUser", look: single("GetUser", "UserName") },
    Kind { name: "logs:log-group", made: "CreateLogGroup", look: Look { operation: "DescribeLogGroups", ask: Ask::Member("logGroupNamePrefix"), found: "logGroups.*", id: "logGroupName", over: ("", &[]) } },
    Kind { name: "s3:bucket", made: "CreateBucket", look: single("HeadBucket", "Bucket") },
    Kind { name: "elbv2:load-balancer", made: "CreateLoadBalancer", look: Look { operation: "DescribeLoadBalancers", ask: Ask::All, found: "LoadBalancers.*", id: "LoadBalancerArn", over: ("", &[]) } },
];

#[cfg(test)]
pub(super) fn all() -> &'static [Kind] {
    KINDS
}
