//! DHCP option sets.

use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;

/// DHCP option sets.
pub(super) static FAMILY: Family = Family {
    resources: &[&DHCP_OPTIONS],
    moves: &[("DescribeDhcpOptions", Move::List(&DHCP_OPTIONS))],
    ..Family::NONE
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
