//! Network ACLs and the subnets that they guard. Their entries are in `network_acl_entry.rs`.
//!
//! AWS: *Network ACLs* (VPC user guide). Every subnet is associated with one; the VPC's default one lets all pass.

use super::vpc::VPC;
use super::{part, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::NETWORK_ACLS;
use crate::value;
use crate::value::Value;

/// Network ACLs.
pub(super) static FAMILY: Family = Family {
    resources: &[&NETWORK_ACL],
    moves: &[
        ("CreateNetworkAcl", Move::Do(create)),
        ("DeleteNetworkAcl", Move::Do(delete)),
        ("DescribeNetworkAcls", Move::List(&NETWORK_ACL)),
        ("ReplaceNetworkAclAssociation", Move::Do(replace_association)),
    ],
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
        "entry.egress=Entries.Egress",
        "entry.icmp.code=Entries.IcmpTypeCode.Code",
        "entry.icmp.type=Entries.IcmpTypeCode.Type",
        "entry.port-range.from=Entries.PortRange.From",
        "entry.port-range.to=Entries.PortRange.To",
        "entry.protocol=Entries.Protocol",
        "entry.rule-action=Entries.RuleAction",
        "entry.rule-number=Entries.RuleNumber",
        "network-acl-id",
        "owner-id",
        "tag",
        "vpc-id",
    ],
    refs: &[("VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// The number of the entry that closes each direction.
pub(super) const LAST: i64 = 32_767;

/// A network ACL; gives it. A VPC's default one lets everything pass, any other one nothing.
pub(super) fn make(call: &mut Call<'_>, vpc: &str, default: bool) -> Value {
    let entry = |egress: bool, number: i64, action: &str| {
        value!({
            "CidrBlock": "0.0.0.0/0",
            "Egress": egress,
            "Protocol": "-1",
            "RuleAction": action,
            "RuleNumber": number,
        })
    };
    let entries: Value = [true, false]
        .into_iter()
        .flat_map(|egress| {
            let open = default.then(|| entry(egress, 100, "allow"));
            open.into_iter().chain([entry(egress, LAST, "deny")])
        })
        .collect();
    let acl = value!({
        "Associations": [],
        "Entries": entries,
        "IsDefault": default,
        "NetworkAclId": null,
        "Tags": [],
        "VpcId": vpc,
        "OwnerId": (call.account.clone()),
    });
    call.make(&NETWORK_ACL, acl)
}

/// The id of a VPC's default network ACL; empty where there is none.
pub(super) fn default_of(call: &Call<'_>, vpc: &str) -> String {
    let default = call
        .all(&NETWORK_ACL)
        .find(|acl| acl.get("VpcId").text() == vpc && acl.get("IsDefault").as_bool() == Some(true));
    default
        .map(|acl| acl.get("NetworkAclId").text().to_owned())
        .unwrap_or_default()
}

/// Associates a subnet that has no network ACL with one; gives the association's id.
pub(super) fn associate(call: &mut Call<'_>, acl: &str, subnet: &str) -> Result<String, Refusal> {
    let id = part::id(call, "aclassoc-");
    let association = value!({
        "NetworkAclAssociationId": (&id),
        "NetworkAclId": acl,
        "SubnetId": subnet,
    });
    call.edit(&NETWORK_ACL, acl, |acl| {
        part::add(acl, "Associations", association);
    })?;
    Ok(id)
}

/// `CreateNetworkAcl`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let vpc = given.text("VpcId");
    let tags = tags::specified(given, "network-acl")?;
    let token = given.value("ClientToken");
    call.get(&VPC, vpc)?;
    if call.with(&NETWORK_ACL, "VpcId", vpc).len() >= NETWORK_ACLS.limit(call) {
        let message = "The maximum number of network acls has been reached.";
        return Err(Refusal::new("NetworkAclLimitExceeded", message));
    }
    let acl = make(call, vpc, false);
    let acl = call.edit(&NETWORK_ACL, acl.get("NetworkAclId").text(), |acl| {
        acl.set("Tags", tags);
    })?;
    Ok(value!({ "NetworkAcl": acl, "ClientToken": token }))
}

/// `DeleteNetworkAcl`: never of a default one, nor of one that guards a subnet.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("NetworkAclId");
    let acl = call.get(&NETWORK_ACL, id)?;
    if acl.get("IsDefault").as_bool() == Some(true) {
        let message = format!("cannot delete default network ACL {id}");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    if !acl.get("Associations").items().is_empty() {
        return Err(NETWORK_ACL.is_in_use(id));
    }
    call.remove(&NETWORK_ACL, id)?;
    Ok(Value::map())
}

/// `ReplaceNetworkAclAssociation`: how a subnet comes under another network ACL.
fn replace_association(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, new) = (given.text("AssociationId"), given.text("NetworkAclId"));
    let vpc = call.get(&NETWORK_ACL, new)?.get("VpcId").text().to_owned();
    let path = "Associations.NetworkAclAssociationId";
    let Some(old) = call.with(&NETWORK_ACL, path, id).into_iter().next() else {
        let message = format!("The association ID '{id}' does not exist");
        return Err(Refusal::new("InvalidAssociationID.NotFound", message));
    };
    let record = call.get(&NETWORK_ACL, &old)?;
    let association = record
        .get("Associations")
        .items()
        .iter()
        .find(|association| association.get("NetworkAclAssociationId").text() == id);
    let subnet = association
        .map(|association| association.get("SubnetId").text().to_owned())
        .unwrap_or_default();
    if record.get("VpcId").text() != vpc {
        let message = format!("network acl {new} and subnet {subnet} belong to different networks");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    call.edit(&NETWORK_ACL, &old, |acl| {
        part::without(acl, "Associations", "NetworkAclAssociationId", id);
    })?;
    let id = associate(call, new, &subnet)?;
    Ok(value!({ "NewAssociationId": id }))
}
