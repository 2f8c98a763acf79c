//! EC2: regions, the networks of an account and what a fresh one has of them.

pub(super) mod region;

use super::registry::{Move, Service};

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "ec2",
    moves: &[
        ("DescribeAvailabilityZones", Move::Do(region::describe_zones)),
        ("DescribeRegions", Move::Do(region::describe)),
    ],
    ..Service::NONE
};
