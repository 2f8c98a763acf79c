//! Security groups.

use super::vpc;
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Security groups.
pub(super) static FAMILY: Family = Family {
    resources: &[&SECURITY_GROUP],
    moves: &[("DescribeSecurityGroups", Move::Do(describe))],
    ..Family::NONE
};

pub(super) static SECURITY_GROUP: Resource = Resource {
    kind: "ec2:security-group",
    shape: "SecurityGroup",
    key: "GroupId",
    ids: "GroupIds",
    prefix: "sg-",
    absent: ("InvalidGroup.NotFound", "The security group '{}' does not exist"),
    malformed: Some((
        "InvalidGroupId.Malformed",
        "Invalid id: \"{}\" (expecting \"sg-...\")",
    )),
    in_use: ("DependencyViolation", "resource {} has a dependent object"),
    filters: &[
        "description",
        "egress.ip-permission.cidr=IpPermissionsEgress.IpRanges.CidrIp",
        "egress.ip-permission.from-port=IpPermissionsEgress.FromPort",
        "egress.ip-permission.protocol=IpPermissionsEgress.IpProtocol",
        "egress.ip-permission.to-port=IpPermissionsEgress.ToPort",
        "group-id",
        "group-name",
        "ip-permission.cidr=IpPermissions.IpRanges.CidrIp",
        "ip-permission.from-port=IpPermissions.FromPort",
        "ip-permission.group-id=IpPermissions.UserIdGroupPairs.GroupId",
        "ip-permission.protocol=IpPermissions.IpProtocol",
        "ip-permission.to-port=IpPermissions.ToPort",
        "owner-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// `DescribeSecurityGroups`: by id, by name (of the default VPC, for groups outside it AWS wants the id), by filters.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (ids, names) = (given.texts("GroupIds"), given.texts("GroupNames"));
    let filters = Filter::read(call, &SECURITY_GROUP, given)?;
    let default_vpc = vpc::default_id(call).unwrap_or_default();
    for id in &ids {
        call.get(&SECURITY_GROUP, id)?;
    }
    let named = |group: &Value, name: &&str| {
        group.get("GroupName").text() == *name && group.get("VpcId").text() == default_vpc
    };
    for name in &names {
        if !call.all(&SECURITY_GROUP).any(|group| named(group, name)) {
            let message =
                format!("The security group '{name}' does not exist in default VPC '{default_vpc}'");
            return Err(Refusal::new("InvalidGroup.NotFound", message));
        }
    }
    let groups: Vec<Value> = call
        .all(&SECURITY_GROUP)
        .filter(|group| ids.is_empty() || ids.contains(&group.get("GroupId").text()))
        .filter(|group| names.is_empty() || names.iter().any(|name| named(group, name)))
        .filter(|group| filters.iter().all(|filter| filter.admits(group)))
        .cloned()
        .collect();
    let groups = call.cut(given, groups)?;
    Ok(value!({ "SecurityGroups": groups }))
}
