//! Internet gateways.

use super::network_interface::NETWORK_INTERFACE;
use super::vpc::VPC;
use super::{route, tags};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::INTERNET_GATEWAYS;
use crate::value;
use crate::value::Value;

/// Internet gateways.
pub(super) static FAMILY: Family = Family {
    resources: &[&INTERNET_GATEWAY],
    moves: &[
        ("AttachInternetGateway", Move::Do(attach)),
        ("CreateInternetGateway", Move::Do(create)),
        ("DeleteInternetGateway", Move::Do(delete)),
        ("DescribeInternetGateways", Move::List(&INTERNET_GATEWAY)),
        ("DetachInternetGateway", Move::Do(detach)),
    ],
    ..Family::NONE
};

pub(super) static INTERNET_GATEWAY: Resource = Resource {
    kind: "ec2:internet-gateway",
    shape: "InternetGateway",
    key: "InternetGatewayId",
    ids: "InternetGatewayIds",
    prefix: "igw-",
    absent: (
        "InvalidInternetGatewayID.NotFound",
        "The internetGateway ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The internetGateway '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "attachment.state=Attachments.State",
        "attachment.vpc-id=Attachments.VpcId",
        "internet-gateway-id",
        "owner-id",
        "tag",
    ],
    refs: &[("Attachments.VpcId", "ec2:vpc")],
    ..Resource::NONE
};

/// `CreateInternetGateway`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = tags::specified(given, "internet-gateway")?;
    if call.all(&INTERNET_GATEWAY).count() >= INTERNET_GATEWAYS.limit(call) {
        let message = "The maximum number of internet gateways has been reached.";
        return Err(Refusal::new("InternetGatewayLimitExceeded", message));
    }
    let owner = call.account.clone();
    let gateway = value!({ "InternetGatewayId": null, "OwnerId": owner, "Attachments": [], "Tags": tags });
    let gateway = call.make(&INTERNET_GATEWAY, gateway);
    Ok(value!({ "InternetGateway": gateway }))
}

/// `AttachInternetGateway`: one gateway a VPC, one VPC a gateway.
fn attach(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, vpc) = (given.text("InternetGatewayId"), given.text("VpcId"));
    call.get(&VPC, vpc)?;
    let gateway = call.get(&INTERNET_GATEWAY, id)?;
    if !gateway.get("Attachments").items().is_empty() {
        let message = format!(
            "resource {id} is already attached to network {}",
            gateway.at("Attachments.0.VpcId").text()
        );
        return Err(Refusal::new("Resource.AlreadyAssociated", message));
    }
    if !call.with(&INTERNET_GATEWAY, "Attachments.VpcId", vpc).is_empty() {
        let message = format!("Network {vpc} already has an internet gateway attached");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let attachment = value!([{ "State": "available", "VpcId": vpc }]);
    call.edit(&INTERNET_GATEWAY, id, |gateway| {
        gateway.set("Attachments", attachment);
    })?;
    route::mark(call, "GatewayId", id, "active")?;
    Ok(Value::map())
}

/// `DetachInternetGateway`: not while anything in the VPC has a public address.
fn detach(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, vpc) = (given.text("InternetGatewayId"), given.text("VpcId"));
    let attached = call.get(&INTERNET_GATEWAY, id)?.at("Attachments.0.VpcId").text() == vpc;
    if !attached || vpc.is_empty() {
        let message = format!("resource {id} is not attached to network {vpc}");
        return Err(Refusal::new("Gateway.NotAttached", message));
    }
    let mapped = call
        .all(&NETWORK_INTERFACE)
        .any(|interface| interface.get("VpcId").text() == vpc && !interface.get("Association").is_null());
    if mapped {
        let message = format!(
            "Network {vpc} has some mapped public address(es). Please unmap those public address(es) before \
             detaching the gateway."
        );
        return Err(Refusal::new("DependencyViolation", message));
    }
    call.edit(&INTERNET_GATEWAY, id, |gateway| {
        gateway.set("Attachments", value!([]));
    })?;
    route::mark(call, "GatewayId", id, "blackhole")?;
    Ok(Value::map())
}

/// `DeleteInternetGateway`: of one that is attached to nothing.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("InternetGatewayId");
    if !call
        .get(&INTERNET_GATEWAY, id)?
        .get("Attachments")
        .items()
        .is_empty()
    {
        return Err(INTERNET_GATEWAY.is_in_use(id));
    }
    call.remove(&INTERNET_GATEWAY, id)?;
    Ok(Value::map())
}
