//! Rules of security groups: one peer, one protocol, one range of ports each.
//!
//! AWS: *AuthorizeSecurityGroupIngress*, *RevokeSecurityGroupIngress* (what no rule matches is refused outside the
//! default VPC, told of in it), *Security group rules*. Wording of refusals as learners' reports quote it.

pub(super) mod terms;

use super::security_group::{self, SECURITY_GROUP};
use super::{tags, vpc};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::SECURITY_GROUP_RULES;
use crate::value;
use crate::value::Value;

/// Rules of security groups.
pub(super) static FAMILY: Family = Family {
    resources: &[&SECURITY_GROUP_RULE],
    moves: &[
        (
            "AuthorizeSecurityGroupEgress",
            Move::Do(|call, given| authorize(call, given, true)),
        ),
        (
            "AuthorizeSecurityGroupIngress",
            Move::Do(|call, given| authorize(call, given, false)),
        ),
        ("DescribeSecurityGroupRules", Move::List(&SECURITY_GROUP_RULE)),
        ("ModifySecurityGroupRules", Move::Do(modify)),
        (
            "RevokeSecurityGroupEgress",
            Move::Do(|call, given| revoke(call, given, true)),
        ),
        (
            "RevokeSecurityGroupIngress",
            Move::Do(|call, given| revoke(call, given, false)),
        ),
        (
            "UpdateSecurityGroupRuleDescriptionsEgress",
            Move::Do(|call, given| describe_anew(call, given, true)),
        ),
        (
            "UpdateSecurityGroupRuleDescriptionsIngress",
            Move::Do(|call, given| describe_anew(call, given, false)),
        ),
    ],
    ..Family::NONE
};

pub(in crate::practice) static SECURITY_GROUP_RULE: Resource = Resource {
    kind: "ec2:security-group-rule",
    shape: "SecurityGroupRule",
    key: "SecurityGroupRuleId",
    ids: "SecurityGroupRuleIds",
    prefix: "sgr-",
    absent: (
        "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '{}' does not exist",
    ),
    malformed: Some((
        "InvalidSecurityGroupRuleId.Malformed",
        "Invalid id: \"{}\" (expecting \"sgr-...\")",
    )),
    filters: &["group-id", "security-group-rule-id", "tag"],
    refs: &[("ReferencedGroupInfo.GroupId", "ec2:security-group")],
    ..Resource::NONE
};

/// Stores a rule of a group; gives it. The group does not repeat it yet.
pub(super) fn make(call: &mut Call<'_>, group: &Value, terms: &Value) -> Value {
    let id = call
        .mint(&SECURITY_GROUP_RULE)
        .id(SECURITY_GROUP_RULE.prefix, SECURITY_GROUP_RULE.form);
    let arn = format!(
        "arn:aws:ec2:{}:{}:security-group-rule/{id}",
        call.region, call.account
    );
    let named = value!({
        "SecurityGroupRuleId": (&id),
        "GroupId": (group.get("GroupId")),
        "GroupOwnerId": (group.get("OwnerId")),
        "Tags": [],
        "SecurityGroupRuleArn": arn,
    });
    let rule = terms::with(&named, terms);
    call.keep(&SECURITY_GROUP_RULE, &id, rule.clone());
    rule
}

/// The rules of a group in one direction.
fn of(call: &Call<'_>, group: &str, egress: bool) -> Vec<Value> {
    call.all(&SECURITY_GROUP_RULE)
        .filter(|rule| rule.get("GroupId").text() == group && rule.get("IsEgress").as_bool() == Some(egress))
        .cloned()
        .collect()
}

/// Has a group's record repeat its rules as permissions: one for each protocol and range of ports.
pub(super) fn repeat(call: &mut Call<'_>, group: &str) -> Result<(), Refusal> {
    let [inward, outward] = [false, true].map(|egress| permissions(&of(call, group, egress)));
    call.edit(&SECURITY_GROUP, group, |record| {
        record.set("IpPermissions", inward);
        record.set("IpPermissionsEgress", outward);
    })?;
    Ok(())
}

fn permissions(rules: &[Value]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for rule in rules {
        let every = rule.get("IpProtocol").text() == "-1";
        let same = |permission: &&mut Value| {
            permission.get("IpProtocol") == rule.get("IpProtocol")
                && (every
                    || (permission.get("FromPort") == rule.get("FromPort")
                        && permission.get("ToPort") == rule.get("ToPort")))
        };
        let (list, peer) = peer_of(rule);
        if let Some(permission) = found.iter_mut().find(same) {
            let mut peers = permission.get(list).items().to_vec();
            peers.push(peer);
            permission.set(list, peers);
            continue;
        }
        let mut permission = value!({
            "IpProtocol": (rule.get("IpProtocol")),
            "UserIdGroupPairs": [],
            "IpRanges": [],
            "Ipv6Ranges": [],
            "PrefixListIds": [],
        });
        if !every {
            permission.set("FromPort", rule.get("FromPort"));
            permission.set("ToPort", rule.get("ToPort"));
        }
        permission.set(list, vec![peer]);
        found.push(permission);
    }
    found
}

/// The peer of a rule as a permission lists it, and in which list.
fn peer_of(rule: &Value) -> (&'static str, Value) {
    let (list, mut peer) = if let Some(block) = rule.get("CidrIpv4").as_text() {
        ("IpRanges", value!({ "CidrIp": block }))
    } else if let Some(block) = rule.get("CidrIpv6").as_text() {
        ("Ipv6Ranges", value!({ "CidrIpv6": block }))
    } else {
        let group = rule.get("ReferencedGroupInfo");
        let pair = value!({ "UserId": (group.get("UserId")), "GroupId": (group.get("GroupId")) });
        ("UserIdGroupPairs", pair)
    };
    if let Some(description) = rule.get("Description").as_text() {
        peer.set("Description", description);
    }
    (list, peer)
}

/// `AuthorizeSecurityGroupIngress` and `..Egress`.
fn authorize(call: &mut Call<'_>, given: &Given<'_>, egress: bool) -> Answer {
    let group = security_group::meant(call, given)?;
    let id = group.get("GroupId").text();
    let tags = tags::specified(given, "security-group-rule")?;
    let wanted = terms::wanted(call, given, &group, egress)?;
    let mut known = of(call, id, egress);
    let mut made = Vec::new();
    for terms in wanted {
        if known.iter().any(|rule| terms::same(rule, &terms)) {
            let message = format!("the specified rule \"{}\" already exists", terms::told(&terms));
            return Err(Refusal::new("InvalidPermission.Duplicate", message));
        }
        let mut terms = terms;
        terms.set("Tags", &tags);
        let rule = make(call, &group, &terms);
        known.push(rule.clone());
        made.push(rule);
    }
    if known.len() > SECURITY_GROUP_RULES.limit(call) {
        let message = "The maximum number of rules per security group has been reached.";
        return Err(Refusal::new("RulesPerSecurityGroupLimitExceeded", message));
    }
    repeat(call, id)?;
    Ok(value!({ "Return": true, "SecurityGroupRules": made }))
}

/// `RevokeSecurityGroupIngress` and `..Egress`: by ids or by what the rules say.
fn revoke(call: &mut Call<'_>, given: &Given<'_>, egress: bool) -> Answer {
    let group = security_group::meant(call, given)?;
    let id = group.get("GroupId").text();
    let ids = given.texts("SecurityGroupRuleIds");
    let mut doomed = named(call, id, egress, &ids)?;
    let mut unknown = Vec::new();
    if ids.is_empty() {
        let known = of(call, id, egress);
        for terms in terms::wanted(call, given, &group, egress)? {
            match known.iter().find(|rule| terms::same(rule, &terms)) {
                Some(rule) => doomed.push(rule.clone()),
                None => unknown.push(terms),
            }
        }
    }
    let in_default_vpc = vpc::default_id(call).as_deref() == Some(group.get("VpcId").text());
    if !unknown.is_empty() && !in_default_vpc {
        let message = "The specified rule does not exist in this security group.";
        return Err(Refusal::new("InvalidPermission.NotFound", message));
    }
    let mut revoked = Vec::new();
    for rule in doomed {
        call.remove(&SECURITY_GROUP_RULE, rule.get("SecurityGroupRuleId").text())?;
        let mut told = value!({});
        for member in [
            "SecurityGroupRuleId",
            "GroupId",
            "IsEgress",
            "IpProtocol",
            "FromPort",
            "ToPort",
            "CidrIpv4",
            "CidrIpv6",
            "Description",
        ] {
            told.set(member, rule.get(member));
        }
        told.set("ReferencedGroupId", rule.at("ReferencedGroupInfo.GroupId"));
        revoked.push(told);
    }
    repeat(call, id)?;
    let mut answer = value!({ "Return": true, "RevokedSecurityGroupRules": revoked });
    if !unknown.is_empty() {
        answer.set("UnknownIpPermissions", permissions(&unknown));
    }
    Ok(answer)
}

/// The rules of ids, each of the group and direction that a call is about.
fn named(call: &Call<'_>, group: &str, egress: bool, ids: &[&str]) -> Result<Vec<Value>, Refusal> {
    let known = of(call, group, egress);
    let find = |id: &&str| {
        let found = known
            .iter()
            .find(|rule| rule.get("SecurityGroupRuleId").text() == *id);
        found.cloned().ok_or_else(|| SECURITY_GROUP_RULE.is_absent(id))
    };
    ids.iter().map(find).collect()
}

/// `ModifySecurityGroupRules`: rules of one group take other terms.
fn modify(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let group = call.get(&SECURITY_GROUP, given.text("GroupId"))?.clone();
    let id = group.get("GroupId").text();
    for update in given.list("SecurityGroupRules") {
        let rule = call
            .get(&SECURITY_GROUP_RULE, update.text("SecurityGroupRuleId"))?
            .clone();
        let rule_id = rule.get("SecurityGroupRuleId").text();
        if rule.get("GroupId").text() != id {
            return Err(SECURITY_GROUP_RULE.is_absent(rule_id));
        }
        let egress = rule.get("IsEgress").as_bool() == Some(true);
        let change = update.get("SecurityGroupRule");
        let mut terms = terms::changed(call, &group, &change, egress)?;
        let others = of(call, id, egress);
        let taken =
            |other: &Value| other.get("SecurityGroupRuleId").text() != rule_id && terms::same(other, &terms);
        if others.iter().any(taken) {
            let message = format!("the specified rule \"{}\" already exists", terms::told(&terms));
            return Err(Refusal::new("InvalidPermission.Duplicate", message));
        }
        for member in [
            "SecurityGroupRuleId",
            "GroupId",
            "GroupOwnerId",
            "Tags",
            "SecurityGroupRuleArn",
        ] {
            terms.set(member, rule.get(member));
        }
        call.keep(&SECURITY_GROUP_RULE, rule_id, terms);
    }
    repeat(call, id)?;
    Ok(value!({ "Return": true }))
}

/// `UpdateSecurityGroupRuleDescriptionsIngress` and `..Egress`: a description left out is taken away.
fn describe_anew(call: &mut Call<'_>, given: &Given<'_>, egress: bool) -> Answer {
    let group = security_group::meant(call, given)?;
    let id = group.get("GroupId").text();
    let mut updates: Vec<(String, Option<String>)> = Vec::new();
    for update in given.list("SecurityGroupRuleDescriptions") {
        let rule = update.text("SecurityGroupRuleId");
        named(call, id, egress, &[rule])?;
        updates.push((rule.to_owned(), update.opt("Description").map(str::to_owned)));
    }
    let known = of(call, id, egress);
    if updates.is_empty() {
        for terms in terms::wanted(call, given, &group, egress)? {
            let Some(rule) = known.iter().find(|rule| terms::same(rule, &terms)) else {
                let message = "The specified rule does not exist in this security group.";
                return Err(Refusal::new("InvalidPermission.NotFound", message));
            };
            let description = terms.get("Description").as_text().map(str::to_owned);
            updates.push((rule.get("SecurityGroupRuleId").text().to_owned(), description));
        }
    }
    for (rule, description) in updates {
        call.edit(&SECURITY_GROUP_RULE, &rule, |rule| match description {
            Some(text) => rule.set("Description", text),
            None => rule.set("Description", Value::Null),
        })?;
    }
    repeat(call, id)?;
    Ok(value!({ "Return": true }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;
    use crate::value::Value;

    fn group(aws: &Lab) -> String {
        let made = aws.ok(
            "CreateSecurityGroup",
            value!({ "GroupName": "web", "Description": "web" }),
        );
        made.get("GroupId").text().to_owned()
    }

    fn permission(ports: (i64, i64), block: &str) -> Value {
        let ranges = value!([{ "CidrIp": block, "Description": "everybody" }]);
        value!([{ "IpProtocol": "tcp", "FromPort": (ports.0), "ToPort": (ports.1), "IpRanges": ranges }])
    }

    #[test]
    fn a_rule_is_given_found_changed_and_taken_away() {
        let aws = Lab::new("ec2");
        let id = group(&aws);
        let before = aws.world();
        let asked = || value!({ "GroupId": (&id), "IpPermissions": (permission((80, 80), "0.0.0.0/0")) });
        let made = aws.ok("AuthorizeSecurityGroupIngress", asked());
        let rule = made
            .at("SecurityGroupRules.0.SecurityGroupRuleId")
            .text()
            .to_owned();
        let (code, message) = aws.no("AuthorizeSecurityGroupIngress", asked());
        assert_eq!(code, "InvalidPermission.Duplicate");
        assert_eq!(
            message,
            "the specified rule \"peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW\" already exists"
        );
        let shown = || aws.ok("DescribeSecurityGroups", value!({ "GroupIds": [(&id)] }));
        let ranges = value!([{ "CidrIp": "0.0.0.0/0", "Description": "everybody" }]);
        assert_eq!(shown().at("SecurityGroups.0.IpPermissions.0.IpRanges"), &ranges);
        let descriptions = value!([{ "SecurityGroupRuleId": (&rule), "Description": "the world" }]);
        aws.ok(
            "UpdateSecurityGroupRuleDescriptionsIngress",
            value!({ "GroupId": (&id), "SecurityGroupRuleDescriptions": descriptions }),
        );
        let change =
            value!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:DB8::1/32" });
        let changes = value!([{ "SecurityGroupRuleId": (&rule), "SecurityGroupRule": change }]);
        aws.ok(
            "ModifySecurityGroupRules",
            value!({ "GroupId": (&id), "SecurityGroupRules": changes }),
        );
        let filters = value!([{ "Name": "group-id", "Values": [(&id)] }]);
        let rules = aws.ok("DescribeSecurityGroupRules", value!({ "Filters": filters }));
        assert_eq!(rules.get("SecurityGroupRules").items().len(), 2);
        assert_eq!(rules.at("SecurityGroupRules.1.CidrIpv6").text(), "2001:db8::/32");
        assert_eq!(rules.at("SecurityGroupRules.1.FromPort").as_int(), Some(443));
        let gone = || value!({ "GroupId": (&id), "SecurityGroupRuleIds": [(&rule)] });
        let revoked = aws.ok("RevokeSecurityGroupIngress", gone());
        assert_eq!(
            revoked
                .at("RevokedSecurityGroupRules.0.SecurityGroupRuleId")
                .text(),
            rule
        );
        let absent = "InvalidSecurityGroupRuleId.NotFound";
        assert_eq!(aws.no("RevokeSecurityGroupIngress", gone()).0, absent);
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }

    #[test]
    fn the_way_out_can_be_closed_and_opened() {
        let aws = Lab::new("ec2");
        let id = group(&aws);
        let everywhere = value!([{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
        let asked = || value!({ "GroupId": (&id), "IpPermissions": (&everywhere) });
        let shown = || aws.ok("DescribeSecurityGroups", value!({ "GroupIds": [(&id)] }));
        let before = shown();
        aws.ok("RevokeSecurityGroupEgress", asked());
        assert_eq!(shown().at("SecurityGroups.0.IpPermissionsEgress").items(), []);
        let unknown = aws.ok("RevokeSecurityGroupEgress", asked());
        assert_eq!(
            unknown.get("UnknownIpPermissions").items().len(),
            1,
            "told of in the default VPC"
        );
        aws.ok("AuthorizeSecurityGroupEgress", asked());
        assert_eq!(shown(), before);
        let descriptions =
            value!({ "GroupId": (&id), "IpPermissions": (permission((22, 22), "10.0.0.0/8")) });
        let refused = aws.no("UpdateSecurityGroupRuleDescriptionsEgress", descriptions);
        assert_eq!(refused.0, "InvalidPermission.NotFound");
    }

    #[test]
    fn what_is_no_rule_is_refused_and_the_flat_form_is_one() {
        let aws = Lab::new("ec2");
        let id = group(&aws);
        let refused = |permissions: Value| {
            aws.no(
                "AuthorizeSecurityGroupIngress",
                value!({ "GroupId": (&id), "IpPermissions": permissions }),
            )
        };
        for permissions in [
            permission((80, 70_000), "0.0.0.0/0"),
            permission((443, 80), "0.0.0.0/0"),
            permission((80, 80), "0.0.0.0"),
            value!([{ "IpProtocol": "http", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]),
            value!([{ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 2 }]),
        ] {
            assert_eq!(refused(permissions).0, "InvalidParameterValue");
        }
        let pairs =
            value!([{ "IpProtocol": "-1", "UserIdGroupPairs": [{ "GroupId": "sg-0123456789abcdef0" }] }]);
        assert_eq!(refused(pairs).0, "InvalidGroup.NotFound");
        let lists = value!([{ "IpProtocol": "-1", "PrefixListIds": [{ "PrefixListId": "pl-1" }], "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }]);
        assert_eq!(refused(lists).0, "NotModelled");
        let flat = value!({ "GroupName": "web", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "1.2.3.4/24" });
        let made = aws.ok("AuthorizeSecurityGroupIngress", flat);
        assert_eq!(made.at("SecurityGroupRules.0.CidrIpv4").text(), "1.2.3.0/24");
    }
}
