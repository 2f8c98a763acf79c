//! Route tables.

use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;

/// Route tables.
pub(super) static FAMILY: Family = Family {
    resources: &[&ROUTE_TABLE],
    moves: &[("DescribeRouteTables", Move::List(&ROUTE_TABLE))],
    ..Family::NONE
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
