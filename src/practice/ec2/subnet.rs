//! Subnets.

use super::network_acl::NETWORK_ACL;
use super::part;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value::Value;

/// Subnets.
pub(super) static FAMILY: Family = Family {
    resources: &[&SUBNET],
    moves: &[
        ("DeleteSubnet", Move::Do(delete)),
        ("DescribeSubnets", Move::List(&SUBNET)),
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

/// `DeleteSubnet`: its association with the network ACL goes with it.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("SubnetId");
    call.drop_unused(&SUBNET, id)?;
    for acl in call.with(&NETWORK_ACL, "Associations.SubnetId", id) {
        call.edit(&NETWORK_ACL, &acl, |acl| {
            part::without(acl, "Associations", "SubnetId", id);
        })?;
    }
    Ok(Value::map())
}
