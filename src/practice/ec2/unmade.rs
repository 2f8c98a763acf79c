//! Kinds of things that practice cannot make, and so never has: their descriptions are answered, since consoles and
//! Terraform ask for them of every VPC.

use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;

/// The descriptions.
pub(super) static FAMILY: Family = Family {
    moves: &[
        (
            "DescribeEgressOnlyInternetGateways",
            Move::List(&EGRESS_ONLY_GATEWAY),
        ),
        ("DescribeVpcEndpoints", Move::List(&VPC_ENDPOINT)),
        ("DescribeVpcPeeringConnections", Move::List(&PEERING)),
    ],
    resources: &[&EGRESS_ONLY_GATEWAY, &VPC_ENDPOINT, &PEERING],
    ..Family::NONE
};

static EGRESS_ONLY_GATEWAY: Resource = Resource {
    kind: "ec2:egress-only-internet-gateway",
    shape: "EgressOnlyInternetGateway",
    key: "EgressOnlyInternetGatewayId",
    ids: "EgressOnlyInternetGatewayIds",
    prefix: "eigw-",
    absent: ("InvalidGatewayID.NotFound", "The eigw ID '{}' does not exist"),
    filters: &["tag"],
    ..Resource::NONE
};

static VPC_ENDPOINT: Resource = Resource {
    kind: "ec2:vpc-endpoint",
    shape: "VpcEndpoint",
    key: "VpcEndpointId",
    ids: "VpcEndpointIds",
    prefix: "vpce-",
    absent: (
        "InvalidVpcEndpointId.NotFound",
        "The Vpc Endpoint Id '{}' does not exist",
    ),
    filters: &[
        "ip-address-type",
        "service-name",
        "service-region",
        "tag",
        "vpc-endpoint-id",
        "vpc-endpoint-state=State",
        "vpc-endpoint-type",
        "vpc-id",
    ],
    ..Resource::NONE
};

static PEERING: Resource = Resource {
    kind: "ec2:vpc-peering-connection",
    shape: "VpcPeeringConnection",
    key: "VpcPeeringConnectionId",
    ids: "VpcPeeringConnectionIds",
    prefix: "pcx-",
    absent: (
        "InvalidVpcPeeringConnectionID.NotFound",
        "The vpcPeeringConnection ID '{}' does not exist",
    ),
    filters: &[
        "accepter-vpc-info.cidr-block",
        "accepter-vpc-info.owner-id",
        "accepter-vpc-info.vpc-id",
        "expiration-time",
        "requester-vpc-info.cidr-block",
        "requester-vpc-info.owner-id",
        "requester-vpc-info.vpc-id",
        "status-code=Status.Code",
        "status-message=Status.Message",
        "tag",
        "vpc-peering-connection-id",
    ],
    ..Resource::NONE
};

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;

    #[test]
    fn there_are_none_and_one_that_is_named_is_refused() {
        let aws = Asker::new();
        for (operation, list, ids, filter, expected) in [
            (
                "DescribeEgressOnlyInternetGateways",
                "EgressOnlyInternetGateways",
                "EgressOnlyInternetGatewayIds",
                "tag-key",
                "InvalidGatewayID.NotFound",
            ),
            (
                "DescribeVpcEndpoints",
                "VpcEndpoints",
                "VpcEndpointIds",
                "vpc-id",
                "InvalidVpcEndpointId.NotFound",
            ),
            (
                "DescribeVpcPeeringConnections",
                "VpcPeeringConnections",
                "VpcPeeringConnectionIds",
                "requester-vpc-info.vpc-id",
                "InvalidVpcPeeringConnectionID.NotFound",
            ),
        ] {
            let of = value!({ "Filters": [{ "Name": filter, "Values": ["vpc-0"] }] });
            assert_eq!(aws.ok(operation, of).get(list), &value!([]));
            let mut named = value!({});
            named.set(ids, value!(["none-0"]));
            assert_eq!(code(aws.call(operation, named)), expected, "{operation}");
            let odd = value!({ "Filters": [{ "Name": "colour", "Values": ["red"] }] });
            assert_eq!(
                code(aws.call(operation, odd)),
                "InvalidParameterValue",
                "{operation}"
            );
        }
    }
}
