//! Network ACLs.

use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;

/// Network ACLs.
pub(super) static FAMILY: Family = Family {
    resources: &[&NETWORK_ACL],
    moves: &[("DescribeNetworkAcls", Move::List(&NETWORK_ACL))],
    ..Family::NONE
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
