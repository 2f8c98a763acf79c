//! Security groups. Their rules are things of their own ([`super::security_group_rule`]); a group's record repeats them
//! as permissions.

use super::security_group_rule::{self as rule, SECURITY_GROUP_RULE, terms};
use super::{tags, vpc};
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
    moves: &[
        ("CreateSecurityGroup", Move::Do(create)),
        ("DeleteSecurityGroup", Move::Do(delete)),
        ("DescribeSecurityGroups", Move::Do(describe)),
    ],
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
        "egress.ip-permission.group-id=IpPermissionsEgress.UserIdGroupPairs.GroupId",
        "egress.ip-permission.ipv6-cidr=IpPermissionsEgress.Ipv6Ranges.CidrIpv6",
        "egress.ip-permission.protocol=IpPermissionsEgress.IpProtocol",
        "egress.ip-permission.to-port=IpPermissionsEgress.ToPort",
        "egress.ip-permission.user-id=IpPermissionsEgress.UserIdGroupPairs.UserId",
        "group-id",
        "group-name",
        "ip-permission.cidr=IpPermissions.IpRanges.CidrIp",
        "ip-permission.from-port=IpPermissions.FromPort",
        "ip-permission.group-id=IpPermissions.UserIdGroupPairs.GroupId",
        "ip-permission.ipv6-cidr=IpPermissions.Ipv6Ranges.CidrIpv6",
        "ip-permission.protocol=IpPermissions.IpProtocol",
        "ip-permission.to-port=IpPermissions.ToPort",
        "ip-permission.user-id=IpPermissions.UserIdGroupPairs.UserId",
        "owner-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// The default VPC's group of a name.
///
/// # Errors
/// AWS's refusal where there is none; outside the default VPC AWS wants the id.
fn named(call: &Call<'_>, name: &str) -> Result<String, Refusal> {
    let default_vpc = vpc::default_id(call).unwrap_or_default();
    let found = call
        .all(&SECURITY_GROUP)
        .find(|group| group.get("GroupName").text() == name && group.get("VpcId").text() == default_vpc);
    found
        .map(|group| group.get("GroupId").text().to_owned())
        .ok_or_else(|| {
            let message =
                format!("The security group '{name}' does not exist in default VPC '{default_vpc}'");
            Refusal::new("InvalidGroup.NotFound", message)
        })
}

/// The groups that ids and names are of.
///
/// # Errors
/// AWS's refusals of those that are not there.
pub(super) fn of_names(call: &Call<'_>, names: &[&str]) -> Result<Vec<String>, Refusal> {
    names.iter().map(|name| named(call, name)).collect()
}

/// The group that a call names, by id or by name.
///
/// # Errors
/// Neither, or one that is not there.
pub(super) fn meant(call: &Call<'_>, given: &Given<'_>) -> Answer {
    let (id, name) = (given.opt("GroupId"), given.opt("GroupName"));
    let id = match (id, name) {
        (Some(id), _) => id.to_owned(),
        (None, Some(name)) => named(call, name)?,
        (None, None) => {
            let message = "The request must contain the parameter groupName or groupId";
            return Err(Refusal::new("MissingParameter", message));
        }
    };
    call.get(&SECURITY_GROUP, &id).cloned()
}

/// `CreateSecurityGroup`: nothing may come in, everything may go out (AWS: *Default security group rules*).
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (name, description) = (given.text("GroupName"), given.text("Description"));
    let vpc = match given.opt("VpcId") {
        Some(vpc) => call.get(&vpc::VPC, vpc)?.get("VpcId").text().to_owned(),
        None => vpc::default_id(call)
            .ok_or_else(|| Refusal::new("VPCIdNotSpecified", "No default VPC for this user"))?,
    };
    let tags = tags::specified(given, "security-group")?;
    let invalid = |message: String| Err(Refusal::new("InvalidParameterValue", message));
    for (member, text) in [("groupName", name), ("GroupDescription", description)] {
        let known = |c: char| c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(c);
        if !text.is_ascii() {
            return invalid(format!(
                "Value ({text}) for parameter {member} is invalid. Character sets beyond ASCII are not supported."
            ));
        }
        if text.is_empty() || text.len() > 255 || !text.chars().all(known) {
            return invalid(format!(
                "Value ({text}) for parameter {member} is invalid. Up to 255 characters of a-z, A-Z, 0-9, spaces, and \
                 ._-:/()#,@[]+=&;{{}}!$* are allowed."
            ));
        }
    }
    if name.starts_with("sg-") {
        return invalid(format!(
            "Value ({name}) for parameter groupName is invalid. Group names may not be in the format sg-*."
        ));
    }
    if name == "default" {
        return invalid("Cannot use reserved security group name: default".to_owned());
    }
    let taken = |group: &Value| group.get("GroupName").text() == name && group.get("VpcId").text() == vpc;
    if call.all(&SECURITY_GROUP).any(taken) {
        let message = format!("The security group '{name}' already exists for VPC '{vpc}'");
        return Err(Refusal::new("InvalidGroup.Duplicate", message));
    }
    let group = make(call, &vpc, name, description);
    let id = group.get("GroupId").text().to_owned();
    rule::make(call, &group, &terms::everything(true, &terms::anywhere()));
    rule::repeat(call, &id)?;
    if !tags.items().is_empty() {
        call.edit(&SECURITY_GROUP, &id, |group| group.set("Tags", &tags))?;
    }
    Ok(value!({
        "GroupId": (&id),
        "Tags": tags,
        "SecurityGroupArn": (group.get("SecurityGroupArn")),
    }))
}

/// A VPC's default security group: in from itself, out to everywhere.
pub(super) fn make_default(call: &mut Call<'_>, vpc: &str) {
    let group = make(call, vpc, "default", "default VPC security group");
    let id = group.get("GroupId").text();
    let itself = value!({ "ReferencedGroupInfo": { "GroupId": id, "UserId": (group.get("OwnerId")) } });
    rule::make(call, &group, &terms::everything(false, &itself));
    rule::make(call, &group, &terms::everything(true, &terms::anywhere()));
    if let Err(refusal) = rule::repeat(call, id) {
        unreachable!("the group was just made: {refusal:?}");
    }
}

/// A group without rules.
fn make(call: &mut Call<'_>, vpc: &str, name: &str, description: &str) -> Value {
    let owner = call.account.clone();
    let id = call
        .mint(&SECURITY_GROUP)
        .id(SECURITY_GROUP.prefix, SECURITY_GROUP.form);
    let group = value!({
        "GroupId": (&id),
        "IpPermissionsEgress": [],
        "VpcId": vpc,
        "SecurityGroupArn": (format!("arn:aws:ec2:{}:{owner}:security-group/{id}", call.region)),
        "OwnerId": owner,
        "GroupName": name,
        "Description": description,
        "IpPermissions": [],
    });
    call.keep(&SECURITY_GROUP, &id, group.clone());
    group
}

/// `DeleteSecurityGroup`: not the default one, and not one that an interface or another group's rule names.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let group = meant(call, given)?;
    let id = group.get("GroupId").text();
    if group.get("GroupName").text() == "default" {
        let message = format!("the specified group: \"{id}\" name: \"default\" cannot be deleted by a user");
        return Err(Refusal::new("CannotDelete", message));
    }
    for (kind, user) in call.users_of(&SECURITY_GROUP, id) {
        let own = kind.kind == SECURITY_GROUP_RULE.kind && call.get(kind, &user)?.get("GroupId").text() == id;
        if !own {
            return Err(SECURITY_GROUP.is_in_use(id));
        }
    }
    drop_it(call, id)?;
    Ok(value!({ "Return": true, "GroupId": id }))
}

/// Takes a group away, with its rules, whatever refers to it.
pub(super) fn drop_it(call: &mut Call<'_>, id: &str) -> Result<(), Refusal> {
    for own in call.with(&SECURITY_GROUP_RULE, "GroupId", id) {
        call.remove(&SECURITY_GROUP_RULE, &own)?;
    }
    call.remove(&SECURITY_GROUP, id)?;
    Ok(())
}

/// `DescribeSecurityGroups`: by id, by name (of the default VPC, for groups outside it AWS wants the id), by filters.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let ids = given.texts("GroupIds");
    let names = of_names(call, &given.texts("GroupNames"))?;
    let filters = Filter::read(call, &SECURITY_GROUP, given)?;
    for id in &ids {
        call.get(&SECURITY_GROUP, id)?;
    }
    let groups: Vec<Value> = call
        .all(&SECURITY_GROUP)
        .filter(|group| ids.is_empty() || ids.contains(&group.get("GroupId").text()))
        .filter(|group| names.is_empty() || names.iter().any(|id| group.get("GroupId").text() == id))
        .filter(|group| filters.iter().all(|filter| filter.admits(group)))
        .cloned()
        .collect();
    let groups = call.cut(given, groups)?;
    Ok(value!({ "SecurityGroups": groups }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn a_group_is_made_found_refused_and_deleted() {
        let aws = Lab::new("ec2");
        aws.ok("DescribeVpcs", value!({}));
        let before = aws.world();
        let wanted = |name: &str| value!({ "GroupName": name, "Description": "http-world" });
        let made = aws.ok("CreateSecurityGroup", wanted("http-world"));
        let id = made.get("GroupId").text().to_owned();
        let found = aws.ok("DescribeSecurityGroups", value!({ "GroupNames": ["http-world"] }));
        let group = found.at("SecurityGroups.0");
        assert_eq!(group.get("GroupId").text(), id);
        assert_eq!(group.get("IpPermissions").items(), []);
        assert_eq!(
            group.at("IpPermissionsEgress.0.IpRanges.0.CidrIp").text(),
            "0.0.0.0/0"
        );
        for (name, code) in [
            ("http-world", "InvalidGroup.Duplicate"),
            ("default", "InvalidParameterValue"),
            ("sg-mine", "InvalidParameterValue"),
            ("déjà", "InvalidParameterValue"),
        ] {
            assert_eq!(aws.no("CreateSecurityGroup", wanted(name)).0, code, "{name}");
        }
        let default = aws.ok("DescribeSecurityGroups", value!({ "GroupNames": ["default"] }));
        let default = default.at("SecurityGroups.0.GroupId").text().to_owned();
        let kept = aws.no("DeleteSecurityGroup", value!({ "GroupId": (&default) }));
        assert_eq!(kept.0, "CannotDelete");
        // A group that another's rule names stays until the rule is gone; its own rules do not hold it.
        let pair = |group: &str, peer: &str| {
            let pairs = value!([{ "GroupId": peer }]);
            value!({ "GroupId": group, "IpPermissions": [{ "IpProtocol": "-1", "UserIdGroupPairs": pairs }] })
        };
        aws.ok("AuthorizeSecurityGroupIngress", pair(&default, &id));
        aws.ok("AuthorizeSecurityGroupIngress", pair(&id, &id));
        let deletion = || value!({ "GroupName": "http-world" });
        assert_eq!(aws.no("DeleteSecurityGroup", deletion()).0, "DependencyViolation");
        aws.ok("RevokeSecurityGroupIngress", pair(&default, &id));
        aws.ok("DeleteSecurityGroup", deletion());
        assert_eq!(
            aws.no("DeleteSecurityGroup", deletion()).0,
            "InvalidGroup.NotFound"
        );
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
