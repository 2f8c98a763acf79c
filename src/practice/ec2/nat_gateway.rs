//! NAT gateways, in one zone each; those that span a region's zones are not modelled.
//!
//! AWS: *NAT gateways*, *Troubleshoot NAT gateways* (VPC user guide): a gateway that cannot be made is `failed` and says
//! why; failed and deleted ones are seen for about an hour.

use super::elastic_ip::{self, ELASTIC_IP};
use super::internet_gateway::INTERNET_GATEWAY;
use super::network_interface::{self, NETWORK_INTERFACE, Wanted};
use super::subnet::SUBNET;
use super::{part, route, tags};
use crate::practice::call::Call;
use crate::practice::change::Then;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::practice::service_quotas::NAT_GATEWAYS;
use crate::value;
use crate::value::Value;
use std::time::Duration;

/// NAT gateways.
pub(super) static FAMILY: Family = Family {
    resources: &[&NAT_GATEWAY],
    moves: &[
        ("CreateNatGateway", Move::Do(create)),
        ("DeleteNatGateway", Move::Do(delete)),
        ("DescribeNatGateways", Move::List(&NAT_GATEWAY)),
    ],
    timers: &[(READY, ready), (GONE, gone)],
};

pub(super) static NAT_GATEWAY: Resource = Resource {
    kind: "ec2:natgateway",
    shape: "NatGateway",
    key: "NatGatewayId",
    ids: "NatGatewayIds",
    prefix: "nat-",
    absent: ("NatGatewayNotFound", "The Nat Gateway {} was not found"),
    filters: &["nat-gateway-id", "state", "subnet-id", "tag", "vpc-id"],
    refs: &[("SubnetId", "ec2:subnet"), ("VpcId", "ec2:vpc")],
    ghost: Some(("_Ghost", "yes")),
    ..Resource::NONE
};

const READY: &str = "nat-gateway-ready";
const GONE: &str = "nat-gateway-gone";

/// How long a gateway is `pending`, how soon one fails, how long one is `deleting`. Illustrative: what a class sees.
const PENDING: Duration = Duration::from_secs(110);
const FAILING: Duration = Duration::from_secs(15);
const DELETING: Duration = Duration::from_secs(45);
/// How long one is seen that is not there any more.
const SEEN: Duration = Duration::from_secs(3600);

/// The account that asks for the interface of a gateway: AWS's own. Illustrative.
const REQUESTER: &str = "739212390021";

/// True for a gateway that is not failed and not going.
pub(super) fn is_there(gateway: &Value) -> bool {
    matches!(gateway.get("State").text(), "pending" | "available")
}

/// `CreateNatGateway`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    if given.opt("AvailabilityMode").unwrap_or("zonal") != "zonal" {
        return Err(Refusal::unmodelled(
            "regional NAT gateways; the zonal ones it does",
        ));
    }
    let tags = tags::specified(given, "natgateway")?;
    let token = given.value("ClientToken");
    let kind = given.opt("ConnectivityType").unwrap_or("public");
    let (allocation, address) = (given.opt("AllocationId"), given.opt("PrivateIpAddress"));
    let missing = |name: &str| {
        let message = format!(
            "The request must include the {name} parameter. Add the required parameter and retry the request."
        );
        Refusal::new("MissingParameter", message)
    };
    let subnet = given.opt("SubnetId").ok_or_else(|| missing("SubnetId"))?;
    let place = call.get(&SUBNET, subnet)?.clone();
    match (kind, allocation) {
        ("public", None) => return Err(missing("AllocationId")),
        ("private", Some(_)) => {
            let message = "The AllocationId parameter is not allowed with a private NAT gateway.";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        _ => {}
    }
    room(call, place.get("AvailabilityZone").text())?;
    let mut shown = value!({ "IsPrimary": true, "Status": "associating" });
    if let Some(allocation) = allocation {
        shown.set("AllocationId", allocation);
    }
    let gateway = value!({
        "ConnectivityType": kind,
        "CreateTime": (call.now()),
        "NatGatewayAddresses": [shown],
        "NatGatewayId": null,
        "State": "pending",
        "SubnetId": subnet,
        "Tags": tags,
        "VpcId": (place.get("VpcId")),
        "AvailabilityMode": "zonal",
    });
    let gateway = call.make(&NAT_GATEWAY, gateway);
    let id = gateway.get("NatGatewayId").text();
    let after = match begin(call, &gateway, allocation, address)? {
        Ok(()) => PENDING,
        Err(why) => {
            call.edit(&NAT_GATEWAY, id, |gateway| gateway.set("_Failure", why))?;
            FAILING
        }
    };
    call.later(after, &NAT_GATEWAY, id, Then::Do(READY.to_owned()));
    Ok(value!({ "NatGateway": gateway, "ClientToken": token }))
}

/// That a zone has room for another gateway.
fn room(call: &Call<'_>, zone: &str) -> Result<(), Refusal> {
    let of_zone = |gateway: &&Value| {
        let subnet = call.found(&SUBNET, gateway.get("SubnetId").text());
        !NAT_GATEWAY.is_ghost(gateway)
            && subnet.is_some_and(|subnet| subnet.get("AvailabilityZone").text() == zone)
    };
    let limit = NAT_GATEWAYS.limit(call);
    if call.all(&NAT_GATEWAY).filter(of_zone).count() < limit {
        return Ok(());
    }
    let message = format!("Performing this operation would exceed the limit of {limit} NAT gateways");
    Err(Refusal::new("NatGatewayLimitExceeded", message))
}

/// Gives a new gateway its interface and address, or says why it will fail.
fn begin(
    call: &mut Call<'_>,
    gateway: &Value,
    allocation: Option<&str>,
    address: Option<&str>,
) -> Result<Result<(), Value>, Refusal> {
    let fails = |code: &str, message: String| Ok(Err(value!({ "Code": code, "Message": message })));
    let (id, vpc) = (gateway.get("NatGatewayId").text(), gateway.get("VpcId").text());
    if let Some(allocation) = allocation {
        if call.with(&INTERNET_GATEWAY, "Attachments.VpcId", vpc).is_empty() {
            let message = format!("Network {vpc} has no Internet gateway attached");
            return fails("Gateway.NotAttached", message);
        }
        let Some(address) = call.found(&ELASTIC_IP, allocation) else {
            let message =
                format!("Elastic IP address {allocation} could not be associated with this NAT gateway");
            return fails("InvalidAllocationID.NotFound", message);
        };
        if !address.get("AssociationId").is_null() {
            let message = format!("Elastic IP address {allocation} is already associated");
            return fails("Resource.AlreadyAssociated", message);
        }
    }
    let wanted = Wanted {
        subnet: gateway.get("SubnetId").text(),
        description: &format!("Interface for NAT Gateway {id}"),
        address,
        tags: value!([]),
        ..Wanted::default()
    };
    let interface = match network_interface::make(call, &wanted) {
        Ok(interface) => interface.get("NetworkInterfaceId").text().to_owned(),
        Err(refusal) if refusal.code == "InsufficientFreeAddressesInSubnet" => {
            let message = "Subnet has insufficient free addresses to create this NAT gateway";
            return fails("InsufficientFreeAddressesInSubnet", message.to_owned());
        }
        Err(refusal) => return Err(refusal),
    };
    let attachment = value!({
        "AttachTime": (call.now()),
        "AttachmentId": (part::id(call, "ela-attach-")),
        "DeleteOnTermination": false,
        "DeviceIndex": 1,
        "NetworkCardIndex": 0,
        "InstanceOwnerId": "amazon-aws",
        "Status": "attached",
    });
    let interface = call.edit(&NETWORK_INTERFACE, &interface, |interface| {
        interface.set("Attachment", attachment);
        interface.set("Groups", value!([]));
        interface.set("InterfaceType", "nat_gateway");
        interface.set("RequesterId", REQUESTER);
        interface.set("RequesterManaged", true);
        interface.set("SourceDestCheck", false);
        interface.set("Status", "in-use");
    })?;
    let mut shown = gateway.at("NatGatewayAddresses.0").clone();
    shown.set("NetworkInterfaceId", interface.get("NetworkInterfaceId"));
    shown.set("PrivateIp", interface.get("PrivateIpAddress"));
    if let Some(allocation) = allocation {
        let association =
            elastic_ip::associate(call, allocation, interface.get("NetworkInterfaceId").text())?;
        shown.set("AssociationId", association);
        shown.set(
            "PublicIp",
            call.get(&ELASTIC_IP, allocation)?.get("PublicIp").clone(),
        );
    }
    call.edit(&NAT_GATEWAY, id, |gateway| {
        gateway.set("NatGatewayAddresses", value!([shown]));
    })?;
    Ok(Ok(()))
}

/// A pending gateway becomes available, or fails.
fn ready(call: &mut Call<'_>, id: &str) {
    let pending = call
        .found(&NAT_GATEWAY, id)
        .filter(|gateway| gateway.get("State").text() == "pending");
    let Some(mut gateway) = pending.cloned() else {
        return;
    };
    let failure = gateway.get("_Failure").clone();
    let mut shown = gateway.at("NatGatewayAddresses.0").clone();
    if failure.is_null() {
        shown.set("Status", "succeeded");
        gateway.set("State", "available");
    } else {
        shown.set("Status", "failed");
        gateway.set("State", "failed");
        gateway.set("FailureCode", failure.get("Code"));
        gateway.set("FailureMessage", failure.get("Message"));
        gateway.set("DeleteTime", call.now());
        gateway.set("_Ghost", "yes");
        call.later(SEEN, &NAT_GATEWAY, id, Then::Gone);
    }
    gateway.set("NatGatewayAddresses", value!([shown]));
    call.keep(&NAT_GATEWAY, id, gateway);
}

/// `DeleteNatGateway`: it takes its interface along and lets go of its address; routes to it lead nowhere.
fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let id = given.text("NatGatewayId");
    let state = call.get(&NAT_GATEWAY, id)?.get("State").text().to_owned();
    match state.as_str() {
        "deleted" => return Err(NAT_GATEWAY.is_absent(id)),
        "failed" => {
            call.edit(&NAT_GATEWAY, id, |gateway| gateway.set("State", "deleted"))?;
        }
        "deleting" => {}
        _ => {
            let now = call.now();
            call.edit(&NAT_GATEWAY, id, |gateway| {
                gateway.set("State", "deleting");
                gateway.set("DeleteTime", now);
            })?;
            call.later(DELETING, &NAT_GATEWAY, id, Then::Do(GONE.to_owned()));
            route::mark(call, "NatGatewayId", id, "blackhole")?;
        }
    }
    Ok(value!({ "NatGatewayId": id }))
}

/// A gateway that was being deleted is deleted.
fn gone(call: &mut Call<'_>, id: &str) {
    let Some(mut gateway) = call.found(&NAT_GATEWAY, id).cloned() else {
        return;
    };
    let interface = gateway.at("NatGatewayAddresses.0.NetworkInterfaceId").text();
    // A gateway that was to fail has none.
    if call.found(&NETWORK_INTERFACE, interface).is_some()
        && let Err(refusal) = network_interface::drop_it(call, interface)
    {
        unreachable!("the interface of {id}: {refusal:?}");
    }
    gateway.set("State", "deleted");
    gateway.set("_Ghost", "yes");
    call.keep(&NAT_GATEWAY, id, gateway);
    call.later(SEEN, &NAT_GATEWAY, id, Then::Gone);
}

#[cfg(test)]
mod tests;
